"""What a merge says: a plan that loads, what was decided of every change, and where a person has to decide."""

from dataclasses import dataclass
from enum import StrEnum

from strategiplan.address import Address
from strategiplan.model.plan import Plan
from strategiplan.revisions.changes import Change, Effect
from strategiplan.revisions.trial import Fault


class Why(StrEnum):
    """Why changes of the two sides cannot both be made."""

    SAME_FIELD = "same-field"  # the same value or the same words, changed in two ways
    SAME_ID = "same-id"  # two different things were added under one id
    REMOVED_EDITED = "removed-edited"  # one side removes what the other changes, moves or adds to
    REMOVED_NAMED = "removed-named"  # one side removes what the other begins to refer to
    CONFIRMED = "confirmed"  # one side says that it stays as it is, the other changes or removes it
    TWO_FATES = "two-fates"  # both remove it, to become different things
    TWO_PARENTS = "two-parents"  # one thing was moved to two places
    CYCLE = "cycle"  # each was moved into the other
    DEPENDENT = "dependent"  # it hangs on a change that is itself in conflict
    BREAKS_RULE = "breaks-rule"  # right on each side, wrong together


class Caution(StrEnum):
    """What was decided without asking, and should be looked at."""

    ORDER = "order"  # which of the neighbours comes first was chosen
    PARENT_WINS = "parent-wins"  # moved to another parent by one side, among its siblings by the other
    REMOVAL_WINS = "removal-wins"  # removed by one side, only moved among its siblings by the other
    CARRIED = "carried"  # what one side did with a thing was done with what replaces it on the other side
    CONFIRMED_TOUCHED = "confirmed-touched"  # said to stay by one side, put elsewhere in order or added to by the other
    SAME_TITLE = "same-title"  # each side added a thing with this title: they may be one and the same


class Taken(StrEnum):
    """Whose a change is that was made."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"  # the same on both sides
    JOINED = "joined"  # made of what each side did


@dataclass(frozen=True, slots=True)
class Decision:
    """A change that was made, and whose it is."""

    change: Change
    taken: Taken


@dataclass(frozen=True, slots=True)
class Conflict:
    """Changes of either side that cannot be made together; none of them is made. `at` is where a person decides.

    `faults` are the rules that would be broken, with the addresses where.
    """

    why: Why
    at: Address
    ours: tuple[Change, ...] = ()
    theirs: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def successors(self) -> tuple[str, ...]:
        """What the thing becomes on the side that removes it: an edit of it can be carried there."""
        if self.why not in (Why.REMOVED_EDITED, Why.REMOVED_NAMED):
            return ()
        changes = (*self.ours, *self.theirs)
        kept = [c for c in changes if c.effect is not Effect.REMOVE]
        touched = {c.at.id for c in kept} | {c.new_place.slot.id for c in kept if c.new_place} | {self.at.id}
        gone = [c for c in changes if c.effect is Effect.REMOVE and c.at.id in touched]
        notes = [c.note for c in gone if c.note is not None]
        return tuple(dict.fromkeys(id_ for note in notes if note.fate != "delegated" for id_ in note.into))


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that was decided without asking. The changes are those of each side that it is about."""

    why: Caution
    at: Address
    ours: tuple[Change, ...] = ()
    theirs: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The result: a plan that loads, the decisions that lead to it from the base, and what they do not say."""

    plan: Plan
    decisions: tuple[Decision, ...]
    conflicts: tuple[Conflict, ...] = ()
    warnings: tuple[Warned, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether everything that both sides did is in the plan, but for what the warnings name."""
        return not self.conflicts

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was done to the base."""
        return tuple(decision.change for decision in self.decisions)
