"""`diff` on the real revision of Karlstad: exactly what the officials marked, and nothing else."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from strategiplan.model import ROOT
from strategiplan.render.sentences import sentences
from strategiplan.revisions.changes import Effect
from strategiplan.revisions.reasons import Revised, revise
from strategiplan.store.workspace import Workspace
from tests.running import ask

HOME = Path(__file__).parents[2]
CHANGED_TEXTS = {
    "bra-bostader", "dynamiskt-kulturellt-centrum", "basta-besoksmalen", "halsosamt-liv", "utbildning-av-hog-kvalitet",
    "forsorja-sig-sjalva", "goda-kommunikationer", "fossilfri-och-klimatsmart", "ren-luft-och-rent-vatten",
    "biologisk-mangfald",
}  # fmt: skip


def told(*arguments: str) -> dict[str, Any]:
    """The JSON that `diff` gives."""
    data: dict[str, Any] = json.loads(ask("diff", *arguments, "--format", "json", cwd=HOME).out)
    return data


def revised(old: str, new: str) -> Revised:
    space = Workspace(HOME)
    before, after = space.load(old), space.load(new)
    assert before.plan and after.plan and after.dossier
    return revise(before.plan, after.plan, after.dossier.revision)


@pytest.fixture(scope="module")
def proposal() -> dict[str, Any]:
    return told("karlstad/2022", "karlstad/2023-forslag-blagrona")


def test_the_proposal_holds_exactly_the_real_revision(proposal: dict[str, Any]) -> None:
    changes = [c for c in proposal["changes"] if c["address"].partition(".")[0] != ROOT]
    nodes = {c["address"].partition(".")[0] for c in changes if c["effect"] != "nothing"}
    assert len(nodes) == 24
    by_effect = {e: {c["address"] for c in changes if c["effect"] == e} for e in Effect}
    indicators = {c["address"] for c in changes if (c.get("old") or c.get("new") or {}) and _type(c) == "indicator"}
    assert by_effect["add"] - indicators == {"tillvaxtmotor"}
    assert by_effect["remove"] - indicators == {"gott-foretagsklimat", "befolkningen-okar"}
    assert len(by_effect["add"] & indicators) == 3
    assert len(by_effect["remove"] & indicators) == 7
    assert by_effect["place"] == {"befolkningsokning"}
    assert by_effect["set"] == {"bra-bostader.title", *(f"{goal}.description" for goal in CHANGED_TEXTS)}


def _type(change: dict[str, Any]) -> str | None:
    row = change.get("old") or change.get("new")
    return row.get("type") if isinstance(row, dict) else None


def test_fates_are_those_that_the_proposal_gives(proposal: dict[str, Any]) -> None:
    kinds = {c["address"]: c["kind"] for c in proposal["changes"] if c["effect"] == "remove"}
    assert Counter(kinds.values()) == {"removed": 4, "replaced": 3, "delegated": 1, "absorbed": 1}
    assert kinds["gott-foretagsklimat"] == "delegated"
    assert kinds["befolkningen-okar"] == "absorbed"
    assert {a for a, k in kinds.items() if k == "replaced"} == {"musikskola-6-15", "miljobilar", "sjoar-och-vattendrag"}
    promised = [c["address"] for c in proposal["changes"] if c["kind"] == "promised"]
    assert promised == ["tillvaxtmotor"]


def test_every_change_has_a_reason(proposal: dict[str, Any]) -> None:
    assert [c["id"] for c in proposal["changes"] if not c.get("note", {}).get("motivation")] == []
    assert proposal["stale-notes"] == []


def test_the_lost_level_is_said() -> None:
    shown = " ".join(ask("diff", "2022", "2023-forslag-blagrona", cwd=HOME).out.split())
    assert (
        "Nivån ”minst en procent” försvinner med ”Karlstads befolkning ska årligen öka med minst en procent”" in shown
    )


def test_markdown_names_the_goals_that_come_and_go_and_no_other() -> None:
    shown = ask("diff", "2022", "2023", "--format", "md", cwd=HOME).out
    for title in (
        "Karlstad ska stärka sin roll som tillväxtmotor i ett regionalt och nationellt perspektiv",
        "Karlstad ska ha ett gott företagsklimat",
        "Karlstads befolkning ska årligen öka med minst en procent",
        "Karlstadsborna ska ha tillgång till bra bostäder och bostadsområden",
    ):
        assert title in shown
    turned = list(sentences(revised("karlstad/2022", "karlstad/2023")))
    goals = {s.node_id for s in turned if s.kind in ("added", "absorbed", "delegated", "renamed") and s.node_id != ROOT}
    assert goals >= {"tillvaxtmotor", "gott-foretagsklimat", "befolkningen-okar", "bra-bostader"}


@pytest.mark.parametrize("pair", [("2022", "2023"), ("2023", "2024"), ("2018", "2022")])
def test_every_change_is_told_in_a_sentence(pair: tuple[str, str]) -> None:
    found = revised(*(f"karlstad/{name}" for name in pair))
    told_of = Counter(id_ for sentence in sentences(found) for id_ in sentence.change_ids)
    assert set(told_of) == {change.id for change in found.changes}
    assert set(told_of.values()) == {1}


def test_the_new_steering_model_gives_every_goal_a_fate_and_every_new_one_an_origin() -> None:
    found = revised("karlstad/2023", "karlstad/2024")
    rows = found.changes
    goals = [i for i, row in rows.old.nodes.items() if row.kind.__name__ == "Goal"]
    assert len(goals) == 20
    gone = {c.at.id: c for c in rows if c.effect is Effect.REMOVE and c.at.id in goals}
    assert all(c.note is not None and c.note.fate for c in gone.values())
    assert {i for i in goals if i not in gone} == {"tillvaxtmotor"}
    new = [i for i, row in rows.new.nodes.items() if row.kind.__name__ == "Goal"]
    assert len(new) == 10
    added = {c.at.id for c in rows if c.effect is Effect.ADD}
    assert all(i in added or i in goals for i in new)
    assert all(c.note is not None for c in rows if c.at.id in new and c.effect is Effect.ADD)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A workspace with two equal plans, `2022` and `ny`, to edit."""
    shutil.copytree(HOME / "plans" / "karlstad" / "2022", tmp_path / "plans" / "karlstad" / "2022")
    shutil.copytree(HOME / "plans" / "karlstad" / "2022", tmp_path / "plans" / "karlstad" / "ny")
    shutil.copy(HOME / "plans" / "karlstad" / "organization.yaml", tmp_path / "plans" / "karlstad")
    return tmp_path


