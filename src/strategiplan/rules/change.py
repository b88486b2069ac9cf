"""Does the revision say why? Its base, its proposer, and its notes on what changes."""

from collections.abc import Iterator

from strategiplan.address import ROOT, Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.node import shape
from strategiplan.revisions.fingerprint import fingerprint
from strategiplan.revisions.reasons import is_editorial
from strategiplan.rules.difference import KIND, PARENT, Difference, Told, difference, in_notes, told
from strategiplan.rules.nearest import Names
from strategiplan.rules.rule import Rule

# What every revision of a plan changes, for reasons that are the revision itself.
_EVIDENT = ("status", "decision", "meta")
_STANDING = ("confirmed", "promised")


def unknown_base(dossier: Dossier) -> Iterator[Finding]:
    """The revision is based on a plan that does not exist, so nobody can see what it changes.

    Fix: write the name of one of the organisation's revisions under `base`.
    """
    base = dossier.revision.base if dossier.revision else None
    if base and dossier.base is None and dossier.revisions and base not in dossier.revisions:
        yield Finding(Address("revision", "base"), {"base": base}, _others(dossier).nearest(base))


def _others(dossier: Dossier) -> Names:
    own = dossier.name.rpartition("/")[2]
    return Names(name for name in dossier.revisions if name != own)


def base_is_itself(dossier: Dossier) -> Iterator[Finding]:
    """The revision says that it is based on itself.

    Fix: write the name of the revision before it under `base`.
    """
    if dossier.revision and dossier.revision.base == dossier.name.rpartition("/")[2]:
        yield Finding(Address("revision", "base"), {"base": dossier.revision.base})


def base_hash_mismatch(dossier: Dossier) -> Iterator[Finding]:
    """The base is no longer the plan that the revision was written against, so its changes may mean something else now.

    Fix: carry the revision over to the base as it is, and write the new `base-hash`.
    """
    revision, base = dossier.revision, dossier.base
    if revision and base and revision.base_hash and revision.base_hash != (now := fingerprint(base)):
        yield Finding(Address("revision", "base-hash"), {"base": revision.base, "now": now})


def unknown_party(dossier: Dossier) -> Iterator[Finding]:
    """The proposal comes from a party that the organisation does not have.

    Fix: write the id of a party in `organization.yaml`, or add it there.
    """
    proposer = dossier.revision.proposer if dossier.revision else None
    parties = [party.id for party in dossier.organization.parties] if dossier.organization else []
    if proposer and proposer.party and parties and proposer.party not in {*parties, *dossier.unread}:
        yield Finding(
            Address("revision", "proposer.party"), {"party": proposer.party}, Names(parties).nearest(proposer.party)
        )


def proposal_without_proposer(dossier: Dossier) -> Iterator[Finding]:
    """A proposal does not say who makes it. The minutes must (Kommunallagen 5:67).

    Fix: write `proposer` in `revision.yaml`, with a party or a name.
    """
    proposer = dossier.revision.proposer if dossier.revision else None
    if dossier.plan.status != "proposal" or dossier.revision is None:
        return
    if proposer is None or not (proposer.kind == "majority" or proposer.party or proposer.name):
        yield Finding(Address("revision", "proposer"), {"title": dossier.plan.title})


def statement_missing(dossier: Dossier) -> Iterator[Finding]:
    """A proposal is said to be a statement but states nothing.

    Fix: write the `statement`, or another `kind`.
    """
    revision = dossier.revision
    if revision and revision.kind == "statement" and not revision.statement:
        yield Finding(Address("revision", "kind"))


def statement_with_tree(dossier: Dossier) -> Iterator[Finding]:
    """A proposal is said to be only a statement, yet its tree differs from its base.

    Fix: write another `kind`, or take the tree away.
    """
    revision = dossier.revision
    if revision and revision.kind == "statement" and (count := len(difference(dossier).touched)):
        yield Finding(Address("revision", "kind"), {"count": count})


def note_points_nowhere(dossier: Dossier) -> Iterator[Finding]:
    """A note is about something that is neither in the base nor in the revision.

    Fix: write the id of a node in either, with the name of a field after a full stop if the note is about one.
    """
    found = difference(dossier)
    for entry in told(dossier):
        row = found.row(entry.at.id)
        if row is None and entry.at.id not in dossier.unread:
            yield Finding(entry.field("at"), {"at": entry.note.at}, found.names.nearest(entry.at.id))
        elif row is not None and entry.at.field:
            field, fields = entry.at.field.partition(".")[0], shape(row.kind).names
            if field not in fields:
                near = Names(fields).nearest(field)
                yield Finding(entry.field("at"), {"at": entry.note.at}, f"{entry.at.id}.{near}" if near else None)


def _is_about(entry: Told, id_: str, field: str) -> bool:
    """Whether a note is about a field that differs: it names it, its table, its node, or something in its value."""
    changed = Address(id_, field)
    return entry.at.covers(changed) or changed.covers(entry.at)


