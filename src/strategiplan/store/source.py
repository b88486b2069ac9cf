"""A file's text as a tree: every node with the place where it stands, every comment with the thing that it is about.

The parser is the reader's own (libyaml's events), so both doors see the same file. Its marks are exact for scalars and
for flow containers; where a block container ends, where dashes stand and where comments are is read off the gaps
between scalars, which hold nothing but white space, indicators and comments.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from _ruamel_yaml import CParser
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from strategiplan.store.yaml_reader import scalar


class Kind(Enum):
    """What a node is."""

    SCALAR = "scalar"
    LIST = "list"
    MAPPING = "mapping"


@dataclass(slots=True, eq=False)
class Comment:
    """A comment from its number sign on. `blank` says that an empty line stands above it."""

    text: str
    start: int
    column: int
    alone: bool
    blank: bool = False


@dataclass(slots=True, eq=False)
class Node:
    """A scalar, a list or a mapping; `start` and `end` are offsets of its first character and after its last.

    `head` are comments that open a block: all at the top of a file, elsewhere those that an empty line parts from the
    first entry (`parted`). `tail` are comments after its last entry, at its own indent.
    """

    kind: Kind
    start: int = 0
    end: int = 0
    column: int = 0
    style: str = ""
    flow: bool = False
    text: str = ""
    entries: list["Entry"] = field(default_factory=list)
    head: list[Comment] = field(default_factory=list)
    tail: list[Comment] = field(default_factory=list)
    parted: bool = False

    @property
    def is_block(self) -> bool:
        """Whether this is a list or a mapping that indentation holds together."""
        return self.kind is not Kind.SCALAR and not self.flow

    @property
    def value(self) -> Any:
        """What a scalar means."""
        return self.text if self.style else scalar(self.text)


@dataclass(slots=True, eq=False)
class Entry:
    """A key with its value, or an item of a list; `start` is where the key, the dash or the flow item begins.

    `lead` are the comments above it, `beside` those at the end of its line; `blank` says that an empty line stands
    directly above it, after the comments.
    """

    value: Node
    key: Node | None = None
    start: int = 0
    column: int = 0
    lead: list[Comment] = field(default_factory=list)
    beside: list[Comment] = field(default_factory=list)
    blank: bool = False

    @property
    def end(self) -> int:
        """The offset after the entry's last character, its comments not counted."""
        return max(self.value.end, self.key.end if self.key else 0)

    def inner_comments(self) -> list[Comment]:
        """The comments inside its value, at whatever depth."""
        found: list[Comment] = []
        stack = [self.value]
        while stack:
            node = stack.pop()
            found += [*node.head, *node.tail]
            for entry in node.entries:
                found += [*entry.lead, *entry.beside]
                stack.append(entry.value)
        return found

    def own_lead(self) -> list[Comment]:
        """The comments directly above it; those that an empty line parts from it head what follows, not it alone."""
        blanks = [*(comment.blank for comment in self.lead), self.blank]
        parted = max((n for n, blank in enumerate(blanks) if blank and n), default=0)
        return self.lead[parted:]


@dataclass(slots=True)
class Source:
    """A whole file. `root` is None when there is nothing in it but comments; `tail` are those outside the root."""

    text: str
    root: Entry | None
    comments: list[Comment]
    tail: list[Comment] = field(default_factory=list)


def parse(text: str) -> Source:
    """The tree of a text that the reader has accepted (as `decode` gives it).

    Raises the parser's error when the reader would not have accepted it.
    """
    return _Builder(text).build()


_IN_GAP = re.compile(r"(?P<comment>#[^\r\n]*)|(?<!\S)(?P<dash>-)(?!\S)")
_HEADER = re.compile(r"[|>][-+0-9]*")
_MARKER = re.compile(r"(?:---|\.\.\.|%.*)?[ \t]*")
# A no-break space is a sign like any other, not white space.
_WHITE = " \t\r\n"


