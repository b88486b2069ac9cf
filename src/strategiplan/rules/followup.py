"""Can the follow-up be trusted? Known goals, the organisation's own scale, comments, days, and every goal judged."""

from collections.abc import Iterator
from datetime import date

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.followup import Assessment
from strategiplan.rules.known import known
from strategiplan.rules.nearest import Names
from strategiplan.rules.rule import Rule


def _assessments(dossier: Dossier) -> Iterator[tuple[int, int, Assessment]]:
    """Every assessment with the number of its follow-up and its own."""
    for outer, followup in enumerate(dossier.followups):
        for inner, assessment in enumerate(followup.assessments):
            yield outer, inner, assessment


def _at(outer: int, inner: int, field: str) -> Address:
    return Address("followups", f"{outer}.assessments.{inner}.{field}")


def assessment_of_unknown_goal(dossier: Dossier) -> Iterator[Finding]:
    """A goal is assessed that is not in the plan, so the assessment is shown nowhere.

    Fix: write the id of a goal in the plan.
    """
    index = known(dossier)
    for outer, inner, assessment in _assessments(dossier):
        if index.is_no_goal(assessment.goal):
            yield Finding(
                _at(outer, inner, "goal"), {"goal": assessment.goal}, index.goal_names.nearest(assessment.goal)
            )


def rating_not_on_scale(dossier: Dossier) -> Iterator[Finding]:
    """A goal is assessed with a word that is not a step of the organisation's scale.

    Fix: write the id of one of the steps under `scale` in `organization.yaml`.
    """
    steps = [step.id for step in dossier.organization.scale] if dossier.organization else []
    if not steps:
        return
    held, names = set(steps), Names(steps)
    for outer, inner, assessment in _assessments(dossier):
        for field, rating in (("rating", assessment.rating), ("computed", assessment.computed)):
            if rating and rating not in held:
                params = {"rating": rating, "goal": assessment.goal}
                yield Finding(_at(outer, inner, field), params, names.nearest(rating))


def override_without_comment(dossier: Dossier) -> Iterator[Finding]:
    """Somebody has put another rating by hand than the rule gives, and does not say why.

    Fix: write a `comment` that gives the reasons.
    """
    for outer, inner, assessment in _assessments(dossier):
        overrides = assessment.computed is not None and assessment.computed != assessment.rating
        if assessment.method == "manual" and overrides and not assessment.comment:
            yield Finding(
                _at(outer, inner, "rating"),
                {"goal": assessment.goal, "rating": assessment.rating, "computed": assessment.computed},
            )


def rating_not_the_rules(dossier: Dossier) -> Iterator[Finding]:
    """A rating is said to be the rule's, but the rule gives another.

    Fix: write the rule's rating, or `method: manual` with a comment.
    """
    for outer, inner, assessment in _assessments(dossier):
        if assessment.method == "rule" and assessment.computed and assessment.computed != assessment.rating:
            yield Finding(
                _at(outer, inner, "rating"),
                {"goal": assessment.goal, "rating": assessment.rating, "computed": assessment.computed},
            )


def assessed_twice(dossier: Dossier) -> Iterator[Finding]:
    """A goal is assessed twice at one reporting date, and only one can hold. A forecast may stand beside an outcome.

    Fix: keep one of them.
    """
    first: dict[tuple[int, str, bool], int] = {}
    for outer, inner, assessment in _assessments(dossier):
        before = first.setdefault((outer, assessment.goal, assessment.forecast), inner)
        if before != inner:
            yield Finding(
                _at(outer, inner, "goal"), {"goal": assessment.goal}, related=(_at(outer, before, "goal"),)
            )


def followup_outside_period(dossier: Dossier) -> Iterator[Finding]:
    """A follow-up is dated before the plan begins, or after 15 April of the year after it ended, when the annual report
    is with the council (Kommunallagen 11:19-21).

    Fix: correct `at`, or move the follow-up to the plan that it is about.
    """
    period = dossier.plan.period
    last = date(min(period.end.year + 1, date.max.year), 4, 15)
    for number, followup in enumerate(dossier.followups):
        if period.start <= period.end and not period.start <= followup.at <= last:
            yield Finding(
                Address("followups", f"{number}.at"), {"at": followup.at, "start": period.start, "end": period.end}
            )


