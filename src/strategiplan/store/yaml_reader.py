"""YAML 1.2 to plain data, with the position of every key and value. The only parser that plans pass through.

A loop over libyaml's events: no recursion, no aliases to expand, no tags to obey. Measured against the loaders of
PyYAML and ruamel.yaml it is faster than either, and unlike them it survives a hundred thousand brackets.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from strategiplan.store import limits

Mark = tuple[int, int]  # line and column, from 1


class Problem(NamedTuple):
    """Something in a file's text that cannot be accepted."""

    code: str
    line: int
    column: int
    params: dict[str, Any]
    related: Mark | None = None


class Marks(NamedTuple):
    """Where the entries of one container stand: (key, value) marks of a mapping by key, value marks of a list."""

    start: Mark
    keys: dict[str, Mark]
    values: dict[Any, Mark]


@dataclass(slots=True)
class Parsed:
    """A file's data. `marks` is keyed by the identity of each container, so keep all of this alive beside it:
    `dropped` holds what stands under a key that stood before.
    """

    data: Any = None
    marks: dict[int, Marks] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dropped: list[Any] = field(default_factory=list)

    def refuse(self, problem: Problem) -> None:
        """Note that the file cannot be read, and why."""
        self.problems.append(problem)
        self.data = None
        self.marks.clear()


