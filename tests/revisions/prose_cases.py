"""Marked texts that people outside this project wrote, and how close a comparison comes to them."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from strategiplan.revisions.tokens import Tokens

SHARED_CASES = Path(__file__).parents[2].parent / "shared" / "cases"

Segment = tuple[str, str]


@dataclass(frozen=True)
class MarkedText:
    """A text in two versions and the runs that somebody expects; `expected_runs` counts the marks among them.

    `segments` is empty when the source says how many marks there are but not, word for word, where.
    """

    source: str
    name: str
    old: str
    new: str
    segments: tuple[Segment, ...]
    expected_runs: int

    @property
    def is_comparable(self) -> bool:
        """Whether the number of expected runs means something for a comparison of words.

        It does not when an expected mark begins or ends inside a word or number (`Test` to `Testappend` as one
        insertion), or when the texts are the same but for white space because only formatting was changed, which
        plain text does not show.
        """
        if self.old.split() == self.new.split():
            return False
        return not any(_cuts_a_token(text, self.segments, left_out) for text, left_out in self._sides())

    @property
    def is_complete(self) -> bool:
        """Whether the expected segments hold both texts, white space apart."""
        return bool(self.segments) and all(
            _solid(text) == _solid("".join(part for op, part in self.segments if op != left_out))
            for text, left_out in self._sides()
        )

    def _sides(self) -> tuple[tuple[str, str], tuple[str, str]]:
        return (self.old, "+"), (self.new, "-")


def _solid(text: str) -> str:
    return "".join(text.split())


def _cuts_a_token(text: str, segments: Sequence[Segment], left_out: str) -> bool:
    """Whether an expected edge falls inside a token, places counted without white space."""
    inner: set[int] = set()
    tokens = Tokens(text)
    at = 0
    for word in tokens.words:
        length = len(_solid(word))
        inner.update(range(at + 1, at + length))
        at += length
    at = 0
    for op, part in segments:
        if op != left_out:
            at += len(_solid(part))
            if at in inner:
                return True
    return False


def human_marks() -> list[MarkedText]:
    """The ten paragraphs of the 2023 budget whose changes officials marked with colours."""
    paragraphs = json.loads((SHARED_CASES / "karlstad-2023" / "text_changes.json").read_text("utf-8"))
    marked = []
    for paragraph in paragraphs:
        segments = [(op, text) for op, text in paragraph["segments"]]
        if paragraph.get("repairs"):
            segments = _with_stop_returned(segments)
        count = sum(op != "=" for op, _ in segments)
        texts = paragraph["before"], paragraph["after"]
        marked.append(MarkedText("karlstad", paragraph["goal"], *texts, tuple(segments), count))
    return marked


def _with_stop_returned(segments: list[Segment]) -> list[Segment]:
    """The marks with a full stop that an insertion took from the sentence it lengthened put back after it.

    The officials coloured it with the insertion, which leaves the old text without one; the marks hold both texts
    only if the stop is unchanged. A whole inserted or replaced sentence keeps its own.
    """
    returned = list(segments)
    for k, (op, text) in enumerate(segments[1:-1], 1):
        lengthens = segments[k - 1][0] == "=" and segments[k - 1][1].rstrip()[-1].isalnum()
        if op == "+" and lengthens and text.endswith(".") and segments[k + 1][0] == "=":
            returned[k] = (op, text[:-1])
            returned[k + 1] = ("=", "." + segments[k + 1][1])
    return returned


def text_cases() -> list[MarkedText]:
    """The cases of the five foreign test suites, all of them."""
    return [
        *_html_diffs("openslides"),
        *_html_diffs("antragsgruen"),
        *_character_diffs(),
        *_prose_diffs(),
        *_wikitext(),
    ]


def _load(name: str) -> list[dict[str, object]]:
    return json.loads((SHARED_CASES / "text" / f"{name}.json").read_text("utf-8"))


def _html_diffs(source: str) -> list[MarkedText]:
    return [_marked(source, str(case["test"]), case["segments"], case["old"], case["new"]) for case in _load(source)]


def _character_diffs() -> list[MarkedText]:
    cases = []
    for case in _load("diff-match-patch"):
        segments = [({0: "=", -1: "-", 1: "+"}[op], text) for op, text in case.get("diffs", case.get("after"))]
        before = [({0: "=", -1: "-", 1: "+"}[op], text) for op, text in case.get("before", case.get("diffs"))]
        old = "".join(text for op, text in before if op != "+")
        new = "".join(text for op, text in before if op != "-")
        cases.append(_marked("diff-match-patch", str(case["op"]), segments, old, new))
    return cases


def _prose_diffs() -> list[MarkedText]:
    suite = json.loads((SHARED_CASES / "text" / "phabricator.json").read_text("utf-8"))
    return [
        _marked(
            "phabricator",
            case["title"],
            # A lone full stop stands for context left out.
            [(line[0], line[2:]) for line in case["expected"] if line != "."],
            case["old"],
            case["new"],
        )
        for part in ("parts", "summary_with_omitted_context")
        for case in suite[part]
    ]


def _wikitext() -> list[MarkedText]:
    cases = []
    for case in _load("wikidiff2"):
        runs = _marks_in_json(case["expected_json"]) if "expected_json" in case else 0
        runs += _marks_in_html(str(case.get("expected_inline_html", "")))
        cases.append(MarkedText("wikidiff2", case["file"], case["old"], case["new"], (), runs))
    return cases


def _marks_in_json(lines: Iterable[dict[str, object]]) -> int:
    """Added and deleted lines count once; changed lines once for each highlight; moved ones for the move as well."""
    per_type = {0: 0, 1: 1, 2: 1, 3: 0, 4: 1, 5: 1}
    return sum(per_type[line["type"]] + len(line.get("highlightRanges", ())) for line in lines)


def _marks_in_html(html: str) -> int:
    moved = len(re.findall(r"mw-diff-inline-moved ", html))
    return moved + len(re.findall(r"<(?:ins|del)\b", html))


def _marked(source: str, name: str, segments: Iterable[Sequence[str]], old: str, new: str) -> MarkedText:
    kept = tuple((op, text) for op, text in segments)
    return MarkedText(source, name, old, new, kept, sum(op != "=" for op, _ in kept))


def is_identical(segments: Iterable[Segment], marked: MarkedText) -> bool:
    """Whether these are the expected runs in the expected order, white space apart."""
    return _normalised(segments) == _normalised(marked.segments)


def _normalised(segments: Iterable[Segment]) -> list[Segment]:
    """The segments with white space levelled, those without any words left out, equal neighbours joined."""
    joined: list[Segment] = []
    for op, text in new_first(segments):
        levelled = " ".join(text.split())
        if levelled and joined and joined[-1][0] == op:
            joined[-1] = (op, f"{joined[-1][1]} {levelled}")
        elif levelled:
            joined.append((op, levelled))
    return joined


def new_first(segments: Iterable[Segment]) -> list[Segment]:
    """The segments with the new text before the old wherever both stand together; tools differ in this habit."""
    ordered: list[Segment] = []
    changed: list[Segment] = []
    for segment in [*segments, ("=", "")]:
        if segment[0] == "=":
            ordered += [*sorted(changed, key=lambda part: "+-".index(part[0])), segment]
            changed = []
        else:
            changed.append(segment)
    return ordered


def run_count(segments: Iterable[Segment]) -> int:
    return sum(op != "=" for op, _ in segments)


def marked_characters(segments: Iterable[Segment]) -> set[tuple[str, int]]:
    """The places of the marked characters in the old and in the new text, counted without white space."""
    places = {"-": 0, "+": 0}
    marked = set()
    for op, text in segments:
        length = len(_solid(text))
        for side in places:
            if op == side:
                marked.update((side, places[side] + k) for k in range(length))
            if op in ("=", side):
                places[side] += length
    return marked


def f1(pairs: Iterable[tuple[Iterable[Segment], Iterable[Segment]]]) -> float:
    """Agreement of marked characters over all (found, expected) pairs: 1.0 for the same characters."""
    both = found_only = expected_only = 0
    for found, expected in pairs:
        one, other = marked_characters(found), marked_characters(expected)
        both += len(one & other)
        found_only += len(one - other)
        expected_only += len(other - one)
    total = 2 * both + found_only + expected_only
    return 2 * both / total if total else 1.0
