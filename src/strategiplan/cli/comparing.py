"""Comparing two plans for `diff`: load both, join the reasons, filter, and hand over to a view."""

import sys
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import PurePath

from strategiplan import messages
from strategiplan.cli import session
from strategiplan.cli.choices import language
from strategiplan.diagnostics import UserError
from strategiplan.revisions.changes import ChangeSet, Kind
from strategiplan.revisions.reasons import Revised, revise
from strategiplan.store.loading import Loaded
from strategiplan.store.workspace import Workspace


@dataclass(frozen=True)
class Wanted:
    """What was asked of `diff`."""

    old: str
    new: str
    format: str
    view: str = "revision"
    stat: bool = False
    only: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    at: bool = False
    output: str | None = None


def format_of(asked: str | None, output: str | None, formats: type[StrEnum], default: str = "text") -> str:
    """The format that was asked for, or that the output's name says, or the default."""
    if asked:
        return asked
    known = [member.value for member in formats]
    suffix = PurePath(output or "").suffix.lstrip(".").lower()
    suffix = {"markdown": "md", "htm": "html", "txt": "text"}.get(suffix, suffix)
    if suffix in known:
        return suffix
    if suffix and output:
        raise UserError(
            "unknown-choice", option="--output", value=f".{suffix}", choices=", ".join(f".{k}" for k in known)
        )
    return default


def compare(wanted: Wanted, exit_code: bool) -> int:
    """Show the difference; returns the exit code."""
    space = session.workspace()
    session.may_write(wanted.output, space)
    old, new = session.loaded(space, wanted.old), session.loaded(space, wanted.new)
    assert old.dossier is not None and new.dossier is not None
    revision = new.dossier.revision
    # The notes are about another base when the plans are compared across several revisions.
    notes = revision if revision and _is_base(space, old, new) else None
    revised = revise(old.dossier.plan, new.dossier.plan, notes)
    shown = narrowed(revised, wanted)
    tongue = language(session.spoken(space, new, old))
    if not revised.changes.shared and len(revised.changes):
        print(messages.text("note.unrelated", tongue, old=old.name, new=new.name), file=sys.stderr)  # noqa: T201
    _show(space, shown, old, new, wanted, tongue, notes is not None)
    return int(exit_code and len(shown.changes) > 0)


def _is_base(space: Workspace, old: Loaded, new: Loaded) -> bool:
    assert new.dossier is not None and old.dossier is not None
    return new.dossier.base is not None and new.dossier.base == old.dossier.plan


def narrowed(revised: Revised, wanted: Wanted) -> Revised:
    """Only the changes that were asked for. Raises UserError for an id or kind that there is not."""
    changes = revised.changes
    for kind in wanted.kinds:
        if kind not in list(Kind):
            raise UserError("unknown-choice", option="--kinds", value=kind, choices=", ".join(Kind))
    kept = changes.changes
    if wanted.kinds:
        kept = tuple(c for c in kept if c.kind in wanted.kinds)
    if wanted.only:
        inside = _inside(changes, wanted.only)
        kept = tuple(c for c in kept if c.at.id in inside)
    return replace(revised, changes=replace(changes, changes=kept))


def _inside(changes: ChangeSet, only: tuple[str, ...]) -> set[str]:
    known = {**changes.old.nodes, **changes.new.nodes}
    for id_ in only:
        if id_ not in known:
            near = get_close_matches(id_, known, 1, 0.5)
            if near:
                raise UserError("unknown-id-near", id=id_, place="diff", near=near[0])
            raise UserError("unknown-id", id=id_, place="diff")
    inside = set(only)
    for rows in (changes.old, changes.new):
        for id_, row in rows.nodes.items():
            if row.parent is not None and row.parent.id in inside:
                inside.add(id_)
    return inside


def _show(
    space: Workspace, revised: Revised, old: Loaded, new: Loaded, wanted: Wanted, tongue: str, is_base: bool
) -> None:
    if wanted.format == "json":
        from strategiplan.formats.changes import to_json

        session.deliver({"changes.json": to_json(revised, old.name, new.name).encode()}, wanted.output, space)
        return
    assert old.dossier is not None and new.dossier is not None
    from strategiplan.render.losses import coarse, losses

    narrow = wanted.only or wanted.kinds or wanted.stat
    warnings = (*(losses(new.dossier, tongue) if is_base and not narrow else ()), *coarse(revised, tongue))
    if wanted.format == "text":
        if wanted.view not in ("revision", "changes"):
            option = "--format text --view"
            raise UserError("unknown-choice", option=option, value=wanted.view, choices="revision, changes")
        from strategiplan.render.terminal import rendered, write
        from strategiplan.render.terminal_revision import Places, revision_lines

        places = Places(old.positions, new.positions) if wanted.at else None
        lines = list(
            revision_lines(revised, old.dossier, new.dossier, tongue, wanted.stat, wanted.view, places, warnings)
        )
        if wanted.output:
            session.deliver({"diff.txt": rendered(lines).encode()}, wanted.output, space)
        else:
            write(lines)
        return
    from strategiplan.render.publishing import render_revision

    files = render_revision(
        revised, old.dossier, new.dossier, wanted.view, wanted.format, tongue, space.templates, warnings
    )
    session.deliver(files, wanted.output, space)
