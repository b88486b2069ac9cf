"""Where a visitor begins: all organisations, and each one's plan in force, revisions and proposals."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from strategiplan.messages import plural, text
from strategiplan.model.plan import Goal, Indicator
from strategiplan.render import numbers
from strategiplan.render.environment import render
from strategiplan.render.kin import Kin
from strategiplan.render.look_view import wearing
from strategiplan.render.plan_view import badge, frame
from strategiplan.render.revision_build import proposed_by
from strategiplan.render.revision_view import Count
from strategiplan.render.sentences import words_for
from strategiplan.render.tally import tally
from strategiplan.render.views import Badge, Fact, Frame
from strategiplan.render.words import Words, labels
from strategiplan.site import ways
from strategiplan.site.plan_pages import called
from strategiplan.site.shelves import Shelf, Site, Volume

Files = dict[str, bytes]


class Card(Struct, frozen=True):
    """One revision in a list. `changes` leads to what it changes, and `counts` says how much."""

    title: str
    href: str
    badge: Badge
    facts: tuple[Fact, ...]
    decision: str
    holding: str
    counts: tuple[Count, ...]
    changes: ways.Link | None


class ShelfCard(Struct, frozen=True):
    """One organisation on the start page, with the plan to begin with."""

    id: str
    name: str
    href: str
    front: Card
    holding: str


class StartView(Struct, frozen=True):
    """The start page."""

    frame: Frame
    shelves: tuple[ShelfCard, ...]


class ShelfView(Struct, frozen=True):
    """An organisation's own page."""

    frame: Frame
    front: Card
    front_title: str
    revisions: tuple[Card, ...]
    proposals: tuple[Card, ...]
    rivals: tuple[ways.Link, ...]
    histories: ways.Link
    holding: str


def site_frame(site: Site, title: str, kicker: str = "") -> Frame:
    """What stands around a page that is about the whole site."""
    return Frame(site.lang, site.lang, title, kicker or site.title, site.title, labels(site.lang))


def start_page(site: Site) -> Files:
    """The list of organisations."""
    around = ways.around(site, ways.START, site.lang)
    return {ways.START: render("start.html.j2", start_view(site), site.templates, html=True, around=around)}


def start_view(site: Site) -> StartView:
    """What the start page shows."""
    cards = tuple(
        ShelfCard(
            f"_at-{n}", shelf.name, ways.href(ways.START, ways.home(shelf)), _front(shelf, ways.START, site.lang),
            _holding(shelf, site.lang),
        )
        for n, shelf in enumerate(site.shelves, 1)
    )  # fmt: skip
    return StartView(site_frame(site, site.title, ways.said(site.lang)["kicker"]), cards)


def shelf_page(site: Site, shelf: Shelf) -> Files:
    """An organisation's plan in force, its revisions in order, and the proposals."""
    path = ways.home(shelf)
    around = ways.around(site, path, shelf.lang, crumbs=[(shelf.name, path)])
    return {path: render("organization.html.j2", shelf_view(shelf), site.templates, html=True, around=around)}


def shelf_view(shelf: Shelf) -> Any:
    """What an organisation's own page shows, in the organisation's look."""
    path, words = ways.home(shelf), ways.said(shelf.lang)
    decided = [v for v in shelf.volumes if not v.step.is_side]
    proposed = [v for v in shelf.volumes if v.step.is_side]
    rivals = [
        ways.Link(_rivals(shelf, base, len(those)), ways.href(path, ways.rivals(shelf, base, "collisions")))
        for base, those in shelf.rivals().items()
    ]
    front = shelf.volume(shelf.front)
    title = words["in-force" if front.step.status == "adopted" else "front"]
    page = frame(Words.of({}, shelf.organization, shelf.lang), shelf.name, "")
    view = ShelfView(
        replace(page, kicker=words["kicker"], running=shelf.name), _front(shelf, path, shelf.lang), title,
        tuple(_card(shelf, v, path, shelf.lang) for v in reversed(decided)),
        tuple(_card(shelf, v, path, shelf.lang) for v in proposed), tuple(rivals),
        ways.Link(words["histories"], ways.href(path, ways.histories(shelf))), _followed(shelf, shelf.lang),
    )  # fmt: skip
    return wearing(view, front.dossier)


def _rivals(shelf: Shelf, base: str, count: int) -> str:
    return plural("site.rivals", count, shelf.lang, base=called(shelf, shelf.volume(base)))


def _holding(shelf: Shelf, lang: str) -> str:
    sides = sum(v.step.is_side for v in shelf.volumes)
    told = [plural("site.revisions", len(shelf.volumes) - sides, lang)] if len(shelf.volumes) > sides else []
    return numbers.joined([*told, *([plural("site.proposals", sides, lang)] if sides else [])], lang)


def _followed(shelf: Shelf, lang: str) -> str:
    kinds = [row.kind for row in shelf.followed().values()]
    counted = (("goals", Goal), ("indicators", Indicator))
    return numbers.joined([plural(f"site.{name}", kinds.count(kind), lang) for name, kind in counted], lang)


def _front(shelf: Shelf, source: str, lang: str) -> Card:
    return _card(shelf, shelf.volume(shelf.front), source, lang)


def _card(shelf: Shelf, volume: Volume, source: str, lang: str) -> Card:
    plan = volume.dossier.plan
    words = Words.of({}, volume.dossier.organization, lang)
    changes: ways.Link | None = None
    counts: tuple[Count, ...] = ()
    if volume.previous is not None:
        label = text("site.changed-from", lang, base=called(shelf, volume.previous))
        changes = ways.Link(label, ways.href(source, ways.beside(shelf, volume, "revision.html")))
        revised = shelf.revised(volume)
        counts = tally(Kin(revised), words_for(revised, volume.dossier.organization, lang), None)
    kinds = [row.kind for row in volume.step.rows.nodes.values()]
    told = [
        plural(f"site.{name}", kinds.count(kind), lang)
        for name, kind in (("goals", Goal), ("indicators", Indicator)) if kind in kinds
    ]  # fmt: skip
    return Card(
        called(shelf, volume), ways.href(source, ways.plan(shelf, volume)), badge(words, volume.step.status),
        tuple(_facts(volume, words)), words.decision(plan.decision) if plan.decision and volume.has_tree else "",
        numbers.joined(told, lang) if volume.has_tree else "", counts, changes,
    )  # fmt: skip


def _facts(volume: Volume, words: Words) -> Iterator[Fact]:
    if volume.has_tree:
        yield Fact(words.say("period"), numbers.period(volume.dossier.plan.period, words.lang))
    if volume.step.is_side and volume.dossier.revision:
        yield from proposed_by(words, volume.dossier.revision)