def test_respelled_yaml_is_no_change(copied: Path) -> None:
    path = next((copied / "plans/karlstad/ny/areas").glob("1-*/*trygg-och-saker.yaml"))
    text = path.read_text("utf-8")
    assert "sdg: [5, 11, 16]" in text
    respelled = text.replace("sdg: [5, 11, 16]", "sdg:\n  - 5\n  - '11'\n  - 16")
    first, second = (line.strip() for line in text.partition("text: |\n")[2].splitlines()[:2])
    assert first.endswith(".") and second.endswith(".")
    respelled = respelled.replace(f"{first}\n      {second}", f"{first} {second}")
    assert f"{first} {second}" in respelled
    path.write_text(f"# en kommentar\n{respelled}", "utf-8")
    done = ask("diff", "2022", "ny", "--exit-code", cwd=copied)
    assert (done.code, done.out.splitlines()[-1]) == (0, "Planerna är lika.")


def test_a_goal_that_moves_is_one_node_even_when_it_is_renamed_and_edited(copied: Path) -> None:
    areas = copied / "plans/karlstad/ny/areas"
    path = next(areas.glob("1-*/*basta-besoksmalen.yaml"))
    text = path.read_text("utf-8").replace("title: Karlstad", "title: Hela Karlstad").replace("starkare", "större", 1)
    target = next(areas.glob("3-*")) / "35-basta-besoksmalen.yaml"
    path.unlink()
    target.write_text(text, "utf-8")
    data = json.loads(ask("diff", "2022", "ny", "--format", "json", cwd=copied).out)
    assert data["nodes"] == 1
    assert [c["kind"] for c in data["changes"]] == ["moved", "renamed", "text-changed"]
    assert ask("diff", "2022", "ny", "--exit-code", cwd=copied).code == 1


