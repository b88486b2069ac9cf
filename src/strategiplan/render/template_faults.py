"""What is wrong in a template, in words for whoever wrote it: the file, the line, and the name that is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from difflib import get_close_matches
from traceback import walk_tb
from typing import Any, cast

from jinja2 import StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.utils import missing

from strategiplan.diagnostics import UserError

# What a template may do wrong by itself; anything else is a fault of the program.
FAULTS = (TemplateError, RecursionError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError)
_SHOWN = 12


class UnknownName(UndefinedError):
    """A template asks for what is not there. `known` is what it could have asked for in the same place."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message)
        self.name, _, rest = (message or "").partition("\n")
        self.known = rest.split("\n") if rest else []


class Missing(StrictUndefined):
    """A name that is not there, which says so however it is used."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        # A refusal of the sandbox keeps its own kind of error and its own words.
        if hint is None and (exc is None or exc is UndefinedError):
            hint, exc = "\n".join([str(name), *_names(obj)]), UnknownName
        super().__init__(hint, obj, cast(str, name), exc or UndefinedError)


def _names(obj: Any) -> Iterable[str]:
    if is_dataclass(obj):
        return sorted(cast(Any, obj).__dataclass_fields__)
    return sorted(map(str, obj)) if isinstance(obj, Mapping) else ()


def fault(name: str, error: Exception) -> UserError:
    """The question to put to whoever wrote a template that cannot be used."""
    place = _place(name, error)
    if isinstance(error, UnknownName):
        near = get_close_matches(error.name, error.known, 1, 0.5)
        params = {"place": place, "name": error.name}
        if near:
            return UserError("template-unknown-name-near", **params, near=near[0])
        if 0 < len(error.known) <= _SHOWN:
            return UserError("template-unknown-name-known", **params, known=", ".join(error.known))
        return UserError("template-unknown-name", **params)
    if isinstance(error, TemplateNotFound):
        return UserError("template-not-found", place=place, name=error.name or "")
    return UserError("bad-template", name=place, reason=str(error) or type(error).__name__)


def _place(name: str, error: Exception) -> str:
    """The template's file and line, as far as they are known."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or name}:{error.lineno}"
    found = ""
    for frame, line in walk_tb(error.__traceback__):
        # Jinja lets a template's frames bear the template's own file and lines.
        if "__jinja_exception__" in frame.f_globals:
            found = f"{_short(frame.f_code.co_filename, name)}:{line}"
    return found or name


def _short(path: str, name: str) -> str:
    """A template's name from its path: what stands after the folder of templates."""
    parts = path.replace("\\", "/").split("/")
    return "/".join(parts[-2:]) if len(parts) > 1 and parts[-2] == "components" else parts[-1] or name
