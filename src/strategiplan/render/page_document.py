"""A finished page as a document, so that a view that has a page has its Word file too.

Views that deserve a form of their own on paper are made into documents by hand; all others come this way. What is read
is what a PDF is made of: the page's text and structure, without what only a screen needs.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

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
    Run,
    Text,
    Tone,
    joined,
    plain,
)
from strategiplan.render.docx_line import Face
from strategiplan.render.leaves import Node, leaves
from strategiplan.render.views import Frame

_FACES = {
    "strong": Face.BOLD, "b": Face.BOLD, "em": Face.ITALIC, "i": Face.ITALIC, "code": Face.CODE, "mark": Face.BLANK,
}
_MARKS = {"ins": "+", "del": "-"}
# Words that a page says to those who listen: a document's marks and its order say the same.
_HIDDEN = "hidden"
_LABEL = "why-label"
# Small lines: what stands above a heading, and what stands below one.
_TONES = {"kicker": Tone.TERM, "area-counts": Tone.FACT}
_BOLD = {"row-title", "fate-title", "reason-title", "text-label", "side-name"}


class _Set(Struct, frozen=True):
    """How the text around a place is set."""

    face: Face = Face.PLAIN
    to: str = ""
    own: bool = False
    mark: str = ""


def page_document(name: str, html: str, frame: Frame, *, contents: bool = False) -> Document:
    """The document that says what a page says; `contents` puts a table of contents first."""
    held = leaves(html)
    reader = _Reader(frame)
    front = reader.blocks(held["head"], _Set())
    return Document(
        name=name, title=frame.title, lang=frame.lang, own_lang=frame.own_lang, kicker=frame.kicker,
        organization=frame.organization, dated=frame.dated, blocks=reader.blocks(held["body"], _Set()),
        # What stands above the title there stands above it here.
        front=tuple(block for block in front if not (isinstance(block, Paragraph) and block.tone is Tone.TERM)),
        contents=frame.labels["contents"] if contents else "",
    )  # fmt: skip


class _Reader:
    """Reads leaves into blocks."""

    def __init__(self, frame: Frame) -> None:
        self.foreign = frame.own_lang if frame.own_lang != frame.lang else ""

    def blocks(self, nodes: Iterable[Node], around: _Set) -> tuple[Block, ...]:
        """Blocks, a small line above a heading with the heading that it is about."""
        found: list[Block] = []
        for block in (block for node in nodes for block in self.block(node, around)):
            above = found[-1] if found else None
            if isinstance(block, Heading) and isinstance(above, Paragraph) and above.tone is Tone.TERM:
                found[-1] = replace(block, term=plain(above.text))
            else:
                found.append(block)
        return tuple(found)

    def block(self, node: Node, around: _Set) -> Iterator[Block]:
        """The blocks of one leaf."""
        if isinstance(node, str):
            yield Paragraph(node)
            return
        around, kind = self.within(node, around), node["t"]
        if kind == "h":
            yield Heading(node["n"], self.text(node["k"], around), node.get("id", ""))
        elif kind in ("p", "lead"):
            yield from self.paragraph(node, around)
        elif kind in ("ul", "ol"):
            yield self.points(node, around)
        elif kind == "dl":
            yield Facts(tuple(self.fact(fact, around) for fact in node["k"]))
        elif kind == "table":
            yield self.table(node, around)
        elif kind == "blockquote":
            yield from (
                Paragraph(block.text, Tone.QUOTE) if isinstance(block, Paragraph) else block
                for block in self.blocks(node["k"], around)
            )
        elif kind == "pre":
            yield Paragraph(self.text(node["k"], around), Tone.CODE)
        elif kind == "svg":
            yield Paragraph(node["alt"])
        elif kind == "hr":
            yield Paragraph("—")
        else:
            yield from self.box(node, around)

    def paragraph(self, node: dict[str, Any], around: _Set) -> Iterator[Block]:
        is_label = node["t"] == "lead" or not _BOLD.isdisjoint(node["c"])
        text = self.text(node["k"], _faced(around, Face.BOLD) if is_label else around)
        if plain(text).strip():
            tone = next((_TONES[name] for name in node["c"] if name in _TONES), Tone.BODY)
            yield Paragraph(text, tone, node.get("id", ""))

    def box(self, node: dict[str, Any], around: _Set) -> Iterator[Block]:
        """What stands in a box; one that begins with its label is said aside. A link to it leads to its beginning."""
        held = self.blocks(node["k"], around)
        if node.get("id") and held and isinstance(held[0], Heading | Paragraph) and not held[0].id:
            held = (replace(held[0], id=node["id"]), *held[1:])
        label = next((part for part in _spans(node["k"]) if _LABEL in part["c"]), None)
        if label is not None and held and isinstance(held[0], Paragraph):
            said = plain(self.text([label], around)).rstrip(": ")
            first = plain(held[0].text).strip().removeprefix(said).strip(": ")
            # Other words on the label's line stay where they are.
            if not first:
                yield Note(said, held[1:])
                return
        yield from held

    def points(self, node: dict[str, Any], around: _Set) -> Points:
        entries = tuple(self.point(entry, around) for entry in node["k"] if isinstance(entry, dict))
        return Points(entries, node["t"] == "ol", node.get("start", 1))

    def point(self, node: dict[str, Any], around: _Set) -> Point:
        held = self.blocks(node["k"], self.within(node, around))
        if held and isinstance(held[0], Paragraph):
            return Point(held[0].text, held[1:], node.get("id", ""))
        return Point("", held, node.get("id", ""))

    def fact(self, node: Node, around: _Set) -> tuple[str, Text]:
        parts = [part for part in node["k"] if isinstance(part, dict)] if isinstance(node, dict) else []
        label, *values = (self.text([part], around) for part in parts)
        return plain(label).strip().rstrip(":"), joined(values, ", ")

    def table(self, node: dict[str, Any], around: _Set) -> Grid:
        head, *more = node["head"] or node["rows"][:1]
        rows = [*more, *(node["rows"] if node["head"] else node["rows"][1:])]
        cells = [tuple(self.cell(cell, around) for cell in row) for row in (head, *rows)]
        caption = plain(self.text(node["caption"], around))
        return Grid(caption, cells[0], tuple(cells[1:]), "figures" in node["c"], node.get("id", ""))

    def cell(self, node: dict[str, Any], around: _Set) -> Text:
        """A cell's paragraphs as lines."""
        return joined((_said(block) for block in self.blocks(node["k"], self.within(node, around))), "\n")

    def within(self, node: dict[str, Any], around: _Set) -> _Set:
        """How text inside a leaf is set."""
        if "lang" not in node:
            return around
        return _Set(around.face, around.to, bool(self.foreign) and node["lang"] == self.foreign, around.mark)

    def text(self, nodes: Iterable[Node], around: _Set) -> tuple[Run, ...]:
        """A line of text as runs."""
        return tuple(self.runs(nodes, around))

    def runs(self, nodes: Iterable[Node], around: _Set) -> Iterator[Run]:
        for node in nodes:
            if isinstance(node, str):
                yield Run(node, around.face, around.to, around.own, around.mark if node.strip() else "")
            elif node["t"] == "br":
                yield Run("\n")
            elif _HIDDEN not in node["c"]:
                set_ = _faced(self.within(node, around), _FACES.get(node["t"], Face.PLAIN))
                to = f"#{node['to']}" if "to" in node else node.get("url", set_.to)
                yield from self.runs(node["k"], _Set(set_.face, to, set_.own, _MARKS.get(node["t"], set_.mark)))


def _faced(around: _Set, face: Face) -> _Set:
    return _Set(around.face | face, around.to, around.own, around.mark)


def _spans(nodes: Sequence[Node]) -> Iterator[dict[str, Any]]:
    """The leaves of the first line in a box, in any depth."""
    for node in nodes[:1]:
        if isinstance(node, dict):
            yield node
            yield from _spans(node["k"])


def _said(block: Block) -> Text:
    """What a block in a cell says, on lines of its own."""
    if isinstance(block, Paragraph | Heading):
        return block.text
    if isinstance(block, Points):
        return joined((joined(("•", point.text if isinstance(point, Point) else point), " ") for point in block.points),
                      "\n")
    if isinstance(block, Facts):
        return joined((joined((f"{label}:", value), " ") for label, value in block.facts), "\n")
    return joined(map(_said, block.blocks), "\n") if isinstance(block, Note) else ""
