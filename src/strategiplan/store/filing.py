"""A whole plan as the files that it is kept in: one goal a file, one sentence a line, in the canonical layout."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from strategiplan.model.plan import Area, Goal, Plan
from strategiplan.model.types import Model
from strategiplan.store.layout import written
from strategiplan.store.limits import FOLDER_DEPTH
from strategiplan.store.names import natural
from strategiplan.store.numbering import STEP

# What has files of its own; everything else stands in `plan.yaml`.
_APART = ("areas", "goals", "bodies", "budget")


def plan_files(plan: Plan) -> dict[str, bytes]:
    """The plan's files by path from its folder: `load` of them gives an equal plan.

    The numbers in front of file names are the order; bodies, whose order is seldom anybody's choice, have them only
    when they do not stand in the order of their ids. Raises LayoutRefused when a text cannot be written in YAML.
    """
    data = data_of(plan)
    head = {key: value for key, value in data.items() if key not in _APART}
    files = {"plan.yaml": _written(head, "plan")}
    for n, area in enumerate(plan.areas, 1):
        files.update(_area(area, f"areas/{n * STEP}-{area.id}"))
    files.update(_goals(plan.goals, "goals"))
    names = [f"{body.id}.yaml" for body in plan.bodies]
    if names != sorted(names, key=natural):
        names = [f"{n * STEP}-{name}" for n, name in enumerate(names, 1)]
    for name, body in zip(names, plan.bodies, strict=True):
        files[f"bodies/{name}"] = _written(data_of(body), "body")
    if plan.budget is not None:
        files["budget.yaml"] = _written(data_of(plan.budget), "budget")
    return files


def _area(area: Area, folder: str) -> Iterator[tuple[str, bytes]]:
    data = data_of(area)
    # A file needs a folder less than the deepest that is read; what lies deeper stands in the area's own file.
    if folder.count("/") + 1 < FOLDER_DEPTH:
        data = {key: value for key, value in data.items() if key not in ("areas", "goals")}
        for n, inner in enumerate(area.areas, 1):
            yield from _area(inner, f"{folder}/{n * STEP}-{inner.id}")
        # Folders and files in one folder share one row of numbers.
        yield from _goals(area.goals, folder, len(area.areas))
    yield f"{folder}/area.yaml", _written(data, "area")


def _goals(goals: Sequence[Goal], folder: str, before: int = 0) -> Iterator[tuple[str, bytes]]:
    for n, goal in enumerate(goals, before + 1):
        yield f"{folder}/{n * STEP}-{goal.id}.yaml", _written(data_of(goal), "goal")


def _written(data: dict[str, Any], kind: str) -> bytes:
    return written(data, kind).encode()


def data_of(value: Model) -> dict[str, Any]:
    """The value as its file says it: keys as in YAML, and nothing that goes without saying."""
    plain: dict[str, Any] = _plain(value.model_dump(by_alias=True, exclude_defaults=True))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, list | tuple) else value
