"""A picture as an SVG file of its own, for a PDF, a Word file or a presentation.

Colours and sizes are written on every shape, since nothing but the file will be there to say them.
"""

import re
from collections.abc import Iterator, Mapping

from markupsafe import escape

from strategiplan.render.chart_view import Chart, Drawing, FlowPicture, TreePicture
from strategiplan.render.visible import visible

_INK, _SOFT, _LINE, _ACCENT, _AIM, _PAPER = "#1c1a17", "#5b554c", "#d5cdbc", "#0b4f6c", "#6a4b00", "#ffffff"

_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_FONT = (
    'font-family="Liberation Sans, DejaVu Sans, Arial, Helvetica, sans-serif" font-size="12" stroke-linejoin="round"'
)


def _stroke(colour: str, width: float, dashes: str = "", fill: str = "none") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'fill="{fill}" stroke="{colour}" stroke-width="{width}"{dashed}'


PAINTS = {
    "grid": _stroke(_LINE, 1), "axis": _stroke(_SOFT, 1), "range": _stroke("none", 0, fill="#f3e9cd"),
    "break": _stroke(_INK, 1, "1.5 3"), "target": _stroke(_AIM, 2.5), "gap": _stroke(_ACCENT, 1.2, "3 5"),
    "line-women": _stroke(_INK, 1.5, "6 3"), "line-men": _stroke(_INK, 1.5, "2 3"), "line-all": _stroke(_ACCENT, 2.5),
    "dot-women": _stroke(_INK, 1.5, fill=_PAPER), "dot-men": _stroke(_INK, 2),
    "dot-all": _stroke(_PAPER, 1, fill=_ACCENT),
    "baseline": _stroke(_INK, 1.5), "box": _stroke(_SOFT, 1, fill=_PAPER), "area": _stroke(_SOFT, 1, fill="#f6f2e9"),
    "band-kept": _stroke(_ACCENT, 5), "band-unsure": _stroke(_ACCENT, 5, "7 4"), "band-end": _stroke(_SOFT, 1.5, "2 4"),
}
LETTERS = {
    "tick": f'fill="{_SOFT}"', "unit": f'fill="{_SOFT}"', "key": f'fill="{_SOFT}"', "name": f'fill="{_INK}"',
    "value": f'fill="{_INK}" font-weight="600"', "head": f'fill="{_INK}" font-weight="600"',
    "aim": f'fill="{_INK}" font-style="italic"', "break": f'fill="{_INK}" font-style="italic"',
    "word": f'fill="{_SOFT}" font-style="italic"',
}


def painting(inks: Mapping[str, str]) -> str:
    """The same as rules of CSS, for a drawing whose parts are named by their roles and which wears an own look."""
    rules = [f".c-{role} {{ {_declared(paint)} }}" for role, paint in PAINTS.items()]
    rules += [f".t-{role} {{ {_declared(letter)} }}" for role, letter in LETTERS.items()]
    return "\n".join(rules).replace(_ACCENT, inks["accent"]).replace(_AIM, inks["moved"]) + "\n"


def _declared(attributes: str) -> str:
    return "; ".join(f"{name}: {value}" for name, value in _ATTRIBUTE.findall(attributes))


def standalone(picture: Chart | TreePicture | FlowPicture) -> bytes:
    """The picture as a file: the same bytes for the same picture, and nothing fetched from anywhere."""
    return "".join(_lines(picture.title, picture.description, picture.drawing)).encode()


def _lines(title: str, description: str, drawing: Drawing) -> Iterator[str]:
    wide, high = drawing.width, drawing.height
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
    yield f' role="img" aria-labelledby="title desc" {_FONT}>\n'
    yield f'<title id="title">{_safe(title)}</title>\n<desc id="desc">{_safe(description)}</desc>\n'
    for shape in drawing.shapes:
        yield f'<path {PAINTS[shape.role]} d="{shape.path}"/>\n'
    for label in drawing.labels:
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        yield f'<text x="{label.x}" y="{label.y}"{anchor} {LETTERS[label.role]}>{_safe(label.text)}</text>\n'
    yield "</svg>\n"


def _safe(text: str) -> str:
    return str(escape(visible(text)))
