"""A board's or company's own plan (verksamhetsplan): whose goals it serves, what it sets out to do, with what money."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from msgspec import Struct
from msgspec.structs import replace

from strategiplan.diagnostics import UserError
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Activity, Area, BodyPlan, Goal, Plan, SubGoal, SuccessFactor
from strategiplan.render import numbers
from strategiplan.render.budget_view import body_budget
from strategiplan.render.field_words import capital
from strategiplan.render.plan_view import PlanParts, badge, dated, frame
from strategiplan.render.sdg import Chip, chip
from strategiplan.render.views import Badge, BudgetView, Entry, Fact, Frame, GoalView, Group, Part


class ServedGoal(Struct, frozen=True):
    """A goal of the council that the body serves. `path` is the area that it stands in, `ways` how it is served."""

    id: str
    number: str
    path: str
    title: str
    chips: tuple[Chip, ...]
    description: str
    ways: tuple[Fact, ...]


class BodyPageView(Struct, frozen=True):
    """What one body sets out to do, as a document of its own."""

    frame: Frame
    badge: Badge
    facts: tuple[Fact, ...]
    decision: str
    contents: tuple[Entry, ...]
    description: str
    sections: tuple[Part, ...]
    strategies: Group | None
    served: tuple[ServedGoal, ...]
    served_title: str
    goals: tuple[GoalView, ...]
    goals_title: str
    groups: tuple[Group, ...]
    budget: BudgetView | None


def body_view(dossier: Dossier, body: str | None = None, lang: str | None = None) -> BodyPageView:
    """The plan of one body as a page.

    Raises UserError when the plan says nothing of the body, or when none is named and there are several.
    """
    known = bodies(dossier.plan)
    return _BodyPage(dossier, _chosen(body, known, dossier.name), lang).view()


def bodies(plan: Plan) -> tuple[str, ...]:
    """The bodies that a plan gives something to do, those with a plan of their own first."""
    found = [body.id for body in plan.bodies]
    found += [id_ for goal, _, _ in _council(plan) for id_ in goal.responsible]
    found += [assignment.to for assignment in plan.assignments]
    if plan.budget:
        found += [*plan.budget.operations, *(investment.body for investment in plan.budget.investments)]
    return tuple(dict.fromkeys(found))


def _chosen(body: str | None, known: tuple[str, ...], name: str) -> str:
    if not known:
        raise UserError("no-bodies", name=name)
    if body is None:
        if len(known) > 1:
            raise UserError("which-body", known=", ".join(known))
        return known[0]
    if body in known:
        return body
    near = get_close_matches(body, known, 1, 0.5)
    if near:
        raise UserError("unknown-body-near", body=body, name=name, known=", ".join(known), near=near[0])
    raise UserError("unknown-body", body=body, name=name, known=", ".join(known))


def _council(plan: Plan) -> Iterator[tuple[Goal, str, str]]:
    """The council's goals in the plan's order, each with its number and the title of the area that it stands in."""

    def inside(area: Area, number: str) -> Iterator[tuple[Goal, str, str]]:
        for n, below in enumerate(area.areas, 1):
            yield from inside(below, f"{number}.{n}")
        for n, goal in enumerate(area.goals, len(area.areas) + 1):
            yield goal, f"{number}.{n}", area.title

    for n, area in enumerate(plan.areas, 1):
        yield from inside(area, f"{n}")
    for n, goal in enumerate(plan.goals, len(plan.areas) + 1):
        yield goal, f"{n}", ""


class _BodyPage:
    """One body's plan on its way to a page."""

    def __init__(self, dossier: Dossier, body: str, lang: str | None) -> None:
        self.plan, self.id = dossier.plan, body
        self.parts = PlanParts(dossier.plan, dossier.organization, lang, dossier.measurements, {})
        self.words = self.parts.words
        self.node = next((b for b in self.plan.bodies if b.id == body), BodyPlan(id=body))

    def view(self) -> BodyPageView:
        """The page."""
        node, words = self.node, self.words
        served = tuple(self.served())
        here = {goal.id for goal in served} | {goal.id for goal in node.goals}
        goals = tuple(
            _within(self.parts.goal(goal, f"{n}", self.kind(), 3), here, goal.term)
            for n, goal in enumerate(node.goals, 1)
        )
        money = body_budget(self.plan.budget, self.id, words) if self.plan.budget else None
        kind = capital(words.level("body-plan"))
        strategies = self.parts.group(
            "strategies", words.level("strategy", 2), 2, (self.parts.section(s, 3) for s in node.strategies)
        )
        view = BodyPageView(
            frame(words, node.title or words.body(self.id), kind, dated(self.plan)), badge(words, self.plan.status),
            tuple(self.facts()), words.decision(self.plan.decision) if self.plan.decision else "", (),
            node.description, tuple(self.parts.section(s, 2) for s in node.sections), strategies, served,
            words.say("body-page.serves"), goals, capital(words.level(self.kind(), 2)), tuple(self.groups()), money,
        )
        return replace(view, contents=tuple(_contents(view)))

    def kind(self) -> str:
        """Whether its goals are a board's or a company's."""
        held = self.words.organization.bodies if self.words.organization else ()
        return "company-goal" if any(b.id == self.id and b.kind == "company" for b in held) else "body-goal"

    def facts(self) -> Iterator[Fact]:
        """Whose plan it is, and which plan it is a part of."""
        words = self.words
        if self.node.title:
            yield Fact(words.say("body-page.body"), words.body(self.id))
        yield Fact(words.say("body-page.part-of"), self.plan.title)
        yield from self.parts.facts()

    def served(self) -> Iterator[ServedGoal]:
        """The council's goals that a goal of the body contributes to, or that it answers for."""
        words = self.words
        for goal, number, area in _council(self.plan):
            through = [own for own in self.node.goals if goal.id in own.contributes_to]
            ways = [Fact(words.say("body-page.through"), own.title, own.id) for own in through]
            if self.id in goal.responsible:
                who = numbers.joined(words.bodies(goal.responsible), words.lang)
                ways.insert(0, Fact(words.say("responsible"), who))
            if ways:
                chips = tuple(chip(code, words.lang) for code in goal.sdg)
                yield ServedGoal(goal.id, number, area, goal.title, chips, goal.description, tuple(ways))

    def groups(self) -> Iterator[Group]:
        """What is done: sub-goals, success factors, activities, assignments, and measures to answer for."""
        node, parts, words = self.node, self.parts, self.words
        council = [goal for goal, _, _ in _council(self.plan)]
        steps = words.level("sub-goal", 2)
        years, held = {step.year for step in node.sub_goals}, node.sub_goals
        if len(years) == 1 and None not in years:
            # A heading that names the year says it once for all of them.
            steps = f"{steps} {years.pop()}"
            held = tuple(step.model_copy(update={"year": None}) for step in held)
        for group in parts.work("own", 2, held, node.success_factors, node.activities):
            yield replace(group, title=capital(steps)) if group.id == "own_sub-goals" else group
        given = (*node.assignments, *(a for a in self.plan.assignments if a.to == self.id))
        steps_of = ((goal, part) for goal in council for part in _steps(goal))
        shared = (self.pointer(part.id, goal) for goal, part in steps_of if self.id in part.responsible)
        measured = (self.pointer(i.id, goal) for goal in council for i in goal.indicators if i.owner == self.id)
        yield from filter(None, (
            parts.group("shared", words.say("body-page.shared"), 2, shared),
            parts.group("assignments", words.level("assignment", 2), 2, (parts.assignment(a, 3) for a in given)),
            parts.group("measured", words.say("body-page.measured"), 2, measured),
        ))  # fmt: skip

    def pointer(self, id_: str, goal: Goal) -> Part:
        """Something that stands at a goal of the council, by its title and that goal's."""
        goals = (Fact(capital(self.words.level("goal")), goal.title),)
        return Part(id_, self.words.title(id_), "", 3, facts=goals)


def _steps(goal: Goal) -> tuple[SubGoal | SuccessFactor | Activity, ...]:
    return (*goal.sub_goals, *goal.success_factors, *goal.activities)


def _within(goal: GoalView, here: set[str], term: str | None) -> GoalView:
    """The goal without links to what is not here; the heading above it says its level, unless it has one of its own."""
    facts = tuple(replace(fact, id=fact.id if fact.id in here else "") for fact in goal.facts)
    return replace(goal, term=goal.term if term else "", facts=facts)


def _contents(view: BodyPageView) -> Iterator[Entry]:
    for section in view.sections:
        yield Entry(section.id, "", section.title)
    if view.served:
        yield Entry("_served", "", view.served_title, entries=_entries(view.served))
    if view.strategies:
        yield Entry(f"_{view.strategies.id}", "", view.strategies.title)
    if view.goals:
        yield Entry("_goals", "", view.goals_title, entries=_entries(view.goals))
    for group in view.groups:
        yield Entry(f"_{group.id}", "", group.title)
    if view.budget:
        yield Entry("budget", "", view.budget.title)


def _entries(goals: Iterable[GoalView | ServedGoal]) -> tuple[Entry, ...]:
    return tuple(Entry(goal.id, goal.number, goal.title) for goal in goals)
