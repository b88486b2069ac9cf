"""Which nodes of two plans with different ids are probably the same: suggestions for a person to confirm.

A title that is the same decides; otherwise the words of the whole node have to be alike, with a clear lead over
everything else. An indicator is never paired by likeness: ‘6–15 år’ and ‘6–19 år’ are two series.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from strategiplan.model.node import Node, shape
from strategiplan.model.plan import Area, BodyPlan, Budget, Goal, Indicator, Investment, Plan, Section, Values, Vision
from strategiplan.model.tree import Row, Rows, flatten, node_kinds
from strategiplan.model.types import Role
from strategiplan.revisions.lineage import title_of
from strategiplan.revisions.similarity import Likeness, Weights, Words, mutual_best, words_of

# These are known by what they are, not by what they are called.
_FIXED = frozenset({Plan, Vision, Values, Budget})
_BY_NAME_ONLY = frozenset({Indicator, Investment, BodyPlan})
# ‘Så följs målet upp’ can stand in every goal: a section is the same only where the thing around it is.
_BY_PLACE = frozenset({Section})
_FIRST = (Area, Goal)


class Ground(StrEnum):
    """Why two nodes are thought to be the same."""

    TITLE = "title"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two nodes that may be the same. An equal title scores 1; `words` are the most telling ones that both have."""

    old: str
    new: str
    kind: type[Node]
    ground: Ground
    score: float = 1.0
    margin: float = 1.0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """The suggestions in the old plan's order, and what is left without any on either side."""

    suggestions: tuple[Suggestion, ...]
    old_alone: tuple[str, ...]
    new_alone: tuple[str, ...]
    old: Rows
    new: Rows


Group = tuple[object, ...]


def match(old: Plan, new: Plan) -> Matching:
    """Suggestions for the nodes that have no counterpart of the same id and kind. Nothing is changed by them."""
    matcher = _Matcher(flatten(old), flatten(new))
    for kind in sorted(node_kinds(Plan), key=lambda kind: kind not in _FIRST):
        if kind not in _FIXED:
            matcher.by_title(kind)
            if kind not in _BY_NAME_ONLY:
                matcher.by_words(kind)
    return matcher.result()


def _title(row: Row) -> str:
    """The title, the same however its spaces and capitals are; empty when there is none."""
    return " ".join(title_of(row).casefold().split())


