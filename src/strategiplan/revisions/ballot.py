"""The order of voting (propositionsordning) that follows from how the proposals stand to each other.

Formal motions come first, then what excludes each other, then everything that nobody contests in one step, and
additions last. Every step is answered by yes or no. It is support for the chair, who decides the order, and no legal
advice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from strategiplan.model.revision import Revision
from strategiplan.revisions.collisions import Collisions, Grade, Group, Proposed
from strategiplan.revisions.trial import whole


class StepKind(StrEnum):
    """What a step decides."""

    REFERRAL = "referral"  # whether the matter is referred back (återremiss)
    POSTPONEMENT = "postponement"  # whether it is postponed (bordläggning)
    FIRST = "first"  # what nobody contests and what something contested rests on
    SELECTION = "selection"  # which of several becomes the counter-proposal (motförslag)
    CONTEST = (
        "contest"  # the main proposal against the counter-proposal, or the last one left against the plan as it is
    )
    REST = "rest"  # what nobody contests of the main proposal
    ADDITION = "addition"  # what a proposal adds beside the main one (tilläggsyrkande)


FORMAL = (StepKind.REFERRAL, StepKind.POSTPONEMENT)
# A counter-proposal stands before an amendment, and what was filed first before what came later.
_KINDS = ("main", "counter", "alternative", "amendment", "addition", "statement")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One answer: changes by proposal, or what won an earlier step. With neither, the plan stays as it is."""

    changes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    winner_of: str | None = None

    @property
    def by(self) -> tuple[str, ...]:
        """Whose it is."""
        return tuple(name for name, _ in self.changes)

    @property
    def members(self) -> tuple[Proposed, ...]:
        """Every change in it."""
        return tuple(Proposed(name, id_) for name, ids in self.changes for id_ in ids)


AS_IT_IS = Alternative()


