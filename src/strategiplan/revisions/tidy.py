"""From what differs to what a reader would mark: fewer, longer changes that begin and end where a thought does."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from strategiplan.revisions.align import Block
from strategiplan.revisions.paragraphs import Region
from strategiplan.revisions.tokens import Edge, Tokens

# A lone word left inside a change is chance, not survival, when at least this many words were rewritten beside it.
_REWRITE = 3
# Of the words of a sentence; with less left of it, the sentence reads better as replaced.
_SURVIVAL = 0.4


class Hunk(NamedTuple):
    """Old tokens that became new tokens; one of the two ranges may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def is_replacement(self) -> bool:
        return self.old_start < self.old_end and self.new_start < self.new_end

    def mirrored(self) -> "Hunk":
        return Hunk(self.new_start, self.new_end, self.old_start, self.old_end)


def between(blocks: Sequence[Block], region: Region) -> list[Hunk]:
    """What lies between the equal blocks of a region; the blocks count from where the region begins."""
    hunks = []
    i, j = region.old_start, region.new_start
    for block in [*blocks, Block(region.old_end - i, region.new_end - j, 0)]:
        old_block, new_block = region.old_start + block.old, region.new_start + block.new
        if i < old_block or j < new_block:
            hunks.append(Hunk(i, old_block, j, new_block))
        i, j = old_block + block.size, new_block + block.size
    return hunks


def tidied(old: Tokens, new: Tokens, hunks: list[Hunk], region: Region) -> list[Hunk]:
    """The hunks of one region as a careful person would have marked them."""
    if not hunks:
        return []
    hunks = _without_small_equalities(old, new, hunks)
    hunks = _without_poor_sentences(old, new, hunks, region)
    hunks = _without_small_equalities(old, new, hunks)
    hunks = _slid(old, new, hunks, region)
    return _with_signs(old, new, hunks, region)


def _without_small_equalities(old: Tokens, new: Tokens, hunks: list[Hunk]) -> list[Hunk]:
    """Hunks joined over an equality no longer than the change on either side of it."""
    kept: list[Hunk] = []
    for hunk in hunks:
        while kept and _is_small(old, new, kept[-1], hunk):
            hunk = _spanning(kept.pop(), hunk)
        kept.append(hunk)
    return kept


def _is_small(old: Tokens, new: Tokens, left: Hunk, right: Hunk) -> bool:
    first, last = left.old_end, right.old_start
    if first == last:
        return True
    if _is_respaced(old, new, left) or _is_respaced(old, new, right):
        return False
    # A sentence left alone between two changes is what a reader holds on to, however short it is. The sign before it
    # may be equal too, and its own may have been found again further on.
    start = first + 1 if old.ends_sentence(first) else first
    stop = last + 1 if old.ends_sentence(last) else last
    if start < last and old.edge(start) >= Edge.SENTENCE and old.edge(stop) >= Edge.SENTENCE:
        return False
    if old.size(first, last) <= min(_size(old, new, left), _size(old, new, right)):
        return True
    has_more_than_a_word = _has_words(old, first, last, 2) or last - first > _REWRITE
    return not has_more_than_a_word and any(_is_rewrite(old, new, hunk) for hunk in (left, right))


def _is_respaced(old: Tokens, new: Tokens, hunk: Hunk) -> bool:
    """Whether only white space differs: a number whose thousands a line break has parted."""
    if not hunk.is_replacement or hunk.old_end - hunk.old_start > _REWRITE:
        return False
    gone, come = old.span(hunk.old_start, hunk.old_end), new.span(hunk.new_start, hunk.new_end)
    return gone.split() == come.split()


def _is_rewrite(old: Tokens, new: Tokens, hunk: Hunk) -> bool:
    """Whether the hunk replaces several words by several others."""
    return _has_words(old, hunk.old_start, hunk.old_end, _REWRITE) and _has_words(
        new, hunk.new_start, hunk.new_end, _REWRITE
    )


def _has_words(tokens: Tokens, first: int, last: int, count: int) -> bool:
    words = (k for k in range(first, last) if tokens.is_word(k))
    # Stops at the last word asked for: a hunk grows as others join it, and is asked again every time.
    return sum(1 for _ in islice(words, count)) == count


def _size(old: Tokens, new: Tokens, hunk: Hunk) -> int:
    return max(old.size(hunk.old_start, hunk.old_end), new.size(hunk.new_start, hunk.new_end))


def _spanning(left: Hunk, right: Hunk) -> Hunk:
    return Hunk(left.old_start, right.old_end, left.new_start, right.new_end)


