"""Which colours of a theme stand on which, what falls short of WCAG 2.1 AA, and the look that never does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from strategiplan.model.contrast import SHAPE, TEXT, contrast, nearest
from strategiplan.model.theme import SCHEMES, Colours, Picture, Theme
from strategiplan.model.types import kebab

PAPER = "paper"  # white, which pages in light colours are printed on
_WRITTEN = ("text", "muted", "accent", "link", "new", "gone", "moved", "good")
_PRINTED = ("accent", "link", "new", "gone", "moved", "good")

# (what is seen, what it is seen on, the least contrast).
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((written, ground, TEXT) for written in _WRITTEN for ground in ("background", "panel")),
    *((mark, f"{mark}-background", TEXT) for mark in ("new", "gone", "moved")),
    *(("focus", ground, SHAPE) for ground in ("background", "panel")),
)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A colour that cannot be told well enough from another one, and the nearest that can from all it meets.

    `key` is the colour of the theme's own to change, `other` what it meets.
    """

    scheme: str
    key: str
    colour: str
    other: str
    other_colour: str
    ratio: float
    least: float
    better: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """What renderers draw with: every colour told, and legible whatever the theme says.

    `light` and `dark` are (key, colour) in the order of `theme.LIGHT`. Fonts are names, before the program's own.
    """

    light: tuple[tuple[str, str], ...]
    dark: tuple[tuple[str, str], ...]
    text_fonts: tuple[str, ...] = ()
    interface_fonts: tuple[str, ...] = ()
    logo: Picture | None = None


def shortfalls(theme: Theme) -> Iterator[Shortfall]:
    """Every colour of the theme's own that falls short, once, with the pair that is worst."""
    for scheme in SCHEMES:
        own = _own(theme, scheme)
        yield from _short(scheme, own, _palette(scheme, own))


def look_of(theme: Theme, logo: Picture | None = None) -> Look:
    """The look of a theme. A colour that falls short is shown as the nearest that does not."""
    fonts = theme.fonts
    return Look(
        tuple(_legible("light", _own(theme, "light")).items()), tuple(_legible("dark", _own(theme, "dark")).items()),
        fonts.text if fonts else (), fonts.interface if fonts else (), logo,
    )


def _own(theme: Theme, scheme: str) -> dict[str, str]:
    colours: Colours | None = getattr(theme, scheme)
    return {kebab(key): value.lower() for key, value in colours if value is not None} if colours else {}


def _palette(scheme: str, own: Mapping[str, str]) -> dict[str, str]:
    """All colours of a scheme. Links are in the accent unless they are told apart from it."""
    accent = {"link": own["accent"]} if "accent" in own else {}
    return {**SCHEMES[scheme], **accent, **own}


def _pairs(scheme: str) -> Iterator[tuple[str, str, float]]:
    yield from PAIRS
    if scheme == "light":
        yield from ((key, PAPER, TEXT) for key in _PRINTED)


def _short(scheme: str, own: Mapping[str, str], palette: Mapping[str, str]) -> Iterator[Shortfall]:
    known = {**palette, PAPER: "#ffffff"}
    # A link that only follows the accent is mended with it.
    setters = {**{key: key for key in own}, **({"link": "accent"} if "accent" in own and "link" not in own else {})}
    for key in own:
        facing: list[tuple[str, float]] = []
        worst: tuple[float, float, str] | None = None
        for seen, ground, least in _pairs(scheme):
            # What is seen answers for a pair when the theme sets it, else what it is seen on.
            if setters.get(seen) == key:
                other = ground
            elif ground == key and seen not in setters:
                other = seen
            else:
                continue
            facing.append((known[other], least))
            ratio = contrast(known[key], known[other])
            if ratio < least and (worst is None or ratio / least < worst[0] / worst[1]):
                worst = ratio, least, other
        if worst:
            ratio, least, other = worst
            yield Shortfall(scheme, key, own[key], other, known[other], ratio, least, nearest(own[key], facing))


def _legible(scheme: str, own: Mapping[str, str]) -> dict[str, str]:
    """The scheme's colours with those that fall short mended, or the program's own when they cannot be."""
    mended = dict(own)
    for _ in range(len(own) + 1):
        short = list(_short(scheme, mended, _palette(scheme, mended)))
        if not short:
            return _palette(scheme, mended)
        for found in short:
            if found.better is None:
                return dict(SCHEMES[scheme])
            mended[found.key] = found.better
    return dict(SCHEMES[scheme])
