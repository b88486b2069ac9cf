"""Files that say what could not be merged: a plan that has one beside it loads, and is not right until it is gone."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from strategiplan.diagnostics import Diagnostic, Location, Report, Severity
from strategiplan.store import limits
from strategiplan.store.files import FileSet
from strategiplan.store.yaml_reader import read


def unresolved(found: FileSet) -> Report:
    """An error for everything that is still to be decided, where it stands in its file."""
    shown = {_shown(found, name): content for name, content in found.conflicts.items()}
    texts = {path: content.decode("utf-8", "replace") for path, content in shown.items()}
    return Report.of((d for path, content in shown.items() for d in _undecided(path, content)), texts)


def _shown(found: FileSet, name: str) -> str:
    return str(PurePosixPath(found.label).with_name(name)) if found.single else found.shown(name)


def _undecided(path: str, content: bytes) -> Iterator[Diagnostic]:
    parsed = read(content)
    listed = parsed.data.get("conflicts") if isinstance(parsed.data, dict) else None
    told = [one for one in listed if isinstance(one, dict) and "at" in one] if isinstance(listed, list) else []
    if not told:
        # Nothing is left to decide, or somebody has written in it; it still says that nobody has said that it is done.
        yield Diagnostic("conflict-file-left", Severity.ERROR, Location(path))
    for one in told[: limits.PROBLEMS_PER_FILE]:
        place = Location(path, *parsed.marks[id(one)].values["at"])
        yield Diagnostic("unresolved-conflict", Severity.ERROR, place, params={"at": str(one["at"])})
