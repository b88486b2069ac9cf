"""How well one colour can be told from another, and the nearest colour that can.

Relative luminance and contrast ratio as WCAG 2.1 defines them (https://www.w3.org/TR/WCAG21/#dfn-relative-luminance and
#dfn-contrast-ratio). Colours are written `#rrggbb`.
"""

from collections.abc import Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache

TEXT = 4.5  # success criterion 1.4.3, level AA
SHAPE = 3.0  # success criterion 1.4.11, level AA: what shows where the focus is
_STEPS = 1000


def channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """From 0 for black to 1 for white: 0.2126 R + 0.7152 G + 0.0722 B, each made linear."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 for equals to 21 for black on white: (L1 + 0.05) / (L2 + 0.05), with L1 the lighter."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def at_lightness(colour: str, lightness: float) -> str:
    """The colour with its hue and saturation (HSL) and another lightness, from 0 to 1.

    Every channel, and so the luminance, only grows with the lightness, which makes the nearest one well defined.
    """
    hue, _, saturation = rgb_to_hls(*channels(colour))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in hls_to_rgb(hue, lightness, saturation))


def nearest(colour: str, facing: Sequence[tuple[str, float]]) -> str | None:
    """The colour itself, or else the one with the same hue that reaches each (colour, least contrast), moved least.

    Of two that are equally near the darker one is taken. None when no lightness is enough for all.
    """
    if _passes(colour, facing):
        return colour
    held = rgb_to_hls(*channels(colour))[1]
    for step in range(1, _STEPS + 1):
        for lightness in (held - step / _STEPS, held + step / _STEPS):
            if 0 <= lightness <= 1 and _passes(found := at_lightness(colour, lightness), facing):
                return found
    return next((end for end in ("#000000", "#ffffff") if _passes(end, facing)), None)


def _passes(colour: str, facing: Sequence[tuple[str, float]]) -> bool:
    return all(contrast(colour, other) >= least for other, least in facing)
