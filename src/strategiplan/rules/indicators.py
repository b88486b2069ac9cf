"""Can every indicator be read, followed and trusted? Units, sources, owners, targets and baselines."""

from collections.abc import Iterator

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Indicator, Target
from strategiplan.rules.content import gaps
from strategiplan.rules.known import known
from strategiplan.rules.rule import Rule

PERCENT = frozenset({"percent", "procent", "%"})
# Source: Kolada's terms of use. What one has calculated oneself must not be given as "Källa: Kolada".
KOLADA = "kolada"


def levels(target: Target) -> tuple[float, ...]:
    """The numbers that a target states, the lowest first; none for a direction."""
    if target.range is not None:
        return tuple(target.range)
    return tuple(number for number in (target.value, target.min, target.max) if number is not None)


def indicator_without_unit(dossier: Dossier) -> Iterator[Finding]:
    """An indicator has figures but no unit, so the figures cannot be read.

    Fix: write what is counted under `unit`, for example `percent` or `count`.
    """
    for _, indicator in known(dossier).indicators():
        if not indicator.unit and (indicator.targets or indicator.baseline):
            yield Finding(Address(indicator.id), {"name": indicator.name})


def indicator_without_source(dossier: Dossier) -> Iterator[Finding]:
    """An indicator does not say where its figures come from, while others do. Every result needs a trail that the
    auditors can follow (Kommunallagen 12:2).

    Fix: write `source`, with `kind: local` for figures of one's own.
    """
    for indicator in gaps((i for _, i in known(dossier).indicators()), lambda i: i.source):
        yield Finding(Address(indicator.id), {"name": indicator.name})


def indicator_without_owner(dossier: Dossier) -> Iterator[Finding]:
    """Nobody is said to deliver an indicator's figures, while other indicators have an owner.

    Fix: name a body under `owner`.
    """
    for indicator in gaps((i for _, i in known(dossier).indicators()), lambda i: i.owner):
        yield Finding(Address(indicator.id), {"name": indicator.name})


def indicator_without_target(dossier: Dossier) -> Iterator[Finding]:
    """An indicator has no target, while others have; nobody can tell what would be good enough.

    Fix: write `targets` by year, if only a direction: `2026: {direction: up}`.
    """
    for indicator in gaps((i for _, i in known(dossier).indicators()), lambda i: i.targets):
        yield Finding(Address(indicator.id), {"name": indicator.name})


def plan_without_targets(dossier: Dossier) -> Iterator[Finding]:
    """No indicator in the plan has a target, so nothing in it says what would be good enough.

    Fix: write `targets` for the indicators that decide.
    """
    indicators = [indicator for _, indicator in known(dossier).indicators()]
    if len(indicators) > 1 and not any(indicator.targets for indicator in indicators):
        yield Finding(Address("plan", "title"), {"count": len(indicators)})


def plan_without_owners(dossier: Dossier) -> Iterator[Finding]:
    """No indicator in the plan says who delivers its figures.

    Fix: name bodies under `owner`.
    """
    indicators = [indicator for _, indicator in known(dossier).indicators()]
    if len(indicators) > 1 and not any(indicator.owner for indicator in indicators):
        yield Finding(Address("plan", "title"), {"count": len(indicators)})


def plan_without_sources(dossier: Dossier) -> Iterator[Finding]:
    """No indicator in the plan says where its figures come from; the auditors have no trail (Kommunallagen 12:2).

    Fix: write `source` for the indicators.
    """
    indicators = [indicator for _, indicator in known(dossier).indicators()]
    if len(indicators) > 1 and not any(indicator.source for indicator in indicators):
        yield Finding(Address("plan", "title"), {"count": len(indicators)})


def kolada_without_kpi(dossier: Dossier) -> Iterator[Finding]:
    """An indicator comes from Kolada but does not say which measure there, so its figures cannot be fetched or checked.

    Fix: write the measure's id under `kpi`, for example `N00945`.
    """
    for _, indicator in known(dossier).indicators():
        if indicator.source and indicator.source.kind == KOLADA and not indicator.source.kpi:
            yield Finding(Address(indicator.id, "source.kind"), {"name": indicator.name})


def kpi_without_kolada(dossier: Dossier) -> Iterator[Finding]:
    """An indicator has a measure's id from Kolada but another source, so a reader cannot tell which of them holds.

    Fix: write `kind: kolada`, or take `kpi` away.
    """
    for _, indicator in known(dossier).indicators():
        source = indicator.source
        if source and source.kpi and source.kind != KOLADA:
            yield Finding(
                Address(indicator.id, "source.kind"), {"name": indicator.name, "kpi": source.kpi, "kind": source.kind}
            )


def derived_kolada_attribution(dossier: Dossier) -> Iterator[Finding]:
    """An indicator is calculated from Kolada's figures. Kolada's terms do not allow the result to be given as Kolada's.

    Fix: give the organisation as the source of the result, calculated from Kolada.
    """
    for _, indicator in known(dossier).indicators():
        source = indicator.source
        if source and source.kind == KOLADA and source.transform:
            yield Finding(
                Address(indicator.id, "source.transform"), {"name": indicator.name, "transform": source.transform}
            )


