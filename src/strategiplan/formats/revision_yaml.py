"""A proposal's `revision.yaml` when the proposal comes to start from another plan, or only some of it is left."""

from strategiplan.model.revision import Note, Revision
from strategiplan.store.edit import PlanFile


def based_on(content: bytes, revision: Revision, base: str, base_hash: str | None, notes: tuple[Note, ...]) -> bytes:
    """The file of a revision with another base, and of its notes only these; all else stays as it is.

    Without a `base_hash` nothing is said of the base's state.

    Raises RefusedEdit, and Unreadable for a file that is no YAML.
    """
    file = PlanFile(content, "revision")
    for key, value, known in (("base", base, revision.base), ("base-hash", base_hash, revision.base_hash)):
        if value is None:
            continue
        file = file.set_value((key,), value) if known is not None else file.insert_key((), key, value)
    gone = [n for n, note in enumerate(revision.notes) if note not in notes]
    if gone and len(gone) == len(revision.notes):
        return file.delete_key(("notes",)).content
    for n in reversed(gone):
        file = file.delete_item(("notes", n))
    return file.content
