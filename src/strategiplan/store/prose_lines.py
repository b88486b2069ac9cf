"""Prose as lines: one sentence on a line, so that a changed sentence is a changed line and merges are clean."""

import re

from strategiplan.model.types import reflow
from strategiplan.revisions.tokens import Edge, Tokens

# A line that begins like this is a Markdown block of its own; a sentence may not be made to begin so.
_OWN_LINE = re.compile(r"\s*(?:[-*+>|#]|\d{1,9}[.)]\s|```|~~~)|\s{4}")
# A private sign that stands at the beginning of a line while `reflow` joins lines, to tell where it stood.
_MARK = "\ue000"
_BREAK = re.compile(r"([.!?…][”’\"'»)\]]*)(\n {0,3})(?=[^\W\d_a-zåäöéü])")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+")


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph that is one line, cut only where a single space stands between two."""
    tokens = Tokens(paragraph)
    cuts = [0]
    for first, _ in tokens.parts(Edge.SENTENCE):
        start = tokens.starts[first]
        if first and paragraph[tokens.ends[first - 1] : start] == " " and not _OWN_LINE.match(paragraph, start):
            cuts.append(start)
    ends = [*(cut - 1 for cut in cuts[1:]), len(paragraph)]
    return [paragraph[start:end] for start, end in zip(cuts, ends, strict=True)]


def one_sentence_per_line(text: str) -> str:
    """The text with a line for each sentence; list items hang, other Markdown blocks keep their lines.

    It is the same text to a reader: `reflow` of the result equals `reflow` of `text`. A line break that somebody made
    behind a full stop is kept: `att bo i.` ends like an abbreviation, and the writer knew better.
    """
    flat = reflow(text)
    lines: list[str] = []
    fenced = False
    for line in (reflow(_marked(text)) if _MARK not in text else flat).split("\n"):
        fence = line.lstrip().startswith(("```", "~~~"))
        lines.extend([line] if fenced or fence else _broken(line))
        fenced ^= fence
    broken = "\n".join(lines) if _MARK in text else "\n".join(lines).replace(_MARK, "")
    for candidate in (broken, flat):
        if reflow(candidate) == flat:
            return candidate
    return text.removesuffix("\n")


def on_one_line(text: str) -> str:
    """A short prose text without its line breaks, or the text itself where it would then read otherwise."""
    flat = reflow(text)
    # A hard line break before the end of the text is lost with the end's white space, and what it parted would join.
    return flat if reflow(flat) == flat else text


def _marked(text: str) -> str:
    return _BREAK.sub(rf"\1\2{_MARK}", text)


def _broken(line: str) -> list[str]:
    item = _ITEM.match(line)
    marker = item.group() if item else ""
    if not marker and _OWN_LINE.match(line):
        return [line]
    first, *rest = (s for chunk in line[len(marker) :].split(f" {_MARK}") for s in sentences(chunk))
    lines = [marker + first, *(" " * len(marker) + sentence for sentence in rest)]
    # A deeply indented item cannot hang without becoming code, a hard line break cannot be moved: those stay whole.
    return lines if reflow("\n".join(lines)) == line.replace(_MARK, "").strip() else [line]
