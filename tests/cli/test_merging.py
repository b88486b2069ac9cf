"""`merge`: what it says, what it writes, and the file that names what could not be merged."""

import json
from pathlib import Path

import pytest
import yaml

from tests.running import ask

HEAD = "title: Plan\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: draft\n"
GOAL = """\
id: trygg
title: En trygg kommun
description: |
  Staden växer.
  Skolan är bra.
sdg: [5]
indicators:
  - id: nojda
    name: Nöjda invånare
"""


def write(root: Path, name: str, goal: str | None, notes: str = "", **others: str) -> None:
    folder = root / "plans" / "solstad" / name
    (folder / "goals").mkdir(parents=True)
    (folder / "plan.yaml").write_text(HEAD, "utf-8")
    if goal is not None:
        (folder / "goals" / "10-trygg.yaml").write_text(goal, "utf-8")
    for id_, text in others.items():
        (folder / "goals" / f"20-{id_}.yaml").write_text(text, "utf-8")
    if notes:
        (folder / "revision.yaml").write_text(f'base: "2022"\n{notes}', "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "2022", GOAL)
    text = GOAL.replace("Staden växer.", "Staden växer fort.")
    write(tmp_path, "a", text, "notes:\n  - {at: trygg.description, motivation: Fler flyttar hit.}\n")
    title = GOAL.replace("Skolan är bra.", "Skolan är mycket bra.").replace("En trygg kommun", "En trygg stad")
    write(tmp_path, "b", title, "notes:\n  - {at: trygg, motivation: Skolan har blivit bättre.}\n")
    calm = GOAL.replace("En trygg kommun", "En lugn kommun")
    write(tmp_path, "c", calm, "notes:\n  - {at: trygg.title, motivation: Lugn räcker.}\n")
    write(
        tmp_path, "d", None,
        "notes:\n  - {at: trygg, fate: absorbed, into: god, motivation: Det blir ett mål.}\n",
        god="id: god\ntitle: Ett gott liv\n",
    )  # fmt: skip
    return tmp_path


def test_clean(root: Path) -> None:
    answer = ask("merge", "2022", "a", "b", "--as", "2023", cwd=root)
    assert (answer.code, answer.err) == (0, "")
    assert "Sammansatt av bådas ändringar" in answer.out
    assert "Staden växer [+fort+]. Skolan är [+mycket+] bra." in answer.out
    assert answer.out.endswith("Allt gick att förena.\nResultatet är skrivet som plans/solstad/2023.\n")
    folder = root / "plans/solstad/2023"
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()) == [
        "goals/10-trygg.yaml", "plan.yaml", "revision.yaml",
    ]  # fmt: skip
    goal = yaml.safe_load((folder / "goals/10-trygg.yaml").read_text("utf-8"))
    assert goal["title"] == "En trygg stad"
    assert goal["description"] == "Staden växer fort.\nSkolan är mycket bra.\n"
    revision = yaml.safe_load((folder / "revision.yaml").read_text("utf-8"))
    assert revision["base"] == "2022" and revision["base-hash"].startswith("sha256:")
    assert [(n["at"], n["motivation"]) for n in revision["notes"]] == [
        ("trygg.description", "Fler flyttar hit."), ("trygg", "Skolan har blivit bättre."),
    ]  # fmt: skip
    assert ask("validate", "2023", cwd=root).code == 0


def test_nothing_is_written_without_a_name(root: Path) -> None:
    assert ask("merge", "2022", "a", "b", cwd=root).code == 0
    assert sorted(p.name for p in (root / "plans/solstad").iterdir()) == ["2022", "a", "b", "c", "d"]


def test_a_conflict_keeps_the_base_and_both_versions(root: Path) -> None:
    answer = ask("merge", "2022", "b", "c", "--as", "2023", cwd=root)
    assert answer.code == 1
    told = answer.out[answer.out.index("Att avgöra") :]
    for said in ("En trygg stad", "En lugn kommun", "Skolan har blivit bättre.", "Lugn räcker.", "på två sätt"):
        assert said in told
    assert [line for line in answer.out.splitlines() if len(line) > 80] == []
    folder = root / "plans/solstad/2023"
    goal = yaml.safe_load((folder / "goals/10-trygg.yaml").read_text("utf-8"))
    assert goal["title"] == "En trygg kommun"
    assert goal["description"] == "Staden växer.\nSkolan är mycket bra.\n"
    content = (folder / "merge.conflict").read_text("utf-8")
    assert "<<<<" not in content
    assert content.startswith("# Mellan solstad/b och solstad/c, som båda har ändrat solstad/2022, finns 1 sak")
    data = yaml.safe_load(content)
    assert (data["base"], data["ours"], data["theirs"]) == ("solstad/2022", "solstad/b", "solstad/c")
    (one,) = data["conflicts"]
    assert (one["at"], one["why"], one["base"]) == ("trygg.title", "same-field", "En trygg kommun")
    (ours,), (theirs,) = one["ours"], one["theirs"]
    assert (ours["value"], ours["note"]["motivation"]) == ("En trygg stad", "Skolan har blivit bättre.")
    assert (theirs["value"], theirs["note"]["motivation"]) == ("En lugn kommun", "Lugn räcker.")
    # The note that is only about the conflict stands with it; the one about more is in both places.
    revision = yaml.safe_load((folder / "revision.yaml").read_text("utf-8"))
    assert [n["at"] for n in revision["notes"]] == ["trygg"]


