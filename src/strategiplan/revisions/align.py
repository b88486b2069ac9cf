"""Which items of two sequences belong together, in order: the longest sensible common subsequence.

Items are numbers; equal numbers are equal items. Items that occur once on both sides anchor the alignment, so the
cost grows with the length of the texts and not with its square; between anchors the shortest edit script decides.
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

# A stretch without anchors that differs in more items than this is a rewrite; no reader wants its common commas.
_LONGEST_SCRIPT = 300
# Anchors found inside anchors found inside anchors: deeper than this the gain is nil and the cost is quadratic.
_DEEPEST = 24


class Block(NamedTuple):
    """`size` items that are equal from `old` and from `new` on."""

    old: int
    new: int
    size: int


def numbered(*sequences: Iterable[Hashable]) -> list[list[int]]:
    """The sequences with every distinct item replaced by a number, the same number for the same item."""
    numbers: dict[Hashable, int] = {}
    return [[numbers.setdefault(item, len(numbers)) for item in sequence] for sequence in sequences]


def match(a: Sequence[int], b: Sequence[int]) -> list[Block]:
    """The blocks of equal items of `a` and `b`, in order and never crossing."""
    found: list[Block] = []
    todo = [(0, len(a), 0, len(b), 0)]
    while todo:
        i1, i2, j1, j2, depth = todo.pop()
        head = 0
        while i1 < i2 and j1 < j2 and a[i1] == b[j1]:
            i1, j1, head = i1 + 1, j1 + 1, head + 1
        tail = 0
        while i1 < i2 and j1 < j2 and a[i2 - 1] == b[j2 - 1]:
            i2, j2, tail = i2 - 1, j2 - 1, tail + 1
        found += [Block(i1 - head, j1 - head, head), Block(i2, j2, tail)]
        if i1 == i2 or j1 == j2:
            continue
        anchors = _anchors(a, i1, i2, b, j1, j2) if depth < _DEEPEST else []
        if not anchors:
            found += _between_anchors(a, i1, i2, b, j1, j2)
            continue
        for i, j in anchors:
            found.append(Block(i, j, 1))
            todo.append((i1, i, j1, j, depth + 1))
            i1, j1 = i + 1, j + 1
        todo.append((i1, i2, j1, j2, depth + 1))
    return _joined(sorted(block for block in found if block.size))


def _joined(blocks: list[Block]) -> list[Block]:
    """The blocks, those that continue one another as one."""
    joined: list[Block] = []
    for block in blocks:
        if joined and joined[-1].old + joined[-1].size == block.old and joined[-1].new + joined[-1].size == block.new:
            joined[-1] = joined[-1]._replace(size=joined[-1].size + block.size)
        else:
            joined.append(block)
    return joined


def _anchors(a: Sequence[int], i1: int, i2: int, b: Sequence[int], j1: int, j2: int) -> list[tuple[int, int]]:
    """The longest rising chain of items that occur exactly once in both ranges."""
    once_in_a = _places_of_single_items(a, i1, i2)
    once_in_b = _places_of_single_items(b, j1, j2)
    pairs = [(i, once_in_b.get(item, -1)) for item, i in once_in_a.items() if i >= 0]
    return rising([(i, j) for i, j in pairs if j >= 0])


def _places_of_single_items(items: Sequence[int], first: int, last: int) -> dict[int, int]:
    """Where each item of the range stands; -1 for one that occurs again."""
    places: dict[int, int] = {}
    for place in range(first, last):
        item = items[place]
        places[item] = -1 if item in places else place
    return places


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of `pairs` (sorted on their first member) that rises in the second too."""
    ends: list[int] = []
    last_of_length: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, value) in enumerate(pairs):
        length = bisect_left(ends, value)
        if length:
            before[index] = last_of_length[length - 1]
        if length == len(ends):
            ends.append(value)
            last_of_length.append(index)
        else:
            ends[length] = value
            last_of_length[length] = index
    chain = []
    index = last_of_length[-1] if last_of_length else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _between_anchors(a: Sequence[int], i1: int, i2: int, b: Sequence[int], j1: int, j2: int) -> list[Block]:
    """Equal items by the shortest edit script; none when it would be too long to mean anything."""
    # An item that the other side lacks can be in no common subsequence, and without it the search is far shorter.
    in_a, in_b = set(a[i1:i2]), set(b[j1:j2])
    places_a = [i for i in range(i1, i2) if a[i] in in_b]
    places_b = [j for j in range(j1, j2) if b[j] in in_a]
    pairs = _shortest_script([a[i] for i in places_a], [b[j] for j in places_b])
    return [Block(places_a[x], places_b[y], 1) for x, y in pairs]


def _shortest_script(a: list[int], b: list[int]) -> list[tuple[int, int]]:
    """The equal pairs of the shortest edit script (Myers 1986), or none beyond `_LONGEST_SCRIPT` edits."""
    width = min(len(a) + len(b), _LONGEST_SCRIPT)
    if not a or not b:
        return []
    reach = [0] * (2 * width + 3)
    trace = []
    for edits in range(width + 1):
        trace.append(reach[width + 1 - edits - 1 : width + 1 + edits + 2])
        for diagonal in range(-edits, edits + 1, 2):
            at = diagonal + width + 1
            if diagonal == -edits or (diagonal != edits and reach[at - 1] < reach[at + 1]):
                x = reach[at + 1]
            else:
                x = reach[at - 1] + 1
            y = x - diagonal
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            reach[at] = x
            if x >= len(a) and y >= len(b):
                return _walked_back(trace, len(a), len(b))
    return []


def _walked_back(trace: list[list[int]], x: int, y: int) -> list[tuple[int, int]]:
    """The equal pairs on the path that `trace` found to (x, y)."""
    pairs = []
    for edits in range(len(trace) - 1, -1, -1):
        reach, middle = trace[edits], edits + 1
        diagonal = x - y
        at = diagonal + middle
        down = diagonal == -edits or (diagonal != edits and reach[at - 1] < reach[at + 1])
        start_x = reach[at + 1] if down else reach[at - 1] + 1
        if edits == 0:
            start_x = 0
        while x > start_x:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        if down:
            y -= 1
        else:
            x -= 1
    return pairs[::-1]
