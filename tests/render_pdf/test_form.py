"""The same bytes everywhere, a date that the plan has, and words when something is missing."""

import io
from datetime import date
from importlib import import_module
from typing import Any

import pikepdf
import pytest

from strategiplan.diagnostics import UserError
from strategiplan.model.dossier import Dossier
from strategiplan.render import pdf, typesetting
from strategiplan.render.leaves import leaves
from strategiplan.render.plan_view import plan_view
from strategiplan.render.publishing import render_plan
from tests.plans import area, goal, plan
from tests.render.conftest import ROOT, dossier
from tests.render_pdf.reading import bookmarks, made, printed
from tests.running import ask, spawn


def test_the_same_bytes_on_both_sides_of_the_earth(tmp_path) -> None:  # type: ignore[no-untyped-def]
    written = []
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        path = tmp_path / f"{zone.partition('/')[2]}.pdf"
        answer = spawn("diff", "2022", "2023", "--view", "changes", "-o", str(path), cwd=ROOT, env={"TZ": zone})
        assert (answer.code, answer.out) == (0, "")
        written.append(path.read_bytes())
    assert written[0] == written[1]
    assert written[0].startswith(b"%PDF-1.7")


@pytest.mark.parametrize(("parts", "day"), [
    ({"decision": {"date": "2022-11-24"}}, "20221124"), ({}, "20230101"),
])  # fmt: skip
def test_a_file_bears_the_plan_s_date(parts: dict[str, Any], day: str) -> None:
    drawn = plan(areas=[area("o", goal("g"))], period={"start": "2023-01-01", "end": "2023-12-31"}, **parts)
    with pikepdf.open(io.BytesIO(render_plan(Dossier("x", drawn), "pdf")["plan.pdf"])) as found:
        assert str(found.docinfo["/CreationDate"]).startswith(f"D:{day}")


def test_what_has_no_date_is_not_said_to_be_kept() -> None:
    """An archived file demands a date, and none is made up."""
    html = "<h1>Titel</h1><main><h2>Rubrik</h2><p>Text</p></main>"
    held = leaves(html) | {
        "name": "x", "organization": "", "lang": "sv", "running": "", "labels": {"contents": "Innehåll"}, "sdg": {},
    } | pdf.worn(None)
    program, _ = import_module("strategiplan.render.environment").located(pdf.PROGRAM)
    for dated, kept in ((None, False), (date(2023, 1, 1), True)):
        file = io.BytesIO(typesetting.typeset(held, program, dated, ours=True))
        with pikepdf.open(file) as found, found.open_metadata() as about:
            assert ("pdfaid:part" in about) is kept
            assert about["pdfuaid:part"] == "1"


def test_signs_without_a_drawing_are_written_out() -> None:
    title = "Ett 💧 för 漢字 och \ue000"
    drawn = plan(title=title, areas=[area("o", goal("g", "Måla 💧", description="👩\u200d🚒 bor i ✓ → ≥ Ω ж"))])
    made_of = render_plan(Dossier("x", drawn), "pdf")["plan.pdf"]
    with pikepdf.open(io.BytesIO(made_of)) as found:
        assert str(found.docinfo["/Title"]) == "Ett ⟨U+1F4A7⟩ för ⟨U+6F22⟩⟨U+5B57⟩ och ⟨U+E000⟩"
    told = printed(made_of)
    assert "Måla ⟨U+1F4A7⟩" in told
    assert "⟨U+1F692⟩ bor i ✓ → ≥ Ω ж" in told


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named '{name}'", name=name)

    monkeypatch.setattr(typesetting, "import_module", missing)
    with pytest.raises(UserError) as raised:
        pdf.page("plan", plan_view(plan(areas=[area("o", goal("g"))])))
    assert (raised.value.code, raised.value.params) == ("extra-missing", {"extra": "pdf"})


def test_the_library_is_loaded_when_it_is_needed() -> None:
    program = "import sys; import strategiplan.render.publishing; print('typst' in sys.modules)"
    answer = spawn("--version", cwd=ROOT, prelude=program)
    assert answer.out.startswith("False")


@pytest.mark.parametrize("command", [
    ["render", "vaggeryd/2025"], ["diff", "2022", "2023"], ["diff", "2022", "2023", "--view", "columns"],
    ["collisions", "2022", "2023-forslag-blagrona", "2023-forslag-s"],
    ["ballot", "2022", "2023-forslag-blagrona", "2023-forslag-s"],
])  # fmt: skip
def test_the_name_of_the_output_is_enough(command: list[str], tmp_path) -> None:  # type: ignore[no-untyped-def]
    answer = ask(*command, "-o", str(tmp_path / "x.pdf"), cwd=ROOT)
    assert answer.code == 0, answer.err
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_page_says_which_it_is_of_how_many() -> None:
    with pikepdf.open(io.BytesIO(made("plan", "pdf"))) as found:
        count = len(found.pages)
    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(made("plan", "pdf"))).pages
    running = dossier("karlstad/2023").plan.title
    assert f"({count})" not in pages[0].extract_text()
    for n, page in enumerate(pages[1:], 2):
        lines = page.extract_text().strip().split("\n")
        assert running in lines[0]
        assert lines[-1].strip() == f"{n} ({count})"


def test_an_english_page_has_english_around_the_plan_s_own_words() -> None:
    english, swedish = printed(made("english", "pdf")), printed(made("bodies", "pdf"))
    assert "Contents" in english and "Innehåll" in swedish
    assert bookmarks(made("english", "pdf"))
