"""`strategiplan.toml`: what holds for every plan of a workspace. All of it is optional."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from strategiplan.diagnostics import UserError
from strategiplan.store.names import CONFIG, label_of

_KNOWN = {"plans": str, "default": str, "templates": str, "language": str, "rules": dict, "site": dict}
_RULES = {"ignore": dict, "severity": dict}
_SITE = dict.fromkeys(
    ("title", "url", "contact", "licence", "licence-url", "authority", "assessment", "shortcomings", "updated"), str
)
_WORDS: Mapping[type[Any], str] = {str: "text", dict: "mapping"}
_LANGUAGES = ("sv", "en")


class Settings(NamedTuple):
    """Where the plans are, whose plans are meant when nobody says, and what is asked of them."""

    plans: str = "plans"
    default: str | None = None
    templates: str | None = None
    language: str | None = None
    rules: dict[str, Any] = {}  # noqa: RUF012 - never written to
    site: dict[str, str] = {}  # noqa: RUF012 - never written to
    path: str = CONFIG


def read_settings(root: Path) -> Settings:
    """The settings of a workspace. Raises UserError when the file is not what it should be."""
    path = root / CONFIG
    label = label_of(path)
    if not path.is_file():
        return Settings(path=label)
    import tomllib

    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError("bad-settings", path=label, reason=str(error)) from None
    _check(raw, _KNOWN, label)
    _check(raw.get("rules", {}), _RULES, label)
    _check(raw.get("site", {}), _SITE, label)
    if raw.get("language", "sv") not in _LANGUAGES:
        raise UserError(
            "unknown-choice", option=f"{label}: language", value=raw["language"], choices=", ".join(_LANGUAGES)
        )
    return Settings(**raw, path=label)


def _check(raw: Mapping[str, Any], known: Mapping[str, type[Any]], label: str) -> None:
    for key, value in raw.items():
        if key not in known:
            near = get_close_matches(key, known, 1, 0.6)
            raise UserError("unknown-setting", path=label, key=key, known=", ".join(near or known))
        if not isinstance(value, known[key]):
            raise UserError("bad-setting", path=label, key=key, expected=_WORDS[known[key]])
