"""Merging: the laws first, then what each pair of changes gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategiplan.model import Note, Plan, flatten, walk
from strategiplan.model.dossier import Dossier
from strategiplan.revisions.changes import Change, Effect, Kind, apply, diff
from strategiplan.revisions.merge import merge
from strategiplan.revisions.merged import Caution, Conflict, Merged, Taken, Why
from strategiplan.revisions.reasons import Revised, join
from strategiplan.revisions.trial import needs, part, whole
from strategiplan.rules.trial import faults_around
from tests.plans import area, goal, indicator, plan, plans


def sides(conflict: Conflict) -> tuple[set[str], set[str]]:
    return {c.id for c in conflict.ours}, {c.id for c in conflict.theirs}


def spoken_of(merged: Merged) -> set[str]:
    """Every change that a conflict or a warning names."""
    said = [*merged.conflicts, *merged.warnings]
    return {c.id for one in said for c in (*one.ours, *one.theirs)}


FATES = st.sampled_from(["ceased", "absorbed", "replaced", None])


@st.composite
def revisions(draw: st.DrawFn, base: Plan) -> Revised:
    """A plan that differs from the base, with notes on some of what changes and on some of what does not."""
    found = diff(base, draw(plans()))
    if draw(st.booleans()):
        # A part of it: sides that differ less meet in other ways.
        ids = [c.id for c in found.changes if draw(st.booleans())]
        found = diff(base, apply(base, part(found.old, found, whole(ids, needs(found)))))
    ids = sorted({c.at.id for c in found.changes if c.effect is Effect.REMOVE})
    into = sorted(found.new.nodes)
    notes = [
        Note(at=id_, fate=fate, into=(draw(st.sampled_from(into)),) if fate != "ceased" else ())
        for id_ in ids[:6] if (fate := draw(FATES)) is not None
    ]
    same = sorted(i for i in found.old.nodes if i in found.new.nodes and not found.of(i))
    notes += [Note(at=id_, kind="confirmed") for id_ in same if draw(st.integers(0, 3)) == 0]
    return join(found, notes)


@st.composite
def merges(draw: st.DrawFn) -> tuple[Plan, Revised, Revised]:
    """A base and two sides that grew from it."""
    base = draw(plans())
    return base, draw(revisions(base)), draw(revisions(base))


@given(merges())
def test_merging_with_the_base_gives_the_other_side(drawn: tuple[Plan, Revised, Revised]) -> None:
    base, ours, _ = drawn
    tree = apply_all(base, ours)
    for merged in (merge(base, ours, base), merge(base, base, ours), merge(base, ours, ours)):
        assert merged.plan == tree
        assert merged.conflicts == () and merged.warnings == ()


def apply_all(base: Plan, side: Revised) -> Plan:
    return apply(base, side.changes)


@given(merges())
def test_the_sides_can_change_places(drawn: tuple[Plan, Revised, Revised]) -> None:
    base, ours, theirs = drawn
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.plan == other.plan
    assert [(c.why, c.at, sides(c)) for c in one.conflicts] == [
        (c.why, c.at, sides(c)[::-1]) for c in other.conflicts
    ]
    assert [(w.why, w.at) for w in one.warnings] == [(w.why, w.at) for w in other.warnings]
    turned = {Taken.OURS: Taken.THEIRS, Taken.THEIRS: Taken.OURS}
    assert [(d.change.id, d.taken) for d in one.decisions] == [
        (d.change.id, turned.get(d.taken, d.taken)) for d in other.decisions
    ]


@given(merges())
def test_the_result_is_always_a_sound_tree(drawn: tuple[Plan, Revised, Revised]) -> None:
    merged = merge(*drawn)
    ids = [node.id for node in walk(merged.plan)]
    assert len(ids) == len(set(ids))
    assert Plan.model_validate(merged.plan.model_dump(by_alias=True, exclude_defaults=True), by_name=False)


@given(merges())
def test_nothing_is_lost_in_silence(drawn: tuple[Plan, Revised, Revised]) -> None:
    base, ours, theirs = drawn
    merged = merge(base, ours, theirs)
    rows, said = flatten(merged.plan), spoken_of(merged)
    made = {c.id: c.new for c in merged.changes}
    for side in (ours, theirs):
        for change in side.changes:
            if change.id in said:
                continue
            row = rows.nodes.get(change.at.id)
            if change.effect is Effect.REMOVE:
                assert row is None or any(c.at == change.at and c.effect is Effect.ADD for c in merged.changes)
            elif change.effect is Effect.ADD:
                assert row is not None and row.fields == change.new.fields and row.parent == change.new.parent
            elif change.effect is Effect.PLACE:
                assert row is not None and change.new_place is not None
                assert change.kind is Kind.REORDERED or row.parent == change.new_place.slot
            elif change.effect is Effect.SET:
                assert row is not None
                kept = row.fields.get(str(change.at.field))
                assert kept == change.new or kept == made[change.id]
            elif change.kind is Kind.CONFIRMED:
                assert row is not None and row.fields == flatten(base).nodes[change.at.id].fields


@given(merges())
def test_what_is_in_conflict_is_as_it_was(drawn: tuple[Plan, Revised, Revised]) -> None:
    base, ours, theirs = drawn
    merged = merge(base, ours, theirs)
    was, rows = flatten(base), flatten(merged.plan)
    made = {c.id for c in merged.changes}
    for conflict in merged.conflicts:
        for change in (*conflict.ours, *conflict.theirs):
            if change.effect is Effect.NOTHING:
                continue
            assert change.id not in made
            if change.effect is Effect.SET and change.at.id in rows.nodes:
                assert rows.nodes[change.at.id].fields.get(str(change.at.field)) == change.old
            elif change.effect is Effect.REMOVE:
                assert rows.nodes[change.at.id].kind is was.nodes[change.at.id].kind


@given(merges())
def test_a_double_move_is_a_conflict(drawn: tuple[Plan, Revised, Revised]) -> None:
    base, ours, theirs = drawn
    merged = merge(base, ours, theirs)
    rows = [flatten(base).nodes, ours.changes.new.nodes, theirs.changes.new.nodes]
    for id_ in rows[0].keys() & rows[1].keys() & rows[2].keys():
        parents = [r[id_].parent for r in rows]
        kinds = {r[id_].kind for r in rows}
        if len(set(parents)) == 3 and len(kinds) == 1:
            assert f"{id_}:place" in spoken_of(merged)


@given(merges())
@settings(max_examples=40 if settings.default.max_examples <= 100 else settings.default.max_examples)
def test_no_merge_breaks_a_rule_that_both_sides_keep(drawn: tuple[Plan, Revised, Revised]) -> None:
    base, ours, theirs = drawn
    faults = faults_around(Dossier("base", base))
    merged = merge(base, ours, theirs, faults)
    known = faults(base) | faults(apply_all(base, ours)) | faults(apply_all(base, theirs))
    assert faults(merged.plan) <= known


A2, B = area("a2", goal("g3", "C")), goal("g2", "B")
G = goal(
    "g1", "A", description="Staden växer. Skolan är bra.", indicators=[indicator("i1", targets={"2023": {"min": 1}})]
)
TWO = {"areas": [area("a1", G, B), A2]}


def edited(**parts: Any) -> dict[str, Any]:
    return {**G, **parts}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (  # one moves a goal, the other edits its text
            {"areas": [area("a1", B), area("a2", goal("g3", "C"), G)]},
            {"areas": [area("a1", edited(description="Staden växer. Skolan är mycket bra."), B), A2]},
            [],
        ),
        (  # different sentences of one paragraph
            {"areas": [area("a1", edited(description="Staden växer fort. Skolan är bra."), B), A2]},
            {"areas": [area("a1", edited(description="Staden växer. Skolan är mycket bra."), B), A2]},
            [],
        ),
        (  # each appends an indicator
            {"areas": [area("a1", edited(indicators=[*G["indicators"], indicator("i2")]), B), A2]},
            {"areas": [area("a1", edited(indicators=[*G["indicators"], indicator("i3")]), B), A2]},
            [],
        ),
        (  # retired against edited
            {"areas": [area("a1", B), A2]},
            {"areas": [area("a1", edited(title="A2"), B), A2]},
            [(Why.REMOVED_EDITED, "g1")],
        ),
        (  # retired against an edit of something in it
            {"areas": [area("a1", B), A2]},
            {"areas": [area("a1", edited(indicators=[indicator("i1", targets={"2023": {"min": 2}})]), B), A2]},
            [(Why.REMOVED_EDITED, "g1")],
        ),
        (  # the same value in two ways
            {"areas": [area("a1", edited(title="A2"), B), A2]},
            {"areas": [area("a1", edited(title="A3"), B), A2]},
            [(Why.SAME_FIELD, "g1.title")],
        ),
        (  # retired against a new reference
            {"areas": [area("a1", B), A2]},
            {"areas": [area("a1", G, B), area("a2", goal("g3", "C", contributes_to=["g1"]))]},
            [(Why.REMOVED_NAMED, "g1")],
        ),
        (  # an area removed, a goal added to it
            {"areas": [area("a1", G, B)]},
            {"areas": [area("a1", G, B), area("a2", goal("g3", "C"), goal("g4"))]},
            [(Why.REMOVED_EDITED, "a2")],
        ),
    ],
)  # fmt: skip
def test_pairs(ours: dict[str, Any], theirs: dict[str, Any], expected: list[tuple[Why, str]]) -> None:
    merged = merge(plan(**TWO), plan(**ours), plan(**theirs))
    assert [(c.why, str(c.at)) for c in merged.conflicts] == expected
    if expected:
        assert merged.plan == plan(**TWO)


def test_areas_moved_into_each_other_are_a_conflict() -> None:
    base = plan(areas=[area("a1"), area("a2")])
    ours = plan(areas=[area("a2", areas=[area("a1")])])
    theirs = plan(areas=[area("a1", areas=[area("a2")])])
    merged = merge(base, ours, theirs)
    assert [c.why for c in merged.conflicts] == [Why.CYCLE]
    assert merged.plan == base


# The grid. Each act is something that is done to the goal g1; what a pair of them gives is the same in both orders.

D = goal("g4", "D")
DESCRIPTION = "Staden växer. Skolan är bra."
GRID_G1 = goal("g1", "A", description=DESCRIPTION, sdg=[1], indicators=[indicator("i1")])


@dataclass(frozen=True)
class Act:
    """What a side does, and what it says about it."""

    tree: Callable[[], Plan]
    notes: tuple[Note, ...] = ()


def grid_plan(first: list[dict[str, Any]], second: list[dict[str, Any]] | None = None) -> Plan:
    second = [goal("g3", "C")] if second is None else second
    return plan(areas=[area("a1", *first), area("a2", *second)])


def g1(**parts: Any) -> dict[str, Any]:
    return {**GRID_G1, **parts}


def heir(id_: str) -> dict[str, Any]:
    return goal(id_, f"Efterträdaren {id_}", indicators=[indicator(f"i-{id_}", f"Mått {id_}")])


GRID_BASE = grid_plan([g1(), B, D])
REMOVED = lambda: grid_plan([B, D])  # noqa: E731
ACTS = {
    "text": Act(lambda: grid_plan([g1(description="Staden växer fort. Skolan är bra."), B, D])),
    "text, other words": Act(lambda: grid_plan([g1(description="Staden växer. Skolan är mycket bra."), B, D])),
    "text, same words": Act(lambda: grid_plan([g1(description="Staden växer sakta. Skolan är bra."), B, D])),
    "renamed": Act(lambda: grid_plan([g1(title="A2"), B, D])),
    "renamed otherwise": Act(lambda: grid_plan([g1(title="A3"), B, D])),
    "moved": Act(lambda: grid_plan([B, D], [goal("g3", "C"), g1()])),
    "moved, other order": Act(lambda: grid_plan([B, D], [g1(), goal("g3", "C")])),
    "moved elsewhere": Act(lambda: plan(areas=[area("a1", B, D), area("a2", goal("g3", "C"))], goals=[g1()])),
    "reordered": Act(lambda: grid_plan([B, D, g1()])),
    "removed": Act(REMOVED, (Note(at="g1", fate="ceased"),)),
    "removed without a word": Act(REMOVED),
    "absorbed": Act(REMOVED, (Note(at="g1", fate="absorbed", into=("g3",)),)),
    "absorbed elsewhere": Act(REMOVED, (Note(at="g1", fate="absorbed", into=("g2",)),)),
    "delegated": Act(REMOVED, (Note(at="g1", fate="delegated", into=("kommunstyrelsen",)),)),
    "replaced by p": Act(lambda: grid_plan([heir("p"), B, D]), (Note(at="g1", fate="replaced", into=("p",)),)),
    "replaced by q": Act(lambda: grid_plan([heir("q"), B, D]), (Note(at="g1", fate="replaced", into=("q",)),)),
    "value": Act(lambda: grid_plan([g1(sdg=[1, 5]), B, D])),
    "other value": Act(lambda: grid_plan([g1(sdg=[1, 7]), B, D])),
    "confirmed": Act(lambda: GRID_BASE, (Note(at="g1", kind="confirmed"),)),
    "added": Act(lambda: grid_plan([g1(indicators=[indicator("i1"), indicator("n1", "Nytt mått")]), B, D])),
    "added another": Act(lambda: grid_plan([g1(indicators=[indicator("i1"), indicator("n2", "Annat")]), B, D])),
    "added alike": Act(lambda: grid_plan([g1(indicators=[indicator("i1"), indicator("n3", "Nytt  MÅTT")]), B, D])),
}  # fmt: skip

EDITED, FATES_DIFFER, STAYS = Why.REMOVED_EDITED, Why.TWO_FATES, Why.CONFIRMED
OK, ONCE, WORDS = "ok", "once", "words"
GRID: dict[str, dict[str, Any]] = {
    "text": {
        "text": ONCE, "text, other words": WORDS, "text, same words": Why.SAME_FIELD, "renamed": OK, "moved": OK,
        "reordered": OK, "removed": EDITED, "removed without a word": EDITED, "absorbed": EDITED,
        "delegated": EDITED, "replaced by p": EDITED, "value": OK, "confirmed": STAYS, "added": OK,
    },
    "renamed": {
        "renamed": ONCE, "renamed otherwise": Why.SAME_FIELD, "moved": OK, "reordered": OK, "removed": EDITED,
        "absorbed": EDITED, "delegated": EDITED, "replaced by p": EDITED, "value": OK, "confirmed": STAYS, "added": OK,
    },
    "moved": {
        "moved": ONCE, "moved, other order": Caution.ORDER, "moved elsewhere": Why.TWO_PARENTS,
        "reordered": Caution.PARENT_WINS, "removed": EDITED, "absorbed": EDITED, "delegated": EDITED,
        "replaced by p": Caution.CARRIED, "value": OK, "confirmed": STAYS, "added": OK,
    },
    "reordered": {
        "reordered": ONCE, "removed": Caution.REMOVAL_WINS, "absorbed": Caution.REMOVAL_WINS,
        "replaced by p": Caution.CARRIED, "value": OK, "confirmed": Caution.CONFIRMED_TOUCHED, "added": OK,
    },
    "removed": {
        "removed": ONCE, "removed without a word": ONCE, "absorbed": FATES_DIFFER, "delegated": FATES_DIFFER,
        "replaced by p": FATES_DIFFER, "value": EDITED, "confirmed": STAYS, "added": EDITED,
    },
    "absorbed": {
        "absorbed": ONCE, "absorbed elsewhere": FATES_DIFFER, "removed without a word": ONCE, "value": EDITED,
        "delegated": FATES_DIFFER, "replaced by p": FATES_DIFFER, "confirmed": STAYS, "added": EDITED,
    },
    "replaced by p": {
        "replaced by p": ONCE, "replaced by q": FATES_DIFFER, "value": EDITED, "confirmed": STAYS,
        "added": Caution.CARRIED,
    },
    "value": {"value": ONCE, "other value": Why.SAME_FIELD, "confirmed": STAYS, "added": OK},
    "confirmed": {"confirmed": ONCE, "added": Caution.CONFIRMED_TOUCHED},
    "added": {"added": ONCE, "added another": Caution.ORDER, "added alike": Caution.SAME_TITLE},
}  # fmt: skip


def done(act: Act) -> Revised:
    return join(diff(GRID_BASE, act.tree()), act.notes)


def spread(row: Any, change: Change) -> bool:
    """Whether a change is in a tree."""
    return bool(row is not None and row.fields.get(str(change.at.field)) == change.new)


@pytest.mark.parametrize("turned", [False, True], ids=["so", "turned"])
@pytest.mark.parametrize(("one", "other"), [(one, other) for one, row in GRID.items() for other in row])
def test_grid(one: str, other: str, turned: bool) -> None:
    expected = GRID[one][other]
    pair = (ACTS[other], ACTS[one]) if turned else (ACTS[one], ACTS[other])
    ours, theirs = (done(act) for act in pair)
    merged = merge(GRID_BASE, ours, theirs)
    whys = {c.why for c in merged.conflicts if c.why is not Why.DEPENDENT}
    warned = {w.why for w in merged.warnings}
    rows = flatten(merged.plan).nodes
    if isinstance(expected, Why):
        assert whys == {expected}
        assert rows["g1"] == flatten(GRID_BASE).nodes["g1"]
        return
    assert whys == set()
    if isinstance(expected, Caution):
        assert expected in warned
    else:
        assert not warned - {Caution.ORDER}
    taken = {d.taken for d in merged.decisions}
    if expected == ONCE:
        assert taken <= {Taken.BOTH} and merged.plan == apply_all(GRID_BASE, ours)
    if expected == WORDS:
        assert taken == {Taken.JOINED}
        assert rows["g1"].fields["description"] == "Staden växer fort. Skolan är mycket bra."
    if expected == OK:
        for change in (*ours.changes, *theirs.changes):
            assert change.id in {c.id for c in merged.changes}
            assert change.effect is not Effect.SET or spread(rows["g1"], change)


def test_every_pair_of_the_grid_is_tried() -> None:
    names = ["text", "renamed", "moved", "reordered", "removed", "absorbed", "replaced by p", "value", "confirmed",
             "added"]  # fmt: skip
    missing = [
        (a, b) for n, a in enumerate(names) for b in names[n:]
        if b not in GRID.get(a, {}) and a not in GRID.get(b, {})
    ]  # fmt: skip
    assert missing == []


def test_what_is_done_with_the_old_one_is_done_with_its_successor() -> None:
    moved = merge(GRID_BASE, done(ACTS["replaced by p"]), done(ACTS["moved"])).plan
    assert [[g.id for g in a.goals] for a in moved.areas] == [["g2", "g4"], ["g3", "p"]]
    later = merge(GRID_BASE, done(ACTS["reordered"]), done(ACTS["replaced by p"])).plan
    assert [g.id for g in later.areas[0].goals] == ["g2", "g4", "p"]
    added = merge(GRID_BASE, done(ACTS["replaced by p"]), done(ACTS["added"])).plan
    assert [i.id for i in added.areas[0].goals[0].indicators] == ["i-p", "n1"]


def test_an_edit_of_what_is_removed_can_be_carried_to_its_successor() -> None:
    (absorbed,) = merge(GRID_BASE, done(ACTS["absorbed"]), done(ACTS["text"])).conflicts
    assert absorbed.successors == ("g3",)
    (gone,) = merge(GRID_BASE, done(ACTS["removed"]), done(ACTS["text"])).conflicts
    assert gone.successors == ()


def test_a_successor_that_stands_elsewhere_is_not_moved_along() -> None:
    elsewhere = Act(lambda: grid_plan([B, D], [goal("g3", "C"), heir("p")]), ACTS["replaced by p"].notes)
    merged = merge(GRID_BASE, done(elsewhere), done(ACTS["moved elsewhere"]))
    assert [c.why for c in merged.conflicts] == [Why.REMOVED_EDITED]


def test_two_moves_to_one_place_and_two_orders_are_settled_by_address() -> None:
    base = grid_plan([goal("g1", "A"), goal("g2", "B"), goal("g4", "D")])
    ours = grid_plan([goal("g4", "D"), goal("g1", "A"), goal("g2", "B")])
    theirs = grid_plan([goal("g2", "B"), goal("g1", "A"), goal("g4", "D")])
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.plan == other.plan
    assert {w.why for w in one.warnings} == {Caution.ORDER}


def test_a_rule_that_only_both_break_is_a_conflict() -> None:
    def both(tree: Plan) -> frozenset[tuple[str, str]]:
        rows = flatten(tree).nodes
        return frozenset({("never-both", "g2")} if rows["g1"].fields["title"] == "X" and "n9" in rows else ())

    renamed, added = grid_plan([g1(title="X"), B, D]), grid_plan([g1(), B, D, goal("n9", "Nytt")])
    assert merge(GRID_BASE, renamed, added).is_clean
    for pair, expected in (
        ((renamed, added), ({"g1.title:set"}, {"n9:add"})), ((added, renamed), ({"n9:add"}, {"g1.title:set"})),
    ):  # fmt: skip
        merged = merge(GRID_BASE, *pair, both)
        assert [(c.why, str(c.at), sides(c)) for c in merged.conflicts] == [(Why.BREAKS_RULE, "g2", expected)]
        assert merged.plan == GRID_BASE
