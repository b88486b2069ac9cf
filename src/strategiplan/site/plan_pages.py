"""The pages of one revision: the plan itself, and what it changes in three readings."""

from collections.abc import Iterator

from strategiplan.messages import text
from strategiplan.render.body_view import body_view
from strategiplan.render.columns_view import columns_view
from strategiplan.render.environment import render
from strategiplan.render.look_view import wearing
from strategiplan.render.losses import coarse, losses
from strategiplan.render.plan_view import plan_view
from strategiplan.render.revision_build import revision_view
from strategiplan.render.words import Words
from strategiplan.site import ways
from strategiplan.site.shelves import Shelf, Site, Volume

Files = dict[str, bytes]
READINGS = ("revision", "columns", "changes")


def plan_pages(site: Site, shelf: Shelf, volume: Volume) -> Files:
    """The plan itself. The volume has a tree of its own."""
    path, dossier = ways.plan(shelf, volume), volume.dossier
    links = _histories(shelf, path, volume)
    links |= {body.id: ways.href(path, ways.body(shelf, volume, body.id)) for body in dossier.plan.bodies}
    view = wearing(plan_view(dossier.plan, dossier.organization, shelf.lang, dossier.measurements, links), dossier)
    return {path: render("plan.html.j2", view, site.templates, html=True, around=_around(site, shelf, volume, path))}


def body_pages(site: Site, shelf: Shelf, volume: Volume) -> Files:
    """A page for each body that the plan holds a plan of."""
    files = {}
    for body in volume.dossier.plan.bodies:
        path = ways.body(shelf, volume, body.id)
        view = wearing(body_view(volume.dossier, body.id, shelf.lang), volume.dossier)
        around = _around(site, shelf, volume, path, view.frame.title)
        files[path] = render("body.html.j2", view, site.templates, html=True, around=around)
    return files


def change_pages(site: Site, shelf: Shelf, volume: Volume) -> Files:
    """What changes from the plan before, in three readings. The volume has one before it."""
    assert volume.previous is not None
    revised, lang = shelf.revised(volume), shelf.lang
    warnings = (*(losses(volume.dossier, lang) if volume.is_on_its_base else ()), *coarse(revised, lang))
    # All readings lie in one folder, so the same links lead from each.
    links = _histories(shelf, ways.beside(shelf, volume, "revision.html"), volume.previous, volume)
    view = revision_view(revised, volume.previous.dossier, volume.dossier, lang, warnings, links)
    view = wearing(view, volume.dossier)
    files = {}
    for name in READINGS:
        path = ways.beside(shelf, volume, f"{name}.html")
        shown = columns_view(view) if name == "columns" else view
        around = _around(site, shelf, volume, path)
        files[path] = render(f"{name}.html.j2", shown, site.templates, html=True, around=around)
    return files


def _histories(shelf: Shelf, path: str, *volumes: Volume) -> dict[str, str]:
    """The ways from a page to the histories of what stands in some revisions."""
    here = {id_ for volume in volumes for id_ in volume.step.rows.nodes}
    return {id_: ways.href(path, ways.history(shelf, id_)) for id_ in shelf.followed() if id_ in here}


def called(shelf: Shelf, volume: Volume) -> str:
    """What a revision is called in lists and links: its title, and its name where titles do not tell it apart."""
    title = volume.dossier.plan.title
    alike = [v for v in shelf.volumes if v.has_tree and v.dossier.plan.title == title]
    if not volume.has_tree:
        return text("site.statement-called", shelf.lang, by=_by(shelf, volume))
    if volume.step.is_side and (volume.step.status == "proposal" or len(alike) > 1):
        return text("site.proposal-called", shelf.lang, title=title, by=_by(shelf, volume))
    return title


def _by(shelf: Shelf, volume: Volume) -> str:
    """Who proposes it, and its own name when nobody signs it or two are signed alike."""
    signed = [_signed(shelf, one) for one in shelf.volumes if one.step.is_side]
    own = _signed(shelf, volume)
    if not own:
        return volume.name
    return own if signed.count(own) == 1 else f"{own} ({volume.name})"


def _signed(shelf: Shelf, volume: Volume) -> str:
    who = volume.dossier.revision.proposer if volume.dossier.revision else None
    words = Words.of({}, shelf.organization, shelf.lang)
    return who.name or (words.body(who.party) if who.party else words.say(f"word.proposer.{who.kind}")) if who else ""


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


def _around(site: Site, shelf: Shelf, volume: Volume, path: str, title: str = "") -> ways.Around:
    crumbs = [(shelf.name, ways.home(shelf)), (called(shelf, volume), ways.plan(shelf, volume))]
    if path != crumbs[-1][1]:
        words = {target: label for label, target in views(shelf, volume)}
        crumbs.append((title or words[path], path))
    return ways.around(site, path, shelf.lang, crumbs=crumbs, views=tuple(views(shelf, volume)))
