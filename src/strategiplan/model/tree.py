"""The tree as flat rows, and back: what diff and merge work on, for every field there is or will be."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from strategiplan.address import ROOT
from strategiplan.model.node import Node, Shape, shape
from strategiplan.model.plan import Plan


class Slot(NamedTuple):
    """A place for children: which node, and which of its fields."""

    id: str
    field: str

    def __str__(self) -> str:
        return f"{self.id}.{self.field}"


class Row(NamedTuple):
    """One node without its children. `fields` holds what is not absent, tables one entry a key (`targets.2026`)."""

    kind: type[Node]
    parent: Slot | None
    fields: dict[str, Any]


class Rows(NamedTuple):
    """A plan, flat. `order` gives the children of every slot that has any, in order."""

    nodes: dict[str, Row]
    order: dict[Slot, tuple[str, ...]]


def children(node: Node) -> Iterator[tuple[str, Node]]:
    """Each child with the slot it sits in, in document order."""
    form = shape(type(node))
    for name in form.slots:
        held = getattr(node, form.names[name])
        if name in form.single:
            if held is not None:
                yield name, held
        else:
            for child in held:
                yield name, child


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in document order. Depth is bounded by the reader, not by recursion here."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(child for _, child in reversed(list(children(top))))


def node_kinds(root: type[Node]) -> list[type[Node]]:
    """Every kind of node that can stand in a tree with this root, the root first."""
    found: list[type[Node]] = []
    todo: list[type[Node]] = [root]
    while todo:
        kind = todo.pop()
        if kind not in found:
            found.append(kind)
            todo.extend(reversed(shape(kind).slots.values()))
    return found


def own_fields(node: Node, form: Shape) -> dict[str, Any]:
    """The node's own fields that differ from their defaults, tables spread out."""
    fields: dict[str, Any] = {}
    for name, attribute in form.names.items():
        if name in form.slots:
            continue
        value = getattr(node, attribute)
        if name in form.tables:
            for key, entry in value.items():
                fields[f"{name}.{key}"] = entry
        elif name not in form.defaults or value != form.defaults[name]:
            fields[name] = value
    return fields


def flatten(plan: Plan) -> Rows:
    """Every node of the plan by id. Where an id stands twice (an error that validation reports) the first is kept."""
    nodes: dict[str, Row] = {}
    order: dict[Slot, list[str]] = {}
    todo: list[tuple[Node, Slot | None]] = [(plan, None)]
    while todo:
        node, parent = todo.pop()
        if node.id in nodes:
            continue
        nodes[node.id] = Row(type(node), parent, own_fields(node, shape(type(node))))
        if parent is not None:
            order.setdefault(parent, []).append(node.id)
        todo.extend(reversed([(child, Slot(node.id, name)) for name, child in children(node)]))
    return Rows(nodes, {slot: tuple(ids) for slot, ids in order.items()})


def assemble(row: Row, id_: str, held: Mapping[str, tuple[Node, ...]]) -> Node:
    """The node that `row` describes, with the children that `held` gives by slot."""
    form = shape(row.kind)
    values: dict[str, Any] = {"id": id_}
    for name, value in row.fields.items():
        table, _, key = name.partition(".")
        if key:
            year = int(key) if key.isdigit() and table not in ("meta",) else key
            values.setdefault(form.names[table], {})[year] = value
        else:
            values[form.names[name]] = value
    for name, nodes in held.items():
        if nodes:
            values[form.names[name]] = nodes[0] if name in form.single else nodes
    return row.kind.model_construct(**_with_defaults(row.kind, values))


def _with_defaults(kind: type[Node], values: dict[str, Any]) -> dict[str, Any]:
    form = shape(kind)
    filled = {form.names[name]: default for name, default in form.defaults.items()}
    for name in form.slots:
        filled[form.names[name]] = None if name in form.single else ()
    filled["meta"] = {}
    for name in form.tables:
        filled[form.names[name]] = {}
    return {**filled, **values}


def build(rows: Rows, root: str = ROOT) -> Plan:
    """The plan that the rows describe: `build(flatten(plan)) == plan`.

    Raises KeyError when a slot names a node that has no row.
    """
    done: dict[str, Node] = {}
    stack = [root]
    while stack:
        id_ = stack[-1]
        row = rows.nodes[id_]
        slots = {name: rows.order.get(Slot(id_, name), ()) for name in shape(row.kind).slots}
        missing = [child for ids in slots.values() for child in ids if child not in done]
        if missing:
            stack.extend(reversed(missing))
            continue
        held = {name: tuple(done[child] for child in ids) for name, ids in slots.items()}
        done[id_] = assemble(row, id_, held)
        stack.pop()
    plan = done[root]
    if not isinstance(plan, Plan):
        raise TypeError(f"the root is a {type(plan).__name__}, not a Plan")
    return plan
