"""Words, numbers and signs of a prose text, and the places where it may be cut.

A token is what a reader takes in at once: a word with its combining marks, a number with its thousands, decimals,
range and per cent sign, an emoji with everything joined to it, or one sign. White space is never a token; it is what
lies between two of them.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache


class Edge(IntEnum):
    """How natural a cut in front of a token is; a higher rank is a better place for a mark to begin or end."""

    TIGHT = 0
    WORD = 1
    PHRASE = 2
    CLAUSE = 3
    SENTENCE = 4
    PARAGRAPH = 5


# NBSP, thin space and narrow NBSP are how Swedish typography separates thousands; plain space is how people type it.
_THOUSANDS_SPACES = " \u00a0\u2009\u202f"
_ZWJ = "\u200d"
_JOINERS = f"\u200c\u00ad{_ZWJ}"
_SKIN_TONES = "\U0001f3fb-\U0001f3ff"
_TAGS = "\U000e0020-\U000e007f"
_WEB_ADDRESS = r"https?://\S*[\w/]"
_KEYCAP = r"[0-9#*]\ufe0f?\u20e3"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
# The first two alternatives only spare the others: most tokens are plain words before a space, few are abbreviations.
_PLAIN = r"[^\W\d]++(?=\s)"
_SHORTENED = r"(?=\w\w?\.\w)(?<!\w)(?:[A-ZÅÄÖa-zåäö][a-zåäö]?\.)(?:[a-zåäö]{1,2}\.)*[a-zåäö]{1,3}\."

_END_SIGNS = frozenset(".!?…")
_CLAUSE_SIGNS = frozenset(",;:–—")
_CLOSING = frozenset("”’\"'»)]}")
_OPENING = frozenset("”“‘\"'«»([{")

_MAY_END_SENTENCE = _END_SIGNS | _CLOSING
_DASHES = frozenset("–—(")

# Words whose full stop belongs to them. The forms written in one piece (t.ex., bl.a.) are one token already, and
# those that are words too (el., min., tom.) are left out: a full stop after a word is far more often the end.
_ABBREVIATIONS = frozenset(
    (
        *("anm", "avd", "bl", "ca", "dir", "dnr", "dr", "dvs", "enl", "ev", "ex", "exkl", "forts", "fr", "förf", "hr"),
        *("inkl", "iofs", "jfr", "jur", "kap", "kl", "kv", "mha", "mr", "mrs", "nr", "obs", "omkr", "pga", "prof"),
        *("resp", "sid", "sk", "sg", "stf", "tab", "tel", "tex", "tfn", "urspr"),
    )
)
# These close an enumeration, so they may stand last; a capital after them begins a new sentence.
_ENUMERATION_ENDS = frozenset(("etc", "osv", "m.m", "o.s.v", "m.fl", "e.d", "o.d", "o.dyl"))
_CONJUNCTIONS = frozenset(
    (
        *("att", "då", "där", "därför", "eftersom", "eller", "för", "genom", "men", "medan", "när", "och", "om"),
        *("samt", "som", "så", "såsom", "trots", "utan", "vilka", "vilken", "vilket"),
        *("and", "because", "but", "or", "that", "which", "who"),
    )
)

# A blank line parts paragraphs; so does a line that opens with a bullet, a number or a heading mark.
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•–+]|\d{1,3}[.)]|#{1,6}|=+)\s)")

_LINE_BREAK = re.compile(r"\n")


class Tokens:
    """A text with its tokens.

    `words[k]` is token `k` as it is compared, `starts[k]` and `ends[k]` where it stands in `text`. Every space inside
    a number is compared as the same space.
    """

    __slots__ = ("_candidates", "_edges", "_paragraph_starts", "ends", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _pattern(_marks(text)).finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        compared = text
        for space in _THOUSANDS_SPACES[1:]:
            compared = compared.replace(space, " ")
        self.words = [compared[start:end] for start, end in spans]
        self._edges: dict[int, Edge] = {}
        self._paragraph_starts: list[int] | None = None
        self._candidates: list[int] | None = None

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> str:
        """The text from token `first` up to and including the one before `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""

    def size(self, first: int, last: int) -> int:
        """Length in characters of what `span` returns."""
        return self.ends[last - 1] - self.starts[first] if first < last else 0

    def is_word(self, k: int) -> bool:
        """Whether token `k` is a word or a number rather than a sign."""
        return self.words[k][0].isalnum()

    @property
    def paragraph_starts(self) -> list[int]:
        """The first token of each paragraph, in order."""
        if self._paragraph_starts is None:
            firsts = {0} if self.words else set()
            for line_break in _PARAGRAPH_BREAK.finditer(self.text):
                firsts.add(bisect_left(self.starts, line_break.end()))
            self._paragraph_starts = sorted(first for first in firsts if first < len(self))
        return self._paragraph_starts

    def edge(self, k: int) -> Edge:
        """The rank of the cut in front of token `k`; both ends of the text are paragraph edges."""
        if k not in self._edges:
            self._edges[k] = self._rank(k)
        return self._edges[k]

    def parts(self, level: Edge, first: int = 0, last: int | None = None) -> Iterator[tuple[int, int]]:
        """The token ranges between the cuts of at least `level`: sentences, clauses or paragraphs."""
        end = len(self) if last is None else last
        start = first
        places = self._possible_sentence_starts() if level >= Edge.SENTENCE else range(end)
        for k in places[bisect_right(places, first) : bisect_left(places, end)]:
            if self.edge(k) >= level:
                yield start, k
                start = k
        if start < end:
            yield start, end

    def sentence(self, k: int) -> tuple[int, int]:
        """The token range of the sentence in which token `k` stands."""
        first, last = k, k + 1
        while self.edge(first) < Edge.SENTENCE:
            first -= 1
        while self.edge(last) < Edge.SENTENCE:
            last += 1
        return first, last

    def ends_sentence(self, k: int) -> bool:
        """Whether token `k` is the sign that ends its sentence."""
        return k < len(self) and self.words[k] in _END_SIGNS and self.edge(k + 1) >= Edge.SENTENCE

    def _possible_sentence_starts(self) -> Sequence[int]:
        """The few tokens worth asking whether a sentence begins there; asking every token is what takes time."""
        if self._candidates is None:
            after_signs = (k for k, word in enumerate(self.words, 1) if word[-1] in _MAY_END_SENTENCE)
            after_lines = (bisect_left(self.starts, match.end()) for match in _LINE_BREAK.finditer(self.text))
            self._candidates = sorted({*after_signs, *after_lines})
        return self._candidates

    def _rank(self, k: int) -> Edge:
        if k <= 0 or k >= len(self):
            return Edge.PARAGRAPH
        starts = self.paragraph_starts
        place = bisect_left(starts, k)
        if place < len(starts) and starts[place] == k:
            return Edge.PARAGRAPH
        if self._begins_sentence(k):
            return Edge.SENTENCE
        if self.starts[k] == self.ends[k - 1]:
            return Edge.TIGHT
        if self.words[k - 1] in _CLAUSE_SIGNS or self.words[k] in _DASHES:
            return Edge.CLAUSE
        return Edge.PHRASE if self.words[k].lower() in _CONJUNCTIONS else Edge.WORD

    def _begins_sentence(self, k: int) -> bool:
        gap = self.text[self.ends[k - 1] : self.starts[k]]
        if not gap:
            return False
        opener = k
        while opener < len(self) - 1 and self.words[opener] in _OPENING:
            opener += 1
        if self.words[opener][0].islower():
            # A wrapped line, or a full stop inside a sentence: `den 1. januari`, `forts. följer`.
            return False
        if "\n" in gap:
            return True
        last = k - 1
        while last > 0 and self.words[last] in _CLOSING and self.starts[last] == self.ends[last - 1]:
            last -= 1
        if self.words[last] in _END_SIGNS:
            return self.words[last] != "." or not self._is_shortening(last)
        return self.words[last].rstrip(".").lower() in _ENUMERATION_ENDS and self.words[last].endswith(".")

    def _is_shortening(self, stop: int) -> bool:
        """Whether the full stop at token `stop` belongs to the word or number before it and ends no sentence."""
        if stop == 0 or self.starts[stop] != self.ends[stop - 1]:
            return False
        word = self.words[stop - 1]
        if word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
            return True
        return word.isdecimal() and len(word) <= 3 and self._numbers_an_item(stop - 1)

    def _numbers_an_item(self, k: int) -> bool:
        """Whether token `k` is first in its line or sentence, as `1.` is; `2030.` further on is a year."""
        if k == 0:
            return True
        if "\n" in self.text[self.ends[k - 1] : self.starts[k]]:
            return True
        after = self.words[k - 2].lower() if k > 1 else ""
        return self.words[k - 1] in _END_SIGNS and after not in _ABBREVIATIONS and not after.isdecimal()


def _marks(text: str) -> str:
    """The characters of `text` that attach to the one before them, in order; empty for almost every text."""
    if text.isascii():
        return ""
    return "".join(sorted(c for c in set(text) if c in _JOINERS or unicodedata.category(c)[0] == "M"))


@lru_cache(maxsize=32)
def _pattern(marks: str) -> re.Pattern[str]:
    """The token pattern for texts in which `marks` are the attaching characters."""
    # A joiner after a sign starts the next part of the same emoji; it must not end this one.
    extensions = f"[{re.escape(marks.replace(_ZWJ, ''))}{_SKIN_TONES}{_TAGS}]*"
    word = rf"\w+(?:[{re.escape(marks)}]+\w*)*" if marks else r"\w+"
    thousands = rf"(?<!\w)\d{{1,3}}(?:[{_THOUSANDS_SPACES}]\d{{3}})+(?!\w)"
    atom = rf"(?:{thousands}|{word})"
    # A comma or a stop joins digits only; a hyphen, an en dash, a colon or an apostrophe joins words too (EU:s).
    joint = r"(?:(?<=\d)[.,/](?=\d)|[-–:'’](?=\w))"
    per_cent = rf"(?:(?<=\d)[{_THOUSANDS_SPACES}]?[%‰])"
    # The hyphen of `läns- och kommunal` belongs to the word it ends.
    suspended = r"(?:-(?=[\s,.;:)]|\Z))"
    sign = rf"[^\w\s]{extensions}(?:{_ZWJ}[^\w\s]{extensions})*{_ZWJ}?"
    return re.compile(
        rf"{_PLAIN}|{_KEYCAP}|{_WEB_ADDRESS}|{_SHORTENED}|{atom}(?:{joint}{atom})*(?:{per_cent}|{suspended})?|{_FLAG}|{sign}"
    )