@dataclass(frozen=True, slots=True)
class Fall:
    """A change that falls if the step decides against what it needs."""

    change: Proposed
    step: str


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `question` is the chair's own wording; empty when it is to be made from the rest.

    `about` is the group that it belongs to. `depends_on` are the steps that have to come before it, and `falls` says
    what of it their outcome can make impossible. `compatible` are pairs of proposals in the group that could both be
    adopted: the chair may put them together.
    """

    id: str
    kind: StepKind
    yes: Alternative = AS_IT_IS
    no: Alternative = AS_IT_IS
    about: str = ""
    depends_on: tuple[str, ...] = ()
    falls: tuple[Fall, ...] = ()
    compatible: tuple[tuple[str, str], ...] = ()
    question: str = ""

    @property
    def is_optional(self) -> bool:
        """Whether the step is only put when somebody moves it."""
        return self.kind in FORMAL

    @property
    def is_separable(self) -> bool:
        """Whether any change in it is put by itself when somebody asks for that."""
        return self.kind in (StepKind.FIRST, StepKind.REST, StepKind.ADDITION)


@dataclass(frozen=True, slots=True)
class Ballot:
    """The whole order. `without_changes` are statements: they are noted, there is nothing in them to vote on."""

    main: str | None
    steps: tuple[Step, ...]
    without_changes: tuple[str, ...] = ()


def main_of(revisions: Mapping[str, Revision | None]) -> str | None:
    """The proposal that would be the main one: the majority's, else one that calls itself main, else the first filed.

    The choice is the chair's; a statement is never it.
    """
    able = [name for name, held in revisions.items() if held is None or held.kind != "statement"]

    def weight(name: str) -> tuple[bool, bool, date, str]:
        held = revisions[name]
        majority = held is not None and held.proposer is not None and held.proposer.kind == "majority"
        return not majority, held is None or held.kind != "main", _filed(held), name

    return min(able, key=weight, default=None)


def _filed(held: Revision | None) -> date:
    return held.filed if held is not None and held.filed is not None else date.max


def ballot(found: Collisions, revisions: Mapping[str, Revision | None], main: str | None = None) -> Ballot:
    """The order of voting on some proposals. `main` is the chair's choice of main proposal.

    Raises KeyError when `main` is not one of them.
    """
    held = {name: revisions.get(name) for name in found.proposals if name not in found.without_changes}
    if main is not None and main not in found.proposals:
        raise KeyError(main)
    chosen = main if main is not None else main_of(held)
    steps = [Step(str(kind), kind) for kind in FORMAL]
    steps += _Order(found, held, chosen).steps() if held else []
    return Ballot(chosen, tuple(steps), found.without_changes)


class _Order:
    """What is contested, what rests on what, and who comes before whom."""

    def __init__(self, found: Collisions, held: Mapping[str, Revision | None], main: str | None) -> None:
        self.found, self.main = found, main
        self.names = sorted(held, key=lambda name: self._rank(name, held[name]))
        self.needs = {
            Proposed(name, id_): frozenset(Proposed(name, other) for other in whole([id_], needed) - {id_})
            for name, needed in found.needs.items()
            for id_ in needed
        }
        self.of: dict[Proposed, str] = {}  # the group of every contested change
        for group in found.groups:
            for name, ids in group.alternatives:
                self.of.update(dict.fromkeys((Proposed(name, id_) for id_ in ids), group.id))
        self._draw_in()

    def _rank(self, name: str, held: Revision | None) -> tuple[bool, int, date, str]:
        return name != self.main, _KINDS.index(held.kind) if held else 0, _filed(held), name

    def _draw_in(self) -> None:
        """What rests on one contest and carries another belongs to the one that it carries."""
        for change, group in list(self.of.items()):
            for other in self.needs[change]:
                if other not in self.of and any(n in self.of for n in self.needs[other]):
                    self.of[other] = group

    def steps(self) -> list[Step]:
        """The steps after the formal ones."""
        carrying = {other for change in self.of for other in self.needs[change] if other not in self.of}
        out = [*self._uncontested(carrying, StepKind.FIRST, "first")]
        for group in self._groups():
            out += self._contest(group)
        rest = {c for c in self.needs if c not in self.of and c not in carrying}
        out += self._uncontested(rest, StepKind.REST, "rest")
        return list(self._linked(out))

    def _groups(self) -> list[Group]:
        """The groups, each after those that it rests on as far as that goes."""
        by_id = {group.id: group for group in self.found.groups}
        below: dict[str, set[str]] = {id_: set() for id_ in by_id}
        for change, group in self.of.items():
            below[group] |= {self.of[n] for n in self.needs[change] if n in self.of} - {group}
        out: list[Group] = []
        todo = list(by_id)
        while todo:
            ready = next((id_ for id_ in todo if not below[id_] & set(todo)), todo[0])
            todo.remove(ready)
            out.append(by_id[ready])
        return out

    def _alternatives(self, group: Group) -> list[Alternative]:
        """What stands against each other in a group, the main proposal first; the same changes are one alternative."""
        ids = {name: tuple(c.change for c, of in self.of.items() if of == group.id and c.proposal == name)
               for name in self.names}  # fmt: skip
        shared = {m for c in self.found.collisions if c.grade is Grade.IDENTICAL for m in c.members}
        out: list[list[tuple[str, tuple[str, ...]]]] = []
        for name in self.names:
            if not ids[name]:
                continue
            mine = set(ids[name])
            same = next((one for one in out if set(one[0][1]) == mine), None)
            if (
                same is not None
                and all(Proposed(name, id_) in shared for id_ in mine)
                and self._agree(same[0][0], name, mine)
            ):
                same.append((name, ids[name]))
            else:
                out.append([(name, ids[name])])
        return [Alternative(tuple(one)) for one in out]

    def _agree(self, one: str, other: str, ids: Iterable[str]) -> bool:
        return all(self.found.grade(Proposed(one, i), Proposed(other, i)) is Grade.IDENTICAL for i in ids)

    def _contest(self, group: Group) -> Iterator[Step]:
        """Yes or no to the main proposal against what stands against it, chosen first when there is more than one.

        Where the main proposal says nothing, what is left in the end stands against the plan as it is.
        """
        found = self._alternatives(group)
        first = found.pop(0) if self.main in found[0].by else None
        compatible = tuple(self._compatible(group, first))
        counter = found.pop(0) if found else AS_IT_IS
        for n, other in enumerate(found, 1):
            step = f"{StepKind.SELECTION}.{group.id}.{n}"
            yield Step(step, StepKind.SELECTION, counter, other, group.id, compatible=compatible)
            counter = Alternative(winner_of=step)
        yes, no = (first, counter) if first is not None else (counter, AS_IT_IS)
        yield Step(f"{StepKind.CONTEST}.{group.id}", StepKind.CONTEST, yes, no, group.id, compatible=compatible)

    def _compatible(self, group: Group, main: Alternative | None) -> Iterator[tuple[str, str]]:
        against = {frozenset(pair) for c in group.collisions for pair in combinations((name for name, _ in c.sides), 2)}
        names = [name for name, _ in group.alternatives if main is None or name not in main.by]
        for one, other in combinations(sorted(names), 2):
            if frozenset((one, other)) not in against:
                yield one, other

    def _uncontested(self, changes: set[Proposed], kind: StepKind, id_: str) -> Iterator[Step]:
        """The main proposal's in one step, and then for the others one step for each set of proposals that share it."""
        owners: dict[Proposed, tuple[str, ...]] = {}
        for collision in self.found.collisions:
            if collision.grade is Grade.IDENTICAL:
                for member in collision.members:
                    names = {*owners.get(member, ()), *(m.proposal for m in collision.members)}
                    owners[member] = tuple(name for name in self.names if name in names)
        steps: dict[tuple[str, ...], dict[str, list[str]]] = {}
        for name in self.names:
            for change in self.found.proposals[name].changes:
                key = Proposed(name, change.id)
                if key in changes:
                    shared = owners.get(key, (name,))
                    whose = (self.main,) if self.main is not None and self.main in shared else shared
                    steps.setdefault(whose, {}).setdefault(name, []).append(change.id)
        for whose, held in sorted(steps.items(), key=lambda entry: [self.names.index(name) for name in entry[0]]):
            yes = Alternative(tuple((name, tuple(ids)) for name, ids in held.items()))
            if whose == (self.main,):
                yield Step(id_, kind, yes)
            else:
                extra = StepKind.ADDITION if kind is StepKind.REST else kind
                yield Step(f"{extra}.{'+'.join(whose)}", extra, yes)

    def _linked(self, steps: list[Step]) -> Iterator[Step]:
        """The steps with what each depends on and what can fall in it."""
        decided = {change: step.id for step in steps for side in (step.yes, step.no) for change in side.members}
        final = {side.winner_of: step.id for step in steps for side in (step.yes, step.no) if side.winner_of}
        place = {step.id: n for n, step in enumerate(steps)}
        for step in steps:
            before = {side.winner_of for side in (step.yes, step.no) if side.winner_of}
            falls: list[Fall] = []
            for change in (*step.yes.members, *step.no.members):
                on = {_last(decided[other], final) for other in self.needs[change]} - {_last(step.id, final)}
                on = {id_ for id_ in on if place[id_] < place[step.id]}
                falls += [Fall(change, id_) for id_ in sorted(on, key=place.__getitem__)]
                before |= on
            depends = tuple(sorted(before, key=place.__getitem__))
            yield Step(
                step.id, step.kind, step.yes, step.no, step.about, depends, tuple(falls), step.compatible, step.question
            )


def _last(step: str, final: Mapping[str, str]) -> str:
    """The step in which what a step chooses is decided in the end."""
    while step in final:
        step = final[step]
    return step
