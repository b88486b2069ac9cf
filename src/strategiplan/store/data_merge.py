"""Three versions of a file's data made one: mappings by key, lists by what their items are called, prose by its words.

For files that are no part of the tree of a plan: `revision.yaml`, `decision.yaml`, `organization.yaml`, follow-ups and
measurements. Pure: data in, data out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from strategiplan.model.types import reflow
from strategiplan.revisions.text_merge import merge_text
from strategiplan.store.forms import Form
from strategiplan.store.layout import same_data

# What an item of a list is called, in the order in which it is asked for.
_NAMES = ("id", "at", "change", "indicator", "goal", "period", "by", "code")
# What tells two items of one name from each other.
_MORE = ("gender", "fate", "kind")


class Absent:
    """What a version says of something that is not in it."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = Absent()
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A place where both versions differ from the base and from each other. A value may be ABSENT."""

    place: tuple[str, ...]
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class MergedData:
    """What all versions give together; where they clash, what the base says."""

    data: Any
    clashes: tuple[Clash, ...]


def merge_data(base: Any, ours: Any, theirs: Any, form: Form) -> MergedData:
    """The base's data with what both versions did to them."""
    clashes: list[Clash] = []
    return MergedData(_merged(base, ours, theirs, form, (), clashes), tuple(clashes))


def _same(one: Any, other: Any, form: Form) -> bool:
    if one is ABSENT or other is ABSENT:
        return one is other
    return same_data(one, other, form)


def _merged(base: Any, ours: Any, theirs: Any, form: Form, place: tuple[str, ...], clashes: list[Clash]) -> Any:
    if _same(ours, theirs, form) or _same(base, theirs, form):
        return ours
    if _same(base, ours, form):
        return theirs
    if isinstance(base, dict) and isinstance(ours, dict) and isinstance(theirs, dict):
        out = {}
        for key in [*ours, *(k for k in theirs if k not in ours), *(k for k in base if k not in {**ours, **theirs})]:
            was, mine, yours = (held.get(key, ABSENT) for held in (base, ours, theirs))
            value = _merged(was, mine, yours, form.at(key), (*place, key), clashes)
            if value is not ABSENT:
                out[key] = value
        return out
    if isinstance(base, list) and isinstance(ours, list) and isinstance(theirs, list):
        named = [names(held) for held in (base, ours, theirs)]
        if all(keys is not None for keys in named):
            return _lists((base, ours, theirs), [keys or [] for keys in named], form, place, clashes)
    if form.prose and isinstance(base, str) and isinstance(ours, str) and isinstance(theirs, str):
        text = merge_text(reflow(base), reflow(ours), reflow(theirs))
        if text is not None:
            return text
    clashes.append(Clash(place, base, ours, theirs))
    return base


def names(items: Sequence[Any]) -> list[Key] | None:
    """What each item of a list of mappings is called, each a name of its own; None for a list of anything else."""
    if not all(isinstance(item, dict) for item in items):
        return None
    out: list[Key] = []
    for item in items:
        own = next(((name, item[name]) for name in _NAMES if isinstance(item.get(name), str | int)), None)
        if own is None:
            return None
        key = (*own, *(str(item[name]) for name in _MORE if name in item))
        out.append((*key, sum(known[:-1] == key for known in out)))
    return out


def _lists(
    lists: tuple[list[Any], list[Any], list[Any]], named: list[list[Key]], form: Form, place: tuple[str, ...],
    clashes: list[Clash],
) -> list[Any]:  # fmt: skip
    base, ours, theirs = (dict(zip(keys, held, strict=True)) for keys, held in zip(named, lists, strict=True))
    out: dict[Key, Any] = {}
    for key in {**base, **ours, **theirs}:
        was, mine, yours = (held.get(key, ABSENT) for held in (base, ours, theirs))
        value = _merged(was, mine, yours, form.at(0), (*place, str(key[1])), clashes)
        if value is not ABSENT:
            out[key] = value
    return [out[key] for key in ordered(named[0], named[1], named[2], out)]


def ordered(base: Sequence[Key], ours: Sequence[Key], theirs: Sequence[Key], kept: Any) -> Iterator[Key]:
    """The items in the order of the version that changed it; what was added follows what it followed there.

    Where both chose, the order does not depend on whose a version is.
    """
    old = [key for key in base if key in kept]
    orders = [[key for key in side if key in kept and key in old] for side in (ours, theirs)]
    changed = [order for order in orders if order != [key for key in old if key in order]]
    first = min(changed, key=lambda order: [list(map(str, key)) for key in order]) if changed else old
    # What one version has taken away, and still is there since they clash, stands where the base has it.
    spine = [*first, *(key for key in old if key not in first)]
    chains: dict[Key | None, list[list[Key]]] = {}
    placed = set(spine)
    # What both add stands where the version has it whose names come first, whoever's that is.
    for side in sorted((ours, theirs), key=lambda order: [list(map(str, key)) for key in order]):
        before: Key | None = None
        chain: list[Key] = []
        for key in [*side, None]:
            if key is not None and key in kept and key not in old:
                chain += [key] if key not in placed else []
                placed.add(key)
                continue
            if chain:
                chains.setdefault(before, []).append(chain)
                chain = []
            before = key if key in spine else before
    for anchor in [None, *spine]:
        if anchor is not None:
            yield anchor
        for added in sorted(chains.get(anchor, ()), key=lambda chain: list(map(str, chain[0]))):
            yield from added
