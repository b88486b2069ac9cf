"""Merges that nobody here wrote: what others ask about is never joined in silence."""

from functools import cache

import pytest

from tests.revisions.merge_cases import MERGES, SUITES, Verdict, parts_of, table, verdict

pytestmark = pytest.mark.skipif(not MERGES.is_dir(), reason=f"the shared cases are not in {MERGES}")


@cache
def judged(suite: int) -> list[Verdict]:
    return [verdict(case) for case in SUITES[suite]()]


@pytest.mark.parametrize("suite", range(len(SUITES)), ids=[suite.__name__ for suite in SUITES])
def test_nothing_is_joined_that_others_ask_about(suite: int) -> None:
    found = judged(suite)
    assert found
    assert [v.case.name for v in found if v.is_reckless] == []
    assert [v.case.name for v in found if not v.is_symmetric] == []
    assert [v.case.name for v in found if v.is_as_expected is False] == []


@pytest.mark.parametrize(("suite", "least"), [(0, 0.9), (1, 1.0), (2, 0.9)])
def test_how_often_we_agree(suite: int, least: float) -> None:
    found = judged(suite)
    same = sum((v.found != "conflict") == v.case.is_mergeable for v in found)
    assert same / len(found) >= least, table(found)


def test_every_paragraph_is_read() -> None:
    assert parts_of("<p>A <STRONG>b</strong></p><ul>\n<li>c</li></ul>") == ["A **b**", "c"]
