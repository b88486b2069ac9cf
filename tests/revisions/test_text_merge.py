"""Two edits of one text: both are kept, or their meeting is said; nothing is lost between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategiplan.revisions.text_merge import edits, meetings, merge_text

SENTENCES = [
    "Staden växer snabbt.",
    "Skolan är bra.",
    "Alla barn mår bra i kommunen.",
    "Luften är ren.",
    "Vi bygger 100 nya hem.",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=6).map(" ".join)
WORDS = st.lists(st.sampled_from(["a", "b", "c", "d.", "e,"]), max_size=8).map(" ".join)
ANY = TEXTS | WORDS


@given(ANY, ANY)
def test_the_edits_make_the_new_text(base: str, new: str) -> None:
    out, at = "", 0
    for edit in edits(base, new):
        assert edit.start >= at
        out += base[at : edit.start] + edit.text
        at = edit.end
    assert out + base[at:] == new


@given(ANY, ANY)
def test_merging_with_the_base_gives_the_other(base: str, new: str) -> None:
    assert merge_text(base, new, base) == new
    assert merge_text(base, base, new) == new
    assert merge_text(base, new, new) == new


@given(ANY, ANY, ANY)
def test_the_sides_can_change_places(base: str, ours: str, theirs: str) -> None:
    assert merge_text(base, ours, theirs) == merge_text(base, theirs, ours)
    assert {frozenset(m) for m in meetings(base, ours, theirs)} == {frozenset(m) for m in meetings(base, theirs, ours)}


@given(ANY, ANY, ANY)
def test_nothing_is_lost_in_a_clean_merge(base: str, ours: str, theirs: str) -> None:
    merged = merge_text(base, ours, theirs)
    if merged is None:
        return
    size = len(base) + sum(len(e.text) - (e.end - e.start) for e in {*edits(base, ours), *edits(base, theirs)})
    assert len(merged) == size
    for edit in (*edits(base, ours), *edits(base, theirs)):
        assert edit.text in merged


BASE = "Staden ska växa. Skolan ska vara bra. Luften ska vara ren."


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        (
            "Staden ska växa snabbt. Skolan ska vara bra. Luften ska vara ren.",
            "Staden ska växa. Skolan ska vara bra. Luften ska vara mycket ren.",
            "Staden ska växa snabbt. Skolan ska vara bra. Luften ska vara mycket ren.",
        ),
        (
            "Staden ska växa. Skolan ska vara trygg. Luften ska vara ren.",
            "Staden ska växa. Skolan ska vara lugn. Luften ska vara ren.",
            None,
        ),
        (
            "Staden ska växa. Skolan ska vara bra. Ett tillägg. Luften ska vara ren.",
            "Staden ska växa. Skolan ska vara bra. Ett annat. Luften ska vara ren.",
            None,
        ),
        (
            "Staden ska växa. Luften ska vara ren.",
            "Staden ska växa. Skolan ska vara mycket bra. Luften ska vara ren.",
            None,
        ),
        (
            "Staden ska växa. Skolan ska vara bra. Luften ska vara ren. Ett tillägg.",
            "Staden ska växa. Skolan ska vara bra. Luften ska vara ren. Ett tillägg.",
            "Staden ska växa. Skolan ska vara bra. Luften ska vara ren. Ett tillägg.",
        ),
    ],
)
def test_cases(ours: str, theirs: str, merged: str | None) -> None:
    assert merge_text(BASE, ours, theirs) == merged
