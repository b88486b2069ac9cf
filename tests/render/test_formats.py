"""The table of views and formats: every pair in it gives a file, the same one every time, with its title in it."""

import io
import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import docx
import pypdf
import pytest
from pdfua import validate

from strategiplan.render.publishing import RENDERERS, WRITERS, formats_of
from tests.running import ask

ROOT = Path(__file__).parents[2]
RIVALS = ("karlstad/2022", "karlstad/2023-forslag-blagrona", "karlstad/2023-forslag-s")
# How each view is asked for, and what it is called.
ASKED = {
    "plan": (("render", "boden/2024-2026"), "Strategisk plan 2024–2026"),
    "body": (("render", "vaggeryd/2025", "--view", "body", "--body", "kommunstyrelsen"), "Kommunstyrelsen"),
    "revision": (("diff", "vaggeryd/2024", "vaggeryd/2025"), "Mål och delmål 2025"),
    "columns": (("diff", "boden/2024-2026", "boden/2025-2027", "--view", "columns"), "Strategisk plan 2025–2027"),
    "changes": (("diff", "boden/2024-2026", "boden/2025-2027", "--view", "changes"), "Strategisk plan 2025–2027"),
    "coloured": (("diff", "boden/2024-2026", "boden/2025-2027", "--view", "coloured"), "Strategisk plan 2025–2027"),
    "memo": (("memo", "boden/2024-2026", "boden/2025-2027"), "Strategisk plan 2025–2027"),
    "history": (("history", "attraktiv-arbetsgivare", "--in", "karlstad"), "attraktiv arbetsgivare"),
    "collisions": (("collisions", *RIVALS), "Förslagen mot varandra"),
    "ballot": (("ballot", *RIVALS), "Propositionsordning"),
    "minutes": (("minutes", "karlstad/2023"), "Protokollsutdrag"),
}
TABLE = sorted({*RENDERERS, *WRITERS})


def asked(view: str, format: str, into: Path) -> bytes:
    """A view in a format, as the command line writes it."""
    said = ask(*ASKED[view][0], "--format", format, "-o", str(into), cwd=ROOT)
    assert said.code == 0, said.err
    return into.read_bytes()


def words(content: bytes, format: str) -> str:
    """What a file says."""
    if format == "docx":
        held = docx.Document(io.BytesIO(content))
        return "\n".join([held.core_properties.title, *(paragraph.text for paragraph in held.paragraphs)])
    if format == "pdf":
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
    text = content.decode()
    return unescape(re.sub("<style>.*?</style>|<[^>]+>", "", text, flags=re.DOTALL)) if format == "html" else text


def test_every_view_of_the_table_is_walked() -> None:
    assert set(ASKED) == {view for view, _ in TABLE}
    # Two columns side by side are no text, and the printed colours are Word's alone.
    lacking = {(view, format) for view in ASKED for format in ("html", "md", "pdf", "docx")} - set(TABLE)
    assert lacking == {("columns", "md"), *(("coloured", format) for format in ("html", "md", "pdf"))}


@pytest.mark.parametrize(("view", "format"), TABLE)
def test_each_gives_a_file_with_its_title_and_the_same_one_again(view: str, format: str, tmp_path: Path) -> None:
    made = asked(view, format, tmp_path / f"a.{format}")
    assert ASKED[view][1].replace("\u00ad", "") in words(made, format).replace("\u00ad", "")
    assert asked(view, format, tmp_path / f"b.{format}") == made


@pytest.mark.parametrize("view", ["body", "history", "memo", "minutes"])
def test_a_checker_of_pdf_ua_finds_nothing(view: str, tmp_path: Path) -> None:
    asked(view, "pdf", tmp_path / "made.pdf")
    assert [str(found) for found in validate(tmp_path / "made.pdf").findings] == []


def test_an_extract_is_signed_on_lines_of_their_own_and_its_blanks_are_marked(tmp_path: Path) -> None:
    held = docx.Document(io.BytesIO(asked("minutes", "docx", tmp_path / "made.docx")))
    lines = [paragraph for paragraph in held.paragraphs if paragraph.style.name == "Plan Signature"]
    assert [line.text for line in lines] == ["Ordförande\t\t", "Sekreterare\t\t", "Justerare\t\t"]
    # They stand on one page, with the heading above them and what was said last.
    assert [bool(line.paragraph_format.keep_with_next) for line in lines] == [True, True, False]
    before = [paragraph for paragraph in held.paragraphs if paragraph.text == "Inga reservationer är antecknade."]
    assert [paragraph.paragraph_format.keep_with_next for paragraph in before] == [True]
    blanks = [run.text for paragraph in held.paragraphs for run in paragraph.runs if run.style.name == "Plan Blank"]
    assert blanks == ["[Fyll i: dagen för sammanträdet]", "[Fyll i: beslutets paragraf]",
                      "[Fyll i: ärendets nummer i diariet]"]
    paper = words(asked("minutes", "pdf", tmp_path / "made.pdf"), "pdf")
    assert all(blank in paper for blank in blanks)
    page = asked("minutes", "html", tmp_path / "made.html").decode()
    assert page.count('<mark class="blank-space">') == 3 and page.count("<div><dt>") - page.count(":</dt>") == 3


def test_a_reason_in_word_does_not_begin_a_page(tmp_path: Path) -> None:
    held = docx.Document(io.BytesIO(asked("minutes", "docx", tmp_path / "made.docx"))).paragraphs
    told = [above for above, here in pairwise(held) if here.style.name == "Plan Note"]
    assert len(told) > 20
    assert all(paragraph.paragraph_format.keep_with_next for paragraph in told)


@pytest.mark.parametrize("format", ["html", "md", "pdf", "docx"])
def test_a_proposal_without_a_statement_says_where_its_reasons_are(format: str, tmp_path: Path) -> None:
    told = " ".join(words(asked("minutes", format, tmp_path / f"made.{format}"), format).split())
    assert told.count("Ingen samlad motivering lämnades. Skälen står vid de 29 ändringarna.") == 1


@pytest.mark.parametrize(("question", "said"), [
    (("diff", "2022", "2023", "--view", "columns", "--format", "md"), "columns"),
    (("diff", "2022", "2023", "--view", "coloured", "--format", "pdf"), "coloured"),
    (("render", "2023", "--view", "coloured"), "coloured"),
])  # fmt: skip
def test_what_there_is_not_says_what_there_is(question: tuple[str, ...], said: str) -> None:
    answer = ask(*question, cwd=ROOT)
    assert answer.code == 2 and answer.out == ""
    assert f"--view {said} --format" in answer.err and ", ".join(formats_of(said)) in answer.err
