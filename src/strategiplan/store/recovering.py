"""Before anything is read: what an interrupted write has decided is done, so that nobody sees half of it.

Light on purpose: every command comes through here, and there is almost never anything to do.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path

from strategiplan.diagnostics import UserError
from strategiplan.store.names import JOURNAL, TABLE, label_of

_PATIENCE, _PAUSE = 40, 0.05


def settled(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Finish what was interrupted in these folders. Returns those in which there was something to finish.

    Somebody who is writing just now is waited for, two seconds at most. Raises UserError when that takes longer, when
    a file has been changed by hand since (see `writing.recover`), and when the folder cannot be written.
    """
    return tuple(folder for folder in dict.fromkeys(folders) if _is_left(folder) and _finish(folder))


def writable_folders(root: Path, plans: Path) -> Iterable[Path]:
    """The folders of a workspace that are written to as one: itself, that of the plans, and each organisation's."""
    yield root
    if plans.is_dir():
        yield plans
        with os.scandir(plans) as entries:
            yield from sorted(Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False))


def _is_left(folder: Path) -> bool:
    # A journal without its table was never decided: the files are the old ones, all of them.
    return os.path.exists(f"{folder}/{JOURNAL}/{TABLE}")  # noqa: PTH110 - every command asks this of every folder


def _finish(folder: Path) -> bool:
    from strategiplan.store.writing import recover

    for turn in range(_PATIENCE):
        try:
            return recover(folder)
        except UserError as error:
            if error.code != "plan-locked" or turn + 1 == _PATIENCE:
                raise
            time.sleep(_PAUSE)
            if not _is_left(folder):
                return False
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserError("journal-left", folder=label_of(folder), reason=reason) from None
    return False
