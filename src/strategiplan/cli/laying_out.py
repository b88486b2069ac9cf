"""What `fmt` does with the files it is given."""

import sys
from collections.abc import Iterator
from pathlib import Path

from strategiplan import messages
from strategiplan.diagnostics import Diagnostic, Report, UserError
from strategiplan.render.report import write_report
from strategiplan.store.catalog import Catalog
from strategiplan.store.layout import format_paths
from strategiplan.store.names import label_of
from strategiplan.store.writing import write_atomic


def lay_out(catalog: Catalog, asked: list[str], check: bool, diff: bool, language: str) -> int:
    """Lay out files, or say what would be changed; returns the exit code."""
    changed = 0
    diagnostics: list[Diagnostic] = []
    for laid in format_paths(_paths(catalog, asked)):
        diagnostics += laid.diagnostics
        if not laid.is_changed:
            continue
        changed += 1
        if diff:
            sys.stdout.write(laid.diff())
        else:
            print(label_of(laid.path))  # noqa: T201
        if not check and not diff:
            write_atomic(laid.path, laid.new.encode())
    if diagnostics:
        write_report(Report.of(diagnostics), language, sys.stderr)
    dry = check or diff
    print(messages.plural("note.fmt-would" if dry else "note.fmt-done", changed, language), file=sys.stderr)  # noqa: T201
    return int(bool(diagnostics) or (check and changed > 0))


def _paths(catalog: Catalog, asked: list[str]) -> Iterator[Path]:
    if not asked:
        if not catalog.folder.is_dir():
            raise UserError("no-plans", name="*", folder=label_of(catalog.folder))
        yield catalog.folder
    for name in asked:
        path = Path(name)
        yield path if path.exists() else catalog.resolve(name)
