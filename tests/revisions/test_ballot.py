"""The order of voting: that it always decides everything once, and what it looks like."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from strategiplan.model import Plan, Revision
from strategiplan.revisions.ballot import AS_IT_IS, Ballot, StepKind, ballot, main_of
from strategiplan.revisions.ballot_check import slips
from strategiplan.revisions.changes import diff
from strategiplan.revisions.collisions import Collisions, collisions
from tests.plans import area, goal, indicator, plan, plans


def found_in(base: Plan, **proposals: Plan) -> Collisions:
    return collisions(base, {name: diff(base, tree) for name, tree in proposals.items()})


def revision(kind: str = "main", who: str = "party", **parts: Any) -> Revision:
    return Revision.model_validate({"kind": kind, "proposer": {"kind": who, "party": "p"}, **parts})


@given(plans(), plans(), plans(), plans())
def test_everything_is_decided_once(base: Plan, a: Plan, b: Plan, c: Plan) -> None:
    """The order is left out: where contests need each other in a ring no order works, and the check says so."""
    found = found_in(base, a=a, b=b, c=c)
    for main in (None, *(name for name in "abc" if name not in found.without_changes)):
        held = ballot(found, {}, main)
        found_wrong = [(s.code, s.at, dict(s.params)) for s in slips(held, found)]
        assert [slip for slip in found_wrong if slip[0] != "ballot-before-needed"] == []


G = goal("g1", "A", description="Staden växer.", indicators=[indicator("i1")])
BASE: dict[str, Any] = {"areas": [area("a1", G, goal("g2", "B")), area("a2", goal("g3", "C"))]}


def shape(held: Ballot) -> list[tuple[StepKind, tuple[str, ...], tuple[str, ...]]]:
    """The steps after the formal ones: whose each answer is."""

    def whose(answer: Any) -> tuple[str, ...]:
        return (f"winner of {answer.winner_of}",) if answer.winner_of else answer.by

    return [(s.kind, whose(s.yes), whose(s.no)) for s in held.steps if not s.is_optional]


def edited(**parts: Any) -> Plan:
    return plan(areas=[area("a1", {**G, **parts}, goal("g2", "B")), area("a2", goal("g3", "C"))])


def without(title: str = "C") -> Plan:
    return plan(areas=[area("a1", goal("g2", "B")), area("a2", goal("g3", title))])


def test_formal_motions_come_first_and_only_when_somebody_moves_them() -> None:
    held = ballot(found_in(plan(**BASE), a=without()), {})
    assert [(s.kind, s.is_optional) for s in held.steps] == [
        (StepKind.REFERRAL, True), (StepKind.POSTPONEMENT, True), (StepKind.REST, False),
    ]  # fmt: skip


def test_two_that_compete_the_rest_and_an_addition() -> None:
    other = plan(areas=[area("a1", {**G, "title": "A2"}, goal("g2", "B", indicators=[indicator("i9")])),
                        area("a2", goal("g3", "C"))])  # fmt: skip
    found = found_in(plan(**BASE), m=without("C2"), s=other)
    held = ballot(found, {"m": revision(who="majority"), "s": revision("counter")})
    assert held.main == "m"
    contest, rest, addition = held.steps[2:]
    assert contest.yes.changes == (("m", ("g1:remove", "i1:remove")),)
    assert contest.no.changes == (("s", ("g1.title:set",)),)
    assert (rest.kind, rest.yes.changes, rest.no) == (StepKind.REST, (("m", ("g3.title:set",)),), AS_IT_IS)
    assert (addition.kind, addition.yes.changes) == (StepKind.ADDITION, (("s", ("i9:add",)),))
    assert rest.is_separable and addition.is_separable and not contest.is_separable


def test_of_more_than_two_the_counter_proposal_is_chosen_first() -> None:
    found = found_in(plan(**BASE), m=without(), s=edited(title="A2"), v=edited(title="A3"), c=edited(title="A4"))
    kinds = {"s": "amendment", "v": "counter", "c": "counter"}
    held = ballot(found, {"m": revision(who="majority"), **{name: revision(kind) for name, kind in kinds.items()}})
    assert shape(held) == [
        (StepKind.SELECTION, ("c",), ("v",)),
        (StepKind.SELECTION, ("winner of selection.g1.1",), ("s",)),
        (StepKind.CONTEST, ("m",), ("winner of selection.g1.2",)),
    ]
    assert [s.depends_on for s in held.steps[2:]] == [(), ("selection.g1.1",), ("selection.g1.2",)]


def test_where_the_main_proposal_says_nothing_the_last_one_left_stands_against_the_plan_as_it_is() -> None:
    found = found_in(plan(**BASE), m=without("C2"), s=without("C3"), v=without("C4"))
    nothing = found_in(
        plan(**BASE), m=edited(title="A2"), s=plan(**{**BASE, "title": "S"}), v=plan(**{**BASE, "title": "V"})
    )
    assert next(s for s in shape(ballot(found, {}, "m")) if s[0] is StepKind.CONTEST)[1] == ("m",)
    assert shape(ballot(nothing, {}, "m")) == [
        (StepKind.SELECTION, ("s",), ("v",)),
        (StepKind.CONTEST, ("winner of selection.plan.title.1",), ()),
        (StepKind.REST, ("m",), ()),
    ]


def test_what_two_propose_alike_is_one_answer() -> None:
    found = found_in(plan(**BASE), m=without(), s=edited(title="A2"), v=edited(title="A2"))
    assert shape(ballot(found, {}, "m")) == [(StepKind.CONTEST, ("m",), ("s", "v"))]


def test_what_the_main_proposal_shares_with_another_is_voted_on_once() -> None:
    found = found_in(plan(**BASE), m=without(), s=without())
    assert shape(ballot(found, {}, "m")) == [(StepKind.REST, ("m", "s"), ())]


def test_what_rests_on_a_contest_comes_after_it_and_may_fall() -> None:
    new = goal("g9", "Nytt", indicators=[indicator("i9")])
    main = plan(areas=[area("a1", G, goal("g2", "B")), area("a2", goal("g3", "C", contributes_to=["g9"]), new)])
    other = plan(areas=[area("a1", G, goal("g2", "B")), area("a2", goal("g3", "C"), goal("g9", "Annat"))])
    found = found_in(plan(**BASE), m=main, s=other)
    contest, rest = ballot(found, {}, "m").steps[2:]
    assert contest.yes.changes == (("m", ("g9:add", "i9:add")),)
    assert rest.depends_on == ("contest.g9",)
    assert [(f.change.change, f.step) for f in rest.falls] == [("g3.contributes-to:set", "contest.g9")]


def test_what_a_contest_rests_on_comes_before_it() -> None:
    main = plan(areas=[area("a1", goal("g2", "B", indicators=[indicator("i1")])), area("a2", goal("g3", "C"))])
    found = found_in(plan(**BASE), m=main, s=edited(title="A2"))
    assert shape(ballot(found, {}, "m")) == [
        (StepKind.FIRST, ("m",), ()), (StepKind.CONTEST, ("m",), ("s",)),
    ]  # fmt: skip


def test_the_main_proposal_is_the_majoritys_or_the_chairs_choice() -> None:
    early, late = (revision("counter", filed=day) for day in ("2022-01-01", "2022-02-01"))
    assert main_of({"a": revision("main"), "b": revision("counter", "majority")}) == "b"
    assert main_of({"a": revision("counter"), "b": revision("main")}) == "b"
    assert main_of({"a": late, "b": early}) == "b"
    assert main_of({"a": revision("statement", statement="Nej.")}) is None
    found = found_in(plan(**BASE), a=without(), b=edited(title="A2"))
    assert ballot(found, {"a": revision(who="majority")}, "b").main == "b"
    with pytest.raises(KeyError):
        ballot(found, {}, "c")


def test_a_statement_is_noted_and_not_voted_on() -> None:
    held = ballot(found_in(plan(**BASE), s=plan(**BASE)), {"s": revision("statement", statement="Vi återkommer.")})
    assert (held.main, held.without_changes) == (None, ("s",))
    assert all(step.is_optional for step in held.steps)


def test_each_slip_is_found() -> None:
    other = plan(areas=[area("a1", {**G, "title": "A2"}, goal("g2", "B", indicators=[indicator("i9")])),
                        area("a2", goal("g3", "C"))])  # fmt: skip
    found = found_in(plan(**BASE), m=without("C2"), s=other)
    held = ballot(found, {}, "m")
    formal, _, contest, rest, addition = held.steps

    def codes(*steps: Any, main: str | None = "m") -> list[str]:
        return sorted(s.code for s in slips(Ballot(main, steps), found))

    assert codes(formal, contest, rest, addition) == []
    assert codes(contest, formal, rest, addition) == ["ballot-formal-first"]
    assert codes(contest, addition, rest) == ["ballot-addition-last"]
    assert codes(contest, rest) == ["ballot-undecided"]
    assert codes(contest, rest, addition, addition) == ["ballot-decided-twice", "ballot-duplicate-step"]
    assert codes(contest, rest, addition, main="mm") == ["ballot-unknown-proposal"]
    assert codes(contest, replace(rest, depends_on=(addition.id,)), addition) == ["ballot-order"]
    assert codes(contest, replace(rest, depends_on=("nowhere",)), addition) == ["ballot-unknown-step"]
    loose = replace(contest, no=AS_IT_IS), replace(rest, id="r2", yes=contest.no)
    assert codes(*loose, rest, addition) == ["ballot-both-possible"]
    wrong = replace(rest, yes=replace(rest.yes, changes=(("m", ("g3.titel:set",)),)))
    assert codes(contest, wrong, addition) == ["ballot-undecided", "ballot-unknown-change"]
    (slip,) = (s for s in slips(Ballot("m", (contest, wrong, addition)), found) if s.suggestion)
    assert (slip.suggestion, slip.at) == ("g3.title:set", ("steps", 1, "yes", "changes", "m", 0))
    chosen = replace(contest, kind=StepKind.SELECTION)
    assert codes(chosen, rest, addition) == ["ballot-winner"]
