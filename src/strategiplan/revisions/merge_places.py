"""Where everything comes to stand when two sides have put things somewhere.

Nothing here depends on whose a change is: neighbours are ordered by address, and an anchor that the other side has
taken away is replaced by the nearest one before it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from strategiplan.address import Address
from strategiplan.model.node import shape
from strategiplan.model.tree import Rows, Slot
from strategiplan.revisions.changes import Change, Effect, Kind, Place
from strategiplan.revisions.merge_sides import Sides
from strategiplan.revisions.merged import Caution, Decision, Warned


def place_key(change: Change) -> tuple[str, str]:
    """By what one of two places is chosen."""
    place = change.new_place
    return (str(place.slot), place.after or "") if place else ("", "")


@dataclass(frozen=True, slots=True)
class Settled:
    """A change as it will be made, the names of the changes that it was made of, and, for one that puts something
    somewhere, what stands before it, in the order of each tree that it comes from.
    """

    change: Change
    keys: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()


class Places:
    """The changes of both sides that put things somewhere."""

    def __init__(self, sides: Sides) -> None:
        self.all = sides

    def yields(self, change: Change, removal: Change, side: int) -> bool:
        """Whether a change of the other side gives way to a removal by `side`, or can be made with its successor."""
        if change.kind is Kind.REORDERED:
            return True
        place = change.new_place
        heir = self._heir(removal, self.all.sets[side].new)
        if heir is None or place is None:
            return False
        if change.at.id == removal.at.id:
            return change.kind is Kind.MOVED and self._took_over(removal, self.all.left[side].get(f"{heir}:add"))
        return place.slot.id == removal.at.id and self._has_room(heir, place.slot.field, self.all.sets[side].new)

    @staticmethod
    def _heir(removal: Change, new: Rows) -> str | None:
        """The one thing of the same kind that replaces what is removed."""
        note = removal.note
        if removal.kind is not Kind.REPLACED or removal.inherited or note is None or len(note.into) != 1:
            return None
        row = new.nodes.get(note.into[0])
        return note.into[0] if row is not None and row.kind is removal.old.kind else None

    @staticmethod
    def _took_over(removal: Change, added: Change | None) -> bool:
        """Whether the successor is new and stands where the old one stood."""
        return added is not None and added.new_place is not None and added.new_place.slot == removal.old.parent

    @staticmethod
    def _has_room(heir: str, field: str, new: Rows) -> bool:
        form = shape(new.nodes[heir].kind)
        return field in form.slots and field not in form.single

    def settled(self) -> list[Settled]:
        """Every change as it will be made: what one side did with a thing that the other replaces is done with what
        replaces it, and an order among siblings that the other side takes away is left out.
        """
        everything = self.all.everything()
        heirs = dict(self._heirs(everything))
        places = {c.at.id: key for key, c in everything.items() if c.effect is Effect.PLACE and c.at.id in heirs}
        folded = {f"{heirs[id_][0]}:add": (key, id_) for id_, key in places.items() if self._folds(id_, heirs)}
        dropped = {key for key, _ in folded.values()} | {
            key for key, c in everything.items()
            if c.kind is Kind.REORDERED and f"{c.at.id}:{Effect.REMOVE}" in everything
        }  # fmt: skip
        out = []
        for key, change in everything.items():
            if key in folded:
                moved, old = folded[key]
                taken = replace(change, new_place=everything[moved].new_place)
                out.append(Settled(taken, (key, moved), (self._before(self._trees(moved)[0], everything[moved], old),)))
            elif key not in dropped:
                out.append(self._redirected(key, change, heirs))
        return out

    def _heirs(self, everything: Mapping[str, Change]) -> Iterator[tuple[str, tuple[str, int]]]:
        """By what is replaced by one side alone: what replaces it, and which side says so."""
        for side in (0, 1):
            for change in self.all.left[side].values():
                if change.effect is Effect.REMOVE:
                    heir = self._heir(change, self.all.sets[side].new)
                    if heir is not None and f"{heir}:{Effect.REMOVE}" not in everything:
                        yield change.at.id, (heir, side)

    def _folds(self, old: str, heirs: Mapping[str, tuple[str, int]]) -> bool:
        heir, side = heirs[old]
        removal, added = (self.all.left[side].get(key) for key in (f"{old}:remove", f"{heir}:add"))
        return removal is not None and self._took_over(removal, added)

    def _redirected(self, key: str, change: Change, heirs: Mapping[str, tuple[str, int]]) -> Settled:
        place, trees = change.new_place, self._trees(key)
        if place is None:
            return Settled(change, (key,))
        before = tuple(self._before(tree, change, change.at.id) for tree in trees)
        if place.slot.id not in heirs:
            return Settled(change, (key,), before)
        heir, side = heirs[place.slot.id]
        slot = Slot(heir, place.slot.field)
        last = self.all.sets[side].new.order.get(slot, ())
        return Settled(replace(change, new_place=Place(slot, None)), (key,), tuple((*last, *one) for one in before))

    def _trees(self, key: str) -> tuple[Rows, ...]:
        """The trees that say where a change puts something: both, when both put it at the same place."""
        ours, theirs = (side.new for side in self.all.sets)
        held = self.all.made.get(key)
        if held is None:
            return (ours,) if key in self.all.left[0] else (theirs,)
        is_mine, is_yours = (held.change.new_place == one.new_place for one in (held.mine, held.yours))
        return ((ours,) if is_mine else ()) + ((theirs,) if is_yours else ())

    @staticmethod
    def _before(tree: Rows, change: Change, marker: str) -> tuple[str, ...]:
        ids = tree.order.get(change.new_place.slot, ()) if change.new_place else ()
        return ids[: ids.index(marker)] if marker in ids else ()

    def there(self, settled: Collection[Settled]) -> set[str]:
        """Every node that there will be."""
        gone = {s.change.at.id for s in settled if s.change.effect is Effect.REMOVE}
        return {i for i in self.all.base.nodes if i not in gone} \
            | {s.change.at.id for s in settled if s.change.effect is Effect.ADD}  # fmt: skip

    def together(self) -> tuple[Decision, ...]:
        """All that is to be done, in an order that does not depend on whose it was."""
        settled = self.settled()
        there = self.there(settled)
        final = {i: row.parent for i, row in self.all.base.nodes.items() if i in there}
        final |= {s.change.at.id: s.change.new_place.slot for s in settled if s.change.new_place is not None}
        made = [Decision(_anchored(s, final), self.all.taken(s.keys[0])) for s in settled]
        return tuple(sorted(made, key=lambda d: (str(d.change.at), d.change.effect, d.change.kind)))

    def warnings(self, decisions: Collection[Decision]) -> Iterator[Warned]:
        """Neighbours whose order was chosen, and what was done with a successor or not at all."""
        followed: dict[Place, dict[str, Decision]] = defaultdict(dict)
        for decision in decisions:
            if decision.change.new_place is not None:
                followed[decision.change.new_place][decision.change.at.id] = decision
        for held in followed.values():
            taken = {decision.taken for decision in held.values()}
            if len(held) > 1 and len(taken) > 1:
                changes = [decision.change for decision in held.values()]
                yield self._warned(Caution.ORDER, Address(min(held)), changes)
        settled, everything = self.settled(), self.all.everything()
        for one in settled:
            original = everything[one.keys[0]]
            if len(one.keys) > 1 or _slot_id(one.change) != _slot_id(original):
                moved = everything[one.keys[-1]]
                yield self._warned(Caution.CARRIED, Address(one.change.at.id), [original, moved])
        kept = {key for one in settled for key in one.keys}
        for key, change in everything.items():
            if key not in kept:
                yield self._warned(Caution.REMOVAL_WINS, Address(change.at.id), [change])

    def _warned(self, why: Caution, at: Address, changes: Collection[Change]) -> Warned:
        ids = {c.id for c in changes} | {f"{at.id}:{Effect.REMOVE}"}
        ours, theirs = (tuple(c for c in side.changes if c.id in ids) for side in self.all.sets)
        return Warned(why, at, ours, theirs)


def _slot_id(change: Change) -> str | None:
    return change.new_place.slot.id if change.new_place else None


def _anchored(one: Settled, final: Mapping[str, Slot | None]) -> Change:
    """The change with a predecessor that is there: the nearest one before it in the tree that it comes from."""
    place = one.change.new_place
    if place is None:
        return one.change
    found = [
        next((id_ for id_ in reversed(before) if final.get(id_) == place.slot and id_ != one.change.at.id), None)
        for before in one.before
    ]
    after = min(found, key=lambda id_: id_ or "") if found else None
    return replace(one.change, new_place=Place(place.slot, after))
