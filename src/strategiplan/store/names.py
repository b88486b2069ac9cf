"""What plans are called, from file names alone. Light on purpose: shell completion imports this and nothing more."""

import os
import re
from pathlib import Path

CONFIG = "strategiplan.toml"
# What a write of several files leaves behind when it is interrupted (`writing`).
JOURNAL = ".strategiplan-journal"
TABLE = "table.json"
# Beside a file or in a plan's folder: what could not be merged, until somebody has decided it.
CONFLICT = ".conflict"
SIDE_FILES = frozenset({"organization.yaml", "theme.yaml"})
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
# A folder with any of these is meant to be a plan, even when its head is missing or has another name.
_SIGNS = ("plan.yaml", "revision.yaml", "areas", "goals", "bodies", "plan.yml")


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which 2 comes before 10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"([0-9]+)", name))


def label_of(path: Path) -> str:
    """The path as a person standing in the current folder would write it."""
    relative = os.path.relpath(path)
    return Path(path if relative.startswith("..") else relative).as_posix()


def own_name(name: str) -> str:
    """A plan's name within its organisation, as proposals give it: `2023` of `HEAD:karlstad/2023`."""
    return name.rpartition(":")[2].rpartition("/")[2]


def sibling(name: str, own: str) -> str:
    """The full name of another plan of the same organisation."""
    return f"{name.rpartition('/')[0]}/{own}".removeprefix("/")


def root_of(start: Path) -> Path:
    """The workspace around a folder: the nearest one with `strategiplan.toml` or `plans/`, else the folder itself."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() or (folder / "plans").is_dir():
            return folder
    return start


def visible(folder: Path) -> list[Path]:
    """What is in a folder, in natural order, without the hidden."""
    return sorted((p for p in folder.iterdir() if not p.name.startswith(".")), key=lambda p: natural(p.name))


def plans_in(folder: Path) -> list[str]:
    """The names of an organisation's plans, in natural order."""
    if not folder.is_dir():
        return []
    found = []
    for path in visible(folder):
        if path.is_dir() and any((path / sign).exists() for sign in _SIGNS):
            found.append(path.name)
        elif path.is_file() and path.suffix == ".yaml" and path.name not in SIDE_FILES:
            found.append(path.stem)
    return found


def organizations_in(folder: Path) -> list[str]:
    """The organisations that have plans in a folder of plans."""
    if not folder.is_dir():
        return []
    return [path.name for path in visible(folder) if path.is_dir() and plans_in(path)]


def names_in(folder: Path) -> list[str]:
    """Every plan in a folder of plans: `organisation/revision`, and single-file plans by their name."""
    if not folder.is_dir():
        return []
    found = [f"{name}/{plan}" for name in organizations_in(folder) for plan in plans_in(folder / name)]
    return found + [path.stem for path in visible(folder) if path.is_file() and path.suffix == ".yaml"]


def plan_names(start: Path | None = None) -> list[str]:
    """Every plan around a folder, for completion: by its full name, and by the short one where that is enough."""
    from strategiplan.diagnostics import UserError
    from strategiplan.store.settings import read_settings

    root = root_of((start or Path.cwd()).resolve())
    try:
        full = names_in(root / read_settings(root).plans)
    except UserError:
        return []
    short = [name.partition("/")[2] for name in full if "/" in name]
    return [*full, *(name for name in short if short.count(name) == 1)]
