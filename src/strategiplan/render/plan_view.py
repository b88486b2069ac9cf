"""From a plan to the page that shows it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from strategiplan.model.followup import Measurement
from strategiplan.model.organization import Organization
from strategiplan.model.plan import (
    Activity,
    Area,
    Assignment,
    BodyPlan,
    Goal,
    Indicator,
    Pending,
    Perspective,
    Plan,
    Principle,
    Section,
    SubGoal,
    SuccessFactor,
)
from strategiplan.model.tree import flatten, walk
from strategiplan.render import numbers
from strategiplan.render.budget_view import budget_view
from strategiplan.render.chart_indicator import indicator_chart
from strategiplan.render.chart_tree import tree_picture
from strategiplan.render.field_words import capital
from strategiplan.render.sdg import chip
from strategiplan.render.views import (
    AreaView,
    Badge,
    BodyView,
    Entry,
    Fact,
    Frame,
    GoalView,
    Group,
    IndicatorView,
    Part,
    PlanView,
    TargetRow,
)
from strategiplan.render.words import Words, labels

SYMBOLS = {"draft": "✎", "proposal": "◇", "adopted": "✓", "superseded": "↺", "withdrawn": "✕"}


def plan_view(
    plan: Plan,
    organization: Organization | None = None,
    lang: str | None = None,
    measurements: Mapping[str, Measurement] | None = None,
    histories: Mapping[str, str] | None = None,
) -> PlanView:
    """The whole plan as a page, in the organisation's language or in `lang` (`sv`, `en`).

    `measurements` gives an indicator's series by its id; the latest outcome is shown with the indicator.
    `histories` gives the addresses of pages about one goal's or indicator's history, or a body's own plan, by its id.
    """
    return PlanParts(plan, organization, lang, measurements or {}, histories or {}).view()


def frame(words: Words, title: str, kicker: str = "", dated: date | None = None) -> Frame:
    """What stands around a page about a plan, which bears the date `dated` as a file."""
    organization = words.organization.name if words.organization else ""
    kicker = " · ".join(filter(None, (organization, kicker)))
    running = " · ".join(filter(None, (organization, title)))
    return Frame(words.lang, words.own, title, kicker, running, labels(words.lang), organization, dated)


def dated(plan: Plan) -> date:
    """The date that a plan's file bears: the decision's, else when the plan begins."""
    return plan.decision.date if plan.decision and plan.decision.date else plan.period.start


def badge(words: Words, status: str) -> Badge:
    """A plan's status as symbol and word."""
    return Badge(status, SYMBOLS[status], words.say(f"word.status.{status}"))


