"""Every rule on small dossiers: where it speaks, where it is silent, and that its texts fit what it finds."""

import re
from string import Formatter

import pytest

from strategiplan.messages import LANGUAGES, catalogue, text
from strategiplan.model.plan import Plan
from strategiplan.rules import BY_CODE, RULES, Rule, run
from tests.rules import on_appearance, on_budget, on_change, on_content, on_followup, on_structure, on_time
from tests.rules.cases import Case

CASES = [
    *on_structure.CASES, *on_content.CASES, *on_time.CASES, *on_budget.CASES, *on_change.CASES, *on_followup.CASES,
    *on_appearance.CASES,
]


def places(of: str) -> set[str]:
    """The places of a text that are filled in."""
    return {name for _, name, _, _ in Formatter().parse(of) if name}


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{c.code}-{n}") for n, c in enumerate(CASES)])
def test_rule_finds_what_it_should(case: Case) -> None:
    found = [(rule, finding) for rule, finding in run(case.dossier, select={case.code})]
    assert [str(finding.at) for _, finding in found] == list(case.expected)
    if case.suggestion:
        assert found[0][1].suggestion == case.suggestion
    for rule, finding in found:
        assert rule == BY_CODE[case.code]
        for language in LANGUAGES:
            assert places(catalogue(language)[f"rule.{rule.code}"]) <= set(finding.params)
            assert "{" not in text(f"rule.{rule.code}", language, **finding.params)


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{c.code}-{n}") for n, c in enumerate(CASES)])
def test_a_second_run_finds_the_same_and_nothing_has_changed(case: Case) -> None:
    before = case.dossier.plan.model_copy(deep=True)
    assert list(run(case.dossier)) == list(run(case.dossier))
    assert case.dossier.plan == before
    assert isinstance(before, Plan)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_complete(rule: Rule) -> None:
    cases = [case for case in CASES if case.code == rule.code]
    assert any(case.expected for case in cases), "no dossier in which the rule finds anything"
    assert any(not case.expected for case in cases), "no dossier in which the rule is quiet"
    first, _, fix = rule.documentation.partition("\n\n")
    assert first.endswith(".") and fix.startswith("Fix: ") and fix.endswith(".")
    for language in LANGUAGES:
        assert f"rule.{rule.code}" in catalogue(language)
        assert not places(catalogue(language)[f"fix.{rule.code}"])


def test_both_languages_have_texts_for_the_rules_and_for_nothing_else() -> None:
    for language in LANGUAGES:
        for section in ("rule", "fix"):
            keys = {key.removeprefix(f"{section}.") for key in catalogue(language) if key.startswith(f"{section}.")}
            # What no rule says but a file's reader does may come with advice as well.
            assert {key for key in keys if f"fault.{key}" not in catalogue(language)} == set(BY_CODE)
    for key in catalogue("sv"):
        if key.startswith("rule."):
            assert places(catalogue("sv")[key]) == places(catalogue("en")[key]), key


def test_every_param_is_said_in_the_text() -> None:
    for case in CASES:
        for rule, finding in run(case.dossier, select={case.code}):
            unsaid = set(finding.params) - places(catalogue("sv")[f"rule.{rule.code}"])
            assert not unsaid, (rule.code, unsaid)


def test_texts_are_typeset() -> None:
    for language, marks in (("sv", "“"), ("en", "”“")):
        for key, said in catalogue(language).items():
            if key.startswith(("rule.", "fix.")):
                assert not re.search(r"""["']\{|\}["']| {2}|[.!]$""", said), key
                assert language == "en" or marks not in said, key


def test_codes_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
