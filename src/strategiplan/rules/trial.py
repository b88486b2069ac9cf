"""What is wrong with a plan that nobody has filed: the plan that some changes of several proposals would give."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from pydantic import ValidationError

from strategiplan.diagnostics import Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Plan
from strategiplan.revisions.trial import Fault, Faults
from strategiplan.rules import RULES, run


def faults_around(around: Dossier, levels: Mapping[str, Severity] = MappingProxyType({})) -> Faults:
    """A judge of plans in these surroundings: what breaks the schema, and every rule that is an error here.

    `levels` are the organisation's own severities by code. Rules about how a proposal is written are not asked, since
    what is judged has no `revision.yaml`.
    """
    stops = [rule.code for rule in RULES if levels.get(rule.code, rule.severity) is Severity.ERROR]
    bare = replace(around, revision=None, record=None, base=None)

    def faults(plan: Plan) -> frozenset[Fault]:
        found = {(rule.code, str(finding.at)) for rule, finding in run(replace(bare, plan=plan), stops, levels=levels)}
        return frozenset(found | _misshapen(plan))

    return faults


def _misshapen(plan: Plan) -> set[Fault]:
    """What the schema refuses. A tree that changes have built has never been through it."""
    try:
        Plan.model_validate(plan.model_dump(by_alias=True, exclude_defaults=True), by_name=False)
    except ValidationError as error:
        return {(found["type"], ".".join(map(str, found["loc"]))) for found in error.errors(include_url=False)}
    return set()
