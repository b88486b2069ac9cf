"""Marked text in Markdown: `**[+new+]**` and `~~[−old−]~~`, which can be read as plain text too."""

from collections.abc import Iterable, Mapping

from strategiplan.render.marking import Block, Piece
from strategiplan.render.prose_md import line

_SIGNS = {"+": ("**[+", "+]**"), "-": ("~~[−", "−]~~")}


def marked(pieces: Iterable[Piece], labels: Mapping[str, str]) -> str:
    """A marked line."""
    out = ""
    for piece in pieces:
        shown = _piece(piece, labels)
        # Markdown reads a sign as an opening or closing one only if no letter stands on its outer side.
        touching = (out[-1:].isalnum() and shown[:2] in ("**", "~~")) or (out[-2:] in ("**", "~~") and (
            shown[:1].isalnum() or shown[:2] in ("**", "~~")
        ))
        out += f" {shown}" if touching else shown
    return out


def _piece(piece: Piece, labels: Mapping[str, str]) -> str:
    if piece.side == "to":
        inner = marked(piece.pieces, labels)
        return f"({labels['moved-to']}: {inner})"
    if piece.op == "=" or not piece.text.strip():
        return line(piece.text)
    before, after = _SIGNS[piece.op]
    moved = f" ({labels['moved-in-text']})" if piece.side == "from" else ""
    return f"{before}{line(piece.text.strip())}{after}{moved}"


def marked_blocks(blocks: Iterable[Block], labels: Mapping[str, str]) -> str:
    """Marked paragraphs; entries of a list stand together."""
    out = ""
    before = ""
    for block in blocks:
        shown = marked(block.pieces, labels)
        if block.kind == "li":
            shown = f"- {shown}"
        elif block.kind == "h" and "**" not in shown:
            shown = f"**{shown}**"
        out += ("\n" if before == block.kind == "li" else "\n\n") * bool(out) + shown
        before = block.kind
    return out
