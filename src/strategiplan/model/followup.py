"""How it is going: an indicator's series, and assessments at a reporting date."""

from typing import Annotated, Literal

from pydantic import Field

from strategiplan.model.plan import Source
from strategiplan.model.types import Id, IsoDate, Line, Many, Model, Number, Prose

PERIOD_PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-T[1-3])?$"


class Observation(Model):
    """One measured value; a value that is missing is left out, never 0."""

    period: Annotated[str, Field(pattern=PERIOD_PATTERN)]
    value: Number
    gender: Literal["T", "K", "M"] = "T"
    derived: bool = False


class Measurement(Model):
    """An indicator's series. A redefinition begins a new series and says so in `break_before`."""

    indicator: Id
    unit: Line | None = None
    source: Source | None = None
    attribution: Line | None = None
    fetched: IsoDate | None = None
    break_before: Annotated[str, Field(pattern=PERIOD_PATTERN)] | None = None
    series: Many[Observation] = ()


class Assessment(Model):
    """How one goal stands. A rating by hand overrides the rule's and then needs a comment."""

    goal: Id
    rating: Id
    trend: Literal["up", "down", "unchanged", "unknown"] | None = None
    forecast: bool = False
    method: Literal["rule", "manual"] = "manual"
    computed: Id | None = None
    comment: Prose = ""
    assessor: Line | None = None
    date: IsoDate | None = None


class FollowUp(Model):
    """All assessments at one reporting date."""

    at: IsoDate
    kind: Literal["interim", "annual"] | None = None
    assessments: Many[Assessment] = ()
