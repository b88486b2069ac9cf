"""Marked texts as runs and blocks of a document, with signs and not only colours for what comes and goes."""

from collections.abc import Iterable, Iterator, Mapping

from strategiplan.render.document import Block, Paragraph, Points, Run, Text, Tone, joined
from strategiplan.render.marking import Block as Marked
from strategiplan.render.marking import Piece


def marked(pieces: Iterable[Piece], labels: Mapping[str, str]) -> tuple[Run, ...]:
    """A marked line. Space is put between what goes and what comes, so that they do not read as one word."""
    found: list[Run] = []
    for run in (run for piece in pieces for run in _piece(piece, labels)):
        if found and found[-1].mark != run.mark and found[-1].mark and run.mark:
            found.append(Run(" "))
        found.append(run)
    return tuple(found)


def _piece(piece: Piece, labels: Mapping[str, str]) -> Iterator[Run]:
    if piece.side == "to":
        yield Run(f"({labels['moved-to']}: ")
        yield from marked(piece.pieces, labels)
        yield Run(")")
    elif piece.op == "=" or not piece.text.strip():
        yield Run(piece.text, own=True)
    else:
        yield Run(piece.text, own=True, mark=piece.op)
        if piece.side == "from":
            yield Run(f" ({labels['moved-in-text']})")


def marked_blocks(blocks: Iterable[Marked], labels: Mapping[str, str]) -> Iterator[Block]:
    """Marked paragraphs; entries of a list that stand together are one list."""
    entries: list[Text] = []
    for block in blocks:
        text = marked(block.pieces, labels)
        if block.kind == "li":
            entries.append(text)
            continue
        if entries:
            yield Points(tuple(entries))
            entries = []
        # A heading inside a text may come or go, and is then no heading of the document.
        yield Paragraph(text, Tone.TERM if block.kind == "h" else Tone.BODY)
    if entries:
        yield Points(tuple(entries))


def marked_cell(blocks: Iterable[Marked], labels: Mapping[str, str]) -> tuple[Run, ...]:
    """Marked paragraphs as a cell of a table, a line each."""
    lines = ((block, marked(block.pieces, labels)) for block in blocks)
    return joined((((Run("• "), *line) if block.kind == "li" else line) for block, line in lines), "\n")
