"""The seventeen global goals as chips: colour, and the text colour that can be read on it."""

from msgspec import Struct

from strategiplan.messages import text

# The colours are the United Nations'. Text is black or white, whichever has the greater contrast: white fails on ten.
COLOURS = {
    1: "#E5243B", 2: "#DDA63A", 3: "#4C9F38", 4: "#C5192D", 5: "#FF3A21", 6: "#26BDE2", 7: "#FCC30B", 8: "#A21942",
    9: "#FD6925", 10: "#DD1367", 11: "#FD9D24", 12: "#BF8B2E", 13: "#3F7E44", 14: "#0A97D9", 15: "#56C02B",
    16: "#00689D", 17: "#19486A",
}


class Chip(Struct, frozen=True):
    """One global goal, or one of its targets (`3.4`), that a goal serves."""

    goal: int
    code: str
    name: str
    mark: str = ""
    change: str = ""


def chip(code: str, lang: str) -> Chip:
    """The chip of a global goal (`11`) or of one of its targets (`11.2`)."""
    goal = int(code.partition(".")[0])
    return Chip(goal, code, text(f"sdg.{goal}", lang))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it, of `#rrggbb`."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def text_colour(colour: str) -> str:
    """Black or white, whichever is read more easily on the colour."""
    light = luminance(colour)
    return "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#ffffff"
