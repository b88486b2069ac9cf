"""Plans to measure on: the real one as one file, and many times over."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from strategiplan.store.assembly import assemble
from strategiplan.store.files import from_folder


def as_one(folder: Path) -> dict[str, Any]:
    """A folder's plan as the data of a single-file plan."""
    document = assemble(from_folder(folder)).document
    plan = {**document.pop("plan")}
    # The revision's base is another folder, which a single file does not have beside it.
    for beside in ("revision", "decision-record"):
        document.pop(beside, None)
    return plan | document


def times(plan: dict[str, Any], count: int) -> dict[str, Any]:
    """A plan with its areas `count` times over, every id made its own."""
    out = {**plan, "areas": []}
    for n in range(count):
        out["areas"] += [_renamed(deepcopy(area), n) for area in plan["areas"]]
    return out


def _renamed(value: Any, n: int) -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            value[key] = f"{inner}-{n}" if key == "id" else _renamed(inner, n)
    elif isinstance(value, list):
        value[:] = [_renamed(inner, n) for inner in value]
    return value


def edited(plan: dict[str, Any]) -> dict[str, Any]:
    """A plan with one word changed in every goal, one goal moved and one gone: something to find."""
    out = deepcopy(plan)
    for area in out["areas"]:
        for goal in area.get("goals", []):
            goal["description"] = goal.get("description", "").replace(" och ", " samt ", 1)
    if len(out["areas"]) > 1 and len(out["areas"][0].get("goals", [])) > 2:
        out["areas"][1]["goals"].append(out["areas"][0]["goals"].pop(0))
        out["areas"][0]["goals"].pop()
    return out


def write(path: Path, data: dict[str, Any]) -> Path:
    """Write data as YAML that every tool reads: block style, with the texts as they stand in plans."""
    path.write_text("\n".join(_block(data, 0)) + "\n", "utf-8")
    return path


def _block(value: Any, indent: int) -> list[str]:
    pad = " " * indent
    lines: list[str] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            lines += _entry(f"{pad}{json.dumps(str(key)) if str(key)[:1].isdigit() else key}:", inner, indent)
    else:
        for inner in value:
            if isinstance(inner, dict | list) and inner:
                nested = _block(inner, indent + 2)
                lines += [f"{pad}- {nested[0].lstrip()}", *nested[1:]]
            else:
                lines.append(f"{pad}- {json.dumps(inner, ensure_ascii=False)}")
    return lines


def _entry(head: str, inner: Any, indent: int) -> list[str]:
    if isinstance(inner, dict | list) and inner:
        return [head, *_block(inner, indent + 2)]
    if isinstance(inner, str) and "\n" in inner:
        body = [f"{' ' * (indent + 2)}{line}" if line else "" for line in inner.rstrip("\n").split("\n")]
        return [f"{head} |", *body]
    return [f"{head} {json.dumps(inner, ensure_ascii=False)}"]
