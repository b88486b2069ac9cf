"""Any document can be written: its blocks keep to Word's schema, and come back in order from other readers."""

import io
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategiplan.diagnostics import UserError
from strategiplan.render import word
from strategiplan.render.document import (
    Block,
    Document,
    Facts,
    Figure,
    Grid,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Point,
    Points,
    Prose,
    Run,
    Tone,
)
from strategiplan.render.word import word_files
from tests.render_docx import readers

W = readers.W
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f00010101006bc3a2aa"
    "0000000049454e44ae426082"
)  # fmt: skip
MINUTES: tuple[Block, ...] = (
    Heading(1, "Beslut", "beslut"),
    Points(("Planen antas.", Point("Nämnden får i uppdrag:", (Points(("att göra", "att låta bli"), ordered=True),))),
           ordered=True),
    Points(("En punkt", Point("Två", (Facts((("År", "2024"), ("Ansvarig", "nämnden"))), Prose("Mer."))))),
    PageBreak(),
    Points((Point("En punkt överst på en sida", (Paragraph("med mer."),)),), ordered=True),
    Heading(3, "Omröstning", number="2"),
    Grid("Huvudförslaget mot ett annat", ("Parti", "Ja", "Nej"), (("Ett parti", "12", "0"), ("Ett till",)), True),
    Grid("", ("Nu", "Sedan"), (("Ett", (Run("Ett "), Run("och två", mark="+"), Run("till", mark="-"))),)),
    Heading(3, (Run("Reservation", own=True),), term="Av ett parti"),
    Prose("Se **[beslutet](#beslut)** och [sidan](https://example.org).\n\n- a\n  1. b\n\n> Ett citat.\n\n"
          "| Ord | Tal |\n| - | - |\n| ett | 1 |\n\n```\nkod\n```\n\n## Rubrik i texten", 4),
    Note("Motivering", (Prose("Därför.\n\nOch därför."),)),
    Note("Motivering", (Points(("Därför.",)),)),
    Paragraph("Sist.", Tone.LEAD),
    Figure(PIXEL, "En stapel", "Staplar"),
)  # fmt: skip


def document(blocks: tuple[Block, ...], own_lang: str = "sv", cover: bool = False, contents: str = "") -> Document:
    return Document(
        name="minutes", title="Protokollsutdrag", kicker="Fullmäktige", organization="Stads kommun", lang="sv",
        own_lang=own_lang, front=(Facts((("Dag", "2024-06-12"),)),), cover=cover, contents=contents, blocks=blocks,
    )  # fmt: skip


def written(blocks: tuple[Block, ...], own_lang: str = "sv", cover: bool = False, contents: str = "") -> bytes:
    (content,) = word_files(document(blocks, own_lang, cover, contents)).values()
    return content


@pytest.fixture(scope="module")
def minutes() -> bytes:
    """A document with every kind of block, in Swedish about a plan in English."""
    return written(MINUTES, "en", cover=True, contents="Innehåll")


def test_it_keeps_to_the_schema(minutes: bytes, tmp_path: Path) -> None:
    pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    from tests.render_docx.test_schema import faults

    assert faults(minutes, tmp_path) == []
    assert faults(written(()), tmp_path) == []
    assert faults(written((), contents="Innehåll"), tmp_path) == []


def test_the_same_document_gives_the_same_bytes(minutes: bytes) -> None:
    assert written(MINUTES, "en", cover=True, contents="Innehåll") == minutes


def test_a_file_without_a_date_bears_none(minutes: bytes) -> None:
    assert docx.Document(io.BytesIO(minutes)).core_properties.created is None


def test_a_link_that_leads_nowhere_is_text() -> None:
    said = "Se [målet](#borta), [sidan](javascript:alert) och [beslutet](#b)."
    content = written((Prose(said), Heading(1, "B", "b")))
    (link,) = readers.part(content).iter(f"{W}hyperlink")
    assert "".join(t.text or "" for t in link.iter(f"{W}t")) == "beslutet"
    assert readers.anchors(content)[0] in readers.bookmarks(content)


LEVELS = st.lists(st.integers(1, 12), max_size=8)


@given(LEVELS)
@settings(max_examples=30)
def test_no_level_of_headings_is_skipped_and_siblings_stay_siblings(levels: list[int]) -> None:
    found = docx.Document(io.BytesIO(written(tuple(Heading(level, "Rubrik") for level in levels))))
    names = [p.style.name for p in found.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    shown = [int(name.removeprefix("Heading ")) for name in names]
    assert len(shown) == len(levels)
    assert all(later <= earlier + 1 for earlier, later in pairwise([0, *shown]))
    for (one, other), (a, b) in zip(pairwise(levels), pairwise(shown), strict=True):
        assert (one == other) <= (a == b)
        assert (one > other) <= (a >= b)
        assert (one < other) <= (a < b or b == 9)


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError("No module named 'docx'", name="docx")

    monkeypatch.setattr(word, "import_module", missing)
    with pytest.raises(UserError) as raised:
        word_files(document(()))
    assert (raised.value.code, raised.value.params) == ("extra-missing", {"extra": "docx"})


def test_faces_marks_and_languages_are_told(minutes: bytes) -> None:
    tree = readers.part(minutes)
    assert {element.get(f"{W}val") for element in tree.iter(f"{W}lang")} == {"en-GB"}
    text = "".join(element.text or "" for element in tree.iter(f"{W}t"))
    assert "Ett [+och två+][−till−]" in text
    bold = [run for run in tree.iter(f"{W}r") if run.find(f"{W}rPr/{W}b") is not None]
    assert ["".join(t.text or "" for t in run.iter(f"{W}t")) for run in bold] == ["beslutet"]
