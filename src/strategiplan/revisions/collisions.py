"""How several proposals on one plan stand to each other: what they share, what stands side by side, what excludes what.

Change sets are compared, never trees, and only where they meet: at a node, in what is removed around it, at a place
among siblings. Nothing depends on the order in which the proposals are given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain, combinations, count
from typing import NamedTuple

from strategiplan.address import Address
from strategiplan.model.plan import Plan
from strategiplan.model.tree import Rows, flatten
from strategiplan.revisions.changes import Change, ChangeSet, Effect
from strategiplan.revisions.pairing import Meeting, Side, Why, between
from strategiplan.revisions.reasons import Revised
from strategiplan.revisions.trial import Fault, Faults, Needs, culprits, left, needs, together


class Grade(IntEnum):
    """How two changes stand to each other, from the least to the most that has to be decided."""

    IDENTICAL = 0
    INDEPENDENT = 1
    ADJACENT = 2
    COMPETING = 3
    INVALID = 4

    def __str__(self) -> str:
        return f"K{self.value}"

    @property
    def excludes(self) -> bool:
        """Whether at most one of the two can be adopted."""
        return self >= Grade.COMPETING


_GRADES = {
    Why.SAME: Grade.IDENTICAL,
    Why.OTHER_FIELD: Grade.ADJACENT,
    Why.OTHER_WORDS: Grade.ADJACENT,
    Why.OTHER_ORDER: Grade.ADJACENT,
    Why.SAME_PLACE: Grade.ADJACENT,
    Why.CYCLE: Grade.INVALID,
    Why.BREAKS_RULE: Grade.INVALID,
}


class Proposed(NamedTuple):
    """One change as one proposal has it."""

    proposal: str
    change: str


@dataclass(frozen=True, slots=True)
class Collision:
    """Where changes of different proposals meet. Every change of a side stands so to every change of the others.

    `sides` gives the ids of the changes by proposal, in the order of the proposals' names. `faults` are the rules that
    would be broken, with the addresses where. What is independent (K1) is not listed.
    """

    why: Why
    at: Address
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    faults: tuple[Fault, ...] = ()

    @property
    def grade(self) -> Grade:
        """How grave it is."""
        return _GRADES.get(self.why, Grade.COMPETING)

    @property
    def members(self) -> tuple[Proposed, ...]:
        """Every change that takes part."""
        return tuple(Proposed(name, id_) for name, ids in self.sides for id_ in ids)


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that have to be decided together, since adopting some of them excludes others.

    `alternatives` are the ids by proposal: what excludes, and what goes with it (everything in a goal that is removed
    or new). `id` is the address that the contest is about.
    """

    id: str
    alternatives: tuple[tuple[str, tuple[str, ...]], ...]
    collisions: tuple[Collision, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """How two proposals stand to each other: the gravest grade, and the grade of every node where they meet."""

    grade: Grade
    nodes: Mapping[str, Grade]

    @property
    def counts(self) -> Mapping[Grade, int]:
        """How many nodes there are of each grade."""
        grades = list(self.nodes.values())
        return {grade: grades.count(grade) for grade in Grade if grade in grades}


@dataclass(frozen=True, slots=True)
class Collisions:
    """All proposals on one base with what there is between them. `proposals` are in the order of their names."""

    base: Plan
    proposals: Mapping[str, Revised]
    collisions: tuple[Collision, ...]
    groups: tuple[Group, ...]
    needs: Mapping[str, Needs]

    @property
    def without_changes(self) -> tuple[str, ...]:
        """The proposals that change nothing: statements."""
        return tuple(name for name, held in self.proposals.items() if not held.changes.changes)

    @property
    def matrix(self) -> Mapping[tuple[str, str], Cell]:
        """Proposal by proposal, each pair once and in the order of their names."""
        met: dict[tuple[str, str], dict[str, Grade]] = {pair: {} for pair in combinations(self.proposals, 2)}
        shared: dict[tuple[str, str], int] = defaultdict(int)
        for found in self.collisions:
            for pair in combinations([name for name, _ in found.sides], 2):
                nodes = met[pair]
                nodes[found.at.id] = max(found.grade, nodes.get(found.at.id, found.grade))
                shared[pair] += found.grade is Grade.IDENTICAL
        return {pair: Cell(self._gravest(pair, nodes.values(), shared[pair]), nodes) for pair, nodes in met.items()}

    def _gravest(self, pair: tuple[str, str], grades: Iterable[Grade], shared: int) -> Grade:
        sizes = {len(self.proposals[name].changes) for name in pair}
        same = sizes == {shared} and shared > 0
        return max(grades, default=Grade.INDEPENDENT) if same else max((Grade.INDEPENDENT, *grades))

    def grade(self, one: Proposed, other: Proposed) -> Grade:
        """How two changes of different proposals stand to each other."""
        pair = {one, other}
        return max((c.grade for c in self.collisions if pair <= set(c.members)), default=Grade.INDEPENDENT)

    def change(self, of: Proposed) -> Change:
        """The change itself. Raises KeyError when there is none."""
        for change in self.proposals[of.proposal].changes:
            if change.id == of.change:
                return change
        raise KeyError(of)


def collisions(base: Plan, proposals: Mapping[str, ChangeSet | Revised], faults: Faults | None = None) -> Collisions:
    """How proposals on one base stand to each other, pair by pair and in groups.

    `faults` says what is wrong with a plan; with it, what is right in each proposal and wrong together is found by
    trying (K4). Without it, only what no tree can hold is. Every change set has to start from `base`.
    """
    known = {name: _revised(proposals[name]) for name in sorted(proposals)}
    needed = {name: needs(held.changes) for name, held in known.items()}
    sides = {name: Side(held.changes, needed[name]) for name, held in known.items()}
    rows = flatten(base)
    rank = {id_: n for n, id_ in enumerate(rows.nodes)}
    found = [
        _collision(meeting, one, other)
        for one, other in combinations(known, 2)
        for meeting in between(rows, sides[one], sides[other])
    ]
    if faults is not None:
        found += _invalid(base, {name: held.changes for name, held in known.items()}, needed, found, faults)
    found.sort(key=lambda c: (_place(c.at.id, rank, known), c.at.id, c.at.field or "", c.sides, c.why))
    ties = _Ties(known, rows)
    return Collisions(base, known, tuple(found), tuple(ties.groups(found)), needed)


def _revised(held: ChangeSet | Revised) -> Revised:
    return held if isinstance(held, Revised) else Revised(held, (), {})


def _collision(meeting: Meeting, one: str, other: str) -> Collision:
    ours, theirs = (tuple(sorted({c.id for c in changes})) for changes in (meeting.ours, meeting.theirs))
    return Collision(meeting.why, meeting.at, ((one, ours), (other, theirs)))


def _place(id_: str, rank: Mapping[str, int], known: Mapping[str, Revised]) -> int:
    """Where a node stands in the base, or where what a new one is put into does."""
    seen: set[str] = set()
    while id_ not in rank and id_ not in seen:
        seen.add(id_)
        slots = (held.changes.new.nodes[id_].parent for held in known.values() if id_ in held.changes.new.nodes)
        id_ = min((slot.id for slot in slots if slot is not None), default=id_)
    return rank.get(id_, len(rank))


def _invalid(
    base: Plan, sets: Mapping[str, ChangeSet], needed: Mapping[str, Needs], found: Iterable[Collision], faults: Faults
) -> list[Collision]:
    """What none of the proposals breaks alone and some break together: pairs first, then all at once."""
    known = list(found)
    broken: list[Collision] = []
    active = [name for name, held in sets.items() if held.changes]
    rounds = [tuple(pair) for pair in combinations(active, 2)] + ([tuple(active)] if len(active) > 2 else [])
    for names in rounds:
        for first in names:
            order = [first, *(name for name in names if name != first)]
            while (new := _first_break(base, sets, needed, [*known, *broken], order, faults)) is not None:
                broken.append(new)
    return broken


def _first_break(
    base: Plan,
    sets: Mapping[str, ChangeSet],
    needed: Mapping[str, Needs],
    known: Iterable[Collision],
    order: list[str],
    faults: Faults,
) -> Collision | None:
    """One more thing that breaks when what does not exclude each other is adopted, the first proposal whole."""
    choice = _compatible(needed, known, order)
    own = {fault for name, ids in choice.items() for fault in faults(together(base, sets, {name: ids}))}
    for fault in sorted(faults(together(base, sets, choice)) - own - faults(base)):
        guilty = culprits(base, sets, choice, fault, faults)
        if len(guilty) > 1:
            at = Address.parse(fault[1])
            return Collision(Why.BREAKS_RULE, at, tuple((name, tuple(ids)) for name, ids in guilty.items()), (fault,))
    return None


def _compatible(needed: Mapping[str, Needs], known: Iterable[Collision], order: list[str]) -> dict[str, frozenset[str]]:
    """All of the first proposal, and of each later one what nothing chosen before it excludes."""
    graver = [c for c in known if c.grade.excludes]
    choice: dict[str, frozenset[str]] = {}
    for name in order:
        dropped: set[str] = set()
        for collision in graver:
            ids = dict(collision.sides)
            others = [other for other in ids if other != name]
            # One that breaks only when three are adopted is no obstacle until the other two are.
            if (
                name in ids
                and all(set(ids[o]) <= choice.get(o, frozenset()) for o in others if o in choice)
                and any(o in choice for o in others)
                and (len(ids) == 2 or all(o in choice for o in others))
            ):
                dropped.update(ids[name])
        choice[name] = left(dropped, needed[name])
    return choice


class _Ties:
    """Which changes have to be decided together: union-find over the changes of all proposals."""

    def __init__(self, known: Mapping[str, Revised], base: Rows) -> None:
        self.above: dict[Proposed, Proposed] = {}
        self.known = known
        for name, held in known.items():
            for one, other in in_wake(held.changes):
                self._tie(Proposed(name, one), Proposed(name, other))

    def _root(self, of: Proposed) -> Proposed:
        path = []
        while (above := self.above.setdefault(of, of)) != of:
            path.append(of)
            of = above
        for passed in path:
            self.above[passed] = of
        return of

    def _tie(self, one: Proposed, other: Proposed) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self.above[second] = first

    def groups(self, found: Iterable[Collision]) -> Iterator[Group]:
        """The groups that hold a contest, in the order of the collisions."""
        collisions = list(found)
        for collision in collisions:
            if collision.grade.excludes or collision.grade is Grade.IDENTICAL:
                first, *rest = collision.members
                for other in rest:
                    self._tie(first, other)
        held: dict[Proposed, list[Collision]] = {}
        for collision in collisions:
            if collision.grade.excludes:
                held.setdefault(self._root(collision.members[0]), []).append(collision)
        members: dict[Proposed, dict[str, list[str]]] = {root: {} for root in held}
        used: set[str] = set()
        for name, revised in self.known.items():
            for change in revised.changes:
                root = self._root(Proposed(name, change.id))
                if root in members:
                    members[root].setdefault(name, []).append(change.id)
        for root, contests in held.items():
            alternatives = tuple((name, tuple(ids)) for name, ids in sorted(members[root].items()))
            about = str(contests[0].at)
            free = next(id_ for id_ in chain((about,), (f"{about}-{n}" for n in count(2))) if id_ not in used)
            used.add(free)
            yield Group(free, alternatives, tuple(contests))


def in_wake(found: ChangeSet) -> Iterator[tuple[str, str]]:
    """Each change of a node that comes or goes with the node around it, with that node's change."""
    for effect, rows in ((Effect.REMOVE, found.old), (Effect.ADD, found.new)):
        there = {c.at.id for c in found.changes if c.effect is effect}
        for id_ in there:
            parent = rows.nodes[id_].parent
            if parent is not None and parent.id in there:
                yield f"{id_}:{effect}", f"{parent.id}:{effect}"
