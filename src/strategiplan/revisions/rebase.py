"""A proposal carried over to a plan that was adopted meanwhile: what lives on, what is done, and what is not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from strategiplan.model.plan import Plan
from strategiplan.model.revision import Note
from strategiplan.revisions.changes import Change, ChangeSet, Effect, diff
from strategiplan.revisions.collisions import Collision, Collisions, Grade, collisions, in_wake
from strategiplan.revisions.reasons import Revised, join
from strategiplan.revisions.trial import Faults, left, together

_ONTO, _MINE = "onto", "proposal"


class State(StrEnum):
    """What has become of a change."""

    LIVES = "lives"  # it is made in the new plan as it was in the old
    DONE = "done"  # the new plan has it already
    COLLIDES = "collides"  # the new plan says something else there
    GONE = "gone"  # what it was about is no longer in the plan
    FALLS = "falls"  # it rests on a change that does not live on


@dataclass(frozen=True, slots=True)
class Carried:
    """One change with what has become of it. `against` was adopted instead, or is what it rests on."""

    change: Change
    state: State
    against: tuple[Change, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rebased:
    """The proposal's new tree, and a line for every change. `notes` are the reasons of what lives on."""

    plan: Plan
    carried: tuple[Carried, ...]
    notes: tuple[Note, ...]

    @property
    def lost(self) -> tuple[Carried, ...]:
        """What is not in the new tree although it was proposed: somebody has to look at it."""
        return tuple(c for c in self.carried if c.state in (State.COLLIDES, State.GONE, State.FALLS))


def rebase(
    base: Plan, proposal: Revised, onto: Plan, faults: Faults | None = None, reasons: Iterable[Note] = ()
) -> Rebased:
    """Both changes from one base: the plan that was adopted, with what of the proposal still can be made in it.

    After an adoption that has nothing to do with it, a proposal changes the same things as before. `reasons` are the
    adopted plan's notes: by them it is seen that a promise is made there already, or another fate given.
    """
    told = join(diff(base, onto), reasons)
    adopted = told.changes
    found = collisions(base, {_ONTO: told, _MINE: proposal}, faults)
    states = _states(found, proposal.changes)
    living = frozenset(id_ for id_, held in states.items() if held.state is State.LIVES)
    sets = {_ONTO: adopted, _MINE: proposal.changes}
    tree = together(base, sets, {_ONTO: [c.id for c in adopted], _MINE: living})
    # Words that both took away, or an order that both wanted: made there already, though by another change.
    left_to_do = {c.id for c in diff(onto, tree)}
    for id_ in living - left_to_do:
        if states[id_].change.effect is not Effect.NOTHING:
            states[id_] = Carried(states[id_].change, State.DONE)
    carried = tuple(states[c.id] for c in proposal.changes)
    return Rebased(tree, carried, _notes(proposal, states))


def _states(found: Collisions, mine: ChangeSet) -> dict[str, Carried]:
    changes = {c.id: c for c in mine}
    theirs = {c.id: c for c in found.proposals[_ONTO].changes}
    out: dict[str, Carried] = {}
    for collision in found.collisions:
        sides = dict(collision.sides)
        against = tuple(theirs[id_] for id_ in sides[_ONTO])
        for id_ in sides[_MINE]:
            if collision.grade is Grade.IDENTICAL:
                out.setdefault(id_, Carried(changes[id_], State.DONE, against))
            elif collision.grade.excludes and (id_ not in out or out[id_].state is State.DONE):
                out[id_] = Carried(changes[id_], _state(collision, against), against, str(collision.why))
    _fall(found, mine, out)
    for id_, change in changes.items():
        out.setdefault(id_, Carried(change, State.LIVES))
    return out


def _state(collision: Collision, against: tuple[Change, ...]) -> State:
    return State.GONE if against and all(c.effect is Effect.REMOVE for c in against) else State.COLLIDES


def _fall(found: Collisions, mine: ChangeSet, out: dict[str, Carried]) -> None:
    """What rests on something that does not live on, and what would leave with something that stays."""
    changes = {c.id: c for c in mine}
    needed = {id_: set(others) for id_, others in found.needs[_MINE].items()}
    for inner, outer in in_wake(mine):
        needed[inner].add(outer)
    frozen = {id_: frozenset(others) for id_, others in needed.items()}
    refused = [id_ for id_, held in out.items() if held.state in (State.COLLIDES, State.GONE)]
    for id_ in changes.keys() - left(refused, frozen) - set(refused):
        causes = tuple(changes[other] for other in sorted(frozen[id_]) if other not in left(refused, frozen))
        if id_ not in out or out[id_].state is not State.DONE:
            out[id_] = Carried(changes[id_], State.FALLS, causes)


def _notes(proposal: Revised, states: Mapping[str, Carried]) -> tuple[Note, ...]:
    """The reasons of what lives on, and those that had lost their change before."""
    kept: dict[str, Note] = {}
    for change in proposal.changes:
        if change.note is not None and states[change.id].state is State.LIVES:
            kept.setdefault(repr(change.note), change.note)
    for note in proposal.stale:
        kept.setdefault(repr(note), note)
    return tuple(kept.values())
