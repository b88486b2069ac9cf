"""A document as a Word file: real headings, lists, tables and links, in styles and with a table of contents."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from hashlib import sha256
from itertools import count, groupby
from typing import NamedTuple

from docx.oxml.ns import qn
from msgspec.structs import replace

from strategiplan.render import docx_grid
from strategiplan.render.document import (
    Block,
    Document,
    Facts,
    Figure,
    Grid,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Point,
    Points,
    Prose,
    Run,
    Signatures,
    Text,
    Tone,
    joined,
    places,
    runs,
)
from strategiplan.render.docx_contents import Entry, contents
from strategiplan.render.docx_line import (
    BODY,
    BULLET_FACT,
    BULLET_TEXT,
    CODE,
    FACT,
    KICKER,
    QUOTE,
    SEPARATOR,
    TITLE,
    Face,
    heading,
    inert,
)
from strategiplan.render.docx_package import Element, WordFile, run, w
from strategiplan.render.docx_runs import Setter, style_id
from strategiplan.render.docx_styles import DELETED, INSERTED, LINK, LIST_LEVELS, WIDTH
from strategiplan.render.look_view import LookView
from strategiplan.render.prose import is_safe_link
from strategiplan.render.prose_blocks import blocks as prose_blocks

_TONES = {Tone.LEAD: "Plan Lead", Tone.TERM: "Plan Term", Tone.FACT: FACT, Tone.QUOTE: QUOTE, Tone.CODE: CODE}
_NOTE, _TABLE_END = "Plan Note", "Plan Table End"
# What comes and goes is told by signs as well, for those who copy the text or hear it.
_MARKS = {"+": (INSERTED, "[+", "+]"), "-": (DELETED, "[\u2212", "\u2212]")}
_STEP = 340


class _Place(NamedTuple):
    """Where a block stands: how deep in lists, and in what style its plain paragraphs are set."""

    depth: int = 0
    body: str = BODY


def written(document: Document, look: LookView | None = None) -> bytes:
    """The document as a Word file in an organisation's look. The same document gives the same bytes."""
    day = datetime.combine(document.dated, time(), UTC) if document.dated else None
    file = WordFile(document.lang, document.title, document.organization or document.title, day, look)
    file.running(document.organization or document.kicker, document.title, document.cover)
    writer = _Writer(document, file)
    logo = file.logo()
    front = [*([logo] if logo is not None else []), *writer.front()]
    body = list(writer.blocks(document.blocks, _Place()))
    listed = [contents(document.contents, writer.headings, document.depth, document.cover)] if document.contents else []
    if listed and not document.cover:
        listed.append(writer.paragraph("", _TABLE_END))
    for element in (*front, *listed, *body):
        file.add(element)
    return file.saved()


