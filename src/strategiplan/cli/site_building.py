"""Making a site: the plans loaded, each part that has changed made anew, and what is said when it is done."""

import sys
from collections.abc import Iterable

from strategiplan import messages
from strategiplan.cli.choices import language
from strategiplan.cli.publishing_site import Asked, Marks
from strategiplan.diagnostics import PlanError, Report, UserError
from strategiplan.model import Dossier
from strategiplan.revisions.lineage import short
from strategiplan.site.fixed_pages import unfilled
from strategiplan.site.parts import with_map
from strategiplan.site.plan_pages import called
from strategiplan.site.shelves import About, Shelf, Site, shelf
from strategiplan.store import imprints
from strategiplan.store.catalog import Catalog
from strategiplan.store.checking import profile
from strategiplan.store.names import label_of
from strategiplan.store.site_folder import SiteFolder
from strategiplan.store.workspace import Workspace

_BAR = 30


def write(catalog: Catalog, asked: Asked, folder: SiteFolder, marks: Marks) -> None:
    """Make what has changed since the last time, and say what was done.

    Raises PlanError when a plan is not whole: a site without one of its revisions would say something that is not so.
    """
    site, drafts = gathered(catalog, asked)
    outline = imprints.imprint(site.title, site.has_dates, [_outline(one) for one in site.shelves])
    with folder:
        every = list(with_map(site))
        folder.begin(path for part in every for path in part.paths)
        for n, part in enumerate(every):
            _progress(n * 100 // len(every), site.lang)
            own = part.shows() if part.shows else [marks.plans[name] for name in part.needs]
            mark = imprints.imprint(part.name, marks.shared, outline, own)
            if not folder.keep(part.name, mark):
                folder.write(part.name, mark, part.make())
        folder.end(marks.key)
    _progress(100, site.lang)
    place = label_of(folder.folder)
    _count("site.done", site.lang, folder.count, folder=place, written=folder.written, removed=folder.removed)
    if drafts:
        _say(messages.text("site.drafts", site.lang, names=", ".join(drafts)))
    if not site.about.url:
        _say(messages.text("site.no-map", site.lang))
    if blanks := unfilled(site):
        _count("site.blanks-left", site.lang, len(blanks), names=", ".join(blanks))


def gathered(catalog: Catalog, asked: Asked) -> tuple[Site, tuple[str, ...]]:
    """What is published, and the drafts that are not, since nobody named them."""
    space = Workspace(catalog.root)
    shelves: list[Shelf] = []
    drafts: list[str] = []
    for owner, names in asked.chosen.names.items():
        front = asked.chosen.fronts.get(owner)
        held = _whole(space, names)
        kept = [one for one in held if one.plan.status != "draft" or short(one.name) == front]
        drafts += [one.name for one in held if one not in kept]
        if kept:
            shelves.append(shelf(owner, kept, asked.lang, front))
    if not shelves:
        raise UserError("no-plans", name="*", folder=label_of(catalog.folder))
    settings = {key.replace("-", "_"): value for key, value in catalog.settings.site.items()}
    about = About(**{**settings, "url": asked.url})
    tongue = language(catalog.settings.language or shelves[0].lang)
    levels = profile(catalog.settings).levels
    return Site(tuple(shelves), tongue, about, asked.templates, levels), tuple(drafts)


def _whole(space: Workspace, names: Iterable[str]) -> list[Dossier]:
    loaded = [space.load(name) for name in names]
    if broken := [one.report for one in loaded if one.plan is None]:
        raise PlanError(Report.joined(broken))
    return [one.dossier for one in loaded if one.dossier is not None]


def _outline(one: Shelf) -> tuple[object, ...]:
    """What all pages show beside their own: which revisions there are and what they are called, and the look."""
    revisions = [
        (v.name, v.has_tree, v.step.status, v.step.previous, called(one, v), dict(v.step.plan.terms))
        for v in one.volumes
    ]
    worn = one.volume(one.front).dossier
    return (
        one.key, one.organization, one.front, one.lang, revisions, list(one.followed()), list(one.rivals()), worn.theme,
        worn.logo,
    )


def _progress(percent: int, lang: str) -> None:
    """How far it has come, where somebody watches."""
    if not sys.stderr.isatty():
        return
    done = percent * _BAR // 100
    bar = f"{'█' * done}{'░' * (_BAR - done)} {messages.text('site.progress', lang, percent=percent)}"
    print(f"\r\033[K{bar if percent < 100 else ''}", end="", file=sys.stderr, flush=True)  # noqa: T201


def _say(told: str) -> None:
    print(told, file=sys.stderr)  # noqa: T201


def _count(code: str, lang: str, count: int, **params: object) -> None:
    _say(messages.plural(code, count, lang, **params))
