"""Every change in exactly one sentence, and the sentences as a person would write them."""

import pytest
from hypothesis import given, settings

from strategiplan.model.organization import Organization
from strategiplan.model.revision import Note
from strategiplan.render.sentences import sentences
from strategiplan.revisions.changes import diff
from strategiplan.revisions.reasons import join
from tests.plans import area, goal, indicator, plan, plans
from tests.render.conftest import REVISIONS, compared

KS = Organization.model_validate(
    {"name": "Exempel kommun", "bodies": [{"id": "ks", "name": "Kommunstyrelsen", "kind": "board"}]}
)


def _say(old, new, *notes, lang="sv"):
    revised = join(diff(old, new), [Note.model_validate(note, by_name=False) for note in notes])
    return [sentence.text for sentence in sentences(revised, KS, lang)]


def _one(*goals, **parts):
    return plan(areas=[area("o", *goals, **parts)])


A, B = goal("a", "A"), goal("b", "B")
MEASURED = goal("a", "A", indicators=[indicator("i", "I"), indicator("j", "J")])

CASES = [
    (_one(A), _one(A, B), [], ["Nytt mål: ’B’."]),
    (_one(A, B), _one(A), [], ["Målet ’B’ utgår."]),
    (_one(MEASURED, B), _one(B), [], ["Målet ’A’ utgår. 2 indikatorer följer inte med."]),
    (_one(A), _one(goal("a", "B")), [], ["Målet ’A’ byter namn till ’B’."]),
    (_one(A, B), _one(A),
     [{"at": "b", "fate": "delegated", "into": "ks", "assignment": "Kommunstyrelsen ska ta över."}],
     ["Målet ’B’ utgår. Kommunstyrelsen får i uppdrag att ta över."]),
    (_one(A, B), _one(A), [{"at": "b", "fate": "delegated", "into": "ks", "assignment": "Ta fram ett nämndmål."}],
     ["Målet ’B’ utgår. Kommunstyrelsen får ett uppdrag: Ta fram ett nämndmål."]),
    (_one(A, B), _one(A), [{"at": "b", "fate": "delegated", "into": "ks"}],
     ["Målet ’B’ utgår. Ansvaret går till Kommunstyrelsen."]),
    (_one(goal("a", "A", indicators=[indicator("i", "I")])), _one(goal("a", "A", indicators=[indicator("j", "J")])),
     [{"at": "i", "fate": "replaced", "into": "j", "series-break": "yes"}],
     ["Indikatorn ’I’ ersätts av indikatorn ’J’. Serien bryts: värden före och efter går inte att jämföra."]),
    (_one(A, B), _one(A, goal("c", "C")), [{"at": "b", "fate": "replaced", "into": "c"}],
     ["Målet ’B’ ersätts av målet ’C’.", "Nytt mål: ’C’. Ursprunget är målet ’B’."]),
    (_one(A, B), _one(goal("c", "C")),
     [{"at": "a", "fate": "merged", "into": "c"}, {"at": "b", "fate": "merged", "into": "c"}],
     ["Målen ’A’ och ’B’ går upp i målet ’C’.", "Nytt mål: ’C’. Ursprunget är målet ’A’ och målet ’B’."]),
    (_one(A), _one(goal("b", "B"), goal("c", "C")), [{"at": "a", "fate": "split", "into": ["b", "c"]}],
     ["Målet ’A’ delas upp i målet ’B’ och målet ’C’.", "Nytt mål: ’B’. Ursprunget är målet ’A’.",
      "Nytt mål: ’C’. Ursprunget är målet ’A’."]),
    (plan(areas=[area("o", A, title="O"), area("p", B, title="P")]),
     plan(areas=[area("o", title="O"), area("p", B, A, title="P")]), [],
     ["Målet ’A’ flyttas från området ’O’ till området ’P’."]),
    (_one(A, B), _one(B, A), [], ["Målet ’B’ byter plats och står nu först."]),
    (_one(A), _one(A), [{"at": "a", "kind": "confirmed"}], ["Målet ’A’ kvarstår."]),
    (_one(A), _one(A), [{"at": "a", "kind": "promised", "due": "2024-01-31"}],
     ["Nytt innehåll är utlovat i målet ’A’, senast 2024-01-31."]),
    (_one(goal("a", "A", responsible=["x"])), _one(goal("a", "A", responsible=["x", "ks"])), [],
     ["Ansvaret för målet ’A’ utökas med Kommunstyrelsen."]),
    (plan(status="draft"), plan(status="proposal"), [], ["Statusen ändras från utkast till förslag."]),
]


@pytest.mark.parametrize(("old", "new", "notes", "expected"), CASES)
def test_what_is_said(old, new, notes, expected):
    assert sorted(_say(old, new, *notes)) == sorted(expected)


def test_in_english():
    assert _say(_one(MEASURED, B), _one(B), lang="en") == ["The goal ‘A’ is removed. 2 indicators will not be kept."]
    assert _say(_one(A), _one(A), {"at": "a", "kind": "confirmed"}, lang="en") == ["The goal ‘A’ remains."]


def _partition(revised, organization=None):
    told = [id_ for sentence in sentences(revised, organization) for id_ in sentence.change_ids]
    assert sorted(told) == sorted(change.id for change in revised.changes)


@pytest.mark.parametrize("names", REVISIONS, ids=lambda names: names[1])
def test_every_change_stands_in_one_sentence(names):
    both = compared(*names)
    _partition(both.revised, both.new.organization)


@settings(max_examples=150, deadline=None)
@given(old=plans(), new=plans())
def test_every_change_between_any_plans_stands_in_one_sentence(old, new):
    _partition(join(diff(old, new), ()))


def test_siblings_with_one_reason_are_told_in_one_breath(proposal):
    told = sentences(proposal.revised, proposal.new.organization)
    lost = next(s for s in told if "nojd-kund-index:remove" in s.change_ids)
    assert len(lost.change_ids) == 3 and lost.text.startswith("Indikatorerna ’Nöjd-Kund-Index")
    assert lost.area_id == "kunskaps-och-tillvaxtkommun" and not lost.sure
