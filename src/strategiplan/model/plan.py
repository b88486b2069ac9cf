"""What a strategic plan is made of. No files, no rules, no looks."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from strategiplan.model.node import Node
from strategiplan.model.types import (
    MANDATE_PATTERN,
    Id,
    IsoDate,
    Line,
    Many,
    Model,
    Number,
    Positive,
    Prose,
    Rate,
    Sdg,
    Title,
    Year,
)

Status = Literal["draft", "proposal", "adopted", "superseded", "withdrawn"]
Family = Literal["operations", "financial", "staff", "company", "governance"]
Level = Literal[
    "area",
    "goal",
    "body-goal",
    "company-goal",
    "indicator",
    "sub-goal",
    "success-factor",
    "activity",
    "assignment",
    "strategy",
    "perspective",
    "principle",
    "body",
    "vision",
    "values",
    "plan",
]


class Period(Model):
    """The time that a plan is for, first and last day."""

    start: IsoDate
    end: IsoDate


class Adoption(Model):
    """Who decided, when, and where in the minutes and the registry it is found."""

    body: Id | None = None
    date: IsoDate | None = None
    paragraph: Line | None = None
    case: Line | None = None


class Section(Node):
    """A headed part of a text, with an identity of its own so that it can be moved and cited."""

    heading: Title
    text: Prose = ""


class Vision(Node):
    """The picture of the future that everything serves."""

    id: Literal["vision"] = "vision"
    title: Title
    text: Prose = ""
    decided: Adoption | None = None
    basis: Prose = ""


class Values(Node):
    """Värdegrund: how the organisation acts, whatever it does."""

    id: Literal["values"] = "values"
    title: Title
    text: Prose = ""
    statements: Many[Line] = ()


class Perspective(Node):
    """Something that every area takes into account: children's rights, the countryside, sustainability."""

    name: Title
    kind: Literal["cross-sector", "sustainability"] = "cross-sector"
    text: Prose = ""


class Principle(Node):
    """A principle of steering: sound finances, quality, how goals are followed up."""

    title: Title
    text: Prose = ""


class Source(Model):
    """Where an indicator's figures come from and what was done to them."""

    kind: Literal["kolada", "scb", "local", "other"]
    kpi: Annotated[str, Field(pattern=r"^[NU][0-9]{5}$")] | None = None
    table: Line | None = None
    name: Line | None = None
    reading: Prose = ""
    transform: Literal["complement", "sum", "per-capita", "count", "other"] | None = None


class Baseline(Model):
    """The value that the goal started from."""

    year: Year
    value: Number
    note: Prose = ""


class Target(Model):
    """What is to be reached: exactly one of `value`, `min`, `max`, `range` and `direction`."""

    value: Number | None = None
    min: Number | None = None
    max: Number | None = None
    range: Many[Number] | None = None
    direction: Literal["up", "down", "keep"] | None = None
    note: Prose = ""

    @model_validator(mode="after")
    def _one_of(self) -> "Target":
        given = [x for x in (self.value, self.min, self.max, self.range, self.direction) if x is not None]
        if len(given) != 1:
            raise PydanticCustomError("target-needs-one", "a target is one of value, min, max, range, direction")
        if self.range is not None and (len(self.range) != 2 or self.range[0] > self.range[1]):
            raise PydanticCustomError("bad-range", "a range is two numbers, the lower first")
        return self


class Indicator(Node):
    """A measure by which a goal is followed."""

    name: Title
    definition: Prose = ""
    unit: Line | None = None
    better: Literal["higher", "lower", "range", "none"] | None = None
    source: Source | None = None
    baseline: Baseline | None = None
    targets: dict[Year, Target] = Field(default_factory=dict)
    tolerance: Positive | None = None
    owner: Id | None = None


class Pending(Model):
    """A promise in place of content, with the day it is due."""

    note: Prose
    due: IsoDate | None = None


