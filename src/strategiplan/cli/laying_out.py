"""What `fmt` does with the files it is given."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from strategiplan import messages
from strategiplan.diagnostics import Diagnostic, Report, UserError
from strategiplan.render.report import write_report
from strategiplan.store.catalog import Catalog
from strategiplan.store.layout import Laid, format_paths
from strategiplan.store.names import label_of
from strategiplan.store.numbering import renumbered
from strategiplan.store.writing import Transaction


class How(NamedTuple):
    """What was asked of `fmt`."""

    check: bool = False
    diff: bool = False
    renumber: bool = False


@dataclass
class _Step:
    """What changes below one folder: files with another text, and files with another name."""

    laid: list[Laid] = field(default_factory=list)
    moves: dict[Path, Path] = field(default_factory=dict)

    def carry_out(self, root: Path) -> None:
        """All of it, or nothing."""
        with Transaction(root) as step:
            step.rename(self.moves)
            for one in self.laid:
                if one.path not in self.moves:
                    step.write(one.path, one.new.encode(), one.old.encode())
                elif one.path.read_bytes() == one.old.encode():
                    step.write(self.moves[one.path], one.new.encode())
                else:
                    raise UserError("changed-meanwhile", path=label_of(one.path))


def lay_out(catalog: Catalog, asked: list[str], how: How, language: str) -> int:
    """Lay out files, or say what would be changed; returns the exit code.

    What lies together is written together: an organisation's files, or those of a folder elsewhere, are one step.
    """
    diagnostics: list[Diagnostic] = []
    steps: dict[Path, _Step] = {}
    for path in _paths(catalog, asked):
        for laid in format_paths([path]):
            diagnostics += laid.diagnostics
            if laid.is_changed:
                steps.setdefault(_root(catalog, laid.path, path), _Step()).laid.append(laid)
        for plan in _plans(path) if how.renumber else ():
            if moves := renumbered(plan):
                steps.setdefault(_root(catalog, plan / "plan.yaml", path), _Step()).moves |= moves
    for root, step in steps.items():
        if not how.check and not how.diff:
            step.carry_out(root)
        _show(step, how)
    if diagnostics:
        write_report(Report.of(diagnostics), language, sys.stderr)
    moved = sum(len(step.moves) for step in steps.values())
    changed = sum(len(step.laid) for step in steps.values())
    _tell(changed, moved, how, language)
    return int(bool(diagnostics) or (how.check and changed + moved > 0))


def _paths(catalog: Catalog, asked: list[str]) -> Iterator[Path]:
    if not asked:
        if not catalog.folder.is_dir():
            raise UserError("no-plans", name="*", folder=label_of(catalog.folder))
        yield catalog.folder
    for name in asked:
        path = Path(name)
        yield path if path.exists() else catalog.resolve(name)


def _root(catalog: Catalog, path: Path, asked: Path) -> Path:
    """The folder that is locked while a file is written: its organisation's, as for every other write."""
    full, plans = Path(os.path.abspath(path)), Path(os.path.abspath(catalog.folder))  # noqa: PTH100 - links are refused
    if full.is_relative_to(plans):
        parts = full.relative_to(plans).parts
        return plans / parts[0] if len(parts) > 1 else plans
    return asked if asked.is_dir() else asked.parent


def _plans(path: Path) -> Iterator[Path]:
    """The folders of plans at a path: itself, or below it as an organisation's or all organisations'."""
    if not path.is_dir():
        return
    for pattern in ("plan.yaml", "*/plan.yaml", "*/*/plan.yaml"):
        yield from (head.parent for head in sorted(path.glob(pattern)))


def _show(step: _Step, how: How) -> None:
    for laid in step.laid:
        if how.diff:
            sys.stdout.write(laid.diff())
        else:
            print(label_of(laid.path))  # noqa: T201
    for old, new in step.moves.items():
        print(f"{label_of(old)} → {label_of(new)}")  # noqa: T201


def _tell(changed: int, moved: int, how: How, language: str) -> None:
    dry = how.check or how.diff
    print(messages.plural("note.fmt-would" if dry else "note.fmt-done", changed, language), file=sys.stderr)  # noqa: T201
    if how.renumber:
        key = "note.renumber-would" if dry else "note.renumber-done"
        print(messages.plural(key, moved, language), file=sys.stderr)  # noqa: T201
