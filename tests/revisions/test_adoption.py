"""Adoption: the laws first, then what follows of what was said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategiplan.diagnostics import Severity
from strategiplan.model import ChangeDecision, Dossier, Plan, flatten
from strategiplan.revisions.adoption import Settled, adopt, everything, obstacles, reasons, settle
from strategiplan.revisions.changes import diff
from strategiplan.revisions.collisions import Collisions, Proposed, collisions
from strategiplan.revisions.reasons import revise
from strategiplan.rules.trial import faults_around
from tests.plans import area, goal, indicator, plan, plans

OUTCOMES = ("adopted", "rejected", "adopted-amended", "referred-back", "lapsed", "withdrawn")


def found_in(base: Plan, **proposals: Plan) -> Collisions:
    return collisions(base, {name: diff(base, tree) for name, tree in proposals.items()})


def said(outcome: Any, *of: Proposed, **more: Any) -> dict[Proposed, ChangeDecision]:
    return {one: ChangeDecision(change=one.change, proposal=one.proposal, outcome=outcome, **more) for one in of}


@given(plans(), plans(), plans())
def test_to_adopt_nothing_gives_the_base(base: Plan, one: Plan, other: Plan) -> None:
    found = found_in(base, a=one, b=other)
    settled = settle(found, {}, "rejected")
    assert obstacles(found, settled) == ()
    assert adopt(found, settled) == base


@given(plans(), plans(), plans())
def test_to_adopt_all_of_one_gives_its_tree(base: Plan, one: Plan, other: Plan) -> None:
    found = found_in(base, a=one, b=other)
    mine = said("adopted", *(of for of in everything(found) if of.proposal == "a"))
    settled = settle(found, mine, "rejected")
    assert obstacles(found, settled) == ()
    assert adopt(found, settled) == one


@given(plans(), plans(), st.data())
def test_what_is_left_when_one_thing_is_rejected_is_a_plan(base: Plan, tree: Plan, data: st.DataObject) -> None:
    """Whatever falls, what rests on it falls with it, and the rest can be adopted."""
    found = found_in(base, a=tree)
    if not everything(found):
        return
    fallen = data.draw(st.sampled_from(everything(found)))
    settled = settle(found, said("rejected", fallen), "adopted")
    assert obstacles(found, settled) == ()
    result = adopt(found, settled)
    assert Plan.model_validate(result.model_dump(by_alias=True, exclude_defaults=True), by_name=False) == result
    made = {c.id for c in diff(base, result)}
    assert fallen.change not in made
    assert made <= {of.change for of in settled.adopted}


@given(plans(), plans(), plans(), st.data())
def test_what_was_said_stands_and_what_follows_follows_once(
    base: Plan, one: Plan, other: Plan, data: st.DataObject
) -> None:
    found = found_in(base, a=one, b=other)
    words = {
        of: ChangeDecision(change=of.change, proposal=of.proposal, outcome=data.draw(st.sampled_from(OUTCOMES)))
        for of in everything(found) if data.draw(st.booleans())
    }  # fmt: skip
    settled = settle(found, words)
    assert {of: settled.decisions[of] for of in words} == words
    assert settle(found, settled.decisions) == settled
    assert {*settled.decisions, *settled.undecided} == {*everything(found)}
    turned = dict(reversed(words.items()))
    assert settle(found, turned) == settled


G = goal("g1", "A", description="Staden växer. Skolan är bra.", indicators=[indicator("i1", "Mått", unit="percent")])
BASE = plan(areas=[area("a1", G, goal("g2", "B")), area("a2", goal("g3", "C"))])
GONE = plan(areas=[
    area("a1", goal("g2", "B")), area("a2", goal("g3", "C"), goal("g4", "D", indicators=[indicator("i4")])),
])  # fmt: skip
KEPT = plan(areas=[
    area("a1", {**G, "description": "Staden växer. Skolan är mycket bra."}, goal("g2", "B2")),
    area("a2", goal("g3", "C")),
])  # fmt: skip
A_GOAL, A_MEASURE, A_NEW, A_NEWER = (
    Proposed("a", id_) for id_ in ("g1:remove", "i1:remove", "g4:add", "i4:add")
)  # fmt: skip
B_TEXT, B_TITLE = Proposed("b", "g1.description:set"), Proposed("b", "g2.title:set")


def both() -> Collisions:
    return found_in(BASE, a=GONE, b=KEPT)


def told(settled: Settled) -> dict[str, str]:
    return {f"{of.proposal}/{of.change}": decision.outcome for of, decision in settled.decisions.items()}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # What lies in a thing goes with it, and what stands against what was adopted falls.
        ({A_GOAL: "adopted"}, {A_GOAL: "adopted", A_MEASURE: "adopted", B_TEXT: "lapsed"}),
        ({A_GOAL: "rejected"}, {A_GOAL: "rejected", A_MEASURE: "rejected"}),
        ({A_GOAL: "referred-back"}, {A_GOAL: "referred-back", A_MEASURE: "referred-back"}),
        ({A_NEW: "adopted"}, {A_NEW: "adopted", A_NEWER: "adopted"}),
        ({A_NEW: "adopted", A_NEWER: "rejected"}, {A_NEW: "adopted", A_NEWER: "rejected"}),
        # To adopt the other side makes the removal fall, and with it what goes with it.
        ({B_TEXT: "adopted"}, {B_TEXT: "adopted", A_GOAL: "lapsed", A_MEASURE: "lapsed"}),
        # What rests on something that was withdrawn falls.
        ({A_MEASURE: "withdrawn"}, {A_MEASURE: "withdrawn", A_GOAL: "lapsed"}),
    ],
)  # fmt: skip
def test_what_follows(words: dict[Proposed, Any], expected: dict[Proposed, str]) -> None:
    settled = settle(both(), {of: said(outcome, of)[of] for of, outcome in words.items()})
    assert told(settled) == {f"{of.proposal}/{of.change}": outcome for of, outcome in expected.items()}


@pytest.mark.parametrize(
    ("words", "code", "other"),
    [
        ({A_GOAL: "adopted", A_MEASURE: "rejected"}, "decision-needs", A_MEASURE),
        ({A_GOAL: "adopted", B_TEXT: "adopted"}, "decision-excludes", B_TEXT),
        ({A_NEWER: "adopted", A_NEW: "rejected"}, "decision-needs", A_NEW),
        ({B_TITLE: "adopted-amended"}, "decision-no-wording", None),
        ({A_GOAL: "adopted-amended"}, "decision-cannot-amend", None),
        ({}, "decision-undecided", None),
    ],
)
def test_obstacles(words: dict[Proposed, Any], code: str, other: Proposed | None) -> None:
    rest = "rejected" if words else None
    settled = settle(both(), {of: said(outcome, of)[of] for of, outcome in words.items()}, rest)
    found = obstacles(both(), settled)
    assert found[0].code == code and {o.code for o in found} == {code}
    assert other is None or other in (found[0].one, found[0].other)


def test_adopted_in_another_wording() -> None:
    words = said("adopted-amended", B_TITLE, amended="B3") | said(
        "adopted-amended", A_NEW, amended={"title": "E", "sdg": [11]}
    )
    settled = settle(both(), words, "rejected")
    assert obstacles(both(), settled) == ()
    rows = flatten(adopt(both(), settled)).nodes
    assert rows["g2"].fields["title"] == "B3"
    assert rows["g4"].fields == {"title": "E", "sdg": ("11",)} and "i4" in rows


@pytest.mark.parametrize("wording", [5, {"title": 5}, {"no-such": "x"}])
def test_a_wording_that_cannot_be(wording: Any) -> None:
    of = A_NEW if isinstance(wording, dict) else B_TITLE
    settled = settle(both(), said("adopted-amended", of, amended=wording), "rejected")
    assert [o.code for o in obstacles(both(), settled)] == ["decision-bad-wording"]


def test_what_both_propose_is_decided_alike() -> None:
    found = found_in(BASE, a=GONE, b=GONE)
    twin = Proposed("b", A_GOAL.change)
    assert settle(found, said("adopted", A_GOAL)).is_adopted(twin)
    split = settle(found, said("adopted", A_GOAL) | said("rejected", twin), "rejected")
    assert "decision-unlike" in {o.code for o in obstacles(found, split)}


def test_what_breaks_a_rule_is_refused() -> None:
    base = plan(goals=[goal("g1"), goal("g2")])
    one = plan(goals=[goal("g2")])
    other = plan(goals=[goal("g1"), goal("g2", contributes_to=["g1"])])
    found = found_in(base, a=one, b=other)
    words = said("adopted", *everything(found))
    faults = faults_around(Dossier("x", base), {"unknown-goal": Severity.ERROR})
    assert [o.code for o in obstacles(found, settle(found, words), faults)] == ["decision-breaks"]


def test_the_reasons_of_what_was_adopted() -> None:
    from strategiplan.model import Note, Revision

    notes = (Note(at="g1", fate="ceased", motivation="Nej."), Note(at="g4", motivation="Ja."))
    found = collisions(BASE, {"a": revise(BASE, GONE, Revision(base="x", notes=notes))})
    assert reasons(found, settle(found, said("rejected", A_GOAL), "adopted")) == notes[1:]
    assert reasons(found, settle(found, {}, "adopted")) == notes
