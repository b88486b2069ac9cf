"""`render`: a plan's views, asked for by name."""

from pathlib import Path

import pytest

from strategiplan.render.publishing import VIEWS
from tests.running import ask

ROOT = Path(__file__).parents[2]


def test_help_names_every_view() -> None:
    said = ask("render", "--help", cwd=ROOT).out
    assert all(name in said for name in VIEWS)


@pytest.mark.parametrize(("arguments", "opening"), [
    (("2023",), "# Strategisk plan 2023"),
    (("2023", "--view", "changes"), "# Ändringar i Strategisk plan 2023"),
    (("2023", "--view", "revision"), "# Ändringar i Strategisk plan 2023"),
    (("vaggeryd/2025", "--view", "body", "--body", "kommunstyrelsen"), "# Kommunstyrelsen"),
])  # fmt: skip
def test_views(arguments: tuple[str, ...], opening: str) -> None:
    answer = ask("render", *arguments, "--format", "md", cwd=ROOT)
    assert (answer.code, answer.err) == (0, "") and answer.out.startswith(opening + "\n")


def test_a_view_by_its_plan_is_the_comparison_with_its_base() -> None:
    for view in ("revision", "changes"):
        compared = ask("diff", "2022", "2023", "--view", view, "--format", "html", cwd=ROOT).out
        assert ask("render", "2023", "--view", view, cwd=ROOT).out == compared


@pytest.mark.parametrize(("arguments", "said"), [
    (("2023", "--view", "boddy"), "--view: ”boddy” finns inte; välj bland plan, body, "),
    (("2022", "--view", "changes"), "karlstad/2022 säger inte vilken plan den bygger på"),
    (("2023", "--view", "columns", "--format", "md"), "--view columns --format: ”md” finns inte; välj bland html"),
    (("2023", "--body", "kommunstyrelsen"), "--body hör till --view body"),
    (("vaggeryd/2025", "--view", "body", "--body", "kommunstyrelse"), "menade du kommunstyrelsen?"),
])  # fmt: skip
def test_wrong_questions(arguments: tuple[str, ...], said: str) -> None:
    answer = ask("render", *arguments, cwd=ROOT)
    assert answer.code == 2 and answer.out == "" and said in answer.err
