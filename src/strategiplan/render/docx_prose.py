"""Markdown in a plan's texts as paragraphs of a Word document.

Only what a paragraph is and how its words are set comes through. A link becomes its text and its address, both to be
read and neither to be followed, and a picture its description: a document that people decide on fetches nothing.
"""

from collections.abc import Iterable, Iterator

from markdown_it.tree import SyntaxTreeNode

from strategiplan.render.docx_line import (
    BODY,
    BULLET,
    BULLET_TEXT,
    CODE,
    NUMBERED,
    QUOTE,
    Face,
    Line,
    Span,
    heading,
    inert,
    line,
)
from strategiplan.render.prose import parsed

# Beyond this a text is shown as it was written: no description is a hundred pages long.
_MOST = 200_000
_DEEPEST_LIST = 3
Block = tuple[str, list[Span]]  # style, text
_FACES = {"strong": Face.BOLD, "em": Face.ITALIC}


def prose(text: str, level: int = 1, style: str = BODY) -> list[Line]:
    """The text as paragraphs in `style`, its headings from `level` on, lists within a list a step in."""
    if len(text) > _MOST:
        return [line(style, Span(inert(part.strip()))) for part in text.split("\n\n") if part.strip()]
    depth = 1 if style == BULLET_TEXT else 0
    blocks = _blocks(SyntaxTreeNode(parsed(text, 1)).children, level, style, depth)
    found = ((style, _trimmed(spans, style)) for style, spans in blocks)
    return [line(style, *spans) for style, spans in found if spans]


def _trimmed(given: Iterable[Span], style: str) -> list[Span]:
    """The spans without white space around them, and with neighbours in the same face as one."""
    spans: list[Span] = []
    for span in given:
        if spans and spans[-1].face == span.face:
            spans[-1] = Span(spans[-1].text + span.text, span.face)
        elif span.text:
            spans.append(span)
    if style == CODE:
        return spans
    while spans and not spans[0].text.strip():
        spans.pop(0)
    while spans and not spans[-1].text.strip():
        spans.pop()
    if spans:
        spans[0] = spans[0]._replace(text=spans[0].text.lstrip())
        spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip())
    return spans


def _blocks(nodes: Iterable[SyntaxTreeNode], level: int, style: str, depth: int) -> Iterator[Block]:
    for node in nodes:
        kind = node.type
        if kind == "paragraph":
            yield style, list(_inline(node.children[0].children))
        elif kind == "heading":
            yield heading(level + int(node.tag[1]) - 1), list(_inline(node.children[0].children))
        elif kind in ("bullet_list", "ordered_list"):
            yield from _list(node, level, depth + 1)
        elif kind == "blockquote":
            yield from _blocks(node.children, level, QUOTE, depth)
        elif kind == "table":
            yield from _table(node, style)
        elif kind in ("fence", "code_block"):
            yield CODE, [Span(inert(node.content.strip("\n")))]
        elif kind == "hr":
            yield style, [Span("—")]
        else:
            yield style, [Span(inert(node.content))]


def _list(node: SyntaxTreeNode, level: int, depth: int) -> Iterator[Block]:
    """The items. Each one's first paragraph bears the bullet, or its number as text: no Word list renumbers it."""
    suffix = f" {min(depth, _DEEPEST_LIST)}" if depth > 1 else ""
    below = BULLET_TEXT + suffix
    ordered = node.type == "ordered_list"
    for number, item in enumerate(node.children, int(node.attrs.get("start", 1))):
        lines = list(_blocks(item.children, level, below, depth))
        if lines and lines[0][0] == below:
            mark = [Span(f"{number}. ")] if ordered else []
            lines[0] = (NUMBERED if ordered else BULLET) + suffix, [*mark, *lines[0][1]]
        yield from lines


def _table(node: SyntaxTreeNode, style: str) -> Iterator[Block]:
    """A row a paragraph, the heads in bold: a table's cells cannot be tracked so that every reader agrees."""
    for part in node.children:
        for row in part.children:
            spans: list[Span] = []
            for cell in row.children:
                held = list(_inline(cell.children[0].children if cell.children else [], _head(part)))
                spans += [Span(" | "), *held] if spans else held
            yield style, spans


def _head(part: SyntaxTreeNode) -> Face:
    return Face.BOLD if part.type == "thead" else Face.PLAIN


def _inline(nodes: Iterable[SyntaxTreeNode], face: Face = Face.PLAIN) -> Iterator[Span]:
    for node in nodes:
        kind = node.type
        if kind == "text":
            yield Span(inert(node.content), face)
        elif kind == "code_inline":
            yield Span(inert(node.content), face | Face.CODE)
        elif kind == "softbreak":
            yield Span(" ", face)
        elif kind == "hardbreak":
            yield Span("\n", face)
        elif kind == "link":
            yield from _link(node, face)
        else:
            yield from _inline(node.children, face | _FACES.get(kind, Face.PLAIN))


def _link(node: SyntaxTreeNode, face: Face) -> Iterator[Span]:
    spans = list(_inline(node.children, face))
    address = inert(str(node.attrs.get("href", "")))
    yield from spans
    if address and address not in ("".join(span.text for span in spans), f"mailto:{''.join(s.text for s in spans)}"):
        yield Span(f" ({address})" if spans else address, face)