class _Fatal(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class TooLong(ValueError):
    """A number with more digits than a plan can need; `limit` is how many it may have."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


_CORE = re.compile(
    r"(?P<null>~|null|Null|NULL)|(?P<true>true|True|TRUE)|(?P<false>false|False|FALSE)"
    r"|(?P<int>[-+]?[0-9]+)|(?P<oct>0o[0-7]+)|(?P<hex>0x[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<special>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
).fullmatch
_FIRST = frozenset("-+.0123456789~ntfNTF")


def scalar(text: str) -> Any:
    """What a plain scalar means in YAML 1.2's core schema: `nej`, `no`, `on` and `1:30` are strings.

    Raises TooLong for a number with more digits than a plan can need.
    """
    if not text:
        return None
    if text[0] not in _FIRST:
        return text
    match = _CORE(text)
    if match is None:
        return text
    kind = match.lastgroup
    if kind == "null":
        return None
    if kind in ("true", "false"):
        return kind == "true"
    if kind == "special":
        return float(text.replace(".", "", 1))
    limit = limits.FLOAT_DIGITS if kind == "float" else limits.INTEGER_DIGITS
    if len(text) > limit and sum(c.isalnum() for c in text) > limit:
        raise TooLong(limit)
    if kind == "int":
        return int(text)
    return float(text) if kind == "float" else int(text[2:], 8 if kind == "oct" else 16)


# One set of signs, and of them a carriage return that a line feed follows is let through: with an alternative of its
# own for it the search took twice as long.
_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff](?!(?<=\r)\n)")


def decode(content: bytes) -> tuple[str, list[Problem]]:
    """The file's text, and what is wrong with its characters. An unreadable file gives an empty text."""
    if len(content) > limits.FILE_BYTES:
        return "", [Problem("file-too-large", 1, 1, {"limit": limits.FILE_BYTES})]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return "", [Problem("not-utf8", before.count(b"\n") + 1, column, {"byte": f"0x{content[error.start]:02X}"})]
    problems = []
    if text.startswith("\ufeff"):
        text = text[1:]
        problems.append(Problem("byte-order-mark", 1, 1, {}))
    if (bad := _BAD.search(text)) is not None:
        line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
        problems.append(Problem("bad-character", line, column, {"character": f"U+{ord(bad.group()):04X}"}))
        return "", problems
    return text, problems


def read(content: bytes) -> Parsed:
    """The data of one file, with all that is wrong in it. Never raises for what the file holds."""
    text, problems = decode(content)
    parsed = Parsed(problems=problems)
    if any(p.code != "byte-order-mark" for p in problems):
        return parsed
    parser = CParser(text)
    loop = _Loop(parser, parsed, text)
    try:
        loop.run()
    except _Fatal as fatal:
        line, column = _inside(fatal.problem.line, fatal.problem.column, _rows(text))
        parsed.refuse(fatal.problem._replace(line=line, column=column))
    except MarkedYAMLError as error:
        parsed.refuse(_syntax(error, text, loop.marks))
    except YAMLError:
        parsed.refuse(Problem("yaml-syntax", 1, 1, {"problem": "unreadable"}))
    finally:
        parser.dispose()
    return parsed


class _Loop:
    """The state of one pass over a file's events: the open container, and those around it on a stack."""

    def __init__(self, parser: Any, parsed: Parsed, text: str) -> None:
        self.next = parser.get_event
        self.parsed = parsed
        self.has_hard_spaces = "\u00a0" in text
        self.rows = text.count("\n") + 1
        self.stack: list[tuple[Any, Marks | None, str | None]] = []
        self.open: Any = None
        self.marks: Marks | None = None
        self.key: str | None = None
        self.nodes = 0
        self.documents = 0

    def run(self) -> None:
        """Read to the end of the stream."""
        while True:
            event = self.next()
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent:
                self._begin(event, {})
            elif kind is SequenceStartEvent:
                self._begin(event, [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.open, self.marks, self.key = self.stack.pop()
            elif kind is AliasEvent:
                self._refuse("yaml-alias", event)
            elif kind is DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    self._refuse("yaml-several-documents", event)
            elif kind is StreamEndEvent:
                return

    def _refuse(self, code: str, event: Any, **params: Any) -> None:
        mark = event.start_mark
        raise _Fatal(Problem(code, mark.line + 1, mark.column + 1, params))

    def _scalar(self, event: Any) -> None:
        start = event.start_mark
        mark = (start.line + 1, start.column + 1)
        if event.anchor is not None:
            self._refuse("yaml-anchor", event)
        if event.ctag is not None:
            self._refuse("yaml-tag", event, tag=_written(event.tag))
        if type(self.open) is dict and self.key is None:
            self._key(event.value, mark, event)
            return
        value = event.value
        if event.implicit[0]:
            if self.has_hard_spaces:
                self._hard_space(value, mark)
            if not value and mark[0] > self.rows:
                mark = (self.rows, 1)  # an empty value at the very end stands after the text, says the parser
            try:
                value = scalar(value)
            except TooLong as error:
                self._refuse("number-too-long", event, limit=error.limit)
        self._put(value, mark, event)

    def _hard_space(self, value: str, mark: Mark) -> None:
        """Refuse a value that was meant to be an entry: on a row of its own, with a no-break space for the space."""
        found = _HARD_ENTRY(value)
        alone = self.key is None or (self.marks is not None and self.marks.keys[self.key][0] < mark[0])
        if found and alone and type(self.open) is not list:
            raise _Fatal(Problem("yaml-no-break-space", mark[0], mark[1] + found.end() - 1, {}))

    def _key(self, key: str, mark: Mark, event: Any) -> None:
        marks = self.marks
        assert marks is not None
        if not key and event.implicit[0]:
            self._refuse("yaml-complex-key", event)
        if self.has_hard_spaces and event.implicit[0] and key.startswith("\u00a0"):
            raise _Fatal(Problem("yaml-no-break-space", *mark, {}))
        if len(key) > limits.KEY_LENGTH:
            self._refuse("key-too-long", event, limit=limits.KEY_LENGTH)
        if key in marks.keys:
            if len(self.parsed.problems) >= limits.PROBLEMS_PER_FILE:
                self._refuse("too-many-problems", event, limit=limits.PROBLEMS_PER_FILE)
            self.parsed.problems.append(Problem("duplicate-key", *mark, {"key": key}, marks.keys[key]))
        else:
            marks.keys[key] = mark
        self.key = key

    def _put(self, value: Any, mark: Mark, event: Any) -> None:
        self.nodes += 1
        if self.nodes > limits.YAML_NODES:
            self._refuse("too-many-nodes", event, limit=limits.YAML_NODES)
        if self.open is None:
            self.parsed.data = value
            return
        marks = self.marks
        assert marks is not None
        if type(self.open) is dict:
            if self.key not in self.open:
                self.open[self.key] = value
                marks.values[self.key] = mark
            else:
                self.parsed.dropped.append(value)
            self.key = None
        else:
            marks.values[len(self.open)] = mark
            self.open.append(value)

    def _begin(self, event: Any, container: Any) -> None:
        start = event.start_mark
        mark = (start.line + 1, start.column + 1)
        if event.anchor is not None:
            self._refuse("yaml-anchor", event)
        if event.ctag is not None:
            self._refuse("yaml-tag", event, tag=_written(event.tag))
        if type(self.open) is dict and self.key is None:
            self._refuse("yaml-complex-key", event)
        if len(self.stack) >= limits.YAML_DEPTH:
            self._refuse("yaml-too-deep", event, limit=limits.YAML_DEPTH)
        self._put(container, mark, event)
        self.stack.append((self.open, self.marks, self.key))
        self.open, self.key = container, None
        self.marks = self.parsed.marks[id(container)] = Marks(mark, {}, {})


def _written(tag: str) -> str:
    """A tag as it stands in the file; the parser spells it out."""
    return tag.replace("tag:yaml.org,2002:", "!!", 1)


# libyaml gives no codes, only English sentences; these are the ones that a plan's author meets. True: the place is
# where what cannot be read begins, not where the parser gave up.
_SYNTAX = (
    ("mapping values are not allowed", "yaml-colon-in-value", False),
    ("while scanning an alias", "yaml-alias", True),
    ("while scanning an anchor", "yaml-anchor", True),
    ("undefined tag handle", "yaml-tag", False),
    ("a tag", "yaml-tag", True),
    ("cannot start any token", "yaml-bad-start", False),
    ("did not find expected comment or line break", "yaml-bad-start", True),
    ("did not find expected node content", "yaml-bad-start", False),
    ("could not find expected ':'", "yaml-missing-colon", True),
    ("found unexpected ':'", "yaml-missing-space", False),
    ("did not find expected key", "yaml-indent", False),
    ("did not find expected '-' indicator", "yaml-indent", False),
    ("block sequence entries are not allowed", "yaml-list-in-line", False),
    ("found unexpected end of stream", "yaml-unclosed", True),
    ("did not find expected ',' or", "yaml-unclosed", True),
    ("found unknown escape", "yaml-escape", False),
    ("escape", "yaml-escape", False),
    ("hexdecimal", "yaml-escape", False),
)
_HARD_ENTRY = re.compile("-\u00a0|[a-z0-9][a-z0-9-]*:\u00a0").match
_HARD_ROW = re.compile("^ *(?:- +)*(?:-\u00a0|[a-z0-9][a-z0-9-]*:\u00a0)").match
_KEY_ROW = re.compile(" +(?:- +)*[a-z0-9][a-z0-9-]*").fullmatch


def _syntax(error: MarkedYAMLError, text: str, around: Marks | None) -> Problem:
    """What a person would say is wrong, and where, when the parser has given up inside a container."""
    rows = _rows(text)
    said = f"{error.context}: {error.problem}"
    code, from_start = next(((c, s) for words, c, s in _SYNTAX if words in said), ("yaml-syntax", False))
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if from_start and error.context_mark is not None:
        start = error.context_mark.line + 1, error.context_mark.column + 1
        if code == "yaml-unclosed" and "quoted" not in said and start[0] == line:
            code = "yaml-missing-comma"
        else:
            line, column = start
    line, column = _inside(line, column, rows)
    row, before = rows[line - 1], rows[line - 1][: column - 1]
    if row[column - 1 : column] == "\t":
        return Problem("yaml-tab", line, column, {})
    for number in (line, line - 1):
        if number and (found := _HARD_ROW(rows[number - 1])):
            return Problem("yaml-no-break-space", number, found.end(), {})
    if code == "yaml-colon-in-value" and _KEY_ROW(before):
        code, column = "yaml-indent", len(before) - len(before.lstrip(" ")) + 1
    elif code == "yaml-indent" and before.strip():
        code = "yaml-text-after-value"
    elif code == "yaml-indent" and row[column - 1 : column] in ("]", "}", ":"):
        code = "yaml-bad-start"
    elif code == "yaml-bad-start" and around and not "".join([row[column - 1 :], *rows[line:]]).strip() \
            and rows[around.start[0] - 1][around.start[1] - 1] in "[{":
        return Problem("yaml-unclosed", *around.start, {})
    params = {"problem": error.problem or "unreadable"} if code == "yaml-syntax" else {}
    if code == "yaml-tag":
        params = {"tag": row[column - 1 :].split(" ")[0]}
    elif code == "yaml-escape":
        column = row.rfind("\\", 0, column) + 1
    return Problem(code, line, column, params)


def _rows(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _inside(line: int, column: int, rows: list[str]) -> Mark:
    """The place, or the end of the text where the parser says that it is after it."""
    while line > len(rows) or (line > 1 and line == len(rows) and not rows[line - 1]):
        line, column = line - 1, limits.FILE_BYTES
    return line, min(column, len(rows[line - 1]) + 1)
