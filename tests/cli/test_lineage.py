"""`history`, `match`, `apply`, `git` and `textconv`, as people and git meet them."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from ruamel.yaml import YAML

from strategiplan.address import Address
from strategiplan.cli import app, lineage
from strategiplan.model import Note, Plan
from strategiplan.render.terminal import rendered
from strategiplan.render.terminal_history import history_lines
from strategiplan.revisions.changes import Change, Kind, Place, Slot, apply, diff, invert
from strategiplan.revisions.fitting import misfits
from strategiplan.revisions.lineage import chained, known_ids
from strategiplan.revisions.lineage import lineage as follow
from strategiplan.store.layout import format_paths
from strategiplan.store.workspace import Workspace
from tests.plans import area, goal, indicator, plan, plans
from tests.running import Answer, ask

ROOT = Path(__file__).parents[2]

# A family of commands that the program has not gathered yet is gathered here.
for _name, _command in lineage.COMMANDS.items():
    if _name not in {known.name for known in app.app.registered_commands}:
        app.app.command(_name)(_command)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The real plans, to write beside."""
    shutil.copytree(ROOT / "plans", tmp_path / "plans")
    (tmp_path / "strategiplan.toml").write_text('default = "karlstad"\n')
    return tmp_path


# --- history ---------------------------------------------------------------------------------------------------------


def test_history_reads_well(workspace: Path) -> None:
    answer = ask("history", "musikskola-6-15", cwd=workspace)
    assert (answer.code, answer.err) == (0, "")
    decided = answer.out[answer.out.index("\n2023 (") + 1 :]
    assert decided == """\
2023 (jämförd med 2022)
  ’Elever i musik- eller kulturskola, 6-15 år, andel (%)’ indikator
    (musikskola-6-15)
  • Ersätts av ’Elever i musik- eller kulturskola, 6-19 år, andel (%)’.
    Motivering: Förslaget anger inget skäl. Ändringen vidgar åldersgruppen från
    6–15 till 6–19 år. Att det ena måttet ersätter det andra framgår bara av att
    de står intill varandra.
    Tolkningen är osäker.
  ’Elever i musik- eller kulturskola, 6-19 år, andel (%)’ indikator
    (musikskola-6-19)
  • Tillkommer i ’Karlstad ska vara ett dynamiskt kulturellt centrum’; kommer ur
    ’Elever i musik- eller kulturskola, 6-15 år, andel (%)’.

2024 (jämförd med 2023)
  ’Elever i musik- eller kulturskola, 6-19 år, andel (%)’ indikator
    (musikskola-6-19)
  • Upphör.
    Motivering: Det är inte känt vilka indikatorer de nya målen följs med. Att
    indikatorn upphör är en tolkning.
    Tolkningen är osäker.
"""
    beside = answer.out[answer.out.index("┊ 2023-forslag-blagrona") : answer.out.index("\n2023 (")]
    assert "(förslag, jämförd med 2022)" in beside
    assert "• Ersätts av" in beside
    # The reason is told once, with the decision.
    assert "Motivering" not in beside


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_history_can_be_told(lang: str) -> None:
    space = Workspace(ROOT)
    for organization in space.organizations():
        loaded = [space.load(f"{organization}/{name}").dossier for name in space.revisions(organization)]
        dossiers = [dossier for dossier in loaded if dossier is not None]
        steps = chained(dossiers)
        for id_ in known_ids(steps)[:: 9 if lang == "sv" else 23]:
            told = rendered(history_lines(follow(id_, steps), steps, dossiers[0].organization, lang))
            assert told
            assert "None" not in told and ".." not in told, told


def test_history_as_json(workspace: Path) -> None:
    answer = ask("history", "gott-foretagsklimat", "--format", "json", cwd=workspace)
    data = json.loads(answer.out)
    assert (data["version"], data["id"], data["organization"]) == (1, "gott-foretagsklimat", "karlstad")
    assert [r["name"] for r in data["revisions"] if not r["side"]] == ["2018", "2022", "2023", "2024"]
    last = data["events"][-1]
    assert (last["revision"], last["what"], last["into"]) == ("2023", "delegated", [{"id": "kommunstyrelsen"}])
    assert last["note"]["motivation"]
    assert last["type"] == "goal"


