"""Plans drawn at random that hold every kind of thing there is, with texts in every kind of Markdown."""

from typing import Any

from hypothesis import strategies as st

from strategiplan.model.organization import Organization
from strategiplan.model.plan import Plan
from tests.plans import plan

PARAGRAPHS = st.sampled_from([
    "Staden växer. Skolan är bra.", "Staden växer snabbt. Skolan är bra.", "Skolan är **bra** och *nära*.",
    "Skolan är bra och nära.", "- Ett\n- Två\n  - Två och ett halvt", "- Ett\n- Tre", "1. Först\n2. Sedan",
    "## En rubrik", "> Ett citat.",
    "```\n  kod\n  mer kod\n```", "Rad ett\\\nrad två", "| a | b |\n| - | - |\n| 1 | 2 |",
    "Se [sidan](https://example.org).", "Luften är ren, vattnet också, och marken mår bra av det.",
    "Luften är ren. Vattnet också, och marken mår bra av det.", "100 000 kronor", "100\u00a0000 kronor", "---",
    "[x]: https://example.org",
])
PROSE = st.lists(PARAGRAPHS, max_size=4).map("\n\n".join)
LINE = st.sampled_from(["Ett", "Två", "Ett och två", "Ett mål om 6–15 år", "Ett mål om 6–19 år"])
BODIES = st.lists(st.sampled_from(["styrelsen", "bolaget"]), unique=True, max_size=2)
NUMBER = st.integers(0, 3) | st.sampled_from([0.5, 12345.5])
ORGANIZATION = Organization.model_validate({
    "name": "Stads kommun",
    "bodies": [{"id": "styrelsen", "name": "Kommunstyrelsen", "kind": "board"},
               {"id": "bolaget", "name": "Stads Bostäder AB", "kind": "company"}],
    "parties": [{"id": "partiet", "name": "Ett parti"}],
})


class _Drawer:
    """Draws the parts of a plan, each with an id that is not used twice."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.used: set[str] = set()

    def some(self, make: Any, most: int = 2) -> list[dict[str, Any]]:
        return [make() for _ in range(self.draw(st.integers(0, most)))]

    def node(self, title: str, kind: str = "", **parts: Any) -> dict[str, Any]:
        """A node of a kind. Few ids to a kind, so that two drawn plans share many, now and then of different kinds."""
        id_ = f"{self.draw(st.sampled_from([kind or title] * 9 + ['x']))}-{self.draw(st.integers(1, 4))}"
        while id_ in self.used:
            id_ += "-1"
        self.used.add(id_)
        return {"id": id_, title: self.draw(LINE), **{k: v for k, v in parts.items() if v not in (None, [])}}

    def optional(self, values: st.SearchStrategy[Any]) -> Any:
        return self.draw(st.none() | values)

    def section(self) -> dict[str, Any]:
        return self.node("heading", text=self.draw(PROSE))

    def indicator(self) -> dict[str, Any]:
        target = st.fixed_dictionaries({"min": NUMBER}) | st.fixed_dictionaries({"direction": st.just("up")})
        source = st.sampled_from([
            {"kind": "kolada", "kpi": "N00001"}, {"kind": "kolada", "kpi": "N00001", "transform": "sum"},
            {"kind": "local", "name": "Egen", "reading": "Läs så här.\n\nOch så."},
        ])
        return self.node(
            "name", "indicator", definition=self.draw(PROSE), unit=self.optional(st.sampled_from(["percent", "antal"])),
            better=self.optional(st.sampled_from(["higher", "lower"])), source=self.optional(source),
            baseline=self.optional(st.fixed_dictionaries({"year": st.just(2020), "value": NUMBER})),
            targets=self.draw(st.dictionaries(st.sampled_from(["2023", "2024"]), target)),
            owner=self.optional(st.just("styrelsen")),
        )

    def goal(self) -> dict[str, Any]:
        pending = st.fixed_dictionaries({"note": PROSE, "due": st.just("2023-05-01")})
        return self.node(
            "title", "goal", term=self.optional(LINE), description=self.draw(PROSE), responsible=self.draw(BODIES),
            sdg=self.draw(st.lists(st.integers(1, 4), unique=True, max_size=2)), sections=self.some(self.section, 1),
            indicators=self.some(self.indicator), **{"indicators-pending": self.optional(pending)},
            meta=self.draw(st.dictionaries(st.just("extra"), st.integers(0, 2) | st.just({"a": [1, "x"]}))),
        ) | {"sub-goals": self.some(lambda: self.node("title", text=self.draw(PROSE), year=2023), 1),
             "activities": self.some(lambda: self.node("title", status=self.optional(st.just("done"))), 1),
             "success-factors": self.some(lambda: self.node("text", responsible=self.draw(BODIES)), 1)}

    def area(self, depth: int) -> dict[str, Any]:
        areas = self.some(lambda: self.area(depth - 1), 1) if depth else []
        return self.node("title", "area", description=self.draw(PROSE), sections=self.some(self.section, 1),
                         goals=self.some(self.goal), areas=areas)

    def body(self, id_: str) -> dict[str, Any]:
        assigned = self.some(lambda: self.node("title", to="styrelsen", text=self.draw(PROSE)), 1)
        return {"id": id_, "goals": self.some(self.goal, 1), "strategies": self.some(self.section, 1),
                "assignments": assigned} | self.draw(st.just({}) | st.just({"title": "Verksamhetsplan"}))

    def budget(self) -> dict[str, Any]:
        row = st.fixed_dictionaries({"2023": st.integers(-9, 99999)})
        return {
            "sign": "cost-positive", "years": [2023, 2024, 2025], "scale": self.draw(st.sampled_from([1, 1000])),
            "tax-rate": self.draw(st.dictionaries(st.just("2023"), st.sampled_from(["21.5", "22"]))),
            "income-statement": self.draw(st.dictionaries(st.sampled_from(["revenue", "other-costs"]), row)),
            "operations": self.draw(st.dictionaries(st.sampled_from(["styrelsen", "nagon-annan"]), row)),
            "investments": self.some(lambda: self.node("title", body="styrelsen", amounts=self.draw(row)), 1),
            "financial-goals": self.some(self.goal, 1),
            "links": self.draw(st.dictionaries(st.just("styrelsen"), st.just(["goal-1", "goal-2"]))),
        }


@st.composite
def rich_plans(draw: st.DrawFn) -> Plan:
    """A plan with any of the kinds of parts that there are."""
    made = _Drawer(draw)
    parts: dict[str, Any] = {
        "title": draw(LINE), "areas": made.some(lambda: made.area(1)), "introduction": made.some(made.section),
        "goals": made.some(made.goal, 1), "bodies": [made.body(id_) for id_ in draw(BODIES)],
        "perspectives": made.some(lambda: made.node("name", text=draw(PROSE)), 1),
        "terms": draw(st.dictionaries(st.sampled_from(["goal", "indicator"]), st.sampled_from(["ord", "ett/flera"]))),
    }
    if draw(st.booleans()):
        statements = draw(st.lists(LINE, max_size=3))
        parts["values"] = {"title": draw(LINE), "text": draw(PROSE), "statements": statements}
    if draw(st.booleans()):
        parts["budget"] = made.budget()
    return plan(**parts)
