"""A paragraph of a Word document before anybody thinks of Word: a style, a text in one or more faces, a label."""

import re
from enum import Flag
from typing import NamedTuple

from strategiplan.render.visible import visible

TITLE, KICKER, FACT, BODY, QUOTE = "Title", "Plan Kicker", "Plan Fact", "Body Text", "Quote"
BULLET, BULLET_FACT, BULLET_TEXT = "List Bullet", "Plan Bullet Fact", "List Continue"
NUMBERED, CODE = "Plan Numbered", "Plan Code"
# Between the facts of one paragraph.
SEPARATOR = " · "
# Word has nine levels of headings.
DEEPEST = 9

# XML has no way to write these two; the other characters that it lacks are steering ones, which `visible` writes out.
_UNWRITABLE = re.compile("[\ufffe\uffff]")


class Face(Flag):
    """How a stretch of text is set."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    CODE = 4
    LABEL = 8
    BLANK = 16


class Span(NamedTuple):
    """A stretch of text in one face."""

    text: str
    face: Face = Face.PLAIN


class Segment(NamedTuple):
    """What a paragraph says of one thing: a text, or a label and a value.

    `own` says that the text is in the plan's own language. In a paragraph of several facts `field` names each, and
    `rank` orders them the same way in every revision.
    """

    spans: tuple[Span, ...]
    label: str = ""
    own: bool = True
    field: str = ""
    rank: tuple[int, str] = (0, "")

    @property
    def text(self) -> str:
        """The text without its label."""
        return "".join(span.text for span in self.spans)

    @property
    def lead(self) -> str:
        """The label as it stands before the text."""
        return f"{self.label}: " if self.label else ""


class Line(NamedTuple):
    """A paragraph."""

    style: str
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The paragraph as it is read."""
        return SEPARATOR.join(segment.lead + segment.text for segment in self.segments)


def inert(text: str) -> str:
    """The text with nothing in it that Word could obey or XML not hold."""
    return _UNWRITABLE.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", visible(text.replace("\t", " ")))


def line(style: str, *spans: Span, own: bool = True) -> Line:
    """A paragraph of one text."""
    return Line(style, (Segment(spans, own=own),))


def plain(style: str, text: str, label: str = "", *, own: bool = True) -> Line:
    """A paragraph in one face and without line breaks."""
    return Line(style, (Segment((Span(inert(re.sub(r"\s*\n\s*", " ", text.strip()))),), inert(label), own),))


def heading(level: int) -> str:
    """The style of a heading; the document's own title is level 0."""
    return f"Heading {min(level, DEEPEST)}" if level else TITLE


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]
