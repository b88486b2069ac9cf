"""What is wrong with a template, and on which line, for the person who wrote it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Environment, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.environment import TemplateModule
from msgspec import Struct
from msgspec.structs import fields

from strategiplan.diagnostics import UserError
from strategiplan.render.sandbox import Endless, Forbidden, NoName
from strategiplan.render.template_files import names, not_there
from strategiplan.store.names import label_of

# What a template can bring about: its own faults, those of Python under it, and what it asks too much of.
FAULTS = (
    TemplateError, RecursionError, MemoryError, ArithmeticError, LookupError, NameError, TypeError, ValueError,
    AttributeError, AssertionError, SyntaxError,
)
_GIVEN = ("view", "frame", "labels", "around", "own")
_UNKNOWN = re.compile(r"No (filter|test) named '([^']*)'")


def explained(error: Exception, sandbox: Environment, name: str, folders: Sequence[Path]) -> UserError:
    """What to say of a fault: where it is, what is missing, and what there is instead."""
    place = _place(error, name, folders)
    if isinstance(error, NoName):
        return _no_name(error, place)
    if isinstance(error, Forbidden):
        return UserError("template-forbidden", place=place, wanted=error.wanted)
    if isinstance(error, Endless | RecursionError | MemoryError):
        return UserError("template-endless", place=place)
    if isinstance(error, TemplateNotFound):
        wanted = _wanted(error)
        return not_there("template-no-file", wanted, names(), place=place)
    unknown = _UNKNOWN.search(str(error))
    if unknown and isinstance(error, TemplateError):
        known = sandbox.filters if unknown[1] == "filter" else (one for one in sandbox.tests if one.isalpha())
        return not_there(f"template-no-{unknown[1]}", unknown[2], sorted(known), place=place)
    if isinstance(error, TemplateSyntaxError):
        return UserError("template-syntax", place=place, reason=error.message)
    return UserError("bad-template", name=place, reason=str(error) or type(error).__name__)


def _wanted(error: TemplateNotFound) -> str:
    return ", ".join(map(str, getattr(error, "templates", None) or [error.name]))


def _no_name(error: NoName, place: str) -> UserError:
    if error.owner is None:
        return not_there("template-no-name", error.wanted, _GIVEN, place=place)
    (owner,) = error.owner
    if owner is None:
        return UserError("template-empty", place=place, missing=error.wanted)
    known = sorted(_known(owner))
    if not known:
        return UserError("template-nothing", place=place, missing=error.wanted)
    return not_there("template-no-name", error.wanted, known, place=place)


def _known(owner: Any) -> list[str]:
    """What an object of the templates has."""
    if isinstance(owner, Struct):
        return [field.name for field in fields(owner)]
    if isinstance(owner, TemplateModule):
        return [name for name in vars(owner) if not name.startswith("_")]
    return [str(key) for key in owner] if isinstance(owner, dict) else []


def _place(error: Exception, name: str, folders: Sequence[Path]) -> str:
    """The template's file and line. A fault in one of ours is preceded by the user's own line that led there."""
    if isinstance(error, TemplateSyntaxError) and error.filename not in (None, "<unknown>"):
        return _shown(str(error.filename), error.lineno, folders)[0]
    if isinstance(error, TemplateSyntaxError):
        return f"{name}:{error.lineno}"
    places = [_shown(path, line, folders) for path, line in _lines(error.__traceback__)]
    if not places:
        return name
    last, is_own = places[-1]
    led = [shown for shown, own in places if own]
    return last if is_own or not led else f"{led[-1]} → {last}"


def _lines(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    """The lines of templates that a fault went through; Jinja puts them into the traceback."""
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def _shown(path: str, line: int, folders: Sequence[Path]) -> tuple[str, bool]:
    """A place as a person would write it, and whether it is in the user's own folder."""
    *own, ours = folders
    found = Path(path)
    if any(found.is_relative_to(folder) for folder in own):
        return f"{label_of(found)}:{line}", True
    return f"{found.relative_to(ours).as_posix() if found.is_relative_to(ours) else found.name}:{line}", False