def followup_twice(dossier: Dossier) -> Iterator[Finding]:
    """Two follow-ups have the same day, so nobody can tell which is the one reported.

    Fix: make them one, or correct `at`.
    """
    first: dict[date, int] = {}
    for number, followup in enumerate(dossier.followups):
        if (before := first.setdefault(followup.at, number)) != number:
            yield Finding(
                Address("followups", f"{number}.at"), {"at": followup.at},
                related=(Address("followups", f"{before}.at"),),
            )


def interim_report_day(dossier: Dossier) -> Iterator[Finding]:
    """An interim report covers at least half and at most two thirds of the year (LKBR 13:1), so it ends between 30 June
    and 31 August.

    Fix: write the last day that the report covers under `at`, or take `kind: interim` away.
    """
    for number, followup in enumerate(dossier.followups):
        if followup.kind == "interim" and not (6, 30) <= (followup.at.month, followup.at.day) <= (8, 31):
            yield Finding(Address("followups", f"{number}.at"), {"at": followup.at})


def forecast_in_annual_report(dossier: Dossier) -> Iterator[Finding]:
    """The annual follow-up forecasts a goal. The year is over; what is wanted is the outcome.

    Fix: write the outcome, or `kind: interim`.
    """
    for outer, inner, assessment in _assessments(dossier):
        if assessment.forecast and dossier.followups[outer].kind == "annual":
            yield Finding(_at(outer, inner, "forecast"), {"goal": assessment.goal})


def goal_not_assessed(dossier: Dossier) -> Iterator[Finding]:
    """An annual follow-up leaves out one of the council's goals. The management report evaluates them (LKBR 11:12).

    Fix: assess the goal, if only as not possible to assess.
    """
    index = known(dossier)
    for number, followup in enumerate(dossier.followups):
        if followup.kind != "annual" or not followup.assessments:
            continue
        assessed = {assessment.goal for assessment in followup.assessments}
        for goal in index.council_goals:
            if goal.id not in assessed:
                at = Address("followups", f"{number}.assessments")
                yield Finding(at, {"title": goal.title, "at": followup.at}, related=(Address(goal.id),))


def observation_twice(dossier: Dossier) -> Iterator[Finding]:
    """An indicator has two values for the same period and gender, and only one can hold.

    Fix: keep one of them in the measurement's file.
    """
    for _, indicator in known(dossier).indicators():
        measurement = dossier.measurements.get(indicator.id)
        seen = set()
        for observation in measurement.series if measurement else ():
            key = observation.period, observation.gender, observation.derived
            if key in seen:
                yield Finding(Address(indicator.id), {"name": indicator.name, "period": observation.period})
            seen.add(key)


def measured_in_another_unit(dossier: Dossier) -> Iterator[Finding]:
    """An indicator's figures are in another unit than the indicator, so its targets cannot be compared with them.

    Fix: correct the unit in the plan or in the measurement's file.
    """
    for _, indicator in known(dossier).indicators():
        measurement = dossier.measurements.get(indicator.id)
        if measurement and measurement.unit and indicator.unit and measurement.unit != indicator.unit:
            yield Finding(
                Address(indicator.id, "unit"),
                {"name": indicator.name, "unit": indicator.unit, "measured": measurement.unit},
            )


def derived_figures_given_as_koladas(dossier: Dossier) -> Iterator[Finding]:
    """Calculated figures are given as Kolada's, which Kolada's terms do not allow.

    Fix: write the organisation under `attribution` in the measurement's file, calculated from Kolada.
    """
    for _, indicator in known(dossier).indicators():
        measurement = dossier.measurements.get(indicator.id)
        attribution = (measurement.attribution or "") if measurement else ""
        if measurement and attribution.casefold().removeprefix("källa:").strip() == "kolada" and any(
            observation.derived for observation in measurement.series
        ):
            yield Finding(Address(indicator.id), {"name": indicator.name, "attribution": attribution})


RULES = (
    Rule(assessment_of_unknown_goal, Severity.ERROR, links=True),
    Rule(rating_not_on_scale, Severity.ERROR),
    Rule(override_without_comment, Severity.ERROR),
    Rule(rating_not_the_rules, Severity.WARNING),
    Rule(assessed_twice, Severity.ERROR),
    Rule(followup_outside_period, Severity.WARNING),
    Rule(followup_twice, Severity.WARNING),
    Rule(interim_report_day, Severity.WARNING),
    Rule(forecast_in_annual_report, Severity.WARNING),
    Rule(goal_not_assessed, Severity.WARNING),
    Rule(observation_twice, Severity.ERROR),
    Rule(measured_in_another_unit, Severity.WARNING),
    Rule(derived_figures_given_as_koladas, Severity.WARNING),
)
