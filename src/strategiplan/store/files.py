"""A plan's files as bytes: from a folder, or from a single file. Nothing outside the plan is ever read."""

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from strategiplan.diagnostics import Diagnostic, Location, Severity
from strategiplan.store import limits
from strategiplan.store.names import CONFLICT, label_of, natural


@dataclass(slots=True)
class FileSet:
    """Files by path relative to the plan, in natural order. `label` is how the plan's place is shown to people.

    `conflicts` are files beside the plan's own that say what could not be merged in it.
    """

    label: str
    files: dict[str, bytes] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    single: bool = False
    conflicts: dict[str, bytes] = field(default_factory=dict)

    def shown(self, relative: str) -> str:
        """The path as diagnostics show it."""
        return self.label if self.single else f"{self.label}/{relative}"

    def refuse(self, code: str, relative: str, **params: Any) -> None:
        """Note that something could not be read."""
        self.diagnostics.append(Diagnostic(code, Severity.ERROR, Location(self.shown(relative)), params=params))


# A name that breaks lines, or that is no text at all, would break every report that it stands in.
STRANGE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _read(path: str, size: int) -> bytes:
    with open(path, "rb") as handle:  # noqa: PTH123 - hot path, measured
        return handle.read(min(size, limits.FILE_BYTES) + 1)


def from_folder(folder: Path, label: str | None = None) -> FileSet:
    """All YAML files of a plan's folder. Links, special files and too much of anything are refused by name."""
    found = FileSet(label or label_of(folder))
    if folder.is_symlink():
        found.diagnostics.append(Diagnostic("symlink", Severity.ERROR, Location(found.label)))
        return found
    total = 0
    todo = [("", 0)]
    while todo:
        below, depth = todo.pop()
        try:
            entries = sorted(os.scandir(folder / below), key=lambda e: natural(e.name), reverse=True)
        except OSError as error:
            found.refuse("unreadable", below or ".", reason=error.strerror or "")
            continue
        folders = []
        for entry in reversed(entries):
            relative = f"{below}/{entry.name}" if below else entry.name
            if entry.name.startswith("."):
                continue
            if STRANGE.search(entry.name):
                found.refuse("bad-file-name", STRANGE.sub("?", relative))
            elif entry.is_symlink():
                found.refuse("symlink", relative)
            elif entry.is_dir(follow_symlinks=False):
                if depth >= limits.FOLDER_DEPTH:
                    found.refuse("too-many-folders", relative, limit=limits.FOLDER_DEPTH)
                else:
                    folders.append((relative, depth + 1))
            elif entry.name.endswith((".yaml", ".yml")):
                total += _take(found, entry, relative)
                if total > limits.PLAN_BYTES or len(found.files) > limits.PLAN_FILES:
                    found.refuse("plan-too-large", relative, limit=limits.PLAN_BYTES, files=limits.PLAN_FILES)
                    found.files.clear()
                    return found
            elif entry.name.endswith(CONFLICT) and entry.is_file(follow_symlinks=False):
                found.conflicts[relative] = _read(entry.path, entry.stat(follow_symlinks=False).st_size)
        todo.extend(reversed(folders))
    return found


def _take(found: FileSet, entry: "os.DirEntry[str]", relative: str) -> int:
    try:
        status = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode):
            found.refuse("not-a-file", relative)
            return 0
        found.files[relative] = _read(entry.path, status.st_size)
    except OSError as error:
        found.refuse("unreadable", relative, reason=error.strerror or "")
        return 0
    return status.st_size


def from_file(path: Path, label: str | None = None) -> FileSet:
    """A plan in one file."""
    found = FileSet(label or label_of(path), single=True)
    try:
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):
            found.files[path.name] = _read(str(path), status.st_size)
            beside = path.with_name(f"{path.name}{CONFLICT}")
            if beside.is_file() and not beside.is_symlink():
                found.conflicts[beside.name] = _read(str(beside), beside.stat().st_size)
        else:
            found.refuse("symlink" if stat.S_ISLNK(status.st_mode) else "not-a-file", path.name)
    except OSError as error:
        found.refuse("unreadable", path.name, reason=error.strerror or "")
    return found
