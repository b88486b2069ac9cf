"""Where an edit cuts a file's text, and what it puts there: whole lines in blocks, commas and spaces in flow.

Everything outside the cut stays as it is, byte for byte. Nothing here checks the outcome; `edit` does.
"""

from dataclasses import replace
from typing import Any

from strategiplan.store import emitter, scalars
from strategiplan.store.forms import FREE, Form
from strategiplan.store.source import Comment, Entry, Kind, Node, Source


class Refusal(Exception):
    """The text is such that the edit cannot be made without touching more than was asked."""


class Page:
    """A file's text with its tree, and the cuts that can be made in it. Each returns the new text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.newline = "\r\n" if "\r\n" in source.text else "\n"

    def line_start(self, at: int) -> int:
        """The offset of the first character of the line."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """The offset after the line's break."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def is_first_on_line(self, entry: Entry) -> bool:
        """Whether nothing but indentation stands before it, so that it has lines of its own."""
        return not self.text[self.line_start(entry.start) : entry.start].strip(" ")

    def content_end(self, entry: Entry) -> int:
        """The offset after the last character of the entry and of every comment in it or beside it."""
        comments = [*entry.beside, *entry.inner_comments()]
        return max([entry.end, *(comment.start + len(comment.text) for comment in comments)])

    def value_start(self, entry: Entry) -> int:
        """The offset behind the colon or the dash, where the value's own text begins."""
        if entry.key is not None:
            return self.text.index(":", entry.key.end) + 1
        return entry.start + 1 if self.text[entry.start : entry.start + 1] == "-" else entry.start

    def lines(self, lines: list[str]) -> str:
        """Lines as text, each with the file's own line break."""
        return "".join(f"{line}{self.newline}" for line in lines)

    # Taking away

    def without(self, container: Node, entry: Entry, holder: Entry) -> str:
        """The text without an entry and its comments. `holder` is the entry whose value the container is."""
        if container.flow:
            return self._without_in_flow(container, entry)
        self._require_implicit(entry)
        alone = len(container.entries) == 1
        if self.is_first_on_line(entry):
            start, end = self.span(entry)
            if not alone:
                return self.text[:start] + self._strangers(entry, start, end) + self.text[end:]
            return self._emptied(container, holder, start, end)
        end = self.line_end(self.content_end(entry))
        empty = ("{}" if container.kind is Kind.MAPPING else "[]") + self.newline
        if alone:
            return self.text[: entry.start] + empty + self.text[end:]
        second = container.entries[1]
        if self.is_first_on_line(second) and not second.lead and not second.blank:
            return self.text[: entry.start] + self.text[second.start :]
        return self.text[: entry.start].rstrip(" ") + self.newline + self.text[end:]

    def span(self, entry: Entry) -> tuple[int, int]:
        """The lines of an entry that begins its line, with the comments directly above it, and one empty line of two
        that would meet."""
        above = entry.own_lead()
        first: Comment | Entry = above[0] if above else entry
        start = self.line_start(first.start)
        end = self.line_end(self.content_end(entry))
        if first.blank and not self.text[end : self.line_end(end)].strip():
            if end < len(self.text):
                end = self.line_end(end)
            else:
                start = self.line_start(start - 1)
        return start, end

    def _strangers(self, entry: Entry, start: int, end: int) -> str:
        """The lines of comments between an entry's own that are about something else, being indented less."""
        return "".join(
            self.text[self.line_start(comment.start) : self.line_end(comment.start)]
            for comment in self.strangers(entry) if start <= comment.start < end
        )

    def strangers(self, entry: Entry) -> list[Comment]:
        """The comments that stand among an entry's lines without being its own."""
        own = {id(comment) for comment in (*entry.lead, *entry.beside, *entry.inner_comments())}
        end = self.content_end(entry)
        return [c for c in self.source.comments if entry.start <= c.start < end and id(c) not in own]

    def _emptied(self, container: Node, holder: Entry, start: int, end: int) -> str:
        empty = "{}" if container.kind is Kind.MAPPING else "[]"
        if holder is self.source.root:
            return self.text[:start] + empty + self.newline + self.text[end:]
        at = self.value_start(holder)
        strangers = self._strangers(container.entries[0], start, end)
        return f"{self.text[:at]} {empty}{self.text[at:start]}{strangers}{self.text[end:]}"

    def _without_in_flow(self, container: Node, entry: Entry) -> str:
        place = container.entries.index(entry)
        if place + 1 < len(container.entries):
            start, end = entry.start, container.entries[place + 1].start
        elif place:
            start, end = container.entries[place - 1].end, entry.end
        else:
            start, end = container.start + 1, container.end - 1
        return self.text[:start] + self.text[end:]

    def _require_implicit(self, entry: Entry) -> None:
        before = self.text[self.line_start(entry.start) : entry.start]
        if entry.key is not None and before.strip(" -"):
            raise Refusal("the key is written with a question mark")

    # Putting in

    def with_entry(self, container: Node, place: int, new: Entry, form: Form) -> str:
        """The text with a new entry in a list or mapping that has others, before the one at `place` or last."""
        if container.flow:
            return self._with_in_flow(container, place, new)
        write = emitter.item if container.kind is Kind.LIST else emitter.pair
        return self.with_lines(container, place, write(new, container.column, form))

    def with_lines(self, container: Node, place: int, lines: list[str]) -> str:
        """The text with lines put between a block's entries, before the one at `place` or last."""
        entries = container.entries
        if place:
            at = self.line_end(self.content_end(entries[place - 1]))
            apart = _is_apart(entries[min(place, len(entries) - 1)]) and len(entries) > 1
            before = self.text[:at] + ("" if self.text[:at].endswith("\n") else self.newline)
            return before + self.lines([""] * apart + lines) + self.text[at:]
        first = entries[0]
        self._require_implicit(first)
        if self.is_first_on_line(first):
            at = self.line_start(first.lead[0].start if first.lead else first.start)
            return self.text[:at] + self.lines(lines) + self.text[at:]
        # The first entry shares the line of its holder's dash, so the new one takes that place.
        pad = " " * container.column
        joined = self.lines(lines).removeprefix(pad)
        return self.text[: first.start] + joined + pad + self.text[first.start :]

    def _with_in_flow(self, container: Node, place: int, new: Entry) -> str:
        written = in_flow(plain(new.value))
        if new.key is not None:
            written = f"{scalars.key(new.key.text, flow=True)}: {written}"
        if not container.entries:
            at = container.start + 1
        elif place:
            at, written = container.entries[place - 1].end, f", {written}"
        else:
            at, written = container.entries[0].start, f"{written}, "
        return self.text[:at] + written + self.text[at:]

    # Changing

    def with_scalar(self, node: Node, key: Node | None, written: str) -> str:
        """The text with something else on one line in place of a value that is on one line, or in flow."""
        before = self.text[: node.start]
        if node.start == node.end:
            # Nothing stood there: a key of a flow mapping may even lack its colon.
            missing = key is not None and ":" not in self.text[key.end : node.start]
            written = f"{':' if missing else ''}{'' if before.endswith(' ') else ' '}{written}"
        return before + written + self.text[node.end :]

    def with_value(self, entry: Entry, column: int, new: Node, form: Form) -> str:
        """The text with another value behind a key or dash of a block; a comment beside it stays there."""
        if entry.inner_comments() or len(entry.beside) > 1:
            raise Refusal("comments stand inside the value")
        return self._behind(entry, column, new, form)

    def opened(self, entry: Entry, column: int) -> str:
        """The text with a value in brackets written on lines instead, which have room for its comments."""
        first, *others = entry.value.entries
        first = replace(first, lead=[*entry.beside[:-1], *first.lead])
        return self._behind(entry, column, replace(entry.value, entries=[first, *others], flow=False), FREE)

    def _behind(self, entry: Entry, column: int, new: Node, form: Form) -> str:
        start = self.value_start(entry)
        used = start - self.line_start(start) if entry.key is not None else column + emitter.INDENT
        head, rest = emitter.value(new, used, column, form)
        if entry is self.source.root:
            lines = [head.strip()] * bool(head) + rest
            return self.text[:start] + self.lines(lines) + self.text[self.line_end(entry.end) :]
        beside = ""
        if entry.beside:
            comment = entry.beside[-1]
            gap = self.text[: comment.start].rstrip(" \t")
            beside = self.text[len(gap) : comment.start] + comment.text
        below = "".join(self.newline + line for line in rest)
        return self.text[:start] + head + beside + below + self.text[self.content_end(entry) :]

    def moved_lines(self, entry: Entry, from_column: int, to_column: int) -> list[str]:
        """The lines of a list item with the comments above it, indented for another list."""
        if self.is_first_on_line(entry):
            above = entry.own_lead()
            start = self.line_start(above[0].start if above else entry.start)
            text = self.text[start : self.content_end(entry)]
        else:
            text = " " * from_column + self.text[entry.start : self.content_end(entry)]
        lines = []
        for line in text.replace("\r\n", "\n").split("\n"):
            held = len(line) - len(line.lstrip(" "))
            shifted = held + to_column - from_column
            if line.strip(" ") and shifted < 0 and not line.lstrip(" ").startswith("#"):
                raise Refusal("a line is not indented enough to be moved")
            lines.append(" " * max(shifted, 0) + line[held:] if line.strip(" ") else "")
        return lines


def _is_apart(entry: Entry) -> bool:
    return entry.lead[0].blank if entry.lead else entry.blank


def plain(node: Node) -> Any:
    """The data that a node holds."""
    if node.kind is Kind.SCALAR:
        return node.value
    if node.kind is Kind.LIST:
        return [plain(entry.value) for entry in node.entries]
    return {entry.key.text: plain(entry.value) for entry in node.entries if entry.key}


def in_flow(value: Any) -> str:
    """Data on one line, inside brackets."""
    if isinstance(value, dict):
        inner = (f"{scalars.key(str(name), flow=True)}: {in_flow(held)}" for name, held in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(in_flow, value)) + "]"
    return scalars.string(value, flow=True) if isinstance(value, str) else scalars.lexeme(value)
