"""The two change sets of a merge: what is still to be decided, what is made, and what was refused."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from strategiplan.address import Address
from strategiplan.model.node import shape
from strategiplan.model.tree import Rows
from strategiplan.model.types import Role
from strategiplan.revisions.changes import Change, ChangeSet, Effect, Kind
from strategiplan.revisions.merged import Caution, Conflict, Taken, Warned, Why
from strategiplan.revisions.text_merge import merge_text
from strategiplan.revisions.trial import Fault, named


@dataclass(frozen=True, slots=True)
class Made:
    """A change that both sides have a part in, as it will be made, and as each side made it."""

    change: Change
    taken: Taken
    mine: Change
    yours: Change


def key_of(change: Change) -> str:
    """A change's name among those of its side: one thing may be confirmed and have something promised."""
    return f"{change.id}:{change.kind}" if change.effect is Effect.NOTHING else change.id


class Sides:
    """What each side does to the base. A change is in `left` until both sides' parts in it are `made` one."""

    def __init__(self, ours: ChangeSet, theirs: ChangeSet) -> None:
        self.base: Rows = ours.old
        self.sets = (ours, theirs)
        self.left: tuple[dict[str, Change], dict[str, Change]] = (
            {key_of(c): c for c in ours.changes}, {key_of(c): c for c in theirs.changes},
        )  # fmt: skip
        self.made: dict[str, Made] = {}
        self._shared: dict[str, Made] = {}
        self.conflicts: list[Conflict] = []
        self.warnings: list[Warned] = []
        self._children: dict[str, list[str]] = defaultdict(list)
        for slot, ids in self.base.order.items():
            self._children[slot.id] += ids

    # What is decided

    def make(self, key: str, change: Change, taken: Taken, mine: Change, yours: Change) -> None:
        """Do once what both sides have a part in."""
        self.made[key] = self._shared[key] = Made(change, taken, mine, yours)
        del self.left[0][key], self.left[1][key]

    def warn(self, why: Caution, at: Address, ours: Iterable[Change], theirs: Iterable[Change]) -> None:
        """Tell of something that was decided without asking."""
        self.warnings.append(Warned(why, at, tuple(ours), tuple(theirs)))

    def refuse(
        self, why: Why, at: Address, ours: Iterable[Change], theirs: Iterable[Change], faults: tuple[Fault, ...] = ()
    ) -> None:
        """Make none of these changes. One that was both sides' is taken back whole."""
        sides: tuple[dict[str, Change], dict[str, Change]] = ({}, {})
        for side, changes in enumerate((ours, theirs)):
            for change in changes:
                key = key_of(change)
                if (both := self._shared.get(key)) is not None:
                    self.made.pop(key, None)
                    sides[0][key], sides[1][key] = both.mine, both.yours
                else:
                    sides[side].setdefault(key, self.left[side].pop(key, change))
        mine, yours = (tuple(held.values()) for held in sides)
        refused = {id(c) for c in (*mine, *yours)}
        self.warnings = [w for w in self.warnings if not any(id(c) in refused for c in (*w.ours, *w.theirs))]
        self.conflicts.append(Conflict(why, at, mine, yours, faults))

    def refuse_all(self, why: Why, at: Address, keys: Iterable[str], faults: tuple[Fault, ...] = ()) -> None:
        """Make none of the changes with these names, whosever they are."""
        held = list(dict.fromkeys(keys))
        both = [self.made[key].mine for key in held if key in self.made]
        ours, theirs = ([side[key] for key in held if key in side] for side in self.left)
        self.refuse(why, at, [*both, *ours], theirs, faults)

    @staticmethod
    def turned(side: int, own: Sequence[Change], others: Sequence[Change]) -> tuple[Sequence[Change], Sequence[Change]]:
        """What a side and the other one do, as ours and theirs."""
        return (own, others) if side == 0 else (others, own)

    # What there is

    def everything(self) -> dict[str, Change]:
        """Every change that has not been refused."""
        return {**{key: held.change for key, held in self.made.items()}, **self.left[0], **self.left[1]}

    def taken(self, key: str) -> Taken:
        """Whose a change is."""
        if key in self.made:
            return self.made[key].taken
        return Taken.OURS if key in self.left[0] else Taken.THEIRS

    def by_node(self, side: int) -> Mapping[str, list[Change]]:
        """What one side alone does, by what it does it to."""
        return _grouped(self.left[side].values(), lambda c: c.at.id)

    def by_parent(self, side: int) -> Mapping[str, list[Change]]:
        """What one side alone puts somewhere, by what it puts it into."""
        return _grouped(self.left[side].values(), lambda c: c.new_place.slot.id if c.new_place else None)

    def gone(self, side: int) -> dict[str, Change]:
        """What a side removes, by id, whether the other does too or not."""
        everything = [*self.left[side].values(), *(held.change for held in self.made.values())]
        return {c.at.id: c for c in everything if c.effect is Effect.REMOVE}

    def unit(self, side: int, id_: str) -> str:
        """The topmost node of what a side removes together with this one."""
        top = id_
        parent = self.base.nodes[id_].parent
        while parent is not None and self._is_removed(side, parent.id):
            top, parent = parent.id, self.base.nodes[parent.id].parent
        return top

    def _is_removed(self, side: int, id_: str) -> bool:
        key = f"{id_}:{Effect.REMOVE}"
        return key in self.left[side] or key in self.made

    def below(self, id_: str) -> list[str]:
        """Everything that the base has below a node."""
        out: list[str] = []
        todo = [*self._children.get(id_, ())]
        while todo:
            out.append(todo.pop())
            todo += self._children.get(out[-1], ())
        return out

    # What a change is

    def merged_text(self, mine: Change, yours: Change) -> str | None:
        """Both edits of one prose field; None for what is not prose, and where their words meet."""
        name = str(mine.at.field)
        if shape(self.base.nodes[mine.at.id].kind).roles.get(name.partition(".")[0]) is not Role.PROSE:
            return None
        if not all(isinstance(value, str) for value in (mine.old, mine.new, yours.new)):
            return None
        return merge_text(mine.old, mine.new, yours.new)

    @staticmethod
    def needs(change: Change) -> set[tuple[Why, str]]:
        """The nodes that a change cannot be made without."""
        if change.effect is Effect.REMOVE:
            return set()
        if change.kind is Kind.CONFIRMED:
            return {(Why.CONFIRMED, change.at.id)}
        touched = {change.at.id} | ({change.new_place.slot.id} if change.new_place else set())
        others: set[str] = named(change.new) - named(change.old) - touched
        return {(Why.REMOVED_EDITED, id_) for id_ in touched} | {(Why.REMOVED_NAMED, id_) for id_ in others}


def _grouped(changes: Iterable[Change], by: Callable[[Change], Any]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if (key := by(change)) is not None:
            found[key].append(change)
    return found
