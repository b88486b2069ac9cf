"""Small plans for tests: written as a clerk would write them, and drawn at random for the laws."""

from typing import Any

from hypothesis import strategies as st

from strategiplan.model import Plan

HEAD: dict[str, Any] = {"title": "Plan", "period": {"start": "2023-01-01", "end": "2023-12-31"}, "status": "draft"}


def plan(**parts: Any) -> Plan:
    """A plan with these parts, keys spelled as in YAML with `_` for `-`."""
    raw = {key.replace("_", "-"): value for key, value in parts.items()}
    return Plan.model_validate({**HEAD, **raw}, by_name=False)


def goal(id_: str, title: str = "Ett mål", **parts: Any) -> dict[str, Any]:
    """A goal as YAML data."""
    return {"id": id_, "title": title, **{key.replace("_", "-"): value for key, value in parts.items()}}


def area(id_: str, *goals: dict[str, Any], title: str = "Ett område", **parts: Any) -> dict[str, Any]:
    """An area as YAML data."""
    return {"id": id_, "title": title, "goals": list(goals), **parts}


def indicator(id_: str, name: str = "Ett mått", **parts: Any) -> dict[str, Any]:
    """An indicator as YAML data."""
    return {"id": id_, "name": name, **{key.replace("_", "-"): value for key, value in parts.items()}}


WORDS = st.sampled_from(["a", "b", "Kommunen växer.", "Alla är välkomna.", "x y"])
PROSE = st.lists(
    st.sampled_from(["Staden växer.", "Skolan är bra.", "Alla mår bra.", "Luften är ren."]), max_size=3
).map(" ".join)
AMOUNT = st.integers(0, 3) | st.sampled_from([0.5, 2.5])


@st.composite
def plans(draw: st.DrawFn, pool: int = 14) -> Plan:
    """A plan over a small pool of ids, so that two drawn plans share many of them."""
    ids = iter(draw(st.permutations([f"n{i}" for i in range(pool)])))
    left = [pool]

    def take() -> str | None:
        left[0] -= 1
        return next(ids, None) if left[0] >= 0 else None

    def indicators() -> list[dict[str, Any]]:
        return [
            indicator(
                f"i{id_}",
                draw(WORDS),
                targets=draw(
                    st.dictionaries(st.sampled_from(["2023", "2024"]), AMOUNT.map(lambda v: {"max": v}), max_size=2)
                ),
            )
            for _ in range(draw(st.integers(0, 2)))
            if (id_ := take())
        ]

    def goals() -> list[dict[str, Any]]:
        return [
            goal(
                f"g{id_}",
                draw(WORDS),
                description=draw(PROSE),
                sdg=draw(st.lists(st.integers(1, 3), unique=True, max_size=2)),
                indicators=indicators(),
            )
            for _ in range(draw(st.integers(0, 2)))
            if (id_ := take())
        ]

    def areas(depth: int) -> list[dict[str, Any]]:
        return [
            area(f"a{id_}", *goals(), title=draw(WORDS), areas=areas(depth - 1) if depth else [])
            for _ in range(draw(st.integers(0, 2)))
            if (id_ := take())
        ]

    parts: dict[str, Any] = {"areas": areas(1), "goals": goals(), "title": draw(WORDS)}
    if draw(st.booleans()):
        parts["vision"] = {"title": draw(WORDS), "text": draw(PROSE)}
    if draw(st.booleans()):
        parts["terms"] = draw(st.dictionaries(st.sampled_from(["area", "goal"]), WORDS, max_size=2))
    return plan(**parts)
