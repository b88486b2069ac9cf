"""What somebody probably meant: the known name most like a name that leads nowhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

_SHORTLIST = 8
_ALIKE = 0.6
_ENOUGH = 4000


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
        shared: Counter[int] = Counter()
        looked = 0
        # The rarest pairs say most; where all ids begin alike, the common ones would cost much and say nothing.
        for holders in sorted((self._with.get(pair, []) for pair in _pairs(name)), key=len):
            if looked > _ENOUGH:
                break
            shared.update(holders)
            looked += len(holders)
        shortlist = [self.names[number] for number, _ in shared.most_common(_SHORTLIST)]
        found = get_close_matches(name, shortlist, 1, _ALIKE)
        return found[0] if found else None


def _pairs(name: str) -> dict[str, None]:
    """Each pair of neighbouring letters once, in order: a set would order equally alike names by the hash seed."""
    framed = f" {name} "
    return dict.fromkeys(framed[i : i + 2] for i in range(len(framed) - 1))
