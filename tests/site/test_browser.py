"""The site in a real browser, opened as files: found by clicking, by searching, by keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def opened(browser, folder: Path) -> Iterator[Callable[..., object]]:  # type: ignore[no-untyped-def]
    """Opens a page of the site as a file: `opened("index.html", width=320)`."""
    contexts = []

    def show(name: str, *, width: int = 1280, dark: bool = False, script: bool = True):  # type: ignore[no-untyped-def]
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce",
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.requested, page.complaints = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        path, mark, query = name.partition("?")
        page.goto(f"{(folder / path).as_uri()}{mark}{query}")
        return page

    yield show
    for context in contexts:
        context.close()


def test_from_the_start_to_a_goal_and_its_history(opened):
    page = opened("index.html")
    page.click("main a:has-text('Karlstads kommun')")
    page.click("#_revisions ~ .cards h3 a:has-text('Strategisk plan 2023')")
    page.click("nav.site-views a:has-text('Planen')")
    assert page.get_attribute("nav.site-views a:has-text('Planen')", "aria-current") == "page"
    page.click("article:has(#trygg-och-saker) .to-history a >> nth=0")
    assert page.inner_text("h1") == "Karlstad ska vara en trygg och säker kommun"
    assert page.locator(".turn").count() >= 4
    page.click(".turn:has-text('Strategisk plan 2023') .to-plan a >> nth=-1")
    assert page.url.endswith("/karlstad/2023/index.html#trygg-och-saker")
    page.click("nav.crumbs a:has-text('Start')")
    assert page.url.endswith("/index.html") and page.inner_text("h1") == "Strategiska planer"


def test_a_history_tells_the_fate_and_why(opened):
    page = opened("karlstad/history/gott-foretagsklimat.html")
    turn = page.inner_text(".turn:has(#_in-2023)")
    assert "Delegeras till Kommunstyrelsen" in turn and "Motivering" in turn
    assert page.locator(".turn-side").count() == 2


def test_the_readings_of_a_revision(opened):
    page = opened("karlstad/2023/revision.html")
    assert page.is_visible("#gott-foretagsklimat") and page.is_visible("#bra-bostader ins")
    page.check("#_after", force=True)
    assert not page.is_visible("#gott-foretagsklimat") and page.is_visible("#tillvaxtmotor")
    page.check("#_before", force=True)
    assert page.is_visible("#gott-foretagsklimat") and not page.is_visible("#tillvaxtmotor")
    page.click("nav.site-views a:has-text('I två spalter')")
    assert page.url.endswith("/columns.html") and page.locator(".pair").count() > 5


def test_search_from_any_page_by_keyboard(opened):
    page = opened("boden/index.html")
    page.focus("#_site-query")
    page.keyboard.type("trygg")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=trygg")
    page.wait_for_selector("#_results h2")
    assert "träffar på ”trygg”" in page.inner_text("#_count")
    assert page.get_attribute("#_count", "role") == "status"
    groups = page.locator("#_results h2").all_inner_texts()
    assert [group.split(" (")[0] for group in groups] == ["Mål", "Indikatorer", "Texter"]
    assert page.inner_text("#_results .hit-title >> nth=0") == "Karlstad ska vara en trygg och säker kommun"
    assert page.inner_text("#_results .hit-title mark >> nth=0") == "trygg"
    page.focus("#_results .hit-title a >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_url("**/karlstad/2023/index.html#trygg-och-saker")


QUERIES = {
    "TRYGGHET": True, "tryggheten": True, "trygg säker": True, "trygg xyzzy": False, "äldre": True, "aldre": False,
    "företagsklimat": True, "klimat": True, "xyzzy": False, "<b>trygg</b>": True,
}


def test_what_search_finds(opened):
    page = opened("search.html")
    for query, finds in QUERIES.items():
        page.fill("#_query", query)
        page.locator("#_count", has_text=f"”{query}”").wait_for()
        assert (page.locator("#_results li").count() > 0) == finds, query
        assert page.locator("#_results b, #_count b").count() == 0
    page.fill("#_query", "   ")
    page.wait_for_selector("#_count:empty", state="attached")
    assert page.locator("#_results li").count() == 0
    assert page.complaints == []


def test_more_hits_on_request_take_the_focus_along(opened):
    page = opened("search.html?q=kommun")
    before = page.locator("#_results ul >> nth=0").locator("> li").count()
    page.click("#_results .more >> nth=0")
    assert page.locator("#_results ul >> nth=0").locator("> li").count() > before == 10
    assert page.evaluate("document.activeElement.closest('.hits') !== null")


def test_without_script_the_search_page_leads_to_the_lists(opened):
    page = opened("search.html", script=False)
    assert page.is_visible("text=Sökningen behöver skript") and not page.is_visible("#_query")
    page.click("main a:has-text('Karlstads kommun')")
    page.click("main a:has-text('Karlstad ska ha ett gott företagsklimat')")
    assert page.url.endswith("/history/gott-foretagsklimat.html")


def test_blanks_are_plain_to_see(opened):
    page = opened("accessibility.html")
    assert page.locator("mark.blank-space").count() == 6
    assert all("Fyll i" in text for text in page.locator("mark.blank-space").all_inner_texts())


def test_on_paper_there_is_only_the_page(opened):
    page = opened("karlstad/history/trygg-och-saker.html")
    page.emulate_media(media="print")
    assert not page.is_visible(".site-bar") and not page.is_visible(".crumbs") and page.is_visible(".turn")
    for reading in ("revision", "changes"):
        page = opened(f"karlstad/2023/{reading}.html")
        assert page.locator(".to-history:visible").count() > 10
        page.emulate_media(media="print")
        assert not page.locator(".to-history:visible, .jumps:visible").count(), reading


@pytest.mark.parametrize("width", [320, 1280])
def test_the_search_field_says_what_it_is(opened, width):  # type: ignore[no-untyped-def]
    page = opened("index.html", width=width)
    label, field = page.locator("label[for=_site-query]"), page.locator("#_site-query")
    assert label.inner_text() == "Sök i planerna"
    said, box = label.bounding_box(), field.bounding_box()
    assert said["width"] > 80 and said["height"] > 14
    assert said["y"] + said["height"] <= box["y"] + 1 or said["x"] + said["width"] <= box["x"]


def test_without_scripts_nothing_offers_a_search_that_is_not_there(opened):  # type: ignore[no-untyped-def]
    page = opened("karlstad/2023/index.html", script=False)
    assert page.locator("form, input").locator("visible=true").count() == 0
    page.click("nav.site-main a:has-text('Sök')")
    assert page.locator("form, input").locator("visible=true").count() == 0
    page.click("#_lists ~ ul a:has-text('Karlstad')")
    assert page.url.endswith("/karlstad/history/index.html")
