"""Two revisions that grew from one base, made one: what both did is done, and what cannot be is said.

The change sets of both sides are compared, never the trees. Where two changes cannot both be made neither is: the base
stays as it was and a conflict holds both, so that the result always loads and nothing is lost in silence.

The grid of what meets what, and why, is in docs/explanation/merging.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from strategiplan.address import Address
from strategiplan.model.node import Node, shape
from strategiplan.model.plan import Plan
from strategiplan.model.tree import Slot, build
from strategiplan.model.types import Role
from strategiplan.revisions.changes import Change, ChangeSet, Effect, Kind, apply, diff
from strategiplan.revisions.merge_places import Places, place_key
from strategiplan.revisions.merge_rules import culprits_of
from strategiplan.revisions.merge_sides import Sides, key_of
from strategiplan.revisions.merged import Caution, Merged, Taken, Why
from strategiplan.revisions.pairing import differ
from strategiplan.revisions.reasons import Revised
from strategiplan.revisions.trial import Faults


def merge(base: Plan, ours: Plan | Revised, theirs: Plan | Revised, faults: Faults | None = None) -> Merged:
    """The base with the changes of both sides.

    A side given as `Revised` brings its reasons, and with them what becomes of what it removes; it has to start from
    the base. `faults` says what is wrong with a plan: with it, what is right on each side and wrong together is a
    conflict too.

    `merge(b, a, b)` is a, `merge(b, a, a)` is a, and exchanging the sides exchanges only their names.
    """
    return _Merge(base, _changes(base, ours), _changes(base, theirs), faults).run()


def _changes(base: Plan, side: Plan | Revised) -> ChangeSet:
    return side.changes if isinstance(side, Revised) else diff(base, side)


class _Merge:
    """The phases of a merge, each refusing what it finds."""

    def __init__(self, base: Plan, ours: ChangeSet, theirs: ChangeSet, faults: Faults | None) -> None:
        self.plan, self.faults = base, faults
        self.all = Sides(ours, theirs)
        self.places = Places(self.all)

    def run(self) -> Merged:
        self._two_fates()
        self._agreed()
        self._confirmed()
        self._fields()
        self._two_places()
        self._same_ids()
        self._removals()
        self._cycles()
        self._dependents()
        if self.faults is not None:
            self._rules(self.faults)
        self._same_titles()
        decisions = self.places.together()
        warnings = [*self.all.warnings, *self.places.warnings(decisions)]
        return Merged(
            apply(self.plan, [d.change for d in decisions]),
            decisions,
            tuple(sorted(self.all.conflicts, key=lambda c: (str(c.at), c.why, _ids(c.ours, c.theirs)))),
            tuple(sorted(warnings, key=lambda w: (str(w.at), w.why, _ids(w.ours, w.theirs)))),
        )

    def _pairs(self, *effects: Effect) -> Iterator[tuple[str, Change, Change]]:
        """What both sides do to one thing, and have not been found to agree on."""
        ours, theirs = self.all.left
        for key in [*ours]:
            mine, yours = ours.get(key), theirs.get(key)
            if mine is not None and yours is not None and (not effects or mine.effect in effects):
                yield key, mine, yours

    def _two_fates(self) -> None:
        """Removed by both to become different things: it stays, with all that it holds."""
        for key, mine, yours in self._pairs(Effect.REMOVE):
            if differ(mine, yours):
                inside = [f"{id_}:{Effect.REMOVE}" for id_ in self.all.below(mine.at.id)]
                ours, theirs = ([side[k] for k in (key, *inside) if k in side] for side in self.all.left)
                self.all.refuse(Why.TWO_FATES, mine.at, ours, theirs)

    def _agreed(self) -> None:
        """What both did alike is done once; two additions are alike when what they add is, wherever it stands."""
        for key, mine, yours in self._pairs():
            if _alike(mine, yours):
                self.all.make(key, min(mine, yours, key=place_key), Taken.BOTH, mine, yours)
                if mine.new_place != yours.new_place:
                    self.all.warn(Caution.ORDER, mine.at, [mine], [yours])

    def _confirmed(self) -> None:
        """What one side says stays as it is, and the other changes. An order or an addition does not change it."""
        for side in (0, 1):
            here, into = self.all.by_node(1 - side), self.all.by_parent(1 - side)
            for said in [c for c in self.all.left[side].values() if c.kind is Kind.CONFIRMED]:
                others = [c for c in here.get(said.at.id, ()) if key_of(c) in self.all.left[1 - side]]
                against = [c for c in others if c.effect is Effect.SET and said.at.covers(c.at)]
                against += [c for c in others if c.kind is Kind.MOVED and said.at.field is None]
                if against:
                    self.all.refuse(Why.CONFIRMED, said.at, *self.all.turned(side, [said], against))
                    continue
                touched = [c for c in others if c.kind is Kind.REORDERED]
                touched += [c for c in into.get(said.at.id, ()) if c.kind is not Kind.REORDERED]
                if touched and said.at.field is None:
                    self.all.warn(Caution.CONFIRMED_TOUCHED, said.at, *self.all.turned(side, [said], touched))

    def _fields(self) -> None:
        for key, mine, yours in self._pairs(Effect.SET):
            text = self.all.merged_text(mine, yours)
            if text is None:
                self.all.refuse(Why.SAME_FIELD, mine.at, [mine], [yours])
            else:
                self.all.make(key, replace(mine, new=text), Taken.JOINED, mine, yours)

    def _two_places(self) -> None:
        """One thing, two new places: another parent on both sides is a conflict, another order is not."""
        for key, mine, yours in self._pairs(Effect.PLACE):
            moved = [c for c in (mine, yours) if c.kind is Kind.MOVED]
            if len(moved) == 2 and _slot(mine) != _slot(yours):
                self.all.refuse(Why.TWO_PARENTS, mine.at, [mine], [yours])
                continue
            chosen = moved[0] if len(moved) == 1 else min(mine, yours, key=place_key)
            why = Caution.PARENT_WINS if len(moved) == 1 else Caution.ORDER
            self.all.warn(why, mine.at, [mine], [yours])
            self.all.make(key, chosen, Taken.OURS if chosen is mine else Taken.THEIRS, mine, yours)

    def _same_ids(self) -> None:
        for _, mine, yours in self._pairs(Effect.ADD):
            self.all.refuse(Why.SAME_ID, mine.at, [mine], [yours])

    def _removals(self) -> None:
        """What one side removes and the other changes, moves, adds to, moves something into, or begins to name.

        All of it is found before any of it is refused: what is refused must not hide what else it meets.
        """
        clashes: list[tuple[Why, str, int, list[Change], list[Change]]] = []
        for side in (0, 1):
            gone = self.all.gone(side)
            units: dict[str, list[Change]] = defaultdict(list)
            for id_, change in gone.items():
                units[self.all.unit(side, id_)].append(change)
            hit: dict[tuple[Why, str], list[Change]] = defaultdict(list)
            for change in self.all.left[1 - side].values():
                for why, id_ in self.all.needs(change):
                    if id_ in gone and not self.places.yields(change, gone[id_], side):
                        hit[why, self.all.unit(side, id_)].append(change)
            for (why, top), changes in hit.items():
                clashes.append((why, top, side, units[top], list({key_of(c): c for c in changes}.values())))
        for why, top, side, lost, others in clashes:
            self.all.refuse(why, Address(top), *self.all.turned(side, lost, others))

    def _cycles(self) -> None:
        """Moves of both sides that would put each inside the other."""
        places = {s.change.at.id: s for s in self.places.settled() if s.change.new_place is not None}

        def parent(id_: str) -> str | None:
            if id_ in places:
                place = places[id_].change.new_place
                return place.slot.id if place else None
            row = self.all.base.nodes.get(id_)
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
            moves = [key for i in ring if i in places for key in places.pop(i).keys]
            if moves:
                self.all.refuse_all(Why.CYCLE, Address(min(ring)), moves)

    def _dependents(self) -> None:
        """Until nothing hangs in the air: what needs a node that is not there, and removals around one that stays."""
        while True:
            settled = self.places.settled()
            there = self.places.there(settled)
            placed = [s for s in settled if s.change.new_place is not None]
            slots = {s.change.at.id: s.change.new_place.slot for s in placed if s.change.new_place is not None}
            loose = [s for s in placed if slots[s.change.at.id].id not in there or s.change.at.id not in there]
            parents = {i: self.all.base.nodes[i].parent for i in there if i in self.all.base.nodes} | slots
            bare = {slot.id for i, slot in parents.items() if slot is not None and i in there} - there
            loose += [s for s in settled if s.change.effect is Effect.REMOVE and s.change.at.id in bare]
            if not loose:
                return
            for one in loose:
                self.all.refuse_all(Why.DEPENDENT, one.change.at, one.keys)

    def _rules(self, faults: Faults) -> None:
        """Until no rule is broken that both sides keep: the fewest changes that break it together are refused."""
        known = faults(self.plan).union(*(faults(build(side.new)) for side in self.all.sets))
        while new := sorted(faults(apply(self.plan, [d.change for d in self.places.together()])) - known):
            mine, yours = culprits_of(self.plan, self.all, new[0], faults)
            self.all.refuse(Why.BREAKS_RULE, Address.parse(new[0][1]), mine, yours, (new[0],))
            self._dependents()

    def _same_titles(self) -> None:
        """Additions of either side that a reader could take for one and the same thing."""
        mine: dict[tuple[type[Node], str], list[Change]] = defaultdict(list)
        yours: dict[tuple[type[Node], str], list[Change]] = defaultdict(list)
        for side, found in zip(self.all.left, (mine, yours), strict=True):
            for change in side.values():
                if change.effect is Effect.ADD and (title := _title(change)):
                    found[change.new.kind, title].append(change)
        for named in mine.keys() & yours.keys():
            at = min(c.at for c in (*mine[named], *yours[named]))
            self.all.warn(Caution.SAME_TITLE, at, mine[named], yours[named])


def _title(change: Change) -> str | None:
    roles = shape(change.new.kind).roles
    titles = (value for name, value in change.new.fields.items() if roles.get(name) is Role.TITLE)
    return next((value.casefold() for value in titles if isinstance(value, str)), None)


def _ids(ours: Iterable[Change], theirs: Iterable[Change]) -> list[str]:
    return sorted({c.id for c in (*ours, *theirs)})


def _slot(change: Change) -> Slot | None:
    return change.new_place.slot if change.new_place else None


def _alike(mine: Change, yours: Change) -> bool:
    if mine.effect is Effect.PLACE:
        return mine.new_place == yours.new_place
    if mine.effect is Effect.ADD:
        return _slot(mine) == _slot(yours) and bool(mine.new == yours.new)
    return bool(mine.new == yours.new)