class PlanParts:
    """One plan on its way to a page: what all the parts need to know is kept here."""

    def __init__(
        self, plan: Plan, organization: Organization | None, lang: str | None, series: Mapping[str, Measurement],
        histories: Mapping[str, str],
    ) -> None:
        self.plan, self.histories = plan, histories
        self.words = Words.of({str(k): v for k, v in plan.terms.items()}, organization, lang, flatten(plan))
        self.series = series
        self.served: dict[str, list[str]] = {}
        self.owner = {goal.id: body.id for body in plan.bodies for goal in body.goals}
        for node in walk(plan):
            if isinstance(node, Goal):
                for target in node.contributes_to:
                    self.served.setdefault(target, []).append(node.id)

    def view(self) -> PlanView:
        plan, words = self.plan, self.words
        areas = tuple(self.area(area, f"{n}", 2) for n, area in enumerate(plan.areas, 1))
        start = len(areas) + 1
        goals = tuple(self.goal(goal, f"{n}", "goal", 3) for n, goal in enumerate(plan.goals, start))
        groups = tuple(filter(None, (
            self.group("perspectives", words.level("perspective", 2), 2, map(self.perspective, plan.perspectives)),
            self.group("principles", words.level("principle", 2), 2, map(self.principle, plan.principles)),
        )))
        money = budget_view(plan.budget, words, lambda goal: self.goal(goal, "", "financial-goal", 4)) \
            if plan.budget else None
        view = PlanView(
            frame(words, plan.title, capital(words.level("plan")), dated(plan)), badge(words, plan.status),
            self.facts(), words.decision(plan.decision) if plan.decision else "", self.lead(), (), self.vision(),
            self.values(),
            tuple(self.section(s, 2) for s in plan.introduction), groups, areas, goals,
            capital(words.level("goal", 2)), capital(words.level("body-plan", 2)),
            tuple(map(self.body, plan.bodies)),
            self.group("assignments", words.level("assignment", 2), 2,
                       (self.assignment(a, 3) for a in plan.assignments)),
            money, tree_picture(areas, goals, words),
        )
        # The contents list what the page holds, so they are read off the finished page.
        return PlanView(**{name: getattr(view, name) for name in view.__struct_fields__} | {"contents": contents(view)})

    def facts(self) -> tuple[Fact, ...]:
        plan, words = self.plan, self.words
        facts = [Fact(words.say("period"), numbers.period(plan.period, words.lang))]
        if plan.mandate:
            facts.append(Fact(words.say("mandate"), plan.mandate.replace("-", "–")))
        return tuple(facts)

    def vision(self) -> Part | None:
        vision, words = self.plan.vision, self.words
        if vision is None:
            return None
        facts = (Fact(words.say("decision"), words.decision(vision.decided)),) if vision.decided else ()
        lines = (vision.basis,) if vision.basis else ()
        return Part("vision", vision.title, vision.text, 2, capital(words.level("vision")), facts, lines)

    def values(self) -> Part | None:
        values = self.plan.values
        if values is None:
            return None
        return Part("values", values.title, values.text, 2, capital(self.words.level("values")), (), values.statements)

    def lead(self) -> str:
        """How much the plan holds, in words."""
        words, nodes = self.words, list(walk(self.plan))
        found = [
            (level, sum(isinstance(node, kind) for node in nodes))
            for level, kind in (("area", Area), ("goal", Goal), ("indicator", Indicator), ("sub-goal", SubGoal))
        ]
        parts = [f"{numbers.number(n, words.lang)} {words.level(level, n)}" for level, n in found if n]
        return numbers.joined(parts, words.lang)

    def group(self, id_: str, title: str, level: int, parts: Iterable[Part]) -> Group | None:
        held = tuple(parts)
        return Group(id_, capital(title), level, held) if held else None

    def perspective(self, node: Perspective) -> Part:
        return Part(node.id, node.name, node.text, 3)

    def principle(self, node: Principle) -> Part:
        return Part(node.id, node.title, node.text, 3)

    def section(self, node: Section, level: int) -> Part:
        return Part(node.id, node.heading, node.text, level)

    def area(self, node: Area, number: str, level: int) -> AreaView:
        level = min(level, 5)
        areas = tuple(self.area(a, f"{number}.{n}", level + 1) for n, a in enumerate(node.areas, 1))
        start = len(areas) + 1
        goals = tuple(self.goal(g, f"{number}.{n}", "goal", level + 1) for n, g in enumerate(node.goals, start))
        term = capital(node.term or self.words.level("area"))
        return AreaView(
            node.id, number, term, node.title, level, node.description,
            tuple(self.section(s, level + 1) for s in node.sections), goals, areas, "",
        )

    def goal(self, node: Goal, number: str, kind: str, level: int) -> GoalView:
        words, below = self.words, min(level + 1, 6)
        term = capital(node.term or words.level(kind))
        groups = self.work(node.id, below, node.sub_goals, node.success_factors, node.activities)
        return GoalView(
            node.id, number, term, node.title, level, tuple(chip(code, words.lang) for code in node.sdg),
            node.description, tuple(self.section(s, below) for s in node.sections), self.goal_facts(node),
            capital(words.level("indicator", 2)), tuple(map(self.indicator, node.indicators)),
            self.pending(node.indicators_pending), groups, self.histories.get(node.id, ""),
            self.bodies(node),
        )

    def bodies(self, node: Goal) -> tuple[str, ...]:
        """Who answers for a goal, has it, or serves it."""
        ids = (*node.responsible, self.owner.get(node.id), *map(self.owner.get, self.served.get(node.id, ())))
        return tuple(dict.fromkeys(self.words.body(id_) for id_ in ids if id_))

    def goal_facts(self, node: Goal) -> tuple[Fact, ...]:
        words = self.words
        facts = [Fact(words.say("family"), words.value("family", node.family))] if node.family else []
        if node.responsible:
            facts.append(Fact(words.say("responsible"), ", ".join(words.bodies(node.responsible))))
        if node.deadline:
            facts.append(Fact(words.say("deadline"), words.day(node.deadline)))
        facts += [Fact(words.say("perspective"), words.title(id_), id_) for id_ in node.perspectives]
        facts += [Fact(words.say("contributes-to"), words.title(id_), self.link(id_)) for id_ in node.contributes_to]
        facts += [Fact(words.say("served-by"), words.title(id_), id_) for id_ in self.served.get(node.id, ())]
        if node.reviewed:
            facts.append(Fact(words.say("reviewed"), node.reviewed))
        return tuple(facts)

    def link(self, id_: str) -> str:
        return id_ if id_ in self.words.titles else ""

    def pending(self, promise: Pending | None) -> str:
        return self.words.value("indicators-pending", promise) if promise else ""

    def indicator(self, node: Indicator) -> IndicatorView:
        words = self.words
        facts = []
        if node.unit and node.unit.casefold() not in node.name.casefold() and not (
            node.unit == "percent" and "%" in node.name
        ):
            facts.append(Fact(words.say("unit"), words.unit(node.unit)))
        if node.better and node.better != "none":
            facts.append(Fact(words.say("better"), words.value("better", node.better)))
        if node.baseline:
            facts.append(Fact(words.say("baseline"), words.baseline(node.baseline, node.unit)))
        series = self.series.get(node.id)
        whole = [o for o in series.series if o.gender == "T"] if series else []
        if whole:
            latest = max(whole, key=lambda o: o.period)
            value = numbers.quantity(latest.value, node.unit, words.lang)
            facts.append(Fact(words.say("latest"), f"{value} ({latest.period})"))
        if node.owner:
            facts.append(Fact(words.say("owner"), words.body(node.owner)))
        if node.source:
            facts.append(Fact(*words.source(node.source)))
        targets = tuple(TargetRow(str(y), words.target(t, node.unit)) for y, t in sorted(node.targets.items()))
        reading = node.source.reading if node.source else ""
        history = self.histories.get(node.id, "")
        chart = indicator_chart(node, series, words)
        return IndicatorView(node.id, node.name, node.definition, tuple(facts), reading, targets, history, chart)

    def work(
        self, id_: str, level: int, sub_goals: Sequence[SubGoal], factors: Sequence[SuccessFactor],
        activities: Sequence[Activity],
    ) -> tuple[Group, ...]:
        """The steps and deeds below a goal or a body."""
        words, below = self.words, min(level + 1, 6)
        groups = (
            self.group(f"{id_}_sub-goals", words.level("sub-goal", 2), level,
                       (self.sub_goal(s, below) for s in sub_goals)),
            self.group(f"{id_}_success-factors", words.level("success-factor", 2), level,
                       (Part(f.id, f.text, "", below, facts=self.responsible(f.responsible)) for f in factors)),
            self.group(f"{id_}_activities", words.level("activity", 2), level,
                       (self.activity(a, below) for a in activities)),
        )
        return tuple(filter(None, groups))

    def responsible(self, ids: Sequence[str]) -> tuple[Fact, ...]:
        words = self.words
        return (Fact(words.say("responsible"), ", ".join(words.bodies(ids))),) if ids else ()

    def sub_goal(self, node: SubGoal, level: int) -> Part:
        year = (Fact(self.words.say("year"), str(node.year)),) if node.year else ()
        return Part(node.id, node.title, node.text, level, facts=year + self.responsible(node.responsible))

    def activity(self, node: Activity, level: int) -> Part:
        words = self.words
        facts = [Fact(words.say("status"), words.value("status", node.status))] if node.status else []
        facts += [Fact(words.say(name), words.day(value)) for name, value in (("start", node.start), ("due", node.due))
                  if value]
        return Part(node.id, node.title, node.text, level, facts=(*facts, *self.responsible(node.responsible)))

    def assignment(self, node: Assignment, level: int) -> Part:
        words = self.words
        facts = [Fact(words.say("assigned-to"), words.body(node.to))]
        facts += [Fact(words.say(name), words.day(value))
                  for name, value in (("due", node.due), ("reported", node.reported)) if value]
        return Part(node.id, node.title, node.text, level, facts=tuple(facts))

    def body(self, node: BodyPlan) -> BodyView:
        words = self.words
        name = words.body(node.id)
        groups = (
            self.group(f"{node.id}_strategies", words.level("strategy", 2), 4,
                       (self.section(s, 5) for s in node.strategies)),
            *self.work(node.id, 4, node.sub_goals, node.success_factors, node.activities),
            self.group(f"{node.id}_assignments", words.level("assignment", 2), 4,
                       (self.assignment(a, 5) for a in node.assignments)),
        )
        kinds = {b.id: b.kind for b in words.organization.bodies} if words.organization else {}
        kind = "company-goal" if kinds.get(node.id) == "company" else "body-goal"
        goals = tuple(self.goal(g, "", kind, 4) for g in node.goals)
        return BodyView(node.id, name if node.title else "", node.title or name, 3, node.description,
                        tuple(self.section(s, 4) for s in node.sections), goals, tuple(filter(None, groups)),
                        self.histories.get(node.id, ""))


def contents(view: PlanView) -> tuple[Entry, ...]:
    """The table of contents of a finished page."""
    entries = [Entry(p.id, "", p.title) for p in (view.vision, view.values) if p]
    entries += [Entry(p.id, "", p.title) for p in view.introduction]
    entries += [Entry(f"_{g.id}", "", g.title) for g in view.groups]
    entries += [_area_entry(area) for area in view.areas]
    if view.goals:
        entries.append(Entry("_goals", "", view.goals_title, entries=tuple(map(_goal_entry, view.goals))))
    if view.bodies:
        below = tuple(Entry(b.id, "", b.title, entries=tuple(map(_goal_entry, b.goals))) for b in view.bodies)
        entries.append(Entry("_bodies", "", view.bodies_title, entries=below))
    if view.assignments:
        entries.append(Entry("_assignments", "", view.assignments.title))
    if view.budget:
        entries.append(Entry("budget", "", view.budget.title))
    return tuple(entries)


def _goal_entry(goal: GoalView) -> Entry:
    return Entry(goal.id, goal.number, goal.title)


def _area_entry(area: AreaView) -> Entry:
    below = (*map(_area_entry, area.areas), *map(_goal_entry, area.goals))
    return Entry(area.id, area.number, area.title, entries=below)
