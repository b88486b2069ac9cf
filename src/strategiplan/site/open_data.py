"""The data beside the pages: a plan and its changes as JSON, tables as CSV, schemas, and a page that describes them."""

import json
from collections.abc import Iterator
from itertools import chain

from msgspec import Struct

from strategiplan.formats import open_csv
from strategiplan.formats.changes import to_json
from strategiplan.formats.plan_json import plan_json
from strategiplan.messages import text
from strategiplan.render.environment import render
from strategiplan.render.views import Frame
from strategiplan.site import ways
from strategiplan.site.feed import undated
from strategiplan.site.fixed_pages import Blank
from strategiplan.site.plan_pages import called
from strategiplan.site.shelves import Shelf, Site, Volume
from strategiplan.site.start_pages import site_frame

Files = dict[str, bytes]
SCHEMAS = ("plan", "changes")


class Column(Struct, frozen=True):
    """A column of a table, explained in both languages."""

    name: str
    swedish: str
    english: str


class Columns(Struct, frozen=True):
    """One CSV file's columns."""

    id: str
    name: str
    columns: tuple[Column, ...]


class Held(Struct, frozen=True):
    """What one organisation has: tables for all its plans, and JSON for each of them."""

    id: str
    name: str
    tables: tuple[ways.Link, ...]
    revisions: tuple[tuple[str, tuple[ways.Link, ...]], ...]


class DataView(Struct, frozen=True):
    """The page about open data."""

    frame: Frame
    shelves: tuple[Held, ...]
    tables: tuple[Columns, ...]
    schemas: tuple[ways.Link, ...]
    feed: str
    undated: str
    licence: Blank
    licence_url: str


def plan_data(shelf: Shelf, volume: Volume) -> Files:
    """A plan as JSON."""
    return {ways.beside(shelf, volume, "plan.json"): plan_json(volume.dossier).encode()}


def change_data(shelf: Shelf, volume: Volume) -> Files:
    """What changes from the plan before, as JSON. The volume has one before it."""
    assert volume.previous is not None
    told = to_json(shelf.revised(volume), volume.previous.name, volume.name)
    return {ways.beside(shelf, volume, "changes.json"): told.encode()}


def tables(shelf: Shelf) -> Files:
    """All plans of an organisation in four tables."""
    name, standing = shelf.name, [volume for volume in shelf.volumes if volume.has_tree]
    compared = [(v.previous.name, v.name, shelf.revised(v)) for v in shelf.volumes if v.previous is not None]
    rows: dict[str, Iterator[open_csv.Cells]] = {
        "goals": chain.from_iterable(open_csv.goals(name, v.name, v.step.rows) for v in standing),
        "indicators": chain.from_iterable(open_csv.indicators(name, v.name, v.step.rows) for v in standing),
        "targets": chain.from_iterable(open_csv.targets(name, v.name, v.step.rows) for v in standing),
        "changes": chain.from_iterable(open_csv.changes(name, *each) for each in compared),
    }
    return {ways.table(shelf, key): open_csv.to_csv(key, found) for key, found in rows.items()}


def schemas(site: Site) -> Files:
    """The forms of the JSON files."""
    # The generator of schemas is slow to load, and they seldom have to be made anew.
    from strategiplan.formats.changes_schema import changes_schema
    from strategiplan.formats.plan_schema import plan_schema

    held = {"plan": plan_schema(site.lang), "changes": changes_schema()}
    return {
        ways.schema(name): (json.dumps(held[name], ensure_ascii=False, indent=2) + "\n").encode() for name in SCHEMAS
    }


def data_page(site: Site) -> Files:
    """What data there is, and what its columns mean."""
    words, path, about = ways.said(site.lang), ways.DATA, site.about
    names = undated(site)
    view = DataView(
        site_frame(site, words["data"]),
        tuple(_held(shelf, f"_of-{n}") for n, shelf in enumerate(site.shelves, 1)), tuple(_columns()),
        tuple(ways.Link(f"{name}.schema.json", ways.href(path, ways.schema(name))) for name in SCHEMAS),
        ways.href(path, ways.FEED) if site.has_dates else "",
        text("site.data-undated", site.lang, names=", ".join(names)) if names else "",
        Blank(about.licence or words["blank.licence"], bool(about.licence)), about.licence_url,
    )  # fmt: skip
    around = ways.around(site, path, site.lang, crumbs=[(words["data"], path)])
    return {path: render("data.html.j2", view, site.templates, html=True, around=around)}


def _columns() -> Iterator[Columns]:
    for name, columns in open_csv.COLUMNS.items():
        yield Columns(f"_columns-{name}", f"{name}.csv", tuple(
            Column(column, *(text(f"column.{column}", lang) for lang in ("sv", "en"))) for column in columns
        ))


def _held(shelf: Shelf, id_: str) -> Held:
    path = ways.DATA

    def links(volume: Volume) -> tuple[ways.Link, ...]:
        names = [*(["plan.json"] if volume.has_tree else []), *(["changes.json"] if volume.previous else [])]
        return tuple(ways.Link(name, ways.href(path, ways.beside(shelf, volume, name))) for name in names)

    found = tuple(ways.Link(f"{name}.csv", ways.href(path, ways.table(shelf, name))) for name in open_csv.COLUMNS)
    return Held(id_, shelf.name, found, tuple((called(shelf, volume), links(volume)) for volume in shelf.volumes))
