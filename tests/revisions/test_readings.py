"""Two orders of siblings seen as one outline, which reads as either."""

from hypothesis import given

from strategiplan.model import Plan
from strategiplan.model.tree import flatten
from strategiplan.revisions.changes import Kind, diff
from strategiplan.revisions.order import Placed, readings
from tests.plans import area, goal, plan, plans


@given(plans(), plans())
def test_either_reading_has_its_own_order(one: Plan, other: Plan) -> None:
    old, new = flatten(one), flatten(other)
    shifted = {c.at.id for c in diff(one, other) if c.kind is Kind.REORDERED}
    found = readings(old, new, shifted)
    for slot in {*old.order, *new.order}:
        was, comes = old.order.get(slot, ()), new.order.get(slot, ())
        as_today = [p.id for p in found[slot] if p.is_old or (p.id in was and p.id not in shifted)]
        as_proposed = [p.id for p in found[slot] if not p.is_old]
        assert (as_today, as_proposed) == (list(was), list(comes))


def test_what_is_shifted_stands_at_both_places() -> None:
    old = plan(areas=[area("o", goal("a"), goal("b"), goal("c"))])
    new = plan(areas=[area("o", goal("c"), goal("a"), goal("b"))])
    found = readings(flatten(old), flatten(new), {"c"})
    (places,) = (places for slot, places in found.items() if slot.id == "o")
    assert places == (Placed("c"), Placed("a"), Placed("b"), Placed("c", True))
