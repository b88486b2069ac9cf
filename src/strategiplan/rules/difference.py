"""What differs between a revision and its base, compared once for the rules that ask."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from strategiplan.address import Address
from strategiplan.diagnostics import Finding
from strategiplan.model.dossier import Dossier
from strategiplan.model.node import Node
from strategiplan.model.plan import Plan
from strategiplan.model.revision import Note
from strategiplan.model.tree import Row, Rows, Slot, flatten
from strategiplan.rules.known import once
from strategiplan.rules.nearest import Names

PARENT, KIND = "parent", "kind"


class Told(NamedTuple):
    """A note with its number and the address that it is about."""

    number: int
    note: Note
    at: Address

    def field(self, name: str) -> Address:
        """The address of one of the note's own fields."""
        return Address("revision", f"notes.{self.number}.{name}")


class Difference:
    """Nodes that come, go and change. `changed` gives the fields that differ, with `parent` for a move and a slot's
    name where the children that stay have a new order. `touched` are the nodes in which anything differs, at any depth.
    What could not be read is not taken for removed.
    """

    def __init__(self, base: Plan, plan: Plan, unread: frozenset[str] = frozenset()) -> None:
        self.old: Rows = flatten(base)
        self.new: Rows = flatten(plan)
        self.added = [id_ for id_ in self.new.nodes if id_ not in self.old.nodes]
        self.removed = list(self._gone(unread))
        self.changed: Mapping[str, tuple[str, ...]] = dict(self._changed())
        self.touched = frozenset(self._touched())
        self.names = Names([*self.new.nodes, *self.old.nodes])

    def _gone(self, unread: frozenset[str]) -> Iterator[str]:
        hidden = set(unread)
        for id_, row in self.old.nodes.items():
            if id_ in self.new.nodes:
                continue
            if id_ in hidden or (row.parent and row.parent.id in hidden):
                hidden.add(id_)
            else:
                yield id_

    def _changed(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        reordered = self._reordered()
        for id_, old in self.old.nodes.items():
            new = self.new.nodes.get(id_)
            if new is None:
                continue
            # A node of another kind has other fields; that it is another kind says it all.
            names = {**old.fields, **new.fields} if old.kind is new.kind else ()
            fields = [name for name in names if old.fields.get(name) != new.fields.get(name)]
            fields += [KIND] if old.kind is not new.kind else []
            fields += [PARENT] if old.parent != new.parent else []
            fields += reordered.get(id_, [])
            if fields:
                yield id_, tuple(fields)

    def _reordered(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for slot, before in self.old.order.items():
            after = self.new.order.get(slot, ())
            if before != after and self._stay(before, slot) != self._stay(after, slot):
                found.setdefault(slot.id, []).append(slot.field)
        return found

    def _stay(self, ids: tuple[str, ...], slot: Slot) -> list[str]:
        return [id_ for id_ in ids if self._stays(id_, slot)]

    def _stays(self, id_: str, slot: Slot) -> bool:
        old, new = self.old.nodes.get(id_), self.new.nodes.get(id_)
        return old is not None and new is not None and old.parent == new.parent == slot

    def _touched(self) -> set[str]:
        return self._above(self.old) | self._above(self.new)

    def _above(self, rows: Rows) -> set[str]:
        """Everything that differs, and what it stands in, by one of the trees."""
        found: set[str] = set()
        for start in (*self.added, *self.removed, *self.changed):
            id_: str | None = start
            while id_ is not None and id_ not in found:
                found.add(id_)
                row = rows.nodes.get(id_)
                id_ = row.parent.id if row and row.parent else None
        return found

    def row(self, id_: str) -> Row | None:
        """The node as it is in the revision, or as it was in the base."""
        return self.new.nodes.get(id_) or self.old.nodes.get(id_)

    def was(self, id_: str, kind: type[Node]) -> bool:
        """Whether the base has the node, and it is of this kind."""
        row = self.old.nodes.get(id_)
        return row is not None and row.kind is kind

    def goes_alone(self, id_: str) -> bool:
        """Whether a removed node's parent lives on."""
        row = self.old.nodes[id_]
        return row.parent is None or row.parent.id in self.new.nodes

    def title(self, id_: str) -> str:
        """What the node is called, or its id."""
        row = self.row(id_)
        for name in ("title", "name", "heading", "text"):
            if row and isinstance(title := row.fields.get(name), str):
                return title
        return id_


@once
def difference(dossier: Dossier) -> Difference:
    """What the revision changes. Only for rules that need a base; without one nothing differs."""
    return Difference(dossier.base or dossier.plan, dossier.plan, dossier.unread)


@once
def told(dossier: Dossier) -> tuple[Told, ...]:
    """The revision's notes with their addresses."""
    notes = dossier.revision.notes if dossier.revision else ()
    return tuple(Told(number, note, Address.parse(note.at)) for number, note in enumerate(notes))


def by_fate(dossier: Dossier) -> dict[str, list[Told]]:
    """The notes that give a whole node a fate, by node."""
    found: dict[str, list[Told]] = {}
    for entry in told(dossier):
        if entry.note.fate and entry.at.field is None:
            found.setdefault(entry.at.id, []).append(entry)
    return found


def in_notes(**params: object) -> Finding:
    """A finding about something that stands in no file any more: it is answered among the notes."""
    return Finding(Address("revision", "notes"), params)
