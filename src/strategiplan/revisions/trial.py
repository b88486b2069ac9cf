"""Trying changes out: what a change needs of its own proposal, and what changes of several proposals give together.

A part of a proposal can only be adopted with what it rests on: an indicator with the goal that it is new in, a goal's
removal with what happens to everything in the goal.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from strategiplan.model.plan import Plan
from strategiplan.model.tree import Rows, Slot
from strategiplan.revisions.changes import Change, ChangeSet, Effect, Place, apply
from strategiplan.revisions.text_merge import merge_text

Needs = Mapping[str, frozenset[str]]
# A code and an address: something that is wrong with a plan.
Fault = tuple[str, str]
Faults = Callable[[Plan], frozenset[Fault]]
# By proposal, the ids of the changes that are chosen.
Choice = Mapping[str, Collection[str]]


def needs(found: ChangeSet) -> Needs:
    """For every change, by id, the other changes of its set that it cannot be made without, directly."""
    added = {c.at.id for c in found.changes if c.effect is Effect.ADD}
    removed = {c.at.id for c in found.changes if c.effect is Effect.REMOVE}
    leaving = {c.at.id: c.id for c in found.changes if c.effect in (Effect.REMOVE, Effect.PLACE)}
    children = _children(found.old)
    out: dict[str, set[str]] = {c.id: set() for c in found.changes}
    for change in found.changes:
        mine, id_ = out[change.id], change.at.id
        if change.new_place is not None:
            parent = change.new_place.slot.id
            if parent in added:
                mine.add(f"{parent}:{Effect.ADD}")
            mine.update(_ways_out(change, found.old, leaving))
        if change.effect is Effect.ADD and id_ in removed:
            mine.add(f"{id_}:{Effect.REMOVE}")
        if change.effect is Effect.REMOVE:
            if id_ in added:
                mine.add(f"{id_}:{Effect.ADD}")
            mine.update(leaving[child] for child in children.get(id_, ()) if child in leaving)
            if change.note is not None and not change.inherited:
                mine.update(f"{heir}:{Effect.ADD}" for heir in change.note.into if heir in added)
        before, after = named(change.old), named(change.new)
        mine.update(f"{other}:{Effect.ADD}" for other in (after - before) & added)
        for other in (before - after) & removed:
            out[f"{other}:{Effect.REMOVE}"].add(change.id)
    return {id_: frozenset(others - {id_}) for id_, others in out.items()}


def _children(rows: Rows) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slot, ids in rows.order.items():
        found.setdefault(slot.id, []).extend(ids)
    return found


def _ways_out(change: Change, base: Rows, leaving: Mapping[str, str]) -> Iterator[str]:
    """The moves that have to come first when something is put into what lay inside it."""
    if change.effect is not Effect.PLACE or change.new_place is None:
        return
    path: list[str] = []
    above: str | None = change.new_place.slot.id
    while above is not None and above != change.at.id:
        if above in leaving:
            path.append(leaving[above])
        row = base.nodes.get(above)
        above = row.parent.id if row is not None and row.parent is not None else None
    if above == change.at.id:
        yield from path


def named(value: Any) -> set[str]:
    """Every text in a value, or in a node's fields, that could be an id."""
    found: set[str] = set()
    stack = [value]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            found.add(top)
        elif isinstance(top, Mapping):
            stack.extend(top.values())
        elif isinstance(getattr(top, "fields", None), Mapping):
            stack.extend(top.fields.values())
        elif isinstance(top, list | tuple):
            stack.extend(top)
    return found


def whole(ids: Iterable[str], needed: Needs) -> frozenset[str]:
    """The changes with everything that they need."""
    found: set[str] = set()
    todo = list(ids)
    while todo:
        id_ = todo.pop()
        if id_ not in found:
            found.add(id_)
            todo.extend(needed.get(id_, ()))
    return frozenset(found)


def left(dropped: Iterable[str], needed: Needs) -> frozenset[str]:
    """What is left of a set of changes when some are dropped, and with them all that needs them."""
    users: dict[str, list[str]] = {}
    for id_, others in needed.items():
        for other in others:
            users.setdefault(other, []).append(id_)
    gone: set[str] = set()
    todo = list(dropped)
    while todo:
        id_ = todo.pop()
        if id_ not in gone:
            gone.add(id_)
            todo.extend(users.get(id_, ()))
    return frozenset(needed.keys() - gone)


