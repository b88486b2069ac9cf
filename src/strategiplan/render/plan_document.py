"""A plan's page as a document: the cover, the contents, and everything that the plan says, in the page's order."""

from collections.abc import Iterable, Iterator

from strategiplan.messages import text
from strategiplan.render.chart_view import Chart
from strategiplan.render.document import (
    Block,
    Document,
    Facts,
    Grid,
    Heading,
    Note,
    Paragraph,
    Point,
    Points,
    Prose,
    Run,
    Tone,
    joined,
    own,
)
from strategiplan.render.docx_line import SEPARATOR, Face
from strategiplan.render.views import (
    AreaView,
    BodyView,
    BudgetView,
    Fact,
    GoalView,
    Group,
    IndicatorView,
    Part,
    PlanView,
    Table,
)


def plan_document(view: PlanView) -> Document:
    """The whole plan."""
    frame, badge = view.frame, view.badge
    status = joined([(Run(f"{badge.symbol} {badge.word}", Face.BOLD),), view.decision], SEPARATOR)
    front = (Paragraph(status), *facts(view.facts), *((Paragraph(view.lead),) if view.lead else ()))
    return Document(
        name="plan", title=frame.title, lang=frame.lang, own_lang=frame.own_lang, kicker=frame.kicker,
        organization=frame.organization, dated=frame.dated, own_title=True, front=front, cover=True,
        contents=frame.labels["contents"],
        blocks=tuple(_Writer(frame.lang, frame.labels["basis"], frame.labels["pending"]).plan(view)),
    )  # fmt: skip


def facts(held: Iterable[Fact]) -> tuple[Facts, ...]:
    """Labels and values, those that name something in the document as links to it."""
    found = tuple((fact.label, (Run(fact.value, to=f"#{fact.id}" if fact.id else ""),)) for fact in held)
    return (Facts(found),) if found else ()


def table(view: Table, first: str, *, figures: bool = True) -> Grid:
    """A table; `first` heads the column of the rows' names."""
    rows = tuple((name, *cells) for name, cells in view.rows)
    return Grid(view.caption, (first, *view.columns), rows, figures, view.id)


def _course(chart: Chart) -> tuple[Block, ...]:
    """An indicator's course in words and figures. Notes on how its picture is drawn are left with the picture."""
    figures, width = chart.figures, len(chart.figures.columns)
    rows = tuple((row.name, *(row.cells or ("",) * (width - 1))) for row in figures.rows)
    return Paragraph(chart.description), Grid(chart.title, figures.columns, rows, figures=True)


class _Writer:
    """Writes the parts of a plan. A view's levels are those of a page, whose title is level 1."""

    def __init__(self, lang: str, basis: str, pending: str) -> None:
        self.lang, self.basis, self.pending = lang, basis, pending

    def plan(self, view: PlanView) -> Iterator[Block]:
        """Everything between the contents and the end."""
        for one in (view.vision, view.values):
            if one:
                yield from self.opening(one, self.basis if one is view.vision else "")
        for part in view.introduction:
            yield from self.part(part)
        for group in view.groups:
            yield from self.group(group)
        for area in view.areas:
            yield from self.area(area)
        if view.goals:
            yield Heading(1, view.goals_title)
        for goal in view.goals:
            yield from self.goal(goal)
        if view.bodies:
            yield Heading(1, view.bodies_title)
        for body in view.bodies:
            yield from self.body(body)
        if view.assignments:
            yield from self.group(view.assignments)
        if view.budget:
            yield from self.budget(view.budget)

    def opening(self, part: Part, basis: str) -> Iterator[Block]:
        """The vision and what it rests on, or the values with their statements."""
        yield Heading(part.level - 1, own(part.title), part.id, term=part.kind)
        yield from facts(part.facts)
        yield Prose(part.text, part.level)
        if basis:
            yield from (Note(basis, (Prose(line, part.level),)) for line in part.lines)
        elif part.lines:
            yield Points(tuple(map(own, part.lines)))

    def part(self, part: Part) -> Iterator[Block]:
        """A headed text."""
        yield Heading(part.level - 1, own(part.title), part.id)
        yield from facts(part.facts)
        yield Prose(part.text, part.level)

    def group(self, group: Group) -> Iterator[Block]:
        """Headed texts of one kind under one heading."""
        yield Heading(group.level - 1, group.title)
        for part in group.parts:
            yield from self.part(part)

    def listed(self, group: Group) -> Iterator[Block]:
        """Parts of one kind as a list under a heading."""
        yield Heading(group.level - 1, group.title)
        yield Points(tuple(
            Point(own(part.title, face=Face.BOLD if part.text else Face.PLAIN),
                  (*facts(part.facts), Prose(part.text, part.level)), part.id)
            for part in group.parts
        ))  # fmt: skip

    def area(self, area: AreaView) -> Iterator[Block]:
        """An area with what stands in it."""
        yield Heading(area.level - 1, own(area.title), area.id, area.number, area.term)
        yield Prose(area.description, area.level)
        for part in area.sections:
            yield from self.part(part)
        for below in area.areas:
            yield from self.area(below)
        for goal in area.goals:
            yield from self.goal(goal)

    def goal(self, goal: GoalView) -> Iterator[Block]:
        """A goal with its indicators and with what is to be done."""
        yield Heading(goal.level - 1, own(goal.title), goal.id, goal.number, goal.term)
        if goal.chips:
            named = ", ".join(f"{chip.code} {chip.name}" for chip in goal.chips)
            yield Facts(((text("label.global-goals", self.lang), named),))
        yield from facts(goal.facts)
        yield Prose(goal.description, goal.level)
        for part in goal.sections:
            yield from self.part(part)
        if goal.indicators or goal.pending:
            yield Heading(goal.level, goal.indicators_title)
        if goal.indicators:
            yield Points(tuple(self.indicator(one, goal.level + 1) for one in goal.indicators))
        if goal.pending:
            yield Note(self.pending, (Paragraph(own(goal.pending)),))
        for group in goal.groups:
            yield from self.listed(group)

    def indicator(self, one: IndicatorView, level: int) -> Point:
        """An indicator with what it is to reach, where it stands and how it is read."""
        targets = tuple((text("docx.target", self.lang, year=row.year), row.value) for row in one.targets)
        below: list[Block] = [Prose(one.definition, level)]
        below += [Facts(targets)] if targets else []
        below += facts(one.facts)
        below += [Prose(one.reading, level)] if one.reading else []
        below += _course(one.chart) if one.chart else ()
        return Point(own(one.name, face=Face.BOLD), tuple(below), one.id)

    def body(self, body: BodyView) -> Iterator[Block]:
        """What one board or company sets out to do."""
        yield Heading(body.level - 1, own(body.title), body.id, term=body.term)
        yield Prose(body.description, body.level)
        for part in body.sections:
            yield from self.part(part)
        for goal in body.goals:
            yield from self.goal(goal)
        for group in body.groups:
            yield from self.listed(group)

    def budget(self, budget: BudgetView) -> Iterator[Block]:
        """The money."""
        yield Heading(1, budget.title, "budget")
        yield Paragraph(budget.note, Tone.BODY)
        yield from (table(one, text("docx.line", self.lang)) for one in budget.tables)
        for goal in budget.goals:
            yield from self.goal(goal)
