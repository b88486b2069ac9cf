"""Carrying proposals over: the laws first, then what becomes of each change."""

from typing import Any

import pytest
from hypothesis import given

from strategiplan.model import Note, Plan, Revision
from strategiplan.revisions.changes import diff
from strategiplan.revisions.collisions import Grade, collisions
from strategiplan.revisions.reasons import revise
from strategiplan.revisions.rebase import Rebased, State, rebase
from tests.plans import goal, indicator, plan, plans


def ids(changes: Any) -> set[str]:
    return {c.id for c in changes}


@given(plans(), plans(), plans())
def test_what_is_carried_over_is_what_the_proposal_changes_in_the_new_plan(base: Plan, onto: Plan, mine: Plan) -> None:
    made = rebase(base, revise(base, mine), onto)
    assert ids(c.change for c in made.carried) == ids(diff(base, mine))
    living = ids(c.change for c in made.carried if c.state is State.LIVES)
    new = ids(diff(onto, made.plan))
    assert new == living
    assert Plan.model_validate(made.plan.model_dump(by_alias=True, exclude_defaults=True), by_name=False) == made.plan


@given(plans(), plans(), plans())
def test_after_an_unrelated_adoption_only_the_base_is_another(base: Plan, onto: Plan, mine: Plan) -> None:
    found = collisions(base, {"a": diff(base, onto), "b": diff(base, mine)})
    made = rebase(base, revise(base, mine), onto)
    graver = {c.grade for c in found.collisions} - {Grade.INDEPENDENT, Grade.ADJACENT}
    if not graver:
        assert {c.state for c in made.carried} <= {State.LIVES}
        assert made.lost == ()


@given(plans(), plans())
def test_onto_its_base_nothing_is_another(base: Plan, mine: Plan) -> None:
    made = rebase(base, revise(base, mine), base)
    assert made.plan == mine
    assert {c.state for c in made.carried} <= {State.LIVES}


@given(plans(), plans())
def test_onto_itself_everything_is_done(base: Plan, mine: Plan) -> None:
    made = rebase(base, revise(base, mine), mine)
    assert made.plan == mine
    assert {c.state for c in made.carried} <= {State.DONE}


G = goal("g1", "A", description="Staden växer. Skolan är bra.", indicators=[indicator("i1")])
BASE = plan(goals=[G, goal("g2", "B")])
MINE = plan(goals=[{**G, "description": "Staden växer. Skolan är mycket bra."}, goal("g2", "B2", sdg=[3])])


def states(made: Rebased) -> dict[str, State]:
    return {c.change.id: c.state for c in made.carried}


@pytest.mark.parametrize(
    ("onto", "mine", "expected"),
    [
        (  # unrelated
            plan(goals=[G, goal("g2", "B"), goal("g3")]), MINE,
            {"g1.description:set": State.LIVES, "g2.title:set": State.LIVES, "g2.sdg:set": State.LIVES},
        ),
        (  # the goal is gone; another value has been decided; one thing is as proposed
            plan(goals=[goal("g2", "B3", sdg=[3])]), MINE,
            {"g1.description:set": State.GONE, "g2.title:set": State.COLLIDES, "g2.sdg:set": State.DONE},
        ),
        (  # words that meet, and words that do not
            plan(goals=[{**G, "description": "Staden växer fort. Skolan är bra."}, goal("g2", "B")]), MINE,
            {"g1.description:set": State.LIVES, "g2.title:set": State.LIVES, "g2.sdg:set": State.LIVES},
        ),
        (  # a removal falls with what it would take along
            plan(goals=[{**G, "indicators": [indicator("i1", "Nytt namn")]}, goal("g2", "B")]),
            plan(goals=[goal("g2", "B")]),
            {"g1:remove": State.COLLIDES, "i1:remove": State.COLLIDES},
        ),
        (  # what is new in something that is gone
            plan(goals=[goal("g2", "B")]),
            plan(goals=[{**G, "indicators": [indicator("i1"), indicator("i2")]}, goal("g2", "B")]),
            {"i2:add": State.GONE},
        ),
    ],
)  # fmt: skip
def test_states(onto: Plan, mine: Plan, expected: dict[str, State]) -> None:
    assert states(rebase(BASE, revise(BASE, mine), onto)) == expected


def test_reasons_live_on_with_their_changes() -> None:
    notes = (
        Note(at="g1.description", motivation="Skolan."), Note(at="g2.title", motivation="Namnet."),
        Note(at="g2.sdg", motivation="Hälsan."),
    )  # fmt: skip
    onto = plan(goals=[goal("g2", "B3", sdg=[3])])
    made = rebase(BASE, revise(BASE, MINE, Revision(base="x", notes=notes)), onto)
    assert made.notes == ()
    assert [c.change.note for c in made.lost] == list(notes[:2])
    made = rebase(BASE, revise(BASE, MINE, Revision(base="x", notes=notes)), plan(goals=[G, goal("g2", "B3")]))
    assert made.notes == (notes[0], notes[2])
