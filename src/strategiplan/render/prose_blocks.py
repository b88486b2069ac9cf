"""Markdown in a plan's texts as blocks of a document: real paragraphs, lists, tables and links."""

from collections.abc import Iterable, Iterator

from markdown_it.tree import SyntaxTreeNode

from strategiplan.render.document import (
    Block,
    Grid,
    Heading,
    Paragraph,
    Point,
    Points,
    Run,
    Text,
    Tone,
    plain,
)
from strategiplan.render.docx_line import Face
from strategiplan.render.prose import is_safe_link, parsed

# Beyond this a text is shown as it was written: no description is a hundred pages long.
_MOST = 200_000
_FACES = {"strong": Face.BOLD, "em": Face.ITALIC}


def blocks(text: str, level: int = 1, own: bool = True) -> tuple[Block, ...]:
    """The text as blocks, its headings from `level` on. Raw HTML is text, and a picture its description."""
    if len(text) > _MOST:
        return tuple(Paragraph((Run(part.strip(), own=own),)) for part in text.split("\n\n") if part.strip())
    reader = _Reader(level, own)
    return tuple(reader.blocks(SyntaxTreeNode(parsed(text, 1)).children, Tone.BODY))


class _Reader:
    """Reads one text."""

    def __init__(self, level: int, own: bool) -> None:
        self.level, self.own = level, own

    def blocks(self, nodes: Iterable[SyntaxTreeNode], tone: Tone) -> Iterator[Block]:
        """Blocks, those that say nothing left out."""
        for node in nodes:
            kind = node.type
            if kind in ("paragraph", "heading"):
                words = self.text(node)
                if not plain(words).strip():
                    continue
                if kind == "heading":
                    yield Heading(self.level + int(node.tag[1]) - 1, words)
                else:
                    yield Paragraph(words, tone)
            elif kind in ("bullet_list", "ordered_list"):
                points = tuple(point for item in node.children if (point := self.point(item)) is not None)
                if points:
                    yield Points(points, kind == "ordered_list", int(node.attrs.get("start", 1)))
            elif kind == "blockquote":
                yield from self.blocks(node.children, Tone.QUOTE)
            elif kind == "table":
                yield self.table(node)
            elif kind in ("fence", "code_block"):
                yield Paragraph((Run(node.content.strip("\n"), own=self.own),), Tone.CODE)
            else:
                yield Paragraph((Run("—" if kind == "hr" else node.content, own=self.own),), tone)

    def point(self, item: SyntaxTreeNode) -> Point | None:
        """An entry of a list: its first paragraph, and what else it holds below."""
        held = tuple(self.blocks(item.children, Tone.BODY))
        if held and isinstance(held[0], Paragraph) and held[0].tone is Tone.BODY:
            return Point(held[0].text, held[1:])
        return Point("", held) if held else None

    def table(self, node: SyntaxTreeNode) -> Grid:
        """A table. Markdown gives it no caption."""
        rows = [tuple(map(self.text, row.children)) for part in node.children for row in part.children]
        return Grid("", rows[0], tuple(rows[1:]))

    def text(self, node: SyntaxTreeNode) -> Text:
        """What a paragraph, a heading or a cell says."""
        return tuple(self.inline(node.children[0].children)) if node.children else ()

    def inline(self, nodes: Iterable[SyntaxTreeNode], face: Face = Face.PLAIN, to: str = "") -> Iterator[Run]:
        """Runs."""
        for node in nodes:
            kind = node.type
            if kind == "text":
                yield Run(node.content, face, to, self.own)
            elif kind == "code_inline":
                yield Run(node.content, face | Face.CODE, to, self.own)
            elif kind in ("softbreak", "hardbreak"):
                yield Run(" " if kind == "softbreak" else "\n", face, to, self.own)
            elif kind == "link":
                address = str(node.attrs.get("href", ""))
                yield from self.inline(node.children, face, address if is_safe_link(address) else to)
            else:
                yield from self.inline(node.children, face | _FACES.get(kind, Face.PLAIN), to)
