"""Is the text plain? Public language is to be careful, plain and comprehensible (Språklagen 11 §).

Measures of a text are hints to its author, never more: all findings are information.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.node import shape
from strategiplan.model.types import Role
from strategiplan.rules.known import known, once
from strategiplan.rules.rule import Rule

# LIX: up to 50 is ordinary, over 60 very hard (Björnsson 1968). Shorter texts give no steady measure.
HARD = 60
WORDS_TO_MEASURE = 60
LONG_SENTENCE = 40
_LONG_WORD = 6

# After these a capital or a number goes on with the same sentence. Abbreviations that usually end one ("m.m.", "osv.")
# are not here: before a small letter no full stop ends a sentence anyway.
_ABBREVIATIONS = frozenset({
    "bl.a", "t.ex", "tex", "dvs", "d.v.s", "f.d", "f.n", "f.ö", "fr.o.m", "t.o.m", "p.g.a", "pga", "m.a.o", "s.k",
    "ca", "dr", "prof", "st", "nr", "dnr", "kap", "kl", "s", "sid", "fig", "jfr", "resp", "enl", "inkl", "exkl", "i.e",
    "e.g", "mr", "mrs", "u.a", "vs",
})
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# Repetitions are bounded so that no text, however strange, takes longer than its length.
# Each alternative begins with a certain sign, so that plain text is leapt over.
_END = re.compile(r"[.!?…][.!?…]{0,4}[”\"’')\]]{0,3}(?=\s|$)")
_LINK = r"\[([^\[\]]{0,300})\]\([^()]{0,500}\)"
_MARKUP = re.compile(rf"!{_LINK}|{_LINK}|<[^<>]{{1,300}}>|https?://\S+|\*[*_`]*|_[*_`]*|`[*_`]*")
_ITEM = re.compile(r"\s{0,20}(?:#{1,6}|[-*+>]|\d{1,3}[.)])\s")
_LONGEST_ABBREVIATION = 8


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text in Markdown. A list item, a heading and a paragraph each end one."""
    in_code = False
    for line in text.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            in_code = not in_code
        elif not in_code and not line.lstrip().startswith("|"):
            item = _ITEM.match(line)
            yield from _sentences(_MARKUP.sub(_said, line[item.end() :] if item else line))


def _said(markup: re.Match[str]) -> str:
    return markup.group(1) or markup.group(2) or " "


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(line):
        if _ends_here(line, match.start(), match.end()):
            yield line[start : match.end()].strip()
            start = match.end()
    if line[start:].strip():
        yield line[start:].strip()


def _ends_here(line: str, at: int, after: int) -> bool:
    """Whether the sign at a place ends a sentence, and not an abbreviation, an initial or an ordinal."""
    if line[at] != ".":
        return True
    before = line[max(0, at - _LONGEST_ABBREVIATION) : at].split()
    word = before[-1].lstrip("(”\"’'").casefold() if before else ""
    follows = line[after : after + 4].lstrip()[:1]
    is_initial = len(word) == 1 and word.isalpha()
    return not (follows.islower() or word in _ABBREVIATIONS or is_initial)


def words(sentence: str) -> list[str]:
    """The words of a sentence; numbers are not words."""
    return _WORD.findall(sentence)


class Measured(NamedTuple):
    """One sentence: how many words, how many of them long, and how it begins."""

    words: int
    long: int
    begins: str


def measured(text: str) -> tuple[Measured, ...]:
    """The sentences of a text that have any words, measured."""
    found = (words(sentence) for sentence in sentences(text))
    return tuple(
        Measured(len(held), len([word for word in held if len(word) > _LONG_WORD]), " ".join(held[:5]))
        for held in found if held
    )


@once
def _texts(dossier: Dossier) -> list[tuple[Address, tuple[Measured, ...]]]:
    """Every longer text of the plan, measured."""
    found = []
    for id_, place in known(dossier).places.items():
        form = shape(type(place.node))
        for name, role in form.roles.items():
            text = getattr(place.node, form.names[name])
            if role is Role.PROSE and text:
                found.append((Address(id_, name), measured(text)))
    return found


def lix(of: tuple[Measured, ...]) -> int:
    """Läsbarhetsindex: words per sentence plus the share of words longer than six letters, in percent."""
    count = sum(sentence.words for sentence in of)
    return round(count / len(of) + 100 * sum(sentence.long for sentence in of) / count) if count else 0


def hard_to_read(dossier: Dossier) -> Iterator[Finding]:
    """A text has a readability index (LIX) above 60, which is very hard even for a practised reader.

    Fix: write shorter sentences and choose shorter words where there are any.
    """
    for at, found in _texts(dossier):
        if sum(sentence.words for sentence in found) >= WORDS_TO_MEASURE and (index := lix(found)) > HARD:
            yield Finding(at, {"lix": index, "limit": HARD})


def long_sentence(dossier: Dossier) -> Iterator[Finding]:
    """A sentence has more than forty words; few readers hold on to the end of it.

    Fix: make two or three sentences of it.
    """
    for at, found in _texts(dossier):
        for sentence in found:
            if sentence.words > LONG_SENTENCE:
                yield Finding(at, {"count": sentence.words, "limit": LONG_SENTENCE, "begins": sentence.begins})


RULES = (
    Rule(hard_to_read, Severity.INFO),
    Rule(long_sentence, Severity.INFO),
)
