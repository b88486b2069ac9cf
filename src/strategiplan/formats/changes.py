"""A change set as JSON: published, versioned, and read back by `apply`."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from strategiplan.diagnostics import UserError
from strategiplan.model import Address, Plan, Row, Slot, shape
from strategiplan.model.node import Node
from strategiplan.model.tree import node_kinds
from strategiplan.model.typed import typed
from strategiplan.model.types import Model
from strategiplan.revisions.changes import Change, Effect, Kind, Place
from strategiplan.revisions.prose import compare
from strategiplan.revisions.reasons import Revised

VERSION = 1
_PROSE = (Kind.TEXT_CHANGED, Kind.EDITORIAL, Kind.RENAMED)


def plain(value: Any) -> Any:
    """A model value as JSON data, keys spelled as in YAML."""
    if isinstance(value, Model):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    return [plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def type_name(kind: type[Node]) -> str:
    """What a kind of node is called in the JSON form: `sub-goal`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("-")


def _row(row: Row) -> dict[str, Any]:
    return {"type": type_name(row.kind), "fields": {name: plain(value) for name, value in row.fields.items()}}


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"parent": place.slot.id, "slot": place.slot.field, "after": place.after} if place else None


def change_data(change: Change) -> dict[str, Any]:
    """One change as JSON data. Absent parts are left out."""
    side = (lambda v: _row(v)) if change.effect in (Effect.ADD, Effect.REMOVE) else plain
    data: dict[str, Any] = {
        "id": change.id,
        "kind": str(change.kind),
        "effect": str(change.effect),
        "address": str(change.at),
        "old": None if change.old is None else side(change.old),
        "new": None if change.new is None else side(change.new),
        "old-place": _place(change.old_place),
        "new-place": _place(change.new_place),
        "note": plain(change.note) if change.note else None,
        "inherited": change.inherited or None,
    }
    if change.kind in _PROSE and isinstance(change.old, str) and isinstance(change.new, str):
        runs = compare(change.old, change.new).runs
        data["runs"] = [[str(run.op), run.text, *([run.move] if run.move else [])] for run in runs]
    return {key: value for key, value in data.items() if value is not None}


def to_json(revised: Revised, old: str, new: str) -> str:
    """The change set between two plans, named as they were asked for, with its reasons."""
    kinds = [str(change.kind) for change in revised.changes]
    data = {
        "version": VERSION,
        "old": old,
        "new": new,
        "nodes": len(revised.changes.nodes),
        "counts": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "changes": [change_data(change) for change in revised.changes],
        "stale-notes": [plain(note) for note in revised.stale],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, path: str) -> tuple[Change, ...]:
    """The changes that a JSON text holds.

    Raises UserError when the text is not a change set of this version.
    """
    try:
        data = json.loads(text)
        if data["version"] != VERSION:
            raise UserError("changes-version", path=path, version=data["version"], known=VERSION)
        return tuple(_change(entry) for entry in data["changes"])
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise UserError(
            "bad-changes", path=path, reason=f"{type(error).__name__}: {str(error).splitlines()[0]}"
        ) from None


def _change(data: Mapping[str, Any]) -> Change:
    kind = Kind(data["kind"])
    at = Address.parse(data["address"])
    whole = Effect(data["effect"]) in (Effect.ADD, Effect.REMOVE)
    old_place, new_place = _read_place(data.get("old-place")), _read_place(data.get("new-place"))
    sides = []
    for side, place in (("old", old_place), ("new", new_place)):
        value = data.get(side)
        if value is not None and whole:
            value = _read_row(at.id, value, place.slot if place else None)
        elif value is not None and at.field:
            value = _read_field(at.field, value)
        sides.append(value)
    return Change(kind, at, sides[0], sides[1], old_place, new_place)


def _read_place(data: Mapping[str, Any] | None) -> Place | None:
    return Place(Slot(data["parent"], data["slot"]), data["after"]) if data else None


def _read_row(id_: str, data: Mapping[str, Any], parent: Slot | None) -> Row:
    kind = next(kind for kind in node_kinds(Plan) if type_name(kind) == data["type"])
    return Row(kind, parent, {name: typed(kind, name, value) for name, value in data["fields"].items()})


def _read_field(name: str, value: Any) -> Any:
    table = name.partition(".")[0]
    for kind in node_kinds(Plan):
        if table in shape(kind).names:
            try:
                return typed(kind, name, value)
            except ValidationError:
                continue
    raise KeyError(name)
