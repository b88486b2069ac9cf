"""Where a page ends: nothing stands alone that belongs with something else, and no page is empty without cause."""

import io
from collections.abc import Callable
from importlib import import_module

import pypdf
import pytest

from strategiplan.render import pdf, typesetting
from strategiplan.render.leaves import leaves
from strategiplan.render.publishing import render_plan
from tests.render.conftest import dossier

FILLED = range(20, 38)
LIST = "<h2>Rubrik</h2><ul>" + "".join(f"<li>Punkt {n}</li>" for n in range(1, 9)) + "</ul>"
SHORT = "<h2>Rubrik</h2><p>Så här:</p><ul>" + "".join(f"<li>Punkt {n}</li>" for n in range(1, 4)) + "</ul>"
TABLE = "<table><caption>Tabell</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody>" + "".join(
    f"<tr><td>Rad {n}</td><td>Värde</td></tr>" for n in range(1, 6)) + "</tbody></table>"  # fmt: skip
ENTRY = '<ul class="rows">' + "".join(
    f'<li><p class="row-title">Rad {n}</p><p>Text</p><div class="reasons"><p class="reason-title">Motivering</p>'
    f"<p>Skäl {n}</p></div></li>" for n in range(1, 5)) + "</ul>"  # fmt: skip
SIGNED = """<section class="chapter"><h2>Reservationer</h2><p>Inga reservationer.</p></section><section class="chapter">
<h2>Justering</h2><dl class="signatures"><div><dt>Ordförande</dt> <dd><span class="hidden">Namn</span></dd></div>
<div><dt>Justerare</dt> <dd><span class="hidden">Namn</span></dd></div></dl></section>"""


def pages(lines: int, html: str) -> list[str]:
    """The texts of the pages of a paper that has so many lines before what is looked at."""
    filled = "".join(f"<p>Fyllnad {n}</p>" for n in range(lines))
    held = leaves(f"<h1>Titel</h1><main>{filled}{html}</main>") | {
        "name": "x", "organization": "", "lang": "sv", "running": "", "labels": {"contents": "Innehåll"}, "sdg": {},
    } | pdf.worn(None)  # fmt: skip
    program, _ = import_module("strategiplan.render.environment").located(pdf.PROGRAM)
    file = io.BytesIO(typesetting.typeset(held, program, None, ours=True))
    return [page.extract_text().replace("\xa0", " ") for page in pypdf.PdfReader(file).pages]


def together(*words: str) -> Callable[[list[str]], bool]:
    """Whether some words stand on one page."""
    return lambda pages: any(all(word in page for word in words) for page in pages)


@pytest.mark.parametrize(("html", "holds"), [
    (LIST, together("Rubrik", "Punkt 1", "Punkt 2")),
    (SHORT, together("Punkt 1", "Punkt 2", "Punkt 3")),
    (TABLE, together("Tabell", "Rad 1", "Rad 5")),
    (ENTRY, lambda pages: all(together(f"Rad {n}", f"Skäl {n}")(pages) for n in range(1, 5))),
    (SIGNED, together("Inga reservationer", "Justering", "Ordförande", "Justerare")),
], ids=["list", "short-list", "table", "entry", "signatures"])  # fmt: skip
def test_what_belongs_together_stands_on_one_page(html: str, holds: Callable[[list[str]], bool]) -> None:
    made = {lines: pages(lines, html) for lines in FILLED}
    # Somewhere among them the page ends in the middle of it, or just before.
    assert {len(found) for found in made.values()} >= {1, 2}
    assert [lines for lines, found in made.items() if not holds(found)] == []


def test_areas_without_anything_in_them_share_a_page() -> None:
    file = io.BytesIO(render_plan(dossier("boden/2025-2027"), "pdf")["plan.pdf"])
    told = [page.extract_text() for page in pypdf.PdfReader(file).pages]
    assert together("Livsmiljö", "Offentliga rummet", "Infrastruktur", "UTVECKLINGSOMRÅDE")(told)