def _without_poor_sentences(old: Tokens, new: Tokens, hunks: list[Hunk], region: Region) -> list[Hunk]:
    """Hunks widened over sentences of which too little survives on either side."""
    old_left = _Survivors(old, [(hunk.old_start, hunk.old_end) for hunk in hunks])
    new_left = _Survivors(new, [(hunk.new_start, hunk.new_end) for hunk in hunks])
    widened: list[Hunk] = []
    i, j = region.old_start, region.new_start
    for hunk in [*hunks, Hunk(region.old_end, region.old_end, region.new_end, region.new_end)]:
        length = hunk.old_start - i
        head = 0
        while head < length and old_left.is_poor(i + head) and new_left.is_poor(j + head):
            head += 1
        tail = 0
        while tail < length - head and all(
            side.is_poor(end - 1 - tail) for side, end in ((old_left, hunk.old_start), (new_left, hunk.new_start))
        ):
            tail += 1
        if head:
            widened.append(Hunk(i, i + head, j, j + head))
        widened.append(hunk._replace(old_start=hunk.old_start - tail, new_start=hunk.new_start - tail))
        i, j = hunk.old_end, hunk.new_end
    return _joined(widened)


def _joined(hunks: list[Hunk]) -> list[Hunk]:
    """The hunks, those that touch as one; empty ones gone."""
    joined: list[Hunk] = []
    for hunk in hunks:
        if joined and joined[-1].old_end == hunk.old_start and joined[-1].new_end == hunk.new_start:
            joined[-1] = _spanning(joined[-1], hunk)
        else:
            joined.append(hunk)
    return [hunk for hunk in joined if hunk.old_start < hunk.old_end or hunk.new_start < hunk.new_end]


def paired(hunks: list[Hunk]) -> list[Hunk]:
    """The hunks, an insertion and a deletion that touch as one replacement.

    Where regions meet, an added paragraph may stand right before words taken from the next. Apart, old and new would
    not come in the order asked for.
    """
    pairs: list[Hunk] = []
    for hunk in hunks:
        touches = pairs and pairs[-1].old_end == hunk.old_start and pairs[-1].new_end == hunk.new_start
        both_one_sided = touches and not (pairs[-1].is_replacement or hunk.is_replacement)
        if both_one_sided and _spanning(pairs[-1], hunk).is_replacement:
            hunk = _spanning(pairs.pop(), hunk)
        pairs.append(hunk)
    return pairs


class _Survivors:
    """How much of each sentence of one text the hunks leave."""

    def __init__(self, tokens: Tokens, changed: list[tuple[int, int]]) -> None:
        self._tokens = tokens
        self._is_changed = bytearray(len(tokens))
        for first, last in changed:
            self._is_changed[first:last] = b"\x01" * (last - first)
        self._answers: dict[int, bool] = {}

    def is_poor(self, k: int) -> bool:
        """Whether under two fifths of the words in the sentence of token `k` survive."""
        if k not in self._answers:
            first, last = self._tokens.sentence(k)
            words = [word for word in range(first, last) if self._tokens.is_word(word)]
            surviving = sum(not self._is_changed[word] for word in words)
            self._answers.update(dict.fromkeys(range(first, last), surviving < _SURVIVAL * len(words)))
        return self._answers[k]


def _slid(old: Tokens, new: Tokens, hunks: list[Hunk], region: Region) -> list[Hunk]:
    """Every pure insertion and deletion moved to the place, of those that say the same, where it reads best."""
    slid: list[Hunk] = []
    for index, hunk in enumerate(hunks):
        if not hunk.is_replacement:
            room_left = hunk.old_start - (slid[-1].old_end if slid else region.old_start)
            next_start = hunks[index + 1].old_start if index + 1 < len(hunks) else region.old_end
            room_right = next_start - hunk.old_end
            if hunk.old_start == hunk.old_end:
                shift = _best_shift(new, hunk.new_start, hunk.new_end, room_left, room_right)
            else:
                shift = _best_shift(old, hunk.old_start, hunk.old_end, room_left, room_right)
            hunk = Hunk(*(place + shift for place in hunk))
        slid.append(hunk)
    return _joined(slid)


def _best_shift(tokens: Tokens, first: int, last: int, room_left: int, room_right: int) -> int:
    """How far the range can best be moved: to the highest edges, and of equals to the last."""
    words = tokens.words
    low = 0
    while -low < room_left and words[first + low - 1] == words[last + low - 1]:
        low -= 1
    high = 0
    while high < room_right and words[first + high] == words[last + high]:
        high += 1
    return max(range(low, high + 1), key=lambda s: (tokens.edge(first + s) + tokens.edge(last + s), s))


def _with_signs(old: Tokens, new: Tokens, hunks: list[Hunk], region: Region) -> list[Hunk]:
    """Replacements that stop right before the sign of their sentence take the sign with them, on both sides."""
    signed = []
    for hunk in hunks:
        i, j = hunk.old_end, hunk.new_end
        inside = i < region.old_end and j < region.new_end
        if hunk.is_replacement and inside and old.ends_sentence(i) and new.ends_sentence(j):
            hunk = hunk._replace(old_end=i + 1, new_end=j + 1)
        signed.append(hunk)
    return _joined(signed)
