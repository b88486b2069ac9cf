"""Where the changes of two proposals meet, and in what way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from strategiplan.address import Address
from strategiplan.model.node import shape
from strategiplan.model.tree import Rows, Slot
from strategiplan.model.types import Role
from strategiplan.revisions.changes import Change, ChangeSet, Effect, Kind
from strategiplan.revisions.text_merge import meetings
from strategiplan.revisions.trial import Needs, whole


class Why(StrEnum):
    """In what way changes of two proposals meet."""

    SAME = "same"  # one and the same change
    OTHER_FIELD = "other-field"  # one node, different things about it
    OTHER_WORDS = "other-words"  # one text, words that do not meet
    OTHER_ORDER = "other-order"  # moved to another parent by one, among its siblings by the other
    SAME_PLACE = "same-place"  # something is put beside the same sibling: which comes first has to be chosen
    SAME_FIELD = "same-field"  # one value, two new ones
    SAME_WORDS = "same-words"  # one text, words that meet
    SAME_ID = "same-id"  # two different things are added under one id
    TWO_PARENTS = "two-parents"  # moved into two things
    TWO_ORDERS = "two-orders"  # moved among its siblings to two places
    TWO_FATES = "two-fates"  # removed by both, to become different things
    REMOVED_EDITED = "removed-edited"  # removed by one, changed, moved or added to by the other
    CONFIRMED = "confirmed"  # one says that it stays as it is, the other changes it
    CYCLE = "cycle"  # each is moved into the other
    BREAKS_RULE = "breaks-rule"  # right in each, wrong together


class Meeting(NamedTuple):
    """Every change of the one side stands in this way to every change of the other."""

    why: Why
    at: Address
    ours: tuple[Change, ...]
    theirs: tuple[Change, ...]


class Side:
    """One proposal's changes by what they touch."""

    def __init__(self, found: ChangeSet, needed: Needs) -> None:
        self.found = found
        self.needed = needed
        self.by_id = {c.id: c for c in found.changes}
        self.of: dict[str, list[Change]] = defaultdict(list)
        self.into: dict[str, list[Change]] = defaultdict(list)
        self.beside: dict[tuple[Slot, str | None], list[Change]] = defaultdict(list)
        self.removed: dict[str, Change] = {}
        self.anchors = _anchors(found)
        for change in found.changes:
            self.of[change.at.id].append(change)
            if change.effect is Effect.REMOVE:
                self.removed[change.at.id] = change
            if change.new_place is not None:
                self.into[change.new_place.slot.id].append(change)
                self.beside[change.new_place.slot, self.anchors[change.id]].append(change)

    def around(self, id_: str) -> list[Change]:
        """The removal of a node with those of everything around it that goes because it does."""
        out: list[Change] = []
        current: str | None = id_
        while current is not None and current in self.removed:
            out.append(self.removed[current])
            row = self.found.old.nodes[current]
            current = row.parent.id if row.parent is not None else None
        return out


def _anchors(found: ChangeSet) -> dict[str, str | None]:
    """For every change that puts a node somewhere, the sibling of the base that it comes after."""
    wanted: dict[Slot, dict[str, str]] = defaultdict(dict)
    for change in found.changes:
        if change.new_place is not None:
            wanted[change.new_place.slot][change.at.id] = change.id
    out: dict[str, str | None] = {}
    for slot, ids in wanted.items():
        before: str | None = None
        for id_ in found.new.order.get(slot, ()):
            if id_ in ids:
                out[ids[id_]] = before
            row = found.old.nodes.get(id_)
            if row is not None and row.parent == slot:
                before = id_
    return out


def between(base: Rows, ours: Side, theirs: Side) -> Iterator[Meeting]:
    """Every way in which two proposals meet. What they share meets nothing: it stands in both beside the rest."""
    shared = {id_ for id_, c in ours.by_id.items() if id_ in theirs.by_id and _same(c, theirs.by_id[id_], ours, theirs)}
    for id_ in (id_ for id_ in ours.by_id if id_ in shared):
        change = ours.by_id[id_]
        yield Meeting(Why.SAME, change.at, (change,), (theirs.by_id[id_],))
    pair = _Pair(base, ours, theirs, shared)
    yield from pair.at_nodes()
    yield from pair.removals()
    yield from pair.places()
    yield from pair.cycles()


