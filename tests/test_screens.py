"""Every kind of page on every kind of screen: accessible, never wider than the screen, with large letters, by keyboard.

A run looks at each page in light and in dark, and at some pages in every width. `make torture` looks at all of them on
all screens.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.looking import cut_off, enlarge, tabbed, too_wide, violations
from tests.pages import KINDS, SITE
from tests.site.conftest import written

WIDTHS = (320, 768, 1280)
SCREENS = tuple((width, scheme) for width in WIDTHS for scheme in ("light", "dark"))
NAMES = (*KINDS, *(f"site {name}" for name in SITE))
EVERY_WIDTH = ("plan", "revision", "site organization")
BY_KEYBOARD = ("plan", "revision", "minutes", "site organization")


@pytest.fixture(scope="module")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's files on the disk."""
    return written(tmp_path_factory.mktemp("site"))


@pytest.fixture
def look(browser: Any, site_folder: Path, tmp_path: Path) -> Iterator[Callable[[str], Any]]:
    """Opens a page by its name."""
    contexts = []

    def show(name: str) -> Any:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.requested, page.complaints = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if name.startswith("site "):
            path, mark, query = SITE[name.removeprefix("site ")].partition("?")
            page.goto(f"{(site_folder / path).as_uri()}{mark}{query}")
        else:
            file = tmp_path / "page.html"
            file.write_text(KINDS[name](), "utf-8")
            page.goto(file.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def sample(name: str) -> tuple[tuple[int, str], ...]:
    """The screens on which a page is looked at in an ordinary run: one in light, and one in dark."""
    at = NAMES.index(name)
    screens = (WIDTHS[at % 3], "light"), (WIDTHS[(at + 1) % 3], "dark")
    return (*screens, (WIDTHS[(at + 2) % 3], "light")) if name in EVERY_WIDTH else screens


def looked_at(page: Any, screens: tuple[tuple[int, str], ...], *, colours_only_in_the_dark: bool) -> None:
    for width, scheme in screens:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert violations(page, colours_only=colours_only_in_the_dark and scheme == "dark") == [], (width, scheme)


def fits(page: Any, *places: tuple[int, float]) -> None:
    for width, size in places:
        page.set_viewport_size({"width": width, "height": 900})
        enlarge(page, size)
        assert (too_wide(page), cut_off(page)) == ([], []), (width, size)
    enlarge(page, 1)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_and_is_accessible_and_asks_nobody(look: Callable[[str], Any], name: str) -> None:
    page = look(name)
    # Before axe looks, for it tries to fetch the style sheet.
    asks_nobody(page, name)
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style is not there"
    fits(page, (320, 1), (320, 2), (1280, 2))
    looked_at(page, sample(name), colours_only_in_the_dark=True)


def asks_nobody(page: Any, name: str) -> None:
    """No page asks the network; a preview asks the preview whether there is something newer, which is not there now."""
    own = [url for url in page.requested if not url.startswith(("file:", "data:"))]
    assert own == []
    assert page.complaints == [] or name.startswith("preview-")


@pytest.mark.torture
@pytest.mark.parametrize("name", NAMES)
def test_on_every_screen(look: Callable[[str], Any], name: str) -> None:
    page = look(name)
    fits(page, *((width, size) for size in (1, 1.5, 2) for width in (*WIDTHS, 640, 1000)))
    looked_at(page, SCREENS, colours_only_in_the_dark=False)


def follows_the_page(page: Any, most: int) -> None:
    expected, reached = tabbed(page, most)
    assert [one["at"] for one in reached] == list(range(len(expected)))[:most], (expected[:3], reached)
    assert [one["html"] for one in reached if not one["framed"]] == []
    assert [one["html"] for one in reached if not one["free"]] == []


@pytest.mark.parametrize("name", BY_KEYBOARD)
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(look: Callable[[str], Any], name: str) -> None:
    follows_the_page(look(name), 40)


@pytest.mark.torture
@pytest.mark.parametrize("width", (320, 1280))
@pytest.mark.parametrize("name", NAMES)
def test_the_keyboard_on_every_page(look: Callable[[str], Any], name: str, width: int) -> None:
    page = look(name)
    page.set_viewport_size({"width": width, "height": 900})
    follows_the_page(page, 2000)
