"""Two revisions that grew from one base, made one: what both did is done, and what cannot be is said.

The change sets of both sides are compared, never the trees. Where two changes cannot both be made neither is: the base
stays as it was and a conflict holds both, so that the result always loads and nothing is lost in silence.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from strategiplan.address import Address
from strategiplan.model.node import shape
from strategiplan.model.plan import Plan
from strategiplan.model.tree import Rows, Slot
from strategiplan.model.types import Role
from strategiplan.revisions.changes import Change, ChangeSet, Effect, Place, apply, diff
from strategiplan.revisions.text_merge import merge_text


class Why(StrEnum):
    """Why two changes cannot both be made."""

    SAME_FIELD = "same-field"  # the same value or the same words, changed in two ways
    SAME_ID = "same-id"  # two different things were added under one id
    REMOVED_EDITED = "removed-edited"  # one side removes what the other changes, moves or adds to
    REMOVED_NAMED = "removed-named"  # one side removes what the other begins to refer to
    TWO_PARENTS = "two-parents"  # one thing was moved to two places
    CYCLE = "cycle"  # each was moved into the other
    DEPENDENT = "dependent"  # it hangs on a change that is itself in conflict


@dataclass(frozen=True, slots=True)
class Conflict:
    """Changes of either side that cannot be made together. `at` is where a person has to decide."""

    why: Why
    at: Address
    ours: tuple[Change, ...] = ()
    theirs: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The result: a plan that loads, what was done to the base, what could not be, and where order was chosen."""

    plan: Plan
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    order_chosen: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether everything that both sides did is in the plan."""
        return not self.conflicts


def merge(base: Plan, ours: Plan, theirs: Plan) -> Merged:
    """The base with the changes of both sides.

    `merge(b, a, b)` is a, `merge(b, a, a)` is a, and exchanging the sides exchanges only their names.
    """
    return _Merge(diff(base, ours), diff(base, theirs)).run(base)


class _Merge:
    """The two change sets, and what has been decided of them so far."""

    def __init__(self, ours: ChangeSet, theirs: ChangeSet) -> None:
        self.base: Rows = ours.old
        self.sides = (ours, theirs)
        self.left: tuple[dict[str, Change], dict[str, Change]] = (
            {c.id: c for c in ours.changes}, {c.id: c for c in theirs.changes},
        )  # fmt: skip
        self.made: dict[str, Change] = {}
        self.conflicts: list[Conflict] = []
        self.order_chosen: set[str] = set()

    def run(self, base: Plan) -> Merged:
        self._agreed()
        self._fields()
        self._places()
        self._additions()
        self._removals()
        self._cycles()
        self._dependents()
        changes = self._together()
        conflicts = sorted(self.conflicts, key=lambda c: (str(c.at), c.why))
        return Merged(apply(base, changes), changes, tuple(conflicts), tuple(sorted(self.order_chosen)))

    def _refuse(self, why: Why, at: Address, ours: Iterable[Change], theirs: Iterable[Change]) -> None:
        mine, yours = tuple(ours), tuple(theirs)
        for change in mine:
            self.left[0].pop(change.id, None)
        for change in yours:
            self.left[1].pop(change.id, None)
        self.conflicts.append(Conflict(why, at, mine, yours))

    def _agreed(self) -> None:
        """What both did alike is done once; two additions are alike when what they add is, wherever it stands."""
        for id_ in [*self.left[0]]:
            mine, yours = self.left[0][id_], self.left[1].get(id_)
            if yours is not None and _alike(mine, yours):
                first = min(mine, yours, key=_place_key)
                if mine.new_place != yours.new_place:
                    self.order_chosen.add(mine.at.id)
                self.made[id_] = first
                del self.left[0][id_], self.left[1][id_]

    def _fields(self) -> None:
        for id_ in [*self.left[0]]:
            mine, yours = self.left[0].get(id_), self.left[1].get(id_)
            if mine is None or yours is None or mine.effect is not Effect.SET:
                continue
            text = _merged_text(self.base, mine, yours)
            if text is None:
                self._refuse(Why.SAME_FIELD, mine.at, [mine], [yours])
            else:
                self.made[id_] = replace(mine, new=text)
                del self.left[0][id_], self.left[1][id_]

    def _places(self) -> None:
        """One thing, two new places: another parent on both sides is a conflict, another order is not."""
        for id_ in [*self.left[0]]:
            mine, yours = self.left[0].get(id_), self.left[1].get(id_)
            if mine is None or yours is None or mine.effect is not Effect.PLACE:
                continue
            moved = [c for c in (mine, yours) if c.new_place and c.old_place and c.new_place.slot != c.old_place.slot]
            if len(moved) == 2:
                self._refuse(Why.TWO_PARENTS, mine.at, [mine], [yours])
                continue
            self.made[id_] = moved[0] if moved else min(mine, yours, key=_place_key)
            self.order_chosen.add(mine.at.id)
            del self.left[0][id_], self.left[1][id_]

    def _additions(self) -> None:
        for id_ in [*self.left[0]]:
            mine, yours = self.left[0].get(id_), self.left[1].get(id_)
            if mine is not None and yours is not None and mine.effect is Effect.ADD:
                self._refuse(Why.SAME_ID, mine.at, [mine], [yours])

    def _unit(self, side: int, id_: str) -> str:
        """The topmost node of what a side removes together with this one."""
        top = id_
        parent = self.base.nodes[id_].parent
        while parent is not None and f"{parent.id}:{Effect.REMOVE}" in self._removed(side):
            top, parent = parent.id, self.base.nodes[parent.id].parent
        return top

    def _removed(self, side: int) -> Mapping[str, Change]:
        return {**self.left[side], **self.made}

    def _gone(self, side: int) -> dict[str, Change]:
        """What a side removes, by id, whether the other does too or not."""
        everything = [*self.left[side].values(), *self.made.values()]
        return {c.at.id: c for c in everything if c.effect is Effect.REMOVE}

    def _removals(self) -> None:
        """What one side removes and the other changes, moves, adds to, moves something into, or begins to name.

        All of it is found before any of it is refused: what is refused must not hide what else it meets.
        """
        clashes: list[tuple[Why, str, int, list[Change], list[Change]]] = []
        for side in (0, 1):
            gone = self._gone(side)
            units: dict[str, list[Change]] = defaultdict(list)
            for id_, change in gone.items():
                units[self._unit(side, id_)].append(change)
            hit: dict[tuple[Why, str], list[Change]] = defaultdict(list)
            for change in self.left[1 - side].values():
                for why, id_ in _needs(change):
                    if id_ in gone:
                        hit[why, self._unit(side, id_)].append(change)
            for (why, top), changes in hit.items():
                clashes.append((why, top, side, units[top], list({c.id: c for c in changes}.values())))
        for why, top, side, lost, others in clashes:
            for change in lost:
                self.made.pop(change.id, None)
            self._refuse(why, Address(top), *((lost, others) if side == 0 else (others, lost)))

    def _everything(self) -> dict[str, Change]:
        return {**self.made, **self.left[0], **self.left[1]}

    def _cycles(self) -> None:
        """Moves of both sides that would put each inside the other."""
        places = {c.at.id: c for c in self._everything().values() if c.new_place is not None}

        def parent(id_: str) -> str | None:
            if id_ in places:
                place = places[id_].new_place
                return place.slot.id if place else None
            row = self.base.nodes.get(id_)
            return row.parent.id if row and row.parent else None

        for id_ in sorted(places):
            path = [id_]
            above = parent(id_)
            while above is not None and above not in path:
                path.append(above)
                above = parent(above)
            if above is None:
                continue
            ring = path[path.index(above) :]
            moves = [places.pop(i) for i in ring if i in places]
            if not moves:
                continue
            mine = [c for c in moves if c.id in self.left[0]]
            yours = [c for c in moves if c.id in self.left[1]]
            for move in moves:
                self.made.pop(move.id, None)
            self._refuse(Why.CYCLE, Address(min(ring)), mine or moves, yours or moves)

    def _dependents(self) -> None:
        """Until nothing hangs in the air: what needs a node that is not there, and removals around one that stays."""
        while True:
            everything = self._everything()
            there = {i for i in self.base.nodes if f"{i}:{Effect.REMOVE}" not in everything}
            there |= {c.at.id for c in everything.values() if c.effect is Effect.ADD}
            loose = [c for c in everything.values() if c.new_place is not None and c.new_place.slot.id not in there]
            parents = {i: self.base.nodes[i].parent for i in there if i in self.base.nodes}
            parents |= {c.at.id: c.new_place.slot for c in everything.values() if c.new_place is not None}
            bare = {slot.id for i, slot in parents.items() if slot is not None and i in there} - there
            loose += [c for i in bare if (c := everything.get(f"{i}:{Effect.REMOVE}")) is not None]
            if not loose:
                return
            for change in loose:
                sides = [change.id in self.left[0], change.id in self.left[1]]
                if change.id in self.made:
                    del self.made[change.id]
                    sides = [True, True]
                self._refuse(Why.DEPENDENT, change.at, [change] if sides[0] else [], [change] if sides[1] else [])

    def _together(self) -> tuple[Change, ...]:
        """All that is to be done, in an order that does not depend on whose it was."""
        everything = self._everything()
        there = {i for i in self.base.nodes if f"{i}:{Effect.REMOVE}" not in everything}
        there |= {c.at.id for c in everything.values() if c.effect is Effect.ADD}
        final = {i: row.parent for i, row in self.base.nodes.items() if i in there}
        final |= {c.at.id: c.new_place.slot for c in everything.values() if c.new_place is not None}
        out = []
        for id_, change in everything.items():
            side = 1 if id_ in self.left[1] else 0
            out.append(self._anchored(change, self.sides[side].new, final))
        followed = defaultdict(set)
        for change in out:
            if change.new_place is not None:
                followed[change.new_place].add(change.at.id)
        for ids in followed.values():
            if len(ids) > 1:
                self.order_chosen |= ids
        return tuple(sorted(out, key=lambda c: (str(c.at), c.effect)))

    @staticmethod
    def _anchored(change: Change, tree: Rows, final: Mapping[str, Slot | None]) -> Change:
        """The change with a predecessor that is there: the nearest one before it on its own side."""
        if change.new_place is None or change.new_place.after is None:
            return change
        slot = change.new_place.slot
        siblings = tree.order.get(slot, ())
        at = siblings.index(change.new_place.after) if change.new_place.after in siblings else -1
        while at >= 0 and final.get(siblings[at]) != slot:
            at -= 1
        return replace(change, new_place=Place(slot, siblings[at] if at >= 0 else None))


def _place_key(change: Change) -> tuple[str, str]:
    place = change.new_place
    return (str(place.slot), place.after or "") if place else ("", "")


def _alike(mine: Change, yours: Change) -> bool:
    if mine.effect is Effect.PLACE:
        return mine.new_place == yours.new_place
    if mine.effect is Effect.ADD:
        same_slot = mine.new_place and yours.new_place and mine.new_place.slot == yours.new_place.slot
        return bool(same_slot) and mine.new == yours.new
    return bool(mine.new == yours.new)


def _merged_text(base: Rows, mine: Change, yours: Change) -> str | None:
    """Both edits of one prose field; None for what is not prose, and where their words meet."""
    name = str(mine.at.field)
    if shape(base.nodes[mine.at.id].kind).roles.get(name.partition(".")[0]) is not Role.PROSE:
        return None
    if not all(isinstance(value, str) for value in (mine.old, mine.new, yours.new)):
        return None
    return merge_text(mine.old, mine.new, yours.new)


def _needs(change: Change) -> set[tuple[Why, str]]:
    """The nodes that a change cannot be made without."""
    if change.effect is Effect.REMOVE:
        return set()
    touched = {change.at.id} | ({change.new_place.slot.id} if change.new_place else set())
    named = _named(change.new) - _named(change.old) - touched
    return {(Why.REMOVED_EDITED, id_) for id_ in touched} | {(Why.REMOVED_NAMED, id_) for id_ in named}


def _named(value: Any) -> set[str]:
    """Every text in a value that could be an id."""
    found: set[str] = set()
    stack = [value]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            found.add(top)
        elif isinstance(top, Mapping):
            stack.extend(top.values())
        elif hasattr(top, "fields") and isinstance(top.fields, Mapping):
            stack.extend(top.fields.values())
        elif isinstance(top, list | tuple):
            stack.extend(top)
    return found
