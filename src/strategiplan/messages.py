"""Texts by code and language, over `locale/*.toml`. Everything that a person reads passes through here."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from strategiplan.diagnostics import Diagnostic

LANGUAGES = ("sv", "en")
_CATALOGUES = Path(__file__).with_name("locale")


@cache
def _pieces(language: str) -> Mapping[str, str]:
    """The catalogue's source by section. A command needs a few of them; parsing all would take longer than the rest."""
    source = (_CATALOGUES / f"{language}.toml").read_text("utf-8")
    pieces: dict[str, str] = {}
    for piece in source.split("\n[")[1:]:
        name = piece.partition("]")[0].partition(".")[0]
        pieces[name] = f"{pieces.get(name, '')}\n[{piece}"
    return pieces


@cache
def section(language: str, name: str) -> Mapping[str, str]:
    """The texts of one section of a language's catalogue, by whole key; none when there is no such section."""
    flat: dict[str, str] = {}
    todo: list[tuple[str, Any]] = list(tomllib.loads(_pieces(language).get(name, "")).items())
    while todo:
        key, value = todo.pop()
        if isinstance(value, dict):
            todo.extend((f"{key}.{inner}", entry) for inner, entry in value.items())
        else:
            flat[key] = value
    return flat


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of a language, by key; a section's keys carry its name (`label.goal`)."""
    return {key: value for name in _pieces(language) for key, value in section(language, name).items()}


def _found(key: str, language: str) -> str | None:
    return section(language, key.partition(".")[0]).get(key)


def text(key: str, language: str, /, **params: Any) -> str:
    """The text with its places filled in.

    Raises KeyError for a key or a place that the catalogue and the caller do not agree on; a test keeps them equal.
    """
    pattern = section(language, key.partition(".")[0])[key]
    return pattern.format_map(params) if params or "{" in pattern else pattern


def plural(key: str, count: int, language: str, /, **params: Any) -> str:
    """The text for this count: the key with `.one` or `.many`."""
    return text(f"{key}.{'one' if count == 1 else 'many'}", language, count=count, **params)


def has(key: str, language: str) -> bool:
    """Whether the catalogue knows the key."""
    return _found(key, language) is not None


def said(found: Diagnostic, language: str) -> str:
    """What a diagnostic says, with what was probably meant."""
    place = "rule" if has(f"rule.{found.code}", language) else "fault"
    sentence = text(f"{place}.{found.code}", language, **worded(found.params, language))
    if found.suggestion is None:
        return sentence
    return f"{sentence}; {text('report.meant', language, suggestion=found.suggestion)}"


def worded(params: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The params with the kind of value that was expected in the reader's words."""
    key = f"expected.{params.get('expected')}"
    return {**params, "expected": text(key, language)} if has(key, language) else dict(params)


def headline(code: str, language: str) -> str:
    """What a code is about, with `…` for each particular of a finding."""
    place = "rule" if has(f"rule.{code}", language) else "fault"
    return re.sub(r"\{[a-z_]+\}", "…", section(language, place)[f"{place}.{code}"])


def advice(found: Diagnostic, language: str) -> str | None:
    """What would be right, in a sentence; None where the message says it all."""
    return _found(f"fix.{found.code}", language)
