"""Several proposals on one plan, loaded and compared: what `collisions`, `ballot`, `adopt` and `minutes` begin with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from strategiplan import messages
from strategiplan.cli import session
from strategiplan.cli.choices import language
from strategiplan.diagnostics import UserError
from strategiplan.model import Dossier, Note, Plan, Revision
from strategiplan.render.collision_view import Telling
from strategiplan.revisions.changes import diff
from strategiplan.revisions.collisions import Collisions, collisions
from strategiplan.revisions.fingerprint import filed_as, fingerprint
from strategiplan.revisions.reasons import join
from strategiplan.revisions.trial import Faults
from strategiplan.rules.trial import faults_around
from strategiplan.store.checking import profile
from strategiplan.store.names import own_name, sibling
from strategiplan.store.workspace import Workspace

_SHOWN = 5


@dataclass(frozen=True)
class Gathered:
    """The proposals on one base, loaded and compared. `names` are what each was asked for by.

    `outdated` says of every proposal that was written against another state of the base what has changed since.
    """

    space: Workspace
    base: Dossier
    proposals: Mapping[str, Dossier]
    names: Mapping[str, str]
    found: Collisions
    faults: Faults
    tongue: str
    outdated: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The base's own name, as proposals give it."""
        return own_name(self.base.name)

    @property
    def revisions(self) -> Mapping[str, Revision | None]:
        """Each proposal's `revision.yaml`."""
        return {name: held.revision for name, held in self.proposals.items()}

    def telling(self) -> Telling:
        """The words for them."""
        return Telling(self.found, self.base, self.proposals, self.tongue)


def gather(base: str, proposals: Sequence[str]) -> Gathered:
    """The proposals, compared. How far a plan has come (`status`, `decision`) is nothing that anybody proposes.

    Raises UserError for one that starts from another base, or is named twice, and PlanError for one that does not load.
    """
    space = session.workspace()
    start = session.loaded(space, base)
    assert start.dossier is not None
    held, names = _loaded(space, proposals)
    for name in held:
        _fits(name, held, start.dossier)
    plan = start.dossier.plan
    faults = faults_around(start.dossier, profile(space.settings).levels)
    revised = {
        name: join(diff(plan, filed_as(one.plan, plan)), tuple(_notes(name, held))) for name, one in held.items()
    }
    tongue = language(session.spoken(space, start))
    found = collisions(plan, revised, faults)
    outdated = tuple(_outdated(space, start.name, start.dossier, held, tongue))
    return Gathered(space, start.dossier, held, names, found, faults, tongue, outdated)


def _loaded(space: Workspace, proposals: Sequence[str]) -> tuple[dict[str, Dossier], dict[str, str]]:
    held: dict[str, Dossier] = {}
    names: dict[str, str] = {}
    for asked in proposals:
        proposal = session.loaded(space, asked).dossier
        assert proposal is not None
        name = own_name(proposal.name)
        if name in held:
            raise UserError("proposal-twice", name=name)
        held[name], names[name] = proposal, asked
    return held, names


def _fits(name: str, held: Mapping[str, Dossier], base: Dossier) -> None:
    """See that a proposal starts from the base, or amends another of the proposals, which does."""
    wanted = own_name(base.name)
    seen = {name}
    said = _base_of(held[name], wanted)
    while said != wanted and said in held and said not in seen:
        seen.add(said)
        said = _base_of(held[said], wanted)
    if said != wanted:
        raise UserError("wrong-base", name=held[name].name, base=said, wanted=wanted)


def _base_of(proposal: Dossier, wanted: str) -> str:
    said = proposal.revision.base if proposal.revision else None
    if said is None:
        raise UserError("base-missing", name=proposal.name, wanted=wanted)
    return said


def _notes(name: str, held: Mapping[str, Dossier]) -> Iterator[Note]:
    """A proposal's reasons, and those of the proposal that it amends, since it has that one's changes too."""
    revision = held[name].revision
    if revision is not None:
        yield from revision.notes
        told = {note.at for note in revision.notes}
        if revision.base is not None and revision.base in held:
            yield from (note for note in _notes(revision.base, held) if note.at not in told)


def _outdated(
    space: Workspace, base: str, dossier: Dossier, held: Mapping[str, Dossier], tongue: str
) -> Iterator[str]:
    plans = {own_name(base): dossier.plan, **{name: one.plan for name, one in held.items()}}
    for name, one in held.items():
        revision = one.revision
        if revision is None or revision.base is None or revision.base_hash is None:
            continue
        now = plans[revision.base]
        if fingerprint(now) != revision.base_hash:
            full = sibling(base, revision.base)
            yield messages.text(
                "outdated.base", tongue, name=name, base=revision.base,
                what=_since(space, full, now, revision.base_hash, tongue),
            )  # fmt: skip


def _since(space: Workspace, base: str, now: Plan, wanted: str, tongue: str) -> str:
    """What has changed in a plan since it had a fingerprint, when git remembers it."""
    from strategiplan.store import git

    if ":" in base:
        return messages.text("outdated.unknown", tongue)
    try:
        path = space.resolve(base).resolve().relative_to(space.root.resolve()).as_posix()
        commits = git.commits_of(space.root, path)
        for commit in commits:
            then = space.load(f"{commit}:{base}").plan
            if then is not None and fingerprint(then) == wanted:
                ids = [c.id for c in diff(then, filed_as(now, then))]
                more = len(ids) - _SHOWN
                shown = ", ".join(ids[:_SHOWN])
                shown += messages.text("outdated.more", tongue, count=more) if more > 0 else ""
                return messages.text("outdated.since", tongue, changes=shown)
    except (UserError, ValueError):
        pass
    return messages.text("outdated.unknown", tongue)
