"""Whether an order of voting, as a chair has edited it, decides everything once and in an order that works."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import combinations, product
from typing import Any

from strategiplan.diagnostics import Severity
from strategiplan.revisions.ballot import FORMAL, Alternative, Ballot, Step, StepKind
from strategiplan.revisions.collisions import Collisions, Proposed
from strategiplan.revisions.trial import whole

SIDES = ("yes", "no")
# A place in the ballot: the step's number, and keys and numbers below it.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong with a ballot. `at` leads to it in the ballot's data, `related` to what it stands against."""

    code: str
    at: Path
    params: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str | None = None
    related: Path | None = None
    severity: Severity = Severity.ERROR


def slips(held: Ballot, found: Collisions) -> Iterator[Slip]:
    """Everything that is wrong with the order, for these proposals."""
    checking = _Checking(held, found)
    yield from checking.names()
    yield from checking.completeness()
    yield from checking.winners()
    yield from checking.exclusion()
    yield from checking.order()


def sides(step: Step) -> tuple[tuple[str, Alternative], ...]:
    """Both answers with what they are called in the data."""
    return ("yes", step.yes), ("no", step.no)


class _Checking:
    def __init__(self, held: Ballot, found: Collisions) -> None:
        self.held, self.found = held, found
        self.known = {name: {c.id for c in revised.changes} for name, revised in found.proposals.items()}
        self.number = {step.id: n for n, step in reversed(list(enumerate(held.steps)))}
        self.decided: dict[Proposed, list[Path]] = {}
        for n, step in enumerate(held.steps):
            for side, answer in sides(step):
                for name, ids in answer.changes:
                    for m, id_ in enumerate(ids):
                        place = ("steps", n, side, "changes", name, m)
                        self.decided.setdefault(Proposed(name, id_), []).append(place)

    def names(self) -> Iterator[Slip]:
        """Steps, proposals and changes that there are not, and steps that are there twice."""
        for n, step in enumerate(self.held.steps):
            if self.number[step.id] != n:
                first = ("steps", self.number[step.id], "id")
                yield Slip("ballot-duplicate-step", ("steps", n, "id"), {"step": step.id}, related=first)
            for m, other in enumerate(step.depends_on):
                yield from self._step(other, ("steps", n, "depends-on", m))
            for side, answer in sides(step):
                if answer.winner_of is not None:
                    yield from self._step(answer.winner_of, ("steps", n, side, "winner-of"))
        if self.held.main is not None and self.held.main not in self.known:
            yield self._proposal(self.held.main, ("main",))
        for change, places in self.decided.items():
            if change.proposal not in self.known:
                yield self._proposal(change.proposal, places[0][:5])
            elif change.change not in self.known[change.proposal]:
                params = {"proposal": change.proposal, "change": change.change}
                near = _near(change.change, self.known[change.proposal])
                yield Slip("ballot-unknown-change", places[0], params, near)

    def _step(self, id_: str, place: Path) -> Iterator[Slip]:
        if id_ not in self.number:
            yield Slip("ballot-unknown-step", place, {"step": id_}, _near(id_, self.number))

    def _proposal(self, name: str, place: Path) -> Slip:
        return Slip("ballot-unknown-proposal", place, {"proposal": name}, _near(name, self.known))

    def completeness(self) -> Iterator[Slip]:
        """Every change exactly once."""
        for change, places in self.decided.items():
            for place in places[1:]:
                yield Slip("ballot-decided-twice", place, change._asdict(), related=places[0])
        for name, revised in self.found.proposals.items():
            for held in revised.changes:
                if Proposed(name, held.id) not in self.decided:
                    yield Slip("ballot-undecided", ("steps",), {"proposal": name, "change": held.id})

    def winners(self) -> Iterator[Slip]:
        """What wins a selection is put once more, later."""
        for n, step in enumerate(self.held.steps):
            used = [m for m, other in enumerate(self.held.steps) for _, a in sides(other) if a.winner_of == step.id]
            if step.kind is StepKind.SELECTION and (len(used) != 1 or used[0] <= n):
                yield Slip("ballot-winner", ("steps", n, "id"), {"step": step.id})
            elif step.kind is not StepKind.SELECTION and used:
                yield Slip("ballot-no-selection", ("steps", used[0]), {"step": step.id})

    def answers(self, change: Proposed) -> dict[str, str]:
        """The answers by which a change is adopted, by step: its own, and those where what won its step is put."""
        out: dict[str, str] = {}
        todo = [(self.held.steps[int(p[1])].id, str(p[2])) for p in self.decided.get(change, ())[:1]]
        while todo:
            id_, side = todo.pop()
            if id_ in out:
                continue
            out[id_] = side
            todo += [(s.id, name) for s in self.held.steps for name, a in sides(s) if a.winner_of == id_]
        return out

    def exclusion(self) -> Iterator[Slip]:
        """Of what excludes each other, one has to fall whatever is answered."""
        for collision in self.found.collisions:
            if not collision.grade.excludes:
                continue
            told = set()
            for members in product(*([Proposed(name, id_) for id_ in ids] for name, ids in collision.sides)):
                if any(member not in self.decided for member in members):
                    continue
                if any(self._opposed(one, other) for one, other in combinations(members, 2)):
                    continue
                place, other = self.decided[members[0]][0], self.decided[members[1]][0]
                if (place[:3], other[:3]) not in told:
                    told.add((place[:3], other[:3]))
                    params = {"one": _shown(members[0]), "other": _shown(members[1])}
                    yield Slip("ballot-both-possible", other, params, related=place)

    def _opposed(self, one: Proposed, other: Proposed) -> bool:
        first, second = self.answers(one), self.answers(other)
        return any(first[step] != second[step] for step in first.keys() & second.keys())

    def order(self) -> Iterator[Slip]:
        """Formal motions first, nothing before what it depends on, additions last."""
        body = [n for n, step in enumerate(self.held.steps) if step.kind not in FORMAL]
        rest = [n for n, step in enumerate(self.held.steps) if step.kind in (StepKind.CONTEST, StepKind.REST)]
        for n, step in enumerate(self.held.steps):
            if step.kind in FORMAL and body and body[0] < n:
                yield Slip("ballot-formal-first", ("steps", n, "id"), {"step": step.id})
            if step.kind is StepKind.ADDITION and rest and rest[-1] > n:
                params = {"step": step.id, "other": self.held.steps[rest[-1]].id}
                yield Slip("ballot-addition-last", ("steps", n, "id"), params, severity=Severity.WARNING)
            for m, other in enumerate(step.depends_on):
                if self.number.get(other, -1) >= n:
                    yield Slip("ballot-order", ("steps", n, "depends-on", m), {"step": step.id, "other": other})
        yield from self._before_what_it_needs()

    def _before_what_it_needs(self) -> Iterator[Slip]:
        told: set[tuple[int, int]] = set()
        for change, places in self.decided.items():
            if change.change not in self.known.get(change.proposal, ()):
                continue
            mine = max((self.number[id_] for id_ in self.answers(change)), default=0)
            for id_ in sorted(whole([change.change], self.found.needs[change.proposal])):
                needed = Proposed(change.proposal, id_)
                theirs = max((self.number[step] for step in self.answers(needed)), default=0)
                if theirs > mine and (mine, theirs) not in told:
                    told.add((mine, theirs))
                    params = {"change": _shown(change), "needed": _shown(needed)}
                    yield Slip("ballot-before-needed", places[0], params, related=self.decided[needed][0])


def _shown(change: Proposed) -> str:
    return f"{change.change} ({change.proposal})"


def _near(word: str, known: Mapping[str, Any] | set[str]) -> str | None:
    return next(iter(get_close_matches(word, sorted(known), 1, 0.6)), None)
