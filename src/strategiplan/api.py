"""The public interface: load, check, compare, decide, merge, publish. All of it is pure but for the files it reads."""

from os import PathLike, fspath
from pathlib import Path
from typing import NamedTuple

from strategiplan.address import Address
from strategiplan.diagnostics import Diagnostic, Location, PlanError, Report, Severity, UserError
from strategiplan.model import Dossier, Plan
from strategiplan.revisions.adoption import adopt, obstacles, settle
from strategiplan.revisions.ballot import ballot
from strategiplan.revisions.changes import Change, ChangeSet, Kind, apply, diff, invert
from strategiplan.revisions.collisions import collisions
from strategiplan.revisions.merge import merge
from strategiplan.revisions.merged import Conflict, Merged
from strategiplan.revisions.reasons import Revised, revise
from strategiplan.revisions.rebase import rebase
from strategiplan.store.checking import check as _check
from strategiplan.store.checking import profile
from strategiplan.store.positions import Positions
from strategiplan.store.workspace import Workspace

__all__ = [
    "Address",
    "Change",
    "ChangeSet",
    "Conflict",
    "Diagnostic",
    "Dossier",
    "Kind",
    "LoadedPlan",
    "Location",
    "Merged",
    "Plan",
    "PlanError",
    "Report",
    "Revised",
    "Severity",
    "UserError",
    "Workspace",
    "adopt",
    "apply",
    "ballot",
    "check",
    "collisions",
    "diff",
    "invert",
    "load",
    "merge",
    "obstacles",
    "publish",
    "rebase",
    "revise",
    "settle",
]


class LoadedPlan(NamedTuple):
    """A plan as read. `plan` is None when anything of it is wrong; `dossier` is what could be read all the same."""

    plan: Plan | None
    report: Report
    sources: Positions
    dossier: Dossier | None


def load(plan: str | PathLike[str], workspace: Workspace | None = None) -> LoadedPlan:
    """A plan by path, by name (`karlstad/2023`), or from git (`HEAD~1:2023`).

    Bad content never raises: it is in the report. Raises UserError when there is no such plan.
    """
    name = fspath(plan)
    space = workspace or Workspace.find(Path(name).parent if Path(name).exists() else None)
    found = space.load(name)
    return LoadedPlan(found.plan, found.report, found.positions, found.dossier)


def check(plan: str | PathLike[str], workspace: Workspace | None = None) -> Report:
    """What the schema and the rules say about a plan. Raises UserError when there is no such plan."""
    name = fspath(plan)
    space = workspace or Workspace.find(Path(name).parent if Path(name).exists() else None)
    return _check(space.load(name), profile(space.settings))


def publish(dossier: Dossier, format: str = "html", language: str | None = None) -> dict[str, bytes]:
    """A plan as published files by relative path: `html`, `md`, `docx` or `pdf`.

    In the organisation's language, unless `language` is told.
    """
    from strategiplan.render.publishing import render_plan

    return render_plan(dossier, format, language)
