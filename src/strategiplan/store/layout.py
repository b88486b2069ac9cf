"""The canonical layout of a plan's files: `strategiplan fmt`.

Lossless. The text is laid out from a tree in which every comment is attached to its thing (`source`), by an emitter of
our own (`emitter`); then both texts are read again and must hold the same data and the same comments, else the file is
left alone. ruamel.yaml's round trip was measured to lose comments and to move them to the next thing, and so is not
used.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from strategiplan.diagnostics import Diagnostic, Location, Severity
from strategiplan.model.types import Model, reflow
from strategiplan.store.emitter import emit, node_of
from strategiplan.store.files import FileSet, from_file, from_folder
from strategiplan.store.forms import Form, form_of, kind_of
from strategiplan.store.source import Entry, Source, parse
from strategiplan.store.yaml_reader import Problem, read

FileKind = str | type[Model]


class Unreadable(ValueError):
    """The text is not YAML that a plan may be written in; `problems` say where and why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{p.line}:{p.column} {p.code}" for p in self.problems))


class LayoutRefused(RuntimeError):
    """Laying out would have changed data or lost a comment: a fault in the program. The file is left alone."""


@dataclass(frozen=True, slots=True)
class Laid:
    """One file with its text as it is and as it should be; with diagnostics instead when it cannot be laid out."""

    path: Path
    old: str
    new: str
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the file is not laid out yet."""
        return self.old != self.new

    def diff(self) -> str:
        """What laying out changes, as a unified diff."""
        old, new = (text.splitlines(keepends=True) for text in (self.old, self.new))
        name = self.path.as_posix()
        lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def canonical(text: str, kind: FileKind) -> str:
    """The text of a file of this kind (see `forms.KINDS`) in the canonical layout: LF, one line break at the end.

    Raises Unreadable when the reader has anything against the text, LayoutRefused when the result is not the same.
    """
    data = _data(text)
    form = form_of(kind)
    source = parse(_plain(text))
    laid = emit(source, form)
    after = _data(laid)
    if not same_data(data, after, form):
        raise LayoutRefused("the data would change")
    if _comments(source) != _comments(parse(laid)):
        raise LayoutRefused("a comment would be lost")
    return laid


def written(data: dict[str, Any], kind: FileKind) -> str:
    """A new file of this kind that holds the data, in the canonical layout.

    Raises LayoutRefused when the data cannot be written so that they are read back the same.
    """
    form = form_of(kind)
    text = emit(Source("", Entry(node_of(data)), []), form)
    parsed = read(text.encode())
    if parsed.problems or not same_data(parsed.data, data, form):
        raise LayoutRefused("the data cannot be written")
    return canonical(text, kind)


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff")


def _data(text: str) -> Any:
    parsed = read(text.encode("utf-8", "surrogatepass"))
    problems = [problem for problem in parsed.problems if problem.code != "byte-order-mark"]
    if problems:
        raise Unreadable(problems)
    return parsed.data


def _comments(source: Source) -> Counter[str]:
    return Counter(comment.text for comment in source.comments)


def same_data(old: Any, new: Any, form: Form) -> bool:
    """Whether two files' data are the same: keys in any order, prose however its lines are broken."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(same_data(old[key], new[key], form.at(key)) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(same_data(a, b, form.at(0)) for a, b in zip(old, new, strict=True))
    if form.prose and isinstance(old, str) and isinstance(new, str):
        return reflow(old) == reflow(new)
    # 1 is not 1.0 and not true; a number that is not one is itself.
    return type(old) is type(new) and (old == new or (old != old and new != new))


def format_paths(paths: Iterable[Path]) -> Iterator[Laid]:
    """Every YAML file of plans, organisations or folders of them, and single files, each with its canonical text.

    Nothing is written. A file that cannot be read comes with its diagnostics and an unchanged text.
    """
    for path in paths:
        found = from_folder(path) if path.is_dir() else from_file(path)
        for diagnostic in found.diagnostics:
            yield Laid(Path(diagnostic.location.path), "", "", (diagnostic,))
        for name, content in found.files.items():
            if name.endswith(".yaml"):
                yield _laid(path / name if path.is_dir() else path, content, found, name)


def _laid(path: Path, content: bytes, found: FileSet, name: str) -> Laid:
    try:
        text = content.decode("utf-8")
        return Laid(path, text, canonical(text, kind_of(path)))
    except UnicodeDecodeError:
        text, problems = "", tuple(read(content).problems)
    except Unreadable as refused:
        problems = refused.problems
    except LayoutRefused:
        problems = (Problem("fmt-refused", 1, 1, {}),)
    shown = found.shown(name)
    return Laid(path, text, text, tuple(
        Diagnostic(p.code, Severity.ERROR, Location(shown, p.line, p.column), params=p.params,
                   related=(Location(shown, *p.related),) if p.related else ())
        for p in problems
    ))
