"""A page in an organisation's own colours, fonts and logo, in a real browser."""

import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfua import validate

from strategiplan.model.contrast import TEXT, contrast
from strategiplan.model.legibility import look_of
from strategiplan.model.theme import LIGHT, Picture, Theme
from strategiplan.render.look_view import inks, look_view
from strategiplan.render.publishing import formats_of, render_plan, render_revision
from tests.render.conftest import PROPOSAL, compared, dossier
from tests.render.test_formats import ASKED, ROOT
from tests.render_pdf.reading import structure
from tests.running import ask

THEME = Theme.model_validate({
    "light": {"accent": "#7a1f5c", "background": "#fdf8ff", "panel": "#f5e9fa", "new": "#00643c"},
    "dark": {"accent": "#f0b3dc", "background": "#1a0f1c", "link": "#ffd9f2"},
    "fonts": {"text": ["DejaVu Sans", "serif"], "interface": ["DejaVu Sans Mono"]},
    "logo": {"file": "logo.svg", "alt": "Solstads kommun"},
})
LOGO = Picture(
    "image/svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="9" height="9"/></svg>',
    'Solstads "kommun" <&>',
)


def page(theme: Theme = THEME) -> str:
    themed = replace(dossier("karlstad/2018"), theme=theme, logo=LOGO)
    return render_plan(themed, "html")["plan.html"].decode()


def colour(page, what: str, of: str) -> str:  # type: ignore[no-untyped-def]
    found = page.evaluate(f"getComputedStyle(document.querySelector('{of}')).{what}")
    return str(found)


def test_it_is_worn_on_screen_in_the_dark_and_on_paper(shown) -> None:
    one = shown(page())
    assert colour(one, "backgroundColor", "body") == "rgb(253, 248, 255)"
    assert colour(one, "color", ".colophon a") == "rgb(122, 31, 92)"
    assert colour(one, "fontFamily", "body").startswith('"DejaVu Sans", serif')
    assert colour(one, "fontFamily", ".kicker").startswith('"DejaVu Sans Mono"')
    assert one.evaluate("document.querySelector('.logo img').naturalWidth") == 90
    assert one.get_attribute(".logo img", "alt") == LOGO.alt
    one.emulate_media(color_scheme="dark")
    assert colour(one, "backgroundColor", "body") == "rgb(26, 15, 28)"
    assert colour(one, "color", ".colophon a") == "rgb(255, 217, 242)"
    one.emulate_media(media="print", color_scheme="light")
    assert colour(one, "backgroundColor", "body") == "rgb(255, 255, 255)"
    assert colour(one, "borderTopColor", ".masthead") == "rgb(122, 31, 92)"
    assert one.complaints == [] and [url for url in one.requested if not url.startswith(("file:", "data:"))] == []


def test_no_violations_even_when_the_theme_falls_short(shown) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    pale = Theme.model_validate({
        "light": {"accent": "#ffd8a8", "muted": "#cccccc", "background": "#eeeeee", "text": "#999999"},
        "dark": {"background": "#444444", "link": "#333333"},
    })
    one = shown(page(pale))
    for width, scheme in ((320, "light"), (1280, "dark")):
        one.set_viewport_size({"width": width, "height": 900})
        one.emulate_media(color_scheme=scheme)
        assert one.evaluate("document.documentElement.scrollWidth") <= width
        found = axe.Axe().run(one).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0].get("failureSummary")) for v in found] == []


def test_a_revision_wears_the_look_of_the_proposal_and_a_page_without_one_has_no_second_sheet() -> None:
    both = compared(*PROPOSAL)
    plain = both.html()
    new = replace(both.new, theme=THEME)
    worn = next(iter(render_revision(both.revised, both.old, new).values())).decode()
    assert plain.count("<style>") == 1 and worn.count("<style>") == 2
    assert "--new: #00643c" in worn and 'class="logo"' not in worn
    without = worn.replace(worn[worn.index("<style>", worn.index("</style>")) : worn.rindex("</style>") + 9], "")
    assert without.split("<title>")[1] == plain.split("<title>")[1]


