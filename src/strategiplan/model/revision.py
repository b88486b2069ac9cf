"""Why a plan changes and what was decided: `revision.yaml` and `decision.yaml`."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from strategiplan.model.plan import Adoption
from strategiplan.model.types import HASH_PATTERN, AddressText, Id, IsoDate, Line, Many, Model, Name, Prose

Fate = Literal["ceased", "absorbed", "merged", "split", "delegated", "replaced", "promoted", "moved"]
ProposalKind = Literal["main", "counter", "amendment", "addition", "alternative", "statement"]
ProposerKind = Literal["majority", "party", "board", "officer", "citizen"]
Outcome = Literal["adopted", "rejected", "adopted-amended", "referred-back", "lapsed", "withdrawn"]


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Proposer(Model):
    """Who proposes: a party or coalition by id, or somebody by name."""

    kind: ProposerKind
    party: Id | None = None
    name: Line | None = None


class Note(Model):
    """Why one thing changes, and for what disappears, its fate. `sure: false` marks what a reader could dispute."""

    at: AddressText
    fate: Fate | None = None
    into: Annotated[Many[Id], BeforeValidator(_listed)] = ()
    kind: Literal["editorial", "confirmed", "promised"] | None = None
    series_break: Literal["yes", "no", "unknown"] | None = None
    assignment: Prose = ""
    motivation: Prose = ""
    due: IsoDate | None = None
    sure: bool = True


class Revision(Model):
    """What a plan is based on, who proposes it, and a note for each change."""

    base: Name | None = None
    base_hash: Annotated[str, Field(pattern=HASH_PATTERN)] | None = None
    proposer: Proposer | None = None
    kind: ProposalKind = "main"
    filed: IsoDate | None = None
    statement: Prose = ""
    notes: Many[Note] = ()


class ChangeDecision(Model):
    """What the council decided about one change, named by the change's id.

    `proposal` says whose change it is where several proposals have one of that name. `amended` is the value that was
    decided instead of the proposed one: a text or value for a field, a mapping of fields for a thing that is new.
    """

    change: Line
    proposal: Name | None = None
    outcome: Outcome
    amended: Any = None
    note: Prose = ""
    votes: dict[Line, int] = Field(default_factory=dict)


class Reservation(Model):
    """Somebody's recorded dissent (Kommunallagen 4:27)."""

    by: Line
    text: Prose = ""


class DecisionRecord(Model):
    """The council's decision on one or more proposals, change by change."""

    base: Name
    base_hash: Annotated[str, Field(pattern=HASH_PATTERN)] | None = None
    proposals: Many[Name]
    meeting: Adoption | None = None
    decisions: Many[ChangeDecision] = ()
    reservations: Many[Reservation] = ()
