"""What became of one plan's goals in the next, as a picture in two columns.

What hangs together stands together, so no band crosses a band of something else. Only what somebody wrote down as a
fate is drawn as one; likeness decides nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from strategiplan.address import ROOT
from strategiplan.messages import text
from strategiplan.model.plan import Area, Goal, Indicator
from strategiplan.model.tree import Row as Node
from strategiplan.model.tree import Rows
from strategiplan.render import numbers
from strategiplan.render.chart_flow_drawing import curve, drawing
from strategiplan.render.chart_view import Band, End, Figures, FlowPicture, Row, Stream
from strategiplan.render.kin import Kin
from strategiplan.render.words import Words, title_of
from strategiplan.revisions.changes import Change, Effect, Kind

_FATES = ("replaced", "merged", "absorbed", "split", "promoted", "delegated", "moved", "ceased", "removed", "added")


class _Link(Struct, frozen=True):
    """One thing of the old plan and what it became: several things, or nothing."""

    source: str
    targets: tuple[str, ...]
    fate: str
    is_sure: bool


def flow_picture(kin: Kin, words: Words) -> FlowPicture | None:
    """The picture of a revision's goals; None when no fate and no move connects a goal of one plan with the other."""
    links = list(_links(kin))
    if not any(link.targets for link in links):
        return None
    return _Flow(kin, words, links).picture()


def _links(kin: Kin) -> Iterator[_Link]:
    order = {id_: n for n, id_ in enumerate(kin.old.nodes)}
    moves = [
        c for changes in kin.of.values() for c in changes
        if c.kind is Kind.MOVED and c.effect is Effect.PLACE and kin.old.nodes[c.at.id].kind is Goal
    ]
    found = [link for change in kin.removed.values() if (link := _leaving(change, kin))]
    found += [_Link(c.at.id, (c.at.id,), "moved", c.note.sure if c.note else True) for c in moves]
    yield from sorted(found, key=lambda link: order[link.source])


def _leaving(change: Change, kin: Kin) -> _Link | None:
    """What becomes of something that leaves; None for what the picture is not about."""
    node: Node = kin.old.nodes[change.at.id]
    note = change.note if not change.inherited else None
    into = tuple(dict.fromkeys(note.into)) if note and note.fate else ()
    becomes_goal = any(i in kin.new.nodes and kin.new.nodes[i].kind is Goal for i in into)
    told = node.kind is Goal or (node.kind is Area and into) or (node.kind is Indicator and becomes_goal)
    if not told:
        return None
    fate = str(note.fate) if note and note.fate else "removed"
    return _Link(change.at.id, into, fate, note.sure if note else True)


