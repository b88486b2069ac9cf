"""The colours of a theme."""

from tests.rules.cases import Case, dossier, fires, plan, quiet


def themed(light: dict[str, str] | None = None, dark: dict[str, str] | None = None) -> dict[str, object]:
    return {"theme": {key: value for key, value in (("light", light), ("dark", dark)) if value}}


CASES: list[Case] = [
    fires("contrast-too-low", dossier(plan(), **themed({"link": "#e0702a"})), "theme.light.link", suggestion="#b2541a"),
    fires("contrast-too-low", dossier(plan(), **themed(None, {"accent": "#7a3010"})), "theme.dark.accent"),
    # Each colour is said once, in the order of the keys.
    fires(
        "contrast-too-low", dossier(plan(), **themed({"gone": "#ff0000", "muted": "#999999", "new": "#888888"})),
        "theme.light.muted", "theme.light.new", "theme.light.gone",
    ),
    # A ground that our own colours cannot be read on is the one to change.
    fires("contrast-too-low", dossier(plan(), **themed({"background": "#777777"})), "theme.light.background"),
    fires("contrast-too-low", dossier(plan(), **themed({"new-background": "#0060a8"})), "theme.light.new-background"),
    # Light colours are printed on white, whatever the screen's ground is.
    fires(
        "contrast-too-low",
        dossier(plan(), **themed({
            "background": "#000000", "panel": "#101010", "text": "#ffffff", "muted": "#dddddd", "focus": "#ffd07a",
            "accent": "#ffffaa",
            "link": "#005a9c", "new": "#767676", "gone": "#767676", "moved": "#767676", "good": "#767676",
            "new-background": "#ffffff", "gone-background": "#ffffff", "moved-background": "#ffffff",
        })),
        "theme.light.accent", "theme.light.link", "theme.light.new", "theme.light.gone", "theme.light.moved",
        "theme.light.good",
    ),
    # The focus is a shape: 3:1 is enough.
    fires("contrast-too-low", dossier(plan(), **themed({"focus": "#cccccc"})), "theme.light.focus"),
    *quiet(
        "contrast-too-low",
        dossier(plan()),
        dossier(plan(), **themed({"focus": "#8a8a8a"})),
        dossier(plan(), **themed({"line": "#fffefb"})),
        dossier(plan(), **themed({"accent": "#1D5C3A"}, {"accent": "#9ADBB5"})),
        dossier(plan(), **themed({"background": "#ffffff", "panel": "#f4f4f4"}, {"background": "#000000"})),
    ),
]
