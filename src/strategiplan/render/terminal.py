"""Lines for a terminal: wrapped to its width, coloured when it wants colour, and inert whatever the texts hold.

Written by hand because it stands on the path of every command: importing a terminal library would cost more than
validating the plan (docs/explanation/performance.md).
"""

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TextIO

from msgspec import Struct

from strategiplan.render.visible import visible

Segment = tuple[str, str]  # text, style

_STYLES = {
    "": "",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "path": "1",
    "dim": "2",
    "bold": "1",
    "added": "34;4",
    "removed": "31;9",
    "moved": "35",
    "label": "1;7",
    "heading": "1;4",
    "mark": "1;31",
}


class Line(Struct, frozen=True):
    """A paragraph: its segments, what its first line begins with, and what the following ones begin with.

    `rigid` lines (source code under a caret) are not wrapped.
    """

    segments: tuple[Segment, ...] = ()
    first: str = ""
    rest: str = ""
    rigid: bool = False


def line(*segments: Segment | str, first: str = "", rest: str | None = None, rigid: bool = False) -> Line:
    """A line of segments; a bare string is a segment without style."""
    parts = tuple((s, "") if isinstance(s, str) else s for s in segments)
    return Line(parts, first, first if rest is None else rest, rigid)


def cells(text: str) -> int:
    """How many columns a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def width_of(stream: TextIO) -> int:
    """The width to write for: the terminal's, at least 40 and at most 100; 80 for a pipe or a file."""
    if not stream.isatty():
        return 80
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour: NO_COLOR wins, then FORCE_COLOR, then whether a person is looking."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _words(segments: Iterable[Segment]) -> Iterator[tuple[str, str, bool]]:
    """(word, style, whether white space stands before it)."""
    space = False
    for text, style in segments:
        for part in re.split(r"([ \t\n]+)", visible(text)):
            if not part:
                continue
            if part[0] in " \t\n":
                space = True
            else:
                yield part, style, space
                space = False


def wrap(paragraph: Line, width: int) -> list[list[Segment]]:
    """The paragraph's lines, each at most `width` columns where its words allow."""
    if paragraph.rigid:
        return [[(paragraph.first, ""), *((visible(t), s) for t, s in paragraph.segments)]]
    lines: list[list[Segment]] = [[(paragraph.first, "")]]
    used = cells(paragraph.first)
    empty = True
    pending: list[tuple[str, str, bool]] = []
    words = [*_words(paragraph.segments), ("", "", True)]
    for word in words:
        # Words with no space between them (a sign right after a marked word) stay on one line.
        if word[2] and pending:
            size = sum(cells(text) for text, _, _ in pending)
            space = 0 if empty else 1
            if not empty and used + space + size > width:
                lines.append([(paragraph.rest, "")])
                used, space = cells(paragraph.rest), 0
            if space:
                joint = pending[0][1] if lines[-1][-1][1] == pending[0][1] else ""
                lines[-1].append((" ", joint))
            lines[-1].extend((text, style) for text, style, _ in pending)
            used += space + size
            empty = False
            pending = []
        pending.append(word)
    return lines


def write(paragraphs: Iterable[Line], stream: TextIO | None = None, width: int | None = None) -> None:
    """Write paragraphs to a terminal, a pipe or a file."""
    stream = stream or sys.stdout
    stream.write(rendered(paragraphs, width or width_of(stream), wants_colour(stream)))


def rendered(paragraphs: Iterable[Line], width: int = 80, colour: bool = False) -> str:
    """The paragraphs as one text."""
    out: list[str] = []
    for paragraph in paragraphs:
        for segments in wrap(paragraph, width):
            if colour:
                shown = "".join(_coloured(t, s) for t, s in _joined(segments))
            else:
                shown = "".join(t for t, _ in segments)
            out.append(shown.rstrip() + "\n")
    return "".join(out)


def _joined(segments: Iterable[Segment]) -> Iterator[Segment]:
    text, style = "", ""
    for part, its in segments:
        if its == style:
            text += part
        else:
            if text:
                yield text, style
            text, style = part, its
    if text:
        yield text, style


def _coloured(text: str, style: str) -> str:
    code = _STYLES[style]
    return f"\x1b[{code}m{text}\x1b[0m" if code else text
