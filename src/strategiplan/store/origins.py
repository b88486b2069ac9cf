"""Where each node of a plan stands in the plan's files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import ValidationError

from strategiplan.diagnostics import Severity
from strategiplan.model.dossier import Document
from strategiplan.model.node import Node, shape
from strategiplan.model.plan import Plan
from strategiplan.model.tree import Slot
from strategiplan.model.types import Model
from strategiplan.store.assembly import Raw, assemble
from strategiplan.store.edit import Place, PlanFile
from strategiplan.store.files import FileSet
from strategiplan.store.filing import UNKNOWN, Known
from strategiplan.store.forms import SinglePlan


class Origin(NamedTuple):
    """A node as it was read: in which file, where in it, and which of its slots that mapping has as keys."""

    node: Node
    file: str
    place: Place
    held: frozenset[str]
    slot: Slot | None
    number: int


@dataclass(frozen=True, slots=True)
class Origins:
    """The nodes of a set of files by id, with the files; no nodes when the files hold no plan that loads."""

    files: Mapping[str, PlanFile] = field(default_factory=dict)
    nodes: Mapping[str, Origin] = field(default_factory=dict)

    def of(self, node: Node) -> Origin | None:
        """Where a node of the same id and kind stands."""
        origin = self.nodes.get(node.id)
        return origin if origin is not None and type(origin.node) is type(node) else None

    def known(self, node: Node) -> Known:
        """What the layout of files has to know about it."""
        origin = self.of(node)
        if origin is None:
            return UNKNOWN
        *folders, name = origin.file.split("/")
        name = folders[-1] if name == "area.yaml" and folders else name
        # Only what lies in a folder of its siblings has a name that says where it comes.
        is_named = not origin.place and bool(folders)
        return Known(origin.held, name if is_named else None, origin.slot, origin.number)


def origins(found: FileSet) -> Origins:
    """Where everything stands in these files."""
    raw = assemble(found)
    if any(d.severity is Severity.ERROR for d in raw.diagnostics):
        return Origins()
    try:
        plan = Document.model_validate(raw.document, by_name=False).plan
    except ValidationError:
        return Origins()
    if plan is None:
        return Origins()
    nodes: dict[str, Origin] = {}
    kinds: dict[str, type[Model]] = {}
    for origin in _placed(plan, raw, {found.shown(name): name for name in found.files}):
        nodes.setdefault(origin.node.id, origin)
        if not origin.place:
            kinds[origin.file] = SinglePlan if found.single else type(origin.node)
    files = {name: PlanFile(found.files[name], kind) for name, kind in kinds.items()}
    return Origins(files, nodes)


def _placed(plan: Plan, raw: Raw, names: Mapping[str, str]) -> Iterator[Origin]:
    """The document and the model made of it, walked side by side. A node in another file begins a place anew."""
    root: Any = raw.document["plan"]
    stack: list[tuple[Node, Any, str, Place, Slot | None, int]] = [(plan, root, "", (), None, 0)]
    while stack:
        node, data, above, place, slot, number = stack.pop()
        form = shape(type(node))
        file = names[raw.marks[id(data)][0]]
        place = place if file == above else ()
        yield Origin(node, file, place, _held(data, file, form.slots, raw, names), slot, number)
        for name in form.slots:
            child = getattr(node, form.names[name])
            if child is None or name not in data:
                continue
            inner = Slot(node.id, name)
            if name in form.single:
                stack.append((child, data[name], file, (*place, name), inner, 0))
            else:
                pairs = zip(child, data[name], strict=True)
                stack += [(one, part, file, (*place, name, n), inner, n) for n, (one, part) in enumerate(pairs)]


def _held(
    data: Any, file: str, slots: Mapping[str, Any], raw: Raw, names: Mapping[str, str]
) -> frozenset[str]:
    """The slots that stand as keys in the node's own text: those that were not put together from other files."""
    held = set()
    for name in slots:
        if name not in data:
            continue
        mark = raw.marks.get(id(data[name]))
        # A list that files were gathered in was made by the program and stands nowhere.
        if mark is None and isinstance(data[name], list):
            continue
        if mark is None or names[mark[0]] == file:
            held.add(name)
    return frozenset(held)
