"""Writing to the disk: a file whole or not at all, and several files as one step.

A kill at any instant, or a power cut, leaves the old files or the new ones, never a mixture:

1. Every new content is written into a journal's folder beside the plans and forced to the disk.
2. The journal's table of what is to be is renamed into place. That single rename is the decision.
3. The contents are moved to where they belong, what is to go is removed, and then the journal.

A journal without its table was never decided and is thrown away; one that has its table is carried out from the
beginning, which comes to the same however often it is done. The table says how files shall *be*, not what to do to
them, so that files may change names with each other.
"""

import contextlib
import glob
import hashlib
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from strategiplan.diagnostics import UserError
from strategiplan.store.locking import locked
from strategiplan.store.names import JOURNAL, TABLE, label_of

_VERSION = 1
_STAGED = re.compile(r"[0-9]+\.new").fullmatch


def write_atomic(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write one file so that a reader, or a kill, meets the old content or the new one. An old file keeps its mode.

    A kill may leave a hidden file beside it, which the next write of the same file removes. What can be made again
    need not be `durable`: then nobody waits for the disk, and what a kill left is for the caller to remove.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _write(new, content, _mode_of(path), durable=durable)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    if not durable:
        return
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.new"):
        if not _is_running(left.name.split(".")[-2]):
            left.unlink(missing_ok=True)
    _sync_folder(path.parent)


class Transaction:
    """Several files under one folder, written as one step.

    Used as a context: what has been asked for is done when the block ends, and nothing when it raises. The folder is
    locked from the beginning to the end, and a step that was interrupted is finished or undone first, so what is read
    inside the block is what will be replaced.

    Raises UserError when somebody else is writing, for a path that leaves the folder or is hidden or a link, and when
    a file is no longer what it was (`was`). OSError means that nothing was done, unless the journal is still there;
    then the next `recover` finishes it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, bytes | None] = {}
        self._modes: dict[str, int] = {}
        self._was: dict[str, bytes] = {}
        self._held = contextlib.ExitStack()

    def __enter__(self) -> "Transaction":
        self._held.enter_context(locked(self.root))
        try:
            _recover(self.root)
        except BaseException:
            self._held.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._held:
            if kind is None and self.files:
                self._commit()

    def write(self, path: Path, content: bytes, was: bytes | None = None) -> None:
        """The file shall have this content. `was` is what it must hold until then, if that matters."""
        name = self._inside(path)
        self.files[name] = content
        if was is not None:
            self._was[name] = was

    def delete(self, path: Path) -> None:
        """The file shall not be there; a folder that becomes empty by it goes too."""
        self.files[self._inside(path)] = None

    def rename(self, moves: Mapping[Path, Path]) -> None:
        """Each file shall be found under its new path; all at once, so two files may take each other's names."""
        if len(set(moves.values())) != len(moves):
            raise ValueError("two files cannot take the same name")
        contents = {new: (old.read_bytes(), _mode_of(old)) for old, new in moves.items()}
        for old in moves:
            self.delete(old)
        for new, (content, mode) in contents.items():
            self.write(new, content)
            self._modes[self._inside(new)] = mode

    def _inside(self, path: Path) -> str:
        root = Path(os.path.normpath(self.root.absolute()))
        full = Path(os.path.normpath(path.absolute()))
        if not full.is_relative_to(root):
            raise UserError("path-outside", path=label_of(path), folder=label_of(self.root))
        return _allowed(self.root, full.relative_to(root).as_posix())

    def _commit(self) -> None:
        self._check()
        journal = self.root / JOURNAL
        journal.mkdir()
        try:
            table = self._stage(journal)
        except BaseException:
            _discard(self.root, journal)
            raise
        (journal / f"{TABLE}.new").replace(journal / TABLE)
        _sync_folder(journal)
        _carry_out(self.root, journal, table)

    def _stage(self, journal: Path) -> dict[str, Any]:
        files: dict[str, Any] = {}
        for number, (name, content) in enumerate(self.files.items()):
            path = self.root / name
            entry: dict[str, Any] = {"old": _sum(path.read_bytes()) if path.exists() else None}
            if content is not None:
                entry |= {"staged": f"{number}.new", "new": _sum(content)}
                _write(journal / f"{number}.new", content, self._modes.get(name, _mode_of(path)))
            files[name] = entry
        table = {"version": _VERSION, "files": files}
        _write(journal / f"{TABLE}.new", json.dumps(table, indent=1).encode(), 0o600)
        # The staged files' names must be on the disk before the table that speaks of them, and the journal's own too.
        _sync_folder(journal)
        _sync_folder(self.root)
        return table

    def _check(self) -> None:
        """Whatever could stop the step half-way is found before it is decided."""
        for name, content in self.files.items():
            path = self.root / name
            if path.exists() and not path.is_file():
                raise IsADirectoryError(f"{label_of(path)} is not a file")
            if name in self._was and (not path.exists() or path.read_bytes() != self._was[name]):
                raise UserError("changed-meanwhile", path=label_of(path))
            if content is None and not path.exists():
                continue
            folder = next(folder for folder in path.parents if folder.exists())
            if not folder.is_dir() or any(above.as_posix() in self.files for above in PurePosixPath(name).parents):
                raise NotADirectoryError(f"{label_of(path.parent)} is not a folder")
            if not os.access(folder, os.W_OK | os.X_OK) or folder.stat().st_dev != self.root.stat().st_dev:
                raise PermissionError(f"{label_of(folder)} cannot be written")


def recover(root: Path) -> bool:
    """Finish or undo what an interrupted transaction left in a folder. Returns whether there was anything.

    Raises UserError when somebody is writing just now, and when a file has been changed by hand since: then nothing
    is overwritten, and the message says how to choose.
    """
    if not (root / JOURNAL).is_dir():
        return False
    with locked(root):
        return _recover(root)


def _recover(root: Path) -> bool:
    journal = root / JOURNAL
    if not journal.is_dir():
        return False
    if journal.is_symlink():
        raise UserError("symlink-in-plan", path=label_of(journal))
    if not (journal / TABLE).exists():
        _discard(root, journal)
        return True
    _carry_out(root, journal, _read_table(root, journal))
    return True


def _read_table(root: Path, journal: Path) -> dict[str, Any]:
    """The table of a journal, trusted no more than any other file: it may have come with somebody else's folder."""
    try:
        table: dict[str, Any] = json.loads((journal / TABLE).read_bytes())
        if table["version"] != _VERSION:
            raise ValueError("version")
        for name, entry in table["files"].items():
            if _allowed(root, name) != name or not _is_entry(entry):
                raise ValueError(name)
            if "staged" in entry and (journal / entry["staged"]).is_symlink():
                raise ValueError(name)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UserError("journal-unknown", path=label_of(journal)) from None
    return table


def _is_entry(entry: dict[str, Any]) -> bool:
    return "old" in entry and ("staged" not in entry or bool(_STAGED(entry["staged"]) and entry["new"]))


def _allowed(root: Path, name: str) -> str:
    """The name, if it is one of a visible file under the root that no link leads out of; else UserError."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or any(part.startswith(".") for part in parts):
        raise UserError("path-outside", path=name, folder=label_of(root))
    path = root
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise UserError("symlink-in-plan", path=label_of(path))
    return PurePosixPath(*parts).as_posix()


def _carry_out(root: Path, journal: Path, table: Mapping[str, Any]) -> None:
    """Bring about what the table says. Doing it again from any point of it changes nothing more."""
    files: Mapping[str, Any] = table["files"]
    for name, entry in files.items():
        found = _sum((root / name).read_bytes()) if (root / name).exists() else None
        is_staged = "staged" in entry and (journal / entry["staged"]).exists()
        if found != entry.get("new") and (found != entry["old"] or ("staged" in entry and not is_staged)):
            raise UserError("journal-torn", path=label_of(root / name), journal=label_of(journal))
    touched = set()
    for name, entry in files.items():
        path = root / name
        if "staged" in entry and (journal / entry["staged"]).exists():
            touched |= {path.parent, *_make_folder(path.parent)}
            (journal / entry["staged"]).replace(path)
        elif "staged" not in entry:
            path.unlink(missing_ok=True)
            touched.add(path.parent)
    touched |= _remove_empty(root, [root / name for name, entry in files.items() if "staged" not in entry])
    for folder in touched:
        if folder.is_dir():
            _sync_folder(folder)
    _discard(root, journal)


def _discard(root: Path, journal: Path) -> None:
    # The table goes first: without it the rest is only rubbish, whenever the next kill comes.
    (journal / TABLE).unlink(missing_ok=True)
    _sync_folder(journal)
    shutil.rmtree(journal)
    _sync_folder(root)


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder, and return those above it that got something new in them."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return [path.parent for path in missing]


def _remove_empty(root: Path, removed: list[Path]) -> set[Path]:
    changed = set()
    for path in removed:
        for folder in path.parents:
            if folder == root:
                break
            try:
                folder.rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                break
            changed.add(folder.parent)
    return changed


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _mode_of(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _write(path: Path, content: bytes, mode: int, *, durable: bool = True) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        path.chmod(mode)
        if durable:
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        # Windows has no such thing; its file systems order a rename by themselves.
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_running(process: str) -> bool:
    if sys.platform == "win32":
        # There, signal 0 is Ctrl-C.
        return True
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except OSError:
        return True
    return True
