"""Beginning a revision for `new`: the base's files beside it, and a `revision.yaml` that says where they come from."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from strategiplan import messages
from strategiplan.cli import session
from strategiplan.cli.applying import place_beside, write_step
from strategiplan.cli.choices import language
from strategiplan.diagnostics import UserError
from strategiplan.formats.plan_yaml import revision_file
from strategiplan.model import Organization, Proposer, Revision
from strategiplan.model.types import ID_PATTERN
from strategiplan.render.terminal import line, write
from strategiplan.revisions.fingerprint import fingerprint
from strategiplan.store.loading import Loaded
from strategiplan.store.names import label_of, own_name
from strategiplan.store.rewriting import tree_files


@dataclass(frozen=True)
class Wanted:
    """What was asked of `new`."""

    name: str
    base: str
    by: str | None = None
    kind: str | None = None
    statement: str | None = None
    filed: str | None = None


def propose(wanted: Wanted) -> None:
    """Write the new revision as one step, and say what comes next. Raises UserError for a wrong question."""
    space = session.workspace()
    place = place_beside(space, wanted.base, wanted.name)
    base = session.loaded(space, wanted.base)
    assert base.dossier is not None
    tongue = language(session.spoken(space, base))
    kind = wanted.kind or ("main" if wanted.by else "draft")
    if kind == "statement" and not (wanted.statement or "").strip():
        raise UserError("statement-missing")
    revision = _revision(wanted, kind, base, base.dossier.organization)
    files = {"revision.yaml": revision_file(revision)}
    if kind != "statement":
        files |= _tree(base, "draft" if kind == "draft" else "proposal")
    write_step(place, files, place.parent)
    key = "statement" if kind == "statement" else "draft" if kind == "draft" else "proposal"
    shown = messages.text(f"new.{key}", tongue, place=label_of(place), name=wanted.name, base=wanted.base)
    write([line(shown)])


def _tree(base: Loaded, status: str) -> dict[str, bytes]:
    """The base's files with another head: what nobody has decided yet says so."""
    assert base.dossier is not None
    plan = base.dossier.plan.model_copy(update={"status": status, "decision": None})
    return tree_files(base.files, plan)


def _revision(wanted: Wanted, kind: str, base: Loaded, organization: Organization | None) -> Revision:
    assert base.dossier is not None
    return Revision(
        base=own_name(base.name),
        base_hash=fingerprint(base.dossier.plan),
        proposer=_proposer(wanted.by, organization),
        kind="main" if kind == "draft" else kind,  # type: ignore[arg-type]
        filed=_date(wanted.filed),
        statement=wanted.statement or "",
    )


def _proposer(by: str | None, organization: Organization | None) -> Proposer | None:
    """Who proposes: a party or body that the organisation knows, else somebody by name.

    A party's majority cannot be known; who proposes for it writes that in the file.
    """
    if by is None:
        return None
    parties = {party.id for party in organization.parties} if organization else set()
    bodies = {body.id for body in organization.bodies} if organization else set()
    if by in parties:
        return Proposer(kind="party", party=by)
    if by in bodies:
        return Proposer(kind="board", party=by)
    if (parties or bodies) and re.fullmatch(ID_PATTERN, by):
        near = get_close_matches(by, sorted(parties | bodies), 1, 0.5)
        key = "unknown-proposer-near" if near else "unknown-proposer"
        raise UserError(key, name=by, known=", ".join(sorted(parties | bodies)), near="".join(near))
    return Proposer(kind="party", name=by)


def _date(said: str | None) -> date | None:
    return read_date(said, "--filed") if said is not None else None


def read_date(said: str, option: str) -> date:
    """A date of the command line. Raises UserError for what is none."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise UserError("bad-date", option=option, value=said) from None
