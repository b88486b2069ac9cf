"""The views that there are, and in which formats.

A renderer takes a view and a folder of the user's own templates, and returns the files by relative path; it writes
nothing. Importing this module loads neither Jinja, a Markdown reader nor typst.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from strategiplan.model.dossier import Dossier
from strategiplan.render import html, markdown, pdf
from strategiplan.render.columns_view import columns_view
from strategiplan.render.plan_document import plan_document
from strategiplan.render.plan_view import plan_view
from strategiplan.render.revision_build import revision_view
from strategiplan.render.revision_document import changes_document, columns_document
from strategiplan.render.word import word_files
from strategiplan.revisions.reasons import Revised

Files = dict[str, bytes]
Renderer = Callable[[Any, str | Path | None], Files]

RENDERERS: dict[tuple[str, str], Renderer] = {
    ("plan", "html"): html.plan,
    ("plan", "md"): markdown.plan,
    ("plan", "docx"): lambda view, templates: word_files(plan_document(view)),
    ("plan", "pdf"): pdf.plan,
    ("revision", "html"): html.revision,
    ("revision", "md"): markdown.revision,
    ("revision", "pdf"): pdf.revision,
    ("columns", "html"): html.columns,
    ("columns", "pdf"): pdf.columns,
    ("changes", "html"): html.changes,
    ("changes", "md"): markdown.changes,
    ("columns", "docx"): lambda view, templates: word_files(columns_document(columns_view(view))),
    ("changes", "docx"): lambda view, templates: word_files(changes_document(view)),
    ("changes", "pdf"): pdf.changes,
}


def render_plan(
    dossier: Dossier, format: str, lang: str | None = None, templates: str | Path | None = None
) -> Files:
    """A plan as files. Raises UserError when a template of the user's is wrong."""
    view = plan_view(dossier.plan, dossier.organization, lang, dossier.measurements)
    return RENDERERS["plan", format](view, templates)


def render_revision(
    revised: Revised, old: Dossier, new: Dossier, view: str = "revision", format: str = "html",
    lang: str | None = None, templates: str | Path | None = None, warnings: Sequence[str] = (),
) -> Files:
    """A revision as files, in one of its views. Raises UserError when a template of the user's is wrong."""
    return RENDERERS[view, format](revision_view(revised, old, new, lang, warnings), templates)
