"""What somebody probably meant: the known name most like a name that leads nowhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

_SHORTLIST = 8
_ALIKE = 0.6


class Names:
    """Known names, indexed by pairs of letters.

    Comparing one name with all others is slow enough that a thousand bad links would take minutes, so only the few
    names that share the most pairs are compared in full.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._with: dict[str, list[int]] | None = None

    def nearest(self, name: str) -> str | None:
        """The most alike name, or None when nothing is like it."""
        if self._with is None:
            self._with = defaultdict(list)
            for number, known in enumerate(self.names):
                for pair in _pairs(known):
                    self._with[pair].append(number)
        shared = Counter(number for pair in _pairs(name) for number in self._with.get(pair, ()))
        shortlist = sorted(shared, key=lambda number: (-shared[number], len(self.names[number]), number))[:_SHORTLIST]
        found = get_close_matches(name, [self.names[number] for number in shortlist], 1, _ALIKE)
        return found[0] if found else None


def _pairs(name: str) -> set[str]:
    framed = f" {name} "
    return {framed[i : i + 2] for i in range(len(framed) - 1)}
