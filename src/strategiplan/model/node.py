"""Nodes, and where a child may sit."""

from collections.abc import Iterable
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import Field

from strategiplan.model.types import Id, Model, Role, kebab


class Node(Model):
    """A thing that keeps its identity through revisions. `meta` carries what the model has no name for."""

    id: Id
    meta: dict[str, Any] = Field(default_factory=dict)


class Shape(NamedTuple):
    """How a kind of node is put together, by field name as in YAML."""

    names: dict[str, str]  # YAML spelling → attribute
    slots: dict[str, type[Node]]  # fields that hold children
    single: frozenset[str]  # slots with at most one child
    tables: frozenset[str]  # fields that are mappings with free keys
    roles: dict[str, Role]
    defaults: dict[str, Any]


def _child(annotation: Any) -> tuple[type[Node] | None, bool]:
    """The kind of node that a field holds, and whether it holds at most one."""
    many = get_origin(annotation) is tuple
    if not many and get_origin(annotation) is not UnionType:
        return None, False
    for arg in get_args(annotation):
        if isinstance(arg, type) and issubclass(arg, Node):
            return arg, not many
    return None, False


def _role(annotation: Any, metadata: Iterable[Any]) -> Role | None:
    """What a text is to a reader; a text that may be absent is the same text."""
    inner = [mark for option in get_args(annotation) for mark in getattr(option, "__metadata__", ())]
    return next((mark for mark in (*metadata, *inner) if isinstance(mark, Role)), None)


@cache
def shape(kind: type[Node]) -> Shape:
    """The shape of a kind of node, read off its annotations, so that a new field needs no other edit."""
    names, slots, single, tables, roles, defaults = {}, {}, set(), set(), {}, {}
    for attribute, info in kind.model_fields.items():
        if attribute == "id":
            continue
        name = kebab(attribute)
        names[name] = attribute
        child, at_most_one = _child(info.annotation)
        if child:
            slots[name] = child
            if at_most_one:
                single.add(name)
            continue
        if get_origin(info.annotation) is dict:
            tables.add(name)
        role = _role(info.annotation, info.metadata)
        if role is not None:
            roles[name] = role
        if not info.is_required():
            defaults[name] = info.get_default(call_default_factory=True)
    return Shape(names, slots, frozenset(single), frozenset(tables), roles, defaults)
