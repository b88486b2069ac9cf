"""What was wrong with how a command was asked, in the reader's language.

Typer tells it in English and mostly as a finished sentence; what is not known here stays as Typer tells it.
"""

import re
from difflib import get_close_matches
from typing import Any

from strategiplan import messages

_COMMAND = re.compile(r"No such command '(?P<name>.*?)'")
_TOO_MUCH = re.compile(r"Got unexpected extra argument\S* \((?P<name>.*)\)")


def told(error: Any, lang: str) -> str:
    """What one of Typer's errors about a question says, as a sentence."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = sorted(error.possibilities or ())
        return _with_near("no-option", error.option_name, near, lang)
    if kind == "MissingParameter":
        return messages.text("usage.missing", lang, name=_name(error))
    if kind == "BadOptionUsage":
        key = "no-value" if "does not take" in error.message else "needs-value"
        return messages.text(f"usage.{key}", lang, name=error.option_name)
    if kind == "BadParameter" and error.param is not None:
        return _bad_value(error, lang)
    return _sentence(error, lang)


def _sentence(error: Any, lang: str) -> str:
    """What Typer has no kind of error for."""
    said = str(error.format_message())
    if found := _COMMAND.match(said):
        near = get_close_matches(found["name"], list(error.ctx.command.commands), 1, 0.5)
        return _with_near("no-command", found["name"], near, lang)
    if found := _TOO_MUCH.match(said):
        return messages.text("usage.too-much", lang, name=found["name"])
    return said


def _bad_value(error: Any, lang: str) -> str:
    kind, name = error.param.type, _name(error)
    if choices := getattr(kind, "choices", None):
        return messages.text("usage.choose", lang, name=name, choices=", ".join(map(str, choices)))
    least, most = getattr(kind, "min", None), getattr(kind, "max", None)
    if least is not None and most is not None:
        return messages.text("usage.between", lang, name=name, least=least, most=most)
    return str(error.format_message())


def _name(error: Any) -> str:
    return str(error.param.get_error_hint(error.ctx)).replace("'", "") if error.param else str(error.param_hint or "")


def _with_near(key: str, name: str, near: list[str], lang: str) -> str:
    said = messages.text(f"usage.{key}", lang, name=name)
    return f"{said}; {messages.text('report.meant', lang, suggestion=near[0])}" if near else said
