"""An organisation's look as a page wears it: custom properties of CSS by name, stacks of fonts, the logo as data."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from strategiplan.model.dossier import Dossier
from strategiplan.model.legibility import Look, look_of

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


@dataclass(frozen=True, slots=True)
class LookView:
    """What a page wears. Colours are (custom property, colour); a stack is empty when the program's own is worn."""

    light: tuple[tuple[str, str], ...]
    dark: tuple[tuple[str, str], ...]
    printed: tuple[tuple[str, str], ...]
    text_fonts: str
    interface_fonts: str
    logo: str
    logo_alt: str


def look_view(look: Look) -> LookView:
    """The look as a page wears it."""
    logo = look.logo
    return LookView(
        _properties(look.light), _properties(look.dark), _properties(e for e in look.light if e[0] in _PRINTED),
        _stack(look.text_fonts), _stack(look.interface_fonts),
        f"data:{logo.media_type};base64,{b64encode(logo.content).decode()}" if logo else "", logo.alt if logo else "",
    )


def wearing(view: Any, dossier: Dossier) -> Any:
    """The view of a page with the look of the organisation whose page it is."""
    if dossier.theme is None:
        return view
    return replace(view, frame=replace(view.frame, look=look_view(look_of(dossier.theme, dossier.logo))))


def _properties(colours: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((_PROPERTIES[key], colour) for key, colour in colours)


def _stack(names: Iterable[str]) -> str:
    return ", ".join(name if name in _GENERIC else f'"{name}"' for name in names)
