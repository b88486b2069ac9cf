"""What holds for every page of the site: its links lead somewhere, its ids are its own, it asks nobody for anything."""

import base64
import hashlib
import json
import posixpath
import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategiplan.model.plan import Goal, Indicator
from strategiplan.site import ways
from strategiplan.site.parts import build, with_map
from strategiplan.site.plan_pages import READINGS
from tests.render.conftest import compared
from tests.site.conftest import URL, built, site

PAGES = [name for name in built() if name.endswith(".html")]


class Page(HTMLParser):
    """The ids, addresses and marks of the current page in an HTML file."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.current: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        held = dict(attrs)
        self.tags.append(tag)
        if held.get("id"):
            self.ids.append(str(held["id"]))
        if tag in ("a", "form"):
            self.links.append(str(held.get("href") or held.get("action") or ""))
        if tag in ("link", "script", "img"):
            self.loaded += [str(held.get("href") or held["src"])] if "href" in held or "src" in held else []
        if "aria-current" in held:
            self.current.append(tag)


def parsed(name: str) -> Page:
    """A page of the site."""
    return Page(built()[name].decode())


def test_there_is_a_page_for_everything() -> None:
    held = site()
    for shelf in held.shelves:
        for volume in shelf.volumes:
            assert ways.plan(shelf, volume) in PAGES
            if volume.previous:
                assert {ways.beside(shelf, volume, f"{name}.html") for name in READINGS} < set(PAGES)
            if volume.has_tree:
                bodies = {ways.body(shelf, volume, body.id) for body in volume.dossier.plan.bodies}
                plan = ways.plan(shelf, volume)
                assert {ways.href(plan, body) for body in bodies} <= set(parsed(plan).links) and bodies <= set(PAGES)
        ids = {id_ for step in shelf.steps for id_, row in step.rows.nodes.items() if row.kind in (Goal, Indicator)}
        assert {ways.history(shelf, id_) for id_ in ids} <= set(PAGES)
    assert "karlstad/2022/collisions.html" in PAGES and "karlstad/2022/ballot.html" in PAGES
    assert {"index.html", "search.html", "accessibility.html", "data.html", "404.html"} < set(PAGES)


def test_a_body_s_own_plan_leads_back_to_the_whole() -> None:
    page = parsed("vaggeryd/2025/bodies/kommunstyrelsen.html")
    assert "../index.html" in page.links


def test_what_a_revision_changes_or_removes_leads_to_its_history() -> None:
    followed = 0
    for shelf in site().shelves:
        for volume in filter(lambda volume: volume.previous and volume.has_tree, shelf.volumes):
            changed = {change.at.id for change in shelf.revised(volume).changes.changes} & set(shelf.followed())
            for name in ("revision", "columns"):
                path = ways.beside(shelf, volume, f"{name}.html")
                wanted = {ways.href(path, ways.history(shelf, id_)) for id_ in changed}
                assert wanted <= set(parsed(path).links), (path, wanted)
                followed += len(wanted)
    assert followed > 100
    # A sentence can tell of several things, and leads to the one that it is about.
    assert {f"../history/{id_}.html" for id_ in ("gott-foretagsklimat", "befolkningen-okar", "tillvaxtmotor")} \
        <= set(parsed("karlstad/2023/changes.html").links)


def test_a_page_by_itself_leads_to_no_history() -> None:
    for view in READINGS:
        html = compared("karlstad/2022", "karlstad/2023").html(view)
        assert "to-history" not in html.partition("<body")[2], view


def test_a_part_makes_the_files_that_it_says() -> None:
    for part in with_map(site(URL)):
        assert part.make() == {path: built()[path] for path in part.paths}, part.name


def test_every_link_leads_somewhere() -> None:
    ids = {name: set(parsed(name).ids) for name in PAGES}
    lost = []
    for name in PAGES:
        page = parsed(name)
        for link in (*page.links, *page.loaded):
            path, _, anchor = link.partition("#")
            if path.startswith(URL):
                path = path.removeprefix(URL).strip("/") or "index.html"
            elif path:
                assert not re.match(r"[a-z]+:|/", path), (name, link)
                path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
            target = path or name
            if target not in built() or (anchor and anchor not in ids[target]):
                lost.append((name, link))
    assert not lost


def test_what_search_finds_is_there() -> None:
    ids = {name: set(parsed(name).ids) for name in PAGES}
    found = 0
    for name, content in built().items():
        if name.endswith("/search.js"):
            told = content.decode().partition(".push(")[2].rstrip().removesuffix(");")
            data = json.loads(told)
            for _, _, _, id_, history, places in data["entries"]:
                assert not history or history in PAGES
                found += 1
                for place in places:
                    assert id_ in ids[data["volumes"][place][1]], (id_, data["volumes"][place])
    assert found > 150


@pytest.mark.parametrize("name", ["index.html", "karlstad/index.html", "karlstad/history/trygg-och-saker.html"])
def test_a_page_says_where_one_is(name: str) -> None:
    assert parsed(name).current


def test_ids_stand_once_and_headings_go_down() -> None:
    for name in PAGES:
        page = parsed(name)
        assert len(page.ids) == len(set(page.ids)), name
        levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1 and levels[0] == 1, name
        assert all(b - a <= 1 for a, b in pairwise(levels)), name


def test_only_the_search_page_loads_a_script() -> None:
    """The pages' own script, which only helps the reader, stands in the page and is let in by its digest alone."""
    for name in PAGES:
        html = unescape(built()[name].decode())
        assert ("<script src" in html) == (name == ways.SEARCH), name
        policy = re.search(r"script-src ([^;]*)", html)
        for script in re.findall(r"<script>(.*?)</script>", built()[name].decode(), re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert policy is not None and f"'sha256-{digest}'" in policy[1].split(), name
        assert "default-src 'none'" in html and "unsafe" not in html, name
        assert not re.search(r"<[^>]* (style|on[a-z]+)=", html), name


def test_in_english() -> None:
    files = build(site(lang="en"))
    assert set(files) == set(built()) - {"sitemap.xml"}
    assert b"The plan in force" in files["karlstad/index.html"]
    assert b'lang="sv"' in files["karlstad/2023/index.html"]


NAMES = st.lists(st.text("abåc d#?%.-", min_size=1, max_size=4).filter(lambda t: t.strip(".")), min_size=1, max_size=4)


@given(source=NAMES, target=NAMES)
def test_a_relative_address_leads_from_one_file_to_the_other(source: list[str], target: list[str]) -> None:
    here, there = "/".join([*source, "a.html"]), "/".join([*target, "b.html"])
    # A number sign begins the place on a page, so no file has one.
    there = there.replace("#", "-")
    link = ways.href(here, there)
    assert posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(link))) == posixpath.normpath(there)
    assert not re.search(r"[ #?]", link)


def test_a_plan_whose_name_needs_writing_out_is_found(tmp_path) -> None:
    place = tmp_path / "plans" / "vår kommun" / "2023 å"
    place.mkdir(parents=True)
    (place / "plan.yaml").write_text(
        "title: Plan\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: adopted\n"
        "goals:\n- {id: g, title: Ett mål}\n", "utf-8"
    )
    files = build(site(root=tmp_path))
    assert "vår kommun/2023 å/index.html" in files
    assert 'href="v%C3%A5r%20kommun/2023%20%C3%A5/index.html"' in files["index.html"].decode()
