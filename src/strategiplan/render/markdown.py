"""Views as Markdown that GitHub renders and that can be read as it is."""

import re
from pathlib import Path
from typing import Any

Files = dict[str, bytes]


def page(name: str, view: Any, templates: str | Path | None = None) -> Files:
    """A view through the template of its name. Raises UserError when a template of the user's is wrong."""
    from strategiplan.render.environment import render

    text = render(f"{name}.md.j2", view, templates, html=False).decode()
    # Templates leave blank lines where there was nothing to say.
    return {f"{name}.md": (re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n").encode()}
