"""Two plans as one marked document: every paragraph with what stays, goes and comes in it.

The marks follow the tree. A node that both plans have in the same place is compared field by field; one that moved
stands whole at its old place, gone, and whole at its new one, so that either reading of the document is one of the
plans to the last paragraph.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from strategiplan.address import ROOT, Address
from strategiplan.render.docx_line import BODY, SEPARATOR, Face, Line, Segment, Span
from strategiplan.render.docx_text import Part, PlanText
from strategiplan.revisions.align import numbered
from strategiplan.revisions.order import keepers
from strategiplan.revisions.paragraphs import regions
from strategiplan.revisions.prose import Op, Run, compare
from strategiplan.revisions.tokens import Tokens


class Piece(Struct, frozen=True):
    """A stretch of a paragraph with one fate and one face; `field` says what it is about in a paragraph of facts."""

    op: Op
    text: str
    face: Face = Face.PLAIN
    own: bool = True
    field: str = ""


class Marked(Struct, frozen=True):
    """A paragraph of the marked document.

    `op` is the fate of the paragraph as a whole: a paragraph that stays may have pieces that go and come, one that goes
    or comes has all its pieces go or come with it. `at` is the field that it shows, `leads` says that it is a title,
    and `moved` that it goes or comes with a node that both plans have.
    """

    at: Address
    op: Op
    style: str
    pieces: tuple[Piece, ...]
    leads: bool = False
    moved: bool = False

    def changes(self, at: Address) -> bool:
        """Whether something of a field goes or comes in it."""
        everything = self.at == at
        return any(piece.op is not Op.EQUAL and (everything or piece.field == at.field) for piece in self.pieces)


def marked(old: PlanText, new: PlanText, successors: Mapping[str, Sequence[str]]) -> tuple[Marked, ...]:
    """The whole document, marked. `successors` says what a node that goes becomes; they are kept side by side."""
    return tuple(_Marker(old, new, successors).node(ROOT, 0))


class _Marker:
    """Walks two plans at once."""

    def __init__(self, old: PlanText, new: PlanText, successors: Mapping[str, Sequence[str]]) -> None:
        self.old, self.new, self.successors = old, new, successors

    def node(self, id_: str, level: int) -> Iterator[Marked]:
        """A node that stays where it is."""
        before = {part.rank: part for part in self.old.parts(id_, level)}
        after = {part.rank: part for part in self.new.parts(id_, level)}
        nothing = Part((0, ""), Address(id_), ())
        for rank in sorted({*before, *after}):
            one, other = before.get(rank, nothing), after.get(rank, nothing)
            part = other if rank in after else one
            yield from paragraphs(one.lines, other.lines, part)
            yield from self.siblings(one.children, other.children, part.level)

    def whole(self, side: PlanText, op: Op, id_: str, level: int) -> Iterator[Marked]:
        """A node that goes or comes, with all below it."""
        moved = self.stands_twice(id_)
        for part in side.parts(id_, level):
            yield from (replace(_whole(line, op, part), moved=moved) for line in part.lines)
            for child in part.children:
                yield from self.whole(side, op, child, part.level)

    def stands_twice(self, id_: str) -> bool:
        """Whether both plans have the node, in the same place or not."""
        one, other = self.old.rows.nodes.get(id_), self.new.rows.nodes.get(id_)
        return one is not None and other is not None and one.kind is other.kind

    def siblings(self, old: Sequence[str], new: Sequence[str], level: int) -> Iterator[Marked]:
        """The children in one place: those that stay, and between them those that go before those that come."""
        both = {id_ for id_ in {*old} & {*new} if self.stands_twice(id_)}
        stay = keepers([id_ for id_ in old if id_ in both], [id_ for id_ in new if id_ in both])
        at = 0

        def come(until: int) -> Iterator[Marked]:
            nonlocal at
            coming, at = new[at:until], max(at, until)
            return chain.from_iterable(self.whole(self.new, Op.INSERTED, id_, level) for id_ in coming)

        place = {id_: n for n, id_ in enumerate(new)}
        bound = _bounds(old, stay, place, len(new))
        for n, id_ in enumerate(old):
            if id_ in stay:
                yield from come(place[id_])
                yield from self.node(id_, level)
                at = place[id_] + 1
                continue
            yield from self.whole(self.old, Op.DELETED, id_, level)
            follow = [place[i] + 1 for i in self.successors.get(id_, ()) if at <= place.get(i, -1) < bound[n]]
            if follow:
                yield from come(max(follow))
        yield from come(len(new))


def _bounds(old: Sequence[str], stay: frozenset[str], place: Mapping[str, int], end: int) -> list[int]:
    """For every old sibling, where among the new ones the next that stays stands."""
    bounds: list[int] = []
    for id_ in reversed(old):
        if id_ in stay:
            end = place[id_]
        bounds.append(end)
    return bounds[::-1]


def paragraphs(old: Sequence[Line], new: Sequence[Line], part: Part) -> Iterator[Marked]:
    """The paragraphs of one field, marked."""
    for one, other in _paired(old, new):
        if one is not None and other is not None and one.style == other.style:
            pieces = _segments(one.segments, other.segments)
            yield Marked(part.at, Op.EQUAL, other.style, tuple(piece for piece in pieces if piece.text), part.leads)
            continue
        # In running text the new stands before the old, as officials mark it; in lists and facts after.
        sides = [(one, Op.DELETED), (other, Op.INSERTED)]
        for line, op in sides[:: -1 if all(side is None or side.style == BODY for side in (one, other)) else 1]:
            if line is not None:
                yield _whole(line, op, part)


def _whole(line: Line, op: Op, part: Part) -> Marked:
    return Marked(part.at, op, line.style, tuple(whole(line, op)), part.leads)


def whole(line: Line, op: Op) -> Iterator[Piece]:
    """All of a paragraph with one fate."""
    for n, segment in enumerate(line.segments):
        if n:
            yield Piece(op, SEPARATOR, own=False)
        yield from _side(segment, op)


def _side(segment: Segment, op: Op) -> Iterator[Piece]:
    if segment.label:
        yield Piece(op, segment.lead, Face.LABEL, False, segment.field)
    yield from (Piece(op, span.text, span.face, segment.own, segment.field) for span in segment.spans if span.text)


def _segments(old: Sequence[Segment], new: Sequence[Segment]) -> Iterator[Piece]:
    """What stays, goes and comes in one paragraph, fact by fact, and in the signs between them."""
    before, after = {segment.rank: segment for segment in old}, {segment.rank: segment for segment in new}
    signs: set[Op] = set()  # the sides on which a fact stands already, so that the next takes a sign before it
    for rank in sorted({*before, *after}):
        one, other = before.get(rank), after.get(rank)
        needs = [op for op, segment in ((Op.DELETED, one), (Op.INSERTED, other)) if segment and op in signs]
        yield from (Piece(op, SEPARATOR, own=False) for op in ([Op.EQUAL] if len(needs) == 2 else needs))
        signs |= {op for op, segment in ((Op.DELETED, one), (Op.INSERTED, other)) if segment}
        yield from _pieces(one, other)


def _pieces(one: Segment | None, other: Segment | None) -> Iterator[Piece]:
    if one is None or other is None or one.label != other.label:
        yield from _side(one, Op.DELETED) if one else ()
        yield from _side(other, Op.INSERTED) if other else ()
        return
    if other.label:
        yield Piece(Op.EQUAL, other.lead, Face.LABEL, False, other.field)
    yield from (replace(piece, own=other.own, field=other.field) for piece in _words(one, other))


def _paired(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """The paragraphs side by side. One that was split or joined has no counterpart: it goes, and others come."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    if old and new:
        one, other = _tokens(old), _tokens(new)
        # A text without a sign of its own in some paragraph cannot be cut at paragraphs again.
        if len(one.paragraph_starts) == len(old) and len(other.paragraph_starts) == len(new):
            yield from _by_regions(old, new, one, other)
            return
    yield from ((None, line) for line in new)
    yield from ((line, None) for line in old)


