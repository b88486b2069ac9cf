"""Tracked changes as two independent readers understand them: both plans are in the file, and nothing else."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import docx
import pytest
from hypothesis import given, settings

from strategiplan.model.plan import Plan
from strategiplan.model.revision import Revision
from strategiplan.render.docx_marks import marked
from strategiplan.render.docx_remarks import marked_document
from strategiplan.render.docx_runs import bookmark
from strategiplan.render.docx_text import document_text
from strategiplan.revisions.changes import Effect
from strategiplan.revisions.prose import Op
from tests.plans import area, goal, indicator, plan, plans
from tests.render_docx import readers
from tests.render_docx.comparing import PROPOSAL, REVISIONS, Comparison, between, compared
from tests.render_docx.drawn import ORGANIZATION, rich_plans

HOW = ("accept", "reject")


def sides(found: Comparison, how: str) -> list[str]:
    """What the marked paragraphs themselves say, before any file is written."""
    left_out = Op.DELETED if how == "accept" else Op.INSERTED
    lines = marked_document(found.revised, found.old, found.new, None).paragraphs
    return [
        "".join(piece.text for piece in line.pieces if piece.op is not left_out)
        for line in lines if line.op is not left_out
    ]


@pytest.mark.parametrize("names", REVISIONS, ids="→".join)
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("how", HOW)
def test_both_plans_are_in_the_file(names: tuple[str, str], lang: str, how: str) -> None:
    found = compared(*names)
    content = found.tracked(lang)
    assert readers.by_docx_plus(content, how) == found.text(how, lang)
    assert readers.by_pandoc(content, how) == [readers.one_line(text) for text in found.text(how, lang)]


@given(plans(), plans())
@settings(max_examples=40)
def test_small_plans_are_both_in_the_marks(old: Plan, new: Plan) -> None:
    found = between(old, new)
    assert {how: sides(found, how) for how in HOW} == {how: found.text(how) for how in HOW}


@given(rich_plans(), rich_plans())
@settings(max_examples=30)
def test_rich_plans_are_both_in_the_marks(old: Plan, new: Plan) -> None:
    found = between(old, new, organization=ORGANIZATION)
    assert {how: sides(found, how) for how in HOW} == {how: found.text(how) for how in HOW}


@given(rich_plans(), rich_plans())
@settings(max_examples=8)
def test_drawn_plans_are_both_in_the_file(old: Plan, new: Plan) -> None:
    found = between(old, new, organization=ORGANIZATION)
    content = found.tracked()
    for how in HOW:
        want = found.text(how)
        assert readers.by_docx_plus(content, how) == want
        assert readers.by_pandoc(content, how) == [readers.one_line(text) for text in want]


@given(rich_plans(), rich_plans())
@settings(max_examples=12)
def test_every_change_is_found_once(old: Plan, new: Plan) -> None:
    found = between(old, new, organization=ORGANIZATION)
    names = sorted(bookmark(change.id) for change in found.revised.changes)
    assert sorted(readers.bookmarks(found.tracked())) == names
    assert sorted(readers.bookmarks(found.coloured())) == names


@given(rich_plans(), rich_plans())
@settings(max_examples=30)
def test_a_change_stands_where_it_is_made(old: Plan, new: Plan) -> None:
    found = between(old, new, organization=ORGANIZATION)
    document = marked_document(found.revised, found.old, found.new, None)
    for n, changes in document.changes.items():
        for change in changes:
            line = document.paragraphs[n]
            assert line.at.id == change.at.id
            if change.effect is Effect.ADD:
                assert line.op is Op.INSERTED
            if change.effect is Effect.REMOVE:
                assert line.op is Op.DELETED
            if change.effect is Effect.SET and not line.changes(change.at):
                # What cannot be seen in the text is said in a comment.
                assert any(remark.told.endswith("syns inte i texten här.") for remark in document.remarks[n])


@pytest.mark.parametrize("names", REVISIONS, ids="→".join)
def test_every_change_of_a_real_revision_is_found_once(names: tuple[str, str]) -> None:
    found = compared(*names)
    assert sorted(readers.bookmarks(found.tracked())) == sorted(bookmark(change.id) for change in found.revised.changes)


def test_a_plan_that_does_not_change_has_nothing_tracked() -> None:
    found = compared("karlstad/2022", "karlstad/2022")
    content = found.tracked()
    assert readers.by_docx_plus(content, "accept") == readers.by_docx_plus(content, "reject") == found.text("accept")
    assert not list(readers.part(content).iter(f"{readers.W}ins"))


def test_the_changes_are_the_proposers() -> None:
    content = compared(*PROPOSAL).tracked()
    tree = readers.part(content)
    changes = [*tree.iter(f"{readers.W}ins"), *tree.iter(f"{readers.W}del")]
    assert {change.get(f"{readers.W}author") for change in changes} == {"Blågröna styret"}
    # The proposal does not say when it was filed, so the file bears the day when the plan would begin.
    assert {change.get(f"{readers.W}date") for change in changes} == {"2023-01-01T00:00:00Z"}
    numbers = [change.get(f"{readers.W}id") for change in changes]
    assert len(set(numbers)) == len(numbers)
    told = readers.comments(content)
    assert {(c["author"], c["date"]) for c in told} == {("Blågröna styret", "2023-01-01T00:00:00Z")}


@pytest.mark.parametrize(("raw", "author"), [
    ({"proposer": {"kind": "party", "party": "partiet"}}, "Ett parti"),
    ({"proposer": {"kind": "party", "party": "okant"}}, "okant"),
    ({"proposer": {"kind": "citizen", "name": "Eva Ek"}}, "Eva Ek"),
    ({"proposer": {"kind": "party", "party": "partiet", "name": "Eva Ek"}}, "Eva Ek"),
    ({"proposer": {"kind": "officer"}}, "förvaltningen"),
    ({}, "Stads kommun"),
])
def test_whose_changes_they_are(raw: dict[str, object], author: str) -> None:
    revision = Revision.model_validate({**raw, "filed": "2022-03-14"})
    found = between(plan(title="A"), plan(title="B"), revision, ORGANIZATION)
    tree = readers.part(found.tracked())
    inserted = next(tree.iter(f"{readers.W}ins"))
    assert inserted.get(f"{readers.W}author") == author
    assert inserted.get(f"{readers.W}date") == "2022-03-14T00:00:00Z"


def test_the_same_revision_gives_the_same_bytes() -> None:
    found = compared(*PROPOSAL)
    again = replace(found)
    assert again.tracked() == found.tracked()
    assert again.coloured() == found.coloured()


@pytest.mark.parametrize(("lang", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_the_file_says_what_it_is_and_in_what_language(lang: str, locale: str) -> None:
    content = compared(*PROPOSAL).tracked(lang)
    document = docx.Document(io.BytesIO(content))
    core = document.core_properties
    assert core.language == locale
    assert core.author == "Blågröna styret"
    assert core.created == core.modified == datetime(2023, 1, 1, tzinfo=UTC)
    assert "Strategisk plan 2023" in core.title
    language = readers.part(content, "word/styles.xml").find(f".//{readers.W}docDefaults//{readers.W}lang")
    assert language is not None and language.get(f"{readers.W}val") == locale
    # The plan's own texts are Swedish whatever the reader's language is, and a voice has to know.
    spoken = {element.get(f"{readers.W}val") for element in readers.part(content).iter(f"{readers.W}lang")}
    assert spoken == ({"sv-SE"} if lang == "en" else set())


def test_headings_lists_and_pages_are_real() -> None:
    content = compared(*PROPOSAL).tracked()
    document = docx.Document(io.BytesIO(content))
    names = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert names[0] == "Title" and names.count("Title") == 1
    assert {"Heading 1", "Heading 2", "Heading 3", "List Bullet", "Body Text"} <= set(names)
    levels = [int(name.removeprefix("Heading ")) for name in names if name.startswith("Heading")]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Karlstads kommun\tStrategisk plan"
    numbers = [field.get(f"{readers.W}instr") for field in section.footer._element.iter(f"{readers.W}fldSimple")]
    assert numbers == ["PAGE", "NUMPAGES"]


def test_a_part_of_a_revision_changes_only_that_part() -> None:
    old = plan(areas=[area("a", goal("g", "Gammalt"))])
    new = plan(title="Ny titel", areas=[area("a", goal("g", "Nytt")), area("b", goal("h"), title="Ett till")])
    whole = between(old, new)
    kept = tuple(c for c in whole.revised.changes if c.at.id == "h")
    part = replace(whole, revised=whole.revised.__class__(
        whole.revised.changes.__class__(kept, whole.revised.changes.old, whole.revised.changes.new), (), {},
    ))
    content = part.tracked()
    assert readers.bookmarks(content) == [bookmark("h:add")]
    assert readers.by_docx_plus(content, "reject") == list(document_text(old))
    accepted = readers.by_docx_plus(content, "accept")
    # The goal comes with the area that it stands in, and nothing else changes.
    assert "Ett till" in accepted and "Ny titel" not in accepted and "Nytt" not in accepted


def test_a_replaced_indicator_stands_beside_the_one_that_replaces_it() -> None:
    old = plan(areas=[area("a", goal("g", indicators=[indicator("i1", "Ett"), indicator("i2", "Två")]))])
    new = plan(areas=[area("a", goal("g", indicators=[indicator("j1", "Nya ett"), indicator("j2", "Nya två")]))])
    revision = Revision.model_validate({"notes": [
        {"at": "i1", "fate": "replaced", "into": "j1"}, {"at": "i2", "fate": "replaced", "into": ["j2"]},
    ]})
    found = between(old, new, revision)
    lines = marked_document(found.revised, found.old, found.new, None).paragraphs
    assert [line.at.id for line in lines if line.leads and line.op is not Op.EQUAL] == ["i1", "j1", "i2", "j2"]


def test_nothing_is_marked_between_equal_documents() -> None:
    found = compared("karlstad/2022", "karlstad/2022")
    document = marked_document(found.revised, found.old, found.new, None)
    assert marked(document.old, document.new, {}) == document.paragraphs
    assert all(line.op is Op.EQUAL for line in document.paragraphs)
