"""How much amounts change, in sentences and on the marked page."""

from typing import Any

import pytest

from strategiplan.model import Plan
from strategiplan.model.dossier import Dossier
from strategiplan.render.deltas import delta, money_unit
from strategiplan.render.publishing import render_revision
from strategiplan.render.sentences import sentences
from strategiplan.revisions.reasons import revise
from tests.plans import plan


@pytest.mark.parametrize(("old", "new", "lang", "told"), [
    ({2024: 120_000}, {2024: 121_200}, "sv", "+1200\u00a0tkr (+1,0\u00a0%)"),
    ({2024: 120_000}, {2024: 121_200}, "en", "+1200\u00a0tkr (+1.0%)"),
    ({2024: 2_000_000}, {2024: 1_900_000}, "sv", "−100\u00a0000\u00a0tkr (−5,0\u00a0%)"),
    ({2024: -200}, {2024: -190}, "sv", "+10\u00a0tkr (+5,0\u00a0%)"),
    ({2024: 0}, {2024: 5}, "sv", "+5\u00a0tkr"),
    ({2024: 10, 2025: 10}, {2024: 20, 2025: 5}, "en", "2024: +10\u00a0tkr (+100.0%), 2025: −5\u00a0tkr (−50.0%)"),
    ({2024: 3}, {2025: 3}, "sv", ""),
    ("a", "b", "sv", ""),
])  # fmt: skip
def test_by_how_much(old: Any, new: Any, lang: str, told: str) -> None:
    assert delta(old, new, "tkr", lang) == told


def test_the_unit_is_the_budgets() -> None:
    assert [money_unit(f) for f in ({}, {"scale": 1}, {"scale": 1_000_000, "currency": "EUR"})] == ["tkr", "kr", "mEUR"]


@pytest.mark.parametrize("format", ["html", "md"])
def test_a_changed_frame_says_by_how_much(format: str) -> None:
    def with_frame(amount: int) -> Plan:
        return plan(budget={"sign": "cost-positive", "years": [2023], "operations": {"skola": {"2023": amount}}})

    old, new = with_frame(120_000), with_frame(121_200)
    revised = revise(old, new)
    (told,) = sentences(revised)
    assert told.text.endswith(", +1200\u00a0tkr (+1,0\u00a0%).")
    (page,) = render_revision(revised, Dossier("a", old), Dossier("b", new), "revision", format).values()
    assert "+1200\u00a0tkr (+1,0\u00a0%)" in page.decode().replace("\\", "")
