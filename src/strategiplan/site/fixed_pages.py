"""Pages that every site has: search, the accessibility statement, what to do when a page is lost, and the style."""

from msgspec import Struct
from msgspec.structs import replace

from strategiplan.render.environment import render, static, style_sheet
from strategiplan.render.views import Frame
from strategiplan.render.words import labels
from strategiplan.site import ways
from strategiplan.site.shelves import Site
from strategiplan.site.start_pages import site_frame

Files = dict[str, bytes]
FIXED = (ways.STYLE, ways.SCRIPT, ways.SEARCH, ways.ACCESSIBILITY, ways.LOST)
BLANKS = ("contact", "authority", "assessment", "shortcomings", "updated")


class Blank(Struct, frozen=True):
    """A place in a text that the publisher fills in: what was filled in, or what is to be."""

    text: str
    is_filled: bool


class SearchView(Struct, frozen=True):
    """The search page. `lists` are what to look through without a script."""

    frame: Frame
    lists: tuple[ways.Link, ...]


class StatementView(Struct, frozen=True):
    """The accessibility statement (lagen 2018:1937 13 §), with its blanks."""

    frame: Frame
    blanks: dict[str, Blank]


class LostView(Struct, frozen=True):
    """The page that a server shows in place of one that is not there."""

    frame: Frame
    advice: str
    home: str
    home_label: str


def fixed_pages(site: Site) -> Files:
    """Style, script, search page, accessibility statement and the page for what is not there."""
    style = style_sheet(("style.css", "site.css"), site.title, labels(site.lang), site.templates)
    return {
        ways.STYLE: style, ways.SCRIPT: static("search.js", site.templates),
        **search_page(site), **statement_page(site), **lost_page(site),
    }  # fmt: skip


def search_page(site: Site) -> Files:
    """The search page, with the data of every organisation beside it."""
    words, path = ways.said(site.lang), ways.SEARCH
    lists = tuple(ways.Link(shelf.name, ways.href(path, ways.histories(shelf))) for shelf in site.shelves)
    view = SearchView(site_frame(site, words["search"]), lists)
    scripts = (*(ways.search_data(shelf) for shelf in site.shelves), ways.SCRIPT)
    around = ways.around(site, path, site.lang, crumbs=[(words["search"], path)], scripts=scripts)
    return {path: render("search.html.j2", view, site.templates, html=True, around=around)}


def unfilled(site: Site) -> tuple[str, ...]:
    """The blanks of the statement that nobody has filled in."""
    return tuple(name for name in BLANKS if not getattr(site.about, name))


def statement_page(site: Site) -> Files:
    """The accessibility statement."""
    words, path = ways.said(site.lang), ways.ACCESSIBILITY
    blanks = {
        name: Blank(getattr(site.about, name) or words[f"blank.{name}"], bool(getattr(site.about, name)))
        for name in BLANKS
    }
    view = StatementView(site_frame(site, words["accessibility"]), blanks)
    around = ways.around(site, path, site.lang, crumbs=[(words["accessibility"], path)])
    return {path: render("accessibility.html.j2", view, site.templates, html=True, around=around)}


def lost_page(site: Site) -> Files:
    """One file by itself, since a server shows it at any depth, where no relative address would lead anywhere."""
    words = ways.said(site.lang)
    home = ways.absolute(site.about.url, ways.START) if site.about.url else ""
    page = replace(site_frame(site, words["lost"]), kicker=site.title)
    view = LostView(page, words["lost-text"], home, words["lost-home"])
    return {ways.LOST: render("404.html.j2", view, site.templates, html=True)}
