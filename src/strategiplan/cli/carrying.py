"""Carrying proposals over for `rebase`: what has become of each change, and the proposal written onto the new plan."""

from dataclasses import dataclass
from pathlib import Path

from strategiplan import messages
from strategiplan.cli import session
from strategiplan.cli.applying import place_beside, replace_step, write_step
from strategiplan.cli.choices import language
from strategiplan.diagnostics import UserError
from strategiplan.formats.conflicts import Dispute, Names, to_sidecar, versions
from strategiplan.formats.plan_yaml import revision_file
from strategiplan.formats.revision_yaml import based_on
from strategiplan.model import Dossier, Revision
from strategiplan.render.terminal import line, write
from strategiplan.render.terminal_rebase import Told, rebase_lines, teller
from strategiplan.revisions.changes import diff
from strategiplan.revisions.fingerprint import filed_as, fingerprint
from strategiplan.revisions.reasons import join
from strategiplan.revisions.rebase import Rebased, State, rebase
from strategiplan.rules.trial import faults_around
from strategiplan.store.checking import profile
from strategiplan.store.loading import Loaded
from strategiplan.store.names import CONFLICT, label_of, own_name, sibling
from strategiplan.store.rewriting import tree_files
from strategiplan.store.workspace import Workspace

SIDECAR = f"rebase{CONFLICT}"


@dataclass(frozen=True)
class Wanted:
    """What was asked of `rebase`."""

    proposals: tuple[str, ...]
    onto: str
    name: str | None = None
    in_place: bool = False
    dry: bool = False


def carry_over(wanted: Wanted) -> int:
    """Carry each proposal over, or only say what would become of it; returns the exit code.

    Raises UserError for a wrong question, PlanError for a plan that does not load.
    """
    if wanted.name is not None and len(wanted.proposals) > 1:
        raise UserError("one-of-both", options="--as, PROPOSAL PROPOSAL")
    if wanted.name is not None and wanted.in_place:
        raise UserError("one-of-both", options="--as, --in-place")
    space = session.workspace()
    onto = session.loaded(space, wanted.onto)
    return max(_one(space, name, onto, wanted) for name in wanted.proposals or _open(space, onto))


def _open(space: Workspace, onto: Loaded) -> list[str]:
    """Every proposal that starts from the plan that `onto` does. Raises UserError when there is none."""
    assert onto.dossier is not None
    base = onto.dossier.revision.base if onto.dossier.revision else None
    found = []
    for name in onto.dossier.revisions:
        held = space.load(sibling(onto.name, name)).dossier
        starts = held is not None and held.revision is not None and held.revision.base == base
        if held is not None and starts and name != own_name(onto.name) and held.plan.status == "proposal":
            found.append(held.name)
    if base is None or not found:
        raise UserError("no-open-proposal", onto=onto.name)
    return found


def _one(space: Workspace, name: str, onto: Loaded, wanted: Wanted) -> int:
    loaded = session.loaded(space, name)
    place = _place(space, name, own_name(onto.name), wanted)
    proposal = loaded.dossier
    assert proposal is not None and onto.dossier is not None
    base = _base(space, proposal, onto.dossier)
    tongue = language(session.spoken(space, loaded))
    revision = proposal.revision or Revision()
    mine = join(diff(base.plan, filed_as(proposal.plan, base.plan)), revision.notes)
    faults = faults_around(base, profile(space.settings).levels)
    reasons = onto.dossier.revision.notes if onto.dossier.revision else ()
    made = rebase(base.plan, mine, filed_as(onto.dossier.plan, base.plan), faults, reasons)
    told = teller(base, proposal, tongue)
    write(rebase_lines(made, name, own_name(onto.name), told, tongue))
    if made.carried and all(one.state is State.DONE for one in made.carried):
        write([line(messages.text("rebase.nothing-left", tongue))])
    elif not wanted.dry:
        names = Names(base.name, onto.name, loaded.name)
        sidecar = _sidecar(names, made, told, tongue) if made.lost else None
        _write(place, loaded, onto, made, sidecar)
        write([line(messages.text("rebase.written", tongue, place=label_of(place)))])
        if made.lost:
            write([line(messages.text("rebase.sidecar", tongue, path=label_of(place / SIDECAR)))])
    return int(bool(made.lost))


def _place(space: Workspace, name: str, onto: str, wanted: Wanted) -> Path:
    """Where the proposal is written: beside the old one, or over it when that was asked for."""
    if not wanted.in_place:
        return place_beside(space, name, wanted.name or f"{own_name(name)}-{onto}")
    place = space.resolve(name).resolve()
    if not place.is_dir():
        raise UserError("needs-folder", path=label_of(place))
    return place


def _base(space: Workspace, proposal: Dossier, onto: Dossier) -> Dossier:
    """The plan that the proposal was written against. Raises UserError when it is not the one that `onto` grew from,
    or is no longer what it was.
    """
    revision = proposal.revision
    if revision is None or revision.base is None:
        raise UserError("base-missing", name=proposal.name, wanted=own_name(onto.name))
    if revision.base == own_name(onto.name):
        raise UserError("already-onto", name=proposal.name, onto=onto.name)
    base = session.loaded(space, sibling(proposal.name, revision.base)).dossier
    assert base is not None
    if revision.base_hash not in (None, fingerprint(base.plan)):
        raise UserError("base-moved", name=proposal.name, base=revision.base)
    return base


def _write(place: Path, loaded: Loaded, onto: Loaded, made: Rebased, sidecar: bytes | None) -> None:
    """The proposal as one step: its tree, its `revision.yaml`, and what has to be looked at."""
    assert loaded.dossier is not None and onto.dossier is not None
    files: dict[str, bytes] = {}
    if "plan.yaml" in loaded.files.files or loaded.files.single:
        plan = filed_as(made.plan, loaded.dossier.plan)
        files = tree_files(onto.files, plan, loaded.files)
    files["revision.yaml"] = _revision(loaded, onto, made)
    if sidecar is not None:
        files[SIDECAR] = sidecar
    if not place.exists():
        write_step(place, files, place.parent)
        return
    old = loaded.files.files
    kept = {name: content for name, content in old.items() if name.startswith("followup/")}
    replace_step(place, {**kept, **files}, old)


def _revision(loaded: Loaded, onto: Loaded, made: Rebased) -> bytes:
    assert loaded.dossier is not None and onto.dossier is not None
    revision = loaded.dossier.revision or Revision()
    base, hash_ = own_name(onto.name), fingerprint(onto.dossier.plan)
    if "revision.yaml" not in loaded.files.files:
        return revision_file(revision.model_copy(update={"base": base, "base_hash": hash_, "notes": made.notes}))
    return based_on(loaded.files.files["revision.yaml"], revision, base, hash_, made.notes)


def _sidecar(names: Names, made: Rebased, told: Told, tongue: str) -> bytes:
    found = [
        Dispute(str(one.change.at), str(one.state), told(one), versions(one.against), versions([one.change]), None)
        for one in made.lost
    ]
    return to_sidecar(found, names, tongue, "rebase")