class SubGoal(Node):
    """Delmål: a step on the way, often with one year's focus."""

    title: Title
    text: Prose = ""
    year: Year | None = None
    responsible: Many[Id] = ()


class SuccessFactor(Node):
    """Framgångsfaktor: what has to go well for a goal to be reached."""

    text: Title
    responsible: Many[Id] = ()


class Activity(Node):
    """Something that is done for a goal."""

    title: Title
    text: Prose = ""
    responsible: Many[Id] = ()
    start: IsoDate | None = None
    due: IsoDate | None = None
    status: Literal["planned", "ongoing", "done", "cancelled"] | None = None


class Assignment(Node):
    """Uppdrag: what a body has been told to do and report."""

    title: Title
    to: Id
    text: Prose = ""
    due: IsoDate | None = None
    reported: IsoDate | None = None


class Goal(Node):
    """A goal, of the council or of a body: whose it is follows from where it stands."""

    title: Title
    term: Line | None = None
    family: Family | None = None
    sdg: Many[Sdg] = ()
    perspectives: Many[Id] = ()
    responsible: Many[Id] = ()
    deadline: IsoDate | None = None
    description: Prose = ""
    sections: Many[Section] = ()
    indicators: Many[Indicator] = ()
    indicators_pending: Pending | None = None
    sub_goals: Many[SubGoal] = ()
    success_factors: Many[SuccessFactor] = ()
    activities: Many[Activity] = ()
    contributes_to: Many[Id] = ()
    reviewed: Line | None = None


class Area(Node):
    """A part of the plan that gathers goals; areas may nest, and `term` names a level that has a name of its own."""

    title: Title
    term: Line | None = None
    description: Prose = ""
    sections: Many[Section] = ()
    areas: "Many[Area]" = ()
    goals: Many[Goal] = ()


class BodyPlan(Node):
    """Verksamhetsplan: what one board or company sets out to do. Its id is the body's."""

    title: Title | None = None
    description: Prose = ""
    sections: Many[Section] = ()
    strategies: Many[Section] = ()
    goals: Many[Goal] = ()
    sub_goals: Many[SubGoal] = ()
    success_factors: Many[SuccessFactor] = ()
    activities: Many[Activity] = ()
    assignments: Many[Assignment] = ()


class Investment(Node):
    """Money for something lasting, per year, in the budget's scale."""

    title: Title
    body: Id
    funding: Literal["tax", "fees", "development"] | None = None
    amounts: dict[Year, int] = Field(default_factory=dict)


class Budget(Node):
    """Three years of money, the budget year first (Kommunallagen 11:6). Integers in `scale` units, never floats."""

    id: Literal["budget"] = "budget"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "SEK"
    scale: Literal[1, 1000, 1000000] = 1000
    sign: Literal["cost-positive", "cost-negative"]
    years: Many[Year]
    tax_rate: dict[Year, Rate] = Field(default_factory=dict)
    income_statement: dict[Id, dict[Year, int]] = Field(default_factory=dict)
    operations: dict[Id, dict[Year, int]] = Field(default_factory=dict)
    totals: dict[Id, dict[Year, int]] = Field(default_factory=dict)
    investments: Many[Investment] = ()
    financial_goals: Many[Goal] = ()
    links: dict[Id, Many[Id]] = Field(default_factory=dict)


class Plan(Node):
    """A strategic plan: one whole revision of it."""

    id: Literal["plan"] = "plan"
    title: Title
    period: Period
    mandate: Annotated[str, Field(pattern=MANDATE_PATTERN)] | None = None
    status: Status
    terms: dict[Level, Line] = Field(default_factory=dict)
    decision: Adoption | None = None
    vision: Vision | None = None
    values: Values | None = None
    introduction: Many[Section] = ()
    perspectives: Many[Perspective] = ()
    principles: Many[Principle] = ()
    areas: Many[Area] = ()
    goals: Many[Goal] = ()
    bodies: Many[BodyPlan] = ()
    assignments: Many[Assignment] = ()
    budget: Budget | None = None
