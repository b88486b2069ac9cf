"""Applying a stored change set for `apply`: read it, see that it fits, and write the result as a new revision."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from strategiplan import messages
from strategiplan.cli import session
from strategiplan.cli.choices import language
from strategiplan.diagnostics import UserError
from strategiplan.formats.changes import from_json
from strategiplan.formats.plan_yaml import revision_file
from strategiplan.model import Note, Revision
from strategiplan.model.types import NAME_PATTERN
from strategiplan.revisions.changes import Effect, apply, invert
from strategiplan.revisions.fingerprint import fingerprint
from strategiplan.revisions.fitting import Misfit, misfits
from strategiplan.store.loading import Loaded
from strategiplan.store.names import label_of, own_name
from strategiplan.store.rewriting import tree_files
from strategiplan.store.workspace import Workspace

_SHOWN = 60


@dataclass(frozen=True)
class Wanted:
    """What was asked of `apply`."""

    plan: str
    changes: str
    reverse: bool = False
    name: str | None = None
    output: str | None = None


def apply_changes(wanted: Wanted) -> int:
    """Apply the changes, or say why they do not fit; returns the exit code. Nothing is written unless all of it fits.

    Raises UserError for a wrong question, PlanError when what came out is no valid plan.
    """
    space = session.workspace()
    place = _place(space, wanted)
    old = session.loaded(space, wanted.plan)
    assert old.plan is not None
    tongue = language(session.spoken(space, old))
    text = Path(wanted.changes).read_text("utf-8", "replace")
    changes = from_json(text, wanted.changes)
    if wanted.reverse:
        changes = invert(changes)
    if found := misfits(old.plan, changes):
        _refuse(found, old, tongue)
        return 1
    files = tree_files(old.files, apply(old.plan, changes))
    if wanted.name is not None and place is not None:
        notes = () if wanted.reverse else notes_in(text, wanted.changes)
        revision = Revision(base=own_name(old.name), base_hash=fingerprint(old.plan), notes=notes)
        write_step(place, {**files, "revision.yaml": revision_file(revision)}, place.parent)
    elif place is not None:
        place.mkdir(parents=True, exist_ok=True)
        write_step(place, files, place)
    count = sum(change.effect is not Effect.NOTHING for change in changes)
    key = "apply.would" if place is None else "apply.done"
    shown = label_of(place) if place is not None else ""
    print(messages.plural(key, count, tongue, plan=old.name, place=shown))  # noqa: T201
    return 0


def _place(space: Workspace, wanted: Wanted) -> Path | None:
    """Where the result goes, seen to before any work: beside the plan, in a folder of its own, or nowhere."""
    if wanted.name is not None and wanted.output is not None:
        raise UserError("one-of-both", options="--as, -o")
    if wanted.output is not None:
        session.may_write(wanted.output, space)
        folder = Path(wanted.output)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError("folder-not-empty", path=wanted.output)
        return folder
    if wanted.name is None:
        return None
    return place_beside(space, wanted.plan, wanted.name)


def place_beside(space: Workspace, plan: str, name: str) -> Path:
    """The folder of a new revision beside a plan. Raises UserError for a name that cannot be, or is taken."""
    if not re.fullmatch(NAME_PATTERN, name):
        raise UserError("bad-revision-name", name=name)
    revision, colon, wanted = plan.rpartition(":")
    folder = space.resolve(wanted if colon and len(revision) > 1 else plan).resolve().parent / name
    if folder.exists() or folder.with_name(f"{folder.name}.yaml").exists():
        raise UserError("revision-exists", path=label_of(folder))
    return folder


def write_step(folder: Path, files: dict[str, bytes], root: Path) -> None:
    """All files of a folder as one step, with the root locked; a folder below the root has to be new."""
    from strategiplan.store.writing import Transaction

    with Transaction(root) as step:
        if folder != root and folder.exists():
            raise UserError("revision-exists", path=label_of(folder))
        for name, content in files.items():
            step.write(folder / name, content)


def replace_step(folder: Path, files: Mapping[str, bytes], old: Mapping[str, bytes]) -> None:
    """The files of a folder in place of those that it holds, as one step.

    Raises UserError when one of the old files is no longer what it was; then nothing is written.
    """
    from strategiplan.store.writing import Transaction

    with Transaction(folder.parent) as step:
        for name, content in files.items():
            if old.get(name) != content:
                step.write(folder / name, content, old.get(name))
        for name in old.keys() - files.keys():
            step.delete(folder / name)


def notes_in(text: str, path: str) -> tuple[Note, ...]:
    """The reasons that a change set carries, each once, in its order."""
    data = json.loads(text)
    own = [entry["note"] for entry in data["changes"] if entry.get("note") and not entry.get("inherited")]
    try:
        notes = [Note.model_validate(note, by_name=False) for note in own]
    except ValidationError as error:
        raise UserError("bad-changes", path=path, reason=str(error).splitlines()[0]) from None
    return tuple({repr(note): note for note in notes}.values())


def _refuse(found: Sequence[Misfit], old: Loaded, tongue: str) -> None:
    print(messages.plural("apply.refused", len(found), tongue, plan=old.name), file=sys.stderr)  # noqa: T201
    for misfit in found:
        sides = {"found": _shown(misfit.found, tongue), "wanted": _shown(misfit.wanted, tongue)}
        print(f"  {misfit.at}: {messages.text(f'apply.{misfit.code}', tongue, **sides)}", file=sys.stderr)  # noqa: T201


def _shown(value: Any, tongue: str) -> str:
    """A value as it may stand in a sentence: on one line, and short."""
    from strategiplan.formats.changes import plain
    from strategiplan.render.visible import visible

    if value is None:
        return messages.text("apply.nothing", tongue)
    data = plain(value)
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    line = visible(" ".join(text.split()))
    return f"”{line}”" if len(line) <= _SHOWN else f"”{line[: _SHOWN - 1]}…”"
