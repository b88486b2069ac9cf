"""Merging: the laws first, then what each pair of changes gives."""

from typing import Any

import pytest
from hypothesis import given, settings

from strategiplan.model import Plan, flatten, walk
from strategiplan.revisions.changes import Effect, diff
from strategiplan.revisions.merge import Conflict, Merged, Why, merge
from tests.plans import area, goal, indicator, plan, plans


def sides(conflict: Conflict) -> tuple[set[str], set[str]]:
    return {c.id for c in conflict.ours}, {c.id for c in conflict.theirs}


def spoken_of(merged: Merged) -> set[str]:
    return {c.id for conflict in merged.conflicts for c in (*conflict.ours, *conflict.theirs)}


@given(plans(), plans())
def test_merging_with_the_base_gives_the_other_side(base: Plan, ours: Plan) -> None:
    assert merge(base, ours, base) == Merged(ours, merge(base, ours, base).changes, ())
    assert merge(base, base, ours).plan == ours
    assert merge(base, ours, ours).plan == ours
    assert merge(base, ours, ours).is_clean


@given(plans(), plans(), plans())
def test_the_sides_can_change_places(base: Plan, ours: Plan, theirs: Plan) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.plan == other.plan
    assert [(c.why, c.at) for c in one.conflicts] == [(c.why, c.at) for c in other.conflicts]
    assert spoken_of(one) == spoken_of(other)


@given(plans(), plans(), plans())
def test_the_result_is_always_a_sound_tree(base: Plan, ours: Plan, theirs: Plan) -> None:
    merged = merge(base, ours, theirs)
    ids = [node.id for node in walk(merged.plan)]
    assert len(ids) == len(set(ids))
    assert Plan.model_validate(merged.plan.model_dump(by_alias=True, exclude_defaults=True), by_name=False)


@given(plans(), plans(), plans())
@settings(max_examples=300)
def test_nothing_is_lost_in_silence(base: Plan, ours: Plan, theirs: Plan) -> None:
    merged = merge(base, ours, theirs)
    rows, said = flatten(merged.plan), spoken_of(merged)
    for side in (ours, theirs):
        for change in diff(base, side):
            if change.id in said:
                continue
            row = rows.nodes.get(change.at.id)
            if change.effect is Effect.REMOVE:
                assert row is None or any(c.at == change.at and c.effect is Effect.ADD for c in merged.changes)
            elif change.effect is Effect.ADD:
                assert row is not None and row.fields == change.new.fields
            elif change.effect is Effect.PLACE:
                assert row is not None and change.new_place is not None
                moved = change.old_place is None or change.old_place.slot != change.new_place.slot
                assert not moved or row.parent == change.new_place.slot
            else:
                assert row is not None
                kept = row.fields.get(str(change.at.field))
                made = {c.id: c.new for c in merged.changes}
                assert kept == change.new or kept == made[change.id]


@given(plans(), plans(), plans())
def test_a_double_move_is_a_conflict(base: Plan, ours: Plan, theirs: Plan) -> None:
    merged = merge(base, ours, theirs)
    rows = [flatten(p).nodes for p in (base, ours, theirs)]
    for id_ in rows[0].keys() & rows[1].keys() & rows[2].keys():
        parents = [r[id_].parent for r in rows]
        kinds = {r[id_].kind for r in rows}
        if len(set(parents)) == 3 and len(kinds) == 1:
            assert f"{id_}:place" in spoken_of(merged)


A2, B = area("a2", goal("g3", "C")), goal("g2", "B")
G = goal(
    "g1", "A", description="Staden växer. Skolan är bra.", indicators=[indicator("i1", targets={"2023": {"min": 1}})]
)
TWO = {"areas": [area("a1", G, B), A2]}


def edited(**parts: Any) -> dict[str, Any]:
    return {**G, **parts}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (  # one moves a goal, the other edits its text
            {"areas": [area("a1", B), area("a2", goal("g3", "C"), G)]},
            {"areas": [area("a1", edited(description="Staden växer. Skolan är mycket bra."), B), A2]},
            [],
        ),
        (  # different sentences of one paragraph
            {"areas": [area("a1", edited(description="Staden växer fort. Skolan är bra."), B), A2]},
            {"areas": [area("a1", edited(description="Staden växer. Skolan är mycket bra."), B), A2]},
            [],
        ),
        (  # each appends an indicator
            {"areas": [area("a1", edited(indicators=[*G["indicators"], indicator("i2")]), B), A2]},
            {"areas": [area("a1", edited(indicators=[*G["indicators"], indicator("i3")]), B), A2]},
            [],
        ),
        (  # retired against edited
            {"areas": [area("a1", B), A2]},
            {"areas": [area("a1", edited(title="A2"), B), A2]},
            [(Why.REMOVED_EDITED, "g1")],
        ),
        (  # retired against an edit of something in it
            {"areas": [area("a1", B), A2]},
            {"areas": [area("a1", edited(indicators=[indicator("i1", targets={"2023": {"min": 2}})]), B), A2]},
            [(Why.REMOVED_EDITED, "g1")],
        ),
        (  # the same value in two ways
            {"areas": [area("a1", edited(title="A2"), B), A2]},
            {"areas": [area("a1", edited(title="A3"), B), A2]},
            [(Why.SAME_FIELD, "g1.title")],
        ),
        (  # retired against a new reference
            {"areas": [area("a1", B), A2]},
            {"areas": [area("a1", G, B), area("a2", goal("g3", "C", contributes_to=["g1"]))]},
            [(Why.REMOVED_NAMED, "g1")],
        ),
        (  # an area removed, a goal added to it
            {"areas": [area("a1", G, B)]},
            {"areas": [area("a1", G, B), area("a2", goal("g3", "C"), goal("g4"))]},
            [(Why.REMOVED_EDITED, "a2")],
        ),
    ],
)  # fmt: skip
def test_pairs(ours: dict[str, Any], theirs: dict[str, Any], expected: list[tuple[Why, str]]) -> None:
    merged = merge(plan(**TWO), plan(**ours), plan(**theirs))
    assert [(c.why, str(c.at)) for c in merged.conflicts] == expected
    if expected:
        assert merged.plan == plan(**TWO)


def test_areas_moved_into_each_other_are_a_conflict() -> None:
    base = plan(areas=[area("a1"), area("a2")])
    ours = plan(areas=[area("a2", areas=[area("a1")])])
    theirs = plan(areas=[area("a1", areas=[area("a2")])])
    merged = merge(base, ours, theirs)
    assert [c.why for c in merged.conflicts] == [Why.CYCLE]
    assert merged.plan == base
