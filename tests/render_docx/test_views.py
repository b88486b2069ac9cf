"""Every view as Word: nothing that a page says is left out, it comes in the same order, and Word can read it."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from msgspec import Struct

from strategiplan.model.dossier import Dossier
from strategiplan.model.followup import Measurement
from strategiplan.model.plan import Goal, Indicator, Plan
from strategiplan.model.revision import Revision
from strategiplan.model.tree import walk
from strategiplan.render import prose
from strategiplan.render.collision_document import ballot_document, collisions_document
from strategiplan.render.collision_view import Telling, ballot_view, collisions_view
from strategiplan.render.columns_view import columns_view
from strategiplan.render.document import Document
from strategiplan.render.docx_styles import LOCALES
from strategiplan.render.plan_document import plan_document
from strategiplan.render.plan_view import plan_view
from strategiplan.render.prose import is_safe_link
from strategiplan.render.revision_build import revision_view
from strategiplan.render.revision_document import changes_document, columns_document
from strategiplan.render.word import page_files, word_files
from strategiplan.render.words import Words
from strategiplan.revisions.ballot import Ballot, ballot
from strategiplan.revisions.collisions import collisions
from strategiplan.revisions.reasons import revise
from strategiplan.store.workspace import Workspace
from tests.plans import area, goal, indicator, plan
from tests.render_docx import readers
from tests.render_docx.comparing import PROPOSAL, ROOT, compared
from tests.render_docx.drawn import ORGANIZATION, rich_plans
from tests.render_docx.test_hostile import ACTIVE, HOSTILE, hostile
from tests.running import ask

W = readers.W
PLANS = ("karlstad/2023", "boden/2024-2026", "vaggeryd/2025")
# The fields of a view that are read as they stand, and those that are Markdown.
SAID = {"title", "term", "number", "label", "value", "name", "pending", "caption", "lead", "decision", "word", "year",
        "question", "topic", "grade", "why", "adjacent", "notes", "falls", "warnings", "words", "fate", "columns"}
WORD = re.compile(r"[^\W_]+")
MARKDOWN = {"description", "definition", "reading", "motivation", "statement"}


@cache
def dossier(name: str) -> Dossier:
    """One of the plans in the repository."""
    found = Workspace(ROOT).load(name).dossier
    assert found is not None
    return found


def contested(lang: str) -> tuple[Telling, Ballot]:
    """Two proposals that agree on one thing, exclude each other in another, and meet in a third."""
    first, second, third = goal("g1", "Ett", description="Staden växer."), goal("g2", "Två"), goal("g3", "Tre")
    made = {
        "ett-parti": [goal("g1", "Ett", description="Staden **växer** fort."), goal("g3", "Trean")],
        "ett-annat": [goal("g1", "Ett", description="Staden krymper."),
                      goal("g3", "Tre", indicators=[indicator("i", "Ett mått")])],
    }  # fmt: skip
    base = Dossier("stad/nu", plan(areas=[area("a", first, second, third)]), ORGANIZATION)
    note = {"at": "g1.description", "motivation": "Därför.\n\n- Så är det."}
    raw = {"base": "nu", "notes": [note, {"at": "g2", "fate": "ceased", "motivation": "Klart."}]}
    proposals = {
        name: Dossier(f"stad/{name}", plan(areas=[area("a", *goals)]), ORGANIZATION, Revision.model_validate(
            {**raw, "proposer": {"kind": "party", "name": name.capitalize()}}))
        for name, goals in made.items()
    }  # fmt: skip
    found = collisions(base.plan, {n: revise(base.plan, d.plan, d.revision) for n, d in proposals.items()})
    order = ballot(found, {name: held.revision for name, held in proposals.items()}, "ett-parti")
    return Telling(found, base, proposals, lang), order


@cache
def views(lang: str) -> dict[str, tuple[Any, Document]]:
    """Each kind of view of real plans, and what it becomes."""
    telling, order = contested(lang)
    revised = compared(*PROPOSAL)
    view = revision_view(revised.revised, revised.old, revised.new, lang)
    met, voted, columns = collisions_view(telling), ballot_view(telling, order), columns_view(view)
    whole = plan_view(dossier(PLANS[0]).plan, dossier(PLANS[0]).organization, lang)
    return {
        "plan": (whole, plan_document(whole)), "collisions": (met, collisions_document(met)),
        "ballot": (voted, ballot_document(voted)), "changes": (view, changes_document(view)),
        "columns": (columns, columns_document(columns)),
    }  # fmt: skip


VIEWS = ("plan", "collisions", "ballot", "changes", "columns")


@cache
def file(view: str, lang: str = "sv") -> bytes:
    """A view of the real plans as Word."""
    return word_files(views(lang)[view][1])[f"{view}.docx"]


def words(text: str) -> str:
    """A text's words and nothing else, so that it does not matter how it is set."""
    return f" {' '.join(WORD.findall(text))} "


