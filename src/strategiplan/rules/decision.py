"""Is it clear who decided, when and what? The plan's own decision and the record of a meeting."""

from collections.abc import Iterator

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.rules.nearest import Names
from strategiplan.rules.rule import Rule


def adopted_without_decision(dossier: Dossier) -> Iterator[Finding]:
    """The plan is said to be in force, but not when or by whom it was adopted.

    Fix: write `decision` in `plan.yaml`: body, date, paragraph and case.
    """
    plan, record = dossier.plan, dossier.record
    if plan.status == "adopted" and plan.decision is None and (record is None or record.meeting is None):
        yield Finding(Address("plan", "status"), {"title": plan.title})


def adopted_by_nobody(dossier: Dossier) -> Iterator[Finding]:
    """The plan's decision does not say which body made it.

    Fix: write the body's id under `decision.body`, usually the council's.
    """
    plan = dossier.plan
    if plan.status == "adopted" and plan.decision and not plan.decision.body:
        yield Finding(Address("plan", "decision"), {"title": plan.title})


def decision_without_reference(dossier: Dossier) -> Iterator[Finding]:
    """The plan's decision lacks its date or its paragraph, so it cannot be found in the minutes.

    Fix: write `date` and `paragraph`, as in "Antagen av kommunfullmäktige 2021-06-21 § 93".
    """
    plan = dossier.plan
    if plan.status == "adopted" and plan.decision and not (plan.decision.date and plan.decision.paragraph):
        yield Finding(Address("plan", "decision"), {"title": plan.title})


def decision_before_adoption(dossier: Dossier) -> Iterator[Finding]:
    """The plan is a draft or a proposal but has a decision, perhaps its base's that came along in the copy.

    Fix: take `decision` away until there is one, or write `status: adopted`.
    """
    plan = dossier.plan
    if plan.status in ("draft", "proposal") and plan.decision and plan.decision.date:
        yield Finding(Address("plan", "decision"), {"status": plan.status, "date": plan.decision.date})


def decision_after_period(dossier: Dossier) -> Iterator[Finding]:
    """The plan is said to be decided after its period has ended.

    Fix: correct the decision's date or the plan's period.
    """
    plan = dossier.plan
    if plan.decision and plan.decision.date and plan.decision.date > plan.period.end >= plan.period.start:
        yield Finding(Address("plan", "decision.date"), {"date": plan.decision.date, "end": plan.period.end})


def unknown_proposal(dossier: Dossier) -> Iterator[Finding]:
    """The record of a decision names a revision that does not exist.

    Fix: write the name of one of the organisation's revisions.
    """
    record = dossier.record
    if record is None or not dossier.revisions:
        return
    held = set(dossier.revisions)
    named = [("base", record.base), *((f"proposals.{n}", name) for n, name in enumerate(record.proposals))]
    for field, name in named:
        if name not in held:
            yield Finding(
                Address("decision-record", field), {"proposal": name}, Names(dossier.revisions).nearest(name)
            )


def record_without_meeting(dossier: Dossier) -> Iterator[Finding]:
    """The record does not say at which meeting the decision was made; the minutes must (Kommunallagen 5:67).

    Fix: write `meeting` with body, date and paragraph.
    """
    if dossier.record and (dossier.record.meeting is None or dossier.record.meeting.date is None):
        yield Finding(Address("decision-record", "meeting"), {"base": dossier.record.base})


def change_decided_twice(dossier: Dossier) -> Iterator[Finding]:
    """The record decides one change twice.

    Fix: keep the decision that was made.
    """
    first: dict[tuple[str, str | None], int] = {}
    for number, decision in enumerate(dossier.record.decisions if dossier.record else ()):
        if (before := first.setdefault((decision.change, decision.proposal), number)) != number:
            yield Finding(
                Address("decision-record", f"decisions.{number}.change"), {"change": decision.change},
                related=(Address("decision-record", f"decisions.{before}.change"),),
            )


def decision_without_reason(dossier: Dossier) -> Iterator[Finding]:
    """A change was sent back or adopted in another wording, and the record does not say why or how. A referral must be
    motivated (Kommunallagen 5:50).

    Fix: write the motivation under `note`, and the new wording under `amended`.
    """
    for number, decision in enumerate(dossier.record.decisions if dossier.record else ()):
        told = decision.note or (decision.outcome == "adopted-amended" and decision.amended is not None)
        if decision.outcome in ("referred-back", "adopted-amended") and not told:
            yield Finding(
                Address("decision-record", f"decisions.{number}.outcome"),
                {"change": decision.change, "outcome": decision.outcome},
            )


PLAN_RULES = (
    Rule(adopted_without_decision, Severity.WARNING),
    Rule(adopted_by_nobody, Severity.WARNING),
    Rule(decision_without_reference, Severity.INFO),
    Rule(decision_before_adoption, Severity.WARNING),
    Rule(decision_after_period, Severity.WARNING),
)
RECORD_RULES = (
    Rule(unknown_proposal, Severity.ERROR),
    Rule(record_without_meeting, Severity.WARNING),
    Rule(change_decided_twice, Severity.ERROR),
    Rule(decision_without_reason, Severity.WARNING),
)
