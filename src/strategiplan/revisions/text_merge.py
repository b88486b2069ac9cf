"""Two edits of one text: do their words meet, and what do both give together?"""

from typing import NamedTuple

from strategiplan.revisions.prose import Op, compare


class Edit(NamedTuple):
    """A stretch of the base text and what stands in its place. `start == end` is an insertion."""

    start: int
    end: int
    text: str


class Meeting(NamedTuple):
    """Two edits that cannot both be made as they stand."""

    ours: Edit
    theirs: Edit


def edits(base: str, new: str) -> tuple[Edit, ...]:
    """What was done to the base, edit by edit, in order and apart from each other."""
    found: list[Edit] = []
    at = 0
    start: int | None = None
    text = ""
    for run in compare(base, new).runs:
        if run.op is Op.EQUAL:
            if start is not None:
                found.append(Edit(start, at, text))
                start, text = None, ""
            at += len(run.text)
            continue
        if start is None:
            start = at
        if run.op is Op.DELETED:
            at += len(run.text)
        else:
            text += run.text
    if start is not None:
        found.append(Edit(start, at, text))
    return tuple(found)


def _meet(one: Edit, other: Edit) -> bool:
    """Whether two different edits touch the same words, or say two things at one place.

    Edits that only stand side by side leave an order to be chosen when either is an insertion, and that is not ours
    to choose.
    """
    if one.start < other.end and other.start < one.end:
        return True
    touches = one.end == other.start or other.end == one.start
    return touches and (one.start == one.end or other.start == other.end)


def meetings(base: str, ours: str, theirs: str) -> tuple[Meeting, ...]:
    """Every pair of edits that meet. Edits that are the same on both sides are one edit and do not meet."""
    mine, yours = edits(base, ours), edits(base, theirs)
    shared = set(mine) & set(yours)
    found = []
    first = 0
    for edit in mine:
        if edit in shared:
            continue
        while first < len(yours) and yours[first].end < edit.start:
            first += 1
        for other in yours[first:]:
            if other.start > edit.end:
                break
            if other not in shared and _meet(edit, other):
                found.append(Meeting(edit, other))
    return tuple(found)


def merge_text(base: str, ours: str, theirs: str) -> str | None:
    """The text with the edits of both sides, or None when any of them meet."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if meetings(base, ours, theirs):
        return None
    out: list[str] = []
    at = 0
    for edit in sorted({*edits(base, ours), *edits(base, theirs)}):
        out += [base[at : edit.start], edit.text]
        at = edit.end
    return "".join([*out, base[at:]])
