"""Tidy numbers in front of file names: 10, 20, 30, so that a new goal slips in without renaming its siblings."""

import re
from pathlib import Path

from strategiplan.diagnostics import UserError
from strategiplan.store.names import label_of, natural

STEP = 10
_NUMBERED = re.compile(r"([0-9]+)(.*)", re.DOTALL)


def renumbered(plan: Path) -> dict[Path, Path]:
    """The files of a plan's areas, goals and bodies that get another name when numbers are tidied: old path → new path.

    Files and folders keep their order and share one row of numbers; `area.yaml` and what has no number stay as they
    are. Numbers written with leading zeros keep at least their width. Nothing is renamed here: the new names may be
    taken by files that move away at the same time, so they belong in one transaction.

    Raises UserError for a link, which a plan may not hold anyway.
    """
    moves: dict[Path, Path] = {}
    todo = [(plan / part, plan / part) for part in ("bodies", "goals", "areas") if (plan / part).is_dir()]
    while todo:
        old, new = todo.pop()
        names = _tidied([path.name for path in old.iterdir() if not path.name.startswith(".")])
        for name, tidy in names.items():
            if (old / name).is_symlink():
                raise UserError("symlink-in-plan", path=label_of(old / name))
            if (old / name).is_dir():
                todo.append((old / name, new / tidy))
            elif (old / name) != (new / tidy):
                moves[old / name] = new / tidy
    return dict(sorted(moves.items(), key=lambda move: [natural(part) for part in move[0].parts]))


def _tidied(names: list[str]) -> dict[str, str]:
    """The new name of each sibling."""
    tidy = {name: name for name in names}
    found = {name: match for name in names if (match := _NUMBERED.fullmatch(name))}
    is_padded = any(match[1].startswith("0") and len(match[1]) > 1 for match in found.values())
    width = max((len(match[1]) for match in found.values()), default=0) if is_padded else 0
    # 05 and 5 are one number; the name decides, so that the order is the same on every machine.
    for place, name in enumerate(sorted(found, key=lambda name: (natural(name), name)), 1):
        tidy[name] = str(place * STEP).zfill(width) + found[name][2]
    return tidy
