"""`merge-driver`: one file merged when git asks for it. What cannot be merged is named in a file beside it."""

import sys
from pathlib import Path, PurePosixPath
from typing import Any

from strategiplan import messages
from strategiplan.cli.choices import language
from strategiplan.diagnostics import Diagnostic, Location, Severity, UserError
from strategiplan.formats.conflicts import Dispute, Names, disputes, to_sidecar
from strategiplan.store.catalog import Catalog
from strategiplan.store.data_merge import ABSENT, Clash
from strategiplan.store.file_merge import FileMerge
from strategiplan.store.forms import kind_of
from strategiplan.store.merge_driver import CannotRead, Contents, merge_contents
from strategiplan.store.names import CONFLICT
from strategiplan.store.writing import write_atomic


def drive(base: str, ours: str, theirs: str, path: str) -> int:
    """Merge three versions of a file into `ours`; returns 0, or 1 when something has to be decided.

    A version that cannot be read leaves `ours` as it is.
    """
    tongue = _language()
    contents = Contents(*(Path(name).read_bytes() for name in (base, ours, theirs)))
    try:
        merged, found = merge_contents(kind_of(Path(path)), contents)
    except CannotRead as refused:
        _say_unreadable(refused, path, tongue)
        return 1
    if merged != contents.ours:
        write_atomic(Path(ours), merged)
    if found.is_clean:
        return 0
    sidecar = Path(f"{path}{CONFLICT}")
    sidecar.parent.mkdir(parents=True, exist_ok=True)
    told = _disputes(found, path, tongue)
    names = Names(*(messages.text(f"driver.{side}", tongue) for side in ("base", "ours", "theirs")))
    write_atomic(sidecar, to_sidecar(told, names, tongue))
    said = messages.plural("driver.undecided", len(told), tongue, path=path, sidecar=sidecar.name)
    print(said, file=sys.stderr)  # noqa: T201
    return 1


def _language() -> str:
    try:
        return language(Catalog.find().settings.language)
    except UserError:
        # Settings that cannot be read are a matter for another command.
        return language()


def _say_unreadable(refused: CannotRead, path: str, tongue: str) -> None:
    which = messages.text(f"driver.{refused.which}", tongue)
    problem = refused.problem
    if problem is None:
        reason = messages.text("fault.not-a-mapping", tongue)
    else:
        place = Location(path, problem.line, problem.column)
        reason = messages.said(Diagnostic(problem.code, Severity.ERROR, place, params=problem.params), tongue)
        reason = f"{problem.line}:{problem.column}: {reason}"
    print(messages.text("driver.unreadable", tongue, path=path, which=which, reason=reason), file=sys.stderr)  # noqa: T201


def _disputes(found: FileMerge, path: str, tongue: str) -> list[Dispute]:
    """What could not be merged, with where in the plan or in the file it is."""
    whys = [
        f"{one.at}: {messages.text(f'conflict.why.{one.why}', tongue, **({'rule': ''} if one.faults else {}))}"
        for one in found.conflicts
    ]
    told = disputes(found.conflicts, whys)
    name = PurePosixPath(path).name
    return [*told, *(_clash(one, name, tongue) for one in found.clashes)]


def _clash(one: Clash, name: str, tongue: str) -> Dispute:
    at = ".".join(one.place) or name
    said = f"{at}: {messages.text('conflict.why.same-place', tongue)}"
    base = None if one.base is ABSENT else one.base
    return Dispute(at, "same-place", said, [_version(one.ours)], [_version(one.theirs)], base)


def _version(value: Any) -> dict[str, Any]:
    return {"removed": True} if value is ABSENT else {"value": value}
