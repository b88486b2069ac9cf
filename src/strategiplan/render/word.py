"""Views as Word files: each becomes a `Document`, and one writer writes them all. Writing takes an extra of its own."""

from importlib import import_module
from pathlib import Path
from typing import Any

from strategiplan.diagnostics import UserError
from strategiplan.render.document import Document
from strategiplan.render.look_view import LookView

Files = dict[str, bytes]


def needs(module: str) -> Any:
    """One of the modules that write Word files, loaded when it is needed and not before.

    Raises UserError when python-docx is not there.
    """
    try:
        return import_module(f"strategiplan.render.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("docx", "lxml"):
            raise UserError("extra-missing", extra="docx") from None
        raise


def word_files(document: Document, look: LookView | None = None) -> Files:
    """A document as a Word file in an organisation's look; the same document gives the same bytes.

    Raises UserError without python-docx.
    """
    return {f"{document.name}.docx": needs("docx_document").written(document, look)}


def page_files(name: str, view: Any, templates: str | Path | None = None, *, contents: bool = False) -> Files:
    """A view that has a page as a Word file that says the same; `contents` puts a table of contents first.

    For views that nobody has made a `Document` of by hand. Raises UserError without python-docx, and when a template of
    the user's is wrong.
    """
    from strategiplan.render.environment import render
    from strategiplan.render.page_document import page_document

    html = render(f"{name}.html.j2", view, templates, html=True).decode()
    return word_files(page_document(name, html, view.frame, contents=contents), view.frame.look)
