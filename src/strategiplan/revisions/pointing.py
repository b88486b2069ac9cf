"""Which changes a word means: a proposal, a node with all that is in it, a field, or one change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from strategiplan.address import ROOT
from strategiplan.model.tree import Rows
from strategiplan.revisions.collisions import Collisions, Proposed


@dataclass(frozen=True, slots=True)
class Meant:
    """What a word means. The higher the `rank`, the more particular it is; a more particular word wins."""

    changes: tuple[Proposed, ...]
    rank: int


class Unknown(LookupError):
    """No change is meant by a word. `near` is what was probably meant."""

    def __init__(self, word: str, near: str | None) -> None:
        super().__init__(word)
        self.word, self.near = word, near


_WHOLE, _NODE, _FIELD, _CHANGE = 0, 1, 1000, 1001


class Pointing:
    """The changes of some proposals by everything that they can be called.

    A word is the name of a proposal, the id of a node (all changes of it and of what is in it), an address with a
    field, or a change's id; before each but the first, a proposal's name and a slash may say whose change is meant.
    """

    def __init__(self, found: Collisions) -> None:
        self.found = found
        self.paths = {name: _paths(held.changes.old, held.changes.new) for name, held in found.proposals.items()}

    def meant(self, word: str) -> Meant:
        """What a word means. Raises Unknown when it means nothing here."""
        if word in self.found.proposals:
            return Meant(tuple(Proposed(word, c.id) for c in self.found.proposals[word].changes), _WHOLE)
        owner, slash, rest = word.partition("/")
        names = [owner] if slash and owner in self.found.proposals else list(self.found.proposals)
        about = rest if slash else word
        found = tuple(of for name in names for of in self._of(name, about))
        if not found:
            raise Unknown(word, self._near(about))
        return Meant(found, self._rank(about))

    def _of(self, name: str, about: str) -> Iterable[Proposed]:
        for change in self.found.proposals[name].changes:
            held = {change.id, str(change.at)}
            if about != ROOT:
                held |= self.paths[name].get(change.at.id, frozenset())
            elif change.at.id == ROOT:
                held.add(ROOT)
            if about in held:
                yield Proposed(name, change.id)

    def _rank(self, about: str) -> int:
        if ":" in about:
            return _CHANGE
        return _FIELD if "." in about else _NODE + max((len(p.get(about, ())) for p in self.paths.values()), default=0)

    def _near(self, about: str) -> str | None:
        known = {c.id for held in self.found.proposals.values() for c in held.changes}
        wanted = known if ":" in about else {id_.partition(":")[0] for id_ in known} | set(self.found.proposals)
        return next(iter(get_close_matches(about, sorted(wanted), 1, 0.6)), None)


def _paths(old: Rows, new: Rows) -> Mapping[str, frozenset[str]]:
    """Every node with the ids of what it lies in, in either tree, and its own."""
    out: dict[str, frozenset[str]] = {}
    for rows in (old, new):
        for id_ in rows.nodes:
            path, above = {id_}, rows.nodes[id_].parent
            while above is not None and above.id != ROOT:
                path.add(above.id)
                above = rows.nodes[above.id].parent
            out[id_] = out.get(id_, frozenset()) | path
    return out
