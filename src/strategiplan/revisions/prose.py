"""What changed in a prose text, as a person with two coloured pens would mark it.

Marks are whole words and numbers, they begin and end at sentences and clauses where they can, and a passage that was
moved is one move. Nothing is lost: the runs hold both texts to the last space.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile

from strategiplan.revisions.align import match, numbered
from strategiplan.revisions.moves import Move, moved
from strategiplan.revisions.paragraphs import Region, regions
from strategiplan.revisions.tidy import Hunk, between, paired, tidied
from strategiplan.revisions.tokens import Edge, Tokens

# From here on whole sentences are compared, so that an answer never takes more than seconds. The second bound is for
# text that hardly has words, such as a long row of dots.
_MOST_WORDS = 10_000
_MOST_CHARACTERS = 150_000
# In tokens. The sentences of a paragraph this long are paired before its words: where the same words return again and
# again, as in reports that say the same of every unit, words alone find no hold.
_LONG_PARAGRAPH = 800


class Op(StrEnum):
    """What happened to a run of text: it stayed, it went, or it came."""

    EQUAL = "="
    DELETED = "-"
    INSERTED = "+"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one fate.

    `move` is the same positive number on all the deleted runs of the place that a passage left and on all the inserted
    runs of the place where it came to stand. Several runs on either side mean that it was reworded on the way:
    `ProseDiff.passage` tells how.
    """

    op: Op
    text: str
    move: int | None = None


@dataclass(frozen=True, slots=True)
class ProseDiff:
    """The runs of a comparison in reading order.

    The equal and the deleted ones make up the old text, the equal and the inserted ones the new. `by_sentence` says
    that the texts were too long for words, so that a sentence is the smallest thing marked.
    """

    runs: tuple[Run, ...]
    by_sentence: bool

    @property
    def old(self) -> str:
        """The old text."""
        return "".join(run.text for run in self.runs if run.op is not Op.INSERTED)

    @property
    def new(self) -> str:
        """The new text."""
        return "".join(run.text for run in self.runs if run.op is not Op.DELETED)

    def passage(self, move: int) -> tuple[Run, ...]:
        """What changed inside a moved passage, as if it had stayed where it was; every run bears the number."""
        parts = [run for run in self.runs if run.move == move]
        source = "".join(run.text for run in parts if run.op is Op.DELETED).strip()
        target = "".join(run.text for run in parts if run.op is Op.INSERTED).strip()
        return tuple(replace(run, move=move) for run in _compared(source, target, False, with_moves=False).runs)


def compare(old: str, new: str, *, list_order: bool = False) -> ProseDiff:
    """What changed from `old` to `new`.

    Where something was replaced the new text comes before the old, as in the coloured plans of Swedish municipalities;
    with `list_order`, for lists and values, the old comes first. `compare(b, a)` marks exactly what `compare(a, b)`
    marks, with the signs and the order exchanged.
    """
    return _compared(old, new, list_order, with_moves=True)


def goes_by_sentence(old: str, new: str) -> bool:
    """Whether the texts are so long that a sentence is the smallest thing that `compare` marks."""
    return any(len(text) >= _MOST_CHARACTERS or len(text.split()) >= _MOST_WORDS for text in (old, new))


# The page of a revision, its data and those of competing proposals compare the same texts.
@lru_cache(maxsize=1024)
def _compared(old: str, new: str, list_order: bool, *, with_moves: bool) -> ProseDiff:
    by_sentence = goes_by_sentence(old, new)
    if old == new:
        return ProseDiff((Run(Op.EQUAL, old),) if old else (), by_sentence)
    if old.split() == new.split():
        # Also where a line break now parts the thousands of a number, which are then no longer one token.
        return ProseDiff(tuple(_merged(_same_words(old, new, list_order))), by_sentence)
    one, other = Tokens(old), Tokens(new)
    # There are often several equally good ways to mark a change. Searching from the shorter text, whichever it is,
    # makes the way back the mirror of the way there.
    if (len(old), old) <= (len(new), new):
        hunks = _hunks(one, other, by_sentence)
        moves = moved(one, other, hunks) if with_moves else []
    else:
        backwards = _hunks(other, one, by_sentence)
        moves = [move.mirrored() for move in moved(other, one, backwards)] if with_moves else []
        hunks = [hunk.mirrored() for hunk in backwards]
    runs = _runs(one, other, hunks, _Passages(one, other, moves), list_order)
    return ProseDiff(tuple(_renumbered(_merged(runs))), by_sentence)


