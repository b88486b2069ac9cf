"""Names for siblings in one folder, so that they sort in their order and as few files as possible change names.

Numbers may be sparse (10, 20, 30), so a new goal slips in as 25; only where there is no room is a sibling renamed.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from strategiplan.store.names import natural
from strategiplan.store.numbering import STEP

_NUMBERED = re.compile(r"([0-9]+)(.*)", re.DOTALL)
# A sibling that is renamed costs more than any number of names that nobody has seen in this folder yet.
_STAYS, _COMES = 100_000, 1
# How many siblings in a row may get new names before all of them do: bounds the work in a folder of thousands.
_REACH = 200
_CHOICE = 1000


class Sibling(NamedTuple):
    """A node that needs a name in a folder. `name` is the one that it has or comes with; `was` says as which of its
    siblings it has stood in this very folder, if it has.
    """

    id: str
    name: str | None = None
    was: int | None = None


class Row:
    """Siblings of one kind, in their order, in a folder whose other things have the numbers `taken`."""

    def __init__(self, siblings: Sequence[Sibling], ending: str, taken: Iterable[int], bare: bool = False) -> None:
        self.siblings, self.ending, self.taken = siblings, ending, frozenset(taken)
        names = [s.name for s in siblings if s.name is not None and s.was is not None]
        numbers = [number for name in names if (number := number_of(name)) is not None]
        self.bare = not numbers if names else bare
        self.step = STEP if not numbers or min(numbers) >= STEP else 1
        padded = [match[1] for name in names if (match := _NUMBERED.match(name)) and match[1].startswith("0")]
        self.width = max((len(digits) for digits in padded if len(digits) > 1), default=0)
        self.keys = [natural(s.name) if s.name is not None else None for s in siblings]

    def names(self) -> list[str]:
        """The name of each, in order."""
        places = [s.was for s in self.siblings]
        if all(place is not None for place in places) and places == sorted(places, key=lambda place: place or 0):
            return [s.name or "" for s in self.siblings]
        kept = self._kept()
        names: list[str] = []
        for start, end in zip((-1, *kept), (*kept, len(self.siblings)), strict=True):
            names += self._between(start, end) or []
            names += [self.siblings[end].name or ""] if end < len(self.siblings) else []
        return names

    def _kept(self) -> list[int]:
        """The positions of those that keep their names: as many as there is room for the others between them."""
        count = len(self.siblings)
        best: dict[int, tuple[int, int]] = {-1: (0, -1)}  # position → (worth, the kept one before it)
        for end in range(count + 1):
            if end < count and self.keys[end] is None:
                continue
            worth = 0 if end == count else _COMES if self.siblings[end].was is None else _STAYS
            # Nearest first, which is nearly always best; of two that are as good, the one that keeps what comes first.
            for start in (*range(end - 1, max(-1, end - _REACH), -1), -1):
                if start not in best or (end in best and best[start][0] + worth < best[end][0]):
                    continue
                if self._has_room(start, end):
                    best[end] = best[start][0] + worth, start
        kept: list[int] = []
        place = best[count][1]
        while place >= 0:
            kept.insert(0, place)
            place = best[place][1]
        return kept

    def _has_room(self, start: int, end: int) -> bool:
        """Whether there are names for those between; told by numbers alone where it can be, so that long rows cost
        little.
        """
        low = self.siblings[start].name if start >= 0 else None
        high = self.siblings[end].name if end < len(self.siblings) else None
        if not _ascend([low, high]):
            return False
        over = number_of(high) if high is not None else None
        under = number_of(low) if low is not None else -1
        if high is not None and over is not None:
            return under is not None and over - under > end - start - 1
        return under is not None or self._between(start, end) is not None

    def _between(self, start: int, end: int) -> list[str] | None:
        """Names for those between two that keep theirs (or the ends), or None when there is no room."""
        low = self.siblings[start].name if start >= 0 else None
        high = self.siblings[end].name if end < len(self.siblings) else None
        inner = self.siblings[start + 1 : end]
        if not inner:
            return [] if _ascend([low, high]) else None
        ways = (self._without_numbers, self._with_numbers)
        for way in ways if self.bare else reversed(ways):
            names = way(low, high, inner)
            if names is not None and _ascend([low, *names, high]):
                return names
        return None

    def _without_numbers(self, low: str | None, high: str | None, inner: Sequence[Sibling]) -> list[str] | None:
        names = [self._rest(s).lstrip("-._ ") for s in inner]
        return None if f"area{self.ending}" in names else names

    def _with_numbers(self, low: str | None, high: str | None, inner: Sequence[Sibling]) -> list[str] | None:
        under = number_of(low) if low is not None else 0
        if under is None:
            return None
        over = number_of(high) if high is not None else None
        numbers = self._numbers(under, over, len(inner))
        if numbers is None and low is None:
            numbers = self._numbers(-1, over, len(inner))
        if numbers is None:
            return None
        return [str(n).zfill(self.width) + self._rest(s) for n, s in zip(numbers, inner, strict=True)]

    def _rest(self, sibling: Sibling) -> str:
        """What follows the number."""
        if sibling.name is None:
            return f"-{sibling.id}{self.ending}"
        match = _NUMBERED.match(sibling.name)
        return match[2] if match else f"-{sibling.name}"

    def _numbers(self, under: int, over: int | None, count: int) -> list[int] | None:
        """So many ascending numbers between two, apart from each other; round ones where there are enough."""
        if over is None:
            found: list[int] = []
            while len(found) < count:
                under = (under // self.step + 1) * self.step
                if under not in self.taken:
                    found.append(under)
            return found
        room = range(under + 1, min(over, under + 1 + _CHOICE + 2 * count))
        free = [number for number in room if number not in self.taken]
        for choice in ([number for number in free if number % STEP == 0], free, room):
            if len(choice) >= count:
                return [choice[len(choice) * n // (count + 1)] for n in range(1, count + 1)]
        return None


def number_of(name: str) -> int | None:
    """The number in front of a name."""
    match = _NUMBERED.match(name)
    return int(match[1]) if match else None


def _ascend(names: Sequence[str | None]) -> bool:
    keys = [natural(name) for name in names if name is not None]
    return all(one < other for one, other in pairwise(keys))
