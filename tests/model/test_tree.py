"""Rows and back: what diff and merge stand on."""

from hypothesis import given

from strategiplan.model import Area, BodyPlan, Goal, Indicator, Plan, Role, Slot, build, flatten, shape, walk
from tests.plans import area, goal, indicator, plan, plans


@given(plans())
def test_the_rows_make_the_plan(drawn: Plan) -> None:
    rows = flatten(drawn)
    assert build(rows) == drawn
    assert list(rows.nodes) == [node.id for node in walk(drawn)]


def test_an_id_that_stands_twice_counts_once() -> None:
    twice = plan(areas=[area("a", goal("g"), areas=[area("a")])], goals=[goal("g", "Ett annat")])
    rows = flatten(twice)
    assert rows.nodes["g"].parent == Slot("a", "goals")
    assert rows.order == {Slot("plan", "areas"): ("a",), Slot("a", "goals"): ("g",)}
    assert [node.id for node in walk(build(rows))] == ["plan", "a", "g"]


def test_a_table_is_spread_out_and_put_together() -> None:
    one = plan(goals=[goal("g", indicators=[indicator("i", targets={"2024": {"min": 2}, "2023": {"min": 1}})])])
    fields = flatten(one).nodes["i"].fields
    assert {name: value.min for name, value in fields.items() if name.startswith("targets")} == {
        "targets.2024": 2, "targets.2023": 1,
    }  # fmt: skip
    assert build(flatten(one)) == one


def test_shapes_are_read_off_the_model() -> None:
    assert shape(Area).slots["goals"] is Goal
    assert "sub-goals" in shape(Goal).slots
    assert shape(Plan).single == {"vision", "values", "budget"}
    assert shape(BodyPlan).roles["title"] is Role.TITLE
    assert "targets" not in shape(Indicator).roles
    assert shape(Plan).tables == {"terms", "meta"}
