"""Proposals on one base side by side: what excludes what, and an order of voting."""

from strategiplan.render.collision_view import BallotView, CollisionsView, Telling, ballot_view, collisions_view
from strategiplan.render.environment import render
from strategiplan.render.look_view import wearing
from strategiplan.revisions.ballot import ballot
from strategiplan.revisions.collisions import collisions
from strategiplan.revisions.reasons import revise
from strategiplan.rules.trial import faults_around
from strategiplan.site import ways
from strategiplan.site.plan_pages import called
from strategiplan.site.shelves import Shelf, Site

Files = dict[str, bytes]


def competing_pages(site: Site, shelf: Shelf, base: str) -> Files:
    """The pages about all proposals on one base."""
    on, those = shelf.volume(base), shelf.rivals()[base]
    held = {volume.name: volume.dossier for volume in those}
    revised = {name: revise(on.dossier.plan, one.plan, one.revision) for name, one in held.items()}
    found = collisions(on.dossier.plan, revised, faults_around(on.dossier, site.levels))
    telling = Telling(found, on.dossier, held, shelf.lang)
    order = ballot(found, {name: one.revision for name, one in held.items()})
    words, files = ways.said(shelf.lang), {}
    shown: tuple[CollisionsView | BallotView, ...] = collisions_view(telling), ballot_view(telling, order)
    for name, view in zip(ways.RIVALS, shown, strict=True):
        path = ways.rivals(shelf, base, name)
        crumbs = [(shelf.name, ways.home(shelf)), (called(shelf, on), ways.plan(shelf, on)), (view.frame.title, path)]
        pages = [(words["view-collisions"], ways.rivals(shelf, base, "collisions")),
                 (words["view-ballot"], ways.rivals(shelf, base, "ballot")),
                 *((called(shelf, volume), ways.beside(shelf, volume, "revision.html")) for volume in those)]
        around = ways.around(site, path, shelf.lang, crumbs=crumbs, views=pages)
        files[path] = render(f"{name}.html.j2", wearing(view, on.dossier), site.templates, html=True, around=around)
    return files
