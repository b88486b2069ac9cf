"""Silencing: where a comment reaches, what it needs, and what `strategiplan.toml` may say."""

from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_validate import GOAL, plan, write
from tests.running import ask
from tests.store.texts import place

from strategiplan import rules
from strategiplan.diagnostics import Diagnostic, Location, Report, Severity, UserError
from strategiplan.store.silence import Silence, from_settings, silenced

BARE = "id: trygg\ntitle: Målet trygg\n"
RULE = "goal-without-indicator"
SAID = Diagnostic(
    RULE, Severity.WARNING, Location("a.yaml", 3, 1), "trygg.indicators", {"title": "T"}, plan="solstad/2023"
)


def told(text: str, *found: Diagnostic, permitted: tuple[Silence, ...] = (), asked: set[str] | None = None) -> Report:
    """What is left of the findings in a file with this text."""
    report = Report.of(found, {"a.yaml": text})
    return silenced(report, permitted, rules.BY_CODE, rules.BY_CODE if asked is None else asked)


@pytest.mark.parametrize(
    "text",
    [
        "\n\nid: trygg # strategiplan: ignore[goal-without-indicator] utlovade\n",
        "\n# strategiplan: ignore[goal-without-indicator] utlovade\nid: trygg\n",
        "# strategiplan: ignore[goal-without-indicator] utlovade\n# en annan kommentar\nid: trygg\n",
        "\n\nid: trygg #strategiplan:ignore[goal-without-indicator]utlovade\n",
        "\n\nid: trygg # strategiplan:  ignore [ goal-without-indicator ]  utlovade  \n",
        "\n\nid: trygg # om id # strategiplan: ignore[goal-without-indicator] utlovade\n",
    ],
)
def test_a_comment_with_a_reason_silences_its_line(text: str) -> None:
    report = told(text, SAID)
    assert not list(report)
    ((ignored),) = report.ignored
    assert (ignored.diagnostic, ignored.reason) == (SAID, "utlovade")
    assert place(text, text.index("goal-without")) == (ignored.where.line, ignored.where.column)


@pytest.mark.parametrize(
    "text",
    [
        "# strategiplan: ignore[goal-without-indicator] utlovade\n\nid: trygg\n",
        "\nx: 1 # strategiplan: ignore[goal-without-indicator] utlovade\nid: trygg\n",
        "\n\n# strategiplan: ignore[goal-without-indicator] utlovade\nid: trygg\n",
    ],
)
def test_a_comment_elsewhere_silences_nothing_and_says_so(text: str) -> None:
    report = told(text, SAID)
    assert {d.code for d in report} == {RULE, "ignore-unused"}
    assert not report.ignored


def test_a_comment_without_a_reason_is_an_error() -> None:
    text = "\n\nid: trygg # strategiplan: ignore[goal-without-indicator, x]\n"
    (comment, said) = sorted(told(text, SAID), key=lambda d: d.severity)
    assert said == SAID
    assert (comment.code, comment.severity, str(comment.location)) == (
        "ignore-without-reason",
        Severity.ERROR,
        "a.yaml:3:11",
    )
    assert comment.params == {"codes": "goal-without-indicator, x"}


def test_an_unknown_code_is_an_error_at_the_code() -> None:
    text = "\n\nid: trygg # strategiplan: ignore[goal-without-indicator, goal-without-indicators] skäl\n"
    (found,) = told(text, SAID)
    assert (found.code, found.suggestion) == ("ignore-unknown-code", RULE)
    assert (found.location.line, found.location.column) == place(text, text.index("goal-without-indicators"))


def test_each_code_of_a_comment_has_to_be_used() -> None:
    text = "\n\nid: trygg # strategiplan: ignore[goal-without-indicator, unserved-goal] skäl\n"
    (found,) = told(text, SAID)
    assert (found.code, found.severity, found.params) == ("ignore-unused", Severity.WARNING, {"code": "unserved-goal"})
    assert (found.location.line, found.location.column) == place(text, text.index("unserved-goal"))


def test_a_rule_that_was_not_asked_cannot_have_used_its_comment() -> None:
    text = "\n\nid: trygg # strategiplan: ignore[goal-without-indicator] skäl\n"
    assert [d.code for d in told(text)] == ["ignore-unused"]
    assert not list(told(text, asked={"unserved-goal"}))


def test_where_something_could_not_be_read_no_comment_is_called_unused() -> None:
    text = "\n\nid: trygg # strategiplan: ignore[goal-without-indicator] skäl\n"
    broken = Diagnostic("yaml-indent", Severity.ERROR, Location("b.yaml"))
    assert [d.code for d in told(text, broken)] == ["yaml-indent"]


def test_two_comments_above_each_other_reach_the_same_line() -> None:
    text = (
        "# strategiplan: ignore[goal-without-indicator] utlovade\n"
        "# strategiplan: ignore[goal-without-description] titeln räcker\nid: trygg\n"
    )
    other = Diagnostic("goal-without-description", Severity.INFO, Location("a.yaml", 3, 1), "trygg")
    report = told(text, SAID, other)
    assert not list(report)
    assert [i.reason for i in report.ignored] == ["utlovade", "titeln räcker"]


