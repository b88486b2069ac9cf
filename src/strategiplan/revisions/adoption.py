"""From what was decided of each change to the plan that the decisions give.

A council seldom says something of every change. What it said settles the rest where it has to: what everybody did
alike is decided alike, what lies in a thing goes with the thing, and what rests on something that fell, or stands
against something that was adopted, falls.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from pydantic import ValidationError

from strategiplan.model.node import shape
from strategiplan.model.plan import Plan
from strategiplan.model.revision import ChangeDecision, Note, Outcome
from strategiplan.model.tree import Row
from strategiplan.model.typed import typed
from strategiplan.revisions.changes import Change, ChangeSet, Effect
from strategiplan.revisions.collisions import Collision, Collisions, Grade, Proposed, in_wake
from strategiplan.revisions.trial import Faults, culprits, together

ADOPTED: frozenset[Outcome] = frozenset({"adopted", "adopted-amended"})
Said = Mapping[Proposed, ChangeDecision]


@dataclass(frozen=True, slots=True)
class Settled:
    """What is decided of every change, in the order of the proposals. `lapses` says what made others fall."""

    decisions: Said
    undecided: tuple[Proposed, ...] = ()
    lapses: Mapping[Proposed, Proposed] = field(default_factory=dict)

    @property
    def adopted(self) -> tuple[Proposed, ...]:
        """The changes that are adopted, as proposed or amended."""
        return tuple(of for of, said in self.decisions.items() if said.outcome in ADOPTED)

    def is_adopted(self, of: Proposed) -> bool:
        """Whether a change is adopted."""
        return of in self.decisions and self.decisions[of].outcome in ADOPTED


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why the decisions give no plan. `one` is the change that it is about, `other` what it stands against."""

    code: str
    one: Proposed
    other: Proposed | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


def settle(found: Collisions, said: Said, rest: Outcome | None = None) -> Settled:
    """What follows of what was said, and for what nothing follows of, `rest`; without it that stays undecided."""
    return _Settling(found, said).settled(rest)


def everything(found: Collisions) -> tuple[Proposed, ...]:
    """Every change of every proposal."""
    return tuple(Proposed(name, c.id) for name, held in found.proposals.items() for c in held.changes)


def changes_of(found: Collisions) -> Mapping[Proposed, Change]:
    """Every change of every proposal, by its name."""
    return {Proposed(name, c.id): c for name, held in found.proposals.items() for c in held.changes}


def twins(found: Collisions) -> Mapping[Proposed, frozenset[Proposed]]:
    """For every change that several proposals make alike, all of them."""
    out: dict[Proposed, frozenset[Proposed]] = {}
    for collision in found.collisions:
        if collision.grade is Grade.IDENTICAL:
            held = frozenset(collision.members).union(*(out.get(m, frozenset()) for m in collision.members))
            out |= dict.fromkeys(held, held)
    return out


