"""A plan with everything that is filed with it: what rules look at and views show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from strategiplan.model.followup import FollowUp, Measurement
from strategiplan.model.organization import Organization
from strategiplan.model.plan import Plan, Status
from strategiplan.model.revision import DecisionRecord, Revision
from strategiplan.model.theme import Picture, Theme
from strategiplan.model.types import Many, Model


class Document(Model):
    """One revision as its files say it. A plan in a single file has the same parts as keys."""

    plan: Plan | None = None
    revision: Revision | None = None
    decision_record: DecisionRecord | None = None
    followups: Many[FollowUp] = ()
    organization: Organization | None = None
    theme: Theme | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One revision with its surroundings.

    `plan` is the tree; a proposal that is only a statement has its base's tree. `base` is the plan that
    `revision.base` names, when it exists. `revisions` are the names of all revisions of the organisation.
    `unread` are ids of nodes that stand in the files but could not be read: links to them are not dangling.
    `theme` and `logo` are how the organisation's pages look.
    """

    name: str
    plan: Plan
    organization: Organization | None = None
    revision: Revision | None = None
    record: DecisionRecord | None = None
    followups: tuple[FollowUp, ...] = ()
    base: Plan | None = None
    revisions: tuple[str, ...] = ()
    measurements: Mapping[str, Measurement] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    theme: Theme | None = None
    logo: Picture | None = None

    @property
    def is_statement(self) -> bool:
        """Whether it only says something of another plan: the tree is then its base's."""
        return self.revision is not None and (self.revision.kind == "statement" or self.plan is self.base)

    @property
    def status(self) -> Status:
        """Where it stands. The tree of a statement may say that it is adopted, which the statement is not."""
        return "proposal" if self.is_statement else self.plan.status
