"""Markdown as paragraphs: what a paragraph is and how its words are set, and nothing else."""

import pytest

from strategiplan.render.docx_line import BULLET_TEXT, Face, Line, Span
from strategiplan.render.docx_prose import prose


def shape(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.style, line.text) for line in lines]


@pytest.mark.parametrize(("text", "expected"), [
    ("Ett stycke.", [("Body Text", "Ett stycke.")]),
    ("Ett.\n\nTvå.", [("Body Text", "Ett."), ("Body Text", "Två.")]),
    ("Ett\nstycke.", [("Body Text", "Ett stycke.")]),
    ("Ett\\\nstycke.", [("Body Text", "Ett\nstycke.")]),
    ("- Ett\n- Två", [("List Bullet", "Ett"), ("List Bullet", "Två")]),
    ("- Ett\n  - Inre", [("List Bullet", "Ett"), ("List Bullet 2", "Inre")]),
    ("- a\n  - b\n    - c\n      - d", [("List Bullet", "a"), ("List Bullet 2", "b"), ("List Bullet 3", "c"),
                                         ("List Bullet 3", "d")]),
    ("- Ett\n\n  Mer.", [("List Bullet", "Ett"), ("List Continue", "Mer.")]),
    ("3. Tre\n4. Fyra", [("Plan Numbered", "3. Tre"), ("Plan Numbered", "4. Fyra")]),
    ("## Rubrik", [("Heading 2", "Rubrik")]),
    ("> Citat", [("Quote", "Citat")]),
    ("```\n  kod\n```", [("Plan Code", "  kod")]),
    ("| a | b |\n| - | - |\n| 1 | 2 |", [("Body Text", "a | b"), ("Body Text", "1 | 2")]),
    ("![en bild](https://a.se/x.png)", [("Body Text", "en bild")]),
    ("[sidan](https://a.se)", [("Body Text", "sidan (https://a.se)")]),
    ("<https://a.se>", [("Body Text", "https://a.se")]),
    ("<a@b.se>", [("Body Text", "a@b.se")]),
    ("<b>fet</b>", [("Body Text", "<b>fet</b>")]),
    ("---", [("Body Text", "—")]),
    ("", []),
    ("  \n\n ", []),
])
def test_paragraphs(text: str, expected: list[tuple[str, str]]) -> None:
    assert shape(prose(text, 2)) == expected


def test_lists_in_an_entry_of_a_list_are_a_step_further_in() -> None:
    assert shape(prose("Ett.\n\n- Två", 3, BULLET_TEXT)) == [("List Continue", "Ett."), ("List Bullet 2", "Två")]


def test_faces() -> None:
    (found,) = prose("En **fet *och* kursiv** `kod`.")
    assert found.segments[0].spans == (
        Span("En "), Span("fet ", Face.BOLD), Span("och", Face.BOLD | Face.ITALIC), Span(" kursiv", Face.BOLD),
        Span(" "), Span("kod", Face.CODE), Span("."),
    )


def test_a_text_as_long_as_a_book_is_shown_as_it_was_written() -> None:
    found = prose("**Ord** " * 40_000)
    assert len(found) == 1 and found[0].text.startswith("**Ord**")
