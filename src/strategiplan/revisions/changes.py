"""What changed between two revisions: by id and field, never by position or likeness.

A change set is a value. It can be applied, inverted, filtered and stored; how it looks is not its business.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from strategiplan.address import ROOT, Address
from strategiplan.model.node import Node, shape
from strategiplan.model.plan import Area, Goal, Indicator, Plan, SubGoal
from strategiplan.model.revision import Note
from strategiplan.model.tree import Row, Rows, Slot, build, flatten
from strategiplan.model.types import Role
from strategiplan.revisions.order import keepers, merged


class Kind(StrEnum):
    """The closed list of what a change can be."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    TEXT_CHANGED = "text-changed"
    VALUE_CHANGED = "value-changed"
    MOVED = "moved"
    REORDERED = "reordered"
    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"
    ABSORBED = "absorbed"
    PROMOTED = "promoted"
    DELEGATED = "delegated"
    CONFIRMED = "confirmed"
    PROMISED = "promised"
    EDITORIAL = "editorial"


class Effect(StrEnum):
    """What applying a change does to the tree."""

    ADD = "add"
    REMOVE = "remove"
    SET = "set"
    PLACE = "place"
    NOTHING = "nothing"


_EFFECTS = {
    Kind.ADDED: Effect.ADD,
    Kind.REMOVED: Effect.REMOVE,
    Kind.REPLACED: Effect.REMOVE,
    Kind.SPLIT: Effect.REMOVE,
    Kind.MERGED: Effect.REMOVE,
    Kind.ABSORBED: Effect.REMOVE,
    Kind.PROMOTED: Effect.REMOVE,
    Kind.DELEGATED: Effect.REMOVE,
    Kind.RENAMED: Effect.SET,
    Kind.TEXT_CHANGED: Effect.SET,
    Kind.VALUE_CHANGED: Effect.SET,
    Kind.EDITORIAL: Effect.SET,
    Kind.MOVED: Effect.PLACE,
    Kind.REORDERED: Effect.PLACE,
    Kind.CONFIRMED: Effect.NOTHING,
    Kind.PROMISED: Effect.NOTHING,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node sits: in which slot, after which sibling (None: first)."""

    slot: Slot
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two revisions.

    `old` and `new` are model values of a field, or the whole `Row` of a node that comes or goes; None means absent.
    `old_place` and `new_place` say where a node sat and sits when that is part of the change. `note` is the reason
    that somebody gave for it, and `inherited` says that it was given for the node around it.
    """

    kind: Kind
    at: Address
    old: Any = None
    new: Any = None
    old_place: Place | None = None
    new_place: Place | None = None
    note: Note | None = None
    inherited: bool = False

    @property
    def effect(self) -> Effect:
        """What applying this change does."""
        return _EFFECTS[self.kind]

    @property
    def id(self) -> str:
        """The change's name, the same as long as the same thing changes in the same way: `address:effect`.

        The effect and not the kind, so that a decision still names its change when a fate is added to its note.
        """
        return f"{self.at}:{self.effect}"


# What a plan is about. Two plans may both have a section called "about this page" and still be strangers.
_BEARING = (Area, Goal, Indicator, SubGoal)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All changes from one revision to another, in document order, with both trees beside them."""

    changes: tuple[Change, ...]
    old: Rows = field(repr=False)
    new: Rows = field(repr=False)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The ids of the nodes that changed, each once, in document order."""
        return tuple(dict.fromkeys(c.at.id for c in self.changes if c.effect is not Effect.NOTHING))

    @property
    def shared(self) -> int:
        """How many areas, goals and measures stand in both trees; 0: the plans have nothing in common."""
        return sum(row.kind in _BEARING and id_ in self.new.nodes for id_, row in self.old.nodes.items())

    def of(self, id_: str) -> tuple[Change, ...]:
        """The changes of one node."""
        return tuple(c for c in self.changes if c.at.id == id_)


def _field_kind(kind: type[Node], name: str) -> Kind:
    role = shape(kind).roles.get(name)
    if role is Role.TITLE:
        return Kind.RENAMED
    return Kind.TEXT_CHANGED if role is Role.PROSE else Kind.VALUE_CHANGED


def _fields(id_: str, old: Row, new: Row) -> list[Change]:
    found = []
    for name in {**old.fields, **new.fields}:
        before, after = old.fields.get(name), new.fields.get(name)
        if before != after:
            found.append(Change(_field_kind(new.kind, name), Address(id_, name), before, after))
    rank = {name: n for n, name in enumerate(shape(new.kind).names)}
    return sorted(found, key=lambda c: (rank[str(c.at.field).partition(".")[0]], str(c.at.field)))


def _places(rows: Rows) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for slot, ids in rows.order.items():
        before: str | None = None
        for id_ in ids:
            places[id_] = Place(slot, before)
            before = id_
    return places


def _compare_rows(old: Rows, new: Rows) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    was, is_ = _places(old), _places(new)
    kept: dict[Slot, frozenset[str]] = {}
    for id_, row in old.nodes.items():
        other = new.nodes.get(id_)
        if other is None or other.kind is not row.kind:
            found[id_] = [Change(Kind.REMOVED, Address(id_), old=row, old_place=was.get(id_))]
            continue
        changes = _fields(id_, row, other)
        slot = row.parent
        if slot != other.parent:
            changes.insert(0, Change(Kind.MOVED, Address(id_), old_place=was[id_], new_place=is_[id_]))
        elif slot is not None and was[id_] != is_[id_]:
            if slot not in kept:
                before, after = old.order[slot], new.order[slot]
                stay = {i for i in before if i in new.nodes and new.nodes[i].kind is old.nodes[i].kind}
                kept[slot] = keepers([i for i in before if i in stay], [i for i in after if i in stay])
            if id_ not in kept[slot]:
                changes.insert(0, Change(Kind.REORDERED, Address(id_), old_place=was[id_], new_place=is_[id_]))
        if changes:
            found[id_] = changes
    for id_, row in new.nodes.items():
        other = old.nodes.get(id_)
        if other is None or other.kind is not row.kind:
            added = Change(Kind.ADDED, Address(id_), new=row, new_place=is_.get(id_))
            found.setdefault(id_, []).append(added)
    return found


def outline(old: Rows, new: Rows) -> list[str]:
    """Every id of both trees in the order a reader of the revision meets them."""
    order = merged(old, new)
    below: dict[str, list[Slot]] = {}
    for slot in order:
        below.setdefault(slot.id, []).append(slot)
    out: list[str] = []
    stack = [ROOT]
    seen: set[str] = set()
    while stack:
        id_ = stack.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        out.append(id_)
        row = new.nodes.get(id_) or old.nodes[id_]
        rank = {name: n for n, name in enumerate(shape(row.kind).slots)}
        for slot in sorted(below.get(id_, ()), key=lambda s: rank.get(s.field, -1), reverse=True):
            stack.extend(reversed(order[slot]))
    return out


def diff(old: Plan, new: Plan) -> ChangeSet:
    """Everything that differs between two plans. Pure, deterministic, and linear in their size.

    `apply(old, diff(old, new)) == new`, and `diff(plan, plan)` is empty.
    """
    before, after = flatten(old), flatten(new)
    found = _compare_rows(before, after)
    if not found:
        return ChangeSet((), before, after)
    changes = [change for id_ in outline(before, after) for change in found.get(id_, ())]
    return ChangeSet(tuple(changes), before, after)


def apply(plan: Plan, changes: Iterable[Change]) -> Plan:
    """The plan after the changes.

    A sibling that a change names as its predecessor may be absent (when only some changes are applied); the node then
    goes last. Raises KeyError when a change is about a node that the plan does not have.
    """
    rows = flatten(plan)
    nodes, order = dict(rows.nodes), {slot: list(ids) for slot, ids in rows.order.items()}
    todo = list(changes)
    placed: dict[Slot, dict[str, str | None]] = {}
    for change in todo:
        if change.effect in (Effect.REMOVE, Effect.PLACE) and change.old_place is not None:
            order[nodes[change.at.id].parent or change.old_place.slot].remove(change.at.id)
        if change.effect is Effect.REMOVE:
            del nodes[change.at.id]
    for change in todo:
        if change.effect is Effect.ADD:
            nodes[change.at.id] = change.new
        if change.effect in (Effect.ADD, Effect.PLACE) and change.new_place is not None:
            slot = change.new_place.slot
            nodes[change.at.id] = nodes[change.at.id]._replace(parent=slot)
            placed.setdefault(slot, {})[change.at.id] = change.new_place.after
        if change.effect is Effect.SET:
            row = nodes[change.at.id]
            name = str(change.at.field)
            fields = {k: v for k, v in row.fields.items() if k != name}
            nodes[change.at.id] = row._replace(fields=fields if change.new is None else fields | {name: change.new})
    for slot, waiting in placed.items():
        order[slot] = _insert(order.get(slot, []), waiting)
    return build(Rows(nodes, {slot: tuple(ids) for slot, ids in order.items() if ids}))


def _insert(ids: list[str], waiting: dict[str, str | None]) -> list[str]:
    """The siblings with those that wait put after their predecessors, in one pass over the result."""
    followers: dict[str | None, list[str]] = {}
    present = {*ids, *waiting}
    lost = [id_ for id_, after in waiting.items() if after is not None and after not in present]
    for id_, after in waiting.items():
        if id_ not in lost:
            followers.setdefault(after, []).append(id_)
    out: list[str] = []
    stack = [*reversed(ids), *reversed(followers.pop(None, []))]
    while stack:
        id_ = stack.pop()
        out.append(id_)
        stack.extend(reversed(followers.pop(id_, [])))
    # What is left follows each other in a ring (only possible when changes of several sets are mixed).
    out.extend(id_ for group in followers.values() for id_ in group)
    return [*out, *lost]


def invert(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that undo these: `apply(new, invert(diff(old, new))) == old`."""
    turned = {Effect.ADD: Kind.REMOVED, Effect.REMOVE: Kind.ADDED}
    return tuple(
        replace(
            change,
            kind=turned.get(change.effect, change.kind),
            old=change.new,
            new=change.old,
            old_place=change.new_place,
            new_place=change.old_place,
        )
        for change in changes
    )
