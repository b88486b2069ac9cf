"""Is the tree a sound tree? Ids, order of time, empty parts, circles and namesakes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.node import Node
from strategiplan.model.plan import Area, BodyPlan, Goal, Plan
from strategiplan.model.tree import Slot
from strategiplan.rules.circles import circles
from strategiplan.rules.known import known
from strategiplan.rules.rule import Rule

# What addresses call the plan's own parts and the files beside the tree.
RESERVED = frozenset({
    "plan", "vision", "values", "budget", "revision", "organization", "decision-record", "followups", "measurements",
})


def reserved_id(dossier: Dossier) -> Iterator[Finding]:
    """A node has an id that already means a part of the plan or one of its files, so its address would be ambiguous.

    Fix: choose another id, for example with a word more (`revisionen` instead of `revision`).
    """
    for node, slot, _ in known(dossier).everything:
        if node.id in RESERVED and slot is not None and slot != Slot("plan", node.id):
            yield Finding(Address(node.id, "id"), {"id": node.id})


def period_order(dossier: Dossier) -> Iterator[Finding]:
    """The plan's period ends before it begins.

    Fix: write the first day under `start` and the last day under `end`.
    """
    period = dossier.plan.period
    if period.end < period.start:
        yield Finding(Address("plan", "period.end"), {"start": period.start, "end": period.end})


def _mandate(plan: Plan) -> tuple[int, int] | None:
    if plan.mandate is None:
        return None
    first, last = plan.mandate.split("-")
    return int(first), int(last)


def mandate_order(dossier: Dossier) -> Iterator[Finding]:
    """The mandate period ends before it begins.

    Fix: write the first year before the last, as in 2023-2026.
    """
    years = _mandate(dossier.plan)
    if years and years[1] < years[0]:
        yield Finding(Address("plan", "mandate"), {"mandate": dossier.plan.mandate})


def period_outside_mandate(dossier: Dossier) -> Iterator[Finding]:
    """The plan begins outside the mandate period that it is said to belong to. A rolling plan may end after it.

    Fix: correct `mandate`, or `period.start`.
    """
    years = _mandate(dossier.plan)
    start = dossier.plan.period.start
    if years and years[0] <= years[1] and not years[0] <= start.year <= years[1]:
        yield Finding(Address("plan", "mandate"), {"mandate": dossier.plan.mandate, "start": start})


def plan_without_goals(dossier: Dossier) -> Iterator[Finding]:
    """The plan has no goal at all. Goals for the operations are part of the budget's plan (Kommunallagen 11:6).

    Fix: write the goals, or say with an ignore comment where they are decided.
    """
    index = known(dossier)
    if not index.of(Goal) and not index.unread:
        yield Finding(Address("plan", "title"), {"title": dossier.plan.title})


def empty_area(dossier: Dossier) -> Iterator[Finding]:
    """An area has neither goals nor areas, while others do; a reader cannot tell whether something was forgotten.

    Fix: write the area's goals, or move its text to the part of the plan where it belongs.
    """
    index = known(dossier)
    if not index.of(Goal) or index.unread:
        return
    for area in index.of(Area):
        if not area.goals and not area.areas:
            yield Finding(Address(area.id), {"title": area.title})


def goal_serves_itself(dossier: Dossier) -> Iterator[Finding]:
    """A goal says that it contributes to itself.

    Fix: name the goal above it, or take the line away.
    """
    for goal in known(dossier).of(Goal):
        for number, target in enumerate(goal.contributes_to):
            if target == goal.id:
                yield Finding(Address(goal.id, f"contributes-to.{number}"), {"title": goal.title})


def contributes_to_cycle(dossier: Dossier) -> Iterator[Finding]:
    """Goals contribute to each other in a circle, so none of them is above the others and no report can add them up.

    Fix: take away the link that points downwards.
    """
    index = known(dossier)
    goals = {goal.id: goal for goal in index.of(Goal)}
    served = {id_: [target for target in goal.contributes_to if target in goals] for id_, goal in goals.items()}
    for circle in circles(served):
        first, within = goals[circle[0]], set(circle)
        number = next(n for n, target in enumerate(first.contributes_to) if target in within and target != first.id)
        yield Finding(
            Address(first.id, f"contributes-to.{number}"),
            {"title": first.title, "goals": ", ".join(circle)},
            related=tuple(Address(id_) for id_ in circle[1:]),
        )


def title_of(node: Node) -> str:
    """What a node is called: its title, name, heading or text, or its id when it has none of them."""
    for attribute in ("title", "name", "heading"):
        title = vars(node).get(attribute)
        if isinstance(title, str):
            return title
    return node.id


def _plain(title: str) -> str:
    return title.casefold().rstrip(" .")


def same_title_beside(dossier: Dossier) -> Iterator[Finding]:
    """Two parts beside each other have the same title, so nobody can tell them apart in a list or a report.

    Fix: give one of them another title, or make them one.
    """
    seen: dict[tuple[Slot, str], str] = {}
    for id_, (node, slot, _) in known(dossier).places.items():
        if slot is None or isinstance(node, BodyPlan):
            continue
        title = title_of(node)
        first = seen.setdefault((slot, _plain(title)), id_)
        if first != id_:
            yield Finding(Address(id_), {"title": title}, related=(Address(first),))


def same_title_elsewhere(dossier: Dossier) -> Iterator[Finding]:
    """Two of the council's goals in different places have the same title. They may be one goal written twice.

    Fix: keep the goal in one place, or let the titles say how they differ.
    """
    index = known(dossier)
    alike: Mapping[str, list[Goal]] = defaultdict(list)
    for goal in index.council_goals:
        alike[_plain(goal.title)].append(goal)
    for first, *others in alike.values():
        for goal in others:
            if index.places[goal.id].slot != index.places[first.id].slot:
                yield Finding(Address(goal.id, "title"), {"title": goal.title}, related=(Address(first.id),))


def listed_twice(dossier: Dossier) -> Iterator[Finding]:
    """The same thing is listed twice in one list, so something else was probably meant the second time.

    Fix: take the second one away, or write what was meant.
    """
    for goal in known(dossier).of(Goal):
        lists = {
            "contributes-to": goal.contributes_to, "responsible": goal.responsible,
            "perspectives": goal.perspectives, "sdg": goal.sdg,
        }
        for field, entries in lists.items():
            seen: set[str] = set()
            for number, entry in enumerate(entries):
                if entry in seen:
                    yield Finding(Address(goal.id, f"{field}.{number}"), {"entry": entry, "title": goal.title})
                seen.add(entry)


RULES = (
    Rule(reserved_id, Severity.ERROR),
    Rule(period_order, Severity.ERROR),
    Rule(mandate_order, Severity.ERROR),
    Rule(period_outside_mandate, Severity.WARNING),
    Rule(plan_without_goals, Severity.WARNING),
    Rule(empty_area, Severity.WARNING),
    Rule(goal_serves_itself, Severity.ERROR),
    Rule(contributes_to_cycle, Severity.ERROR),
    Rule(same_title_beside, Severity.WARNING),
    Rule(same_title_elsewhere, Severity.INFO),
    Rule(listed_twice, Severity.WARNING),
)
