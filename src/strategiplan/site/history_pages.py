"""The history of every goal and indicator through all revisions, and the list of them."""

from typing import Any

from msgspec import Struct

from strategiplan.model.plan import Goal
from strategiplan.render.environment import render
from strategiplan.render.event_words import words_of
from strategiplan.render.history_view import Followed, HistoryView
from strategiplan.render.history_view import history_view as followed_view
from strategiplan.render.look_view import wearing
from strategiplan.render.plan_view import frame
from strategiplan.render.views import Frame
from strategiplan.revisions.lineage import Step, lineage, title_of
from strategiplan.site import ways
from strategiplan.site.plan_pages import called
from strategiplan.site.shelves import Shelf, Site

Files = dict[str, bytes]

class Followable(Struct, frozen=True):
    """A line of the list: what can be followed, and in which revisions it stands."""

    title: str
    href: str
    where: str


class FollowedGroup(Struct, frozen=True):
    """Lines of one kind under a heading."""

    id: str
    title: str
    rows: tuple[Followable, ...]


class HistoriesView(Struct, frozen=True):
    """All that can be followed."""

    frame: Frame
    groups: tuple[FollowedGroup, ...]


def history_list(site: Site, shelf: Shelf) -> Files:
    """The list of all that can be followed."""
    path = ways.histories(shelf)
    around = ways.around(site, path, shelf.lang, crumbs=_crumbs(shelf))
    return {path: render("histories.html.j2", list_view(shelf), site.templates, html=True, around=around)}


def history_page(site: Site, shelf: Shelf, id_: str) -> Files:
    """The history of one goal or indicator."""
    path = ways.history(shelf, id_)
    title = title_of(shelf.followed()[id_]) or id_
    around = ways.around(site, path, shelf.lang, crumbs=[*_crumbs(shelf), (title, path)])
    view = _worn(shelf, history_view(shelf, id_))
    return {path: render("history.html.j2", view, site.templates, html=True, around=around)}


def history_of(shelf: Shelf, id_: str) -> object:
    """What a history shows of its own; the rest of its page is the same on all."""
    standing = [v.name for v in shelf.volumes if id_ in v.step.rows.nodes]
    return title_of(shelf.followed()[id_]), standing, lineage(id_, shelf.steps, shelf.turns)


def _crumbs(shelf: Shelf) -> list[tuple[str, str]]:
    return [(shelf.name, ways.home(shelf)), (ways.said(shelf.lang)["histories"], ways.histories(shelf))]


def history_view(shelf: Shelf, id_: str) -> HistoryView:
    """The history of one thing as a page of the site, whose revisions lead to their own pages."""
    path = ways.history(shelf, id_)

    def href(step: Step, inside: str) -> str:
        plan = ways.href(path, ways.plan(shelf, shelf.volume(step.name)))
        return f"{plan}#{inside}" if inside else plan

    followed = Followed(
        id_, shelf.steps, lineage(id_, shelf.steps, shelf.turns), lambda step: called(shelf, shelf.volume(step.name)),
        href, frozenset(volume.name for volume in shelf.volumes if not volume.has_tree),
    )  # fmt: skip
    return followed_view(followed, shelf.organization, shelf.lang)


def _worn(shelf: Shelf, view: Any) -> Any:
    return wearing(view, shelf.volume(shelf.front).dossier)


def list_view(shelf: Shelf) -> Any:
    """What the list shows, in the organisation's look."""
    words = words_of(shelf.volume(shelf.front).step, None, shelf.organization, shelf.lang)
    texts, source = ways.said(shelf.lang), ways.histories(shelf)
    rows: dict[bool, list[Followable]] = {True: [], False: []}
    for id_, row in shelf.followed().items():
        where = [v.name for v in shelf.volumes if v.has_tree and id_ in v.step.rows.nodes]
        href = ways.href(source, ways.history(shelf, id_))
        rows[row.kind is Goal].append(Followable(title_of(row) or id_, href, ", ".join(where)))
    groups = (
        FollowedGroup("_goals", texts["all-goals"], tuple(rows[True])),
        FollowedGroup("_indicators", texts["all-indicators"], tuple(rows[False])),
    )
    view = HistoriesView(frame(words, texts["histories"], ""), tuple(group for group in groups if group.rows))
    return _worn(shelf, view)
