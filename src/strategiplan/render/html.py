"""Views as HTML: one file that needs nothing else and asks the network for nothing."""

from pathlib import Path
from typing import Any

Files = dict[str, bytes]


def page(name: str, view: Any, templates: str | Path | None = None) -> Files:
    """A view through the template of its name. Raises UserError when a template of the user's is wrong."""
    # Jinja, the Markdown reader and the sanitiser are loaded when a page is drawn, not when the program starts.
    from strategiplan.render.environment import render

    return {f"{name}.html": render(f"{name}.html.j2", view, templates, html=True)}
