"""How a plan and a revision look: views with every label resolved, and renderers that turn them into files.

A renderer takes a view and a folder of the user's own templates, and returns the files by relative path; it writes
nothing. Importing this package loads neither Jinja nor a Markdown reader.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from strategiplan.model.dossier import Dossier
from strategiplan.render import html, markdown
from strategiplan.render.plan_view import plan_view

Files = dict[str, bytes]
Renderer = Callable[[Any, str | Path | None], Files]

RENDERERS: dict[tuple[str, str], Renderer] = {
    ("plan", "html"): html.plan,
    ("plan", "md"): markdown.plan,
}


def render_plan(
    dossier: Dossier, format: str, lang: str | None = None, templates: str | Path | None = None
) -> Files:
    """A plan as files. Raises UserError when a template of the user's is wrong."""
    view = plan_view(dossier.plan, dossier.organization, lang, dossier.measurements)
    return RENDERERS["plan", format](view, templates)
