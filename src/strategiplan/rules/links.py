"""Does every name lead somewhere? Links between goals, and to bodies and perspectives."""

from collections.abc import Iterator
from typing import NamedTuple

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Activity, Assignment, BodyPlan, Goal, Indicator, Investment, SubGoal, SuccessFactor
from strategiplan.rules.known import Known, known, once
from strategiplan.rules.rule import Rule


class Naming(NamedTuple):
    """One place where a body is named."""

    at: Address
    body: str


@once
def namings(dossier: Dossier) -> list[Naming]:
    """Every place in the tree where a body is named, in document order; the budget's frames have their own rule."""
    return list(_namings(known(dossier)))


def _namings(index: Known) -> Iterator[Naming]:
    for id_, place in index.places.items():
        match place.node:
            case Goal() | SubGoal() | SuccessFactor() | Activity() as node:
                for number, body in enumerate(node.responsible):
                    yield Naming(Address(id_, f"responsible.{number}"), body)
            case Indicator(owner=str(body)):
                yield Naming(Address(id_, "owner"), body)
            case Assignment() as node:
                yield Naming(Address(id_, "to"), node.to)
            case Investment() as node:
                yield Naming(Address(id_, "body"), node.body)
            case BodyPlan():
                yield Naming(Address(id_, "id"), id_)


def unknown_goal(dossier: Dossier) -> Iterator[Finding]:
    """A goal contributes to a goal that does not exist, so the thread upwards is broken.

    Fix: write the id of a goal in the plan under `contributes-to`, or take the line away.
    """
    index = known(dossier)
    for goal in index.of(Goal):
        for number, target in enumerate(goal.contributes_to):
            if index.is_dangling(target):
                at = Address(goal.id, f"contributes-to.{number}")
                yield Finding(at, {"title": goal.title, "goal": target}, index.goal_names.nearest(target))


def contributes_to_no_goal(dossier: Dossier) -> Iterator[Finding]:
    """A goal contributes to something that is not a goal. An area or an indicator cannot be reached; a goal can.

    Fix: name the goal that is served.
    """
    index = known(dossier)
    for goal in index.of(Goal):
        for number, target in enumerate(goal.contributes_to):
            node = index.node(target)
            if node is not None and not isinstance(node, Goal):
                at = Address(goal.id, f"contributes-to.{number}")
                yield Finding(at, {"title": goal.title, "goal": target}, related=(Address(target),))


def unknown_body(dossier: Dossier) -> Iterator[Finding]:
    """Somebody is named as responsible who is not among the organisation's bodies, so nobody is.

    Fix: write the id of a body in `organization.yaml`, or add the body there.
    """
    index = known(dossier)
    for at, body in namings(dossier):
        if index.is_unknown_body(body):
            yield Finding(at, {"body": body}, index.body_names.nearest(body))


def unknown_decision_body(dossier: Dossier) -> Iterator[Finding]:
    """A decision is said to be made by a body that the organisation does not have.

    Fix: write the id of a body in `organization.yaml`, usually the council's.
    """
    index = known(dossier)
    plan, record = dossier.plan, dossier.record
    decisions = (
        (Address("plan", "decision.body"), plan.decision),
        (Address("vision", "decided.body"), plan.vision.decided if plan.vision else None),
        (Address("decision-record", "meeting.body"), record.meeting if record else None),
    )
    for at, decision in decisions:
        if decision and decision.body and index.is_unknown_body(decision.body):
            yield Finding(at, {"body": decision.body}, index.body_names.nearest(decision.body))


def unknown_perspective(dossier: Dossier) -> Iterator[Finding]:
    """A goal names a perspective that the plan does not describe.

    Fix: write the id of one of the plan's `perspectives`, or describe the perspective there.
    """
    index = known(dossier)
    described = {perspective.id for perspective in dossier.plan.perspectives}
    for goal in index.of(Goal):
        for number, perspective in enumerate(goal.perspectives):
            if perspective not in described and perspective not in index.unread:
                at = Address(goal.id, f"perspectives.{number}")
                yield Finding(
                    at, {"title": goal.title, "perspective": perspective}, index.perspective_names.nearest(perspective)
                )


def dead_body(dossier: Dossier) -> Iterator[Finding]:
    """A body that ceased before the plan begins is responsible for something in it, so nobody is.

    Fix: name the body that has taken over.
    """
    index = known(dossier)
    start = dossier.plan.period.start
    for at, id_ in namings(dossier):
        body = index.bodies.get(id_)
        if body and body.valid_to and body.valid_to < start:
            yield Finding(at, {"body": body.name, "date": body.valid_to, "start": start})


def not_yet_body(dossier: Dossier) -> Iterator[Finding]:
    """A body that is formed only after the plan has ended is responsible for something in it.

    Fix: name the body that exists during the plan's period, or correct `valid-from` in `organization.yaml`.
    """
    index = known(dossier)
    end = dossier.plan.period.end
    for at, id_ in namings(dossier):
        body = index.bodies.get(id_)
        if body and body.valid_from and body.valid_from > end:
            yield Finding(at, {"body": body.name, "date": body.valid_from, "end": end})


def body_ceases_during_plan(dossier: Dossier) -> Iterator[Finding]:
    """A body that is responsible ceases before the plan does; after that day nobody holds what it held.

    Fix: say when the time comes who takes over, in a revision with the fate `delegated`.
    """
    index = known(dossier)
    period = dossier.plan.period
    named: set[str] = set()
    for at, id_ in namings(dossier):
        body = index.bodies.get(id_)
        if body and body.valid_to and period.start <= body.valid_to < period.end and id_ not in named:
            named.add(id_)
            yield Finding(at, {"body": body.name, "date": body.valid_to, "end": period.end})


RULES = (
    Rule(unknown_goal, Severity.ERROR, links=True),
    Rule(contributes_to_no_goal, Severity.ERROR),
    Rule(unknown_body, Severity.ERROR, links=True),
    Rule(unknown_decision_body, Severity.ERROR, links=True),
    Rule(unknown_perspective, Severity.ERROR, links=True),
    Rule(dead_body, Severity.ERROR),
    Rule(not_yet_body, Severity.WARNING),
    Rule(body_ceases_during_plan, Severity.INFO),
)
