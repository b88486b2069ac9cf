"""How an organisation's pages look: its colours, fonts and logo."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from strategiplan.model.types import COLOUR_PATTERN, Line, Many, Model

FONT_PATTERN = r"^[A-Za-zÀ-ÖØ-öø-ÿ0-9][A-Za-zÀ-ÖØ-öø-ÿ0-9 -]{0,59}$"
FILE_PATTERN = r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$"

Colour = Annotated[str, Field(pattern=COLOUR_PATTERN)]
Font = Annotated[str, Field(pattern=FONT_PATTERN)]


class Colours(Model):
    """Colours by what they are for. One that is left out is the program's own."""

    background: Colour | None = None
    panel: Colour | None = None
    line: Colour | None = None
    text: Colour | None = None
    muted: Colour | None = None
    accent: Colour | None = None
    link: Colour | None = None
    focus: Colour | None = None
    new: Colour | None = None
    new_background: Colour | None = None
    gone: Colour | None = None
    gone_background: Colour | None = None
    moved: Colour | None = None
    moved_background: Colour | None = None
    good: Colour | None = None


class Fonts(Model):
    """Names of fonts on the reader's own computer, the wished one first. Nothing is fetched."""

    text: Many[Font] = ()
    interface: Many[Font] = ()


class Logo(Model):
    """A picture beside the theme's file, and what it says to whom does not see it."""

    file: Annotated[str, Field(pattern=FILE_PATTERN)]
    alt: Line


class Theme(Model):
    """The look of an organisation's pages: light and dark colours, fonts and logo."""

    light: Colours | None = None
    dark: Colours | None = None
    fonts: Fonts | None = None
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo as it is embedded: its media type, its bytes and its text."""

    media_type: str
    content: bytes
    alt: str


# The program's own colours, the same as in `templates/style.css`.
LIGHT: Mapping[str, str] = MappingProxyType({
    "background": "#fffefb", "panel": "#f6f2e9", "line": "#e2dccf", "text": "#1c1a17", "muted": "#5b554c",
    "accent": "#0b4f6c", "link": "#0b4f6c", "focus": "#8a4b00", "new": "#0060a8", "new-background": "#e9f2fa",
    "gone": "#b3261e", "gone-background": "#fbebe9", "moved": "#6a4b00", "moved-background": "#fbf2da",
    "good": "#1b6b37",
})
DARK: Mapping[str, str] = MappingProxyType({
    "background": "#171614", "panel": "#211f1b", "line": "#3b362e", "text": "#ebe6dc", "muted": "#b5ac9e",
    "accent": "#8fcbea", "link": "#8fcbea", "focus": "#ffd07a", "new": "#82c3ff", "new-background": "#11273b",
    "gone": "#ffa59d", "gone-background": "#3a1814", "moved": "#f0c964", "moved-background": "#362a0c",
    "good": "#86d49b",
})
SCHEMES: Mapping[str, Mapping[str, str]] = MappingProxyType({"light": LIGHT, "dark": DARK})
