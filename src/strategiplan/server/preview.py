"""What is to be seen at each address: made anew from the files for every question, in memory.

A question can only name plans that the workspace lists, so no address leads to another file.
"""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from urllib.parse import quote, urlencode

from strategiplan import messages
from strategiplan.diagnostics import Report, UserError
from strategiplan.model import Dossier
from strategiplan.render import environment, preview_view
from strategiplan.render.field_words import capital
from strategiplan.render.losses import coarse, losses
from strategiplan.render.preview_view import Link, Shelf
from strategiplan.render.publishing import render_plan, render_revision
from strategiplan.render.words import Words
from strategiplan.revisions.reasons import revise
from strategiplan.server.dressing import Dressed, dressed
from strategiplan.store.checking import check_all, profile
from strategiplan.store.loading import Loaded
from strategiplan.store.workspace import Workspace

VIEWS = ("revision", "columns", "changes")


class Answer(NamedTuple):
    """A page, and a status: 200, 404 there is no such plan, 422 the plan is wrong, 500 the program is."""

    status: int
    page: Dressed


class Preview:
    """The pages of a workspace.

    `speak` gives the language for a plan in a language, `confess` takes down a fault of the program's and gives the
    sentence to show.
    """

    def __init__(
        self, root: Path, speak: Callable[[str | None], str], confess: Callable[[Exception], str]
    ) -> None:
        self.root, self.speak, self.confess = root, speak, confess
        # The templates' environment counts the steps of one page at a time.
        self._one_at_a_time = Lock()

    def shelves(self, version: str) -> Answer:
        """Every plan of the workspace."""
        return self._answer(version, lambda space: self._shelves(space, version))

    def plan(self, name: str, version: str) -> Answer:
        """A plan's page."""
        return self._answer(version, lambda space: self._plan(space, name, version), name)

    def revision(self, name: str, base: str, view: str, version: str) -> Answer:
        """What a plan changes in another one. Without `base`: in the one that it is based on."""
        return self._answer(version, lambda space: self._revision(space, name, base, view, version), name)

    def _answer(self, version: str, make: Callable[[Workspace], Answer], name: str = "") -> Answer:
        with self._one_at_a_time:
            try:
                return make(Workspace(self.root))
            except UserError as error:
                tongue = self.speak(None)
                said = messages.text(f"question.{error.code}", tongue, **messages.worded(error.params, tongue))
                return self._fault(404 if error.code.startswith(("unknown-", "no-plan")) else 422, said, version, name)
            except OSError as error:
                said = messages.text(
                    "question.cannot-read-or-write", self.speak(None), path=error.filename or "",
                    reason=error.strerror or str(error),
                )
                return self._fault(422, said, version, name)
            except Exception as error:
                return self._fault(500, self.confess(error), version, name)

    def _shelves(self, space: Workspace, version: str) -> Answer:
        tongue = self.speak(space.settings.language)
        shelves: dict[str, list[Link]] = {}
        titles: dict[str, str] = {}
        for name in space.names():
            organization, _, short = name.rpartition("/")
            found = space.load(name).dossier
            if found and found.organization:
                titles[organization] = found.organization.name
            note = _told(found, tongue) if found else messages.text("label.preview.unreadable", tongue)
            shelves.setdefault(organization, []).append(Link(short, plan_address(name), note=note))
        view = preview_view.ShelvesView(
            preview_view.frame(tongue, messages.text("label.preview.all", tongue)),
            messages.text("label.preview.lead" if shelves else "label.preview.none", tongue),
            tuple(Shelf(titles.get(key, key), tuple(links)) for key, links in shelves.items()),
        )
        return Answer(200, self._dressed(environment.render("preview/shelves.html.j2", view, html=True), "", version))

    def _plan(self, space: Workspace, name: str, version: str) -> Answer:
        found, report, tongue = self._looked_at(space, name)
        if found.plan is None or found.dossier is None:
            return self._stopped(space, found, report, version, tongue)
        files = render_plan(found.dossier, "html", tongue, space.templates)
        bar = self._bar(space, found, report, tongue, "plan", "")
        return Answer(200, self._dressed(_only(files), bar, version))

    def _revision(self, space: Workspace, name: str, base: str, view: str, version: str) -> Answer:
        if view not in VIEWS:
            raise UserError("unknown-choice", option="view", value=view, choices=", ".join(VIEWS))
        found, report, tongue = self._looked_at(space, name)
        if found.plan is None or found.dossier is None:
            return self._stopped(space, found, report, version, tongue)
        base = base or _base_of(space, found) or name
        old, old_report, _ = self._looked_at(space, base)
        if old.plan is None or old.dossier is None:
            return self._stopped(space, old, old_report, version, tongue)
        files = _compared(old.dossier, found.dossier, view, tongue, space.templates)
        bar = self._bar(space, found, report, tongue, view, base)
        return Answer(200, self._dressed(_only(files), bar, version))

    def _looked_at(self, space: Workspace, name: str) -> tuple[Loaded, Report, str]:
        """A plan of the workspace, what `validate` says of it, and the language to say it in."""
        if name not in space.names():
            raise space.unknown(name)
        found = space.load(name)
        organization = found.dossier.organization if found.dossier else None
        tongue = self.speak(organization.language if organization else space.settings.language)
        return found, check_all(space, [name], profile(space.settings)), tongue

    def _bar(
        self, space: Workspace, found: Loaded, report: Report | None, tongue: str, here: str, base: str
    ) -> str:
        name = found.name
        views = [Link(messages.text("label.preview.plan", tongue), plan_address(name), here == "plan")]
        against = base or _base_of(space, found)
        if against:
            short = against.rpartition("/")[2]
            views += [
                Link(messages.text(f"label.preview.{view}", tongue, base=short), revision_address(name, against, view),
                     here == view)
                for view in VIEWS
            ]
        others = [
            Link(other.rpartition("/")[2], revision_address(name, other, here if here in VIEWS else VIEWS[0]),
                 other == base)
            for other in _siblings(space, name)
        ]
        view = preview_view.bar_view(name, views, others, report, tongue)
        return environment.render("preview/bar.html.j2", view, html=True).decode()

    def _stopped(self, space: Workspace, found: Loaded, report: Report, version: str, tongue: str) -> Answer:
        """The page that says what is wrong with a plan that cannot be shown."""
        lead = messages.text("label.preview.stopped-by", tongue)
        view = preview_view.fault_view(report, found.name, lead, tongue)
        page = environment.render("preview/fault.html.j2", view, html=True)
        bar = self._bar(space, found, None, tongue, "", "")
        return Answer(422, self._dressed(page, bar, version, is_fault=True))

    def _fault(self, status: int, said: str, version: str, name: str) -> Answer:
        tongue = self.speak(None)
        title = name or messages.text("label.preview.name", tongue)
        view = preview_view.fault_view(Report(), title, capital(said), tongue)
        page = environment.render("preview/fault.html.j2", view, html=True)
        return Answer(status, self._dressed(page, "", version, is_fault=True))

    def _dressed(self, page: bytes, bar: str, version: str, *, is_fault: bool = False) -> Dressed:
        if not bar:
            view = preview_view.bar_view("", (), (), None, self.speak(None))
            bar = environment.render("preview/bar.html.j2", view, html=True).decode()
        return dressed(page.decode(), bar, version, is_fault=is_fault)


