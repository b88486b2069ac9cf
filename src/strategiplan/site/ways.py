"""Where everything lies in the site, and what stands around a page: ways to the other pages."""

import posixpath
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from urllib.parse import quote

from msgspec import Struct

from strategiplan.messages import section
from strategiplan.site.shelves import Shelf, Site, Volume

START, SEARCH, ACCESSIBILITY, DATA, LOST = "index.html", "search.html", "accessibility.html", "data.html", "404.html"
STYLE, SCRIPT, FEED, MAP = "style.css", "search.js", "feed.xml", "sitemap.xml"
RIVALS = ("collisions", "ballot")


class Link(Struct, frozen=True):
    """A way to another page; `is_here` when it is this very page."""

    label: str
    href: str
    is_here: bool = False
    note: str = ""


class Around(Struct, frozen=True):
    """What a page of the site has around it."""

    title: str
    style: str
    scripts: tuple[str, ...]
    feed: str
    search: str
    main: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    views: tuple[Link, ...]
    foot: tuple[Link, ...]
    said: Mapping[str, str]


@cache
def said(lang: str) -> Mapping[str, str]:
    """The site's fixed texts in a language, by their key without `site.`."""
    return {key.removeprefix("site."): value for key, value in section(lang, "site").items()}


def home(shelf: Shelf) -> str:
    """An organisation's own page."""
    return f"{shelf.folder}/index.html"


def plan(shelf: Shelf, volume: Volume) -> str:
    """The page of a plan; of what is only a statement, the page that shows the statement."""
    return f"{shelf.folder}/{volume.name}/{'index' if volume.has_tree else 'revision'}.html"


def body(shelf: Shelf, volume: Volume, id_: str) -> str:
    """A body's own part of a plan."""
    return f"{shelf.folder}/{volume.name}/bodies/{id_}.html"


def beside(shelf: Shelf, volume: Volume, name: str) -> str:
    """A file that belongs to a revision."""
    return f"{shelf.folder}/{volume.name}/{name}"


def histories(shelf: Shelf) -> str:
    """The list of all that can be followed."""
    return f"{shelf.folder}/history/index.html"


def history(shelf: Shelf, id_: str) -> str:
    """The history of one thing."""
    # An index would take the list's place.
    return f"{shelf.folder}/history/{id_ if id_ != 'index' else 'index_'}.html"


def rivals(shelf: Shelf, base: str, name: str) -> str:
    """A page about the proposals on one base."""
    return f"{shelf.folder}/{base}/{name}.html"


def search_data(shelf: Shelf) -> str:
    """What can be searched for in an organisation's plans."""
    return f"{shelf.folder}/search.js"


def table(shelf: Shelf, name: str) -> str:
    """One of an organisation's tables."""
    return f"{shelf.folder}/{name}.csv"


def schema(name: str) -> str:
    """The form of one kind of JSON file."""
    return f"{name}.schema.json"


def href(source: str, target: str) -> str:
    """The relative address of a file, as a link on a page of the site. What follows `#` stays as it is."""
    path, mark, rest = target.partition("#")
    return _between(posixpath.dirname(source), path) + mark + rest


@lru_cache(maxsize=65536)
def _between(folder: str, path: str) -> str:
    here, there = folder.split("/") if folder else [], path.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return quote("/".join([".."] * (len(here) - shared) + there[shared:]))


def absolute(url: str, target: str) -> str:
    """The whole address of a file of the site."""
    path, mark, rest = target.partition("#")
    return f"{url.rstrip('/')}/{quote(path.removesuffix('index.html'))}{mark}{rest}"


def around(
    site: Site, path: str, lang: str, *, crumbs: Sequence[tuple[str, str]] = (), views: Sequence[tuple[str, str]] = (),
    scripts: Sequence[str] = (),
) -> Around:
    """What stands around a page. `crumbs` lead down to it from the start, `views` are pages about the same thing."""
    words = said(lang)

    def link(label: str, target: str) -> Link:
        return Link(label, href(path, target), target == path)

    down = [(words["start"], START), *crumbs] if path != START else []
    return Around(
        title=site.title, style=href(path, STYLE), scripts=tuple(href(path, name) for name in scripts),
        feed=href(path, FEED) if site.has_dates else "", search=href(path, SEARCH) if path != SEARCH else "",
        main=(link(site.title, START), link(words["search"], SEARCH), link(words["data"], DATA)),
        crumbs=tuple(link(label, target) for label, target in down),
        views=tuple(link(label, target) for label, target in views),
        foot=(link(words["accessibility"], ACCESSIBILITY), link(words["data"], DATA)),
        said=words,
    )  # fmt: skip
