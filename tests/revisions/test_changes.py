"""The change set: its laws, and a table of what must be found."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategiplan.model import Plan, build, flatten, walk
from strategiplan.revisions.changes import Effect, apply, diff, invert
from strategiplan.revisions.order import interleave, keepers
from tests.plans import area, goal, indicator, plan, plans


@given(plans(), plans())
def test_applying_the_difference_gives_the_new_plan(old: Plan, new: Plan) -> None:
    assert apply(old, diff(old, new)) == new


@given(plans(), plans())
def test_the_inverse_gives_the_old_plan(old: Plan, new: Plan) -> None:
    assert apply(new, invert(diff(old, new))) == old


@given(plans())
def test_a_plan_does_not_differ_from_itself(old: Plan) -> None:
    assert diff(old, old).changes == ()
    assert build(flatten(old)) == old


@given(plans(), plans())
def test_every_change_has_a_name_of_its_own_and_document_order(old: Plan, new: Plan) -> None:
    changes = diff(old, new).changes
    assert len({c.id for c in changes}) == len(changes)
    rank = {node.id: n for n, node in enumerate(walk(new))}
    found = [rank[c.at.id] for c in changes if c.effect is not Effect.REMOVE and c.at.id in rank]
    assert found == sorted(found)


@given(st.permutations(list("abcdefg")), st.permutations(list("abcdefg")))
def test_what_keeps_its_order_is_as_much_as_can_be(old: list[str], new: list[str]) -> None:
    kept = keepers(old, new)
    assert [i for i in old if i in kept] == [i for i in new if i in kept]
    longest = 0
    for mask in range(1 << len(new)):
        chosen = [x for n, x in enumerate(new) if mask >> n & 1]
        if [x for x in old if x in chosen] == chosen:
            longest = max(longest, len(chosen))
    assert len(kept) == longest


def test_the_removed_stand_where_they_stood() -> None:
    assert interleave(["a", "b", "c", "d"], ["a", "x", "d"], frozenset("bc")) == ("a", "b", "c", "x", "d")
    assert interleave(["b", "a"], ["a"], frozenset("b")) == ("b", "a")


G = [goal("g1", "A"), goal("g2", "B"), goal("g3", "C")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"areas": [area("a1", goal("g1", "A"))]}, {"areas": [area("a1", goal("g1", "B"))]}, ["renamed g1.title"]),
        (
            {"areas": [area("a1", goal("g1", description="En bra skola."))]},
            {"areas": [area("a1", goal("g1", description="En trygg skola."))]},
            ["text-changed g1.description"],
        ),
        (
            {"areas": [area("a1", *G), area("a2")]},
            {"areas": [area("a1", G[1], G[2]), area("a2", goal("g1", "A2"))]},
            ["moved g1", "renamed g1.title"],
        ),
        ({"goals": G}, {"goals": [G[2], G[0], G[1]]}, ["reordered g3"]),
        (
            {"goals": [goal("g1", indicators=[indicator("i1", targets={"2023": {"min": 85}})])]},
            {"goals": [goal("g1", indicators=[indicator("i1", targets={"2023": {"min": 90}, "2024": {"min": 91}})])]},
            ["value-changed i1.targets.2023", "value-changed i1.targets.2024"],
        ),
        (
            {"goals": [goal("g1", indicators=[indicator("i1")]), goal("g2")]},
            {"goals": [goal("g2", indicators=[indicator("i1")])]},
            ["removed g1", "moved i1"],
        ),
        ({"goals": [goal("g1")]}, {"goals": [goal("g1")], "vision": {"title": "V"}}, ["added vision"]),
        ({"goals": [goal("x")]}, {"areas": [area("x")]}, ["removed x", "added x"]),
        (
            {"goals": [goal("g1", description="Rad ett.\nRad två.")]},
            {"goals": [goal("g1", description="Rad ett. Rad\ntvå.\n")]},
            [],
        ),
        ({"goals": [goal("g1", "Må bra")]}, {"goals": [goal("g1", "Ma\u030a bra")]}, []),
        ({"goals": [goal("g1", sdg=[5])]}, {"goals": [goal("g1", sdg=["5"])]}, []),
    ],
)
def test_kinds(old: dict[str, Any], new: dict[str, Any], expected: list[str]) -> None:
    found = [f"{c.kind} {c.at}" for c in diff(plan(**old), plan(**new))]
    assert sorted(found) == sorted(expected)


def test_unrelated_plans_share_nothing() -> None:
    assert diff(plan(goals=[goal("g1")]), plan(goals=[goal("h1")])).shared == 0
