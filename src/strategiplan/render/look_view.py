"""An organisation's look as a page wears it: custom properties of CSS by name, stacks of fonts, the logo as data.

Paper wears less of it: the colours of what is written, and the logo. Its ground is white and its fonts are those that
every file can carry.
"""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from strategiplan.model.contrast import TEXT, contrast
from strategiplan.model.dossier import Dossier
from strategiplan.model.legibility import Look, look_of
from strategiplan.model.theme import LIGHT, Picture

_PROPERTIES = {
    "background": "paper", "panel": "panel", "line": "line", "text": "ink", "muted": "soft", "accent": "accent",
    "link": "link", "focus": "focus", "new": "new", "new-background": "new-soft", "gone": "old",
    "gone-background": "old-soft", "moved": "moved", "moved-background": "moved-soft", "good": "good",
}
# On paper the ground is white and text is black, whatever the screen has.
_PRINTED = ("accent", "link", "new", "gone", "moved", "good")
_GENERIC = frozenset((
    "serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace",
    "ui-rounded", "math", "emoji",
))


class LookView(Struct, frozen=True):
    """What a page wears. Colours are (custom property, colour); a stack is empty when the program's own is worn."""

    light: tuple[tuple[str, str], ...]
    dark: tuple[tuple[str, str], ...]
    printed: tuple[tuple[str, str], ...]
    text_fonts: str
    interface_fonts: str
    logo: str
    logo_alt: str
    picture: Picture | None = None


def look_view(look: Look) -> LookView:
    """The look as a page wears it."""
    logo = look.logo
    return LookView(
        _properties(look.light), _properties(look.dark), _properties(e for e in look.light if e[0] in _PRINTED),
        _stack(look.text_fonts), _stack(look.interface_fonts),
        f"data:{logo.media_type};base64,{b64encode(logo.content).decode()}" if logo else "",
        logo.alt if logo else "", logo,
    )


def wearing(view: Any, dossier: Dossier) -> Any:
    """The view of a page with the look of the organisation whose page it is."""
    look = look_around(dossier)
    return view if look is None else replace(view, frame=replace(view.frame, look=look))


def look_around(dossier: Dossier) -> LookView | None:
    """The look of the organisation whose plan it is, when it has one of its own."""
    return look_view(look_of(dossier.theme, dossier.logo)) if dossier.theme else None


def inks(look: LookView | None) -> dict[str, str]:
    """The colours of what is written on paper, by custom property, and of the panels that some of it stands on.

    Every one of them can be read on white and on the panel.
    """
    if look is None:
        return {_PROPERTIES[key]: LIGHT[key] for key in (*_PRINTED, "panel")}
    panel = dict(look.light)["panel"]
    # Black and grey are the program's own, whatever stands on panels on the screen.
    is_legible = all(contrast(LIGHT[key], panel) >= TEXT for key in ("text", "muted"))
    return {**dict(look.printed), "panel": panel if is_legible else "#ffffff"}


def _properties(colours: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((_PROPERTIES[key], colour) for key, colour in colours)


def _stack(names: Iterable[str]) -> str:
    return ", ".join(name if name in _GENERIC else f'"{name}"' for name in names)
