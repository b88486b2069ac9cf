"""A document before anybody thinks of Word: what is said, block after block, and nothing of how it looks.

Every view that is to leave as Word becomes a `Document`, and `word.word_files` writes it. A text is a plain string, or
runs when some of it is set in another face, leads somewhere, or is in the plan's own language:

    Document(
        name="minutes", title="Protokollsutdrag", kicker="Kommunfullmäktige", organization="Solstads kommun",
        lang="sv", own_lang="sv",
        blocks=(
            Facts((("Sammanträdesdag", "2024-06-12"), ("Ärende", (Run("§ 12", Face.BOLD), Run(" Strategisk plan"))))),
            Heading(1, "Beslut"),
            Points(("Planen antas.", Point("Nämnderna får i uppdrag:", (Points(("att …", "att …")),))), ordered=True),
            Heading(1, "Omröstning"),
            Grid("Huvudförslag mot motförslag", ("Parti", "Ja", "Nej"), (("Ett parti", "12", "0"),), figures=True),
            Heading(1, "Reservationer"),
            Prose("Ledamoten **reserverar** sig. Se [planen](#plan).", 2),
            Note("Motivering", (Prose("Därför."),)),
        ),
    )

Headings count from 1 below the title. The writer closes gaps between their levels, so a block can be moved without
anybody counting anew.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from strategiplan.render.docx_line import Face


class Run(Struct, frozen=True):
    """A stretch of text in one face.

    `to` is an address, or `#` and the id of a block. `own` says that the text is in the plan's own language, which may
    be another than the document's. `mark` is `+` for what comes and `-` for what goes.
    """

    text: str
    face: Face = Face.PLAIN
    to: str = ""
    own: bool = False
    mark: str = ""


Text: TypeAlias = str | tuple[Run, ...]


class Tone(Enum):
    """What a paragraph is for."""

    BODY = "body"
    LEAD = "lead"
    TERM = "term"
    FACT = "fact"
    QUOTE = "quote"
    CODE = "code"


class Heading(Struct, frozen=True):
    """A heading. `term` says in small beneath it what it is that is called so: `Övergripande mål`."""

    level: int
    text: Text
    id: str = ""
    number: str = ""
    term: str = ""


class Paragraph(Struct, frozen=True):
    """A paragraph."""

    text: Text
    tone: Tone = Tone.BODY
    id: str = ""


class Prose(Struct, frozen=True):
    """A plan's text, in Markdown. Its headings begin at `level`."""

    text: str
    level: int = 1
    own: bool = True


class Point(Struct, frozen=True):
    """An entry of a list with what belongs to it."""

    text: Text
    below: tuple["Block", ...] = ()
    id: str = ""


class Points(Struct, frozen=True):
    """A list, numbered from `start` when it is `ordered`."""

    points: tuple[Text | Point, ...]
    ordered: bool = False
    start: int = 1


class Facts(Struct, frozen=True):
    """Labels and their values."""

    facts: tuple[tuple[str, Text], ...]


class Grid(Struct, frozen=True):
    """A table: a caption, the heads of its columns, and rows whose first cell names them.

    `figures` sets all but the first column to the right. `caption` may be empty when the text above says it. `shares`
    is how wide the columns are in proportion to each other; without it that follows from what stands in them.
    """

    caption: str
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    figures: bool = False
    id: str = ""
    shares: tuple[int, ...] = ()


class Note(Struct, frozen=True):
    """Something said aside: a motivation, a promise, a warning."""

    label: str
    blocks: tuple["Block", ...]


class Figure(Struct, frozen=True):
    """A picture (PNG or JPEG). `alt` says what it shows to somebody who cannot see it."""

    content: bytes
    alt: str
    caption: str = ""


class Signatures(Struct, frozen=True):
    """A line for each to sign on, after what they are."""

    signers: tuple[str, ...]


class PageBreak(Struct, frozen=True):
    """What follows begins on a new page."""


Block: TypeAlias = Heading | Paragraph | Prose | Points | Facts | Grid | Note | Figure | Signatures | PageBreak


class Document(Struct, frozen=True, kw_only=True):
    """A whole document.

    `name` is its file's name, `lang` the language of its own words and `own_lang` that of the plan's texts. `title` is
    in the plan's language when `own_title` says so, as its own name is. `front` stands beneath the title; with `cover`
    it has a page for itself. `contents` heads a table of contents of `depth` levels; empty is none.
    `dated` is the day that the file bears.
    """

    name: str
    title: str
    lang: str
    own_lang: str
    blocks: tuple[Block, ...]
    kicker: str = ""
    organization: str = ""
    own_title: bool = False
    front: tuple[Block, ...] = ()
    cover: bool = False
    contents: str = ""
    depth: int = 2
    dated: date | None = None


def runs(text: Text) -> tuple[Run, ...]:
    """A text as runs, those without words left out."""
    return tuple(run for run in ((Run(text),) if isinstance(text, str) else text) if run.text)


def plain(text: Text) -> str:
    """A text as it is read."""
    return "".join(run.text for run in runs(text))


def own(text: str, to: str = "", face: Face = Face.PLAIN) -> tuple[Run, ...]:
    """A text in the plan's own language."""
    return (Run(text, face, to, own=True),)


def joined(parts: Iterable[Text], between: str) -> tuple[Run, ...]:
    """Texts one after the other with something between them, those that say nothing left out."""
    found: list[Run] = []
    for part in filter(plain, parts):
        found += [Run(between), *runs(part)] if found else runs(part)
    return tuple(found)


def places(blocks: Iterable[Block]) -> frozenset[str]:
    """The ids that something can lead to: those of the blocks and of all that stands below them."""
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, Heading | Paragraph) or (isinstance(block, Grid) and block.caption):
            found.add(block.id)
        elif isinstance(block, Points):
            for point in block.points:
                if isinstance(point, Point):
                    found |= {point.id, *places(point.below)}
        elif isinstance(block, Note):
            found |= places(block.blocks)
    return frozenset(found - {""})
