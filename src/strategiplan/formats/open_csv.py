"""Goals, indicators, targets and changes as CSV that opens right in Excel with Swedish settings.

There, a file is read by the settings of the machine: semicolons between columns, commas in decimal numbers, and UTF-8
only where a byte order mark says so. Exact numbers and nested values are in the JSON beside it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from strategiplan.formats.changes import type_name
from strategiplan.model.plan import Area, BodyPlan, Goal, Indicator, Target
from strategiplan.model.tree import Row, Rows
from strategiplan.revisions.lineage import title_of
from strategiplan.revisions.reasons import Revised

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "goals": (
        "organization", "revision", "id", "title", "area", "area-title", "body", "responsible", "sdg", "deadline",
        "description",
    ),
    "indicators": (
        "organization", "revision", "id", "name", "goal", "definition", "unit", "better", "source", "kpi",
        "baseline-year", "baseline", "owner",
    ),
    "targets": (
        "organization", "revision", "indicator", "name", "unit", "year", "value", "min", "max", "direction", "note",
    ),
    "changes": (
        "organization", "revision", "compared-with", "change", "kind", "type", "id", "title", "field", "old", "new",
        "into", "motivation",
    ),
}  # fmt: skip
Cells = tuple[Any, ...]
_RISKY = ("=", "+", "-", "@", "\t", "\r", "−")


def to_csv(name: str, rows: Iterable[Cells]) -> bytes:
    """A table with its columns' names first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS[name])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    shown = str(value)
    # What begins like a formula would be one; who writes a proposal must not reach into somebody's spreadsheet.
    return f"'{shown}" if isinstance(value, str) and shown.startswith(_RISKY) else shown


def goals(organization: str, revision: str, rows: Rows) -> Iterator[Cells]:
    """The goals of one plan, in its order."""
    for id_, row in rows.nodes.items():
        if row.kind is Goal:
            area, body = _above(rows, id_, Area), _above(rows, id_, BodyPlan)
            title = title_of(rows.nodes[area]) if area else ""
            held = row.fields
            yield (
                organization, revision, id_, title_of(row), area, title, body, held.get("responsible"),
                held.get("sdg"), held.get("deadline"), held.get("description"),
            )  # fmt: skip


def indicators(organization: str, revision: str, rows: Rows) -> Iterator[Cells]:
    """The indicators of one plan, in its order."""
    for id_, row in rows.nodes.items():
        if row.kind is Indicator:
            held = row.fields
            source, baseline = held.get("source"), held.get("baseline")
            yield (
                organization, revision, id_, title_of(row), _above(rows, id_, Goal), held.get("definition"),
                held.get("unit"), held.get("better"), source.kind if source else None, source.kpi if source else None,
                baseline.year if baseline else None, baseline.value if baseline else None, held.get("owner"),
            )  # fmt: skip


def targets(organization: str, revision: str, rows: Rows) -> Iterator[Cells]:
    """The targets of one plan's indicators, a year a line."""
    for id_, row in rows.nodes.items():
        if row.kind is not Indicator:
            continue
        for name, value in row.fields.items():
            if name.startswith("targets.") and isinstance(value, Target):
                low, high = value.range or (value.min, value.max)
                yield (
                    organization, revision, id_, title_of(row), row.fields.get("unit"),
                    int(name.partition(".")[2]), value.value, low, high, value.direction, value.note,
                )  # fmt: skip


def changes(organization: str, old: str, new: str, revised: Revised) -> Iterator[Cells]:
    """What changes from one plan to another, a change a line."""
    before, after = revised.changes.old.nodes, revised.changes.new.nodes
    for change in revised.changes:
        row = after.get(change.at.id) or before[change.at.id]
        note = change.note
        yield (
            organization, new, old, change.id, str(change.kind), type_name(row.kind), change.at.id, title_of(row),
            change.at.field, _value(change.old), _value(change.new), note.into if note else None,
            note.motivation if note else None,
        )  # fmt: skip


def _value(value: Any) -> Any:
    """A field's value; of a whole node its title, and of a nested value nothing: the JSON has it."""
    if isinstance(value, Row):
        return title_of(value)
    return value if isinstance(value, str | int | float) or value is None else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return tuple(map(str, value)) if all(isinstance(v, str | int | float) for v in value) else None
    return value.isoformat() if hasattr(value, "isoformat") else None


def _above(rows: Rows, id_: str, kind: type[Any]) -> str | None:
    """The nearest of a kind that a node stands in."""
    slot = rows.nodes[id_].parent
    while slot is not None:
        row = rows.nodes[slot.id]
        if row.kind is kind:
            return slot.id
        slot = row.parent
    return None
