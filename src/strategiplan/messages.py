"""Texts by code and language, over `locale/*.toml`. Everything that a person reads passes through here."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from strategiplan.diagnostics import Diagnostic

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


def said(found: Diagnostic, language: str) -> str:
    """What a diagnostic says, with what was probably meant."""
    section = "rule" if has(f"rule.{found.code}", language) else "fault"
    params = {**found.params}
    if isinstance(params.get("expected"), str) and has(f"expected.{params['expected']}", language):
        params["expected"] = text(f"expected.{params['expected']}", language)
    sentence = text(f"{section}.{found.code}", language, **params)
    if found.suggestion is None:
        return sentence
    return f"{sentence}; {text('report.meant', language, suggestion=found.suggestion)}"


def headline(code: str, language: str) -> str:
    """What a code is about, without the particulars of a finding."""
    section = "rule" if has(f"rule.{code}", language) else "fault"
    return catalogue(language)[f"{section}.{code}"]


def advice(found: Diagnostic, language: str) -> str | None:
    """What would be right, in a sentence; None where the message says it all."""
    key = f"fix.{found.code}"
    return catalogue(language).get(key)
