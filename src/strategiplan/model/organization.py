"""The organisation whose plan it is: bodies, parties, and the scale that it assesses on."""

from typing import Annotated, Literal

from pydantic import Field

from strategiplan.model.types import (
    COLOUR_PATTERN,
    MUNICIPALITY_PATTERN,
    Id,
    IsoDate,
    Line,
    Many,
    Model,
    Number,
)


class Body(Model):
    """A board, company, council, committee or office."""

    id: Id
    name: Line
    kind: Literal["board", "company", "council", "committee", "office"]
    valid_from: IsoDate | None = None
    valid_to: IsoDate | None = None


class Party(Model):
    """A party or a coalition of parties, as it signs proposals."""

    id: Id
    name: Line
    short: Line | None = None
    colour: Annotated[str, Field(pattern=COLOUR_PATTERN)] | None = None


class Rating(Model):
    """One step of an assessment scale. `at_least` is the share of the target, 1 = reached; absent = chosen by hand."""

    id: Id
    word: Line
    symbol: Annotated[str, Field(min_length=1, max_length=8)]
    colour: Annotated[str, Field(pattern=COLOUR_PATTERN)] | None = None
    at_least: Number | None = None


class Organization(Model):
    """A municipality or region with its bodies (nämnder, bolag) and parties."""

    name: Line
    code: Annotated[str, Field(pattern=MUNICIPALITY_PATTERN)] | None = None
    language: Literal["sv", "en"] = "sv"
    bodies: Many[Body] = ()
    parties: Many[Party] = ()
    scale: Many[Rating] = ()
