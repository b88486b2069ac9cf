"""The reasons of two sides as those of their merge: every note of either side is kept, each once."""

from collections.abc import Iterable
from typing import Any

from strategiplan.address import Address
from strategiplan.model.revision import Note, Revision
from strategiplan.revisions.changes import Change
from strategiplan.revisions.merged import Merged


def joined_revision(merged: Merged, sides: Iterable[Revision | None], base: str, base_hash: str) -> Revision:
    """What `revision.yaml` of the merge says.

    Who proposes, and when, is kept where the sides agree. Notes that are only about what could not be merged are left
    out: they stand with the conflicts.
    """
    given = [side for side in sides if side is not None]
    same = {name: _agreed([getattr(side, name) for side in given]) for name in ("proposer", "kind", "filed")}
    kept = {name: value for name, value in same.items() if value is not None}
    statement = "\n\n".join(dict.fromkeys(side.statement for side in given if side.statement))
    notes = joined_notes(note for side in given for note in side.notes if not _is_disputed(note, merged))
    return Revision(base=base, base_hash=base_hash, statement=statement, notes=notes, **kept)


def _agreed(values: list[Any]) -> Any:
    return values[0] if values and all(value == values[0] for value in values) else None


def joined_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes in their order; those on one address that do not contradict each other are one, with both reasons."""
    out: list[Note] = []
    for note in notes:
        for n, known in enumerate(out):
            if known.at == note.at and (both := _joined(known, note)) is not None:
                out[n] = both
                break
        else:
            out.append(note)
    return tuple(out)


def _joined(one: Note, other: Note) -> Note | None:
    """Two notes on one thing as one, or None when they say different things of it."""
    values: dict[str, object] = {}
    for name, info in Note.model_fields.items():
        first, second, empty = getattr(one, name), getattr(other, name), info.get_default(call_default_factory=True)
        if name == "motivation":
            values[name] = "\n\n".join(dict.fromkeys(filter(None, (first, second))))
        elif name == "sure":
            values[name] = first and second
        elif first != second and empty not in (first, second):
            return None
        else:
            values[name] = first if first != empty else second
    return Note.model_validate(values)


def _is_disputed(note: Note, merged: Merged) -> bool:
    """Whether everything that a note is about could not be merged."""
    at = Address.parse(note.at)
    refused = [c for one in merged.conflicts for c in (*one.ours, *one.theirs)]
    return _is_about(note, at, refused) and not _is_about(note, at, merged.changes)


def _is_about(note: Note, at: Address, changes: Iterable[Change]) -> bool:
    return any(change.note is note or at.covers(change.at) for change in changes)