def read(content: bytes) -> str:
    """All words of a file, as pandoc reads them: title, paragraphs, lists, tables."""
    tree = readers.pandoc_tree(content, "accept")
    return words(" ".join([readers.deep(tree["meta"].get("title", {}).get("c", [])), *readers.texts(tree["blocks"])]))


def said(value: Any, field: str = "") -> Iterator[str]:
    """What a view says, field by field, as words."""
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            # The contents and the picture of the plan are the headings once more; a chart is asked for by itself.
            if name not in ("contents", "frame", "chart", "picture"):
                yield from said(getattr(value, name), name)
    elif isinstance(value, tuple):
        for part in value:
            yield from said(part, field)
    elif isinstance(value, str) and field in MARKDOWN | {"text"}:
        yield from filter(str.strip, (words(unescape(re.sub("<[^>]+>", " ", part)))
                                      for part in prose.html(value).split("</p>")))
    elif isinstance(value, str) and field in SAID and value:
        yield words(value)


@pytest.mark.parametrize("name", ["plan", "collisions", "ballot"])
def test_nothing_is_left_out(name: str) -> None:
    view, _ = views("sv")[name]
    told = read(file(name))
    assert [text for text in said(view) if text not in told] == []


@pytest.mark.parametrize("name", ["plan", "collisions", "columns"])
def test_a_page_can_be_a_word_file_by_itself(name: str, tmp_path: Path) -> None:
    view, document = views("sv")[name]
    content = page_files(name, view, contents=name == "plan")[f"{name}.docx"]
    told = read(content)
    # A plan's page does not say how much it holds.
    assert [text for text in said(view) if text not in told and text != words(getattr(view, "lead", ""))] == []
    assert set(readers.anchors(content)) <= set(readers.bookmarks(content))
    core = docx.Document(io.BytesIO(content)).core_properties
    assert (core.title, core.author, core.language) == (document.title, document.organization, "sv-SE")
    if name == "columns":
        pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
        from tests.render_docx.test_schema import faults

        assert faults(content, tmp_path) == []


@given(rich_plans())
@settings(max_examples=10)
def test_nothing_of_a_drawn_plan_is_left_out(drawn: Plan) -> None:
    view = plan_view(drawn, ORGANIZATION, "sv")
    told = read(word_files(plan_document(view))["plan.docx"])
    assert [text for text in said(view) if text not in told] == []


def test_the_course_of_an_indicator_is_told_in_words_and_figures() -> None:
    measured = Measurement.model_validate({
        "indicator": "i", "break-before": "2022",
        "series": [{"period": str(year), "value": 40 + year % 7} for year in range(2019, 2024)],
    })
    held = plan(areas=[area("a", goal("g", indicators=[indicator("i", "Ett mått", targets={"2026": {"min": 50}})]))])
    view = plan_view(held, ORGANIZATION, "sv", {"i": measured})
    chart = view.areas[0].goals[0].indicators[0].chart
    assert chart is not None
    told = read(word_files(plan_document(view))["plan.docx"])
    cells = [row.name for row in chart.figures.rows] + [cell for row in chart.figures.rows for cell in row.cells]
    assert [text for text in (chart.description, *cells) if words(text).rstrip() not in told] == []


@pytest.mark.parametrize("name", ["changes", "columns"])
def test_every_sentence_and_reason_of_a_revision_is_told(name: str) -> None:
    view, _ = views("sv")[name]
    told = read(file(name))
    parts = view.by_area if name == "changes" else view.passages
    assert len(parts) > 3
    assert [text for text in said((view.facts, parts)) if text not in told] == []


def test_both_wordings_stand_in_the_columns() -> None:
    view, _ = views("sv")["columns"]
    told = read(file("columns"))
    blocks = [block for passage in view.passages for pair in passage.pairs for block in (*pair.old, *pair.new)]
    assert len(blocks) > 20
    assert [text for block in blocks if (text := words("".join(p.text for p in block.pieces))) not in told] == []


@pytest.mark.parametrize("arguments", [
    ("render", "2023"), ("collisions", "2022", "2023-forslag-s", "2023-forslag-blagrona"),
    ("ballot", "2022", "2023-forslag-s", "2023-forslag-blagrona"), ("diff", "2022", "2023", "--view", "changes"),
    ("diff", "2022", "2023", "--view", "columns"), ("diff", "2022", "2023"),
    ("diff", "2022", "2023", "--view", "coloured"),
], ids=" ".join)
def test_the_command_writes_the_file_that_it_is_asked_for(arguments: tuple[str, ...], tmp_path: Path) -> None:
    target = tmp_path / "svar.docx"
    answer = ask(*arguments, "-o", str(target), cwd=ROOT)
    assert (answer.code, answer.out) == (0, "")
    assert docx.Document(io.BytesIO(target.read_bytes())).paragraphs[1].text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("where", ["title", "description"])