def test_a_comment_may_silence_an_error_and_settings_may_not() -> None:
    error = Diagnostic(
        "unknown-body", Severity.ERROR, Location("a.yaml", 3, 1), "trygg.responsible.0", plan="solstad/2023"
    )
    assert not list(told("\n\nid: x # strategiplan: ignore[unknown-body] bildas i juni\n", error))
    assert list(told("", error, permitted=(Silence("unknown-body", "x", Location("t")),))) == [error]


@pytest.mark.parametrize(
    ("plans", "at", "covered"),
    [
        (("*",), ("*",), True),
        (("solstad/*",), ("*",), True),
        (("solstad/2022",), ("*",), False),
        (("2023",), ("*",), False),
        (("*",), ("trygg",), True),
        (("*",), ("trygg.indicators",), True),
        (("*",), ("try*",), True),
        (("*",), ("tryg",), False),
        (("*",), ("trygg.title",), False),
        (("a/*", "solstad/202?"), ("x", "trygg"), True),
    ],
)
@pytest.mark.parametrize("revision", ["", "HEAD~2:"])
def test_settings_reach_plans_and_addresses(
    plans: tuple[str, ...], at: tuple[str, ...], covered: bool, revision: str
) -> None:
    silence = Silence(RULE, "skäl", Location("strategiplan.toml"), plans, at)
    found = Diagnostic(
        RULE, Severity.WARNING, Location("a.yaml", 3, 1), "trygg.indicators", {}, plan=f"{revision}solstad/2023"
    )
    assert silence.covers(found) is covered


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("skäl", [Silence(RULE, "skäl", Location("t"))]),
        ({"reason": "skäl", "plans": "a/*"}, [Silence(RULE, "skäl", Location("t"), ("a/*",))]),
        (
            [{"reason": "x"}, {"reason": "y", "at": ["b", "c"]}],
            [Silence(RULE, "x", Location("t")), Silence(RULE, "y", Location("t"), at=("b", "c"))],
        ),
    ],
)
def test_settings_are_read(entry: Any, expected: list[Silence]) -> None:
    assert from_settings({"ignore": {RULE: entry}}, "t") == expected


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("", "ignore-needs-reason"),
        ("  ", "ignore-needs-reason"),
        (5, "ignore-needs-reason"),
        ({}, "ignore-needs-reason"),
        ({"plans": ["a"]}, "ignore-needs-reason"),
        ({"reason": 1}, "ignore-needs-reason"),
        ([["x"]], "ignore-needs-reason"),
        ({"reason": "x", "plan": "a"}, "unknown-setting"),
        ({"reason": "x", "plans": [1]}, "bad-setting"),
        ({"reason": "x", "at": 3}, "bad-setting"),
    ],
)
def test_settings_that_are_not_as_they_should_be_are_refused(entry: Any, code: str) -> None:
    with pytest.raises(UserError) as refused:
        from_settings({"ignore": {RULE: entry}}, "t")
    assert refused.value.code == code


def test_what_is_silenced_is_counted_and_listed(tmp_path: Path) -> None:
    plan(tmp_path, "trygg")
    write(
        tmp_path,
        {
            "plans/solstad/2023/goals/2-ren.yaml": "id: ren # strategiplan: ignore[goal-without-indicator] utlovade\n"
            "title: Målet ren\ndescription: En text.\n",
            "strategiplan.toml": '[rules.ignore]\n"plan-without-responsible" = "ansvaret står i reglementet"\n',
        },
    )
    answer = ask("validate", "--strict", "--lang", "en", cwd=tmp_path)
    assert answer.code == 0
    assert "2 findings are silenced with reasons" in answer.out
    listed = ask("rules", "--ignored", "--lang", "sv", cwd=tmp_path)
    assert listed.code == 0
    assert "utlovade (plans/solstad/2023/goals/2-ren.yaml:1:32)" in listed.out
    assert "ansvaret står i reglementet (strategiplan.toml:1:1)" in listed.out


def test_select_and_ignore_leave_comments_in_peace(tmp_path: Path) -> None:
    plan(tmp_path)
    write(tmp_path, {"plans/solstad/2023/goals/1-ren.yaml": f"# strategiplan: ignore[{RULE}] utlovade\n{BARE}"})
    for arguments in ((), ("--select", "unserved-goal"), ("--ignore", RULE)):
        answer = ask("validate", "--strict", *arguments, cwd=tmp_path)
        assert answer.code == 0, answer
    write(
        tmp_path, {"plans/solstad/2023/goals/1-ren.yaml": f"# strategiplan: ignore[{RULE}] x\n{GOAL.format(id='ren')}"}
    )
    assert ask("validate", "--strict", cwd=tmp_path).code == 1
