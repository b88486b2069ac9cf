"""How close text comparisons come to what people marked, and how long they take, as a table in Markdown.

Run from the root of the repository: `python -m tests.bench.prose_quality`. Tools that are not installed are left out;
`pip install redlines diff-match-patch prosediff` brings them.
"""

import difflib
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from itertools import pairwise

from strategiplan.revisions.prose import compare
from strategiplan.revisions.tokens import Edge, Tokens
from tests.revisions.prose_cases import (
    SHARED_CASES,
    MarkedText,
    Segment,
    f1,
    human_marks,
    is_identical,
    run_count,
    text_cases,
)

Tool = Callable[[str, str], list[Segment]]

_WORDS = 5_000
_ROUNDS = 3


def ours(old: str, new: str) -> list[Segment]:
    return [(run.op.value, run.text) for run in compare(old, new).runs]


def difflib_on(pattern: str) -> Tool:
    """The standard library's matcher on what `pattern` finds, without its guess at junk."""

    def compared(old: str, new: str) -> list[Segment]:
        one, other = re.findall(pattern, old), re.findall(pattern, new)
        return list(_from_opcodes(difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes(), one, other))

    return compared


def _from_opcodes(
    opcodes: Iterable[tuple[str, int, int, int, int]], old: list[str] | str, new: list[str] | str
) -> Iterable[Segment]:
    for tag, i1, i2, j1, j2 in opcodes:
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield "=", gone
            continue
        if gone:
            yield "-", gone
        if come:
            yield "+", come


def _redlines() -> Tool:
    from redlines import Redlines

    def compared(old: str, new: str) -> list[Segment]:
        if not old or not new:
            return [segment for segment in (("-", old), ("+", new)) if segment[1]]
        segments: list[Segment] = []
        for change in json.loads(Redlines(old, new).output_json())["changes"]:
            if change["type"] == "replace":
                segments += [("-", change["source_text"]), ("+", change["test_text"])]
            else:
                segments.append(({"equal": "=", "delete": "-", "insert": "+"}[change["type"]], change["text"]))
        # It writes a pilcrow of its own where a paragraph ends.
        segments = [(op, text.replace("¶", "")) for op, text in segments]
        return [segment for segment in segments if segment[1]]

    return compared


def _diff_match_patch() -> Tool:
    from diff_match_patch import diff_match_patch

    def compared(old: str, new: str) -> list[Segment]:
        tool = diff_match_patch()
        diffs = tool.diff_main(old, new)
        tool.diff_cleanupSemantic(diffs)
        return [({0: "=", -1: "-", 1: "+"}[op], text) for op, text in diffs]

    return compared


def _prosediff() -> Tool:
    from prosediff.diff import word_ops

    def compared(old: str, new: str) -> list[Segment]:
        word_ops.cache_clear()
        return list(_from_opcodes(word_ops(old, new), old, new))

    return compared


def tools() -> dict[str, Tool]:
    """The comparisons to measure, those that are installed."""
    found: dict[str, Tool] = {
        "strategiplan": ours,
        "difflib, words and white space": difflib_on(r"\w+|\s+|[^\w\s]"),
        "difflib, words only": difflib_on(r"\S+\s*"),
    }
    for name, make in (("redlines", _redlines), ("diff-match-patch", _diff_match_patch), ("prosediff", _prosediff)):
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is not installed and left out", file=sys.stderr)
    return found


