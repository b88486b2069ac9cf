"""One writer at a time: a lock that ends with the process that holds it."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from strategiplan.diagnostics import UserError
from strategiplan.store.names import label_of

LOCK = ".strategiplan-lock"


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep every other writer out of a folder.

    The lock is the operating system's, on an open file, so it is gone when its process is gone, however that ended:
    a lock file that a kill left behind locks nobody out. The number in it is only for people.

    Raises UserError when the folder is locked, also by this process itself.
    """
    path = root / LOCK
    handle = _acquire(path, root)
    try:
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        # An open file cannot be removed on Windows; a file left there locks nobody out.
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(handle)


def _acquire(path: Path, root: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            _lock(handle)
        except OSError:
            holder = _holder(path)
            os.close(handle)
            raise UserError("plan-locked", folder=label_of(root), process=holder) from None
        # Whoever held the lock before may have removed its file between our opening it and our locking it.
        if _is_at(handle, path):
            return handle
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        # A byte far behind the text, so that others may still read who holds the lock.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text("ascii", "replace")[:20].strip() or "?"
    return "?"


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
