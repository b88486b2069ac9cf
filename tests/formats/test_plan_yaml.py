"""A plan written as files and read back is the same plan."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from strategiplan.formats.plan_yaml import plan_files, revision_file
from strategiplan.model import Note, Plan, Revision
from strategiplan.store.files import FileSet
from strategiplan.store.layout import canonical
from strategiplan.store.loading import Surroundings, load
from strategiplan.store.numbering import renumbered
from strategiplan.store.workspace import Workspace
from tests.plans import area, goal, indicator, plan, plans

ROOT = Path(__file__).parents[2]
REAL = Workspace(ROOT).names()
KINDS = {"plan.yaml": "plan", "budget.yaml": "budget"}


def read_back(files: dict[str, bytes]) -> Plan | None:
    loaded = load(FileSet("plan", dict(files)), "plan", Surroundings())
    assert not loaded.report.diagnostics, list(loaded.report)
    return loaded.plan


def kind_of(path: str) -> str:
    if path.startswith("bodies/"):
        return "body"
    return KINDS.get(path) or ("area" if path.endswith("area.yaml") else "goal")


@settings(max_examples=150, deadline=None)
@given(plans())
def test_laws(drawn: Plan) -> None:
    files = plan_files(drawn)
    assert read_back(files) == drawn
    assert plan_files(drawn) == files
    assert all(canonical(content.decode(), kind_of(path)) == content.decode() for path, content in files.items())


@pytest.mark.parametrize("name", REAL)
def test_real_plans(name: str, tmp_path: Path) -> None:
    loaded = Workspace(ROOT).load(name)
    assert loaded.plan is not None
    files = plan_files(loaded.plan)
    assert read_back(files) == loaded.plan
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert renumbered(tmp_path) == {}


def test_everything_that_a_plan_can_hold() -> None:
    measure = indicator(
        "i", unit="percent", source={"kind": "kolada", "kpi": "N00001"}, baseline={"year": 2020, "value": 1},
        targets={"2024": {"range": [1, 2.5]}, "2023": {"direction": "up", "note": "Nej."}},
    )
    full = goal(
        "g", "Mål", description="Första meningen. Andra meningen.", sdg=["5.2", 11], indicators=[measure],
        indicators_pending={"note": "Kommer.", "due": "2023-12-31"}, contributes_to=["h"],
    )
    whole = plan(
        mandate="2023-2026", terms={"goal": "mål/mål"}, meta={"a": [1, None, True, {"b": 0.5}], "c": "yes", "d": "1"},
        decision={"body": "kf", "date": "2022-06-20", "paragraph": "§ 9"},
        vision={"title": "Vision: 100 000", "text": "# Rubrik\n\n- ett\n- två\n\nText. Mer text."},
        values={"title": "Värden", "statements": ["Vi lyssnar.", "Vi vågar: alltid"]},
        introduction=[{"id": "s", "heading": "Inledning", "text": "Ett.\n\nTvå."}],
        perspectives=[{"id": "p", "name": "Barn"}], principles=[{"id": "q", "title": "Ekonomi"}],
        areas=[area("a", full, areas=[area("b", goal("c"), title="- inne")])],
        goals=[goal(f"g{n}") for n in range(12)] + [goal("h")],
        bodies=[{"id": "z", "goals": [goal("zg")]}, {"id": "b10"}, {"id": "b9", "assignments": [
            {"id": "u", "title": "Gör", "to": "z", "due": "2023-05-01"}]}],
        assignments=[{"id": "v", "title": "Gör", "to": "z"}],
        budget={"sign": "cost-positive", "years": [2023, 2024, 2025], "tax-rate": {"2023": "21.27"},
                "operations": {"z": {"2023": -5}}, "financial-goals": [goal("fg")], "links": {"g": ["z"]}},
    )
    files = plan_files(whole)
    assert read_back(files) == whole
    assert list(files)[:5] == [
        "plan.yaml", "areas/10-a/10-b/10-c.yaml", "areas/10-a/10-b/area.yaml", "areas/10-a/20-g.yaml",
        "areas/10-a/area.yaml",
    ]
    assert [name for name in files if name.startswith("bodies/")] == [
        "bodies/10-z.yaml", "bodies/20-b10.yaml", "bodies/30-b9.yaml",
    ]
    assert files["areas/10-a/20-g.yaml"].decode().startswith(
        "id: g\ntitle: Mål\nsdg: [\"5.2\", \"11\"]\ndescription: |\n  Första meningen.\n  Andra meningen.\n"
    )


@pytest.mark.parametrize(("ids", "names"), [
    (["a", "b2", "b10"], ["a", "b2", "b10"]),
    (["b", "a"], ["10-b", "20-a"]),
    (["a", "a-b"], ["10-a", "20-a-b"]),  # a file's ending counts when names are sorted
])
def test_bodies_have_numbers_only_when_they_need_them(ids: list[str], names: list[str]) -> None:
    ordered = plan(bodies=[{"id": id_} for id_ in ids])
    files = plan_files(ordered)
    assert [name for name in files if name.startswith("bodies/")] == [f"bodies/{name}.yaml" for name in names]
    assert read_back(files) == ordered


def test_areas_deeper_than_folders_are_read() -> None:
    inner = area("a20", goal("deep"))
    for n in range(19, 0, -1):
        inner = area(f"a{n}", goal(f"g{n}"), areas=[inner])
    nested = plan(areas=[inner])
    assert read_back(plan_files(nested)) == nested


@pytest.mark.parametrize("text", [
    "null", "yes", "2023", "1e3", "# inte", "a: b", "- x", "”citat”", "'", '"', "\t.", "é\u00a0x", "😀", "@x", "%",
    "!tag", "&a", "*a", "|", ">", "[", "{", "~", "=", "<<", "\u2028x", "\x07x",
])
def test_texts_that_yaml_takes_for_something_else(text: str) -> None:
    goals = [goal("g", text, description=f"{text}\n\n{text} {text}")]
    odd = plan(title=text, goals=goals, meta={"k": text, text: [text]})
    assert read_back(plan_files(odd)) == odd


def test_a_revision() -> None:
    notes = (Note(at="g.title", motivation="Ett. Två."), Note(at="h", fate="split", into=("a", "b")))
    revision = Revision(base="2022", notes=notes)
    assert revision_file(revision).decode() == (
        "base: \"2022\"\nnotes:\n  - at: g.title\n    motivation: |\n      Ett.\n      Två.\n"
        "  - at: h\n    fate: split\n    into: [a, b]\n"
    )
