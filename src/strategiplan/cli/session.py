"""What commands have in common once they run: the workspace, the plans asked for, and where answers go."""

import sys
from pathlib import Path

from strategiplan.cli.around import announced
from strategiplan.cli.outputs import may_write as may_write
from strategiplan.diagnostics import PlanError
from strategiplan.store.loading import Loaded
from strategiplan.store.workspace import Workspace


def workspace() -> Workspace:
    """The workspace around the current folder."""
    return announced(Workspace.find())


def loaded(space: Workspace, name: str) -> Loaded:
    """A plan that has to be whole. Raises PlanError with its report when it is not."""
    found = space.load(name)
    if found.plan is None:
        raise PlanError(found.report)
    return found


def spoken(space: Workspace, *plans: Loaded) -> str | None:
    """The language of these plans, from their organisation or the workspace."""
    for plan in plans:
        if plan.dossier and plan.dossier.organization:
            return plan.dossier.organization.language
    return space.settings.language


def deliver(files: dict[str, bytes], output: str | None, space: Workspace) -> None:
    """Write what was made: to the screen, to the file that was named, or into the folder that was named."""
    if output is None or output == "-":
        for content in files.values():
            sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    from strategiplan.store.writing import write_atomic

    may_write(output, space)
    target = Path(output)
    for name, content in files.items():
        path = target if len(files) == 1 and not target.is_dir() else target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, content)
        print(path, file=sys.stderr)  # noqa: T201
