"""Three versions of one file of a plan, as the model sees them: wrapped into small plans and merged as plans are.

What comes of it is data again, every value spelled as the version spells it that it is taken from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import ValidationError

from strategiplan.address import ROOT
from strategiplan.model import Plan, Revision
from strategiplan.model.node import Node, shape
from strategiplan.model.tree import Row, Rows, Slot, flatten
from strategiplan.revisions.fingerprint import plain
from strategiplan.revisions.merge import merge
from strategiplan.revisions.merged import Conflict
from strategiplan.revisions.reasons import revise
from strategiplan.store.assembly import HEAD
from strategiplan.store.data_merge import ABSENT, Clash, merge_data
from strategiplan.store.forms import SinglePlan, form_of

# Where a file's content stands in a plan: under which key, and whether it is one of several there.
_WRAPPED = {"goal": ("goals", True), "area": ("areas", True), "body": ("bodies", True), "budget": ("budget", False)}
_BESIDE = tuple(name for name in shape(SinglePlan).names if name not in shape(Plan).names)


class Versions(NamedTuple):
    """The data of a file in the common base, on our side and on theirs. The base is None for a new file."""

    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class FileMerge:
    """The data that three versions of a file give, and what could not be merged. `data` is None when there is no base
    to fall back on.
    """

    data: Any
    conflicts: tuple[Conflict, ...] = ()
    clashes: tuple[Clash, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether everything that both sides did is in the data."""
        return not self.conflicts and not self.clashes


def merge_file(kind: str, versions: Versions) -> FileMerge:
    """Three versions of a file of a kind (`forms.KINDS`), merged as a part of a plan or else as plain data."""
    if versions.base is None:
        # Both sides have made a file of this name; nothing says which of them it is to be.
        return FileMerge(None, clashes=(Clash((), ABSENT, versions.ours, versions.theirs),))
    if kind in (*_WRAPPED, "plan", "single") and (found := _as_plan(kind, versions)) is not None:
        return found
    merged = merge_data(versions.base, versions.ours, versions.theirs, form_of(kind))
    return FileMerge(merged.data, clashes=merged.clashes)


def _as_plan(kind: str, versions: Versions) -> FileMerge | None:
    """The versions merged as plans; None when any of them is not what the model asks for."""
    parts = [_split(kind, data) for data in versions]
    try:
        plans = [_wrapped(kind, data) for data, _ in parts]
        notes = [Revision.model_validate(beside.get("revision", {}), by_name=False) for _, beside in parts[1:]]
    except (ValidationError, AttributeError):
        return None
    base = plans[0]
    ours, theirs = (revise(base, side, said) for side, said in zip(plans[1:], notes, strict=True))
    merged = merge(base, ours, theirs)
    spelled = _Spelled(flatten(merged.plan), [(flatten(p), d) for p, (d, _) in zip(plans, parts, strict=True)], kind)
    roots = spelled.roots()
    if len(roots) != 1:
        clash = Clash((), versions.base, versions.ours, versions.theirs)
        return FileMerge(versions.base, merged.conflicts, (clash,))
    beside = merge_data(parts[0][1], parts[1][1], parts[2][1], form_of(kind))
    return FileMerge({**spelled.node(roots[0]), **beside.data}, merged.conflicts, beside.clashes)


def _split(kind: str, data: Any) -> tuple[Any, dict[str, Any]]:
    """A plan in one file without what a folder keeps in files beside it, and that."""
    if kind != "single" or not isinstance(data, dict):
        return data, {}
    return {k: v for k, v in data.items() if k not in _BESIDE}, {k: v for k, v in data.items() if k in _BESIDE}


def _wrapped(kind: str, data: Any) -> Plan:
    """A small plan with the content of a file in it. Raises ValidationError when it is not what it should be."""
    if kind not in _WRAPPED:
        return Plan.model_validate(data, by_name=False)
    key, is_many = _WRAPPED[kind]
    return Plan.model_validate({**HEAD, key: [data] if is_many else data}, by_name=False)


class _Spelled:
    """A merged tree as data, every value as the version that it is taken from spells it."""

    def __init__(self, rows: Rows, versions: list[tuple[Rows, Any]], kind: str) -> None:
        self.rows, self.kind = rows, kind
        # Ours first: where several say the same, the file stays as it is.
        base, ours, theirs = ((tree, dict(_index(tree, _top(data, kind)))) for tree, data in versions)
        self.versions: list[tuple[Rows, Mapping[str, Any]]] = [ours, theirs, base]

    def roots(self) -> tuple[str, ...]:
        """The nodes that the file is about: one, unless the versions disagree about which."""
        if self.kind not in _WRAPPED:
            return (ROOT,)
        return self.rows.order.get(Slot(ROOT, _WRAPPED[self.kind][0]), ())

    def node(self, id_: str) -> dict[str, Any]:
        """One node with what is in it."""
        row = self.rows.nodes[id_]
        form = shape(row.kind)
        spelled = [(tree.nodes[id_], raw[id_]) for tree, raw in self.versions if id_ in tree.nodes and id_ in raw]
        first = spelled[0][1] if spelled else {}
        said = {"id": id_} if "id" in first or not spelled else {}
        # What goes without saying and is said all the same stays.
        idle = {k: v for k, v in first.items() if k in form.names and _is_idle(k, first, spelled[0][0])}
        out: dict[str, Any] = said | idle
        for name, value in row.fields.items():
            table, _, key = name.partition(".")
            found = _spelling(name, value, spelled)
            if key:
                out[table] = {**(out.get(table) or {}), key: found}
            else:
                out[name] = found
        for slot in form.slots:
            if ids := self.rows.order.get(Slot(id_, slot), ()):
                nodes = [self.node(child) for child in ids]
                out[slot] = nodes[0] if slot in form.single else nodes
        return {key: out[key] for key in [*(k for k in first if k in out), *(k for k in out if k not in first)]}


def _is_idle(name: str, data: Mapping[str, Any], row: Row) -> bool:
    if any(field.partition(".")[0] == name for field in row.fields):
        return False
    return not data[name] if name in shape(row.kind).slots or name in shape(row.kind).tables else True


def _spelling(name: str, value: Any, spelled: list[tuple[Row, Any]]) -> Any:
    """A field as a version spells it that has this value; a value that none has is made of theirs and ours."""
    table, _, key = name.partition(".")
    for row, data in spelled:
        if name in row.fields and row.fields[name] == value:
            return data[table][key] if key else data[table]
    return plain(value)


def _top(data: Any, kind: str) -> Any:
    return {_WRAPPED[kind][0]: [data] if _WRAPPED[kind][1] else data} if kind in _WRAPPED else data


def _index(rows: Rows, data: Any) -> Iterator[tuple[str, Any]]:
    """The mapping of every node, by id."""
    todo: list[tuple[type[Node], Any, str]] = [(Plan, data, ROOT)]
    while todo:
        kind, held, id_ = todo.pop()
        yield id_, held
        form = shape(kind)
        for slot, inner in form.slots.items():
            below = held.get(slot)
            for one in ([below] if slot in form.single and below is not None else below or []):
                todo.append((inner, one, str(one.get("id", inner.model_fields["id"].default))))
