"""How much changes, in numbers: `1 nytt mål`, `2 mål utgår`, `3 nya indikatorer`."""

from strategiplan.messages import plural
from strategiplan.render.kin import Kin
from strategiplan.render.revision_view import Count
from strategiplan.render.words import Words
from strategiplan.revisions.changes import Change, Effect, Kind

# In this order, and anything else as "other changes".
ORDER = (
    "area-added", "area-removed", "area-renamed", "area-moved", "area-rewritten",
    "goal-added", "goal-removed", "goal-renamed", "goal-moved", "goal-rewritten", "goal-changed", "goal-confirmed",
    "indicator-added", "indicator-removed", "indicator-replaced", "indicator-moved", "indicator-changed", "other",
)
_COUNTED = {"area": "area", "goal": "goal", "financial-goal": "goal", "indicator": "indicator"}


def tally(kin: Kin, words: Words, area: str | None) -> tuple[Count, ...]:
    """The counts for one area, for what belongs to no area (`""`), or for everything (None).

    A node counts once under each heading, however many of its fields change, and a text of a goal's section counts as
    a rewriting of the goal. An indicator that takes another's place is not also new.
    """
    heirs = {id_ for c in kin.removed.values() if c.kind is Kind.REPLACED and c.note for id_ in c.note.into}
    found: dict[str, set[str]] = {}
    for changes in kin.of.values():
        for change in changes:
            if area is None or (kin.area(change.at.id) or "") == area:
                key, id_ = _heading(change, kin, heirs)
                if key:
                    found.setdefault(key, set()).add(id_)
    return tuple(Count(len(found[key]), plural(f"label.count.{key}", len(found[key]), words.lang))
                 for key in ORDER if key in found)


def _heading(change: Change, kin: Kin, heirs: set[str]) -> tuple[str, str]:
    id_ = change.at.id
    kind = kin.kind(id_)
    comes_or_goes = change.effect in (Effect.ADD, Effect.REMOVE)
    if kind in ("section", "strategy") and comes_or_goes and kin.head(change) != id_:
        return "", id_  # it comes or goes with what it is a part of
    parent = kin.row(id_).parent
    if kind == "section" and parent is not None and kin.kind(parent.id) in _COUNTED:
        return f"{_COUNTED[kin.kind(parent.id)]}-rewritten", parent.id
    if kind not in _COUNTED:
        return "other", change.id
    level = _COUNTED[kind]
    if change.effect is Effect.REMOVE:
        replaced = level == "indicator" and change.kind is Kind.REPLACED
        return f"{level}-{'replaced' if replaced else 'removed'}", id_
    if change.effect is Effect.ADD:
        return ("", id_) if level == "indicator" and id_ in heirs else (f"{level}-added", id_)
    if change.effect is Effect.PLACE:
        return f"{level}-moved", id_
    if change.kind is Kind.CONFIRMED and level == "goal":
        return "goal-confirmed", id_
    if level == "indicator" and change.effect is Effect.SET:
        return "indicator-changed", id_
    how = {Kind.RENAMED: "renamed", Kind.TEXT_CHANGED: "rewritten", Kind.EDITORIAL: "rewritten"}.get(change.kind)
    if how:
        return f"{level}-{how}", id_
    if change.kind is Kind.PROMISED and id_ in kin.added:
        return "", id_
    return ("goal-changed" if level == "goal" and change.effect is Effect.SET else "other"), id_
