"""Do the days and years agree with each other and with the plan's period?

No rule looks at today's clock: the same files give the same findings tomorrow. A promise is late by the latest day that
the plan's own papers know of.
"""

from collections.abc import Iterator
from datetime import date

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Activity, Assignment, Goal, SubGoal
from strategiplan.rules.known import known
from strategiplan.rules.rule import Rule

_FOLLOWED = ("adopted", "superseded")


def latest_known_day(dossier: Dossier) -> date | None:
    """The latest day on which somebody is known to have worked with the plan: filed, decided, or followed up.

    An adopted plan has reached its first day.
    """
    plan, revision, record = dossier.plan, dossier.revision, dossier.record
    days = [
        revision.filed if revision else None,
        plan.decision.date if plan.decision else None,
        record.meeting.date if record and record.meeting else None,
        plan.period.start if plan.status in _FOLLOWED else None,
        *(followup.at for followup in dossier.followups),
    ]
    return max((day for day in days if day), default=None)


def promise_overdue(dossier: Dossier) -> Iterator[Finding]:
    """Indicators were promised by a day that has passed, and there are none.

    Fix: write the indicators, or a new day under `indicators-pending`.
    """
    now = latest_known_day(dossier)
    for goal in known(dossier).of(Goal):
        due = goal.indicators_pending.due if goal.indicators_pending else None
        if due and now and due < now and not goal.indicators:
            yield Finding(Address(goal.id, "indicators-pending.due"), {"title": goal.title, "due": due, "day": now})


def assignment_overdue(dossier: Dossier) -> Iterator[Finding]:
    """An assignment was due by a day that has passed, and it has not been reported (Kommunallagen 6:5).

    Fix: write the day when it was `reported`, or a new day under `due`.
    """
    now = latest_known_day(dossier)
    for assignment in known(dossier).of(Assignment):
        if assignment.due and now and assignment.due < now and not assignment.reported:
            yield Finding(
                Address(assignment.id, "due"), {"title": assignment.title, "due": assignment.due, "day": now}
            )


def activity_overdue(dossier: Dossier) -> Iterator[Finding]:
    """An activity was to be done by a day that has passed, and it is neither done nor cancelled.

    Fix: write its `status`, or a new day under `due`.
    """
    now = latest_known_day(dossier)
    for activity in known(dossier).of(Activity):
        if activity.due and now and activity.due < now and activity.status in ("planned", "ongoing"):
            yield Finding(Address(activity.id, "due"), {"title": activity.title, "due": activity.due, "day": now})


def activity_order(dossier: Dossier) -> Iterator[Finding]:
    """An activity is to be done before it starts.

    Fix: correct `start` or `due`.
    """
    for activity in known(dossier).of(Activity):
        if activity.start and activity.due and activity.due < activity.start:
            yield Finding(
                Address(activity.id, "due"), {"title": activity.title, "start": activity.start, "due": activity.due}
            )


def activity_after_period(dossier: Dossier) -> Iterator[Finding]:
    """An activity starts only after the plan has ended, so it belongs to another plan.

    Fix: correct `start`, or leave the activity to the next plan.
    """
    end = dossier.plan.period.end
    for activity in known(dossier).of(Activity):
        if activity.start and activity.start > end:
            yield Finding(Address(activity.id, "start"), {"title": activity.title, "start": activity.start, "end": end})


def deadline_before_period(dossier: Dossier) -> Iterator[Finding]:
    """A goal was to be reached before the plan begins.

    Fix: write a new `deadline`, or let the goal cease with a fate.
    """
    start = dossier.plan.period.start
    for goal in known(dossier).of(Goal):
        if goal.deadline and goal.deadline < start:
            yield Finding(
                Address(goal.id, "deadline"), {"title": goal.title, "deadline": goal.deadline, "start": start}
            )


def sub_goal_year_outside_period(dossier: Dossier) -> Iterator[Finding]:
    """A sub-goal is for a year outside the plan's period. One that the revision confirms or promises anew is answered.

    Fix: write a year within the period, or say in `revision.yaml` that the sub-goal is `confirmed` or `promised`.
    """
    period = dossier.plan.period
    notes = dossier.revision.notes if dossier.revision else ()
    answered = {note.at.partition(".")[0] for note in notes if note.kind in ("confirmed", "promised")}
    for sub_goal in known(dossier).of(SubGoal):
        year = sub_goal.year
        if year and not period.start.year <= year <= max(period.start, period.end).year and sub_goal.id not in answered:
            yield Finding(
                Address(sub_goal.id, "year"),
                {"title": sub_goal.title, "year": year, "start": period.start, "end": period.end},
            )


def target_before_period(dossier: Dossier) -> Iterator[Finding]:
    """All targets of an indicator are for years before the plan begins, so none is left to steer by.

    Fix: write a target for a year within the plan's period.
    """
    first = dossier.plan.period.start.year
    for _, indicator in known(dossier).indicators():
        if indicator.targets and (last := max(indicator.targets)) < first:
            yield Finding(
                Address(indicator.id, f"targets.{last}"), {"name": indicator.name, "year": last, "start": first}
            )


def baseline_after_target(dossier: Dossier) -> Iterator[Finding]:
    """The value that a goal starts from is later than the first target, which it was to be the start of.

    Fix: write the value before the plan as `baseline`, or take away the targets that have passed.
    """
    for _, indicator in known(dossier).indicators():
        if indicator.baseline and indicator.targets and indicator.baseline.year > (first := min(indicator.targets)):
            yield Finding(
                Address(indicator.id, "baseline.year"),
                {"name": indicator.name, "year": indicator.baseline.year, "target": first},
                related=(Address(indicator.id, f"targets.{first}"),),
            )


RULES = (
    Rule(promise_overdue, Severity.WARNING),
    Rule(assignment_overdue, Severity.WARNING),
    Rule(activity_overdue, Severity.WARNING),
    Rule(activity_order, Severity.ERROR),
    Rule(activity_after_period, Severity.WARNING),
    Rule(deadline_before_period, Severity.WARNING),
    Rule(sub_goal_year_outside_period, Severity.WARNING),
    Rule(target_before_period, Severity.WARNING),
    Rule(baseline_after_target, Severity.WARNING),
)