def _tokens(lines: Sequence[Line]) -> Tokens:
    return Tokens("\n\n".join(line.text.replace("\n", " ") for line in lines))


def _by_regions(
    old: Sequence[Line], new: Sequence[Line], one: Tokens, other: Tokens
) -> Iterator[tuple[Line | None, Line | None]]:
    old_ids, new_ids = numbered(one.words, other.words)
    before = list(zip(old, one.paragraph_starts, strict=True))
    after = list(zip(new, other.paragraph_starts, strict=True))
    for region in regions(one, other, old_ids, new_ids):
        gone = [line for line, at in before if region.old_start <= at < region.old_end]
        come = [line for line, at in after if region.new_start <= at < region.new_end]
        if len(gone) == len(come) == 1:
            yield gone[0], come[0]
        else:
            yield from ((None, line) for line in come)
            yield from ((line, None) for line in gone)


def _words(old: Segment, new: Segment) -> Iterator[Piece]:
    """What stays, goes and comes in one text. Where only the face differs the words go and come."""
    runs = compare(old.text, new.text, list_order=bool(new.label)).runs
    before, after = _Reader(old.spans), _Reader(new.spans)
    for run in runs:
        if run.op is Op.DELETED:
            yield from (Piece(run.op, text, face) for text, face in before.take(len(run.text)))
        elif run.op is Op.INSERTED:
            yield from (Piece(run.op, text, face) for text, face in after.take(len(run.text)))
        else:
            yield from _equal(run, before, after)


def _equal(run: Run, before: "_Reader", after: "_Reader") -> Iterator[Piece]:
    left = len(run.text)
    while left:
        size = min(left, before.left, after.left)
        (text, was), (_, face) = next(before.take(size)), next(after.take(size))
        if was == face:
            yield Piece(Op.EQUAL, text, face)
        else:
            yield Piece(Op.DELETED, text, was)
            yield Piece(Op.INSERTED, text, face)
        left -= size


class _Reader:
    """Reads spans a number of characters at a time."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = [span for span in spans if span.text]
        self.span = self.at = 0

    @property
    def left(self) -> int:
        """How many characters the present span still has."""
        return len(self.spans[self.span].text) - self.at

    def take(self, count: int) -> Iterator[Span]:
        """The next characters, cut where the face changes."""
        while count:
            span, size = self.spans[self.span], min(count, self.left)
            text = span.text[self.at : self.at + size]
            self.at += size
            count -= size
            if not self.left:
                self.span, self.at = self.span + 1, 0
            yield Span(text, span.face)