class _Settling:
    def __init__(self, found: Collisions, said: Said) -> None:
        self.found = found
        self.all = everything(found)
        self.known: dict[Proposed, ChangeDecision] = {of: said[of] for of in self.all if of in said}
        self.twins = twins(found)
        self.around = {
            Proposed(name, inner): Proposed(name, outer)
            for name, held in found.proposals.items() for inner, outer in in_wake(held.changes)
        }  # fmt: skip
        self.against: dict[Proposed, list[Collision]] = {}
        for collision in found.collisions:
            for member in collision.members if collision.grade.excludes else ():
                self.against.setdefault(member, []).append(collision)
        self.needs = {
            of: [Proposed(of.proposal, id_) for id_ in sorted(found.needs[of.proposal].get(of.change, ()))]
            for of in self.all
        }

    def settled(self, rest: Outcome | None) -> Settled:
        self._follow()
        if rest is not None:
            for of in self.all:
                if of not in self.known:
                    self.known[of] = ChangeDecision(change=of.change, proposal=of.proposal, outcome=rest)
        decisions = {of: self.known[of] for of in self.all if of in self.known}
        fallen = ((of, self._cause(of)) for of, said in decisions.items() if said.outcome == "lapsed")
        lapses = {of: cause for of, cause in fallen if cause is not None}
        return Settled(decisions, tuple(of for of in self.all if of not in decisions), lapses)

    def _follow(self) -> None:
        """Until nothing more follows. What falls comes before what goes along: a thing that another proposal has
        rescued from a goal does not leave with it.
        """
        while self._pass(along=False) or self._pass(along=True):
            pass

    def _pass(self, *, along: bool) -> bool:
        """Decide what follows now; whether anything did."""
        moved = False
        for of in self.all:
            if of in self.known:
                continue
            decision = self._alike(of) or self._lapsed(of) or (self._along(of) if along else None)
            if decision is not None:
                self.known[of] = decision
                moved = True
        return moved

    def _alike(self, of: Proposed) -> ChangeDecision | None:
        """As for the same change in another proposal."""
        decided = (self.known[twin] for twin in sorted(self.twins.get(of, ())) if twin in self.known)
        return next((one.model_copy(update={"proposal": of.proposal}) for one in decided), None)

    def _along(self, of: Proposed) -> ChangeDecision | None:
        """As for the thing that it lies in; but what only this proposal has in a thing that others propose as well is
        a question of its own.
        """
        outer = self.around.get(of)
        if outer is None or outer not in self.known or outer in self.twins:
            return None
        outcome: Outcome = "adopted" if self._is_adopted(outer) else self.known[outer].outcome
        return ChangeDecision(change=of.change, proposal=of.proposal, outcome=outcome)

    def _lapsed(self, of: Proposed) -> ChangeDecision | None:
        """Fallen, because something that it rests on did, or something that excludes it was adopted."""
        if self._cause(of) is None:
            return None
        return ChangeDecision(change=of.change, proposal=of.proposal, outcome="lapsed")

    def _cause(self, of: Proposed) -> Proposed | None:
        cause = next((n for n in self.needs[of] if n in self.known and not self._is_adopted(n)), None)
        return cause or next((other for c in self.against.get(of, ()) for other in self._victors(of, c)), None)

    def _victors(self, of: Proposed, collision: Collision) -> Iterator[Proposed]:
        """One of the adopted changes on every other side; nothing unless there is one on each."""
        sides = [
            [Proposed(name, id_) for id_ in ids if self._is_adopted(Proposed(name, id_))]
            for name, ids in collision.sides if name != of.proposal
        ]  # fmt: skip
        if all(sides):
            yield sides[0][0]

    def _is_adopted(self, of: Proposed) -> bool:
        return of in self.known and self.known[of].outcome in ADOPTED


def obstacles(found: Collisions, settled: Settled, faults: Faults | None = None) -> tuple[Obstacle, ...]:
    """Everything that keeps the decisions from giving a plan; empty when `adopt` is safe.

    `faults` says what is wrong with a plan; what the base has wrong already is no obstacle.
    """
    seen = [Obstacle("decision-undecided", of) for of in settled.undecided]
    seen += _amendments(found, settled)
    seen += _unlike(found, settled)
    seen += _unsupported(found, settled)
    for collision in found.collisions:
        if collision.grade.excludes and (pair := _both(collision, settled)) is not None:
            faulty = ", ".join(f"{code} ({at})" for code, at in collision.faults)
            seen.append(Obstacle("decision-excludes", *pair, {"why": str(collision.why), "rule": faulty}))
    if not seen and faults is not None:
        seen += _broken(found, settled, faults)
    return tuple(seen)


def _unsupported(found: Collisions, settled: Settled) -> Iterator[Obstacle]:
    """What is adopted without what it rests on. Of what several make alike, it is enough that one can be made."""
    alike = twins(found)
    undecided = set(settled.undecided)

    def lacking(of: Proposed) -> list[Proposed]:
        needed = (Proposed(of.proposal, id_) for id_ in sorted(found.needs[of.proposal].get(of.change, ())))
        return [one for one in needed if not settled.is_adopted(one) and one not in undecided]

    for of in settled.adopted:
        held = lacking(of)
        if held and all(lacking(twin) for twin in alike.get(of, ())):
            yield from (Obstacle("decision-needs", of, needed) for needed in held)


def _unlike(found: Collisions, settled: Settled) -> Iterator[Obstacle]:
    told: set[frozenset[Proposed]] = set()
    for of, held in twins(found).items():
        for other in sorted(held - {of}):
            if of in settled.decisions and other in settled.decisions and frozenset((of, other)) not in told:
                told.add(frozenset((of, other)))
                if settled.is_adopted(of) != settled.is_adopted(other):
                    yield Obstacle("decision-unlike", of, other)


