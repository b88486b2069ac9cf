"""What must be true of a plan. A rule is a generator of findings; its docstring is its documentation."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.rules import (
    appearance,
    budget,
    change,
    content,
    dates,
    decision,
    fates,
    followup,
    indicators,
    language,
    levels,
    links,
    organization,
    structure,
)
from strategiplan.rules.rule import Check, Rule

__all__ = ["BY_CODE", "RULES", "TREE_RULES", "Check", "Rule", "is_bare_statement", "run"]

TREE_RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *links.RULES,
    *content.RULES,
    *indicators.RULES,
    *dates.RULES,
    *budget.RULES,
    *decision.PLAN_RULES,
    *language.RULES,
)
RULES: tuple[Rule, ...] = (
    *TREE_RULES,
    *organization.RULES,
    *appearance.RULES,
    *change.RULES,
    *fates.RULES,
    *levels.RULES,
    *decision.RECORD_RULES,
    *followup.RULES,
)
BY_CODE: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in RULES})


def run(
    dossier: Dossier,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    levels: Mapping[str, Severity] = MappingProxyType({}),
) -> Iterator[tuple[Rule, Finding]]:
    """What the rules find, in the order of the table, each finding with its rule.

    `select` names the only rules to ask, `ignore` those not to ask, by code. `levels` is an organisation's own
    severities by code; the rule that comes back carries the severity that holds.
    """
    tree_is_the_base = is_bare_statement(dossier)
    for rule in RULES:
        if rule.code in ignore or (select is not None and rule.code not in select):
            continue
        if (rule.needs_base and dossier.base is None) or (tree_is_the_base and rule in TREE_RULES):
            continue
        stamped = rule._replace(severity=levels.get(rule.code, rule.severity))
        for finding in rule.check(dossier):
            yield stamped, finding


def is_bare_statement(dossier: Dossier) -> bool:
    """Whether this is a proposal that only says something: its tree is its base's, where it has been checked."""
    revision, base = dossier.revision, dossier.base
    if revision is None or revision.kind != "statement" or base is None:
        return False
    return dossier.plan is base or dossier.plan == base
