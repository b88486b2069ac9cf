"""The form of a published plan as JSON, as a JSON Schema."""

from typing import Any

from strategiplan.formats import json_schema
from strategiplan.formats.plan_json import VERSION


def plan_schema(lang: str) -> dict[str, Any]:
    """The JSON Schema of a published plan, explained in a language."""
    single = json_schema.schema("single", lang)
    definitions = single.pop("$defs")
    plan = {key: value for key, value in single.items() if not key.startswith("$")}
    return {
        "$schema": json_schema.DIALECT,
        "$id": "plan.schema.json",
        "title": "A published plan",
        "type": "object",
        "required": ["version", "revision", "plan"],
        "additionalProperties": False,
        "properties": {
            "version": {"const": VERSION},
            "organization": {
                "type": "object",
                "required": ["name", "code"],
                "additionalProperties": False,
                "properties": {"name": {"type": "string"}, "code": {"type": ["string", "null"]}},
            },
            "revision": {"type": "string"},
            "plan": plan,
        },
        "$defs": definitions,
    }