def test_hostile_texts_are_only_read(text: str, where: str) -> None:
    content = word_files(plan_document(plan_view(hostile(text, where))))["plan.docx"]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            tree = ElementTree.fromstring(package.read(name))
            # A table of contents is a field, and a link can be followed by somebody who wants to; nothing else acts.
            found = {e.tag.removeprefix(W) for e in tree.iter()} & set(ACTIVE)
            assert found <= {"sdt", "fldChar", "instrText", "hyperlink"}
            assert all((e.text or "").split()[0] == "TOC" for e in tree.iter(f"{W}instrText"))
            outside = [e.get("Target", "") for e in tree.iter() if e.get("TargetMode") == "External"]
            assert all(is_safe_link(address) for address in outside)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_comes_back_in_order_from_two_readers(name: str) -> None:
    held, organization = dossier(name).plan, dossier(name).organization
    view = plan_view(held, organization)
    content = word_files(plan_document(view))["plan.docx"]
    by_pandoc = read(content)
    by_docx_plus = words(" ".join(readers.by_docx_plus(content, "accept")))
    tongue = Words.of({}, organization, None)
    expected = [held.title]
    for node in walk(held):
        if isinstance(node, Goal):
            expected += [node.title, *filter(None, node.description.split("\n\n"))]
        elif isinstance(node, Indicator):
            expected += [node.name, *(tongue.target(target, node.unit) for _, target in sorted(node.targets.items()))]
    for told in (by_pandoc, by_docx_plus):
        place = 0
        for text in expected:
            found = told.find(words(text), place)
            assert found >= 0, text
            place = found + len(words(text)) - 1


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_headings_language_and_properties(name: str, lang: str) -> None:
    _, document = views(lang)[name]
    found = docx.Document(io.BytesIO(file(name, lang)))
    styles = [paragraph.style.name for paragraph in found.paragraphs if paragraph.style is not None]
    assert styles.count("Title") == 1
    levels = [0, *(int(style.removeprefix("Heading ")) for style in styles if style.startswith("Heading "))]
    assert len(levels) > 2 and all(later <= earlier + 1 for earlier, later in pairwise(levels))
    core = found.core_properties
    whose = "Stads kommun" if name in ("collisions", "ballot") else "Karlstads kommun"
    assert (core.title, core.author, core.language) == (document.title, whose, LOCALES[lang])
    assert document.dated and core.created == core.modified == datetime.combine(document.dated, time(), UTC)
    spoken = {element.get(f"{W}val") for element in readers.part(file(name, lang)).iter(f"{W}lang")}
    # The plan is Swedish whoever reads it, and a voice has to know.
    assert spoken == ({"sv-SE"} if lang == "en" else set())
    assert found.sections[0].header.paragraphs[0].text == f"{whose}\t{document.title}"


@pytest.mark.parametrize("name", VIEWS)
def test_they_keep_to_the_schema(name: str, tmp_path: Path) -> None:
    pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    from tests.render_docx.test_schema import faults

    assert faults(file(name), tmp_path) == []


@pytest.mark.parametrize("name", VIEWS)
def test_every_link_within_leads_somewhere(name: str) -> None:
    content = file(name)
    marks, anchors = readers.bookmarks(content), readers.anchors(content)
    assert len(set(marks)) == len(marks)
    assert set(anchors) <= set(marks)
    if name in ("plan", "ballot"):
        assert anchors


def test_the_contents_say_what_stands_below_before_anybody_updates_them() -> None:
    content = file("plan")
    (field,) = readers.part(content).iter(f"{W}sdtContent")
    lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in field.iter(f"{W}p")]
    found = docx.Document(io.BytesIO(content))
    headings = [p.text for p in found.paragraphs if p.style is not None and p.style.name in ("Heading 1", "Heading 2")]
    assert lines == ["Innehåll", *headings]
    (instruction,) = (e.text for e in field.iter(f"{W}instrText"))
    assert instruction is not None and instruction.split()[:3] == ["TOC", "\\o", '"1-2"']
    signs = [e.get(f"{W}fldCharType") for e in field.iter(f"{W}fldChar")]
    assert signs == ["begin", "separate", "end"]


def test_tables_have_a_head_that_comes_again_on_every_page() -> None:
    tables = list(readers.part(file("columns")).iter(f"{W}tbl"))
    assert len(tables) > 5
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, *[False] * (len(rows) - 1)]
        assert table.find(f"{W}tblPr/{W}tblStyle") is not None


@pytest.mark.parametrize("name", VIEWS)
def test_looks_come_from_styles(name: str) -> None:
    tree = readers.part(file(name))
    direct = {e.tag.removeprefix(W) for held in tree.iter(f"{W}rPr") for e in held}
    assert direct <= {"rStyle", "b", "bCs", "i", "iCs", "lang"}
    placed = {e.tag.removeprefix(W) for held in tree.iter(f"{W}pPr") for e in held}
    assert placed <= {"pStyle", "keepNext", "pageBreakBefore", "numPr"}
