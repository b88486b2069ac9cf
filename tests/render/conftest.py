"""Real plans, and pages to look at in a real browser."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from strategiplan.model.dossier import Dossier
from strategiplan.render.publishing import render_plan, render_revision
from strategiplan.revisions.reasons import Revised, revise
from strategiplan.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
class Comparison(NamedTuple):
    """Two plans and what changes from one to the other."""

    old: Dossier
    new: Dossier
    revised: Revised

    def html(self, view: str = "revision", lang: str | None = None) -> str:
        """One of the views of the revision."""
        return next(iter(render_revision(self.revised, self.old, self.new, view, "html", lang).values())).decode()

    def markdown(self, view: str = "revision", lang: str | None = None) -> str:
        """One of the views of the revision, in Markdown."""
        return next(iter(render_revision(self.revised, self.old, self.new, view, "md", lang).values())).decode()


@cache
def dossier(name: str) -> Dossier:
    """One of the plans in the repository."""
    found = Workspace(ROOT).load(name).dossier
    assert found is not None
    return found


@cache
def compared(old: str, new: str) -> Comparison:
    """Two of the plans in the repository, compared."""
    one, other = dossier(old), dossier(new)
    return Comparison(one, other, revise(one.plan, other.plan, other.revision))


PROPOSAL = ("karlstad/2022", "karlstad/2023-forslag-blagrona")
REVISIONS = (
    PROPOSAL, ("karlstad/2022", "karlstad/2023"), ("karlstad/2023", "karlstad/2024"),
    ("boden/2024-2026", "boden/2025-2027"), ("vaggeryd/2024", "vaggeryd/2025"),
    ("karlstad/2022", "karlstad/2023-forslag-s"),
)


@pytest.fixture(scope="session")
def proposal() -> Comparison:
    """The majority's proposal for 2023 beside the plan for 2022."""
    return compared(*PROPOSAL)


@cache
def plan_page(name: str, lang: str | None = None) -> str:
    """A whole plan as a page."""
    return render_plan(dossier(name), "html", lang)["plan.html"].decode()


@pytest.fixture
def shown(browser, tmp_path) -> Iterator[Callable[..., object]]:  # type: ignore[no-untyped-def]
    """Shows a page in the browser: `shown(html, width=320, dark=True)`."""
    contexts = []

    def show(html: str, *, width: int = 1280, dark: bool = False, style: bool = True):  # type: ignore[no-untyped-def]
        path = tmp_path / "page.html"
        path.write_text(html if style else _unstyled(html), "utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.requested = []
        page.complaints = []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(path.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def _unstyled(html: str) -> str:
    before, rest = html.split("<style>", 1)
    return before + rest.split("</style>", 1)[1]
