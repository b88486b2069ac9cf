"""Views as PDF: tagged, to be kept, and the same bytes every time."""

from pathlib import Path
from typing import Any

Files = dict[str, bytes]
PROGRAM = "document.typ"


def page(name: str, view: Any, templates: str | Path | None = None) -> Files:
    """A view's page, set on paper by `document.typ`, which the user may shadow as any other template.

    Raises UserError when typst is not there, and when a template of the user's is wrong.
    """
    from strategiplan.render.environment import located, render
    from strategiplan.render.leaves import leaves
    from strategiplan.render.sdg import COLOURS, text_colour
    from strategiplan.render.typesetting import typeset
    from strategiplan.render.visible import visible

    held = leaves(render(f"{name}.html.j2", view, templates, html=True).decode())
    frame = view.frame
    held |= {
        "name": name, "lang": frame.lang, "labels": dict(frame.labels),
        "organization": visible(frame.organization), "running": visible(frame.running),
        "sdg": {str(goal): [colour, text_colour(colour)] for goal, colour in COLOURS.items()},
    }
    program, own = located(PROGRAM, templates)
    return {f"{name}.pdf": typeset(held, program, frame.dated, ours=not own)}