def source_without_name(dossier: Dossier) -> Iterator[Finding]:
    """A source is only said to be local or another; nobody can find the figures with that.

    Fix: write the survey, the system or the register under `name`, or the table under `table`.
    """
    for _, indicator in known(dossier).indicators():
        source = indicator.source
        if source and source.kind in ("local", "other", "scb") and not (source.name or source.table or source.reading):
            yield Finding(Address(indicator.id, "source"), {"name": indicator.name})


def same_measure_twice(dossier: Dossier) -> Iterator[Finding]:
    """Two indicators of one goal show the same measure of Kolada's, so it weighs double.

    Fix: keep one of them, or say under `transform` and `definition` what makes them differ.
    """
    first: dict[tuple[str, str, str | None], str] = {}
    for goal, indicator in known(dossier).indicators():
        source = indicator.source
        if source is None or source.kpi is None:
            continue
        other = first.setdefault((goal.id, source.kpi, source.transform), indicator.id)
        if other != indicator.id:
            yield Finding(
                Address(indicator.id, "source.kpi"), {"name": indicator.name, "kpi": source.kpi},
                related=(Address(other, "source.kpi"),),
            )


def target_against_direction(dossier: Dossier) -> Iterator[Finding]:
    """A target pulls the other way than the indicator: lower is better, yet the target is a least value, or upwards.

    Fix: write `max` or `direction: down` where lower is better, `min` or `direction: up` where higher is, or correct
    `better`.
    """
    against = {"lower": ("min", "up"), "higher": ("max", "down")}
    for _, indicator in known(dossier).indicators():
        if indicator.better not in against:
            continue
        bound, direction = against[indicator.better]
        for year, target in indicator.targets.items():
            if getattr(target, bound) is not None or target.direction == direction:
                yield Finding(
                    Address(indicator.id, f"targets.{year}"),
                    {"name": indicator.name, "better": indicator.better, "year": year},
                    related=(Address(indicator.id, "better"),),
                )


def _sought(indicator: Indicator, target: Target) -> float | None:
    """The level that a target asks for, where better is higher or lower."""
    if target.value is not None:
        return target.value
    return target.min if indicator.better == "higher" else target.max


def target_worse_than_baseline(dossier: Dossier) -> Iterator[Finding]:
    """A target asks for less than the value that the goal started from, so it is reached by getting worse.

    Fix: correct the target, the baseline or `better`, or say in the target's `note` why less is enough.
    """
    for _, indicator in known(dossier).indicators():
        if indicator.baseline is None or indicator.better not in ("higher", "lower"):
            continue
        sign = 1 if indicator.better == "higher" else -1
        for year, target in indicator.targets.items():
            level = _sought(indicator, target)
            if level is not None and not target.note and sign * level < sign * indicator.baseline.value:
                yield Finding(
                    Address(indicator.id, f"targets.{year}"),
                    {"name": indicator.name, "year": year, "target": level, "baseline": indicator.baseline.value},
                    related=(Address(indicator.id, "baseline"),),
                )


def target_without_direction(dossier: Dossier) -> Iterator[Finding]:
    """A target is a single value and nothing says whether more or less than it is good.

    Fix: write `better`, or write the target as `min` or `max`.
    """
    for _, indicator in known(dossier).indicators():
        if indicator.better is None and any(target.value is not None for target in indicator.targets.values()):
            yield Finding(Address(indicator.id, "targets"), {"name": indicator.name})


def share_over_hundred(dossier: Dossier) -> Iterator[Finding]:
    """A share in percent is above 100 or below 0, which no share can be.

    Fix: correct the number, or the unit.
    """
    for _, indicator in known(dossier).indicators():
        if (indicator.unit or "").casefold() not in PERCENT or "andel" not in indicator.name.casefold():
            continue
        stated = [(f"targets.{year}", levels(target)) for year, target in indicator.targets.items()]
        if indicator.baseline:
            stated.append(("baseline.value", (indicator.baseline.value,)))
        for field, numbers in stated:
            for number in numbers:
                if not 0 <= number <= 100:
                    yield Finding(Address(indicator.id, field), {"name": indicator.name, "value": number})


RULES = (
    Rule(indicator_without_unit, Severity.WARNING),
    Rule(indicator_without_source, Severity.WARNING),
    Rule(indicator_without_owner, Severity.WARNING),
    Rule(indicator_without_target, Severity.WARNING),
    Rule(plan_without_targets, Severity.INFO),
    Rule(plan_without_owners, Severity.INFO),
    Rule(plan_without_sources, Severity.INFO),
    Rule(kolada_without_kpi, Severity.WARNING),
    Rule(kpi_without_kolada, Severity.WARNING),
    Rule(derived_kolada_attribution, Severity.INFO),
    Rule(source_without_name, Severity.INFO),
    Rule(same_measure_twice, Severity.WARNING),
    Rule(target_against_direction, Severity.WARNING),
    Rule(target_worse_than_baseline, Severity.WARNING),
    Rule(target_without_direction, Severity.INFO),
    Rule(share_over_hundred, Severity.ERROR),
)