def part(base: Rows, found: ChangeSet, ids: Collection[str]) -> tuple[Change, ...]:
    """Some changes of a set as they can be made by themselves: each put after a sibling that is there."""
    chosen = [c for c in found.changes if c.id in ids]
    parents = _parents_after(base, chosen)
    return tuple(_anchored(change, found.new, parents) for change in chosen)


def _parents_after(base: Rows, changes: Iterable[Change]) -> dict[str, Slot | None]:
    parents = {id_: row.parent for id_, row in base.nodes.items()}
    for change in changes:
        if change.effect is Effect.REMOVE:
            parents.pop(change.at.id, None)
    return parents | {c.at.id: c.new_place.slot for c in changes if c.new_place is not None}


def _anchored(change: Change, tree: Rows, parents: Mapping[str, Slot | None]) -> Change:
    if change.new_place is None:
        return change
    slot = change.new_place.slot
    before: str | None = None
    for id_ in tree.order.get(slot, ()):
        if id_ == change.at.id:
            break
        if parents.get(id_) == slot:
            before = id_
    return replace(change, new_place=Place(slot, before))


def together(base: Plan, sets: Mapping[str, ChangeSet], choice: Choice) -> Plan:
    """The base with what is chosen of each proposal.

    What several do alike is done once, and two edits of one text whose words do not meet become one.

    Which of two neighbours comes first does not depend on the order of the proposals. Changes that compete cannot be
    chosen together: of two such values the one of the proposal whose name comes last is kept.
    """
    chosen = {name: [c for c in sets[name].changes if c.id in ids] for name, ids in sorted(choice.items())}
    rows = next((sets[name].old for name in chosen), None)
    if rows is None:
        return base
    parents = _parents_after(rows, [c for changes in chosen.values() for c in changes])
    made: dict[str, Change] = {}
    for name, changes in chosen.items():
        strangers = _strangers(name, sets, chosen)
        known = {id_: slot for id_, slot in parents.items() if id_ not in strangers}
        for change in changes:
            placed = _anchored(change, sets[name].new, known)
            before = made.get(change.id)
            made[change.id] = placed if before is None else _joined(before, placed)
    return apply(base, sorted(made.values(), key=lambda c: (str(c.at), c.effect)))


def _strangers(name: str, sets: Mapping[str, ChangeSet], chosen: Mapping[str, Iterable[Change]]) -> set[str]:
    """What others add under an id that this proposal gives something else: no sibling of its own."""
    mine = {c.at.id: c for c in sets[name].changes if c.effect is Effect.ADD}
    own = {c.at.id for c in chosen[name]}
    return {
        c.at.id
        for other, changes in chosen.items() if other != name
        for c in changes
        if c.effect is Effect.ADD and c.at.id in mine and c.at.id not in own and mine[c.at.id].new != c.new
    }  # fmt: skip


def _joined(one: Change, other: Change) -> Change:
    if one.effect is not Effect.SET or one.new == other.new:
        places = [c for c in (one, other) if c.new_place is not None]
        return min(places, key=lambda c: str(c.new_place)) if places else one
    if all(isinstance(value, str) for value in (one.old, one.new, other.new)):
        text = merge_text(one.old, one.new, other.new)
        return other if text is None else replace(one, new=text)
    return other


def culprits(base: Plan, sets: Mapping[str, ChangeSet], choice: Choice, fault: Fault, faults: Faults) -> Choice:
    """The fewest of the chosen changes that give a fault together, found by halving; none of them can be left out."""
    needed = {name: needs(sets[name]) for name in choice}
    kept = {name: sorted(ids) for name, ids in sorted(choice.items())}

    def fails(wanted: Choice) -> bool:
        made = {name: whole(ids, needed[name]) for name, ids in wanted.items()}
        return fault in faults(together(base, sets, made))

    for name in kept:
        size = len(kept[name])
        while size:
            at = 0
            while at < len(kept[name]):
                fewer = kept[name][:at] + kept[name][at + size :]
                if fails({**kept, name: fewer}):
                    kept[name] = fewer
                else:
                    at += size
            size //= 2
    return {name: tuple(ids) for name, ids in kept.items() if ids}
