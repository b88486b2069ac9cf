"""A merge as JSON for other programs."""

import json
from collections.abc import Iterable
from typing import Any

from strategiplan.formats.changes import change_data
from strategiplan.formats.conflicts import Names
from strategiplan.revisions.changes import Change
from strategiplan.revisions.merged import Conflict, Merged, Warned

VERSION = 1


def merge_json(merged: Merged, names: Names) -> str:
    """The decisions, the warnings and the conflicts of a merge."""
    data = {
        "version": VERSION,
        **names._asdict(),
        "clean": merged.is_clean,
        "decisions": [{"taken": str(d.taken), "change": change_data(d.change)} for d in merged.decisions],
        "warnings": [_told(one) for one in merged.warnings],
        "conflicts": [
            {
                **_told(one),
                "successors": list(one.successors),
                "faults": [{"code": code, "address": at} for code, at in one.faults],
            }
            for one in merged.conflicts
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _told(one: Conflict | Warned) -> dict[str, Any]:
    return {"why": str(one.why), "address": str(one.at), "ours": _side(one.ours), "theirs": _side(one.theirs)}


def _side(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [change_data(change) for change in changes]
