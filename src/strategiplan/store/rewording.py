"""A prose text in its block, changed so that only the lines of changed sentences are other lines."""

from difflib import SequenceMatcher
from typing import NamedTuple

from strategiplan.model.types import reflow
from strategiplan.store.prose_lines import one_sentence_per_line
from strategiplan.store.source import Node
from strategiplan.store.splice import Page


class _Paragraph(NamedTuple):
    """What reads as one line of the text, and the lines that it is written on."""

    flat: str
    lines: tuple[str, ...]


def reworded(page: Page, node: Node, text: str) -> str:
    """The file's text with the prose of a literal block changed to `text`; the block keeps header and indent.

    Not for a block whose header says its indent. A paragraph that reads the same keeps its lines, however they were
    broken.
    """
    start = page.line_end(node.start)
    body = page.text[start : node.end].replace("\r\n", "\n") if start < node.end else ""
    indent = _indent(page, node, body)
    old = _paragraphs([line[indent:] for line in body.split("\n")]) if body else []
    new = _paragraphs(one_sentence_per_line(text).split("\n"))
    lines = _merged(old, new)
    if reflow("\n".join(lines)) != reflow(text):
        lines = one_sentence_per_line(text).split("\n")
    pad = " " * indent
    written = page.newline.join(pad + line if line else "" for line in lines)
    if body:
        return page.text[:start] + written + page.text[node.end :]
    head = page.text[:start]
    return head + ("" if head.endswith("\n") else page.newline) + written + page.newline + page.text[start:]


def _indent(page: Page, node: Node, body: str) -> int:
    """How far a literal block is indented: as its first line is, or two more than its key."""
    first = next((line for line in body.split("\n") if line.strip(" ")), None)
    if first is not None:
        return len(first) - len(first.lstrip(" "))
    line = page.text[page.line_start(node.start) : node.start]
    return len(line) - len(line.lstrip(" -")) + 2


def _paragraphs(lines: list[str]) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    fenced = False
    for line in lines:
        fence = line.lstrip().startswith(("```", "~~~"))
        flat = line if fenced or fence else reflow(line)
        if found and flat and found[-1].flat and not fenced and not fence:
            joined = reflow(f"{found[-1].flat}\n{line}")
            if "\n" not in joined:
                found[-1] = _Paragraph(joined, (*found[-1].lines, line))
                continue
        if found and not flat and not found[-1].flat and not fenced:
            found[-1] = _Paragraph("", (*found[-1].lines, line))
            continue
        found.append(_Paragraph(flat, (line,)))
        fenced ^= fence
    return found


def _merged(old: list[_Paragraph], new: list[_Paragraph]) -> list[str]:
    matcher = SequenceMatcher(None, [p.flat for p in old], [p.flat for p in new], autojunk=False)
    lines: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            lines += (line for paragraph in old[a:b] for line in paragraph.lines)
            continue
        before = [line for paragraph in old[a:b] for line in paragraph.lines]
        lines += (part for paragraph in new[c:d] for line in paragraph.lines for part in _as_before(line, before))
    return lines


def _as_before(line: str, before: list[str]) -> list[str]:
    """The lines on which somebody had written what would come to stand on one: they knew where their sentences end."""
    for start in range(len(before)):
        joined = before[start]
        for end in range(start + 1, len(before)):
            if not line.startswith(joined):
                break
            joined = f"{joined} {before[end]}"
            if joined == line:
                return before[start : end + 1]
    return [line]
