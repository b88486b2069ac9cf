"""The coloured document: the same text, told by line and label as well as by colour."""

import io
from typing import Any

import docx
import pytest

from strategiplan.model.revision import Revision
from strategiplan.render.docx_styles import GONE, INK, MOVED, NEW, SOFT
from strategiplan.render.sdg import luminance
from tests.plans import goal, plan
from tests.render_docx import readers
from tests.render_docx.comparing import PROPOSAL, REVISIONS, Comparison, between, compared

W = readers.W


def plan_part(content: bytes) -> list[Any]:
    """The paragraphs of the marked plan, notes left out."""
    document = docx.Document(io.BytesIO(content))
    lines = document.paragraphs
    start = next(n for n, line in enumerate(lines) if line.paragraph_format.page_break_before)
    return [line for line in lines[start:] if line.style is not None and line.style.name != "Plan Note"]


@pytest.mark.parametrize("names", REVISIONS, ids="→".join)
@pytest.mark.parametrize("how", ["accept", "reject"])
def test_both_plans_can_be_read_from_the_characters(names: tuple[str, str], how: str) -> None:
    found = compared(*names)
    without = {"accept": ("Plan Deleted",), "reject": ("Plan Inserted", "Plan Moved")}[how]
    lines = []
    for line in plan_part(found.coloured("sv")):
        runs = [run.text for run in line.runs if run.style.name not in (*without, "Plan Label")]
        lines.append(_solid("".join(runs)))
    # A space is put between words that go and words that come, so white space is not compared.
    assert list(filter(None, lines)) == list(map(_solid, found.text(how, "sv")))


def _solid(text: str) -> str:
    return "".join(text.split())


def test_colour_is_never_alone() -> None:
    styles = readers.part(compared(*PROPOSAL).coloured(), "word/styles.xml")
    found = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
    assert found["PlanInserted"].find(f".//{W}u") is not None
    assert found["PlanDeleted"].find(f".//{W}strike") is not None
    moved = found["PlanMoved"].find(f".//{W}u")
    assert moved is not None and moved.get(f"{W}val") == "dotted"


@pytest.mark.parametrize("colour", [NEW, GONE, MOVED, INK, SOFT])
def test_colours_can_be_read(colour: str) -> None:
    light = luminance(f"#{colour}")
    assert 1.05 / (light + 0.05) >= 4.5


@pytest.mark.parametrize("colour", [NEW, GONE])
def test_colours_stand_out_from_black_text(colour: str) -> None:
    assert (luminance(f"#{colour}") + 0.05) / 0.05 >= 3


def test_every_changed_paragraph_with_a_change_of_its_own_has_a_label() -> None:
    content = compared(*REVISIONS[1]).coloured()
    for paragraph in readers.part(content).iter(f"{W}p"):
        if paragraph.find(f"{W}bookmarkStart") is not None:
            styles = [style.get(f"{W}val") for style in paragraph.iter(f"{W}rStyle")]
            assert "PlanLabel" in styles, "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


def test_it_begins_with_who_how_to_read_and_what() -> None:
    document = docx.Document(io.BytesIO(compared(*PROPOSAL).coloured()))
    text = [line.text for line in document.paragraphs]
    assert text[:4] == [
        "Karlstads kommun · Strategisk plan", "Förslag till Strategisk plan 2023", "Förslagsställare: Blågröna styret",
        "Jämförs med: Strategisk plan 2022 (ersatt)",
    ]
    heads = [line.text for line in document.paragraphs if line.style is not None and line.style.name == "Heading 1"]
    assert heads[:2] == ["Så läser du", "Sammanfattning"]


def test_a_reason_stands_indented_beneath_its_change() -> None:
    document = docx.Document(io.BytesIO(compared(*PROPOSAL).coloured()))
    lines = document.paragraphs
    at = next(n for n, line in enumerate(lines) if "Stadstrafikens bussar" in line.text)
    note = lines[at].style
    assert note is not None and note.name == "Plan Note"
    above = [line.text for line in lines[at - 3 : at]]
    assert any("Bussresor" in text for text in above)


def words(found: Comparison) -> list[str]:
    """The labels of the marked plan, in order."""
    runs = [run for line in plan_part(found.coloured("sv")) for run in line.runs if run.style.name == "Plan Label"]
    return [run.text.strip("\u00a0") for run in runs]


def test_labels() -> None:
    first, second, third = goal("g", "Ett", description="Text."), goal("h", "Två"), goal("i")
    old = plan(title="A", mandate="2019-2022", goals=[first, second, third])
    first |= {"description": "Ord.", "reviewed": "2022"}
    second |= {"reviewed": "2023", "sdg": [1]}
    new = plan(title="B", goals=[second, third, first])
    revision = Revision.model_validate({"notes": [{"at": "h", "kind": "confirmed", "motivation": "Därför."}]})
    found = between(old, new, revision)
    assert words(found) == [
        "Byter namn", "Utgår", "Flyttad härifrån", "Kvarstår", "Ny", "Ny", "Ny plats", "Ändrad", "Ny",
    ]
    told = readers.by_docx_plus(found.coloured("sv"), "accept")
    assert "Kvarstår." not in told and "Motivering: Därför." in told


def test_a_reason_that_has_just_been_given_is_not_given_again() -> None:
    notes = [{"at": id_, "fate": "ceased", "motivation": "Därför."} for id_ in ("g", "h")]
    old = plan(goals=[goal("f"), goal("g"), goal("h")])
    found = between(old, plan(goals=[goal("f")]), Revision.model_validate({"notes": notes}))
    told = readers.by_docx_plus(found.coloured("sv"), "accept")
    assert told.count("Motivering: Därför.") == told.count("Samma motivering som ovan.") == 1
