"""The order of siblings: what moved at the least, and two orders seen as one."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import NamedTuple

from strategiplan.model.tree import Rows, Slot


def keepers(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The ids that keep their order from `old` to `new`: a longest increasing subsequence.

    Everything else has been reordered, so one moved goal is one change however far it moved.
    """
    place = {id_: n for n, id_ in enumerate(old)}
    common = [id_ for id_ in new if id_ in place]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, id_ in enumerate(common):
        at = bisect_left(tails, place[id_])
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place[id_])
            ends.append(n)
        else:
            tails[at] = place[id_]
            ends[at] = n
    kept: list[str] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        kept.append(common[n])
        n = before[n]
    return frozenset(kept)


def interleave(old: Sequence[str], new: Sequence[str], gone: frozenset[str]) -> tuple[str, ...]:
    """The new order with the `gone` of the old order where they stood: each after the sibling it followed."""
    out = list(new)
    present = set(new)
    previous: str | None = None
    for id_ in old:
        if id_ in gone and id_ not in present:
            out.insert(out.index(previous) + 1 if previous is not None else 0, id_)
            present.add(id_)
        if id_ in present:
            previous = id_
    return tuple(out)


def merged(old: Rows, new: Rows) -> dict[Slot, tuple[str, ...]]:
    """Both trees as one outline: the new order, with what was removed kept where it stood."""
    out: dict[Slot, tuple[str, ...]] = dict(new.order)
    for slot, ids in old.order.items():
        gone = frozenset(i for i in ids if i not in new.nodes)
        if gone:
            out[slot] = interleave(ids, new.order.get(slot, ()), gone)
    return out


class Placed(NamedTuple):
    """A node at one of its places. `is_old` says that only the tree before has it there."""

    id: str
    is_old: bool = False


def readings(old: Rows, new: Rows, shifted: Collection[str]) -> dict[Slot, tuple[Placed, ...]]:
    """Both trees as one outline that can be read either way, each in its own order.

    What was removed, what moved away and what is `shifted` among its siblings stands where it stood as well, right
    after the sibling that it followed there.
    """
    out = {slot: [Placed(id_) for id_ in ids] for slot, ids in new.order.items()}
    for slot, ids in old.order.items():
        places = out.setdefault(slot, [])
        here = set(new.order.get(slot, ()))
        at = 0
        for id_ in ids:
            place = Placed(id_, id_ in shifted or id_ not in here)
            if place.is_old:
                places.insert(at, place)
            at = places.index(place) + 1
    return {slot: tuple(places) for slot, places in out.items()}
