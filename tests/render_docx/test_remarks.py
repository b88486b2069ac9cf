"""Comments and notes: every motivation at its change, and what the marks leave out in plain words."""

from typing import Any

import pytest

from strategiplan.model.revision import Revision
from strategiplan.render.docx_marks import Marked
from strategiplan.render.docx_remarks import MarkedDocument, Remark, marked_document
from tests.plans import area, goal, indicator, plan
from tests.render_docx import readers
from tests.render_docx.comparing import REVISIONS, Comparison, between, compared


def first(description: str = "Gammal text.") -> dict[str, Any]:
    return goal("g1", "Ett mål", description=description, indicators=[indicator("i1", "Ett mått")])


SECOND, THIRD = goal("g2", "Två"), goal("g3", "Tre")
OLD = plan(areas=[area("a", first(), SECOND), area("b", THIRD, title="Annat")])


def remarks(found: Comparison) -> list[tuple[Marked, Remark]]:
    document: MarkedDocument = marked_document(found.revised, found.old, found.new, "sv")
    return [(document.paragraphs[n], remark) for n, held in sorted(document.remarks.items()) for remark in held]


def revision(*notes: dict[str, object]) -> Revision:
    return Revision.model_validate({"notes": notes})


@pytest.mark.parametrize("names", REVISIONS, ids="→".join)
def test_every_motivation_is_a_comment(names: tuple[str, str]) -> None:
    found = compared(*names)
    content = found.tracked()
    assert found.new.revision is not None
    told = [readers.one_line(comment["text"]) for comment in readers.comments(content)]
    by_pandoc = [text for _, text in readers.spans(readers.pandoc_tree(content, "all"), "comment-start")]
    reasons = [readers.one_line(remark.motivation) for _, remark in remarks(found)]
    stale = {note.at for note in found.revised.stale}
    for note in found.new.revision.notes:
        if note.motivation and note.at not in stale:
            why = readers.one_line(note.motivation)
            assert any(why in text for text in told), note.at
            assert any(why in text for text in by_pandoc), note.at
            assert any(why in reason for reason in reasons), note.at


def test_comments_are_anchored_where_they_say() -> None:
    tree = readers.part(compared(*REVISIONS[0]).tracked())
    begun = [e.get(f"{readers.W}id") for e in tree.iter(f"{readers.W}commentRangeStart")]
    ended = [e.get(f"{readers.W}id") for e in tree.iter(f"{readers.W}commentRangeEnd")]
    signs = [e.get(f"{readers.W}id") for e in tree.iter(f"{readers.W}commentReference")]
    comments = [comment["id"] for comment in readers.comments(compared(*REVISIONS[0]).tracked())]
    assert begun == ended == signs == comments


def test_a_reason_stands_at_the_words_that_it_is_for() -> None:
    new = plan(areas=[area("a", first("Ny text."), SECOND), area("b", THIRD, title="Annat")])
    ((line, remark),) = remarks(between(OLD, new, revision({"at": "g1.description", "motivation": "Därför."})))
    assert str(line.at) == "g1.description"
    # The words themselves show what changes, so only the reason is said.
    assert remark == Remark("", "Därför.")


def test_a_move_is_told_in_both_places() -> None:
    new = plan(areas=[area("a", first()), area("b", THIRD, SECOND, title="Annat")])
    found = remarks(between(OLD, new, revision({"at": "g2", "fate": "moved", "motivation": "Därför."})))
    moved = "Målet ’Två’ flyttas från området ’Ett område’ till området ’Annat’."
    assert [(str(line.op), remark.told, remark.motivation) for line, remark in found] == [
        ("-", moved, ""), ("+", moved, "Därför."),
    ]


def test_a_change_inside_a_moved_goal_is_told() -> None:
    new = plan(areas=[area("a", SECOND), area("b", THIRD, first("Ny text."), title="Annat")])
    found = remarks(between(OLD, new))
    assert any(remark.told == "Beskrivningen av målet ’Ett mål’ ändras." for _, remark in found)


def test_a_fate_is_told_in_a_plain_sentence() -> None:
    new = plan(areas=[area("a", first()), area("b", THIRD, title="Annat")])
    note = {"at": "g2", "fate": "merged", "into": "g3", "motivation": "Därför.", "sure": False}
    ((line, remark),) = remarks(between(OLD, new, revision(note)))
    assert line.at.id == "g2" and not remark.sure
    assert remark.told == "Målet ’Två’ går upp i målet ’Tre’."


def test_a_reason_for_siblings_stands_at_each_without_naming_the_others() -> None:
    old = plan(goals=[goal("g3", "Tre", indicators=[indicator("i1", "Ett"), indicator("i2", "Två")])])
    new = plan(goals=[THIRD])
    notes = [{"at": id_, "fate": "ceased", "motivation": "Därför."} for id_ in ("i1", "i2")]
    assert [remark for _, remark in remarks(between(old, new, revision(*notes)))] == [Remark("", "Därför.")] * 2


def test_a_change_that_cannot_be_seen_is_told() -> None:
    old = plan(goals=[goal("g", description="Se [x].\n\n[x]: https://a.se")])
    new = plan(goals=[goal("g", description="Se [x](https://a.se).")])
    ((line, remark),) = remarks(between(old, new))
    assert line.at.id == "g"
    assert remark.told.endswith("Ändringen syns inte i texten här.")


def test_the_proposers_words_stand_first() -> None:
    found = between(plan(title="A"), plan(title="B"), Revision.model_validate({
        "statement": "Vi vill **mer**.", "kind": "counter", "filed": "2022-03-14",
        "proposer": {"kind": "party", "name": "Ett parti"},
    }))
    first = readers.comments(found.tracked("sv"))[0]["text"].splitlines()
    assert first == [
        "Förslagsställare: Ett parti. Slag av förslag: motförslag. Inlämnat: 2022-03-14. Jämförs med: A (utkast).",
        "Förslagsställarens ord: Vi vill mer.",
    ]
