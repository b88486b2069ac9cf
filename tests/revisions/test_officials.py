"""The coloured original of Karlstad's revision, read by hand: the eighteen changes are found, and no other."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from strategiplan.formats.starter import identify
from strategiplan.model import Note, Plan
from strategiplan.revisions.changes import Change, Kind, diff
from strategiplan.revisions.reasons import Revised, join
from strategiplan.store.yaml_reader import read
from tests.plans import area, goal, indicator, plan

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "karlstad-2023"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not here")
HOMES = "Karlstadsborna ska ha tillgång till bra bostäder"
SAME = {f"{HOMES} och bostadsområden": HOMES}


def id_of(title: str) -> str:
    return identify(SAME.get(title, title))[:100].rstrip("-")


def imported(name: str) -> Plan:
    """One of the trees as a plan. Ids come from titles, and the one goal that was renamed keeps its id."""
    raw: Any = read((CASES / name).read_bytes()).data
    areas = []
    for theme in raw["malomraden"]:
        goals = []
        for one in theme["mal"]:
            names = one.get("indikatorer") or []
            goals.append(
                goal(
                    id_of(one["titel"]),
                    one["titel"],
                    description=one.get("beskrivning") or "",
                    indicators=[indicator("i-" + id_of(n)[:95].rstrip("-"), n) for n in names if isinstance(n, str)],
                )
            )
        areas.append(area(id_of(theme["titel"]), *goals, title=theme["titel"]))
    return plan(areas=areas)


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    ops: list[dict[str, Any]] = json.loads((CASES / "expected_ops.json").read_text("utf-8"))
    return ops


@pytest.fixture(scope="module")
def found(expected: list[dict[str, Any]]) -> Revised:
    return join(diff(imported("before.yaml"), imported("after.yaml")), notes(expected))


def notes(expected: list[dict[str, Any]]) -> Iterator[Note]:
    """What the officials wrote beside their marks, as notes."""
    for op in expected:
        if op["op"] == "goal_retired_delegated":
            yield Note(at=id_of(op["node"]), fate="delegated", into=("kommunstyrelsen",))
        elif op["op"] == "goal_absorbed_as_indicator":
            yield Note(at=id_of(op["node"]), fate="absorbed", into=("i-" + id_of(op["as_indicator"]),))
        elif op["op"] == "indicator_replaced":
            into = ("i-" + id_of(op["new"])[:95].rstrip("-"),)
            yield Note(at="i-" + id_of(op["old"])[:95].rstrip("-"), fate="replaced", into=into)


def as_op(change: Change, revised: Revised) -> tuple[str, str] | None:
    """A change in the words of the expectation; None for what goes or moves with something that is told."""
    row = change.old if change.kind is not Kind.ADDED else change.new
    match change.kind:
        case Kind.TEXT_CHANGED:
            return "text_changed", change.at.id
        case Kind.RENAMED:
            return "renamed", change.at.id
        case Kind.REPLACED:
            return "indicator_replaced", change.at.id
        case Kind.DELEGATED:
            return "goal_retired_delegated", change.at.id
        case Kind.ABSORBED:
            return "goal_absorbed_as_indicator", change.at.id
        case Kind.ADDED if row.kind.__name__ == "Goal":
            return "goal_added", change.at.id
        case Kind.ADDED if change.at.id in revised.origins:
            return None
        case Kind.REMOVED if row.parent.id not in revised.changes.new.nodes:
            return None
        case Kind.REMOVED:
            return "indicator_removed", change.at.id
        case Kind.MOVED if any(change.at.id == note_into for note_into in revised.origins):
            return None
    return f"unexpected {change.kind}", change.at.id


def test_exactly_the_expected_changes(found: Revised, expected: list[dict[str, Any]]) -> None:
    ops = sorted(op for change in found.changes if (op := as_op(change, found)))
    wanted = []
    for op in expected:
        name = op.get("node") or op["old"]
        prefix = "i-" if op["op"].startswith("indicator") else ""
        wanted.append((op["op"], (prefix + id_of(name))[:97].rstrip("-") if prefix else id_of(name)))
    assert [kind for kind, _ in ops] == [kind for kind, _ in sorted(wanted)]
    assert ops == sorted(wanted)
    assert len(ops) == 18


def test_nothing_else_is_moved_renamed_or_replaced(found: Revised) -> None:
    kinds = [change.kind for change in found.changes]
    assert kinds.count(Kind.RENAMED) == 1
    assert kinds.count(Kind.REPLACED) == 3
    assert [c.at.id for c in found.changes if c.kind is Kind.MOVED] == ["i-befolkningsokning-andel"]
    assert Kind.REORDERED not in kinds


def test_the_retired_goal_is_not_taken_for_the_new_one(found: Revised) -> None:
    retired, growth = (
        id_of("Karlstad ska ha ett gott företagsklimat"),
        id_of("Karlstad ska stärka sin roll som tillväxtmotor i ett regionalt och nationellt perspektiv"),
    )
    told = {change.at.id: change.kind for change in found.changes if change.at.id in (retired, growth)}
    assert told == {retired: Kind.DELEGATED, growth: Kind.ADDED}
    assert found.origins.get(growth) is None