class _Pair:
    def __init__(self, base: Rows, ours: Side, theirs: Side, shared: set[str]) -> None:
        self.base, self.ours, self.theirs, self.shared = base, ours, theirs, shared

    def _own(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        return tuple(c for c in changes if c.id not in self.shared)

    def at_nodes(self) -> Iterator[Meeting]:
        """Changes of one node."""
        for id_ in self.ours.of:
            if id_ not in self.theirs.of:
                continue
            mine, yours = self._own(self.ours.of[id_]), self._own(self.theirs.of[id_])
            by_id = {c.id: c for c in yours}
            for change in mine:
                other = by_id.get(change.id)
                if other is not None and (why := _contest(self.base, change, other, self.ours, self.theirs)):
                    yield Meeting(why, change.at, (change,), (other,))
            yield from _confirmed(mine, yours)
            yield from (m._replace(ours=m.theirs, theirs=m.ours) for m in _confirmed(yours, mine))
            kept = [tuple(c for c in side if c.effect in (Effect.SET, Effect.PLACE)) for side in (mine, yours)]
            if kept[0] and kept[1] and {c.id for c in (*kept[0], *kept[1])} != {c.id for c in kept[0][:1]}:
                yield Meeting(Why.OTHER_FIELD, Address(id_), *kept)

    def removals(self) -> Iterator[Meeting]:
        """What one removes and the other changes, moves, confirms, or puts something into."""
        for remover, editor, swap in ((self.ours, self.theirs, False), (self.theirs, self.ours, True)):
            for id_, removal in remover.removed.items():
                edits = [c for c in editor.of.get(id_, ()) if c.effect not in (Effect.REMOVE, Effect.ADD)]
                edits += editor.into.get(id_, ())
                lost, kept = self._own(remover.around(id_)), self._own(edits)
                if lost and kept and removal.id not in self.shared:
                    sides = (kept, lost) if swap else (lost, kept)
                    yield Meeting(Why.REMOVED_EDITED, Address(lost[-1].at.id), *sides)

    def places(self) -> Iterator[Meeting]:
        """What comes to stand beside the same sibling, and beside one that the other takes away or moves."""
        for (slot, after), changes in self.ours.beside.items():
            mine, yours = self._own(changes), self._own(self.theirs.beside.get((slot, after), ()))
            if mine and yours and len({c.at for c in (*mine, *yours)}) > 1:
                yield Meeting(Why.SAME_PLACE, Address(after or slot.id), mine, yours)
        yield from self._loose_ends(self.ours, self.theirs, False)
        yield from self._loose_ends(self.theirs, self.ours, True)

    def _loose_ends(self, putter: Side, mover: Side, swap: bool) -> Iterator[Meeting]:
        for (_, after), changes in putter.beside.items():
            if after is None or after not in mover.of:
                continue
            moved = self._own(c for c in mover.of[after] if c.effect in (Effect.REMOVE, Effect.PLACE))
            put = self._own(c for c in changes if c.at.id != after)
            if moved and put:
                yield Meeting(Why.SAME_PLACE, Address(after), *((moved, put) if swap else (put, moved)))

    def cycles(self) -> Iterator[Meeting]:
        """Moves that would put each thing inside the other."""
        mine = self._own(c for c in self.ours.by_id.values() if c.effect is Effect.PLACE and self._moves(c))
        yours = self._own(c for c in self.theirs.by_id.values() if c.effect is Effect.PLACE and self._moves(c))
        if not mine or not yours:
            return
        by_node = {c.at.id: c for c in yours}
        for change in mine:
            for other in self._reached(change, by_node):
                if self._in_a_ring(change, other):
                    yield Meeting(Why.CYCLE, min(change.at, other.at), (change,), (other,))

    @staticmethod
    def _moves(change: Change) -> bool:
        return (
            change.old_place is not None
            and change.new_place is not None
            and change.old_place.slot.id != change.new_place.slot.id
        )

    def _reached(self, change: Change, moves: Mapping[str, Change]) -> list[Change]:
        """The other side's moves of what is around the place that a change leads to, now or then."""
        found: dict[str, Change] = {}
        seen: set[str] = set()
        todo = [change.new_place.slot.id] if change.new_place else []
        while todo:
            id_ = todo.pop()
            if id_ in seen:
                continue
            seen.add(id_)
            row = self.base.nodes.get(id_) or self.ours.found.new.nodes.get(id_) or self.theirs.found.new.nodes.get(id_)
            if row is not None and row.parent is not None:
                todo.append(row.parent.id)
            for own in self.ours.of.get(id_, ()):
                todo += [own.new_place.slot.id] if own.new_place is not None else []
            if id_ in moves:
                found[moves[id_].id] = moves[id_]
                todo += [place.slot.id] if (place := moves[id_].new_place) is not None else []
        return list(found.values())

    def _in_a_ring(self, change: Change, other: Change) -> bool:
        """Whether the two, with what they need, leave something in itself."""
        above = {id_: row.parent.id for id_, row in self.base.nodes.items() if row.parent is not None}
        for side, one in ((self.ours, change), (self.theirs, other)):
            for id_ in whole([one.id], side.needed):
                place = side.by_id[id_].new_place
                if place is not None:
                    above[side.by_id[id_].at.id] = place.slot.id
        seen: set[str] = set()
        current = change.at.id
        while current in above and current not in seen:
            seen.add(current)
            current = above[current]
        return current in seen and change.at.id in seen and other.at.id in seen


def _same(one: Change, other: Change, ours: Side, theirs: Side) -> bool:
    """Whether two proposals make one and the same change; whose reasons for it differ does not matter."""
    match one.effect:
        case Effect.PLACE:
            return _where(one, ours) == _where(other, theirs)
        case Effect.ADD:
            slots = [c.new_place.slot if c.new_place else None for c in (one, other)]
            return slots[0] == slots[1] and bool(one.new == other.new)
        case Effect.REMOVE:
            return not differ(one, other)
        case Effect.NOTHING:
            return one.kind is other.kind
    return bool(one.new == other.new)


def _where(change: Change, side: Side) -> tuple[Slot | None, str | None]:
    return (change.new_place.slot if change.new_place else None), side.anchors.get(change.id)


def differ(one: Change, other: Change) -> bool:
    """Whether two removals say different things of what becomes of the node; one that says nothing agrees with both."""
    said = [
        (c.note.fate, c.note.into, c.note.assignment)
        for c in (one, other)
        if c.note is not None and not c.inherited and c.note.fate is not None
    ]
    return len(said) == 2 and said[0] != said[1]


def _contest(base: Rows, one: Change, other: Change, ours: Side, theirs: Side) -> Why | None:
    """In what way two different changes of the same thing meet."""
    if one.effect is Effect.SET:
        return _texts(base, one, other)
    if one.effect is Effect.PLACE:
        here, there = _where(one, ours)[0], _where(other, theirs)[0]
        moved = [c for c in (one, other) if c.kind is Kind.MOVED]
        if len(moved) == 1:
            return Why.OTHER_ORDER
        return Why.TWO_PARENTS if here != there else Why.TWO_ORDERS
    plain = {Effect.ADD: Why.SAME_ID, Effect.REMOVE: Why.TWO_FATES}
    return plain.get(one.effect, Why.CONFIRMED)


def _texts(base: Rows, one: Change, other: Change) -> Why:
    role = shape(base.nodes[one.at.id].kind).roles.get(str(one.at.field).partition(".")[0])
    if role is Role.PROSE and all(isinstance(value, str) for value in (one.old, one.new, other.new)):
        return Why.SAME_WORDS if meetings(one.old, one.new, other.new) else Why.OTHER_WORDS
    return Why.SAME_FIELD


def _confirmed(mine: Iterable[Change], yours: Iterable[Change]) -> Iterator[Meeting]:
    """What one says stays as it is and the other changes."""
    for change in mine:
        if change.kind is not Kind.CONFIRMED:
            continue
        against = tuple(c for c in yours if c.effect is Effect.SET and change.at.covers(c.at))
        against += tuple(c for c in yours if c.kind is Kind.MOVED and change.at.field is None)
        if against:
            yield Meeting(Why.CONFIRMED, change.at, (change,), against)
