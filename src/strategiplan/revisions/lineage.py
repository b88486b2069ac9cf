"""One goal, indicator or area through all revisions: where it came from, what happened to it, what it became.

Identity follows ids, and where an id ends, the fates that somebody wrote down. Likeness decides nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from strategiplan.address import Address
from strategiplan.model.dossier import Dossier
from strategiplan.model.node import Node, shape
from strategiplan.model.plan import BodyPlan, Plan, Status
from strategiplan.model.revision import Note
from strategiplan.model.tree import Row, Rows, Slot, flatten
from strategiplan.model.types import Role
from strategiplan.revisions.changes import Change, ChangeSet, Effect, Kind, diff
from strategiplan.revisions.reasons import join

_DECIDED = ("adopted", "superseded")
Turns = Mapping[str, "_Turn"]


class What(StrEnum):
    """What can happen to a thing in a revision. Those named as kinds of change are those kinds."""

    FIRST = "first"
    NEW = "new"
    RETURNED = "returned"
    UNCHANGED = "unchanged"
    CONFIRMED = "confirmed"
    PROMISED = "promised"
    RENAMED = "renamed"
    TEXT_CHANGED = "text-changed"
    VALUE_CHANGED = "value-changed"
    EDITORIAL = "editorial"
    MOVED = "moved"
    REORDERED = "reordered"
    RECEIVED = "received"
    PARTS = "parts"
    ABSORBED = "absorbed"
    MERGED = "merged"
    SPLIT = "split"
    DELEGATED = "delegated"
    REPLACED = "replaced"
    PROMOTED = "promoted"
    CEASED = "ceased"
    REMOVED = "removed"
    REMOVED_WITH = "removed-with"


_ENDS = frozenset({
    What.ABSORBED, What.MERGED, What.SPLIT, What.DELEGATED, What.REPLACED, What.PROMOTED, What.CEASED, What.REMOVED,
    What.REMOVED_WITH,
})

class Ref(NamedTuple):
    """Something that is mentioned; the title is empty when no tree has it, as for a board."""

    id: str
    title: str = ""


class Part(NamedTuple):
    """What happened to something directly inside: it came, went, moved in or out, or changed in itself."""

    at: Ref
    what: What
    into: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one node in one revision.

    `row` is the node as that revision has it, or as it last was. `old` and `new` are a field's values, or the places
    (`Ref`) that it moved between; `new` is also where something new stands. `into` says what it became, `origins` what
    it came from, and `around` with what it left.
    """

    step: str
    what: What
    at: Ref
    row: Row
    field: str | None = None
    old: Any = None
    new: Any = None
    into: tuple[Ref, ...] = ()
    origins: tuple[Ref, ...] = ()
    parts: tuple[Part, ...] = ()
    around: Ref | None = None
    note: Note | None = None
    is_side: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One revision. `previous` names the one that it is compared with; `is_side` that it was proposed, not decided."""

    name: str
    plan: Plan = field(repr=False)
    status: Status = "adopted"
    previous: str | None = None
    notes: tuple[Note, ...] = field(default=(), repr=False)
    is_side: bool = False
    rows: Rows = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", flatten(self.plan))


def chained(dossiers: Iterable[Dossier]) -> tuple[Step, ...]:
    """The revisions of one organisation in time order, each after the one that it is based on.

    What was decided is one line; drafts and proposals stand beside it. A revision that names no known base follows the
    one decided before it, by period; its notes, which are about another plan, are then left out.
    """
    given = {short(d.name): d for d in dossiers}
    order: list[str] = []
    for name in sorted(given, key=lambda n: _time(n, given[n])):
        _after_its_base(name, given, order)
    steps: list[Step] = []
    last: str | None = None
    for name in order:
        dossier = given[name]
        base = dossier.revision.base if dossier.revision else None
        known = base is not None and base != name and base in order[: order.index(name)]
        notes = dossier.revision.notes if dossier.revision and known else ()
        status = dossier.status
        steps.append(Step(name, dossier.plan, status, base if known else last, notes, status not in _DECIDED))
        if status in _DECIDED:
            last = name
    return tuple(steps)


def short(name: str) -> str:
    """A revision's name without its organisation: `2023`, as `revision.base` names it."""
    return name.rpartition("/")[2]


def _time(name: str, dossier: Dossier) -> tuple[Any, ...]:
    plan = dossier.plan
    decided = plan.decision.date.isoformat() if plan.decision and plan.decision.date else ""
    return plan.period.start, plan.period.end, dossier.status in _DECIDED, decided, name


