"""Views as Markdown that GitHub renders and that can be read as it is."""

import re
from pathlib import Path
from typing import Any

Files = dict[str, bytes]


def _page(name: str, view: Any, templates: str | Path | None) -> Files:
    from strategiplan.render.environment import render

    text = render(f"{name}.md.j2", view, templates, html=False).decode()
    # Templates leave blank lines where there was nothing to say.
    return {f"{name}.md": (re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n").encode()}


def plan(view: Any, templates: str | Path | None = None) -> Files:
    """The whole plan."""
    return _page("plan", view, templates)


def revision(view: Any, templates: str | Path | None = None) -> Files:
    """A revision: what happens first, then every changed part, marked."""
    return _page("revision", view, templates)


def changes(view: Any, templates: str | Path | None = None) -> Files:
    """A revision in plain sentences."""
    return _page("changes", view, templates)
