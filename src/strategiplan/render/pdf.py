"""Views as PDF: tagged, to be kept, and the same bytes every time."""

from pathlib import Path
from typing import Any

from strategiplan.diagnostics import UserError
from strategiplan.render.look_view import LookView, inks

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
    } | worn(frame.look)
    program, own = located(PROGRAM, templates)
    try:
        made = typeset(held, program, frame.dated, ours=not own)
    except UserError:
        if held["logo"] is None:
            raise
        # A picture that only browsers can draw keeps nobody from the text.
        made = typeset(held | {"logo": None}, program, frame.dated, ours=not own)
    return {f"{name}.pdf": made}


def worn(look: LookView | None) -> dict[str, Any]:
    """What a page wears on paper: its colours, how drawings are painted in them, and the logo."""
    from strategiplan.render.chart_svg import painting

    held = inks(look)
    return {"inks": held, "painting": painting(held), "logo": _logo(look)}


def _logo(look: LookView | None) -> dict[str, Any] | None:
    """The logo as data, which a program that reaches no file can still draw."""
    from strategiplan.render.typesetting import FORMATS
    from strategiplan.render.visible import visible

    picture = look.picture if look else None
    if picture is None:
        return None
    return {"content": list(picture.content), "format": FORMATS[picture.media_type], "alt": visible(picture.alt)}
