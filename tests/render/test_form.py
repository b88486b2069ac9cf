"""Numbers, dates, colours and marks, one by one."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategiplan.messages import catalogue
from strategiplan.model.plan import Period
from strategiplan.render import numbers
from strategiplan.render.marking import marked_line, marked_text, side
from strategiplan.render.sdg import COLOURS, chip, luminance, text_colour
from strategiplan.render.sentences import Sentence
from tests.render.conftest import ROOT


@pytest.mark.parametrize(("value", "sv", "en"), [
    (0, "0", "0"), (1234, "1234", "1234"), (12345, "12\u00a0345", "12,345"), (-5, "\u22125", "\u22125"),
    (1234567.8, "1\u00a0234\u00a0567,8", "1,234,567.8"), (12.5, "12,5", "12.5"), (1e-7, "0,0000001", "0.0000001"),
    (2.0, "2", "2"), (1e21, "1\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000",
                      "1,000,000,000,000,000,000,000"),
])
def test_numbers(value, sv, en):
    assert (numbers.number(value, "sv"), numbers.number(value, "en")) == (sv, en)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_no_digit_is_lost(value):
    shown = numbers.number(value, "sv").replace("\u00a0", "").replace(",", ".").replace("\u2212", "-")
    assert float(shown) == float(value)


def test_dates_and_periods():
    assert numbers.day(date(2021, 6, 15), "sv") == "2021-06-15"
    assert numbers.day(date(2021, 6, 5), "en") == "5 June 2021"
    years = Period(start=date(2024, 1, 1), end=date(2026, 12, 31))
    assert numbers.period(years, "sv") == "2024–2026"
    assert numbers.period(Period(start=date(2024, 1, 1), end=date(2024, 6, 30)), "sv") == "2024-01-01 – 2024-06-30"


def test_lists():
    assert [numbers.joined(names, "sv") for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == \
        ["", "a", "a och b", "a, b och c"]


# From the table of the seventeen goals: the text that can be read on each colour.
WHITE = {4, 8, 10, 13, 16, 17}


def test_text_on_every_global_goal_can_be_read():
    for goal, colour in COLOURS.items():
        ink = text_colour(colour)
        assert ink == ("#ffffff" if goal in WHITE else "#000000")
        lights = sorted((luminance(colour), luminance(ink)), reverse=True)
        assert (lights[0] + 0.05) / (lights[1] + 0.05) >= 4.5


def test_global_goals_by_name():
    assert chip("13", "sv").name == "Bekämpa klimatförändringarna"
    assert (chip("3.a", "en").goal, chip("3.a", "en").name) == (3, "Good Health and Well-being")


@given(st.text(alphabet="ab .\n-", max_size=60), st.text(alphabet="ab .\n-", max_size=60))
def test_marks_lose_no_word(old, new):
    blocks = marked_text(old, new)
    for text, op in ((old, "-"), (new, "+")):
        words = "".join(p.text for b in blocks for p in side(b.pieces, op) if p.text != "¶")
        expected = "".join(line.strip().removeprefix("- ") for line in text.split("\n"))
        assert "".join(words.replace("-", "").split()) == "".join(expected.replace("-", "").split())


def test_a_title_is_marked_in_words():
    assert [(p.op, p.text) for p in marked_line("Bra bostäder", "Bra bostäder och områden") if not p.blank] == \
        [("=", "Bra bostäder"), ("+", "och områden")]


def test_lists_are_lists():
    blocks = marked_text("Inledning.\n\n- ett\n- två", "Inledning.\n\n- ett\n- tre")
    assert [(b.kind, b.state) for b in blocks] == [("p", "same"), ("li", "same"), ("li", "mixed")]


def test_the_catalogues_have_the_same_keys():
    ours = ("label.", "sdg.", "sentence.")
    sv, en = ({k for k in catalogue(lang) if k.startswith(ours)} for lang in ("sv", "en"))
    assert sv == en


def test_a_sentence_says_what_it_is_about():
    assert {"change_ids", "text", "motivation", "area_id", "kind"} <= set(Sentence.__struct_fields__)


def test_the_same_bytes_twice_and_in_every_process():
    code = (
        "import hashlib; from pathlib import Path; from strategiplan.store.workspace import Workspace; "
        "from strategiplan.render.publishing import render_plan, render_revision; "
        "from strategiplan.revisions.reasons import revise; "
        f"w = Workspace(Path({str(ROOT)!r})); a = w.load('karlstad/2022').dossier; "
        "b = w.load('karlstad/2023-forslag-blagrona').dossier; r = revise(a.plan, b.plan, b.revision); "
        "h = hashlib.sha256(); "
        "[h.update(next(iter(f.values()))) for f in (render_plan(a, 'html'), render_plan(a, 'md'), "
        "*(render_revision(r, a, b, v, k) for v, k in (('revision', 'html'), ('revision', 'md'), ('columns', 'html'), "
        "('changes', 'md'))))]; print(h.hexdigest())"
    )
    seen = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                       env={"PYTHONHASHSEED": seed, "PATH": ""}).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(seen) == 1
