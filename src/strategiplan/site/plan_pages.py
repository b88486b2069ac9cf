"""The pages of one revision: the plan itself, and what it changes in three readings."""

from collections.abc import Iterator

from strategiplan.messages import text
from strategiplan.render.columns_view import columns_view
from strategiplan.render.environment import render
from strategiplan.render.losses import coarse, losses
from strategiplan.render.plan_view import plan_view
from strategiplan.render.revision_build import revision_view
from strategiplan.site import ways
from strategiplan.site.shelves import Shelf, Site, Volume

Files = dict[str, bytes]
READINGS = ("revision", "columns", "changes")


def plan_pages(site: Site, shelf: Shelf, volume: Volume) -> Files:
    """The plan, unless there is only a statement."""
    if not volume.has_tree:
        return {}
    path, dossier = ways.plan(shelf, volume), volume.dossier
    here = set(volume.step.rows.nodes)
    links = {id_: ways.href(path, ways.history(shelf, id_)) for id_ in shelf.followed() if id_ in here}
    view = plan_view(dossier.plan, dossier.organization, shelf.lang, dossier.measurements, links)
    return {path: render("plan.html.j2", view, site.templates, html=True, around=_around(site, shelf, volume, path))}


def change_pages(site: Site, shelf: Shelf, volume: Volume) -> Files:
    """What changes from the plan before, in three readings; none for the first plan."""
    if volume.previous is None:
        return {}
    revised, lang = shelf.revised(volume), shelf.lang
    warnings = (*(losses(volume.dossier, lang) if volume.is_on_its_base else ()), *coarse(revised, lang))
    view = revision_view(revised, volume.previous.dossier, volume.dossier, lang, warnings)
    files = {}
    for name in READINGS:
        path = ways.beside(shelf, volume, f"{name}.html")
        shown = columns_view(view) if name == "columns" else view
        around = _around(site, shelf, volume, path)
        files[path] = render(f"{name}.html.j2", shown, site.templates, html=True, around=around)
    return files


def called(shelf: Shelf, volume: Volume) -> str:
    """What a revision is called in lists and links: its title, and its name where titles do not tell it apart."""
    title = volume.dossier.plan.title
    alike = [v for v in shelf.volumes if v.has_tree and v.dossier.plan.title == title]
    if not volume.has_tree:
        return text("site.statement-called", shelf.lang, name=volume.name)
    if len(alike) > 1 and volume.step.is_side:
        return text("site.proposal-called", shelf.lang, title=title, name=volume.name)
    return title


def views(shelf: Shelf, volume: Volume) -> Iterator[tuple[str, str]]:
    """The pages about one revision, by what each shows."""
    words = ways.said(shelf.lang)
    if volume.has_tree:
        yield words["view-plan"], ways.plan(shelf, volume)
    if volume.previous is not None:
        for name in READINGS:
            yield words[f"view-{name}"], ways.beside(shelf, volume, f"{name}.html")
    for base, those in shelf.rivals().items():
        if volume.name in (base, *(one.name for one in those)):
            yield words["view-rivals"], ways.rivals(shelf, base, "collisions")


def _around(site: Site, shelf: Shelf, volume: Volume, path: str) -> ways.Around:
    crumbs = [(shelf.name, ways.home(shelf)), (called(shelf, volume), ways.plan(shelf, volume))]
    if path != crumbs[-1][1]:
        words = dict((target, label) for label, target in views(shelf, volume))
        crumbs.append((words[path], path))
    return ways.around(site, path, shelf.lang, crumbs=crumbs, views=tuple(views(shelf, volume)))
