"""A folder that a website is written to, again and again: only what has changed is written, and what is gone removed.

What was written stands in a list in the folder. A file that is not in the list is somebody else's: it is neither
written over nor removed. The list is written before the first file and again after the last, so that a run that was
cut off knows its own files the next time.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from strategiplan.diagnostics import UserError
from strategiplan.store.locking import LOCK, locked
from strategiplan.store.names import label_of
from strategiplan.store.writing import write_atomic

LIST = ".strategiplan-site.json"
_VERSION = 1


class SiteFolder:
    """The folder, with what the last run left in it.

    Used as a context, it keeps other writers out. Raises UserError for a folder with other things in it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.abspath(folder))  # noqa: PTH100 - a link to a folder is the folder's own business
        self.written = self.removed = 0
        self._held = contextlib.ExitStack()
        self._was = self._read()
        self._files: dict[str, Any] = {}
        self._parts: dict[str, Any] = {}

    def is_current(self, key: str) -> bool:
        """Whether the last run made everything from exactly this, and all of it is still there."""
        return self._was.get("key") == key and all(map(self._is_there, self._was["files"]))

    @property
    def count(self) -> int:
        """How many files the site has."""
        return len(self._files or self._was.get("files", ()))

    def __enter__(self) -> "SiteFolder":
        self.folder.mkdir(parents=True, exist_ok=True)
        self._held.enter_context(locked(self.folder))
        self._was = self._read()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def begin(self, paths: Iterable[str]) -> None:
        """Say which files there will be. Raises UserError for one that is somebody else's, or lies behind a link."""
        paths = list(paths)
        if len(set(paths)) < len(paths):
            raise UserError("site-path-twice", path=next(path for path in paths if paths.count(path) > 1))
        mine = self._was.get("files", {})
        for path in paths:
            place = self._place(path)
            if path not in mine and os.path.lexists(place):
                raise UserError("site-file-foreign", path=label_of(place))
        if self._was.get("key") == "":
            self._sweep(mine)
        planned = {path: mine.get(path) for path in dict.fromkeys((*mine, *paths))}
        self._write_list({**self._was, "key": "", "files": planned})

    def keep(self, part: str, key: str) -> bool:
        """Whether a part was made from exactly this the last time, and is still there; then it is kept."""
        was = self._was.get("parts", {}).get(part)
        if was is None or was["key"] != key or not all(map(self._is_there, was["files"])):
            return False
        self._parts[part] = was
        self._files |= {path: self._was["files"][path] for path in was["files"]}
        return True

    def write(self, part: str, key: str, files: Mapping[str, bytes]) -> None:
        """Write a part's files, those that are others than before."""
        self._parts[part] = {"key": key, "files": list(files)}
        for path, content in files.items():
            entry = [sha256(content).hexdigest(), len(content)]
            self._files[path] = entry
            if self._was.get("files", {}).get(path) != entry or not self._is_there(path):
                place = self._place(path)
                place.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(place, content, durable=False)
                self.written += 1

    def end(self, key: str) -> None:
        """Remove what the last run wrote and this one did not, and write the list."""
        for path, entry in self._was.get("files", {}).items():
            if path not in self._files:
                self._remove(path, entry)
        self._write_list({"key": key, "parts": self._parts, "files": self._files})

    def _read(self) -> dict[str, Any]:
        if not self.folder.exists():
            return {}
        path = self.folder / LIST
        if not path.is_file() or path.is_symlink():
            if any(name != LOCK for name in os.listdir(self.folder)):  # noqa: PTH208 - the first name is enough
                raise UserError("not-a-site", path=label_of(self.folder))
            return {}
        try:
            found: dict[str, Any] = json.loads(path.read_bytes())
            if found["version"] != _VERSION:
                return {"files": found["files"], "parts": {}, "key": ""}
            entries = [entry for entry in found["files"].values() if entry is not None]
            if not all(isinstance(sum_, str) and isinstance(size, int) for sum_, size in entries):
                raise ValueError("files")
            # The list may have come with somebody else's folder, and must not lead out of this one.
            if not all(map(_is_inside, found["files"])):
                raise ValueError("files")
            return found
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UserError("not-a-site", path=label_of(self.folder)) from None

    def _is_there(self, path: str) -> bool:
        entry = self._was["files"].get(path)
        try:
            return entry is not None and os.stat(self.folder / path).st_size == entry[1]  # noqa: PTH116 - hot path
        except OSError:
            return False

    def _place(self, path: str) -> Path:
        """Where a file of the site is. Raises UserError for a path that leads out of the folder."""
        if not _is_inside(path):
            raise UserError("path-outside", path=path, folder=label_of(self.folder))
        place = self.folder
        for part in PurePosixPath(path).parts:
            place = place / part
            if place.is_symlink():
                raise UserError("site-file-foreign", path=label_of(place))
        return place

    def _remove(self, path: str, entry: list[Any] | None) -> None:
        """Remove a file, if it is still what was written."""
        place = self._place(path)
        if entry is None or not place.is_file() or sha256(place.read_bytes()).hexdigest() != entry[0]:
            return
        place.unlink()
        self.removed += 1
        for above in place.parents:
            if above == self.folder or any(above.iterdir()):
                break
            above.rmdir()

    def _sweep(self, files: Iterable[str]) -> None:
        """Remove what a run that was cut off left half-written."""
        for folder in {self._place(path).parent for path in files}:
            for left in folder.glob(".*.new") if folder.is_dir() else ():
                left.unlink(missing_ok=True)

    def _write_list(self, found: Mapping[str, Any]) -> None:
        data = {"version": _VERSION, **{key: value for key, value in found.items() if key != "version"}}
        write_atomic(self.folder / LIST, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _is_inside(path: str) -> bool:
    """Whether a path is one of a visible file below the folder."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not PurePosixPath(path).is_absolute() and not any(part.startswith(".") for part in parts)
