"""Names that sort in the order of what they name, with as few new ones as can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategiplan.store.names import natural
from strategiplan.store.naming import Row, Sibling


def row(old: str, new: str) -> list[str]:
    """The names of `new` where `old` is what stands in the folder; `+x` comes without a name, `+7-x` with one."""
    there = old.split()
    siblings = []
    for name in new.split():
        if name.startswith("+"):
            _, number, id_ = name[1:].rpartition("-")
            siblings.append(Sibling(id_, f"{name[1:]}.yaml" if number else None))
        else:
            siblings.append(Sibling(name.partition("-")[2] or name, f"{name}.yaml", there.index(name)))
    return [name.removesuffix(".yaml") for name in Row(siblings, ".yaml", ()).names()]


@pytest.mark.parametrize(("old", "new", "names"), [
    ("10-a 20-b 30-c", "10-a 20-b 30-c", "10-a 20-b 30-c"),
    ("10-a 20-b 30-c", "10-a 30-c", "10-a 30-c"),
    ("10-a 20-b 30-c", "10-a 20-b +x 30-c", "10-a 20-b 25-x 30-c"),
    ("10-a 20-b", "+x 10-a 20-b", "5-x 10-a 20-b"),
    ("10-a 20-b", "10-a 20-b +x +y", "10-a 20-b 30-x 40-y"),
    ("1-a 2-b 3-c", "1-a 2-b 3-c +x", "1-a 2-b 3-c 4-x"),
    ("1-a 2-b 3-c", "+x 1-a 2-b 3-c", "0-x 1-a 2-b 3-c"),
    # No room: the one sibling whose going makes some.
    ("1-a 2-b 3-c", "1-a +x 2-b 3-c", "0-a 1-x 2-b 3-c"),
    ("0-a 1-b 2-c", "0-a +x 1-b 2-c", "0-a 1-x 2-b 3-c"),
    ("10-a 20-b 30-c", "20-b 10-a 30-c", "20-b 25-a 30-c"),
    ("10-a 20-b 30-c", "30-c 10-a 20-b", "5-c 10-a 20-b"),
    ("10-a 20-b 30-c", "10-a +20-x 30-c", "10-a 20-x 30-c"),
    ("10-a 20-b 30-c", "10-a +25-x 20-b 30-c", "10-a 15-x 20-b 30-c"),
    ("01-a 02-b", "01-a 02-b +x", "01-a 02-b 03-x"),
    ("a c", "a +b c", "a b c"),
    ("a c", "a c +b", "10-a 20-c 30-b"),
    ("a c", "+z a c", "10-z a c"),
    ("", "+b +a", "10-b 20-a"),
    ("10-a 11-b", "10-a +x +y 11-b", "10-a 20-x 30-y 40-b"),
])
def test_names(old: str, new: str, names: str) -> None:
    assert " ".join(row(old, new)) == names


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), unique_by=lambda pair: pair[0], max_size=12).flatmap(
    lambda pairs: st.permutations(list(enumerate(sorted(pairs))))
), st.lists(st.integers(0, 12), max_size=4))
def test_any_order_of_any_names_can_be_had(order: list[tuple[int, tuple[int, bool]]], comers: list[int]) -> None:
    siblings = [
        Sibling(f"x{place}", f"{number}-x{place}.yaml" if numbered else f"x{place:02}.yaml", place)
        for place, (number, numbered) in order
    ]
    for n, place in enumerate(comers):
        siblings.insert(min(place, len(siblings)), Sibling(f"new{n}"))
    names = Row(siblings, ".yaml", ()).names()
    keys = [natural(name) for name in names]
    stands = [sibling.was for sibling in siblings]
    assert len(set(names)) == len(names)
    assert keys == sorted(keys) or stands == sorted(place for place in stands if place is not None)