def paper(logo: Picture | None = LOGO, format: str = "pdf") -> bytes:
    themed = replace(dossier("boden/2024-2026"), theme=THEME, logo=logo)
    return render_plan(themed, format)[f"plan.{format}"]


def test_a_pdf_wears_it_and_is_still_for_everybody(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(paper())
    assert [str(found) for found in validate(tmp_path / "plan.pdf").findings] == []
    with pikepdf.open(tmp_path / "plan.pdf") as pdf, pdf.open_metadata() as about:
        assert (about["pdfuaid:part"], about["pdfaid:part"], about["pdfaid:conformance"]) == ("1", "2", "A")
        assert [tag.alternative for tag in structure(pdf).walk() if tag.kind == "Figure"] == [LOGO.alt]
        painted = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    # The band on the cover, in the accent and no longer in the program's own.
    assert b"0.47843" in painted and b"0.04313" not in painted


def test_word_wears_it_in_its_styles() -> None:
    held = docx.Document(io.BytesIO(paper(format="docx")))
    assert [str(held.styles[f"Heading {n}"].font.color.rgb) for n in (1, 2, 3)] == ["7A1F5C"] * 3
    assert str(held.styles["Plan Inserted"].font.color.rgb) == "00643C"
    (picture,) = held.inline_shapes
    assert picture._inline.docPr.get("descr") == LOGO.alt
    assert 15 < picture.height.mm < 17 and 47 < picture.width.mm < 49


@pytest.mark.parametrize("logo", [None, Picture("image/png", b"\x89PNG\r\n\x1a\nno more", "x"),
                                  Picture("image/svg+xml", b"<svg", "x")])
def test_a_logo_that_cannot_be_drawn_keeps_nobody_from_the_text(logo: Picture | None) -> None:
    with pikepdf.open(io.BytesIO(paper(logo))) as pdf:
        assert [tag for tag in structure(pdf).walk() if tag.kind == "Figure"] == [] and len(pdf.pages) > 2
    held = docx.Document(io.BytesIO(paper(logo, "docx")))
    assert len(held.inline_shapes) == 0 and len(held.paragraphs) > 20


colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(st.dictionaries(st.sampled_from(sorted(LIGHT)), colours))
def test_what_is_written_on_paper_can_be_read_on_it(chosen: dict[str, str]) -> None:
    theme = Theme.model_validate({"light": {key.replace("-", "_"): colour for key, colour in chosen.items()}})
    found = inks(look_view(look_of(theme)))
    panel = found.pop("panel")
    assert set(found) | {"panel"} == set(inks(None))
    for colour in (*found.values(), LIGHT["text"], LIGHT["muted"]):
        assert contrast(colour, "#ffffff") >= TEXT and contrast(colour, panel) >= TEXT


@pytest.fixture(scope="session")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plans of the repository, each organisation with a look of its own."""
    folder = tmp_path_factory.mktemp("themed")
    shutil.copytree(ROOT / "plans", folder / "plans")
    shutil.copy(ROOT / "strategiplan.toml", folder)
    for place in (folder / "plans").iterdir():
        if place.is_dir():
            (place / "theme.yaml").write_text('light: {accent: "#7a1f5c"}\n', "utf-8")
    return folder


@pytest.mark.parametrize("view", ASKED)
@pytest.mark.parametrize("format", ["html", "docx"])
def test_every_view_wears_it(view: str, format: str, themed: Path, tmp_path: Path) -> None:
    if format not in formats_of(view):
        assert (view, format) == ("coloured", "html")
        return
    made = tmp_path / f"made.{format}"
    said = ask(*ASKED[view][0], "--format", format, "-o", str(made), cwd=themed)
    assert said.code == 0, said.err
    if format == "html":
        assert "--accent: #7a1f5c" in made.read_text("utf-8")
    else:
        assert b'w:color w:val="7A1F5C"' in zipfile.ZipFile(made).read("word/styles.xml")