def note_without_change(dossier: Dossier) -> Iterator[Finding]:
    """A note gives a reason for a change that is not there: what it is about is the same as in the base.

    Fix: take the note away, or say with `kind: confirmed` that the thing stays as it is.
    """
    found = difference(dossier)
    for entry in told(dossier):
        id_, field = entry.at
        lives_on = id_ in found.new.nodes and id_ in found.old.nodes
        if not lives_on or entry.note.kind in _STANDING or entry.note.fate not in (None, "moved"):
            continue
        row = found.new.nodes[id_]
        if field is None:
            differs = PARENT in found.changed.get(id_, ()) if entry.note.fate else id_ in found.touched
        elif field in shape(row.kind).slots:
            differs = id_ in found.touched
        else:
            differs = any(_is_about(entry, id_, name) for name in found.changed.get(id_, ()))
        if not differs:
            yield Finding(entry.field("at"), {"at": entry.note.at})


def confirmed_but_changed(dossier: Dossier) -> Iterator[Finding]:
    """A note says that something stays as it is, yet it differs from the base.

    Fix: give the change a motivation instead of `kind: confirmed`, or take the change back.
    """
    found = difference(dossier)
    for entry in told(dossier):
        if entry.note.kind != "confirmed":
            continue
        changed = [f for f in found.changed.get(entry.at.id, ()) if _is_about(entry, entry.at.id, f)]
        if changed or entry.at.id in found.removed:
            yield Finding(
                entry.field("kind"), {"title": found.title(entry.at.id)}, related=(Address(entry.at.id),),
            )


def editorial_changes_meaning(dossier: Dossier) -> Iterator[Finding]:
    """A change is said to be editorial, yet it changes more than spelling: words or numbers come, go or become others.

    Fix: give the change a motivation instead of `kind: editorial`.
    """
    found = difference(dossier)
    for entry in told(dossier):
        id_ = entry.at.id
        if entry.note.kind != "editorial" or id_ not in found.changed:
            continue
        old, new = found.old.nodes[id_].fields, found.new.nodes[id_].fields
        for name in found.changed[id_]:
            if _is_about(entry, id_, name) and not is_editorial(old.get(name), new.get(name)):
                yield Finding(
                    entry.field("kind"), {"title": found.title(id_), "field": name}, related=(Address(id_, name),)
                )


def promise_without_date(dossier: Dossier) -> Iterator[Finding]:
    """Content is promised without a day, so nobody can tell when the promise is broken.

    Fix: write the day under `due`.
    """
    for entry in told(dossier):
        if entry.note.kind == "promised" and entry.note.due is None:
            yield Finding(entry.field("kind"), {"at": entry.note.at})


def motivation_missing(dossier: Dossier) -> Iterator[Finding]:
    """Something comes, goes or changes and nobody says why. Each organisation decides whether to ask for it.

    Fix: write a note with a `motivation` in `revision.yaml`.
    """
    found = difference(dossier)
    reasons: dict[str, list[Told]] = {}
    for entry in told(dossier):
        if entry.note.motivation or entry.note.kind:
            for id_ in (entry.at.id, *entry.note.into):
                reasons.setdefault(id_, []).append(entry)
    yield from _unexplained_fields(found, reasons)
    for ids, rows in ((found.added, found.new), (found.removed, found.old)):
        coming_or_going = set(ids)
        for id_ in ids:
            parent = rows.nodes[id_].parent
            if id_ not in reasons and not (parent and parent.id in coming_or_going):
                params = {"title": found.title(id_)}
                yield Finding(Address(id_), params) if rows is found.new else in_notes(**params)


def _unexplained_fields(found: Difference, reasons: dict[str, list[Told]]) -> Iterator[Finding]:
    for id_, fields in found.changed.items():
        told_of = reasons.get(id_, ())
        for field in fields:
            if field.partition(".")[0] in _EVIDENT and (id_ == ROOT or field.startswith("meta")):
                continue
            if not any(_is_about(entry, id_, field) or id_ in entry.note.into for entry in told_of):
                at = Address(id_, None if field in (PARENT, KIND) else field)
                yield Finding(at, {"title": found.title(id_)})
                break


RULES = (
    Rule(unknown_base, Severity.ERROR),
    Rule(base_is_itself, Severity.ERROR),
    Rule(base_hash_mismatch, Severity.WARNING, needs_base=True),
    Rule(unknown_party, Severity.ERROR, links=True),
    Rule(proposal_without_proposer, Severity.WARNING),
    Rule(statement_missing, Severity.ERROR),
    Rule(statement_with_tree, Severity.WARNING, needs_base=True),
    Rule(note_points_nowhere, Severity.ERROR, needs_base=True, links=True),
    Rule(note_without_change, Severity.WARNING, needs_base=True),
    Rule(confirmed_but_changed, Severity.WARNING, needs_base=True),
    Rule(editorial_changes_meaning, Severity.WARNING, needs_base=True),
    Rule(promise_without_date, Severity.WARNING),
    Rule(motivation_missing, Severity.INFO, needs_base=True),
)
