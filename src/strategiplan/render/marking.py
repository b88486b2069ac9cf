"""A comparison of texts as marked paragraphs, ready to be shown."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from strategiplan.revisions.prose import Op, ProseDiff, Run, compare

_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+")
_HEADING = re.compile(r"\s*#{1,6}\s+")


class Piece(Struct, frozen=True):
    """A stretch of text: `=` stays, `+` comes, `-` goes.

    White space that comes or goes is `blank`: it is kept for the two texts' sake and drawn without a mark. A break
    between paragraphs that comes or goes by itself is drawn as `¶`.

    A passage that moved has a number: `from` where it left, with the text it had, and `to` where it came to stand,
    with `pieces` that tell how it was reworded on the way.
    """

    op: str
    text: str
    move: int = 0
    side: str = ""
    pieces: tuple["Piece", ...] = ()
    blank: bool = False


class Block(Struct, frozen=True):
    """A paragraph (`p`), an entry of a list (`li`) or a heading inside a text (`h`), with its marks.

    `state` says whether all of it is `new`, `old` or the `same`, or `mixed`.
    """

    kind: str
    state: str
    pieces: tuple[Piece, ...]


def marked_line(old: str | None, new: str | None, *, old_first: bool = False) -> tuple[Piece, ...]:
    """A title or a name, marked. `old_first` in lists, where the officials let the old stand before the new."""
    old, new = old or "", new or ""
    runs = compare(old, new, list_order=old_first).runs
    return tuple(part for run in runs for part in _loosened(Piece(run.op.value, _one_line(run.text))))


def marked_text(old: str | None, new: str | None) -> tuple[Block, ...]:
    """A text, marked paragraph by paragraph."""
    old, new = old or "", new or ""
    lists = all(_ITEM.match(line) for line in f"{old}\n{new}".split("\n") if line.strip())
    return tuple(_blocks(_pieces(compare(old, new, list_order=lists))))


def _pieces(found: ProseDiff) -> Iterator[Piece]:
    """The runs as pieces, each moved passage as one piece with its white space outside it."""
    told: set[tuple[int, Op]] = set()
    for run in found.runs:
        if not run.move:
            yield Piece(run.op.value, run.text)
            continue
        if (run.move, run.op) in told:
            continue
        told.add((run.move, run.op))
        whole = "".join(r.text for r in found.runs if r.move == run.move and r.op is run.op)
        core = whole.strip()
        lead, trail = whole[: len(whole) - len(whole.lstrip())], whole[len(whole.rstrip()) :]
        op = run.op.value
        if lead:
            yield Piece(op, lead)
        inner = tuple(_piece(r) for r in found.passage(run.move)) if run.op is Op.INSERTED else ()
        yield Piece(op, _one_line(core), run.move, "to" if inner else "from", inner)
        if trail:
            yield Piece(op, trail)


def _piece(run: Run) -> Piece:
    return Piece(run.op.value, _one_line(run.text))


def _one_line(text: str) -> str:
    return re.sub(r"\n+", " ", text)


def _blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
    line: list[Piece] = []
    for piece in pieces:
        if piece.move or "\n" not in piece.text:
            line.append(piece)
            continue
        if piece.op != "=" and not piece.text.strip() and line and line[-1].op == "=":
            line.append(Piece(piece.op, "¶"))
        first, *rest = piece.text.split("\n")
        line.append(replace(piece, text=first))
        for part in rest:
            yield from _block(line)
            line = [replace(piece, text=part)]
    yield from _block(line)


def _block(pieces: list[Piece]) -> Iterator[Block]:
    held = [piece for piece in pieces if piece.text]
    solid = [piece for piece in held if piece.text.strip()]
    if not solid:
        return
    kind = "p"
    for name, mark in (("li", _ITEM), ("h", _HEADING)):
        found = mark.match(solid[0].text)
        if found and not solid[0].move:
            kind = name
            place = held.index(solid[0])
            held[place] = replace(solid[0], text=solid[0].text[found.end() :])
    held = [piece for piece in held if piece.text]
    ops = {piece.op for piece in held if piece.text.strip()}
    state = {"=": "same", "+": "new", "-": "old"}[ops.pop()] if len(ops) == 1 else "mixed"
    if held:
        yield Block(kind, state, tuple(part for piece in _trimmed(held) for part in _loosened(piece)))


def _trimmed(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces of a line without the white space at its ends."""
    for n, piece in enumerate(pieces):
        text = piece.text.lstrip() if n == 0 else piece.text
        text = text.rstrip() if n == len(pieces) - 1 else text
        if text:
            yield replace(piece, text=text)


def _loosened(piece: Piece) -> Iterator[Piece]:
    """A marked piece without the white space at its ends, which stands beside it unmarked."""
    core = piece.text.strip()
    if piece.op == "=" or piece.move or core == piece.text:
        if piece.text:
            yield piece
        return
    before, after = piece.text.split(core, 1) if core else (piece.text, "")
    for text, blank in ((before, True), (core, False), (after, True)):
        if text:
            yield replace(piece, text=text, blank=blank)


def side(pieces: Iterable[Piece], op: str) -> tuple[Piece, ...]:
    """What one side of the comparison reads: `-` the old one, `+` the new one."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.side == "to":
            out += [p for p in piece.pieces if p.op in ("=", op)] if op == "+" else []
        elif piece.op in ("=", op):
            out.append(piece)
    return tuple(out)
