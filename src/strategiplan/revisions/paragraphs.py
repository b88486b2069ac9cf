"""Which paragraphs of two texts belong together, also when one was split or two were joined.

Paragraphs are paired before words, so that a word of one paragraph is never found again in an unrelated one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from strategiplan.revisions.align import match
from strategiplan.revisions.tokens import Tokens

# Shared words as a share of both paragraphs, below which two paragraphs have nothing to do with each other.
_KINSHIP = 0.3
# A paragraph was split or joined only when most of every part is found, in order, in the whole.
_SPLIT_KINSHIP = 0.6
_MOST_PARTS = 4
# More pairs than this between two equal paragraphs are left to the words, to keep the cost down.
_MOST_PAIRS = 900
# Words that may be read while looking for splits; more are needed only where all paragraphs look alike.
_MOST_READ = 100_000

Ids = Sequence[int]


class Region(NamedTuple):
    """Tokens of the old text and the tokens of the new text that they may be compared with."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class _Step(NamedTuple):
    """How the best pairing of the paragraphs so far ends: this many old with this many new paragraphs."""

    score: int
    old: int
    new: int


def regions(old: Tokens, new: Tokens, old_ids: Ids, new_ids: Ids) -> list[Region]:
    """The texts cut into regions to be compared separately; together they cover both texts, in order."""
    old_cuts = [*old.paragraph_starts, len(old)]
    new_cuts = [*new.paragraph_starts, len(new)]
    old_parts: list[Ids] = [tuple(old_ids[first:last]) for first, last in pairwise(old_cuts)]
    new_parts: list[Ids] = [tuple(new_ids[first:last]) for first, last in pairwise(new_cuts)]
    kinds: dict[Ids, int] = {}
    blocks = match(
        [kinds.setdefault(part, len(kinds)) for part in old_parts],
        [kinds.setdefault(part, len(kinds)) for part in new_parts],
    )
    found: list[Region] = []
    i = j = 0
    for old_next, new_next, size in [*blocks, (len(old_parts), len(new_parts), 0)]:
        steps = _paired(old_parts[i:old_next], new_parts[j:new_next])
        for old_count, new_count in [*steps, *([(1, 1)] * size)]:
            found.append(Region(old_cuts[i], old_cuts[i + old_count], new_cuts[j], new_cuts[j + new_count]))
            i, j = i + old_count, j + new_count
    return found


def _paired(old: list[Ids], new: list[Ids]) -> list[tuple[int, int]]:
    """How many old paragraphs go with how many new ones, step by step; (1, 0) is a removed paragraph."""
    if not old and not new:
        return []
    if not old or not new or len(old) == len(new) == 1 or len(old) * len(new) > _MOST_PAIRS:
        return [(len(old), len(new))]
    best = _Pairing(old, new).best_steps()
    steps = []
    i, j = len(old), len(new)
    while i or j:
        step = best[i][j]
        steps.append((step.old, step.new))
        i, j = i - step.old, j - step.new
    return _gathered(steps[::-1])


class _Pairing:
    """The search for the pairing of paragraphs that keeps the most words together."""

    def __init__(self, old: list[Ids], new: list[Ids]) -> None:
        self._old, self._new = old, new
        self._left_to_read = _MOST_READ
        old_bags, new_bags = [Counter(part) for part in old], [Counter(part) for part in new]
        self._shared = [[(one & other).total() for other in new_bags] for one in old_bags]

    def best_steps(self) -> list[list[_Step]]:
        """For every pair of beginnings, the last step of the best pairing; on a tie the simplest."""
        best = [[_Step(0, 0, 0)] * (len(self._new) + 1) for _ in range(len(self._old) + 1)]
        for i in range(len(self._old) + 1):
            for j in range(len(self._new) + 1):
                options = [
                    _Step(best[i - old_count][j - new_count].score + kept, old_count, new_count)
                    for old_count, new_count, kept in self._options(i, j)
                ]
                if options:
                    best[i][j] = max(options, key=lambda step: step.score)
        return best

    def _options(self, i: int, j: int) -> Iterator[tuple[int, int, int]]:
        """The ways in which the first `i` and `j` paragraphs may end, with the number of words each keeps."""
        if i and j:
            yield 1, 1, self._kept(i, j)
            for count in range(2, _MOST_PARTS + 1):
                if count <= i and all(self._holds(k, j - 1, self._old[k]) for k in range(i - count, i)):
                    yield count, 1, self._kept_in_order(self._old[i - count : i], self._new[j - 1])
                if count <= j and all(self._holds(i - 1, k, self._new[k]) for k in range(j - count, j)):
                    yield 1, count, self._kept_in_order(self._new[j - count : j], self._old[i - 1])
        if i:
            yield 1, 0, 0
        if j:
            yield 0, 1, 0

    def _kept(self, i: int, j: int) -> int:
        shared = self._shared[i - 1][j - 1]
        # Unrelated paragraphs lose to leaving both unpaired, which keeps nothing but costs nothing.
        return shared if 2 * shared >= _KINSHIP * (len(self._old[i - 1]) + len(self._new[j - 1])) else -1

    def _holds(self, i: int, j: int, part: Ids) -> bool:
        return self._shared[i][j] >= _SPLIT_KINSHIP * len(part)

    def _kept_in_order(self, parts: list[Ids], whole: Ids) -> int:
        """How many words of `whole` its supposed parts hold in the same order; -1 when it does not consist of them."""
        together = [word for part in parts for word in part]
        self._left_to_read -= len(together) + len(whole)
        if self._left_to_read < 0:
            return -1
        blocks = match(together, whole)
        kept = sum(block.size for block in blocks)
        if 2 * kept < _SPLIT_KINSHIP * (len(together) + len(whole)):
            return -1
        first = 0
        for part in parts:
            last = first + len(part)
            inside = sum(max(0, min(last, block.old + block.size) - max(first, block.old)) for block in blocks)
            if inside < _SPLIT_KINSHIP * len(part):
                return -1
            first = last
        return kept


def _gathered(steps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The steps, with unpaired paragraphs that stand together as one step: one rewrite, not many."""
    gathered: list[tuple[int, int]] = []
    loose = False
    for old, new in steps:
        is_loose = not (old and new)
        if is_loose and loose:
            gathered[-1] = (gathered[-1][0] + old, gathered[-1][1] + new)
        else:
            gathered.append((old, new))
        loose = is_loose
    return gathered
