"""A plan's fingerprint: by it a proposal knows whether the plan it was written against is still the same."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from strategiplan.model.plan import Plan
from strategiplan.model.tree import flatten
from strategiplan.model.types import Model


def filed_as(plan: Plan, other: Plan) -> Plan:
    """The plan with another's status and decision: how far a plan has come is no part of what it says."""
    return plan.model_copy(update={"status": other.status, "decision": other.decision})


def fingerprint(plan: Plan) -> str:
    """`sha256:` and 64 digits, the same for equal plans whatever their files look like, and across versions of Python.

    Line breaks within a paragraph, key order, comments and file names do not matter; the order of goals does. Neither
    does how far the plan has come (`status`, `decision`): a plan that is superseded says what it always said.
    """
    rows = flatten(plan.model_copy(update={"status": "draft", "decision": None}))
    nodes = {
        id_: [row.kind.__name__, str(row.parent or ""), plain(row.fields)] for id_, row in rows.nodes.items()
    }
    order = {str(slot): list(ids) for slot, ids in rows.order.items()}
    text = json.dumps({"nodes": nodes, "order": order}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plain(value: Any) -> Any:
    """A model value as JSON has it. Equal values give equal JSON: 3.0 is written as 3."""
    match value:
        case bool() | str() | int() | None:
            return value
        case float():
            return int(value) if value.is_integer() else value
        case date():
            return value.isoformat()
        case Model():
            # What is absent is left out, so that a field that the model gains later changes no fingerprint.
            return {
                name: plain(held)
                for name, info in type(value).model_fields.items()
                if (held := getattr(value, name)) != info.get_default(call_default_factory=True)
            }
        case Mapping():
            return {str(key): plain(held) for key, held in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
    return str(value)