def _both(collision: Collision, settled: Settled) -> tuple[Proposed, Proposed] | None:
    """Two adopted changes of different sides, when every side has one; of what breaks a rule, all have to be."""
    sides = [[Proposed(name, id_) for id_ in ids] for name, ids in collision.sides]
    taken = [[of for of in side if settled.is_adopted(of)] for side in sides]
    if collision.faults and taken != sides:
        return None
    return next(((one, other) for one, other, *_ in product(*taken)), None)


def _amendments(found: Collisions, settled: Settled) -> Iterator[Obstacle]:
    """Amendments without a wording, of what has none, or of a kind that the model refuses."""
    known = changes_of(found)
    for of, decision in settled.decisions.items():
        if decision.outcome != "adopted-amended":
            if decision.amended is not None:
                yield Obstacle("decision-not-amended", of)
            continue
        change = known[of]
        if change.effect not in (Effect.SET, Effect.ADD):
            yield Obstacle("decision-cannot-amend", of)
        elif decision.amended is None or not (change.effect is Effect.SET or isinstance(decision.amended, Mapping)):
            yield Obstacle("decision-no-wording", of)
        else:
            try:
                amended(change, found.proposals[of.proposal].changes, decision.amended)
            except (ValidationError, KeyError):
                yield Obstacle("decision-bad-wording", of)


def amended(change: Change, within: ChangeSet, wording: Any) -> Change:
    """The change with the wording that was decided instead: a value, or for a new thing a mapping of its fields.

    Raises KeyError for a field that there is not, and ValidationError for a value that it cannot have.
    """
    if change.effect is Effect.SET:
        kind = within.new.nodes[change.at.id].kind
        return replace(change, new=typed(kind, str(change.at.field), wording))
    row: Row = change.new
    fields = dict(row.fields)
    for name, value in wording.items():
        entries = {f"{name}.{key}": held for key, held in value.items()} if _is_table(row, name, value) else {}
        fields = {key: held for key, held in fields.items() if key.partition(".")[0] != name} if entries else fields
        for key, held in (entries or {name: value}).items():
            fields[key] = typed(row.kind, key, held)
    return replace(change, new=row._replace(fields=fields))


def _is_table(row: Row, name: str, value: Any) -> bool:
    return name in shape(row.kind).tables and isinstance(value, Mapping)


def _broken(found: Collisions, settled: Settled, faults: Faults) -> Iterator[Obstacle]:
    new = faults(adopt(found, settled)) - faults(found.base)
    sets, choice = _parts(found, settled)
    for fault in sorted(new):
        guilty = culprits(found.base, sets, choice, fault, faults)
        members = [Proposed(name, id_) for name, ids in guilty.items() for id_ in ids]
        if members:
            params = {"rule": fault[0], "at": fault[1]}
            yield Obstacle("decision-breaks", members[0], members[1] if len(members) > 1 else None, params)


def _parts(found: Collisions, settled: Settled) -> tuple[dict[str, ChangeSet], dict[str, frozenset[str]]]:
    """The change sets as they were decided, and what is adopted of each.

    What several make alike is taken from the one of which most is adopted: whose order it stands in is then theirs.
    """
    sets, choice = {}, {}
    adopted = settled.adopted
    size = Counter(of.proposal for of in adopted)
    alike = twins(found)
    first = {of: min(alike.get(of, {of}), key=lambda one: (-size[one.proposal], one.proposal)) for of in adopted}
    for name, held in found.proposals.items():
        ids = frozenset(of.change for of in adopted if of.proposal == name and first[of] == of)
        changes = tuple(
            amended(c, held.changes, settled.decisions[of].amended)
            if (of := Proposed(name, c.id)) in settled.decisions
            and settled.decisions[of].outcome == "adopted-amended"
            else c
            for c in held.changes
        )
        sets[name], choice[name] = replace(held.changes, changes=changes), ids
    return sets, choice


def adopt(found: Collisions, settled: Settled) -> Plan:
    """The base with what was adopted. To adopt nothing gives the base, to adopt all of one proposal gives its tree.

    Only sound when there are no `obstacles`.
    """
    sets, choice = _parts(found, settled)
    return together(found.base, sets, choice)


def reasons(found: Collisions, settled: Settled) -> tuple[Note, ...]:
    """The notes of what was adopted, each once, in the order of the changes that they are about."""
    notes: dict[str, Note] = {}
    known = changes_of(found)
    for of in settled.adopted:
        change = known[of]
        if change.note is not None and not change.inherited:
            notes.setdefault(repr(change.note), change.note)
    return tuple(notes.values())
