"""Views as Word files: each becomes a `Document`, and one writer writes them all. Writing takes an extra of its own."""

from importlib import import_module
from typing import Any

from strategiplan.diagnostics import UserError
from strategiplan.render.document import Document

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


def word_files(document: Document) -> Files:
    """A document as a Word file; the same document gives the same bytes. Raises UserError without python-docx."""
    return {f"{document.name}.docx": needs("docx_document").written(document)}