class _Matcher:
    """The pairs found so far. `partner` gives the new id of an old node, those of the same id included."""

    def __init__(self, old: Rows, new: Rows) -> None:
        self.old, self.new = old, new
        self.partner = {
            id_: id_ for id_, row in old.nodes.items() if id_ in new.nodes and new.nodes[id_].kind is row.kind
        }
        self.taken = set(self.partner.values())
        self.found: list[Suggestion] = []

    def result(self) -> Matching:
        """All pairs, and those that are left."""
        place = {id_: n for n, id_ in enumerate(self.old.nodes)}
        alone = [
            tuple(i for i, row in rows.nodes.items() if i not in paired and row.kind not in _FIXED)
            for rows, paired in ((self.old, self.partner), (self.new, self.taken))
        ]
        return Matching(tuple(sorted(self.found, key=lambda s: place[s.old])), alone[0], alone[1], self.old, self.new)

    def by_title(self, kind: type[Node]) -> None:
        """Pair those whose title nobody else has; of several with one title, those whose parents are paired."""
        mine, theirs = self._titled(kind, old=True), self._titled(kind, old=False)
        several: list[tuple[list[str], list[str]]] = []
        for key, ids in mine.items():
            others = theirs.get(key, [])
            if len(ids) == 1 and len(others) == 1:
                self._pair(Suggestion(ids[0], others[0], kind, Ground.TITLE))
            elif others:
                several.append((ids, others))
        # An area may lie in an area of the same pass: what is paired by its parent may be the parent of the next.
        while found := [pair for ids, others in several for pair in self._by_parent(ids, others)]:
            for old, new in found:
                self._pair(Suggestion(old, new, kind, Ground.TITLE))

    def _by_parent(self, ids: list[str], others: list[str]) -> Iterator[tuple[str, str]]:
        """Of those with one title, the pairs that are alone with it under parents that are a pair."""
        under: dict[str, tuple[list[str], list[str]]] = {}
        for side, held in enumerate((ids, others)):
            for id_ in held:
                if (parent := self._parent(id_, old=not side)) is not None:
                    under.setdefault(parent, ([], []))[side].append(id_)
        for mine, theirs in under.values():
            if len(mine) == 1 and len(theirs) == 1 and mine[0] not in self.partner and theirs[0] not in self.taken:
                yield mine[0], theirs[0]

    def by_words(self, kind: type[Node]) -> None:
        """Pair those that are left and whose words are alike."""
        words = [_texts_of(rows, kind) for rows in (self.old, self.new)]
        weights = Weights(words[0].values(), words[1].values())
        sides = [self._left(kind, old=True), self._left(kind, old=False)]
        for group, ids in sides[0].items():
            mine = {id_: words[0][id_] for id_ in ids}
            theirs = {id_: words[1][id_] for id_ in sides[1].get(group, ())}
            for like in mutual_best(mine, theirs, weights):
                self._pair(_suggested(like, kind))

    def _pair(self, pair: Suggestion) -> None:
        self.partner[pair.old] = pair.new
        self.taken.add(pair.new)
        self.found.append(pair)

    def _left(self, kind: type[Node], *, old: bool) -> dict[Group, list[str]]:
        """What has no partner yet, by what it can be paired with."""
        rows, paired = (self.old, self.partner) if old else (self.new, self.taken)
        groups: dict[Group, list[str]] = {}
        for id_, row in rows.nodes.items():
            if row.kind is kind and id_ not in paired:
                parent = self._parent(id_, old=old) if kind in _BY_PLACE else None
                if kind not in _BY_PLACE or parent is not None:
                    groups.setdefault((_room(rows, row), parent), []).append(id_)
        return groups

    def _titled(self, kind: type[Node], *, old: bool) -> dict[Group, list[str]]:
        rows = self.old if old else self.new
        titled: dict[Group, list[str]] = {}
        for group, ids in self._left(kind, old=old).items():
            for id_ in ids:
                if title := _title(rows.nodes[id_]):
                    titled.setdefault((*group, title), []).append(id_)
        return titled

    def _parent(self, id_: str, *, old: bool) -> str | None:
        """The id that the parent has in the new plan, when it has a counterpart there."""
        slot = (self.old if old else self.new).nodes[id_].parent
        if slot is None:
            return None
        return self.partner.get(slot.id) if old else slot.id


def _suggested(like: Likeness, kind: type[Node]) -> Suggestion:
    return Suggestion(like.old, like.new, kind, Ground.WORDS, like.score, like.margin, like.words)


def _room(rows: Rows, row: Row) -> str:
    """Whose it is: a goal of the council, of a body or of the budget is a different thing."""
    field = ""
    while row.parent is not None:
        field = row.parent.field
        row = rows.nodes[row.parent.id]
    return field if field in ("bodies", "budget") else ""


def _texts_of(rows: Rows, kind: type[Node]) -> Mapping[str, Words]:
    """The words of whole nodes of a kind: their own texts, the titles of what is in them, and their sections."""
    inside: dict[str, list[str]] = {}
    for slot, ids in rows.order.items():
        inside.setdefault(slot.id, []).extend(ids)
    return {
        id_: words_of(" ".join(_told(rows, id_, inside.get(id_, []))))
        for id_, row in rows.nodes.items() if row.kind is kind
    }


def _told(rows: Rows, id_: str, children: list[str]) -> Iterator[str]:
    yield from _texts(rows.nodes[id_], whole=True)
    for child in children:
        row = rows.nodes[child]
        yield from _texts(row, whole=row.kind is Section)


def _texts(row: Row, *, whole: bool) -> Iterator[str]:
    for name, role in shape(row.kind).roles.items():
        if name in row.fields and (whole or role is Role.TITLE):
            yield str(row.fields[name])
