"""Where things come from and what they become, revision by revision."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategiplan.model import Dossier, Plan, Revision
from strategiplan.revisions.lineage import Event, Step, What, chained, known_ids, lineage
from strategiplan.store.workspace import Workspace
from tests.plans import area, goal, indicator, plan, plans

ROOT = Path(__file__).parents[2]


def filed(
    name: str, year: int, status: str = "adopted", base: str | None = None, notes: Any = (), **parts: Any
) -> Dossier:
    """A revision in force one year, with the reasons for it."""
    tree = plan(**{"period": {"start": f"{year}-01-01", "end": f"{year}-12-31"}, "status": status, **parts})
    revision = Revision.model_validate({"base": base, "notes": list(notes)}, by_name=False) if base else None
    return Dossier(f"exempel/{name}", tree, revision=revision)


def told(id_: str, *dossiers: Dossier) -> list[tuple[str, str, str]]:
    """What happened, as (revision, id, what)."""
    return [(e.step, e.at.id, str(e.what)) for e in lineage(id_, chained(dossiers))]


# --- the chain ---------------------------------------------------------------------------------------------------


def chain(*dossiers: Dossier) -> list[tuple[str, str | None, bool]]:
    return [(s.name, s.previous, s.is_side) for s in chained(dossiers)]


def test_revisions_without_a_base_follow_each_other_by_period() -> None:
    assert chain(filed("c", 2024), filed("a", 2022), filed("b", 2023, "superseded")) == [
        ("a", None, False), ("b", "a", False), ("c", "b", False),
    ]


def test_proposals_stand_beside_what_was_decided() -> None:
    found = chain(
        filed("2023", 2023, base="2022"), filed("2023-s", 2023, "proposal", base="2022"),
        filed("2022", 2022, "superseded"), filed("2025-utkast", 2025, "draft"),
    )
    assert found == [
        ("2022", None, False), ("2023-s", "2022", True), ("2023", "2022", False), ("2025-utkast", "2023", True),
    ]


def test_a_revision_in_the_middle_of_the_year_follows_its_base() -> None:
    found = chain(filed("2023", 2023, base="2023-ny"), filed("2023-ny", 2023))
    assert found == [("2023-ny", None, False), ("2023", "2023-ny", False)]


def test_a_statement_is_beside_although_it_shows_an_adopted_tree() -> None:
    base = filed("2022", 2022)
    said = Dossier("exempel/2023-s", base.plan, revision=Revision(base="2022", kind="statement"), base=base.plan)
    assert chain(said, base, filed("2023", 2023, base="2022")) == [
        ("2022", None, False), ("2023-s", "2022", True), ("2023", "2022", False),
    ]


@pytest.mark.parametrize("base", ["2023", "2024", "1999"])
def test_a_base_that_cannot_be_is_not_followed(base: str) -> None:
    found = chained([
        filed("2022", 2022), filed("2023", 2023, base=base, notes=[{"at": "g", "fate": "ceased"}]),
        filed("2024", 2024, base="2023"),
    ])
    assert [s.name for s in found] == ["2022", "2023", "2024"]
    before: set[str] = set()
    for step in found:
        assert step.previous is None or step.previous in before
        before.add(step.name)
    assert next(s for s in found if s.name == "2023").notes == ()


# --- what happens to one thing -------------------------------------------------------------------------------------

OLD = {"areas": [area("a", goal("g", "Mål", description="En text.", indicators=[indicator("i", "Mått")]), title="A"),
                 area("b", title="B")]}


def after(*areas: dict[str, Any], notes: Any = (), **parts: Any) -> tuple[Dossier, Dossier]:
    return filed("1", 2022, **OLD), filed("2", 2023, base="1", notes=notes, areas=list(areas), **parts)


MEASURE = indicator("i", "Mått")
SAME = goal("g", "Mål", description="En text.", indicators=[MEASURE])
EDITORIAL = {"at": "g.description", "kind": "editorial"}
GONE = [area("a", title="A"), area("b", title="B")]


@pytest.mark.parametrize(("id_", "areas", "notes", "expected"), [
    ("g", [area("a", SAME, title="A"), area("b", title="B")], [], ["unchanged"]),
    ("g", [area("a", {**SAME, "title": "Nytt"}, title="A")], [], ["renamed"]),
    ("g", [area("a", {**SAME, "description": "Två."}, title="A")], [], ["text-changed"]),
    ("g", [area("a", {**SAME, "description": "En textt."}, title="A")], [EDITORIAL], ["editorial"]),
    ("g", [area("a", {**SAME, "sdg": [5]}, title="A")], [], ["value-changed"]),
    ("g", [area("a", title="A"), area("b", SAME, title="B")], [], ["moved"]),
    ("g", [area("a", title="A"), area("b", {**SAME, "title": "Ny"}, title="B")], [], ["moved", "renamed"]),
    ("g", [area("a", SAME, title="A")], [{"at": "g", "kind": "confirmed"}], ["confirmed"]),
    ("g", [area("a", SAME, title="A")], [{"at": "g", "kind": "promised"}], ["unchanged", "promised"]),
    ("a", [area("b", title="B"), area("a", SAME, title="A")], [], ["unchanged"]),
    ("b", [area("b", title="B"), area("a", SAME, title="A")], [], ["reordered"]),
    ("g", [area("a", {**SAME, "indicators": []}, title="A")], [], ["parts"]),
    ("a", [area("a", {**SAME, "title": "Ny"}, title="A")], [], ["parts"]),
    ("g", GONE, [], ["removed"]),
    ("g", GONE, [{"at": "g", "fate": "ceased"}], ["ceased"]),
    ("g", GONE, [{"at": "g", "fate": "delegated", "into": "kommunstyrelsen"}], ["delegated"]),
    ("i", GONE, [{"at": "g", "fate": "ceased"}], ["removed-with"]),
    ("i", GONE, [{"at": "g", "fate": "ceased"}, {"at": "i", "fate": "ceased"}], ["ceased"]),
    ("i", GONE, [], ["removed"]),
])
def test_one_turn(id_: str, areas: Any, notes: Any, expected: list[str]) -> None:
    found = told(id_, *after(*areas, notes=notes))
    assert [what for step, at, what in found if step == "2"] == expected
    assert {at for _, at, _ in found} == {id_}
    assert found[0] == ("1", id_, "first")


@pytest.mark.parametrize("fate", ["absorbed", "merged", "replaced", "split", "promoted"])
def test_a_successor_is_followed_and_its_origin_found(fate: str) -> None:
    steps = [
        *after(area("a", goal("h", "Efterföljare"), title="A"), notes=[{"at": "g", "fate": fate, "into": "h"}]),
        filed("3", 2024, base="2", areas=[area("a", goal("h", "Omdöpt"), title="A")]),
    ]
    expected = [("1", "g", "first"), ("2", "g", fate), ("2", "h", "new"), ("3", "h", "renamed")]
    assert told("g", *steps) == expected
    assert told("h", *steps) == expected
    ended, came = lineage("g", chained(steps))[1:3]
    assert [ref.title for ref in ended.into] == ["Efterföljare"]
    assert [(ref.id, ref.title) for ref in came.origins] == [("g", "Mål")]


def test_what_takes_in_another_says_so_and_keeps_its_own_history() -> None:
    steps = after(
        area("a", goal("j", "Annat", indicators=[MEASURE]), title="A"),
        notes=[{"at": "g", "fate": "absorbed", "into": "i", "motivation": "För tydlighet."}],
    )
    assert told("i", *steps) == [
        ("1", "g", "first"), ("1", "i", "first"), ("2", "g", "absorbed"), ("2", "i", "moved"), ("2", "i", "received"),
    ]
    moved = lineage("i", chained(steps))[3]
    assert (moved.old.title, moved.new.title) == ("Mål", "Annat")
    # The goal that the indicator lies in now has nothing to do with the one that ended.
    assert told("j", *steps) == [("2", "j", "new")]


def test_siblings_of_an_ancestor_are_not_followed() -> None:
    old = filed("1", 2022, goals=[goal("g", "G"), goal("h", "H")])
    new = filed("2", 2023, base="1", goals=[goal("k", "K")],
                notes=[{"at": "g", "fate": "merged", "into": "k"}, {"at": "h", "fate": "merged", "into": "k"}])
    assert {at for _, at, _ in told("g", old, new)} == {"g", "k"}
    assert {at for _, at, _ in told("k", old, new)} == {"g", "h", "k"}


def test_a_board_does_not_descend_from_the_goal_that_it_is_given() -> None:
    old = filed("1", 2022, goals=[goal("g", "G")])
    notes = [{"at": "g", "fate": "delegated", "into": "namnd"}]
    new = filed("2", 2023, base="1", bodies=[{"id": "namnd"}], notes=notes)
    assert told("g", old, new) == [("1", "g", "first"), ("2", "g", "delegated")]
    assert told("namnd", old, new) == [("2", "namnd", "new")]


def test_an_indicator_that_becomes_a_goal_under_its_own_id() -> None:
    old = filed("1", 2022, goals=[goal("g", "G", indicators=[indicator("x", "Andel")])])
    new = filed("2", 2023, base="1", goals=[goal("g", "G"), goal("x", "Öka andelen")],
                notes=[{"at": "x", "fate": "promoted", "into": "x"}])
    assert told("x", old, new) == [("1", "x", "first"), ("2", "x", "promoted"), ("2", "x", "new")]


def test_what_comes_back_is_back() -> None:
    steps = [filed("1", 2022, goals=[goal("g")]), filed("2", 2023), filed("3", 2024, goals=[goal("g")])]
    assert [what for _, _, what in told("g", *steps)] == ["first", "removed", "returned"]


def test_a_proposal_is_told_beside_and_leaves_no_trace_in_what_was_decided() -> None:
    steps = [
        filed("1", 2022, goals=[goal("g", "G"), goal("h", "H")]),
        filed("p", 2023, "proposal", base="1", goals=[goal("g", "G"), goal("n", "N")],
              notes=[{"at": "h", "fate": "absorbed", "into": "g"}]),
        filed("2", 2023, base="1", goals=[goal("g", "Ny"), goal("h", "H")]),
    ]
    assert told("g", *steps) == [("1", "g", "first"), ("p", "g", "received"), ("2", "g", "renamed")]
    assert [e.is_side for e in lineage("g", chained(steps))] == [False, True, False]
    assert told("h", *steps) == [
        ("1", "h", "first"), ("p", "h", "absorbed"), ("p", "g", "received"), ("2", "h", "unchanged"),
    ]
    # What only a proposal has can be asked for as well.
    assert told("n", *steps) == [("p", "n", "new")]


def test_parts_say_what_came_went_and_changed() -> None:
    old = filed("1", 2022, goals=[
        goal("g", "G", indicators=[indicator("i", "I"), indicator("j", "J"), indicator("k", "K")]),
        goal("h", "H", indicators=[indicator("l", "L")]),
    ])
    new = filed("2", 2023, base="1", goals=[
        goal("g", "G", indicators=[indicator("j", "J2"), indicator("l", "L"), indicator("m", "M")]),
        goal("h", "H", indicators=[indicator("k", "K")]),
    ], notes=[{"at": "i", "fate": "replaced", "into": "m"}])
    parts = lineage("g", chained([old, new]))[-1].parts
    assert [(p.at.id, str(p.what), [r.id for r in p.into]) for p in parts] == [
        ("i", "replaced", ["m"]), ("k", "moved", []), ("j", "value-changed", []), ("l", "received", []),
        ("m", "new", []),
    ]


def test_reasons_come_along_and_only_from_the_right_base() -> None:
    note = {"at": "g.title", "motivation": "Tydligare.", "sure": False}
    old = filed("1", 2022, goals=[goal("g", "G")])
    new = filed("2", 2023, base="1", goals=[goal("g", "Ny")], notes=[note])
    event = lineage("g", chained([old, new]))[-1]
    assert event.note is not None and event.note.motivation == "Tydligare." and not event.note.sure
    lost = filed("2", 2023, base="1999", goals=[goal("g", "Ny")], notes=[note])
    assert lineage("g", chained([old, lost]))[-1].note is None


def test_an_id_that_nobody_has() -> None:
    assert lineage("x", chained([filed("1", 2022)])) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(plans(), min_size=1, max_size=4))
def test_laws(drawn: list[Plan]) -> None:
    steps = tuple(Step(str(n), p, previous=str(n - 1) if n else None) for n, p in enumerate(drawn))
    for id_ in known_ids(steps):
        events = lineage(id_, steps)
        by_step: dict[str, list[Event]] = {}
        for event in events:
            by_step.setdefault(event.step, []).append(event)
            # Without notes nothing leads to anything else.
            assert event.at.id == id_
        assert [e.what is What.FIRST for e in by_step.get("0", [])] == [True] * (id_ in steps[0].rows.nodes)
        for before, after_ in pairwise(steps):
            there = id_ in before.rows.nodes or id_ in after_.rows.nodes
            assert bool(by_step.get(after_.name)) == there
        assert [steps.index(next(s for s in steps if s.name == e.step)) for e in events] == sorted(
            int(e.step) for e in events
        )


# --- the real plans ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def karlstad() -> tuple[Step, ...]:
    space = Workspace(ROOT)
    loaded = [space.load(f"karlstad/{name}").dossier for name in space.revisions("karlstad")]
    return chained([dossier for dossier in loaded if dossier is not None])


def test_the_chain_of_karlstad(karlstad: tuple[Step, ...]) -> None:
    assert [(s.name, s.previous) for s in karlstad if not s.is_side] == [
        ("2018", None), ("2022", "2018"), ("2023", "2022"), ("2024", "2023"),
    ]
    assert {(s.name, s.previous) for s in karlstad if s.is_side} == {
        ("2023-forslag-blagrona", "2022"), ("2023-forslag-s", "2022"),
    }


@pytest.mark.parametrize(("id_", "expected"), [
    ("befolkningsokning", [
        ("2022", "befolkningen-okar", "new"), ("2022", "befolkningsokning", "new"),
        ("2023", "befolkningen-okar", "absorbed"), ("2023", "befolkningsokning", "moved"),
        ("2023", "befolkningsokning", "received"), ("2024", "befolkningsokning", "ceased"),
    ]),
    ("gott-foretagsklimat", [("2022", "gott-foretagsklimat", "new"), ("2023", "gott-foretagsklimat", "delegated")]),
    ("fossilfri-och-klimatsmart", [
        ("2022", "fossilfri-och-klimatsmart", "new"), ("2023", "fossilfri-och-klimatsmart", "text-changed"),
        ("2023", "fossilfri-och-klimatsmart", "parts"), ("2024", "fossilfri-och-klimatsmart", "replaced"),
        ("2024", "fossilfritt-och-klimatneutralt", "new"),
    ]),
    ("musikskola-6-15", [
        ("2022", "musikskola-6-15", "new"), ("2023", "musikskola-6-15", "replaced"),
        ("2023", "musikskola-6-19", "new"), ("2024", "musikskola-6-19", "ceased"),
    ]),
    ("tillvaxtmotor", [
        ("2023", "tillvaxtmotor", "new"), ("2023", "tillvaxtmotor", "promised"), ("2024", "tillvaxtmotor", "moved"),
        ("2024", "tillvaxtmotor", "renamed"), ("2024", "tillvaxtmotor", "text-changed"),
        ("2024", "tillvaxtmotor", "value-changed"), ("2024", "tillvaxtmotor", "parts"),
    ]),
])
def test_what_became_of_karlstads_goals(
    karlstad: tuple[Step, ...], id_: str, expected: list[tuple[str, str, str]]
) -> None:
    events = [e for e in lineage(id_, karlstad) if not e.is_side]
    assert [(e.step, e.at.id, str(e.what)) for e in events] == expected
    # From 2023 on every step is explained in revision.yaml.
    assert all(e.note and e.note.motivation for e in events
               if e.step > "2022" and e.what not in (What.PARTS, What.RECEIVED, What.NEW))


def test_three_goals_became_one(karlstad: tuple[Step, ...]) -> None:
    events = lineage("hallbart-och-jamstallt-arbetsliv", karlstad)
    merged = [e.at.id for e in events if e.what is What.MERGED]
    assert merged == ["attraktiv-arbetsgivare", "inkluderande-arbetsplats", "hallbar-arbetsmiljo"]
    assert [ref.id for ref in events[-1].origins] == merged
