"""Views as HTML: one file that needs nothing else, runs no script and asks the network for nothing."""

from pathlib import Path
from typing import Any

Files = dict[str, bytes]


def _page(name: str, view: Any, templates: str | Path | None) -> Files:
    # Jinja, the Markdown reader and the sanitiser are loaded when a page is drawn, not when the program starts.
    from strategiplan.render.environment import render

    return {f"{name}.html": render(f"{name}.html.j2", view, templates, html=True)}


def plan(view: Any, templates: str | Path | None = None) -> Files:
    """The whole plan."""
    return _page("plan", view, templates)


def revision(view: Any, templates: str | Path | None = None) -> Files:
    """A revision's full text, marked."""
    return _page("revision", view, templates)


def columns(view: Any, templates: str | Path | None = None) -> Files:
    """The changed parts of a revision, the wording of today beside the proposed one."""
    from strategiplan.render.columns_view import columns_view

    return _page("columns", columns_view(view), templates)


def changes(view: Any, templates: str | Path | None = None) -> Files:
    """A revision on one page of plain sentences."""
    return _page("changes", view, templates)