class _Writer:
    """Writes blocks as Word's elements."""

    def __init__(self, document: Document, file: WordFile) -> None:
        self.document, self.file = document, file
        self.set = Setter(document.lang, document.own_lang)
        self.places = places((*document.front, *document.blocks))
        self.headings: list[Entry] = []
        self.levels: list[int] = []
        self.breaks = False
        self.numbers = count(1)

    def front(self) -> Iterator[Element]:
        """What the document is, and on a cover nothing else."""
        document = self.document
        if document.kicker:
            yield self.paragraph(document.kicker, "Plan Cover" if document.cover else KICKER)
        yield self.paragraph((Run(document.title, own=document.own_title),), TITLE)
        yield from self.blocks(document.front, _Place())
        self.breaks = document.cover

    def blocks(self, blocks: tuple[Block, ...], place: _Place) -> Iterator[Element]:
        """The elements of several blocks, each on the page of what it must not be parted from."""
        for n, block in enumerate(blocks):
            held = list(self.block(block, place))
            if held and _holds_on_to(blocks[n + 1 : n + 3]):
                _tie(held[-1])
            yield from held

    def block(self, block: Block, place: _Place) -> Iterator[Element]:
        """The elements of one block."""
        match block:
            case Heading():
                yield from self.heading(block)
            case Paragraph():
                style = _TONES.get(block.tone, place.body)
                yield self.paragraph(block.text, BULLET_FACT if place.depth and style == FACT else style, block.id)
            case Prose():
                yield from self.blocks(prose_blocks(block.text, block.level, block.own), place)
            case Points():
                yield from self.points(block, place)
            case Facts():
                yield from self.facts(block, place)
            case Grid():
                yield from self.grid(block, place)
            case Note():
                yield from self.note(block)
            case Figure():
                yield from self.figure(block)
            case Signatures():
                yield from self.signatures(block)
            case PageBreak():
                self.breaks = True

    def paragraph(self, text: Text, style: str, id: str = "", *, tied: bool = False, number: Element = None) -> Element:
        """A paragraph in a style, `tied` to what follows, and with a `number` of its list's."""
        held = [w("pStyle", val=style_id(style))]
        held += [w("keepNext")] if tied else []
        held += [w("pageBreakBefore")] if self.breaks else []
        held += [number] if number is not None else []
        self.breaks = False
        return w("p", w("pPr", *held), *self.marked(id, list(self.runs(text))))

    def marked(self, id: str, held: list[Element]) -> list[Element]:
        """Elements with a bookmark around them, when they are a place that something leads to."""
        if not id:
            return held
        number = next(self.numbers)
        return [w("bookmarkStart", id=number, name=bookmark(id)), *held, w("bookmarkEnd", id=number)]

    def runs(self, text: Text) -> Iterator[Element]:
        """A text's runs, those that lead to the same place in one link. What leads nowhere is text."""
        for to, held in groupby(runs(text), lambda one: one.to if self.leads(one.to) else ""):
            elements = [self.run(replace(one, to=to)) for one in held]
            if to.startswith("#"):
                yield w("hyperlink", *elements, anchor=bookmark(to[1:]), history=1)
            elif to:
                link = w("hyperlink", *elements, history=1)
                link.set(qn("r:id"), self.file.link(to))
                yield link
            else:
                yield from elements

    def leads(self, to: str) -> bool:
        """Whether something is there to be led to."""
        return to[1:] in self.places if to.startswith("#") else is_safe_link(to)

    def run(self, one: Run) -> Element:
        style, before, after = _MARKS.get(one.mark, (LINK if one.to else "", "", ""))
        return run(f"{before}{one.text}{after}", *self.set.properties(one.face, one.own, style))

    def heading(self, block: Heading) -> Iterator[Element]:
        """A heading and what it is. Its level follows from those before it, so that none is skipped."""
        while self.levels and self.levels[-1] >= block.level:
            self.levels.pop()
        self.levels.append(block.level)
        level = len(self.levels)
        text = joined((block.number, block.text), " ") if block.number else runs(block.text)
        id_ = block.id or f"_heading-{len(self.headings)}"
        self.headings.append(Entry(level, inert("".join(one.text for one in text)), bookmark(id_)))
        yield self.paragraph(text, heading(level), id_)
        if block.term:
            yield self.paragraph(block.term, _TONES[Tone.TERM])

    def points(self, block: Points, place: _Place) -> Iterator[Element]:
        """A list. Each numbered one counts for itself."""
        depth = min(place.depth + 1, LIST_LEVELS)
        suffix = f" {depth}" if depth > 1 else ""
        number = self.file.numbered(block.start) if block.ordered else 0
        style = f"List Number{suffix}" if number else f"List Bullet{suffix}"
        for point in block.points:
            one = point if isinstance(point, Point) else Point(point)
            sign = w("numPr", w("ilvl", val=depth - 1), w("numId", val=number)) if number else None
            # What belongs to an entry does not begin a page without it.
            yield self.paragraph(one.text, style, one.id, tied=bool(one.below), number=sign)
            yield from self.blocks(one.below, _Place(depth, f"{BULLET_TEXT}{suffix}"))

    def facts(self, block: Facts, place: _Place) -> Iterator[Element]:
        """Labels and values: a line each, and all on one line in an entry of a list."""
        lines = [(Run(f"{label}:", Face.LABEL), Run(" "), *runs(value)) for label, value in block.facts]
        if place.depth and lines:
            yield self.paragraph(joined(lines, SEPARATOR), BULLET_FACT)
        else:
            yield from (self.paragraph(line, FACT) for line in lines)

    def grid(self, block: Grid, place: _Place) -> Iterator[Element]:
        """A table with its caption above it."""
        if block.caption:
            yield self.paragraph(block.caption, "Caption", block.id)
        elif self.breaks:
            yield self.paragraph("", _TABLE_END)
        yield docx_grid.table(block, _STEP * place.depth, self.cell)
        # Without a paragraph between them two tables would be one.
        yield self.paragraph("", _TABLE_END)

    def cell(self, text: Text, style: str) -> Iterator[Element]:
        """The paragraphs of a cell, one for each line."""
        lines: list[list[Run]] = [[]]
        for one in runs(text):
            first, *others = one.text.split("\n")
            lines[-1].append(replace(one, text=first))
            lines += [[replace(one, text=other)] for other in others]
        yield from (self.paragraph(tuple(line), style) for line in lines)

    def note(self, block: Note) -> Iterator[Element]:
        """Something aside, its label before the first words."""
        label = (Run(f"{block.label}:", Face.LABEL), Run(" "))
        held = [part for one in block.blocks for part in _opened(one)]
        if held and isinstance(held[0], Paragraph):
            held[0] = replace(held[0], text=(*label, *runs(held[0].text)))
        else:
            held.insert(0, Paragraph(label[:1]))
        yield from self.blocks(tuple(held), _Place(body=_NOTE))

    def figure(self, block: Figure) -> Iterator[Element]:
        """A picture with what it shows in words, and its caption."""
        drawing = self.file.picture(block.content, block.alt, WIDTH)
        frame = self.paragraph("", "Plan Figure")
        frame.append(w("r", drawing))
        yield frame
        if block.caption:
            yield self.paragraph(block.caption, "Caption")

    def signatures(self, block: Signatures) -> Iterator[Element]:
        """Lines to sign on, which begin and end alike and stand on one page."""
        for n, signer in enumerate(block.signers, 1):
            line = self.paragraph(signer, "Plan Signature", tied=n < len(block.signers))
            line.append(w("r", w("tab"), w("tab")))
            yield line


def _opened(block: Block) -> tuple[Block, ...]:
    return prose_blocks(block.text, block.level, block.own) if isinstance(block, Prose) else (block,)


def _holds_on_to(following: tuple[Block, ...]) -> bool:
    """Whether what follows cannot begin a page: what is said aside, and a heading with lines to sign on."""
    kinds = [type(block) for block in following]
    return kinds[:1] == [Note] or kinds == [Heading, Signatures]


def _tie(paragraph: Element) -> None:
    """Keep a paragraph on the page of what follows it."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is not None and properties.find(qn("w:keepNext")) is None:
        properties.insert(1, w("keepNext"))


def bookmark(id: str) -> str:
    """The name of the bookmark at a place. Word takes forty characters, and hides what begins with a low line."""
    return f"_n{sha256(id.encode()).hexdigest()[:24]}"