def _hunks(old: Tokens, new: Tokens, by_sentence: bool) -> list[Hunk]:
    """What differs, region by region."""
    old_ids, new_ids = numbered(old.words, new.words)
    whole = Region(0, len(old), 0, len(new))
    if by_sentence:
        return [Hunk(*region) for region in _differing_sentences(old, new, old_ids, new_ids, whole)]
    hunks: list[Hunk] = []
    for region in regions(old, new, old_ids, new_ids):
        parts = [region]
        if min(region.old_end - region.old_start, region.new_end - region.new_start) >= _LONG_PARAGRAPH:
            parts = _differing_sentences(old, new, old_ids, new_ids, region)
        found: list[Hunk] = []
        for part in parts:
            blocks = match(old_ids[part.old_start : part.old_end], new_ids[part.new_start : part.new_end])
            found += between(blocks, part)
        hunks += tidied(old, new, found, region)
    return paired(hunks)


def _differing_sentences(
    old: Tokens, new: Tokens, old_ids: Sequence[int], new_ids: Sequence[int], region: Region
) -> list[Region]:
    """The parts of a region, whole sentences, that lie between the sentences both texts have."""
    old_parts = list(old.parts(Edge.SENTENCE, region.old_start, region.old_end))
    new_parts = list(new.parts(Edge.SENTENCE, region.new_start, region.new_end))
    old_kinds, new_kinds = numbered(
        (tuple(old_ids[first:last]) for first, last in old_parts),
        (tuple(new_ids[first:last]) for first, last in new_parts),
    )
    old_cuts = [*(first for first, _ in old_parts), region.old_end]
    new_cuts = [*(first for first, _ in new_parts), region.new_end]
    found = between(match(old_kinds, new_kinds), Region(0, len(old_parts), 0, len(new_parts)))
    return [
        Region(old_cuts[hunk.old_start], old_cuts[hunk.old_end], new_cuts[hunk.new_start], new_cuts[hunk.new_end])
        for hunk in found
    ]


class _Passages:
    """The moved passages of a comparison, by where they begin."""

    def __init__(self, old: Tokens, new: Tokens, moves: Sequence[Move]) -> None:
        self.sources: dict[int, tuple[int, int, list[str]]] = {}
        self.targets: dict[int, tuple[int, int, list[str]]] = {}
        for number, move in enumerate(moves, 1):
            source, target = old.span(move.old_start, move.old_end), new.span(move.new_start, move.new_end)
            inner = _compared(source, target, False, with_moves=False).runs
            self.sources[move.old_start] = (number, move.old_end, _side(inner, Op.INSERTED))
            self.targets[move.new_start] = (number, move.new_end, _side(inner, Op.DELETED))


def _side(inner: Iterable[Run], without: Op) -> list[str]:
    """One side of a moved passage, cut where its words changed; other white space is no reason to cut."""
    texts: list[str] = []
    last = Op.EQUAL
    for run in inner:
        if run.op is without:
            # What came or went here cuts the other side as well.
            last = run.op if run.text.strip() else last
        elif texts and (run.op is last or not run.text.strip()):
            texts[-1] += run.text
        else:
            texts.append(run.text)
            last = run.op
    return texts


def _runs(old: Tokens, new: Tokens, hunks: list[Hunk], passages: _Passages, list_order: bool) -> Iterator[Run]:
    """Both texts as runs, cut at the hunks."""
    old_at = new_at = 0
    i = j = 0
    for hunk in [*hunks, None]:
        old_start, new_start = (hunk.old_start, hunk.new_start) if hunk else (len(old), len(new))
        if i < old_start:
            old_stop, new_stop = old.ends[old_start - 1], new.ends[new_start - 1]
            yield from _same_words(old.text[old_at:old_stop], new.text[new_at:new_stop], list_order)
            old_at, new_at = old_stop, new_stop
        if hunk is None:
            break
        i, j = hunk.old_end, hunk.new_end
        old_stop = old.starts[i] if i < len(old) else len(old.text)
        new_stop = new.starts[j] if j < len(new) else len(new.text)
        yield from _changed(
            _Stretch(old, Op.DELETED, hunk.old_start, i, old_at, old_stop, passages.sources),
            _Stretch(new, Op.INSERTED, hunk.new_start, j, new_at, new_stop, passages.targets),
            list_order,
        )
        old_at, new_at = old_stop, new_stop
    yield from _same_words(old.text[old_at:], new.text[new_at:], list_order)


