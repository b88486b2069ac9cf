"""Who goes with whom in a revision: what a change of one node says about the nodes around it."""

from collections.abc import Iterator

from strategiplan.address import ROOT
from strategiplan.model.plan import Area, BodyPlan
from strategiplan.model.tree import Row, Rows
from strategiplan.render.words import kind_of
from strategiplan.revisions.changes import Change, Effect, Kind
from strategiplan.revisions.reasons import Revised


class Kin:
    """A revision's changes by node, and the heads that come or go with others in their wake."""

    def __init__(self, revised: Revised) -> None:
        self.old, self.new = revised.changes.old, revised.changes.new
        self.origins = revised.origins
        self.of: dict[str, list[Change]] = {}
        self.added: dict[str, Change] = {}
        self.removed: dict[str, Change] = {}
        for change in revised.changes:
            self.of.setdefault(change.at.id, []).append(change)
            if change.effect is Effect.ADD:
                self.added[change.at.id] = change
            elif change.effect is Effect.REMOVE:
                self.removed[change.at.id] = change
        self._heads: dict[tuple[str, Effect], str] = {}
        self._children = {id(rows): _children(rows) for rows in (self.old, self.new)}

    def row(self, id_: str) -> Row:
        """The node as it will be, or as it was when it leaves."""
        return self.new.nodes.get(id_) or self.old.nodes[id_]

    def kind(self, id_: str) -> str:
        """The key of what a node is."""
        return kind_of(self.row(id_))

    def known(self, id_: str) -> bool:
        """Whether either tree has the node."""
        return id_ in self.new.nodes or id_ in self.old.nodes

    def head(self, change: Change) -> str:
        """The outermost node in whose wake this one comes or goes; itself when it has a reason of its own."""
        key = (change.at.id, change.effect)
        if key not in self._heads:
            self._heads[key] = self._head(change)
        return self._heads[key]

    def _head(self, change: Change) -> str:
        side = self.removed if change.effect is Effect.REMOVE else self.added
        current = change
        while True:
            row: Row = current.old if current.effect is Effect.REMOVE else current.new
            above = side.get(row.parent.id) if row.parent else None
            alone = current.note is not None and not current.inherited
            if above is None or alone or current.kind not in (Kind.REMOVED, Kind.ADDED):
                return current.at.id
            current = above

    def below(self, id_: str, rows: Rows) -> Iterator[str]:
        """Every node below one, in document order."""
        children = self._children[id(rows)]
        stack = list(reversed(children.get(id_, [])))
        while stack:
            top = stack.pop()
            yield top
            stack.extend(reversed(children.get(top, [])))

    def lost(self, id_: str) -> list[str]:
        """What leaves with a node and becomes nothing else."""
        return [i for i in self.below(id_, self.old) if i in self.removed and self.removed[i].kind is Kind.REMOVED]

    def area(self, id_: str) -> str | None:
        """The outermost area or the body's plan that a node belongs to, as it will be or else as it was."""
        rows = self.new if id_ in self.new.nodes else self.old
        found = None
        current = id_
        for _ in range(len(rows.nodes)):
            row = rows.nodes[current]
            if row.kind in (Area, BodyPlan):
                found = current
            if row.parent is None or row.parent.id == ROOT:
                return found
            current = row.parent.id
        return found


def _children(rows: Rows) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slot, ids in rows.order.items():
        found.setdefault(slot.id, []).extend(ids)
    return found
