"""Decisions and proposals as an Atom feed, and the map of the site for search engines.

A date is one that the plan gives, of the decision or of the filing; what has none is not in the feed. Atom asks for a
time too, and it is always midnight in UTC.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from strategiplan.messages import text
from strategiplan.render.sentences import sentences
from strategiplan.render.visible import visible
from strategiplan.site import ways
from strategiplan.site.plan_pages import called
from strategiplan.site.shelves import Shelf, Site, Volume

Files = dict[str, bytes]
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_LONGEST = 40


class _Dated(Struct, frozen=True):
    day: date
    shelf: Shelf
    volume: Volume


def _dated(site: Site) -> list[_Dated]:
    found = [
        _Dated(day, shelf, volume)
        for shelf in site.shelves for volume in shelf.volumes if (day := volume.date) is not None
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.day, reverse=True)


def undated(site: Site) -> tuple[str, ...]:
    """The names of what has no date, and is not in the feed."""
    return tuple(v.dossier.name for shelf in site.shelves for v in shelf.volumes if v.date is None)


def feed(site: Site) -> Files:
    """The feed, valid Atom 1.0 (RFC 4287). The site has something with a date."""
    entries, url = _dated(site), site.about.url
    lines = [
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_text(site.lang)}">',
        f"<id>{_id(url or ', '.join(shelf.key for shelf in site.shelves))}</id>",
        f"<title>{_text(site.title)}</title>",
        f"<updated>{_time(entries[0].day)}</updated>",
        f"<author><name>{_text(site.title)}</name></author>",
        f'<link rel="alternate" type="text/html" href="{_text(_href(site, ways.START))}"/>',
    ]
    if url:
        lines.append(f'<link rel="self" type="application/atom+xml" href="{_text(ways.absolute(url, ways.FEED))}"/>')
    lines += [line for one in entries for line in _entry(site, one)]
    return {ways.FEED: ("\n".join([*lines, "</feed>"]) + "\n").encode()}


def _entry(site: Site, one: _Dated) -> Iterator[str]:
    shelf, volume = one.shelf, one.volume
    target = ways.beside(shelf, volume, "changes.html") if volume.previous else ways.plan(shelf, volume)
    yield f'<entry xml:lang="{_text(shelf.lang)}">'
    yield f"<id>{_id(f'{shelf.key}/{volume.name}')}</id>"
    yield f"<title>{_text(f'{shelf.name}: {called(shelf, volume)}')}</title>"
    yield f"<updated>{_time(one.day)}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{_text(_href(site, target))}"/>'
    yield f'<category term="{"proposal" if volume.step.is_side else "decision"}"/>'
    yield f'<summary type="text">{_text(_told(shelf, volume))}</summary>'
    yield "</entry>"


def _told(shelf: Shelf, volume: Volume) -> str:
    """What it changes, in sentences; what a proposal says, when that is all."""
    if volume.previous is None:
        return text("site.first-plan", shelf.lang)
    told = [one.text for one in sentences(shelf.revised(volume), shelf.organization, shelf.lang)]
    if not told:
        said = volume.dossier.revision.statement if volume.dossier.revision else ""
        return said or text("site.no-changes", shelf.lang)
    rest = len(told) - _LONGEST
    return "\n".join(told[:_LONGEST]) + (f"\n{text('site.and-more', shelf.lang, count=rest)}" if rest > 0 else "")


def site_map(site: Site, paths: Iterable[str]) -> Files:
    """The pages by their whole addresses (sitemaps.org). The site has an address."""
    wanted = sorted(path for path in paths if path.endswith(".html") and path != ways.LOST)
    lines = [f"<url><loc>{_text(ways.absolute(site.about.url, path))}</loc></url>" for path in wanted]
    head = f'{_HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return {ways.MAP: ("\n".join([head, *lines, "</urlset>"]) + "\n").encode()}


def _href(site: Site, target: str) -> str:
    return ways.absolute(site.about.url, target) if site.about.url else ways.href(ways.FEED, target)


def _id(name: str) -> str:
    """The same for the same thing, wherever the site is published."""
    return uuid5(NAMESPACE_URL, f"strategiplan:{name}").urn


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(value: str) -> str:
    return escape(visible(value))
