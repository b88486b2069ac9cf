"""A page in an organisation's own colours, fonts and logo, in a real browser."""

from dataclasses import replace

import pytest

from strategiplan.model.theme import Picture, Theme
from strategiplan.render.publishing import render_plan, render_revision
from tests.render.conftest import PROPOSAL, compared, dossier

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
