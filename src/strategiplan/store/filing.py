"""How a plan is kept in files: what has a file of its own, where it lies, and what a new file holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from strategiplan.model.node import Node, shape
from strategiplan.model.plan import Area, Plan
from strategiplan.model.tree import Slot
from strategiplan.model.types import Model
from strategiplan.store.layout import written
from strategiplan.store.limits import FOLDER_DEPTH
from strategiplan.store.naming import Row, Sibling, number_of

# The slots that a folder keeps in other files than the node's own; everything else stands in that.
_APART: Mapping[type[Node], tuple[str, ...]] = {
    Plan: ("areas", "goals", "bodies", "budget"), Area: ("areas", "goals"),
}


class Sheet(NamedTuple):
    """A node with a file of its own, and those of its slots that are not in it."""

    node: Node
    apart: frozenset[str] = frozenset()


class Known(NamedTuple):
    """What older files say about a node: the slots that stand in its own text, the name of its file or folder if it
    has one, and where it stands.
    """

    held: frozenset[str] = frozenset()
    name: str | None = None
    slot: Slot | None = None
    place: int = 0


UNKNOWN = Known()


def plan_files(plan: Plan) -> dict[str, bytes]:
    """The plan's files by path from its folder, one goal a file, in the canonical layout: `load` of them gives an
    equal plan.

    The numbers in front of file names are the order; bodies, whose order is seldom anybody's choice, have them only
    when they do not stand in the order of their ids. Raises LayoutRefused when a text cannot be written in YAML.
    """
    return {path: new_file(sheet) for path, sheet in sheets(plan).items()}


def new_file(sheet: Sheet) -> bytes:
    """The canonical text of a file."""
    data = {key: value for key, value in data_of(sheet.node).items() if key not in sheet.apart}
    return written(data, type(sheet.node)).encode()


def sheets(plan: Plan, known: Callable[[Node], Known] = lambda node: UNKNOWN) -> dict[str, Sheet]:
    """Every node that has a file in the plan's folder, by path. What is known keeps its name if its order allows."""
    apart = frozenset(_APART[Plan]) - known(plan).held
    found = {"plan.yaml": Sheet(plan, apart)}
    if "areas" in apart:
        for area, name in _named(plan, "areas", "", known):
            found.update(_area(area, f"areas/{name}", known))
    for part in ("goals", "bodies"):
        if part in apart:
            found.update((f"{part}/{name}", Sheet(node)) for node, name in _named(plan, part, ".yaml", known))
    if plan.budget is not None and "budget" in apart:
        found["budget.yaml"] = Sheet(plan.budget)
    return found


def _area(area: Area, folder: str, known: Callable[[Node], Known]) -> Iterator[tuple[str, Sheet]]:
    # A file needs a folder less than the deepest that is read; what lies deeper stands in the area's own file.
    deepest = folder.count("/") + 1 >= FOLDER_DEPTH
    apart = frozenset() if deepest else frozenset(_APART[Area]) - known(area).held
    taken: list[int] = []
    if "areas" in apart:
        names = _named(area, "areas", "", known)
        for inner, name in names:
            yield from _area(inner, f"{folder}/{name}", known)
        taken = [number for _, name in names if (number := number_of(name)) is not None]
    if "goals" in apart:
        # Folders and files in one folder share one row of numbers.
        for goal, name in _named(area, "goals", ".yaml", known, taken):
            yield f"{folder}/{name}", Sheet(goal)
    yield f"{folder}/area.yaml", Sheet(area, apart)


def _named(
    parent: Node, field: str, ending: str, known: Callable[[Node], Known], taken: Sequence[int] = ()
) -> list[tuple[Any, str]]:
    nodes: tuple[Node, ...] = getattr(parent, shape(type(parent)).names[field])
    siblings = []
    for node in nodes:
        _, name, slot, place = known(node)
        stays = name is not None and slot == Slot(parent.id, field)
        siblings.append(Sibling(node.id, name, place if stays else None))
    names = Row(siblings, ending, taken, bare=field == "bodies").names()
    return list(zip(nodes, names, strict=True))


def data_of(value: Model) -> dict[str, Any]:
    """The value as its file says it: keys as in YAML, and nothing that goes without saying."""
    plain: dict[str, Any] = plain_of(value)
    return plain


def plain_of(value: Any) -> Any:
    """A value of the model as data that a file can hold."""
    if isinstance(value, Model):
        return plain_of(value.model_dump(by_alias=True, exclude_defaults=True))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain_of(entry) for key, entry in value.items()}
    return [plain_of(entry) for entry in value] if isinstance(value, list | tuple) else value
