"""The parts of a site: files that are made together, and what each part is made from."""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from strategiplan.formats.open_csv import COLUMNS
from strategiplan.site import ways
from strategiplan.site.feed import feed, site_map
from strategiplan.site.fixed_pages import FIXED, fixed_pages
from strategiplan.site.history_pages import history_list, history_of, history_page, list_view
from strategiplan.site.open_data import SCHEMAS, change_data, data_page, plan_data, schemas, tables
from strategiplan.site.plan_pages import READINGS, body_pages, change_pages, plan_pages
from strategiplan.site.search_data import search_data
from strategiplan.site.shelves import Shelf, Site, Volume
from strategiplan.site.start_pages import shelf_page, shelf_view, start_page, start_view

Files = dict[str, bytes]


class Part(Struct, frozen=True):
    """Some files of a site. `needs` names the plans that they are made from, besides what all parts share.

    `paths` says which files they are before they are made. `shows`, where it is given, is what they show: it is sooner
    found than they are made, and says more exactly than the plans whether they have to be made anew.
    """

    name: str
    needs: tuple[str, ...]
    paths: tuple[str, ...]
    make: Callable[[], Files]
    shows: Callable[[], object] | None = None


def parts(site: Site) -> Iterator[Part]:
    """Every part of a site, in an order that a reader would expect."""
    every = tuple(v.dossier.name for shelf in site.shelves for v in shelf.volumes)
    yield Part("fixed", (), FIXED, partial(fixed_pages, site))
    yield Part("start", every, (ways.START,), partial(start_page, site), partial(start_view, site))
    yield Part("data", every, (ways.DATA,), partial(data_page, site))
    yield Part("schemas", (), tuple(map(ways.schema, SCHEMAS)), partial(schemas, site))
    for shelf in site.shelves:
        yield from _shelf(site, shelf)
    if site.has_dates:
        yield Part("feed", every, (ways.FEED,), partial(feed, site))


def with_map(site: Site) -> Iterator[Part]:
    """Every part of a site, and where its address is known the map of them all."""
    every = list(parts(site))
    yield from every
    if site.about.url:
        paths = [path for part in every for path in part.paths]
        yield Part("map", (), (ways.MAP,), partial(site_map, site, paths))


def _shelf(site: Site, shelf: Shelf) -> Iterator[Part]:
    every = tuple(v.dossier.name for v in shelf.volumes)
    page = partial(shelf_page, site, shelf)
    yield Part(shelf.folder, every, (ways.home(shelf),), page, partial(shelf_view, shelf))
    page = partial(history_list, site, shelf)
    yield Part(f"{shelf.folder} history", every, (ways.histories(shelf),), page, partial(list_view, shelf))
    for id_ in shelf.followed():
        path, make = ways.history(shelf, id_), partial(history_page, site, shelf, id_)
        yield Part(f"{shelf.folder} history {id_}", (), (path,), make, partial(history_of, shelf, id_))
    yield Part(f"{shelf.folder} tables", every, tuple(ways.table(shelf, n) for n in COLUMNS), partial(tables, shelf))
    yield Part(f"{shelf.folder} search", every, (ways.search_data(shelf),), partial(search_data, shelf))
    for volume in shelf.volumes:
        yield from _volume(site, shelf, volume)
    for base, those in shelf.rivals().items():
        needs = (shelf.volume(base).dossier.name, *(v.dossier.name for v in those))
        paths = tuple(ways.rivals(shelf, base, name) for name in ways.RIVALS)
        yield Part(f"{shelf.folder}/{base} rivals", needs, paths, partial(_competing, site, shelf, base))


def _competing(site: Site, shelf: Shelf, base: str) -> Files:
    # To compare proposals loads more than all other pages together, and seldom has to be done anew.
    from strategiplan.site.competing_pages import competing_pages

    return competing_pages(site, shelf, base)


def _volume(site: Site, shelf: Shelf, volume: Volume) -> Iterator[Part]:
    own = (volume.dossier.name,)
    if volume.has_tree:
        path = (ways.plan(shelf, volume),)
        yield Part(f"{shelf.folder}/{volume.name}", own, path, partial(plan_pages, site, shelf, volume))
        path = (ways.beside(shelf, volume, "plan.json"),)
        yield Part(f"{shelf.folder}/{volume.name} data", own, path, partial(plan_data, shelf, volume))
        if held := volume.dossier.plan.bodies:
            paths = tuple(ways.body(shelf, volume, body.id) for body in held)
            yield Part(f"{shelf.folder}/{volume.name} bodies", own, paths, partial(body_pages, site, shelf, volume))
    if volume.previous:
        needs = (*own, volume.previous.dossier.name)
        paths = tuple(ways.beside(shelf, volume, f"{name}.html") for name in READINGS)
        yield Part(f"{shelf.folder}/{volume.name} changes", needs, paths, partial(change_pages, site, shelf, volume))
        paths = (ways.beside(shelf, volume, "changes.json"),)
        yield Part(f"{shelf.folder}/{volume.name} change data", needs, paths, partial(change_data, shelf, volume))


def build(site: Site) -> Files:
    """The whole site as files by relative path. Raises UserError when a template of the user's is wrong."""
    return {path: content for part in with_map(site) for path, content in part.make().items()}