@dataclass(slots=True)
class _Stretch:
    """One side of a hunk: its tokens, and the characters from `start` to `stop` with the white space around them."""

    tokens: Tokens
    op: Op
    first: int
    last: int
    start: int
    stop: int
    passages: dict[int, tuple[int, int, list[str]]]

    @property
    def text(self) -> str:
        return self.tokens.text[self.start : self.stop]

    def runs(self) -> Iterator[Run]:
        """The stretch as one run, or more where moved passages lie in it."""
        at, k = self.start, self.first
        while k < self.last:
            if k in self.passages:
                number, end, texts = self.passages[k]
                core = self.tokens.starts[k]
                if k > self.first and at < core:
                    yield Run(self.op, self.tokens.text[at:core])
                    at = core
                stop = self.tokens.starts[end] if end < self.last else self.stop
                texts = [self.tokens.text[at:core] + texts[0], *texts[1:]]
                texts[-1] += self.tokens.text[self.tokens.ends[end - 1] : stop]
                yield from (Run(self.op, text, number) for text in texts)
                at, k = stop, end
            else:
                k += 1
        if at < self.stop:
            yield Run(self.op, self.tokens.text[at : self.stop])


def _changed(gone: _Stretch, come: _Stretch, list_order: bool) -> Iterator[Run]:
    """The runs of one hunk, the white space that both sides share left out of them."""
    old_text, new_text = gone.text, come.text
    if old_text.split() == new_text.split():
        yield from _same_words(old_text, new_text, list_order)
        return
    head, tail = _shared_space(old_text, new_text)
    yield from _run(Op.EQUAL, old_text[:head])
    gone.start, gone.stop = gone.start + head, gone.stop - tail
    come.start, come.stop = come.start + head, come.stop - tail
    yield from _ordered(gone.runs(), come.runs(), list_order)
    yield from _run(Op.EQUAL, old_text[len(old_text) - tail :])


def _shared_space(one: str, other: str) -> tuple[int, int]:
    """How much white space both texts begin and end with; what both have only once is shared at the front.

    An exception: an added last line of a paragraph shares the blank line after it, not its first half.
    """
    short, long = sorted((one, other), key=len)
    if short.isspace() and not long.startswith(short) and long.endswith(short):
        return 0, len(short)
    pairs = zip(one, other, strict=False)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), pairs))
    backwards = zip(reversed(one[head:]), reversed(other[head:]), strict=False)
    return head, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), backwards))


_SPACE = re.compile(r"\s*")
_SOLID = re.compile(r"\S*")


def _same_words(old: str, new: str, list_order: bool) -> Iterator[Run]:
    """Texts that differ in white space only: equal runs, and between them the white space that differs."""
    if old == new:
        yield from _run(Op.EQUAL, old)
        return
    i = j = 0
    while i < len(old) or j < len(new):
        old_gap, new_gap = _at(_SPACE, old, i), _at(_SPACE, new, j)
        head, tail = _shared_space(old_gap, new_gap)
        yield from _run(Op.EQUAL, old_gap[:head])
        gone, come = old_gap[head : len(old_gap) - tail], new_gap[head : len(new_gap) - tail]
        yield from _ordered(_run(Op.DELETED, gone), _run(Op.INSERTED, come), list_order)
        i, j = i + len(old_gap), j + len(new_gap)
        # A space may be missing on one side, as before a sign: only as far as both are solid are they the same.
        solid = min(_at(_SOLID, old, i), _at(_SOLID, new, j), key=len)
        yield from _run(Op.EQUAL, old_gap[len(old_gap) - tail :] + solid)
        i, j = i + len(solid), j + len(solid)


def _at(pattern: re.Pattern[str], text: str, place: int) -> str:
    found = pattern.match(text, place)
    return found.group() if found else ""


def _run(op: Op, text: str) -> Iterator[Run]:
    if text:
        yield Run(op, text)


def _ordered(gone: Iterable[Run], come: Iterable[Run], list_order: bool) -> Iterator[Run]:
    first, second = (gone, come) if list_order else (come, gone)
    yield from first
    yield from second


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs, neighbours with the same fate as one; those of a move stay apart, since their cuts mean something."""
    pending: list[Run] = []
    for run in runs:
        if pending and (pending[0].op is not run.op or pending[0].move or run.move):
            yield Run(pending[0].op, "".join(part.text for part in pending), pending[0].move)
            pending = []
        pending.append(run)
    if pending:
        yield Run(pending[0].op, "".join(part.text for part in pending), pending[0].move)


def _renumbered(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs with the moves numbered as they are met, so that the mirrored comparison has the same numbers."""
    numbers: dict[int, int] = {}
    for run in runs:
        yield replace(run, move=numbers.setdefault(run.move, len(numbers) + 1)) if run.move else run