def _after_its_base(name: str, given: Mapping[str, Dossier], order: list[str]) -> None:
    """Put a revision in the order, after its base and the base's base; in a circle only time decides."""
    chain: list[str] = []
    current: str | None = name
    while current is not None and current in given and current not in order and current not in chain:
        chain.append(current)
        revision = given[current].revision
        current = revision.base if revision else None
    order.extend(reversed(chain) if current not in chain else [name])


def known_ids(steps: Iterable[Step]) -> tuple[str, ...]:
    """Every id that any of the revisions has."""
    return tuple(dict.fromkeys(id_ for step in steps for id_ in step.rows.nodes))


def turns_of(steps: Sequence[Step]) -> Turns:
    """What `lineage` has to work out about the revisions, whatever id is asked for: for many ids it is done once."""
    return {step.name: _Turn(step, next((s for s in steps if s.name == step.previous), None)) for step in steps}


def lineage(id_: str, steps: Sequence[Step], turns: Turns | None = None) -> tuple[Event, ...]:
    """What happened to a node, its ancestors and its successors, revision by revision.

    The steps are as `chained` gives them, `turns` as `turns_of` does. Empty when no revision has the id.
    """
    turns = turns_of(steps) if turns is None else turns
    followed = _followed(id_, steps, turns)
    seen: set[str] = set()
    events: list[Event] = []
    for step in steps:
        turn = turns[step.name]
        before = followed.get(step.previous or "", ())
        for each in dict.fromkeys((*before, *followed[step.name])):
            events.extend(turn.events(each, each in seen))
        if not step.is_side:
            seen.update(followed[step.name])
    return tuple(events)


def _followed(id_: str, steps: Sequence[Step], turns: Turns) -> dict[str, tuple[str, ...]]:
    """The ids to follow in each revision: what leads to the asked one, itself, and what it became."""
    found: dict[str, dict[str, None]] = {step.name: {} for step in steps}
    decided = any(id_ in step.rows.nodes for step in steps if not step.is_side)
    for step in steps:
        if id_ in step.rows.nodes:
            found[step.name][id_] = None
    later = {name: dict(ids) for name, ids in found.items()}
    for step in reversed(steps):
        # What only a proposal says about the origin of something is no history, unless only proposals have it.
        if step.previous and (not step.is_side or not decided):
            for each in found[step.name]:
                found[step.previous].update(dict.fromkeys(turns[step.name].sources(each)))
    for step in steps:
        if step.previous:
            for each in later[step.previous]:
                later[step.name].update(dict.fromkeys(turns[step.name].successors(each)))
    return {
        step.name: tuple(i for i in step.rows.nodes if i in found[step.name] or i in later[step.name]) for step in steps
    }


