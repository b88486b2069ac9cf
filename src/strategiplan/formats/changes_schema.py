"""The form of a change set as JSON, as a JSON Schema."""

from collections.abc import Mapping
from typing import Any

from strategiplan.formats import json_schema
from strategiplan.formats.changes import VERSION, type_name
from strategiplan.model import Plan
from strategiplan.model.tree import node_kinds
from strategiplan.revisions.changes import Effect, Kind
from strategiplan.revisions.prose import Op


def changes_schema() -> dict[str, Any]:
    """The JSON Schema of a change set."""
    definitions = json_schema.schema("revision", "en")["$defs"]
    return {
        "$schema": json_schema.DIALECT,
        "$id": "changes.schema.json",
        "title": "A change set, as strategiplan diff --format json writes it",
        "type": "object",
        "required": ["version", "old", "new", "nodes", "counts", "changes", "stale-notes"],
        "additionalProperties": False,
        "properties": {
            "version": {"const": VERSION},
            "old": {"type": "string"},
            "new": {"type": "string"},
            "nodes": {"type": "integer", "minimum": 0},
            "counts": {
                "type": "object",
                "propertyNames": {"enum": [str(kind) for kind in Kind]},
                "additionalProperties": {"type": "integer", "minimum": 1},
            },
            "changes": {"type": "array", "items": {"$ref": "#/$defs/change"}},
            "stale-notes": {"type": "array", "items": {"$ref": "#/$defs/Note"}},
        },
        "$defs": {"change": _change(), **_pieces(), "Note": definitions["Note"]},
    }


def _pieces() -> dict[str, Any]:
    place = {
        "type": "object",
        "required": ["parent", "slot", "after"],
        "additionalProperties": False,
        "properties": {"parent": {"type": "string"}, "slot": {"type": "string"}, "after": {"type": ["string", "null"]}},
    }
    node = {
        "type": "object",
        "required": ["type", "fields"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": [type_name(kind) for kind in node_kinds(Plan)]},
            "fields": {"type": "object"},
        },
    }
    run = {
        "type": "array",
        "prefixItems": [{"enum": [str(op) for op in Op]}, {"type": "string"}, {"type": "integer"}],
        "items": False,
        "minItems": 2,
    }
    return {"node": node, "place": place, "run": run}


def _change() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["id", "kind", "effect", "address"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "pattern": f":({'|'.join(Effect)})$"},
            "kind": {"enum": [str(kind) for kind in Kind]},
            "effect": {"enum": [str(effect) for effect in Effect]},
            "address": {"type": "string"},
            "old": {},
            "new": {},
            "old-place": {"$ref": "#/$defs/place"},
            "new-place": {"$ref": "#/$defs/place"},
            "note": {"$ref": "#/$defs/Note"},
            "inherited": {"const": True},
            "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}},
        },
        "allOf": [
            _when("add", {"required": ["new", "new-place"], "properties": {"new": {"$ref": "#/$defs/node"}}}),
            _when("remove", {"required": ["old", "old-place"], "properties": {"old": {"$ref": "#/$defs/node"}}}),
            _when("place", {"required": ["old-place", "new-place"]}),
            _when("set", {"anyOf": [{"required": ["old"]}, {"required": ["new"]}]}),
            _when("nothing", {"required": ["note"]}),
        ],
    }


def _when(effect: str, then: Mapping[str, Any]) -> dict[str, Any]:
    return {"if": {"properties": {"effect": {"const": effect}}}, "then": dict(then)}
