"""The draft of a memo: what the plans say, and a blank for everything else."""

import re
from pathlib import Path
from typing import Any

import pytest

from strategiplan.model import Organization
from strategiplan.model.dossier import Dossier
from strategiplan.model.revision import Revision
from strategiplan.render.memo_view import ASSESSED, KEYS, MemoView, memo_view
from strategiplan.render.publishing import draw
from strategiplan.revisions.reasons import revise
from tests.plans import area, goal, plan
from tests.render.conftest import PROPOSAL, compared
from tests.running import ask

ROOT = Path(__file__).parents[2]
ORGANIZATION = Organization.model_validate({"name": "Solstad", "bodies": [
    {"id": "skolnamnden", "name": "Skolnämnden", "kind": "board"}]})  # fmt: skip


def memo(notes: list[dict[str, Any]] | None = None, kind: str = "main", **parts: Any) -> MemoView:
    """A memo on a plan that takes one goal's place with another."""
    old = plan(title="Gamla planen", areas=[area("o", goal("a", "Målet A", sdg=[5]))], **parts.pop("old", {}))
    new = plan(title="Nya planen", **{"areas": [area("o", goal("b", "Målet B"))], **parts})
    revision = Revision.model_validate({"base": "gamla", "kind": kind, "notes": notes or []}, by_name=False)
    return memo_view(
        revise(old, new, revision), Dossier("gamla", old, ORGANIZATION), Dossier("nya", new, ORGANIZATION, revision)
    )


def blanks(view: MemoView) -> list[str]:
    """What is left to fill in."""
    return re.findall(r"\*\*\\?\[Fyll i: (.*?)\\?\]\*\*", draw("memo", view, "md")["memo.md"].decode())


def test_nothing_is_made_up() -> None:
    view = memo()
    assert [line.label for line in view.lines if line.place.is_filled] == []
    assert not view.decider.is_filled and not view.officer.is_filled
    assert all(not one.blank.is_filled for one in view.assessments) and len(view.assessments) == len(ASSESSED)
    assert len(blanks(view)) == len(view.lines) + 1 + 3 + len(ASSESSED) + 1 + 1


def test_what_is_written_under_meta_stands_in_its_place() -> None:
    written = {names[0]: [f"Skrivet {key}"] for key, names in KEYS.items()} | {"till": "skolnamnden"}
    view = memo(meta=written)
    assert view.frame.title == "Skrivet subject"
    assert [line.place.text for line in view.lines] == ["Skolnämnden", "Skrivet case", "Skrivet date", "Skrivet sender"]
    assert [p.text for p in view.points] == ["Skrivet decision"]
    assert [p.text for p in view.recipients] == ["Skrivet send-to"] and view.officer.text == "Skrivet officer"


def test_english_names_under_meta_serve_as_well() -> None:
    view = memo(meta={"case": "KS 2023/1", "send-to": ["A", "B"]})
    assert view.lines[1].place.text == "KS 2023/1" and [p.text for p in view.recipients] == ["A", "B"]


def test_a_whole_plan_is_one_point_and_each_assignment_one() -> None:
    view = memo([{"at": "a", "fate": "delegated", "into": ["skolnamnden"],
                  "assignment": "Skolnämnden ska ta över\nmålet."}])  # fmt: skip
    assert [p.text for p in view.points] == [
        "Nya planen antas för 2023 och ersätter Gamla planen.", "Skolnämnden ska ta över målet.",
    ]  # fmt: skip
    assert [(p.text, p.is_filled) for p in view.recipients] == [
        ("Skolnämnden", True), ("vilka fler som ska få beslutet", False),
    ]  # fmt: skip


def test_an_amendment_is_decided_change_by_change() -> None:
    view = memo(kind="amendment")
    told = " ".join(p.text for p in view.points)
    assert "’Målet A’ utgår" in told and "’Målet B’" in told and "antas för" not in told


def test_a_proposal_without_changes_proposes_no_decision() -> None:
    same = plan(title="Planen")
    view = memo_view(revise(same, same, None), Dossier("x", same), Dossier("y", same))
    assert [p.is_filled for p in view.points] == [False] and view.told == ()


def test_consequences_say_what_the_plans_say() -> None:
    view = memo(perspectives=[{"id": "barn", "name": "Barnrätt", "text": "Lyssna."}])
    found = {one.id: one for one in view.assessments}
    assert found["_economy"].says == ("Planen innehåller ingen budget.",)
    assert [(p.title, p.text) for p in found["_children"].quoted] == [("Barnrätt", "Lyssna.")]
    assert found["_equality"].says == (
        "Mål som ändras och är märkta med det globala målet 5 Jämställdhet: ’Målet A’.",
    )  # fmt: skip
    assert found["_environment"].says == () and found["_environment"].quoted == ()


def test_changed_amounts_are_economy() -> None:
    def money(amount: int) -> dict[str, Any]:
        return {"sign": "cost-positive", "years": [2023], "operations": {"skolnamnden": {"2023": amount}}}

    (economy, *_) = memo(budget=money(120), old={"budget": money(100)}).assessments
    assert "100" in economy.says[0] and "120" in economy.says[0]
    assert memo(budget=money(1), old={"budget": money(1)}).assessments[0].says == (
        "Förslaget ändrar inga belopp i planens budget.",
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_page_and_markdown_say_the_same(lang: str) -> None:
    both = compared(*PROPOSAL)
    view = memo_view(both.revised, both.old, both.new, lang)
    page, text = (draw("memo", view, f)[f"memo.{f}"].decode() for f in ("html", "md"))
    plain = " ".join(re.sub(r"<[^>]*>", "", page[page.index("<body") :]).split())
    for told in (*view.told, *view.summary, *(p.text for p in view.points), *(p.name for p in view.papers)):
        assert " ".join(told.split()) in plain and told in text.replace("\\", "")
    assert plain.count("[Fyll i: " if lang == "sv" else "[Fill in: ") == len(
        re.findall(r"\[Fyll i: |\[Fill in: ", text)
    ) > 8  # fmt: skip


def test_the_command() -> None:
    answer = ask("memo", "2022", "2023", cwd=ROOT)
    assert (answer.code, answer.err) == (0, "")
    assert "1. Strategisk plan 2023 antas för 2023 och ersätter Strategisk plan 2022.\n" in answer.out
    assert "- Strategisk plan 2022, antagen av kommunfullmäktige 2021-06-15\n" in answer.out
    assert ask("render", "2023", "--view", "memo", "--format", "md", cwd=ROOT).out == answer.out
