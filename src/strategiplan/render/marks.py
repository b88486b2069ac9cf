"""The labels of a revision: new, changed, removed, moved, replaced, kept, renamed."""

from collections.abc import Iterable, Iterator

from strategiplan.render.kin import Kin
from strategiplan.render.revision_view import Mark
from strategiplan.render.words import Words
from strategiplan.revisions.changes import Change, Effect, Kind

_TONES = {
    Effect.ADD: "new", Effect.REMOVE: "old", Effect.PLACE: "moved", Effect.NOTHING: "kept", Effect.SET: "new",
}
# What a removed thing becomes is a label of its own, beside the one that says that it goes.
_BECOMES = (Kind.ABSORBED, Kind.DELEGATED, Kind.PROMOTED, Kind.MERGED, Kind.SPLIT)


def marks_of(words: Words, state: str, changes: Iterable[Change], kin: Kin) -> tuple[Mark, ...]:
    """The labels of one node. A label without a change's id repeats what is marked in the text below it."""
    if state == "ghost":
        return (Mark(words.say("mark.moved-away"), "moved"),)
    found = list(changes)
    marks = [mark for change in found if change.effect is not Effect.SET for mark in _marks(change, words, kin)]
    kinds = {c.kind for c in found if c.effect is Effect.SET}
    special = (Kind.RENAMED, Kind.EDITORIAL)
    keys = [f"mark.{kind}" for kind in special if kind in kinds] + ["mark.changed"] * bool(kinds.difference(special))
    return (*marks, *(Mark(words.say(key), "new") for key in keys))


def _marks(change: Change, words: Words, kin: Kin) -> Iterator[Mark]:
    tone, into = _TONES[change.effect], change.note.into if change.note and not change.inherited else ()
    if change.kind is Kind.REPLACED and into:
        yield _with_target(words.say("mark.replaced"), tone, change.id, into[0], words, kin)
        return
    if change.kind in _BECOMES:
        yield Mark(words.say("mark.removed"), tone, change.id)
        target = into[0] if into else ""
        yield _with_target(words.say(f"mark.{change.kind}"), "moved", "", target, words, kin)
        return
    key = "removed" if change.effect is Effect.REMOVE else str(change.kind)
    yield Mark(words.say(f"mark.{key}"), tone, change.id)


def _with_target(word: str, tone: str, change: str, target: str, words: Words, kin: Kin) -> Mark:
    there = target in kin.new.nodes
    return Mark(word, tone, change, words.title(target) if target else "", target if there else "")
