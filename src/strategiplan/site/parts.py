"""The parts of a site: files that are made together, and what each part is made from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from strategiplan.site.competing_pages import competing_pages
from strategiplan.site.fixed_pages import fixed_pages
from strategiplan.site.history_pages import history_pages
from strategiplan.site.plan_pages import change_pages, plan_pages
from strategiplan.site.shelves import Shelf, Site, Volume
from strategiplan.site.start_pages import shelf_page, start_page

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of a site. `needs` names the plans that they are made from, besides what all parts share."""

    name: str
    needs: tuple[str, ...]
    make: Callable[[], Files]


def parts(site: Site) -> Iterator[Part]:
    """Every part of a site, in an order that a reader would expect."""
    every = tuple(v.dossier.name for shelf in site.shelves for v in shelf.volumes)
    yield Part("fixed", (), lambda: fixed_pages(site))
    yield Part("start", every, lambda: start_page(site))
    for shelf in site.shelves:
        yield from _shelf(site, shelf)


def _shelf(site: Site, shelf: Shelf) -> Iterator[Part]:
    every = tuple(v.dossier.name for v in shelf.volumes)
    yield Part(f"{shelf.folder}", every, lambda: shelf_page(site, shelf))
    yield Part(f"{shelf.folder} history", every, lambda: history_pages(site, shelf))
    for volume in shelf.volumes:
        yield from _volume(site, shelf, volume)
    for base, those in shelf.rivals().items():
        needs = (shelf.volume(base).dossier.name, *(v.dossier.name for v in those))
        yield Part(f"{shelf.folder}/{base} rivals", needs, lambda base=base: competing_pages(site, shelf, base))  # type: ignore[misc]


def _volume(site: Site, shelf: Shelf, volume: Volume) -> Iterator[Part]:
    own = (volume.dossier.name,)
    yield Part(f"{shelf.folder}/{volume.name}", own, lambda: plan_pages(site, shelf, volume))
    if volume.previous:
        needs = (*own, volume.previous.dossier.name)
        yield Part(f"{shelf.folder}/{volume.name} changes", needs, lambda: change_pages(site, shelf, volume))


def build(site: Site) -> Files:
    """The whole site as files by relative path. Raises UserError when a template of the user's is wrong."""
    files: Files = {}
    for part in parts(site):
        files |= part.make()
    return files