def test_validate_says_so_until_the_conflict_is_decided(root: Path) -> None:
    ask("merge", "2022", "b", "c", "--as", "2023", cwd=root)
    sidecar = root / "plans/solstad/2023/merge.conflict"
    rows = sidecar.read_text("utf-8").splitlines()
    place = next(n for n, row in enumerate(rows, 1) if row == "- at: trygg.title")
    answer = ask("validate", "2023", "--format", "parsable", cwd=root)
    assert answer.code == 1
    where = f"plans/solstad/2023/merge.conflict:{place}:7"
    assert f"{where}: error: konflikten om ”trygg.title” är inte avgjord [unresolved-conflict]" in answer.out
    # The plan loads all the same.
    assert ask("diff", "2022", "2023", cwd=root).code == 0
    sidecar.write_text("conflicts: []\n", "utf-8")
    left = ask("validate", "2023", "--format", "parsable", cwd=root)
    assert left.code == 1 and "conflict-file-left" in left.out
    sidecar.unlink()
    assert ask("validate", "2023", cwd=root).code == 0


def test_beside_single_files_and_side_files(tmp_path: Path) -> None:
    folder = tmp_path / "plans/solstad"
    folder.mkdir(parents=True)
    (folder / "2023.yaml").write_text(HEAD, "utf-8")
    (folder / "organization.yaml").write_text("name: Solstad\n", "utf-8")
    assert ask("validate", cwd=tmp_path).code == 0
    (folder / "2023.yaml.conflict").write_text("conflicts:\n- at: plan.title\n", "utf-8")
    (folder / "organization.yaml.conflict").write_text("[", "utf-8")
    answer = ask("validate", "--format", "parsable", cwd=tmp_path)
    assert answer.code == 1
    assert [line.partition(": ")[0] for line in answer.out.splitlines() if ".conflict" in line] == [
        "plans/solstad/2023.yaml.conflict:2:7", "plans/solstad/organization.yaml.conflict:1:1",
    ]  # fmt: skip


def test_what_is_removed_and_edited_offers_the_successor(root: Path) -> None:
    answer = ask("merge", "2022", "a", "d", "--as", "2023", "--lang", "en", cwd=root)
    assert answer.code == 1
    assert "The change can be carried over to what takes its place: Ett gott liv." in answer.out
    (one,) = yaml.safe_load((root / "plans/solstad/2023/merge.conflict").read_text("utf-8"))["conflicts"]
    assert one["why"] == "removed-edited" and one["successors"] == ["god"]
    assert one["ours"][0]["value"] == "Staden växer fort.\nSkolan är bra.\n"
    (gone,) = one["theirs"]
    assert gone["with"] == ["nojda"] and gone["note"]["fate"] == "absorbed"


def test_json(root: Path) -> None:
    answer = ask("merge", "2022", "b", "c", "--format", "json", cwd=root)
    data = json.loads(answer.out)
    assert answer.code == 1 and data["clean"] is False
    assert [(d["taken"], d["change"]["id"]) for d in data["decisions"]] == [("ours", "trygg.description:set")]
    assert [(c["why"], c["address"], len(c["ours"]), len(c["theirs"])) for c in data["conflicts"]] == [
        ("same-field", "trygg.title", 1, 1)
    ]


@pytest.mark.parametrize(("arguments", "said"), [
    (("2022", "a", "a"), "solstad/a är nämnd två gånger"),
    (("2022", "a", "x"), "ingen plan ”x”"),
    (("2022", "a", "b", "--as", "c"), "plans/solstad/c finns redan"),
    (("2022", "a", "b", "--as", "Å"), "kan inte vara en revisions namn"),
    (("2022", "a", "b", "-o", "plans/x.txt"), "ligger i en plan"),
])  # fmt: skip
def test_wrong_questions(root: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = ask("merge", *arguments, cwd=root)
    assert answer.code == 2 and said in answer.err and answer.out == ""