def long_text(words: int = _WORDS) -> tuple[str, str]:
    """A text of about so many words, and the same with one sentence in ten removed, added or reworded; always alike."""
    chance = random.Random(2023)
    vocabulary = [word.strip(".,") for marked in human_marks() for word in marked.old.split()]
    old: list[str] = []
    while sum(len(sentence.split()) for sentence in old) < words:
        old.append(" ".join(chance.choices(vocabulary, k=chance.randint(6, 22))).capitalize() + ".")
    new: list[str] = []
    for sentence in old:
        fate = chance.random()
        if fate < 0.03:
            continue
        if fate < 0.06:
            new.append(" ".join(chance.choices(vocabulary, k=12)).capitalize() + ".")
        if fate > 0.96:
            parts = sentence.split()
            parts[len(parts) // 2] = chance.choice(vocabulary)
            sentence = " ".join(parts)
        new.append(sentence)
    return " ".join(old), " ".join(new)


def seconds(tool: Tool, old: str, new: str) -> float:
    """The median time of a few comparisons."""
    times = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        tool(old, new)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def runs_per_changed_sentence(tool: Tool, marked: Iterable[MarkedText]) -> float:
    """Marks for each sentence of either text that a mark touches."""
    runs = sentences = 0
    for text in marked:
        segments = tool(text.old, text.new)
        runs += run_count(segments)
        sentences += sum(len(_touched(whole, segments, left_out)) for whole, left_out in _sides(text))
    return runs / sentences


def sentence_edges(tool: Tool, marked: Iterable[MarkedText]) -> float:
    """The share of the edges of all marks that stand where a sentence begins or ends."""
    good = edges = 0
    for text in marked:
        segments = tool(text.old, text.new)
        for whole, left_out in _sides(text):
            tokens = Tokens(whole)
            cuts = [0, *(tokens.starts[first] for first, _ in tokens.parts(Edge.SENTENCE)), len(whole)]
            at = 0
            for op, part in segments:
                if op == left_out:
                    continue
                if op != "=":
                    edges += 2
                    good += _is_cut(whole, at, cuts) + _is_cut(whole, at + len(part), cuts)
                at += len(part)
    return good / edges


def _is_cut(text: str, at: int, cuts: list[int]) -> bool:
    """Whether only white space lies between the place and the beginning or end of a sentence."""
    return any(not text[min(at, cut) : max(at, cut)].strip() for cut in cuts)


def _touched(text: str, segments: list[Segment], left_out: str) -> set[int]:
    tokens = Tokens(text)
    cuts = [*(tokens.starts[first] for first, _ in tokens.parts(Edge.SENTENCE)), len(text)]
    touched: set[int] = set()
    at = 0
    for op, part in segments:
        if op == left_out:
            continue
        if op != "=":
            spans = enumerate(pairwise(cuts))
            touched |= {k for k, (first, last) in spans if max(first, at) < min(last, at + len(part))}
        at += len(part)
    return touched


def _sides(text: MarkedText) -> tuple[tuple[str, str], tuple[str, str]]:
    return (text.old, "+"), (text.new, "-")


def main() -> None:
    """Print the table."""
    if not SHARED_CASES.is_dir():
        sys.exit(f"no cases in {SHARED_CASES}")
    marks = human_marks()
    cases = [case for case in text_cases() if case.is_comparable]
    complete = [case for case in cases if case.is_complete]
    old, new = long_text()
    base = seconds(ours, old, new)
    print(
        "| comparison | marks | paragraphs as marked | F1 | marks per changed sentence | edges at sentence ends ",
        end="",
    )
    print("| cases within the expected marks | F1 on the cases | 5 000 words | times ours |")
    print("| --- |" + " --: |" * 9)
    for name, tool in tools().items():
        found = [tool(mark.old, mark.new) for mark in marks]
        alike = sum(is_identical(segments, mark) for segments, mark in zip(found, marks, strict=True))
        within = sum(run_count(tool(case.old, case.new)) <= case.expected_runs for case in cases)
        taken = base if tool is ours else seconds(tool, old, new)
        print(
            f"| {name} | {sum(map(run_count, found))} "
            f"| {alike} of {len(marks)} "
            f"| {f1((segments, mark.segments) for segments, mark in zip(found, marks, strict=True)):.3f} "
            f"| {runs_per_changed_sentence(tool, marks):.2f} | {sentence_edges(tool, marks):.0%} "
            f"| {within} of {len(cases)} "
            f"| {f1((tool(case.old, case.new), case.segments) for case in complete):.3f} "
            f"| {taken * 1000:.0f} ms | {taken / base:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
