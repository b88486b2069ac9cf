"""What holds for the rules whatever the dossier."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategiplan.diagnostics import Severity
from strategiplan.messages import LANGUAGES, text
from strategiplan.model.dossier import Dossier
from strategiplan.model.node import shape
from strategiplan.model.tree import walk
from strategiplan.rules import BY_CODE, RULES, TREE_RULES, run
from tests.rules.strategies import LINKS, ROWS, dossiers

LAWS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BESIDE = {"revision", "organization", "decision-record", "followups"}


@LAWS
@given(dossiers())
def test_rules_never_raise_and_find_the_same_twice(drawn: Dossier) -> None:
    before = drawn.plan.model_copy(deep=True)
    first = list(run(drawn))
    assert first == list(run(drawn))
    # A copy is another dossier: nothing may depend on which of them was asked before.
    assert first == list(run(replace(drawn)))
    assert drawn.plan == before


@LAWS
@given(dossiers())
def test_every_finding_has_a_place_and_a_text(drawn: Dossier) -> None:
    fields: dict[str, set[str]] = {}
    for node in walk(drawn.plan):
        fields.setdefault(node.id, {"id"}).update(shape(type(node)).names)
    for rule, finding in run(drawn):
        if finding.at.id not in BESIDE:
            assert (finding.at.field or "id").partition(".")[0] in fields[finding.at.id], finding.at
        for language in LANGUAGES:
            assert text(f"rule.{rule.code}", language, **finding.params)


@LAWS
@given(dossiers())
def test_what_could_not_be_read_is_never_called_missing(drawn: Dossier) -> None:
    unread = replace(drawn, unread=frozenset([*LINKS, *ROWS, "x"]))
    links = {rule.code for rule in RULES if rule.links}
    for rule, finding in run(unread, select=links):
        # The one that stays is a note about a field that its node cannot have.
        assert rule.code == "note-points-nowhere" and "." in finding.params["at"]


@LAWS
@given(dossiers())
def test_a_statement_repeats_nothing_about_its_base(drawn: Dossier) -> None:
    if drawn.revision is None:
        return
    revision = drawn.revision.model_copy(update={"kind": "statement"})
    found = list(run(replace(drawn, base=drawn.plan, revision=revision)))
    assert not {rule.code for rule, _ in found} & {rule.code for rule in TREE_RULES}


@LAWS
@given(dossiers(), st.sets(st.sampled_from(sorted(BY_CODE)), max_size=40))
def test_selecting_and_ignoring_are_complements(drawn: Dossier, codes: set[str]) -> None:
    every = list(run(drawn))
    chosen = list(run(drawn, select=codes))
    rest = list(run(drawn, ignore=codes))
    assert chosen == [pair for pair in every if pair[0].code in codes]
    assert rest == [pair for pair in every if pair[0].code not in codes]


@LAWS
@given(dossiers())
def test_levels_change_the_severity_and_nothing_else(drawn: Dossier) -> None:
    code = "goal-without-indicator"
    raised = list(run(drawn, levels={code: Severity.ERROR}))
    assert [finding for _, finding in raised] == [finding for _, finding in run(drawn)]
    assert all(rule.severity is Severity.ERROR for rule, _ in raised if rule.code == code)
