"""Texts by code and language, over `locale/*.toml`. Everything that a person reads passes through here."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("sv", "en")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of a language, by key; a section's keys carry its name (`label.goal`)."""
    raw = tomllib.loads((files("strategiplan") / "locale" / f"{language}.toml").read_text("utf-8"))
    flat: dict[str, str] = {}
    todo: list[tuple[str, Any]] = list(raw.items())
    while todo:
        key, value = todo.pop()
        if isinstance(value, dict):
            todo.extend((f"{key}.{name}", inner) for name, inner in value.items())
        else:
            flat[key] = value
    return flat


def text(key: str, language: str, /, **params: Any) -> str:
    """The text with its places filled in.

    Raises KeyError for a key or a place that the catalogue and the caller do not agree on; a test keeps them equal.
    """
    pattern = catalogue(language)[key]
    return pattern.format_map(params) if params or "{" in pattern else pattern


def plural(key: str, count: int, language: str, /, **params: Any) -> str:
    """The text for this count: the key with `.one` or `.many`."""
    return text(f"{key}.{'one' if count == 1 else 'many'}", language, count=count, **params)


def has(key: str, language: str) -> bool:
    """Whether the catalogue knows the key."""
    return key in catalogue(language)
