"""The files themselves: fit for Word, small, and without anything that Word does not need."""

import io
import zipfile
from importlib import import_module
from typing import Any

import pytest

from strategiplan.diagnostics import UserError
from strategiplan.messages import catalogue
from strategiplan.model.node import shape
from strategiplan.model.plan import Plan
from strategiplan.model.tree import flatten, node_kinds
from strategiplan.model.types import Role
from strategiplan.render import docx_revision, word
from strategiplan.render.docx_remarks import marked_document
from strategiplan.render.docx_text import PlanText, document_text, title_field
from strategiplan.revisions.prose import Op
from tests.plans import goal, plan
from tests.render_docx import readers
from tests.render_docx.comparing import PROPOSAL, REVISIONS, between, compared

W = readers.W
LISTS = {"statements", "terms", "targets", "amounts", "tax-rate", "income-statement", "operations", "totals", "links"}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_field_has_a_name(lang: str) -> None:
    text = PlanText(flatten(plan()), None, lang)
    for kind in node_kinds(Plan):
        form = shape(kind)
        for name in form.names:
            if name in form.slots or name in LISTS | {"meta", "term", "source", title_field(kind)}:
                continue
            if form.roles.get(name) is not Role.PROSE:
                assert text._label(name) != name, (kind, name)


def test_a_field_that_goes_or_comes_is_marked_without_its_neighbours() -> None:
    def with_unit(**parts: Any) -> Plan:
        return plan(goals=[goal("g", indicators=[{"id": "i", "name": "Mått", "better": "higher", **parts}])])

    content = between(with_unit(unit="antal", owner="n"), with_unit(owner="n")).tracked("sv")
    gone = ["".join(t.text or "" for t in e.iter(f"{W}delText")) for e in readers.part(content).iter(f"{W}del")]
    assert "".join(gone) == "Enhet: antal · "


@pytest.mark.parametrize("names", REVISIONS, ids="→".join)
def test_text_that_goes_is_written_as_such(names: tuple[str, str]) -> None:
    tree = readers.part(compared(*names).tracked())
    for deleted in tree.iter(f"{W}del"):
        assert not list(deleted.iter(f"{W}t"))
    inside = sum(len(list(deleted.iter(f"{W}delText"))) for deleted in tree.iter(f"{W}del"))
    assert inside == len(list(tree.iter(f"{W}delText")))


@pytest.mark.parametrize("names", REVISIONS, ids="→".join)
def test_a_paragraph_goes_or_comes_with_its_sign(names: tuple[str, str]) -> None:
    for paragraph in readers.part(compared(*names).tracked()).iter(f"{W}p"):
        runs = list(paragraph.findall(f"{W}r"))
        for tag in ("ins", "del"):
            marked = paragraph.find(f"{W}pPr/{W}rPr/{W}{tag}") is not None
            whole = not runs and bool(paragraph.findall(f"{W}{tag}")) \
                and not paragraph.findall(f"{W}{'del' if tag == 'ins' else 'ins'}")
            if marked:
                assert whole
            elif whole:
                # Every word of it is new, and yet it is the same paragraph as before: its title or value is another.
                assert paragraph.find(f"{W}bookmarkStart") is not None


def test_words_that_only_change_their_face_go_and_come() -> None:
    old, new = plan(goals=[goal("g", description="Ett ord.")]), plan(goals=[goal("g", description="Ett **ord**.")])
    tree = readers.part(between(old, new).tracked())
    (gone,), (come,) = tree.iter(f"{W}del"), tree.iter(f"{W}ins")
    assert gone.find(f".//{W}delText").text == come.find(f".//{W}t").text == "ord"  # type: ignore[union-attr]
    assert gone.find(f".//{W}b") is None and come.find(f".//{W}b") is not None


def test_the_last_paragraph_stays() -> None:
    old, new = plan(goals=[goal("g", "Ett")]), plan(goals=[goal("g", "Ett"), goal("h", "Två", description="Slut.")])
    for one, other in ((old, new), (new, old)):
        last = list(readers.part(between(one, other).tracked()).iter(f"{W}p"))[-1]
        assert last.find(f"{W}pPr/{W}rPr") is None


def test_the_file_holds_nothing_but_what_it_needs() -> None:
    content = compared(*PROPOSAL).tracked()
    assert len(content) < 60_000
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = set(package.namelist())
    assert not [name for name in names if not name.endswith((".xml", ".rels"))]


def test_numbers_of_marks_are_their_own() -> None:
    tree = readers.part(compared(*REVISIONS[1]).tracked())
    numbers = [e.get(f"{W}id") for tag in ("ins", "del", "bookmarkStart") for e in tree.iter(f"{W}{tag}")]
    assert len(set(numbers)) == len(numbers)


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError("No module named 'docx'", name="docx")

    found = compared(*PROPOSAL)
    monkeypatch.setattr(word, "import_module", missing)
    for render in (docx_revision.render_tracked, docx_revision.render_coloured):
        with pytest.raises(UserError) as raised:
            render(found.revised, found.old, found.new, "sv")
        assert (raised.value.code, raised.value.params) == ("extra-missing", {"extra": "docx"})


def test_both_languages_say_the_same_things() -> None:
    swedish, english = ({key for key in catalogue(lang) if key.startswith("docx.")} for lang in ("sv", "en"))
    assert swedish == english
    assert all("question.extra-missing" in catalogue(lang) for lang in ("sv", "en"))


def test_the_writers_load_the_library_and_nobody_else() -> None:
    assert import_module("strategiplan.render.docx_package").docx
    assert not hasattr(docx_revision, "docx")


def test_a_paragraph_that_becomes_a_point_of_a_list_goes_and_comes() -> None:
    old, new = plan(goals=[goal("g", description="Ett ord.")]), plan(goals=[goal("g", description="- Ett ord.")])
    found = between(old, new)
    lines = marked_document(found.revised, found.old, found.new, "sv").paragraphs
    assert [(line.style, line.op) for line in lines if line.at.field == "description"] == [
        ("Body Text", Op.DELETED), ("List Bullet", Op.INSERTED),
    ]


def test_a_change_is_found_at_the_paragraph_that_changes() -> None:
    old, new = (plan(goals=[goal("g", description=f"Ett stycke.\n\nEtt {word} till.")]) for word in ("stycke", "ord"))
    found = between(old, new)
    document = marked_document(found.revised, found.old, found.new, "sv")
    ((n, (change,)),) = document.changes.items()
    assert change.id == "g.description:set"
    assert "till" in "".join(piece.text for piece in document.paragraphs[n].pieces)


def test_what_goes_and_what_comes_do_not_read_as_one_word_on_paper() -> None:
    content = between(plan(title="Plan 2022"), plan(title="Plan 2023")).coloured("sv")
    assert any("Plan 2023 2022" in text for text in readers.by_docx_plus(content, "accept"))


def test_money_says_its_currency_and_its_scale_although_nobody_wrote_them() -> None:
    text = document_text(plan(budget={"sign": "cost-positive", "years": [2023, 2024, 2025]}), None, "sv")
    assert {"Valuta: SEK", "Belopp i: tusental"} <= set(text)
