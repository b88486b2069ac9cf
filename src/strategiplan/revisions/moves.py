"""Passages that were moved inside a text: taken out in one place and put back, perhaps reworded, in another."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from strategiplan.revisions.tidy import Hunk
from strategiplan.revisions.tokens import Edge, Tokens

_SHORTEST_IN_CHARACTERS = 20
_SHORTEST_IN_WORDS = 5
_LIKENESS = 0.7
# A word in more passages than this tells nothing about which of them was moved where.
_COMMONEST = 40

# How alike, whether in the same hunk, and the other piece, counted downwards so that the greatest match is the first.
_Match = tuple[float, bool, int]
_NO_MATCH: _Match = (0.0, False, 0)


class Move(NamedTuple):
    """Old tokens that stand, as new tokens, in another place."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    def mirrored(self) -> "Move":
        return Move(self.new_start, self.new_end, self.old_start, self.old_end)


class _Piece(NamedTuple):
    """A sentence, or the part of one, that lies in a hunk; `bag` is its words whatever their order."""

    hunk: int
    start: int
    end: int
    bag: Counter[str]


def moved(old: Tokens, new: Tokens, hunks: Sequence[Hunk]) -> list[Move]:
    """The moved passages, in the order of the old text; each lies whole in one hunk on either side."""
    left = _pieces(old, [(hunk.old_start, hunk.old_end) for hunk in hunks])
    right = _pieces(new, [(hunk.new_start, hunk.new_end) for hunk in hunks])
    if not left or not right:
        return []
    pairs = _mutual_best(left, right, old, new)
    moves: list[Move] = []
    previous = (-1, -1)
    for i, j in _with_short_neighbours(left, right, pairs):
        source, target = left[i], right[j]
        follows = (i - 1, j - 1) == previous and left[i - 1].end == source.start and right[j - 1].end == target.start
        if moves and follows and left[i - 1].hunk == source.hunk and right[j - 1].hunk == target.hunk:
            moves[-1] = moves[-1]._replace(old_end=source.end, new_end=target.end)
        else:
            moves.append(Move(source.start, source.end, target.start, target.end))
        previous = (i, j)
    return moves


def _pieces(tokens: Tokens, ranges: list[tuple[int, int]]) -> list[_Piece]:
    return [
        _Piece(hunk, start, end, Counter(tokens.words[k].casefold() for k in range(start, end)))
        for hunk, (first, last) in enumerate(ranges)
        if first < last
        for start, end in tokens.parts(Edge.SENTENCE, first, last)
    ]


def _is_long(tokens: Tokens, piece: _Piece) -> bool:
    if tokens.size(piece.start, piece.end) < _SHORTEST_IN_CHARACTERS:
        return False
    return sum(tokens.is_word(k) for k in range(piece.start, piece.end)) >= _SHORTEST_IN_WORDS


def _mutual_best(left: list[_Piece], right: list[_Piece], old: Tokens, new: Tokens) -> list[tuple[int, int]]:
    """The pairs of long pieces of which each is the other's closest, without those that stayed where they were.

    A sentence reworded in its place has its closest in the same hunk. It must not count as moved to a distant
    sentence that happens to be like it, as all are in a text that says the same of every unit.
    """
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for j, piece in enumerate(right):
        if _is_long(new, piece):
            for word in piece.bag:
                by_word[word].append(j)
    telling = {word: places for word, places in by_word.items() if len(places) <= _COMMONEST}
    best_left: dict[int, _Match] = {}
    best_right: dict[int, _Match] = {}
    for i, piece in enumerate(left):
        if not _is_long(old, piece):
            continue
        for j in sorted({j for word in piece.bag for j in telling.get(word, ())}):
            likeness = _likeness(piece.bag, right[j].bag)
            if likeness < _LIKENESS:
                continue
            stays = piece.hunk == right[j].hunk
            # On a tie the first in order wins, so that two equal passages are not crossed.
            best_left[i] = max(best_left.get(i, _NO_MATCH), (likeness, stays, -j))
            best_right[j] = max(best_right.get(j, _NO_MATCH), (likeness, stays, -i))
    pairs = [(i, -j) for i, (_, stays, j) in best_left.items() if not stays]
    return [(i, j) for i, j in pairs if -best_right[j][2] == i]


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words the two have in common, each sorted first: 1.0 for the same words in any order."""
    return 2 * (one & other).total() / (one.total() + other.total())


def _with_short_neighbours(
    left: list[_Piece], right: list[_Piece], pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs, and the pieces too short to be moved by themselves that went along on either side of one."""
    taken_left, taken_right = {i for i, _ in pairs}, {j for _, j in pairs}
    grown = list(pairs)
    for i, j in pairs:
        for step in (1, -1):
            source, target = i + step, j + step
            while source not in taken_left and target not in taken_right:
                in_hunks = _is_in(left, source, left[i].hunk) and _is_in(right, target, right[j].hunk)
                if not in_hunks or _likeness(left[source].bag, right[target].bag) < _LIKENESS:
                    break
                grown.append((source, target))
                taken_left.add(source)
                taken_right.add(target)
                source, target = source + step, target + step
    return sorted(grown)


def _is_in(pieces: list[_Piece], place: int, hunk: int) -> bool:
    return 0 <= place < len(pieces) and pieces[place].hunk == hunk
