"""Why each thing changes: the notes of `revision.yaml` joined to the changes that they are about."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from strategiplan.address import Address
from strategiplan.model.plan import Plan
from strategiplan.model.revision import Note, Revision
from strategiplan.revisions.changes import Change, ChangeSet, Effect, Kind, diff, outline

_FATES = {
    "absorbed": Kind.ABSORBED,
    "merged": Kind.MERGED,
    "split": Kind.SPLIT,
    "delegated": Kind.DELEGATED,
    "replaced": Kind.REPLACED,
    "promoted": Kind.PROMOTED,
}
_STANDING = {"confirmed": Kind.CONFIRMED, "promised": Kind.PROMISED}
_LIKE = 0.7


@dataclass(frozen=True, slots=True)
class Revised:
    """A change set with its reasons. `stale` notes have lost their change; `origins` says what new nodes came from."""

    changes: ChangeSet
    stale: tuple[Note, ...]
    origins: Mapping[str, tuple[str, ...]]


def revise(old: Plan, new: Plan, revision: Revision | None = None) -> Revised:
    """The difference between two plans with the reasons that the revision gives."""
    return join(diff(old, new), revision.notes if revision else ())


def join(found: ChangeSet, notes: Iterable[Note]) -> Revised:
    """Each change with the most particular note that covers it; a child of what comes or goes inherits its note."""
    notes = tuple(notes)
    by_node: dict[str, list[tuple[Address, Note]]] = {}
    for note in notes:
        at = Address.parse(note.at)
        by_node.setdefault(at.id, []).append((at, note))
    used: set[int] = set()
    joined: dict[str, list[Change]] = {}
    for change in found.changes:
        reason = _covering(change, by_node)
        if reason is not None:
            used.add(id(reason))
        joined.setdefault(change.at.id, []).append(_told(change, reason))
    _inherit(found, joined)
    standing = [n for n in notes if n.kind in _STANDING]
    for said in standing:
        at = Address.parse(said.at)
        if at.id in found.new.nodes:
            used.add(id(said))
            joined.setdefault(at.id, []).append(Change(_STANDING[str(said.kind)], at, note=said))
    order = outline(found.old, found.new) if standing else list(joined)
    changes = tuple(change for id_ in order for change in joined.get(id_, ()))
    stale = tuple(note for note in notes if id(note) not in used)
    origins, given = _origins(notes, found)
    changes = tuple(
        replace(c, note=given[c.at.id], inherited=True)
        if c.effect is Effect.ADD and c.note is None and c.at.id in given
        else c
        for c in changes
    )
    return Revised(replace(found, changes=changes), stale, origins)


def _covering(change: Change, by_node: Mapping[str, list[tuple[Address, Note]]]) -> Note | None:
    found = [(at, note) for at, note in by_node.get(change.at.id, ()) if at.covers(change.at)]
    if change.effect is Effect.SET:
        found = [(at, note) for at, note in found if note.kind not in _STANDING or at.field]
    return max(found, key=lambda pair: len(pair[0].field or ""))[1] if found else None


def _told(change: Change, note: Note | None) -> Change:
    """The change with its note, and of the kind that the note's fate makes it."""
    if note is None:
        return change
    kind = change.kind
    if change.effect is Effect.REMOVE and note.fate in _FATES:
        kind = _FATES[note.fate]
    elif change.effect is Effect.SET and note.kind == "editorial" and is_editorial(change.old, change.new):
        kind = Kind.EDITORIAL
    return replace(change, kind=kind, note=note)


def _inherit(found: ChangeSet, joined: dict[str, list[Change]]) -> None:
    whole = {c.at.id: c for changes in joined.values() for c in changes if c.effect in (Effect.ADD, Effect.REMOVE)}
    for id_ in list(whole):
        chain = []
        current = whole[id_]
        while current.note is None:
            chain.append(current)
            row = current.new if current.effect is Effect.ADD else current.old
            above = whole.get(row.parent.id) if row.parent else None
            if above is None or above.effect is not current.effect:
                break
            current = above
        else:
            for change in chain:
                told = replace(change, note=current.note, inherited=True)
                whole[change.at.id] = told
                joined[change.at.id] = [told if c is change else c for c in joined[change.at.id]]


def _origins(notes: Iterable[Note], found: ChangeSet) -> tuple[dict[str, tuple[str, ...]], dict[str, Note]]:
    """What each new node came from, and the first note that says so: it is the reason for the new one too."""
    out: dict[str, tuple[str, ...]] = {}
    given: dict[str, Note] = {}
    for note in notes:
        source = Address.parse(note.at).id
        if note.fate in (None, "moved") or source not in found.old.nodes:
            continue
        for target in note.into:
            if target in found.new.nodes:
                out[target] = (*out.get(target, ()), source)
                given.setdefault(target, note)
    return out, given


def is_editorial(old: object, new: object) -> bool:
    """Whether a change of text is spelling only: the same words in the same order, each alike, or punctuation."""
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    before, after = re.findall(r"\w+", old), re.findall(r"\w+", new)
    return len(before) == len(after) and all(_alike(a, b) for a, b in zip(before, after, strict=True))


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    if a[:1].isdigit() or b[:1].isdigit():
        return False
    return SequenceMatcher(None, a.casefold(), b.casefold(), autojunk=False).ratio() >= _LIKE
