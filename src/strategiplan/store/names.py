"""What plans are called, from file names alone. Light on purpose: shell completion imports this and nothing more."""

import re
from pathlib import Path

CONFIG = "strategiplan.toml"
SIDE_FILES = frozenset({"organization.yaml"})


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which 2 comes before 10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"([0-9]+)", name))


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
        if path.is_dir() and ((path / "plan.yaml").is_file() or (path / "revision.yaml").is_file()):
            found.append(path.name)
        elif path.is_file() and path.suffix == ".yaml" and path.name not in SIDE_FILES:
            found.append(path.stem)
    return found


def plan_names(start: Path | None = None) -> list[str]:
    """Every plan around a folder, for completion: `organisation/revision`, and `revision` where it is enough."""
    root = root_of((start or Path.cwd()).resolve())
    place = "plans"
    if (root / CONFIG).is_file():
        import tomllib

        try:
            place = str(tomllib.loads((root / CONFIG).read_text("utf-8")).get("plans", place))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            return []
    folder = root / place
    if not folder.is_dir():
        return []
    full = [f"{path.name}/{name}" for path in visible(folder) if path.is_dir() for name in plans_in(path)]
    short = [name.partition("/")[2] for name in full]
    alone = [name for name in short if short.count(name) == 1]
    return [*full, *alone, *(path.stem for path in visible(folder) if path.suffix == ".yaml")]
