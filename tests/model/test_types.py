"""The small types: what they take, and that using them leaves nothing behind."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from strategiplan.model.types import Id, IsoDate, Number, Prose, Sdg, Title, Year, reflow


def test_a_type_is_the_same_however_often_it_is_used() -> None:
    first = TypeAdapter(Title).json_schema()
    for _ in range(1500):
        TypeAdapter(Title)
    assert TypeAdapter(Title).json_schema() == first


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        (Title, "  En\n titel ", "En titel"),
        (Title, "a\u030a", "å"),
        (Prose, "En rad.\nEn till.\n\nNytt stycke.\n", "En rad. En till.\n\nNytt stycke."),
        (Year, "2023", 2023),
        (Sdg, 5, "5"),
        (Sdg, "16.1", "16.1"),
        (Number, 2.5, 2.5),
    ],
)
def test_what_is_read(kind: Any, given: Any, read: Any) -> None:
    assert TypeAdapter(kind).validate_python(given) == read


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (Id, "Trygg", "string_pattern_mismatch"),
        (Title, "", "string_too_short"),
        (Year, 23, "bad-year"),
        (Year, True, "bad-year"),
        (Sdg, 16.1, "sdg-needs-quotes"),
        (Sdg, 18, "unknown-sdg"),
        (Number, True, "bad-number"),
        (Number, float("inf"), "bad-number"),
        (IsoDate, "2023-02-30", "bad-date"),
        (IsoDate, "20230101", "bad-date"),
        (IsoDate, "2023-W01-1", "bad-date"),
    ],
)
def test_what_is_refused(kind: Any, given: Any, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(given)
    assert refused.value.errors()[0]["type"] == code


@pytest.mark.parametrize(
    ("text", "flowed"),
    [
        ("- ett\n- två", "- ett\n- två"),
        ("Först.\n- ett\n  mer", "Först.\n- ett mer"),
        ("# Rubrik\nText", "# Rubrik\nText"),
        ("```\na\nb\n```", "```\na\nb\n```"),
        ("rad  \nny rad", "rad  \nny rad"),
        ("1. ett\n2. två", "1. ett\n2. två"),
        ("| a | b |\n| - | - |", "| a | b |\n| - | - |"),
        ("rad\nny rad  \nännu en", "rad ny rad  \nännu en"),
        ("text\nslut  ", "text slut"),
    ],
)
def test_markdown_keeps_the_lines_that_mean_something(text: str, flowed: str) -> None:
    assert reflow(text) == flowed
    assert reflow(reflow(text)) == flowed


@given(st.text(alphabet="ab -#|>`\\\n1.", max_size=40))
def test_flowing_twice_is_flowing_once(text: str) -> None:
    assert reflow(reflow(text)) == reflow(text)