class _Turn:
    """From one revision to the next."""

    def __init__(self, step: Step, before: Step | None) -> None:
        self.step = step
        self.new = step.rows.nodes
        self.old: Mapping[str, Row] = before.rows.nodes if before else {}
        self.has_before = before is not None
        self.changes: dict[str, list[Change]] = {}
        self.stirred: set[str] = set()
        if before is not None:
            found = join(diff(before.plan, step.plan), step.notes).changes
            for change in found:
                self.changes.setdefault(change.at.id, []).append(change)
            self.stirred = _stirred(found)
        self.into: dict[str, tuple[str, ...]] = {}
        self.origins: dict[str, tuple[str, ...]] = {}
        self.orders = (before.rows.order if before else {}, step.rows.order)
        self._link()

    def _link(self) -> None:
        for note in self.step.notes:
            source = Address.parse(note.at).id
            stays = source in self.new and source in self.old and self.new[source].kind is self.old[source].kind
            if note.fate is None or source not in self.old or (note.fate == "moved" and stays):
                continue
            self.into[source] = (*self.into.get(source, ()), *note.into)
            for target in note.into:
                # A board that gets the responsibility does not descend from the goal.
                if target in self.new and self.new[target].kind is not BodyPlan:
                    self.origins[target] = (*self.origins.get(target, ()), source)

    def sources(self, id_: str) -> list[str]:
        """What a node of this revision was in the one before."""
        same = [id_] if self._stays(id_) else []
        return same + [source for source in self.origins.get(id_, ()) if source not in same]

    def successors(self, id_: str) -> list[str]:
        """What a node of the revision before is in this one."""
        same = [id_] if self._stays(id_) else []
        return same + [target for target in self.into.get(id_, ()) if id_ in self.origins.get(target, ())]

    def _stays(self, id_: str) -> bool:
        return id_ in self.old and id_ in self.new and self.old[id_].kind is self.new[id_].kind

    def events(self, id_: str, was_there: bool) -> Iterator[Event]:
        """Everything that happened to one node here, and that nothing did."""
        if not self.has_before:
            if id_ in self.new:
                yield self._event(What.FIRST, id_, new=self._parent(self.new, id_))
            return
        found = [self._told(change, was_there) for change in self.changes.get(id_, ())]
        if self._stays(id_):
            if self.origins.get(id_):
                found.append(self._event(What.RECEIVED, id_, origins=self._refs(self.origins[id_])))
            if parts := tuple(self._parts(id_, self.new[id_].kind)):
                found.append(self._event(What.PARTS, id_, parts=parts))
            if all(event.what is What.PROMISED for event in found):
                found.insert(0, self._event(What.UNCHANGED, id_))
        yield from found

    def _told(self, change: Change, was_there: bool) -> Event:
        id_, note = change.at.id, change.note
        if change.effect is Effect.ADD:
            what = What.RETURNED if was_there and id_ not in self.old else What.NEW
            origins = self._refs(self.origins.get(id_, ()))
            # The reason that it inherits from its origin is told where the origin ends.
            own = None if change.inherited and origins else note
            return self._event(what, id_, new=self._parent(self.new, id_), origins=origins, note=own)
        if change.effect is Effect.REMOVE:
            if change.inherited and note is not None:
                around = self._ref(Address.parse(note.at).id)
                return self._event(What.REMOVED_WITH, id_, around=around, note=note)
            return self._event(self._end(change), id_, into=self._refs(note.into if note else ()), note=note)
        if change.effect is Effect.PLACE:
            old, new = self._parent(self.old, id_), self._parent(self.new, id_)
            return self._event(What(change.kind), id_, old=old, new=new, note=note)
        return self._event(What(change.kind), id_, field=change.at.field, old=change.old, new=change.new, note=note)

    @staticmethod
    def _end(change: Change) -> What:
        ceased = change.kind is Kind.REMOVED and change.note is not None and change.note.fate == "ceased"
        return What.CEASED if ceased else What(change.kind)

    def _event(self, what: What, id_: str, **rest: Any) -> Event:
        gone = what in _ENDS or id_ not in self.new
        row = self.old[id_] if gone else self.new[id_]
        return Event(self.step.name, what, Ref(id_, title_of(row)), row, is_side=self.step.is_side, **rest)

    def _ref(self, id_: str) -> Ref:
        row = self.new.get(id_) or self.old.get(id_)
        return Ref(id_, title_of(row) if row else "")

    def _refs(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(self._ref(id_) for id_ in ids)

    def _parent(self, nodes: Mapping[str, Row], id_: str) -> Ref | None:
        slot = nodes[id_].parent
        return Ref(slot.id, title_of(nodes[slot.id])) if slot else None

    def _parts(self, id_: str, kind: type[Node]) -> Iterator[Part]:
        """What came, went and changed directly inside a node."""
        before, after = (_inside(id_, kind, order) for order in self.orders)
        for child in before:
            if child not in after:
                change = next((c for c in self.changes.get(child, ()) if c.effect is Effect.REMOVE), None)
                into = self._refs(change.note.into) if change and change.note and not change.inherited else ()
                yield Part(self._ref(child), self._end(change) if change else What.MOVED, into)
        for child in after:
            if child not in before:
                yield Part(self._ref(child), What.RECEIVED if self._stays(child) else What.NEW)
            elif child in self.stirred:
                yield Part(self._ref(child), What.VALUE_CHANGED)


def title_of(row: Row) -> str:
    """What a node is called, or nothing when its kind has no title."""
    names = (name for name, role in shape(row.kind).roles.items() if role is Role.TITLE)
    return next((str(row.fields[name]) for name in names if name in row.fields), "")


def _inside(id_: str, kind: type[Node], order: Mapping[Slot, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(child for name in shape(kind).slots for child in order.get(Slot(id_, name), ()))


def _stirred(found: ChangeSet) -> set[str]:
    """The nodes in which something differs, however deep."""
    stirred: set[str] = set()
    for change in found:
        if change.effect is Effect.NOTHING or change.kind is Kind.REORDERED:
            continue
        current: str | None = change.at.id
        while current is not None and current not in stirred:
            stirred.add(current)
            row = found.new.nodes.get(current) or found.old.nodes[current]
            current = row.parent.id if row.parent else None
    return stirred
