"""The table of contents of a Word document: a field that Word updates, and until then what it would say."""

from collections.abc import Sequence
from typing import NamedTuple

from strategiplan.render.docx_package import Element, run, w
from strategiplan.render.docx_styles import CONTENTS_LEVELS


class Entry(NamedTuple):
    """A heading as the table of contents needs it."""

    level: int
    text: str
    bookmark: str


def contents(title: str, entries: Sequence[Entry], depth: int, page: bool) -> Element:
    """The table, `page` on a page of its own.

    Each entry leads to its heading. Only Word knows on which page that is, and puts the number there on an update.
    """
    depth = min(depth, CONTENTS_LEVELS)
    lines = [_entry(entry) for entry in entries if entry.level <= depth] or [w("p")]
    begin = [_sign("begin"), _instruction(f'TOC \\o "1-{depth}" \\h \\z \\u'), _sign("separate")]
    place = 1 if lines[0].pPr is not None else 0
    for element in reversed(begin):
        lines[0].insert(place, element)
    lines[-1].append(_sign("end"))
    before = [w("pageBreakBefore")] if page else []
    head = w("p", w("pPr", w("pStyle", val="TOCHeading"), *before), run(title))
    # Word shows a button to update what is marked as a table of contents.
    kind = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    return w("sdt", w("sdtPr", kind), w("sdtContent", head, *lines))


def _entry(entry: Entry) -> Element:
    link = w("hyperlink", run(entry.text), anchor=entry.bookmark, history=1)
    return w("p", w("pPr", w("pStyle", val=f"TOC{entry.level}")), link)


def _sign(kind: str) -> Element:
    return w("r", w("fldChar", fldCharType=kind))


def _instruction(words: str) -> Element:
    held = w("instrText")
    held.text = f" {words} "
    held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return w("r", held)
