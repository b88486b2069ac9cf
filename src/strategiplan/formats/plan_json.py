"""A whole plan as published JSON: the keys that its files have, with whose it is and what its form is."""

import json
from typing import Any

from strategiplan.formats import json_schema
from strategiplan.formats.changes import plain
from strategiplan.model.dossier import Dossier
from strategiplan.revisions.lineage import short

VERSION = 1


def plan_json(dossier: Dossier) -> str:
    """A plan with its revision, as `plan_schema` describes it."""
    organization = dossier.organization
    whole = plain(dossier.plan)
    if dossier.revision is not None:
        whole |= {"revision": plain(dossier.revision)}
    data = {
        "version": VERSION,
        "organization": {"name": organization.name, "code": organization.code} if organization else None,
        "revision": short(dossier.name),
        "plan": whole,
    }
    return json.dumps({k: v for k, v in data.items() if v is not None}, ensure_ascii=False, indent=2) + "\n"


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
