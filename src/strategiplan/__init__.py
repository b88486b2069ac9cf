"""Strategic plans as version-controlled files.

The names below are the public interface (`strategiplan.api`). They are loaded when they are first used, so that the
command line's `--help` does not wait for a model that it will not need.
"""

from typing import Any

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


def __getattr__(name: str) -> Any:
    if name in __all__:
        from strategiplan import api

        return getattr(api, name)
    raise AttributeError(f"module 'strategiplan' has no attribute {name!r}")
