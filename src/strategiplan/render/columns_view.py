"""The changed parts side by side: current wording and proposed wording, as bills to parliament are set."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from strategiplan.render.marking import Block, Piece, side
from strategiplan.render.revision_view import Item, Mark, Prose, Reason, RevisionView, Value
from strategiplan.render.views import Badge, Entry, Fact, Frame


class Pair(Struct, frozen=True):
    """One text or value in both wordings. A side without blocks does not exist in that wording.

    `history` leads to what became of the thing called `name` in all revisions, at the first of its pairs.
    """

    label: str
    change: str
    marks: tuple[Mark, ...]
    old: tuple[Block, ...]
    new: tuple[Block, ...]
    reasons: tuple[Reason, ...]
    fate: str = ""
    anchor: str = ""
    name: str = ""
    history: str = ""


class Passage(Struct, frozen=True):
    """One goal, area or section with the pairs of what changes in it. `path` says what it belongs to."""

    id: str
    path: str
    number: str
    title: str
    marks: tuple[Mark, ...]
    fate: str
    reasons: tuple[Reason, ...]
    pairs: tuple[Pair, ...]
    history: str = ""


class ColumnsView(Struct, frozen=True):
    """All changed passages."""

    frame: Frame
    badge: Badge
    facts: tuple[Fact, ...]
    contents: tuple[Entry, ...]
    passages: tuple[Passage, ...]
    empty: bool


def columns_view(view: RevisionView) -> ColumnsView:
    """The columns of a revision, from the view of its full text, so that both mark the same."""
    labels = view.frame.labels
    passages = []
    if view.about:
        about = replace(view.about, anchor="plan", name=labels["about-plan"], title=view.about.title)
        passages.append(_passage(about, "", labels["plan-title"], labels["description"]))
    names = labels["plan-title"], labels["description"]
    for group in view.groups:
        passages += [passage for item in group.items for passage in _passages(item, group.title, *names)]
    contents = tuple(Entry(p.id, p.number, p.title) for p in passages)
    return ColumnsView(view.frame, view.badge, view.facts, contents, tuple(passages), view.empty)


def _passages(item: Item, path: str, title: str, text: str) -> Iterator[Passage]:
    if not item.touched:
        return
    found = _passage(item, path, title, text)
    if found.pairs or found.marks or found.fate:
        yield found
    for group in item.groups:
        for child in group.items:
            if child.form != "row":
                yield from _passages(child, item.name, title, text)


def _passage(item: Item, path: str, title: str, text: str) -> Passage:
    whole = item.state in ("new", "gone")
    pairs: list[Pair] = []
    if item.title_change or whole:
        line = Block("p", "mixed", item.title)
        pairs.append(_pair(title, item.title_change, (), (line,), item.reasons if item.title_change else ()))
    pairs += [_prose_pair(part, text) for part in item.prose if part.blocks]
    pairs += [_value_pair(value, whole) for value in item.values if value.change or whole]
    if item.chips_change or (whole and item.chips):
        pieces = [Piece(chip.mark, f"{chip.code} {chip.name}") for chip in item.chips]
        blocks = tuple(Block("li", "mixed", (piece,)) for piece in pieces)
        pairs.append(_pair("", item.chips_change, (), blocks, ()))
    rows = [(group.title, child) for group in item.groups for child in group.items if child.form == "row"]
    for label, row in rows:
        pairs += _row_pairs(row, label, text)
    told_above = item.reasons if not item.title_change else ()
    return Passage(item.anchor, path, item.number, item.name, tuple(m for m in item.marks if m.change), item.fate,
                   told_above + item.value_reasons, tuple(pairs), item.history)


def _pair(
    label: str, change: str, marks: tuple[Mark, ...], blocks: Iterable[Block], reasons: tuple[Reason, ...]
) -> Pair:
    held = tuple(blocks)
    return Pair(label, change, marks, tuple(_sided(held, "-")), tuple(_sided(held, "+")), reasons)


def _sided(blocks: Iterable[Block], op: str) -> Iterator[Block]:
    for block in blocks:
        pieces = side(block.pieces, op)
        if any(piece.text.strip() for piece in pieces):
            yield replace(block, pieces=pieces)


def _prose_pair(part: Prose, text: str) -> Pair:
    return _pair(part.label or text, part.change, (), part.blocks, part.reasons)


def _value_pair(value: Value, whole: bool) -> Pair:
    sides = [Piece("=" if value.state == "same" else op, shown) for op, shown in (("-", value.old), ("+", value.new))
             if shown and not (value.state == "same" and op == "-")]
    return _pair(value.label, value.change, (), (Block("p", "mixed", (piece,)) for piece in sides), ())


def _row_pairs(row: Item, label: str, text: str) -> Iterator[Pair]:
    """A changed row of a list, its name first and then its own texts and values."""
    if not row.touched:
        return
    changes = tuple(mark for mark in row.marks if mark.change)
    if row.state == "ghost":
        return
    whole = row.state in ("new", "gone")
    name = Block("li", "mixed", row.title)
    first = _pair(label, row.title_change, changes, (name,), row.reasons + row.value_reasons)
    yield replace(first, fate=row.fate, anchor=row.anchor, name=row.name, history=row.history)
    yield from (_prose_pair(part, text) for part in row.prose if part.blocks)
    yield from (_value_pair(value, whole) for value in row.values if value.change or whole)
    for group in row.groups:
        for child in group.items:
            yield from _row_pairs(child, group.title, text)
