"""Collisions: the laws first, then what each pair of changes is graded."""

from collections.abc import Iterator, Mapping
from itertools import combinations, permutations, product
from typing import Any

import pytest
from hypothesis import given, settings

from strategiplan.model import Note, Plan, flatten, walk
from strategiplan.revisions.changes import Effect, apply, diff
from strategiplan.revisions.collisions import Collisions, Grade, Proposed, collisions
from strategiplan.revisions.pairing import Why
from strategiplan.revisions.reasons import join
from strategiplan.revisions.trial import part, together, whole
from tests.plans import area, goal, indicator, plan, plans


def found_in(base: Plan, **proposals: Plan) -> Collisions:
    return collisions(base, {name: diff(base, tree) for name, tree in proposals.items()})


@given(plans(), plans(), plans())
def test_symmetry(base: Plan, one: Plan, other: Plan) -> None:
    here, there = found_in(base, a=one, b=other), found_in(base, a=other, b=one)
    turned = {"a": "b", "b": "a"}

    def told(found: Collisions, names: Mapping[str, str]) -> list[Any]:
        return sorted(
            (c.why, str(c.at), c.grade, tuple(sorted((names[name], ids) for name, ids in c.sides)))
            for c in found.collisions
        )

    assert told(here, {"a": "a", "b": "b"}) == told(there, turned)
    assert {frozenset((turned[n], ids) for n, ids in g.alternatives) for g in here.groups} \
        == {frozenset(g.alternatives) for g in there.groups}  # fmt: skip


@given(plans(), plans(), plans(), plans())
def test_the_order_of_the_proposals_does_not_matter(base: Plan, a: Plan, b: Plan, c: Plan) -> None:
    sets = {"a": diff(base, a), "b": diff(base, b), "c": diff(base, c)}
    expected = collisions(base, sets)
    for order in permutations(sets):
        found = collisions(base, {name: sets[name] for name in order})
        assert (found.collisions, found.groups, found.matrix) == (
            expected.collisions, expected.groups, expected.matrix,
        )  # fmt: skip


@given(plans(), plans())
def test_a_proposal_against_itself_is_one_proposal(base: Plan, tree: Plan) -> None:
    found = found_in(base, a=tree, b=tree)
    assert {c.grade for c in found.collisions} <= {Grade.IDENTICAL}
    assert len(found.collisions) == len(diff(base, tree))
    assert found.groups == ()


