"""Whether a change set that was made from one plan can be applied to another: every reason why not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from strategiplan.address import ROOT, Address
from strategiplan.model.node import shape
from strategiplan.model.plan import Plan
from strategiplan.model.tree import Row, Rows, flatten
from strategiplan.revisions.changes import Change, Effect, Place, apply


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a change cannot be made. `found` is what the plan has instead, `wanted` what the change expects."""

    code: str
    at: Address
    found: Any = None
    wanted: Any = None


def misfits(plan: Plan, changes: Sequence[Change]) -> tuple[Misfit, ...]:
    """Everything that keeps the changes from being applied to the plan; empty when `apply` is safe.

    A change fits when what it would replace is exactly what the plan has. Where a node stands among its siblings does
    not matter: it finds a place.
    """
    fitting = _Fitting(flatten(plan), changes)
    # By their spelling, since a value may be a list.
    found = {repr(misfit): misfit for change in changes for misfit in fitting.of(change)}
    return tuple(found.values()) or tuple(_lost(plan, changes))


class _Fitting:
    """The plan's rows, and what the change set itself adds and takes away."""

    def __init__(self, rows: Rows, changes: Iterable[Change]) -> None:
        self.nodes = rows.nodes
        self.order = rows.order
        self.children: dict[str, list[str]] = {}
        for slot, ids in rows.order.items():
            self.children.setdefault(slot.id, []).extend(ids)
        self.removed = {c.at.id for c in changes if c.effect is Effect.REMOVE}
        self.added: dict[str, Change] = {c.at.id: c for c in changes if c.effect is Effect.ADD}
        self.placed = {c.at.id: c.new_place for c in changes if c.effect is Effect.PLACE and c.new_place}
        self.counts: dict[str, int] = {}
        for change in changes:
            self.counts[change.id] = self.counts.get(change.id, 0) + 1

    def of(self, change: Change) -> Iterator[Misfit]:
        """What keeps one change from being made."""
        if change.effect is Effect.NOTHING:
            return
        if self.counts[change.id] > 1:
            yield Misfit("twice", change.at)
        if change.effect is Effect.ADD:
            yield from self._add(change)
            return
        row = self.nodes.get(change.at.id)
        if row is None or (change.effect is not Effect.REMOVE and change.at.id in self.removed):
            yield Misfit("missing", Address(change.at.id))
        elif change.effect is Effect.REMOVE:
            yield from self._remove(change, row)
        elif change.effect is Effect.SET:
            yield from self._set(change, row)
        else:
            yield from self._from(change, row)
            yield from self._to(change, row)

    def _add(self, change: Change) -> Iterator[Misfit]:
        id_ = change.at.id
        if id_ in self.nodes and id_ not in self.removed:
            yield Misfit("exists", change.at)
        if not isinstance(change.new, Row) or change.new_place is None or not _is_whole(change.new):
            yield Misfit("incomplete", change.at)
        else:
            yield from self._to(change, change.new)

    def _remove(self, change: Change, row: Row) -> Iterator[Misfit]:
        if change.at.id == ROOT or not isinstance(change.old, Row):
            yield Misfit("incomplete", change.at)
            return
        yield from self._from(change, row)
        if row.kind is not change.old.kind:
            yield Misfit("other-kind", change.at, row.kind.__name__, change.old.kind.__name__)
            return
        for name, found, wanted in _different(row.fields, change.old.fields):
            yield Misfit("differs", Address(change.at.id, name), found, wanted)
        for child in self.children.get(change.at.id, ()):
            if child not in self.removed and child not in self.placed:
                yield Misfit("holds-more", change.at, child)

    def _set(self, change: Change, row: Row) -> Iterator[Misfit]:
        name, form = str(change.at.field), shape(row.kind)
        if not _is_field(row, name):
            yield Misfit("no-such-field", change.at)
            return
        found = row.fields.get(name)
        if found != change.old:
            yield Misfit("differs", change.at, found, change.old)
        if change.new is None and "." not in name and name not in form.defaults:
            yield Misfit("incomplete", change.at)

    def _from(self, change: Change, row: Row) -> Iterator[Misfit]:
        if change.old_place is None or row.parent is None:
            yield Misfit("incomplete", change.at)
        elif row.parent != change.old_place.slot:
            yield Misfit("elsewhere", Address(change.at.id), row.parent.id, change.old_place.slot.id)

    def _to(self, change: Change, row: Row) -> Iterator[Misfit]:
        place = change.new_place
        if place is None:
            yield Misfit("incomplete", change.at)
            return
        parent = self._later(place.slot.id)
        if parent is None:
            yield Misfit("no-place", Address(change.at.id), None, place.slot.id)
            return
        form = shape(parent.kind)
        if form.slots.get(place.slot.field) is not row.kind:
            yield Misfit("no-place", Address(change.at.id), None, str(place.slot))
        elif place.slot.field in form.single and self._is_taken(place, change.at.id):
            yield Misfit("taken", Address(change.at.id), self.order[place.slot][0], place.slot.id)

    def _later(self, id_: str) -> Row | None:
        """The node as it is once everything is done."""
        if id_ in self.added:
            new = self.added[id_].new
            return new if isinstance(new, Row) else None
        return self.nodes.get(id_) if id_ not in self.removed else None

    def _is_taken(self, place: Place, id_: str) -> bool:
        there = [i for i in self.order.get(place.slot, ()) if i not in self.removed and i not in self.placed]
        return any(other != id_ for other in there)


def _is_whole(row: Row) -> bool:
    """Whether the row has every field that its kind needs, and none that it does not know."""
    form = shape(row.kind)
    needed = set(form.names) - set(form.slots) - form.tables - set(form.defaults)
    return needed <= set(row.fields) and all(_is_field(row, name) for name in row.fields)


def _is_field(row: Row, name: str) -> bool:
    """Whether a node of this kind has such a field of its own; of a table, an entry."""
    form = shape(row.kind)
    table, _, key = name.partition(".")
    return table in form.names and table not in form.slots and bool(key) == (table in form.tables)


def _different(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in {**found, **wanted}:
        if found.get(name) != wanted.get(name):
            yield name, found.get(name), wanted.get(name)


def _lost(plan: Plan, changes: Sequence[Change]) -> Iterator[Misfit]:
    """What would fall out of the tree although every change by itself fits: nodes that come to hold each other."""
    nodes = set(flatten(plan).nodes) - {c.at.id for c in changes if c.effect is Effect.REMOVE}
    nodes |= {c.at.id for c in changes if c.effect is Effect.ADD}
    for id_ in sorted(nodes - set(flatten(apply(plan, changes)).nodes)):
        yield Misfit("circle", Address(id_))
