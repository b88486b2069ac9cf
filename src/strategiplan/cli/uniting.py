"""Merging for `merge`: load the three plans, say what comes of them, and write the result as a new revision."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from strategiplan import messages
from strategiplan.cli import session
from strategiplan.cli.applying import place_beside, write_step
from strategiplan.cli.choices import language
from strategiplan.diagnostics import UserError
from strategiplan.formats.conflicts import Names, disputes, to_sidecar
from strategiplan.formats.plan_yaml import revision_file
from strategiplan.model import Dossier
from strategiplan.render.merge_view import conflict_sentences, merge_view
from strategiplan.revisions.fingerprint import fingerprint
from strategiplan.revisions.joining import joined_revision
from strategiplan.revisions.merge import merge
from strategiplan.revisions.merged import Merged
from strategiplan.revisions.reasons import Revised, revise
from strategiplan.rules.trial import faults_around
from strategiplan.store.checking import profile
from strategiplan.store.names import CONFLICT, label_of, own_name
from strategiplan.store.rewriting import tree_files

SIDECAR = f"merge{CONFLICT}"


@dataclass(frozen=True)
class Wanted:
    """What was asked of `merge`."""

    base: str
    ours: str
    theirs: str
    format: str = "text"
    output: str | None = None
    name: str | None = None


def unite(wanted: Wanted) -> int:
    """Merge, tell of it, and write it if a name was given; returns the exit code.

    Raises UserError for a wrong question, PlanError for a plan that does not load.
    """
    space = session.workspace()
    session.may_write(wanted.output, space)
    place = place_beside(space, wanted.base, wanted.name) if wanted.name is not None else None
    base, *loaded = (session.loaded(space, name) for name in (wanted.base, wanted.ours, wanted.theirs))
    assert base.dossier is not None
    tongue = language(session.spoken(space, base))
    sides = _sides(base.dossier, [one.dossier for one in loaded if one.dossier is not None])
    ours, theirs = (revised for _, revised in sides.values())
    merged = merge(base.dossier.plan, ours, theirs, faults_around(base.dossier, profile(space.settings).levels))
    names = Names(base.name, *sides)
    if place is not None:
        tree = tree_files(loaded[0].files, merged.plan, loaded[1].files, base.files)
        beside = _beside(merged, base.dossier, sides, names, tongue)
        write_step(place, {**tree, **beside}, place.parent)
    from strategiplan.render.terminal import line, rendered, write

    if wanted.format == "json":
        from strategiplan.formats.merge_json import merge_json

        session.deliver({"merge.json": merge_json(merged, names).encode()}, wanted.output, space)
    else:
        from strategiplan.render.terminal_merge import merge_lines

        lines = list(merge_lines(merge_view(merged, base.dossier, sides, tongue)))
        if wanted.output:
            session.deliver({"merge.txt": rendered(lines).encode()}, wanted.output, space)
        else:
            write(lines)
    if place is not None:
        key = "merge.written" if merged.is_clean else "merge.written-undecided"
        shown = messages.text(key, tongue, place=label_of(place), sidecar=label_of(place / SIDECAR))
        write([line(shown)], sys.stderr if wanted.format == "json" else sys.stdout)
    return 0 if merged.is_clean else 1


def _sides(base: Dossier, sides: list[Dossier]) -> dict[str, tuple[Dossier, Revised]]:
    """Each side by its name, with its reasons for what it changes."""
    out: dict[str, tuple[Dossier, Revised]] = {}
    for side in sides:
        if side.name in out:
            raise UserError("side-twice", name=side.name)
        out[side.name] = side, revise(base.plan, side.plan, side.revision)
    return out


def _beside(
    merged: Merged, base: Dossier, sides: Mapping[str, tuple[Dossier, Revised]], names: Names, tongue: str
) -> dict[str, bytes]:
    """The merged plan's reasons, and what could not be merged."""
    said = [side.revision for side, _ in sides.values()]
    revision = joined_revision(merged, said, own_name(names.base), fingerprint(base.plan))
    files = {"revision.yaml": revision_file(revision)}
    if not merged.is_clean:
        found = disputes(merged.conflicts, conflict_sentences(merged, base, sides, tongue))
        files[SIDECAR] = to_sidecar(found, names, tongue)
    return files