class _Flow:
    """A revision on its way to the picture."""

    def __init__(self, kin: Kin, words: Words, links: Sequence[_Link]) -> None:
        self.kin, self.words, self.links = kin, words, links
        linked = {target for link in links for target in link.targets}
        self.fresh = [id_ for id_ in kin.added if kin.new.nodes[id_].kind is Goal and id_ not in linked]

    def picture(self) -> FlowPicture:
        """The finished picture."""
        before, after = (str(rows.nodes[ROOT].fields["title"]) for rows in (self.kin.old, self.kin.new))
        streams = (
            *map(self.stream, self.gathered()), *map(self.begun, self.fresh),
            *map(self.ended, (link for link in self.links if not link.targets)),
        )
        return FlowPicture(
            "_flow", self.phrase("title"), self.told(before, after), before, after, streams,
            drawing(streams, before, after), self.figures(before, after, streams),
        )

    def phrase(self, key: str, /, **params: object) -> str:
        """A text of the picture."""
        return text(f"flow.{key}", self.words.lang, **params)

    def told(self, before: str, after: str) -> str:
        """How many goals met each fate, and how many stay where they were."""
        counts = Counter((link.fate, self.kin.old.nodes[link.source].kind is Goal, self.kin.kind(link.source))
                         for link in self.links)
        counts["added", True, "goal"] = len(self.fresh)
        told = [
            self.phrase(f"count.{fate}", count=f"{count}" if is_goal else f"{count} {self.words.level(kind, count)}")
            for (fate, is_goal, kind), count in sorted(counts.items(), key=lambda one: _FATES.index(one[0][0])) if count
        ]
        leaving = {link.source for link in self.links}
        kept = sum(node.kind is Goal and id_ in self.kin.new.nodes and id_ not in leaving
                   for id_, node in self.kin.old.nodes.items())
        sentence = self.phrase("told", before=before, after=after, counts=numbers.joined(told, self.words.lang))
        return f"{sentence} {self.phrase('kept', count=kept)}" if kept else sentence

    def gathered(self) -> list[list[_Link]]:
        """The links that have a target in common, directly or through others, in the old plan's order."""
        head: dict[str, str] = {}

        def found(id_: str) -> str:
            while head.setdefault(id_, id_) != id_:
                head[id_] = head[head[id_]]
                id_ = head[id_]
            return id_

        held = [link for link in self.links if link.targets]
        for link in held:
            for target in link.targets:
                head[found(f">{target}")] = found(f"<{link.source}")
        groups: dict[str, list[_Link]] = {}
        for link in held:
            groups.setdefault(found(f"<{link.source}"), []).append(link)
        return list(groups.values())

    def stream(self, links: Sequence[_Link]) -> Stream:
        """The ends and bands of links that hang together."""
        targets = tuple(dict.fromkeys(target for link in links for target in link.targets))
        bands = tuple(
            Band(n, targets.index(target), "kept" if link.is_sure else "unsure",
                 curve((n + 0.5) / len(links), (targets.index(target) + 0.5) / len(targets)))
            for n, link in enumerate(links) for target in link.targets
        )
        sources = tuple(self.end(link.source, self.kin.old, self.word(link)) for link in links)
        return Stream(sources, tuple(self.end(target, self.kin.new) for target in targets), bands)

    def begun(self, id_: str) -> Stream:
        """Something new, which nothing in the old plan became."""
        word = End("", self.phrase("fate.added"), is_word=True)
        return Stream((word,), (self.end(id_, self.kin.new),), (Band(0, 0, "end", curve(0.5, 0.5)),))

    def ended(self, link: _Link) -> Stream:
        """Something that leaves without anything taking over."""
        word = End("", self.word(link), is_word=True)
        return Stream((self.end(link.source, self.kin.old),), (word,), (Band(0, 0, "end", curve(0.5, 0.5)),))

    def word(self, link: _Link) -> str:
        """What becomes of something, and whether that is open to dispute."""
        word = self.phrase(f"fate.{link.fate}")
        return word if link.is_sure else self.phrase("unsure", word=word)

    def end(self, id_: str, rows: Rows, word: str = "") -> End:
        """Something in one of the plans, as that plan calls it; a board that takes over is in neither."""
        node = rows.nodes.get(id_)
        if node is None:
            return End("", self.words.title(id_), word=word)
        kind = "" if node.kind is Goal else self.words.level(self.kin.kind(id_))
        doubled = rows is self.kin.old and id_ in self.kin.new.nodes
        return End(f"{id_}_old" if doubled else id_, title_of(id_, node) or id_, kind, word)

    def figures(self, before: str, after: str, streams: Sequence[Stream]) -> Figures:
        """The picture as a table: a line for each band."""
        rows = tuple(_row(s.sources[band.source], s.targets[band.target]) for s in streams for band in s.bands)
        columns = (before, self.phrase("fate-column"), after)
        return Figures(self.phrase("show"), self.phrase("caption"), columns, rows)


def _row(source: End, target: End) -> Row:
    """A band as a line of the table; where one side is only a word, that word is what happens."""
    word = source.title if source.is_word else target.title if target.is_word else source.word
    return Row(_named(source), (word, _named(target)))


def _named(end: End) -> str:
    if end.is_word:
        return "–"
    return f"{end.title} ({end.kind})" if end.kind else end.title
