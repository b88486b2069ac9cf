"""What a check said last time, as long as not a byte of what it looked at has changed.

The key is the content of every file around the plans, the settings, the question and the program itself, so there is
nothing to go stale. Nothing here may fail: a cache that cannot be read or written is no cache.

It lies in the user's own cache folder and never in the workspace: a proposal from a stranger must not bring along the
answer to the question whether it is right.
"""

import json
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from strategiplan.diagnostics import Diagnostic, Ignored, Location, Report, Severity
from strategiplan.store import limits
from strategiplan.store.catalog import Catalog
from strategiplan.store.names import CONFLICT, PICTURES

_KEPT = 64


def own_folder() -> Path:
    """The user's own folder for what can be made again (XDG Base Directory).

    Raises RuntimeError where nobody has a home.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    return Path(base) / "strategiplan"


def key_of(catalog: Catalog, names: Sequence[str], question: Sequence[object]) -> str | None:
    """The name of the answer to a question about these plans; None when it cannot be known from files alone."""
    if not catalog.folder.is_dir() or any(":" in name for name in names):
        return None
    found = sha256(repr((_program(), list(names), list(question), os.path.relpath(catalog.root))).encode())
    try:
        paths = [catalog.resolve(name) for name in names]
        if not all(path.resolve().is_relative_to(catalog.folder.resolve()) for path in paths):
            return None
        for folder in dict.fromkeys(path.resolve().parent for path in paths):
            _add_folder(found, folder)
        settings = catalog.root / "strategiplan.toml"
        found.update(settings.read_bytes() if settings.is_file() else b"")
    except (OSError, ValueError):
        return None
    return found.hexdigest()


def _add_folder(found: Any, folder: Path) -> None:
    """Add every YAML file below a folder, and every file of conflicts.

    Raises ValueError for what is better looked at anew each time.
    """
    todo = [str(folder)]
    total = 0
    while todo:
        here = todo.pop()
        for entry in sorted(os.scandir(here), key=lambda e: e.name):
            if not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
                raise ValueError(entry.path)
            if entry.is_dir():
                if not entry.name.startswith("."):
                    todo.append(entry.path)
                    found.update(f"{entry.path}\0".encode())
            elif entry.name.lower().endswith((".yaml", ".yml", CONFLICT, *PICTURES)):
                with open(entry.path, "rb") as handle:  # noqa: PTH123 - hot path, measured
                    content = handle.read()
                total += len(content)
                if total > limits.PLAN_BYTES:
                    raise ValueError("too much")
                found.update(f"{entry.path}\0{len(content)}\0".encode())
                found.update(content)


def _program() -> list[tuple[str, int, int]]:
    """The program's own files: a changed rule gives another answer."""
    home = Path(__file__).parent.parent
    found = []
    for room in ("", "model", "rules", "revisions", "store", "locale"):
        for entry in os.scandir(home / room):
            if entry.name.endswith((".py", ".toml")):
                status = entry.stat()
                found.append((f"{room}/{entry.name}", status.st_mtime_ns, status.st_size))
    return sorted(found)


def recall(key: str) -> Report | None:
    """The report that was kept under a key."""
    try:
        data = json.loads((own_folder() / f"{key}.json").read_bytes())
        return Report(
            tuple(_diagnostic(d) for d in data["diagnostics"]),
            tuple(Ignored(_diagnostic(d), reason, Location(*where)) for d, reason, where in data["ignored"]),
            data["sources"],
            tuple(data["plans"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError):
        return None


def remember(key: str, report: Report) -> None:
    """Keep a report under a key, and only so many of them."""
    shown = {d.location.path for d in report.diagnostics}
    data = {
        "diagnostics": [_data(d) for d in report.diagnostics],
        "ignored": [[_data(i.diagnostic), i.reason, _place(i.where)] for i in report.ignored],
        "sources": {path: text for path, text in report.sources.items() if path in shown},
        "plans": report.plans,
    }
    try:
        folder = own_folder()
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{key}.{os.getpid()}.tmp"
        temporary.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        temporary.replace(folder / f"{key}.json")
        kept = sorted(folder.glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
        for path in kept[_KEPT:]:
            path.unlink(missing_ok=True)
    except (OSError, TypeError, ValueError, RuntimeError):
        return


def _place(place: Location) -> list[Any]:
    return [place.path, place.line, place.column]


def _data(found: Diagnostic) -> list[Any]:
    return [
        found.code,
        found.severity,
        _place(found.location),
        found.address,
        dict(found.params),
        found.suggestion,
        [_place(r) for r in found.related],
        found.plan,
    ]


def _diagnostic(data: list[Any]) -> Diagnostic:
    code, severity, place, address, params, suggestion, related, plan = data
    return Diagnostic(
        code,
        Severity(severity),
        Location(*place),
        address,
        params,
        suggestion,
        tuple(Location(*r) for r in related),
        plan,
    )
