"""How much changes: nodes by what they are and what happens to them."""

from collections import Counter
from enum import StrEnum

from strategiplan.model.node import Node
from strategiplan.revisions.changes import ChangeSet, Effect


class Turn(StrEnum):
    """What happens to a node as a whole; one node takes one turn."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


_BY_EFFECT = {Effect.ADD: Turn.ADDED, Effect.REMOVE: Turn.REMOVED, Effect.PLACE: Turn.MOVED, Effect.SET: Turn.CHANGED}
_ORDER = (Turn.ADDED, Turn.REMOVED, Turn.MOVED, Turn.CHANGED)


def turns(changes: ChangeSet) -> dict[str, Turn]:
    """The turn that each changed node takes, by id: a node that moves and changes counts as moved."""
    found: dict[str, Turn] = {}
    for change in changes.changes:
        turn = _BY_EFFECT.get(change.effect)
        if turn is None:
            continue
        before = found.get(change.at.id)
        if before is None or _ORDER.index(turn) < _ORDER.index(before):
            found[change.at.id] = turn
    return found


def counts(changes: ChangeSet) -> dict[type[Node], Counter[Turn]]:
    """How many nodes of each kind take each turn, kinds in the order of their first change."""
    out: dict[type[Node], Counter[Turn]] = {}
    for id_, turn in turns(changes).items():
        row = changes.new.nodes.get(id_) or changes.old.nodes[id_]
        out.setdefault(row.kind, Counter())[turn] += 1
    return out
