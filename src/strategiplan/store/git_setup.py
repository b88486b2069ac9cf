"""Teach git to read and to merge plans: what `strategiplan git --install` writes, and takes away again.

Two places say together how git shows and merges a plan's files: the configuration names a program, `.gitattributes`
says for which files. What stands there already is kept to the byte, and what we write says how to restore it.
"""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from strategiplan.diagnostics import UserError
from strategiplan.store.git import git
from strategiplan.store.writing import write_atomic

DRIVER = "strategiplan"
CONFIG = (
    (f"diff.{DRIVER}.textconv", "strategiplan textconv"),
    (f"merge.{DRIVER}.name", "strategiplan: plans by their goals, not by their lines"),
    (f"merge.{DRIVER}.driver", "strategiplan merge-driver %O %A %B %P"),
    # Where two branches have several bases git first merges those; there a conflict must not leave a file behind.
    (f"merge.{DRIVER}.recursive", "binary"),
)
PROGRAM = "strategiplan"
_ATTRIBUTES = (f"diff={DRIVER}", f"merge={DRIVER}")

_BEGIN = "# strategiplan git --install wrote the lines down to the end mark; --uninstall takes them away"
_END = "# strategiplan: end"
_MADE = " (with the file)"
_BROKE = " (with the line break above)"
_MARKS = re.compile(
    rf"^{re.escape(_BEGIN)}(?P<how>{re.escape(_MADE)}|{re.escape(_BROKE)})?(?P<break>\r?\n)(?:.*\n)*?{re.escape(_END)}\r?\n?",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose git is set up: one repository's around a folder, or the user's own for all repositories.

    `attributes` is the file that says for which files, `pattern` the files as it names them.
    """

    folder: Path
    is_global: bool
    attributes: Path
    pattern: str

    @property
    def options(self) -> tuple[str, ...]:
        """How git is told which configuration is meant."""
        return ("--global",) if self.is_global else ("--local",)


@dataclass(frozen=True, slots=True)
class Status:
    """What git knows. `values` is what the configuration says, None where it says nothing; `others` are those of its
    settings that somebody has set to something else; `has_line` that the attributes name our files.
    """

    scope: Scope
    values: dict[str, str | None]
    has_line: bool
    is_ours: bool
    has_program: bool

    @property
    def others(self) -> dict[str, str]:
        """Settings of ours that say something else."""
        wanted = dict(CONFIG)
        return {key: value for key, value in self.values.items() if value is not None and value != wanted[key]}

    @property
    def is_installed(self) -> bool:
        """Whether git shows and merges plans through some program."""
        return self.has_line and all(value is not None for value in self.values.values())


def scope_of(root: Path, plans: str, *, is_global: bool = False) -> Scope:
    """Where to set git up for a workspace with its plans in the folder `plans`.

    Raises UserError when git is missing, when the workspace is in no repository, and when the plans lie outside it.
    """
    parts = Path(os.path.normpath(plans)).parts
    if Path(plans).is_absolute() or ".." in parts:
        raise UserError("plans-outside-git", folder=plans)
    if is_global:
        return Scope(root, True, _global_attributes(root), _pattern(parts))
    try:
        git(root, "rev-parse", "--is-inside-work-tree")
    except UserError as error:
        if error.code != "git-refused":
            raise
        raise UserError("no-repository", folder=str(root)) from None
    return Scope(root, False, root / ".gitattributes", _pattern(parts))


def status(scope: Scope) -> Status:
    """What git knows now."""
    text = _read(scope.attributes)
    rows = [row.split() for row in text.splitlines() if row.startswith(f"{scope.pattern} ")]
    has_line = all(any(attribute in row for row in rows) for attribute in _ATTRIBUTES)
    values = {key: _configured(scope, key) for key, _ in CONFIG}
    return Status(scope, values, has_line, _MARKS.search(text) is not None, shutil.which(PROGRAM) is not None)


def install(scope: Scope) -> Status:
    """Set git up; what is set already, also to something else, is left as it is."""
    found = status(scope)
    for key, value in CONFIG:
        if found.values[key] is None:
            git(scope.folder, "config", *scope.options, key, value)
    if not found.has_line:
        # A block of ours for plans in another folder, or from before there was so much to say, is replaced.
        text, is_made = _restored(_read(scope.attributes, strict=True))
        scope.attributes.parent.mkdir(parents=True, exist_ok=True)
        line = " ".join((scope.pattern, *_ATTRIBUTES))
        _write(scope.attributes, text, line, is_made or not scope.attributes.exists())
    return status(scope)


def uninstall(scope: Scope) -> Status:
    """Take away what `install` wrote, and nothing else."""
    found = status(scope)
    for key, value in CONFIG:
        if found.values[key] == value:
            git(scope.folder, "config", *scope.options, "--unset", key)
    if found.is_ours:
        text, is_made = _restored(_read(scope.attributes, strict=True))
        if is_made and not text:
            scope.attributes.unlink()
        else:
            write_atomic(scope.attributes, text.encode("utf-8", "surrogateescape"))
    return status(scope)


def _restored(text: str) -> tuple[str, bool]:
    """The text of an attributes file without what we wrote, and whether the whole file was ours."""
    found = _MARKS.search(text)
    if found is None:
        return text, False
    before, after = text[: found.start()], text[found.end() :]
    if found["how"] == _BROKE and not after:
        before = before.removesuffix(found["break"])
    return before + after, found["how"] == _MADE


def _write(path: Path, text: str, line: str, is_made: bool) -> None:
    newline = "\r\n" if "\r\n" in text else "\n"
    how = _MADE if is_made else ""
    if text and not text.endswith("\n"):
        text, how = text + newline, _BROKE
    block = newline.join([f"{_BEGIN}{how}", line, _END, ""])
    write_atomic(path, (text + block).encode("utf-8", "surrogateescape"))


def _read(path: Path, *, strict: bool = False) -> str:
    """The file's text, byte for byte. With `strict`, a link is refused: what it leads to is not ours to write."""
    if strict and path.is_symlink():
        raise UserError("attributes-link", path=str(path))
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ""


def _pattern(parts: tuple[str, ...]) -> str:
    """The plans' files as `.gitattributes` names them, with the signs that would mean something there made harmless."""
    folder = "/".join(re.sub(r"([\\*?\[\]])", r"\\\1", part) for part in parts)
    pattern = f"{folder}/**/*.yaml" if folder else "**/*.yaml"
    if pattern[0] in "#!":
        pattern = f"\\{pattern}"
    if re.search(r"[\s\"]", pattern):
        return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'
    return pattern


def _configured(scope: Scope, key: str) -> str | None:
    try:
        return git(scope.folder, "config", *scope.options, "--get", key).decode("utf-8", "replace").rstrip("\n")
    except UserError as error:
        if error.code != "git-refused":
            raise
        return None


def _global_attributes(root: Path) -> Path:
    """The user's own attributes file, where git looks for it."""
    try:
        said = git(root, "config", "--global", "--type=path", "--get", "core.attributesFile").decode().rstrip("\n")
    except UserError as error:
        if error.code != "git-refused":
            raise
        said = ""
    if said:
        return Path(said)
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "git" / "attributes"