def test_a_plan_that_does_not_load_gives_no_half_difference(copied: Path) -> None:
    (copied / "plans/karlstad/ny/plan.yaml").write_text("title: [", "utf-8")
    done = ask("diff", "2022", "ny", cwd=copied)
    assert (done.code, done.out) == (1, "")
    assert "plans/karlstad/ny/plan.yaml:1:8" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "finns-inte"], "har id ”finns-inte”"),
        (["--kinds", "rename"], "rename"),
        (["-o", "ut.xyz"], ".xyz"),
        (["-o", "plans/karlstad/2022/x.md"], "ligger i en plan"),
    ],
)
def test_a_wrong_question_is_answered_and_nothing_written(arguments: list[str], said: str, copied: Path) -> None:
    before = sorted(copied.rglob("*"))
    done = ask("diff", "2022", "ny", *arguments, cwd=copied)
    assert done.code == 2
    assert said in done.err
    assert sorted(copied.rglob("*")) == before


def test_only_and_kinds_narrow(proposal: dict[str, Any]) -> None:
    only = told("2022", "2023", "--only", "gott-foretagsklimat")
    assert only["nodes"] == 4
    kinds = told("2022", "2023", "--kinds", "renamed", "--kinds", "moved")
    assert {c["kind"] for c in kinds["changes"]} == {"renamed", "moved"}


def test_places_in_both_trees() -> None:
    shown = ask("diff", "2022", "2023", "--only", "bra-bostader", "--at", cwd=HOME).out
    assert "förut: plans/karlstad/2022/areas/1-en-kommun-for-alla/2-bra-bostader.yaml:2:8" in shown
    assert "nu: plans/karlstad/2023/areas/1-en-kommun-for-alla/2-bra-bostader.yaml:2:8" in shown


def test_unrelated_plans_are_said_to_be_so() -> None:
    done = ask("diff", "boden/2025-2027", "vaggeryd/2024", "--stat", cwd=HOME)
    assert done.code == 0
    assert "inget gemensamt id" in done.err


def test_steering_characters_are_shown_and_not_obeyed(copied: Path) -> None:
    path = next((copied / "plans/karlstad/ny/areas").glob("1-*/*basta-besoksmalen.yaml"))
    path.write_text(path.read_text("utf-8").replace("title: Karlstad", "title: Karl\u202estad\u200b"), "utf-8")
    shown = ask("diff", "2022", "ny", cwd=copied).out
    assert "\u202e" not in shown and "\u200b" not in shown
    assert "⟨U+202E⟩" in shown


@pytest.mark.parametrize("format", ["text", "md", "html"])
def test_a_very_long_text_is_compared_by_the_sentence_and_that_is_said(format: str, copied: Path) -> None:
    for name, word in (("2022", "gammal"), ("ny", "ny")):
        path = next((copied / f"plans/karlstad/{name}/areas").glob("1-*/*basta-besoksmalen.yaml"))
        text = "".join(f"    Mening {n} säger något {word if n == 7 else 'annat'}.\n" for n in range(4000))
        head, _, rest = path.read_text("utf-8").partition("description: |\n")
        path.write_text(f"{head}description: |\n{text}{rest[rest.index('indicators:'):]}", "utf-8")
    done = ask("diff", "2022", "ny", "--format", format, cwd=copied)
    assert done.code == 0
    assert "jämförs mening för mening" in " ".join(done.out.split())