class _Builder:
    """One pass over the events for the nodes and the gaps, and one over the comments for what they are about."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Entry | None = None
        self.entries: list[Entry] = []
        self.comments: list[Comment] = []
        self.dashes: dict[int, list[int]] = {}
        self.holders: dict[int, Entry] = {}  # id of a node → the entry whose value it is
        self.containers: dict[int, Node] = {}  # id of an entry → the node that it stands in
        self.kept: set[int] = set()  # where block scalars that keep their blank lines end
        self.scanned = 0

    def build(self) -> Source:
        parser = CParser(self.text)
        try:
            self._nodes(parser)
        finally:
            parser.dispose()
        self._gap(len(self.text))
        self._measure()
        source = Source(self.text, self.root, self.comments)
        _Attachment(self, source).attach()
        return source

    def _nodes(self, parser: Any) -> None:
        stack: list[Node] = []
        keys: list[Node | None] = []
        while True:
            event = parser.get_event()
            kind = type(event)
            if kind is StreamEndEvent:
                return
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                node = stack.pop()
                keys.pop()
                node.end = event.end_mark.index if node.flow else node.start
                continue
            if kind is ScalarEvent:
                node = self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                node = Node(Kind.MAPPING if kind is MappingStartEvent else Kind.LIST, event.start_mark.index,
                            column=event.start_mark.column, flow=bool(event.flow_style))
            else:
                continue
            if stack and stack[-1].kind is Kind.MAPPING and keys[-1] is None:
                keys[-1] = node
                continue
            self._enter(node, stack[-1] if stack else None, keys[-1] if keys else None)
            if keys:
                keys[-1] = None
            if kind is not ScalarEvent:
                stack.append(node)
                keys.append(None)

    def _scalar(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        self._gap(start)
        self.scanned = end
        node = Node(Kind.SCALAR, start, end, event.start_mark.column, event.style or "", text=event.value)
        if node.style in ("|", ">") and (header := _HEADER.match(self.text, start)):
            # The header's line may carry a comment, and the mark runs on over blank lines that are not content.
            line_end = self.text.find("\n", start)
            self.scanned = header.end()
            self._gap(min(end, len(self.text) if line_end < 0 else line_end))
            self.scanned = end
            if "+" in header.group():
                self.kept.add(end)
                node.end = start + len(self.text[start:end].removesuffix("\n").removesuffix("\r"))
            else:
                node.end = start + len(self.text[start:end].rstrip(_WHITE))
        return node

    def _enter(self, node: Node, container: Node | None, key: Node | None) -> None:
        start = key or node
        entry = Entry(node, key, start.start, start.column)
        self.entries.append(entry)
        self.holders[id(node)] = entry
        if container is None:
            self.root = entry
        else:
            self.containers[id(entry)] = container
            container.entries.append(entry)

    def _gap(self, end: int) -> None:
        for found in _IN_GAP.finditer(self.text, self.scanned, end):
            start = found.start()
            line = self.text.rfind("\n", 0, start) + 1
            column = start - line
            if found["dash"]:
                self.dashes.setdefault(column, []).append(start)
            else:
                alone = bool(_MARKER.fullmatch(self.text, line, start))
                blank = alone and self._blank_above(line)
                self.comments.append(Comment(found.group().rstrip(), start, column, alone, blank))
        self.scanned = end

    def _blank_above(self, line: int) -> bool:
        if line == 0 or line in self.kept:
            return False
        above = self.text.rfind("\n", 0, line - 1) + 1
        return not self.text[above:line].strip(_WHITE)

    def _measure(self) -> None:
        """What the events do not say: where items begin, where block containers end, which entries follow a blank."""
        for entry in self.entries:
            container = self.containers.get(id(entry))
            if container is not None and container.kind is Kind.LIST and not container.flow:
                places = self.dashes[container.column]
                entry.start = places[bisect_right(places, entry.value.start) - 1]
                entry.column = container.column
            line = self.text.rfind("\n", 0, entry.start) + 1
            entry.blank = not self.text[line : entry.start].strip(_WHITE) and self._blank_above(line)
        for entry in reversed(self.entries):
            if entry.value.is_block and entry.value.entries:
                entry.value.end = entry.value.entries[-1].end


class _Attachment:
    """Which thing each comment is about."""

    def __init__(self, built: _Builder, source: Source) -> None:
        self.built, self.source = built, source
        root = source.root
        # A block root begins where its first entry does; a comment there is about that entry.
        self.stops = [e for e in built.entries if not (e is root and e.value.is_block)]
        self.starts = [e.start for e in self.stops]

    def attach(self) -> None:
        for comment in self.source.comments:
            place = bisect_right(self.starts, comment.start)
            before = self.stops[place - 1] if place else None
            after = self.stops[place] if place < len(self.stops) else None
            if comment.alone or before is None:
                self._above(comment, before, after)
            else:
                self._line_of(before, comment.start).beside.append(comment)
        for entry in self.built.entries:
            if entry.value.is_block and entry.value.entries:
                _part_head(entry.value, entry is self.source.root)

    def _above(self, comment: Comment, before: Entry | None, after: Entry | None) -> None:
        flow = self._flow_around(before, comment.start)
        if flow is not None:
            inside = after is not None and after.start < flow.end
            holder = after if inside and after else None if flow.entries else self.built.holders[id(flow)]
            (holder.lead if holder else flow.tail).append(comment)
            return
        open_ = {id(node) for node in self._around(after)}
        closed = [node for node in self._around(before) if id(node) not in open_ and not node.flow]
        if after is not None and (comment.column <= after.column or not closed):
            after.lead.append(comment)
            return
        # The innermost block that the comment is indented under; of two at one column (a list that is not indented
        # below its key) the outer one.
        reached = [node for node in closed if node.column <= comment.column]
        if reached:
            max(reversed(reached), key=lambda node: node.column).tail.append(comment)
        elif closed:
            closed[-1].tail.append(comment)
        else:
            self.source.tail.append(comment)

    def _line_of(self, entry: Entry, at: int) -> Entry:
        """The entry on whose last line a comment stands: the one whose flow container has just been closed."""
        container = self.built.containers.get(id(entry))
        while container is not None and container.flow:
            if container.end <= at:
                entry = self.built.holders[id(container)]
            container = self.built.containers.get(id(self.built.holders[id(container)]))
        return entry

    def _flow_around(self, entry: Entry | None, at: int) -> Node | None:
        if entry is None:
            return None
        inner = [entry.value] if entry.value.flow else []
        return next((node for node in (*inner, *self._around(entry)) if node.flow and node.start < at < node.end), None)

    def _around(self, entry: Entry | None) -> Iterator[Node]:
        """The containers around an entry, from the inside out."""
        container = self.built.containers.get(id(entry)) if entry else None
        while container is not None:
            yield container
            container = self.built.containers.get(id(self.built.holders[id(container)]))


def _part_head(block: Node, is_root: bool) -> None:
    """Comments that are about a block rather than about its first entry, which may change places."""
    first = block.entries[0]
    blanks = [*(comment.blank for comment in first.lead), first.blank][1:]
    count = len(first.lead) if is_root else max((n for n, blank in enumerate(blanks, 1) if blank), default=0)
    if count:
        block.parted = blanks[count - 1]
        block.head, first.lead = first.lead[:count], first.lead[count:]
        if not first.lead:
            first.blank = False
