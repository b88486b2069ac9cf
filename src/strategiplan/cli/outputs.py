"""Where a result may be written. Light: it is asked before any work is done."""

from pathlib import Path

from strategiplan.diagnostics import UserError
from strategiplan.store.catalog import Catalog


def may_write(output: str | None, space: Catalog) -> None:
    """Refuse, before any work is done, to write a result into a plan. Raises UserError."""
    if output not in (None, "-") and _inside_plans(Path(str(output)), space):
        raise UserError("output-in-plans", path=output)


def _inside_plans(target: Path, space: Catalog) -> bool:
    return space.folder.resolve() in (target.resolve(), *target.resolve().parents)