def independent_parts(found: Collisions) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Pairs of changes with what they need, of which nothing meets."""
    met = {pair for c in found.collisions for pair in combinations(c.members, 2)}
    # A change that both make is one change, and one of the proposals says where it stands to the other's changes.
    shared = {m.change for c in found.collisions if c.grade is Grade.IDENTICAL for m in c.members}
    parts = {name: {whole([c.id], found.needs[name]) for c in held.changes} for name, held in found.proposals.items()}
    for ours, theirs in product(parts["a"], parts["b"]):
        pairs = product((Proposed("a", id_) for id_ in ours), (Proposed("b", id_) for id_ in theirs))
        if not shared & (ours | theirs) and met.isdisjoint(pairs):
            yield ours, theirs


@given(plans(), plans(), plans())
@settings(max_examples=max(200, settings.default.max_examples))
def test_what_is_independent_can_be_made_in_either_order(base: Plan, one: Plan, other: Plan) -> None:
    found = found_in(base, a=one, b=other)
    rows, sets = flatten(base), {name: held.changes for name, held in found.proposals.items()}
    # Some of them, spread out: large plans have hundreds.
    pairs = sorted(independent_parts(found), key=lambda pair: [sorted(side) for side in pair])
    for ours, theirs in pairs[:: len(pairs) // 8 + 1]:
        first, then = part(rows, sets["a"], ours), part(rows, sets["b"], theirs)
        both = apply(apply(base, first), then)
        assert both == apply(apply(base, then), first) == together(base, sets, {"a": ours, "b": theirs})
        gone, new = ({c.at.id for c in (*first, *then) if c.effect is effect} for effect in (Effect.REMOVE, Effect.ADD))
        assert {node.id for node in walk(both)} == rows.nodes.keys() - gone | new


@given(plans(), plans())
def test_every_part_can_be_made_by_itself(base: Plan, tree: Plan) -> None:
    found, rows = diff(base, tree), flatten(base)
    needed = found_in(base, a=tree).needs["a"]
    for change in found:
        ids = whole([change.id], needed)
        made = apply(base, part(rows, found, ids))
        assert Plan.model_validate(made.model_dump(by_alias=True, exclude_defaults=True), by_name=False)
    assert together(base, {"a": found}, {"a": [c.id for c in found]}) == tree


@given(plans(), plans(), plans())
def test_what_does_not_exclude_can_be_made_together(base: Plan, one: Plan, other: Plan) -> None:
    found = found_in(base, a=one, b=other)
    if found.groups:
        return
    sets = {name: held.changes for name, held in found.proposals.items()}
    made = together(base, sets, {name: [c.id for c in held] for name, held in sets.items()})
    assert Plan.model_validate(made.model_dump(by_alias=True, exclude_defaults=True), by_name=False)


G = goal(
    "g1", "A", description="Staden växer. Skolan är bra.", indicators=[indicator("i1", targets={"2023": {"min": 1}})]
)
TWO = {"areas": [area("a1", G, goal("g2", "B")), area("a2", goal("g3", "C"))]}
REST = [goal("g2", "B")], [goal("g3", "C")]


def with_g1(**parts: Any) -> dict[str, Any]:
    return {"areas": [area("a1", {**G, **parts}, *REST[0]), area("a2", *REST[1])]}


WITHOUT = {"areas": [area("a1", *REST[0]), area("a2", *REST[1])]}
MOVED = {"areas": [area("a1", *REST[0]), area("a2", *REST[1], G)]}
K2, K3 = Grade.ADJACENT, Grade.COMPETING


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (with_g1(title="A2"), with_g1(title="A3"), [(Why.SAME_FIELD, "g1.title", K3)]),
        (with_g1(sdg=[1]), with_g1(sdg=[1, 2]), [(Why.SAME_FIELD, "g1.sdg", K3)]),
        (with_g1(title="A2"), with_g1(sdg=[1]), [(Why.OTHER_FIELD, "g1", K2)]),
        (with_g1(title="A2"), MOVED, [(Why.OTHER_FIELD, "g1", K2)]),
        (
            with_g1(description="Staden växer fort. Skolan är bra."),
            with_g1(description="Staden växer. Skolan är mycket bra."),
            [(Why.OTHER_WORDS, "g1.description", K2)],
        ),
        (
            with_g1(description="Staden växer fort. Skolan är bra."),
            with_g1(description="Staden växer långsamt. Skolan är bra."),
            [(Why.SAME_WORDS, "g1.description", K3)],
        ),
        (
            with_g1(description="Staden växer. Skolan är bra. Luften är ren."),
            with_g1(description="Staden växer. Skolan är bra. Alla mår bra."),
            [(Why.SAME_WORDS, "g1.description", K3)],
        ),
        (
            with_g1(indicators=[*G["indicators"], indicator("i2")]),
            with_g1(indicators=[*G["indicators"], indicator("i3")]),
            [(Why.SAME_PLACE, "i1", K2)],
        ),
        (
            with_g1(indicators=[*G["indicators"], indicator("i2", "X")]),
            with_g1(indicators=[*G["indicators"], indicator("i2", "Y")]),
            [(Why.SAME_ID, "i2", K3)],
        ),
        (WITHOUT, with_g1(title="A2"), [(Why.REMOVED_EDITED, "g1", K3)]),
        (
            WITHOUT,
            with_g1(indicators=[indicator("i1", targets={"2023": {"min": 2}})]),
            [(Why.REMOVED_EDITED, "g1", K3)],
        ),
        (WITHOUT, with_g1(indicators=[*G["indicators"], indicator("i2")]), [
            (Why.REMOVED_EDITED, "g1", K3), (Why.SAME_PLACE, "i1", K2)
        ]),
        (WITHOUT, MOVED, [(Why.REMOVED_EDITED, "g1", K3)]),
        (MOVED, {"areas": [*WITHOUT["areas"], area("a3", G)]}, [(Why.TWO_PARENTS, "g1", K3)]),
        (with_g1(title="A2"), {"areas": [area("a1", G, *REST[0]), area("a2", goal("g3", "C2"))]}, []),
    ],
)  # fmt: skip
def test_grades(one: dict[str, Any], other: dict[str, Any], expected: list[tuple[Why, str, Grade]]) -> None:
    for a, b in ((one, other), (other, one)):
        found = found_in(plan(**TWO), a=plan(**a), b=plan(**b))
        assert sorted((c.why, str(c.at), c.grade) for c in found.collisions) == sorted(expected)
        assert len(found.groups) == sum(grade is K3 for _, _, grade in expected)


def test_a_node_moved_into_each_other_by_two_is_invalid() -> None:
    base = plan(areas=[area("a1"), area("a2")])
    found = found_in(
        base, a=plan(areas=[area("a2", areas=[area("a1")])]), b=plan(areas=[area("a1", areas=[area("a2")])])
    )
    graver = [(c.why, str(c.at), c.grade) for c in found.collisions if c.grade.excludes]
    assert graver == [(Why.CYCLE, "a1", Grade.INVALID)]


def test_two_fates_and_a_confirmation() -> None:
    base, gone = plan(**TWO), plan(**WITHOUT)
    fates = [
        join(diff(base, gone), [Note.model_validate({"at": "g1", "fate": "delegated", "into": into})])
        for into in ("ks", "bun")
    ]
    assert [c.why for c in collisions(base, {"a": fates[0], "b": fates[1]}).collisions if c.grade.excludes] == [
        Why.TWO_FATES
    ]
    assert collisions(base, {"a": fates[0], "b": diff(base, gone)}).groups == ()
    stays = join(diff(base, base), [Note.model_validate({"at": "g1", "kind": "confirmed"})])
    for other in (gone, plan(**with_g1(title="A2")), plan(**MOVED)):
        found = collisions(base, {"a": stays, "b": diff(base, other)})
        assert [c.grade for c in found.collisions] == [K3]


def test_what_is_removed_with_a_contested_goal_is_decided_with_it() -> None:
    found = found_in(plan(**TWO), a=plan(**WITHOUT), b=plan(**with_g1(title="A2")))
    assert [g.alternatives for g in found.groups] == [(("a", ("g1:remove", "i1:remove")), ("b", ("g1.title:set",)))]
    assert dict(found.matrix["a", "b"].counts) == {Grade.COMPETING: 1}


def test_a_statement_changes_nothing_and_stands_there() -> None:
    base = plan(**TWO)
    found = found_in(base, a=plan(**WITHOUT), s=base)
    assert found.without_changes == ("s",)
    assert found.matrix["a", "s"].grade is Grade.INDEPENDENT
    assert found.collisions == found.groups == ()


def dangling(tree: Plan) -> frozenset[tuple[str, str]]:
    rows = flatten(tree).nodes
    return frozenset(
        ("unknown-goal", f"{id_}.contributes-to")
        for id_, row in rows.items()
        for other in row.fields.get("contributes-to", ())
        if other not in rows
    )


def test_what_breaks_only_together_is_found_by_trying() -> None:
    names = {"areas": [area("a1", G, *REST[0]), area("a2", goal("g3", "C", contributes_to=["g1"]))], "title": "Ny"}
    gone = {**WITHOUT, "goals": [goal("g9", "Helt nytt")]}
    sets = {"a": diff(plan(**TWO), plan(**gone)), "b": diff(plan(**TWO), plan(**names))}
    found = collisions(plan(**TWO), sets, dangling)
    (only,) = (c for c in found.collisions if c.grade.excludes)
    assert (only.why, only.grade, str(only.at)) == (Why.BREAKS_RULE, Grade.INVALID, "g3.contributes-to")
    assert only.sides == (("a", ("g1:remove",)), ("b", ("g3.contributes-to:set",)))
    assert only.faults == (("unknown-goal", "g3.contributes-to"),)
    assert found.groups[0].alternatives == (
        ("a", ("g1:remove", "i1:remove")), ("b", ("g3.contributes-to:set",))
    )  # fmt: skip
    assert collisions(plan(**TWO), {"b": sets["a"], "a": sets["b"]}, dangling).collisions[0].why is Why.BREAKS_RULE


def test_what_breaks_only_when_three_are_adopted() -> None:
    def crowded(tree: Plan) -> frozenset[tuple[str, str]]:
        return frozenset({("too-many", "plan")} if len(tree.goals) > 2 else ())

    base = plan(**TWO)
    trees = {name: plan(**TWO, goals=[goal(f"g{name}", "Ny")]) for name in "xyz"}
    found = collisions(base, {name: diff(base, tree) for name, tree in trees.items()}, crowded)
    (only,) = (c for c in found.collisions if c.grade.excludes)
    assert [name for name, _ in only.sides] == ["x", "y", "z"]


def test_large_proposals_are_compared_where_they_meet_and_nowhere_else() -> None:
    def large(text: str) -> Plan:
        return plan(areas=[area(f"a{n}", *(goal(f"g{n}-{m}", text) for m in range(50))) for n in range(20)])

    found = found_in(large("Mål"), a=large("Ett"), b=large("Två"), c=large("Ett"))
    assert len(found.groups) == 1000
    assert len(found.collisions) == 3000