@pytest.mark.parametrize(("arguments", "said"), [
    (("musikskola",), "menade du musikskola-6-1"),
    (("xyzzy",), "inget i plans har id ”xyzzy”"),
    (("musikskola-6-15", "--in", "boden"), "inget i boden har id"),
    (("plan", "--in", "karlstd"), "menade du karlstad?"),
])
def test_wrong_questions_about_history(workspace: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = ask("history", *arguments, cwd=workspace)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_an_id_in_several_organizations(workspace: Path) -> None:
    assert "2025-2027" in ask("history", "social-hallbarhet", "--in", "boden", cwd=workspace).out
    assert "2024 (jämförd" in ask("history", "social-hallbarhet", cwd=workspace).out
    (workspace / "strategiplan.toml").unlink()
    answer = ask("history", "social-hallbarhet", cwd=workspace)
    assert answer.code == 2 and "välj med --in" in answer.err


def test_a_plan_that_cannot_be_read_is_left_out_and_named(workspace: Path) -> None:
    (workspace / "plans" / "karlstad" / "2018" / "plan.yaml").write_text("title: [")
    answer = ask("history", "gott-foretagsklimat", cwd=workspace)
    assert answer.code == 0
    assert "karlstad/2018" in answer.err
    assert answer.out.startswith("2022\n")
    assert "Finns i den äldsta planen" in answer.out


# --- match -----------------------------------------------------------------------------------------------------------


def imported(workspace: Path) -> None:
    """The plan of 2022 once more, with other ids and one title changed, as an import would make it."""
    old = workspace / "plans" / "karlstad" / "2022"
    new = workspace / "plans" / "karlstad" / "2022-import"
    shutil.copytree(old, new)
    for path in new.rglob("*.yaml"):
        text = path.read_text("utf-8")
        for key in ("id: ", "{id: "):
            text = text.replace(key, f"{key}x-")
        path.write_text(text.replace("en trygg och säker kommun", "tryggt för alla"), "utf-8")


def test_match_reads_well_and_gives_notes(workspace: Path) -> None:
    imported(workspace)
    answer = ask("match", "2022", "2022-import", cwd=workspace)
    assert (answer.code, answer.err) == (0, "")
    assert "Karlstad ska vara en trygg och säker kommun (trygg-och-saker)\n→ " in answer.out
    assert "gemensamma ord:" in answer.out
    assert "Inget av det här är infört." in answer.out
    notes = ask("match", "2022", "2022-import", "--format", "yaml", cwd=workspace).out
    data: Any = YAML(typ="safe").load(f"notes:\n{notes}")["notes"]
    assert [Note.model_validate(entry, by_name=False) for entry in data]
    pairs = {entry["at"]: entry["into"] for entry in data}
    goals = [path.stem.partition("-")[2] for path in (workspace / "plans" / "karlstad" / "2022").rglob("[0-9]*.yaml")]
    assert {id_: f"x-{id_}" for id_ in goals} == {id_: into for id_, into in pairs.items() if id_ in goals}
    assert all(entry["fate"] == "replaced" and entry["sure"] is False for entry in data)


def test_match_without_suggestions(workspace: Path) -> None:
    answer = ask("match", "2023", "2024", cwd=workspace)
    assert answer.code == 0
    assert answer.out.startswith("Inga förslag till par")
    assert "Karlstad ska vara en äldrevänlig kommun (aldrevanlig-kommun)" in answer.out
    assert YAML(typ="safe").load(ask("match", "2023", "2024", "--format", "yaml", cwd=workspace).out) is None


# --- apply -----------------------------------------------------------------------------------------------------------


def changed(workspace: Path, old: str = "2022", new: str = "2023") -> str:
    answer = ask("diff", old, new, "--format", "json", cwd=workspace)
    (workspace / "changes.json").write_text(answer.out, "utf-8")
    return "changes.json"


def listing(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def tree(workspace: Path, name: str) -> Plan:
    found = Workspace(workspace).load(name).plan
    assert found is not None
    return found


def test_apply_says_what_it_would_do(workspace: Path) -> None:
    changes = changed(workspace)
    before = listing(workspace)
    answer = ask("apply", "2022", changes, cwd=workspace)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("29 ändringar passar karlstad/2022; ingenting är skrivet")
    assert listing(workspace) == before


def test_apply_as_a_new_revision(workspace: Path) -> None:
    answer = ask("apply", "2022", changed(workspace), "--as", "2023-igen", cwd=workspace)
    assert answer.code == 0
    assert tree(workspace, "karlstad/2023-igen") == tree(workspace, "karlstad/2023")
    # The reasons came along, so the two differ from their base in the same words.
    said = [ask("diff", "2022", name, "--view", "changes", cwd=workspace).out for name in ("2023", "2023-igen")]
    assert said[0].split("\n", 3)[3] == said[1].split("\n", 3)[3]
    assert ask("validate", "2023-igen", cwd=workspace).code == 0
    assert not [laid.path for laid in format_paths([workspace / "plans" / "karlstad" / "2023-igen"]) if laid.is_changed]
    again = ask("apply", "2022", "changes.json", "--as", "2023-igen", cwd=workspace)
    assert again.code == 2 and "finns redan" in again.err


def test_apply_keeps_files_and_comments(workspace: Path) -> None:
    area = workspace / "plans" / "karlstad" / "2022" / "areas" / "2-kunskaps-och-tillvaxtkommun"
    for path in (area / "20-bra-universitetsstad.yaml", area / "50-goda-kommunikationer.yaml"):
        path.write_bytes("# Frågan är beredd i nämnden.\r\n\r\n".encode() + path.read_bytes().replace(b"\n", b"\r\n"))
    assert ask("apply", "2022", changed(workspace), "--as", "2023-igen", cwd=workspace).code == 0
    made = workspace / "plans" / "karlstad" / "2023-igen" / "areas" / "2-kunskaps-och-tillvaxtkommun"
    untouched, edited = "20-bra-universitetsstad.yaml", "50-goda-kommunikationer.yaml"
    assert (made / untouched).read_bytes() == (area / untouched).read_bytes()
    assert (made / edited).read_bytes() != (area / edited).read_bytes()
    assert (made / edited).read_bytes().startswith("# Frågan är beredd i nämnden.\r\n\r\nid:".encode())
    assert sorted(path.name for path in made.iterdir())[:2] == ["10-utbildning-av-hog-kvalitet.yaml", untouched]


def test_apply_backwards(workspace: Path) -> None:
    answer = ask("apply", "2023", changed(workspace), "--reverse", "-o", "ut/2022", cwd=workspace)
    assert (answer.code, answer.err) == (0, "")
    assert tree(workspace, str(workspace / "ut" / "2022")) == tree(workspace, "karlstad/2022")


def test_what_does_not_fit_is_refused_with_every_reason(workspace: Path) -> None:
    changes = changed(workspace)
    before = listing(workspace)
    for target in (("--as", "ny"), ("-o", "ut"), ()):
        answer = ask("apply", "2024", changes, *target, cwd=workspace)
        assert answer.code == 1
        assert answer.out == ""
        assert "tillvaxtmotor: finns redan i planen" in answer.err
        assert "plan.title: i planen står ”Strategisk plan 2024”, men ändringen utgår från" in answer.err
        assert listing(workspace) == before


@pytest.mark.parametrize(("id_", "fields", "code"), [
    ("a/b", {"title": "N"}, 1), ("UPPER", {"title": "N"}, 1), ("n", {}, 1), ("n", {"tilte": "N"}, 2),
    ("n", {"title": 3}, 2), ("n", {"title": "N", "indicators": [{"id": "x", "name": "X"}]}, 1),
    ("n", {"title": "N", "sdg": ["99"]}, 2), ("n", {"title": "N", "contributes-to": ["Ä"]}, 2),
    ("plan", {"title": "N"}, 1),
])
def test_a_change_set_made_by_hand_breaks_nothing(workspace: Path, id_: str, fields: Any, code: int) -> None:
    place = {"parent": "plan", "slot": "goals", "after": None}
    change = {"kind": "added", "effect": "add", "address": id_, "new": {"type": "goal", "fields": fields},
              "new-place": place}
    (workspace / "changes.json").write_text(json.dumps({"version": 1, "changes": [change]}), "utf-8")
    before = listing(workspace)
    answer = ask("apply", "2022", "changes.json", "--as", "ny", cwd=workspace)
    assert (answer.code, answer.out) == (code, "")
    assert listing(workspace) == before


@pytest.mark.parametrize(("arguments", "said"), [
    (("2022", "nowhere.json"), "nowhere.json"),
    (("2022", "strategiplan.toml"), "inga ändringar"),
    (("2022", "changes.json", "--as", "2023"), "finns redan"),
    (("2022", "changes.json", "--as", "../x"), "kan inte vara en revisions namn"),
    (("2022", "changes.json", "--as", "x", "-o", "y"), "tillsammans"),
    (("2022", "changes.json", "-o", "plans"), "inte tom"),
    (("2022", "changes.json", "-o", "plans/karlstad/x"), "ligger i en plan"),
    (("2022", "changes.json", "-o", "changes.json"), "inte tom"),
    (("2032", "changes.json"), "menade du"),
])
def test_wrong_questions_about_apply(workspace: Path, arguments: tuple[str, ...], said: str) -> None:
    changed(workspace)
    before = listing(workspace)
    answer = ask("apply", *arguments, cwd=workspace)
    assert answer.code == 2
    assert said in answer.err or "ligger i en plan" in answer.err
    assert listing(workspace) == before


BASE = {
    "areas": [area("a", goal("g", "G", indicators=[indicator("i", "I", targets={"2023": {"max": 1}})])), area("b")],
    "vision": {"title": "V"},
}
ROW = diff(plan(), plan(goals=[goal("n", "N")])).changes[0]


@pytest.mark.parametrize(("changes", "expected"), [
    ([Change(Kind.RENAMED, Address("g", "title"), "G", "H")], []),
    ([Change(Kind.RENAMED, Address("g", "title"), "X", "H")], [("differs", "g.title")]),
    ([Change(Kind.RENAMED, Address("x", "title"), "X", "H")], [("missing", "x")]),
    ([Change(Kind.RENAMED, Address("g", "name"), None, "H")], [("no-such-field", "g.name")]),
    ([Change(Kind.VALUE_CHANGED, Address("g", "indicators"), None, ())], [("no-such-field", "g.indicators")]),
    ([Change(Kind.VALUE_CHANGED, Address("i", "targets.2023"), None, None)], [("differs", "i.targets.2023")]),
    ([Change(Kind.RENAMED, Address("g", "title"), "G", None)], [("incomplete", "g.title")]),
    ([Change(Kind.RENAMED, Address("g", "title"), "G", "H")] * 2, [("twice", "g.title")]),
    ([ROW], []),
    ([Change(Kind.ADDED, Address("g"), new=ROW.new, new_place=ROW.new_place)], [("exists", "g")]),
    ([Change(Kind.ADDED, Address("n"), new=ROW.new)], [("incomplete", "n")]),
    ([replace(ROW, new=ROW.new._replace(fields={}))], [("incomplete", "n")]),
    ([replace(ROW, new=ROW.new._replace(fields={"title": "N", "indicators": ()}))], [("incomplete", "n")]),
    ([Change(Kind.ADDED, Address("n"), new=ROW.new, new_place=Place(Slot("x", "goals"), None))], [("no-place", "n")]),
    ([Change(Kind.ADDED, Address("n"), new=ROW.new, new_place=Place(Slot("a", "areas"), None))], [("no-place", "n")]),
    ([Change(Kind.REMOVED, Address("b"))], [("incomplete", "b")]),
    ([Change(Kind.MOVED, Address("g"), old_place=Place(Slot("b", "goals"), None),
             new_place=Place(Slot("a", "goals"), None))], [("elsewhere", "g")]),
    ([Change(Kind.MOVED, Address("a"), old_place=Place(Slot("plan", "areas"), None),
             new_place=Place(Slot("b", "areas"), None)),
      Change(Kind.MOVED, Address("b"), old_place=Place(Slot("plan", "areas"), "a"),
             new_place=Place(Slot("a", "areas"), None))],
     [("circle", "a"), ("circle", "b"), ("circle", "g"), ("circle", "i")]),
])
def test_what_fits(changes: list[Change], expected: list[tuple[str, str]]) -> None:
    found = misfits(plan(**BASE), changes)
    assert [(m.code, str(m.at)) for m in found] == expected
    if not expected:
        apply(plan(**BASE), changes)


def test_nothing_is_lost_with_what_is_removed() -> None:
    empty = plan(areas=[area("a"), area("b")])
    gone = diff(empty, plan(areas=[area("b")])).changes
    full = plan(areas=[area("a", goal("g")), area("b")])
    assert [(m.code, m.found) for m in misfits(full, gone)] == [("holds-more", "g")]


@settings(max_examples=80, deadline=None)
@given(plans(), plans(), plans())
def test_laws_of_fitting(old: Plan, new: Plan, other: Plan) -> None:
    changes = diff(old, new).changes
    assert misfits(old, changes) == ()
    assert misfits(new, invert(changes)) == ()
    # What fits a third plan can be applied to it, and undone.
    if not misfits(other, changes):
        result = apply(other, changes)
        assert misfits(result, invert(changes)) == ()


# --- git -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace in git, with a home of its own and the program on the path."""
    home = workspace / ".home"
    (home / "bin").mkdir(parents=True)
    program = home / "bin" / "strategiplan"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from strategiplan.cli import app, lineage, main\n"
        "known = {each.name for each in app.app.registered_commands}\n"
        "[app.app.command(n)(c) for n, c in lineage.COMMANDS.items() if n not in known]\nmain()\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}")
    (workspace / ".gitignore").write_text(".home\n")
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    git(workspace, "commit", "-qm", "plans: Begin")
    return workspace


def git(folder: Path, *arguments: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "core.quotePath=false"]
    return subprocess.run(
        ["git", *who, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True,
        encoding="utf-8",
    ).stdout


def hunk(shown: str) -> list[str]:
    return [line for line in shown.splitlines() if line.startswith(("+", "-")) and line[:3] not in ("+++", "---")]


def test_git_shows_sentences(repository: Path) -> None:
    path = next((repository / "plans" / "karlstad" / "2023").rglob("*-tillvaxtmotor.yaml"))
    assert ask("git", "--status", cwd=repository).code == 1
    assert ask("git", "--install", cwd=repository) == Answer(0, """\
git visar planerna som läsbar text och förenar dem mål för mål.
  inställning: diff.strategiplan.textconv = strategiplan textconv
  inställning: merge.strategiplan.name = strategiplan: plans by their goals, not by their lines
  inställning: merge.strategiplan.driver = strategiplan merge-driver %O %A %B %P
  inställning: merge.strategiplan.recursive = binary
  filer: plans/**/*.yaml i .gitattributes
""", "")
    assert ask("git", "--install", cwd=repository).code == ask("git", cwd=repository).code == 0
    text = path.read_text("utf-8")
    # Lines broken elsewhere, keys in another order and other quotes are no change to a reader.
    broken = text.replace("den största staden i Värmland.\n", "den\n  största staden i Värmland.\n")
    path.write_text(broken.replace("better: higher", 'better: "higher"'), "utf-8")
    assert broken != text
    assert hunk(git(repository, "diff")) == []
    path.write_text(text.replace("den största staden i Värmland", "en stad i Värmland"), "utf-8")
    assert hunk(git(repository, "diff")) == [
        "-  Karlstad är den största staden i Värmland.", "+  Karlstad är en stad i Värmland.",
    ]
    path.write_text(text + "  oavslutad: [\n", "utf-8")
    assert "+  oavslutad: [" in git(repository, "diff")
    path.write_text(text.replace("percent", "promille"), "utf-8")
    git(repository, "commit", "-qam", "plans: Change")
    shown = hunk(git(repository, "log", "-1", "-p"))
    assert len(shown) == 2
    assert shown[1].startswith("+  - Befolkningsökning, andel (%) (befolkningsokning); unit promille; better higher")


def test_git_goes_back(repository: Path) -> None:
    (repository / ".gitattributes").write_bytes(b"*.yaml text eol=lf")
    before = listing(repository)
    ask("git", "--install", cwd=repository)
    assert listing(repository) != before
    assert ask("git", "--uninstall", cwd=repository).code == 0
    assert listing(repository) == before


def test_wrong_questions_about_git(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert ask("git", "--install", "--uninstall", cwd=repository).code == 2
    nowhere = ask("git", "--install", cwd=tmp_path_factory.mktemp("nowhere"))
    assert nowhere.code == 2 and "git-förråd" in nowhere.err


def test_git_from_inside_a_hook(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(repository / "nowhere"))
    monkeypatch.setenv("GIT_CONFIG", str(repository / "nowhere"))
    assert ask("git", "--install", cwd=repository).code == 0
    assert "strategiplan" in (repository / ".git" / "config").read_text()


def test_textconv(workspace: Path) -> None:
    path = next((workspace / "plans" / "karlstad" / "2023").rglob("*-tillvaxtmotor.yaml"))
    answer = ask("textconv", str(path), cwd=workspace)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Karlstad ska stärka sin roll som tillväxtmotor")
    (workspace / "broken").write_text("a: [")
    assert ask("textconv", "broken", cwd=workspace) == Answer(0, "a: [", "")
    assert ask("textconv", "nowhere", cwd=workspace).code == 2