def _compared(old: Dossier, new: Dossier, view: str, tongue: str, templates: str | None) -> dict[str, bytes]:
    # The notes are about another base when the plans are compared across several revisions.
    is_base = new.base is not None and new.base == old.plan
    revised = revise(old.plan, new.plan, new.revision if is_base else None)
    warnings = (*(losses(new, tongue) if is_base and new.revision else ()), *coarse(revised, tongue))
    return render_revision(revised, old, new, view, "html", tongue, templates, warnings)


def _only(files: dict[str, bytes]) -> bytes:
    (page,) = files.values()
    return page


def _siblings(space: Workspace, name: str) -> list[str]:
    """The other plans of the same organisation."""
    organization = name.rpartition("/")[0]
    return [other for other in space.names() if other != name and other.rpartition("/")[0] == organization]


def _base_of(space: Workspace, found: Loaded) -> str:
    """The plan that a revision is based on, else the one before it; empty when there is neither."""
    revision = found.dossier.revision if found.dossier else None
    siblings = _siblings(space, found.name)
    if revision and revision.base:
        wanted = f"{found.name.rpartition('/')[0]}/{revision.base}".lstrip("/")
        if wanted in siblings:
            return wanted
    names = space.names()
    earlier = [other for other in siblings if names.index(other) < names.index(found.name)] \
        if found.name in names else []
    return earlier[-1] if earlier else ""


def _told(found: Dossier, tongue: str) -> str:
    """What a plan is and where it stands."""
    words = Words.of({}, found.organization, tongue)
    title = words.heading(found) if found.is_statement else found.plan.title
    return f"{title} · {words.value('status', found.status)}"


def plan_address(name: str) -> str:
    """Where a plan is shown."""
    return f"/plan/{quote(name)}"


def revision_address(name: str, base: str, view: str) -> str:
    """Where a comparison is shown."""
    return f"/revision/{quote(name)}?{urlencode({'from': base, 'view': view})}"
