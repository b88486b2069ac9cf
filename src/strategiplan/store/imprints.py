"""What things are made from, as short marks that are other marks when the least of it is: plans, templates, program.

Light on purpose: whether anything has changed is asked before a model is loaded.
"""

import os
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from strategiplan.store.catalog import Catalog
from strategiplan.store.names import PICTURES

_HOME = Path(__file__).resolve().parents[1]


def imprint(*parts: object) -> str:
    """One mark for several things."""
    return sha256(repr(parts).encode()).hexdigest()


def of_plans(catalog: Catalog, names: Iterable[str]) -> dict[str, str]:
    """A mark for each plan: its own files, its organisation's, and how it is called."""
    found: dict[str, str] = {}
    around: dict[Path, str] = {}
    for name in names:
        path = catalog.resolve(name)
        above = path.parent
        if above not in around:
            look = [above / "theme.yaml", *(p for p in sorted(above.iterdir()) if p.suffix.lower() in PICTURES)]
            own = [above / "organization.yaml", *_files(above / "measurements")] if above != catalog.folder else []
            beside = [*own, *look]
            around[above] = _content(beside, above)
        found[name] = imprint(name, around[above], _content(_files(path), path.parent))
    return found


def of_program() -> str:
    """A mark for the program itself and its own templates."""
    templates = _HOME / "templates"
    folders = [_HOME, *([] if templates.is_dir() else [_HOME.parents[1] / "templates"])]
    found = []
    for folder in folders:
        for path in _below(folder, (".py", ".toml", ".j2", ".css", ".js")):
            status = os.stat(path)  # noqa: PTH116 - hot path
            found.append((os.path.relpath(path, folder), status.st_mtime_ns, status.st_size))
    return imprint(found)


def of_folder(folder: str | None) -> str:
    """A mark for the content of a folder, such as somebody's own templates; none has one too."""
    return _content([Path(path) for path in _below(Path(folder), ("",))], Path(folder)) if folder else ""


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [Path(found) for found in _below(path, (".yaml", ".yml"))]
    return [path]


def _below(folder: Path, endings: Sequence[str]) -> list[str]:
    found: list[str] = []
    todo = [str(folder)]
    while todo:
        for entry in os.scandir(todo.pop()):
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith((".", "__")):
                    todo.append(entry.path)
            elif entry.name.endswith(tuple(endings)):
                found.append(entry.path)
    return sorted(found)


def _content(paths: Iterable[Path], folder: Path) -> str:
    found = sha256()
    for path in paths:
        if path.is_file():
            content = path.read_bytes()
            found.update(f"{os.path.relpath(path, folder)}\0{len(content)}\0".encode())
            found.update(content)
    return found.hexdigest()
