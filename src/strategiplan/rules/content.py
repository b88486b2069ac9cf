"""Does every goal say what it must? Indicators, responsibility, description, and the thread between levels."""

from collections.abc import Callable, Iterable, Iterator

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Goal
from strategiplan.rules.known import Known, N, known
from strategiplan.rules.rule import Rule

MANY_INDICATORS = 5
# Levels of which a plan has several; the others need no plural.
COUNTED = (
    "area", "goal", "body-goal", "company-goal", "indicator", "sub-goal", "success-factor", "activity", "assignment",
    "strategy", "perspective", "principle", "body",
)


def gaps(nodes: Iterable[N], has: Callable[[N], object]) -> list[N]:
    """The nodes that lack something which others have. Where none has it, the plan is steered without it."""
    held = list(nodes)
    lacking = [node for node in held if not has(node)]
    return lacking if len(lacking) < len(held) else []


def goal_without_indicator(dossier: Dossier) -> Iterator[Finding]:
    """A council goal has no indicator, so nobody can tell whether it was reached. The auditors judge the results
    against the council's goals (Kommunallagen 12:2).

    Fix: add an indicator, or say under `indicators-pending` when one will come.
    """
    for goal in known(dossier).council_goals:
        if not goal.indicators and not goal.indicators_pending:
            yield Finding(Address(goal.id), {"title": goal.title})


def too_many_indicators(dossier: Dossier) -> Iterator[Finding]:
    """A goal has more than five indicators. The more there are, the less each says about whether the goal was reached.

    Fix: keep those that the goal stands or falls with, and follow the others elsewhere.
    """
    for goal in known(dossier).of(Goal):
        if (count := len(goal.indicators)) > MANY_INDICATORS:
            yield Finding(
                Address(goal.id, "indicators"), {"title": goal.title, "count": count, "limit": MANY_INDICATORS}
            )


def _is_carried(goal: Goal, served: frozenset[str]) -> bool:
    return bool(goal.responsible) or goal.id in served


def _served(index: Known) -> frozenset[str]:
    return frozenset(target for goal in index.of(Goal) if goal.contributes_to for target in goal.contributes_to)


def goal_without_responsible(dossier: Dossier) -> Iterator[Finding]:
    """A council goal has nobody who is responsible, while others have. What is everybody's is nobody's.

    Fix: name a body under `responsible`, or let a body's goal contribute to this one.
    """
    index = known(dossier)
    served = _served(index)
    for goal in gaps(index.council_goals, lambda goal: _is_carried(goal, served)):
        yield Finding(Address(goal.id), {"title": goal.title})


def plan_without_responsible(dossier: Dossier) -> Iterator[Finding]:
    """No council goal in the plan names anybody who is responsible for it.

    Fix: name bodies under `responsible`, or add the bodies' plans.
    """
    index = known(dossier)
    served = _served(index)
    goals = index.council_goals
    if len(goals) > 1 and not any(_is_carried(goal, served) for goal in goals):
        yield Finding(Address("plan", "title"), {"count": len(goals)})


def goal_without_description(dossier: Dossier) -> Iterator[Finding]:
    """A council goal has no description, while others have; its title alone has to say what is meant.

    Fix: say in a few sentences what the goal means and why it matters.
    """
    for goal in gaps(known(dossier).council_goals, lambda goal: goal.description or goal.sections):
        yield Finding(Address(goal.id), {"title": goal.title})


def unserved_goal(dossier: Dossier) -> Iterator[Finding]:
    """The bodies' goals say what they contribute to, and none contributes to this council goal: it may be left undone.

    Fix: let a body's goal contribute to it, name who is `responsible`, or ask whether the goal is still wanted.
    """
    index = known(dossier)
    if not any(goal.contributes_to for goal in index.body_goals):
        return
    served = _served(index)
    for goal in index.council_goals:
        slot = index.places[goal.id].slot
        if goal.id not in served and not goal.responsible and slot and slot.id != "budget":
            yield Finding(Address(goal.id), {"title": goal.title})


def body_goal_without_council_goal(dossier: Dossier) -> Iterator[Finding]:
    """A body's goal contributes to none of the council's goals, so the thread from the council to the work is broken.

    Fix: name the council's goal under `contributes-to`, or say in an ignore comment why the body has this goal.
    """
    index = known(dossier)
    if not index.council_goals:
        return
    for goal in index.body_goals:
        if not goal.contributes_to:
            yield Finding(Address(goal.id), {"title": goal.title, "body": index.places[goal.id].body})


def pending_without_date(dossier: Dossier) -> Iterator[Finding]:
    """Indicators are promised without a day, so nobody can tell when the promise is broken.

    Fix: write `due` under `indicators-pending`.
    """
    for goal in known(dossier).of(Goal):
        if goal.indicators_pending and goal.indicators_pending.due is None:
            yield Finding(Address(goal.id, "indicators-pending"), {"title": goal.title})


def term_without_plural(dossier: Dossier) -> Iterator[Finding]:
    """A level has a name of its own without a plural, so headings over several of them cannot be written.

    Fix: write the plural after a slash, as in `målområde/målområden`.
    """
    for level, term in dossier.plan.terms.items():
        if level in COUNTED and "/" not in term:
            yield Finding(Address("plan", f"terms.{level}"), {"level": level, "term": term})


RULES = (
    Rule(goal_without_indicator, Severity.WARNING),
    Rule(too_many_indicators, Severity.INFO),
    Rule(goal_without_responsible, Severity.WARNING),
    Rule(plan_without_responsible, Severity.INFO),
    Rule(goal_without_description, Severity.INFO),
    Rule(unserved_goal, Severity.WARNING),
    Rule(body_goal_without_council_goal, Severity.WARNING),
    Rule(pending_without_date, Severity.WARNING),
    Rule(term_without_plural, Severity.INFO),
)
