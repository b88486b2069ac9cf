"""Dossiers drawn at random from small pools, so that links sometimes lead somewhere and ids sometimes meet."""

from typing import Any

from hypothesis import strategies as st

from strategiplan.model.dossier import Dossier
from tests.rules.cases import Data, dossier

IDS = ["a", "b", "c", "d", "trygg", "ren-luft", "kommunstyrelsen", "plan", "budget", "revision"]
LINKS = [*IDS, "finns-inte", "kommunstyrelse"]
ROWS = ["revenue", "costs", "tax", "result", "operations"]
DAYS = ["0001-01-01", "2019-06-30", "2022-12-31", "2023-01-01", "2024-02-29", "2026-12-31", "9999-12-31"]
YEARS = ["1900", "2022", "2023", "2024", "2199"]
WORDS = [
    "Öka med minst en procent", "90 %", "2030", "åk 9", "Bl.a. detta.", "m.m.", "Vi. Ska! Växa?", "- en\n- två",
    "# Rubrik", "{title}", "```\nkod\n```", "ß…", "1 000 kr",
]

ids = st.sampled_from(IDS)
links = st.sampled_from(LINKS)
days = st.sampled_from(DAYS)
years = st.sampled_from(YEARS)
words = st.sampled_from(WORDS)
prose = st.lists(words, max_size=30).map(" ".join)
numbers = st.sampled_from([-1, 0, 0.5, 1, 80, 100, 1e300])
amounts = st.dictionaries(years, st.sampled_from([-5, 0, 1, 100]), max_size=3)
rows = st.sampled_from([*LINKS, *ROWS])
tables = st.dictionaries(rows, amounts, max_size=4)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """Mappings with any of these keys, spelled as in the files."""
    return st.fixed_dictionaries({}, optional={name.replace("_", "-"): values for name, values in fields.items()})


def node(title: str = "title", **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """Nodes with an id, a title, and any of these fields."""
    return st.tuples(st.fixed_dictionaries({"id": ids, title: words}), some(**fields)).map(lambda two: two[0] | two[1])


def few(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    """Short lists."""
    return st.lists(of, max_size=most)


targets = st.one_of(
    some(note=words).flatmap(lambda held: numbers.map(lambda number: held | {"value": number})),
    numbers.map(lambda number: {"min": number}), numbers.map(lambda number: {"max": number}),
    st.just({"range": [1, 2.5]}), st.sampled_from(["up", "down", "keep"]).map(lambda way: {"direction": way}),
)
sources = st.tuples(
    st.sampled_from(["kolada", "scb", "local", "other"]),
    some(kpi=st.just("N00945"), name=words, transform=st.sampled_from(["sum", "count"])),
).map(lambda two: {"kind": two[0], **two[1]})
indicators = node(
    "name", unit=st.sampled_from(["percent", "antal"]), better=st.sampled_from(["higher", "lower", "range", "none"]),
    source=sources, owner=links, targets=st.dictionaries(years, targets, max_size=3),
    baseline=st.tuples(years, numbers).map(lambda two: {"year": two[0], "value": two[1]}),
)
sub_goals = node(year=years, responsible=few(links))
activities = node(
    responsible=few(links), start=days, due=days, status=st.sampled_from(["planned", "ongoing", "done", "cancelled"])
)
sections = node("heading", text=prose)
goals = node(
    family=st.sampled_from(["financial", "staff"]), sdg=few(st.sampled_from([1, 17, "16.1"])), perspectives=few(links),
    responsible=few(links), deadline=days, description=prose, sections=few(sections), indicators=few(indicators, 6),
    indicators_pending=some(due=days).map(lambda held: {"note": "x", **held}), sub_goals=few(sub_goals),
    success_factors=few(node("text", responsible=few(links))), activities=few(activities), contributes_to=few(links),
)
assignments = st.tuples(node(due=days, reported=days), links).map(lambda two: two[0] | {"to": two[1]})
areas = st.recursive(
    node(description=prose, goals=few(goals)),
    lambda inner: node(goals=few(goals, 2), areas=few(inner, 2)),
    max_leaves=4,
)
body_plans = st.tuples(
    ids, some(goals=few(goals, 2), sub_goals=few(sub_goals), activities=few(activities), assignments=few(assignments))
).map(lambda two: {"id": two[0], **two[1]})
investments = st.tuples(node(amounts=amounts), links).map(lambda two: two[0] | {"body": two[1]})
budgets = st.tuples(
    st.sampled_from(["cost-positive", "cost-negative"]), few(years, 4),
    some(
        tax_rate=st.dictionaries(years, st.just("22.27"), max_size=2), income_statement=tables, operations=tables,
        totals=tables, investments=few(investments), financial_goals=few(goals, 1),
        links=st.dictionaries(links, few(links), max_size=3), meta=st.just({"balance-exception": "x"}),
    ),
).map(lambda three: {"sign": three[0], "years": three[1], **three[2]})
decisions = some(body=links, date=days, paragraph=words)
plans = st.tuples(
    days, days, st.sampled_from(["draft", "proposal", "adopted", "superseded", "withdrawn"]), words,
    some(
        mandate=st.sampled_from(["2023-2026", "2026-2023"]), decision=decisions, goals=few(goals), areas=few(areas, 2),
        bodies=few(body_plans, 2), budget=budgets, assignments=few(assignments),
        terms=st.just({"goal": "mål", "area": "x/y"}),
        perspectives=few(node("name", text=prose)), vision=st.just({"title": "V", "decided": {"body": "x"}}),
    ),
).map(lambda five: {"period": {"start": five[0], "end": five[1]}, "status": five[2], "title": five[3], **five[4]})

fields = st.sampled_from(["", ".title", ".description", ".targets.2024", ".goals", ".nej"])
addresses = st.tuples(links, fields).map("".join)
notes = st.tuples(
    addresses,
    some(
        fate=st.sampled_from(
            ["ceased", "absorbed", "merged", "split", "delegated", "replaced", "promoted", "moved"]
        ),
        into=links | few(links), kind=st.sampled_from(["editorial", "confirmed", "promised"]), motivation=prose,
        due=days, series_break=st.sampled_from(["yes", "no", "unknown"]), assignment=prose,
    ),
).map(lambda two: {"at": two[0], **two[1]})
revisions = some(
    base=st.sampled_from(["2022", "2023", "2021"]), base_hash=st.just("sha256:" + "0" * 64), filed=days,
    notes=few(notes, 6), proposer=some(party=links, name=words).map(lambda held: {"kind": "party", **held}),
    kind=st.sampled_from(["main", "statement"]), statement=prose,
)
assessments = st.tuples(
    links, links,
    some(computed=links, comment=prose, forecast=st.booleans(), method=st.sampled_from(["rule", "manual"])),
).map(lambda three: {"goal": three[0], "rating": three[1], **three[2]})
followups = st.tuples(days, some(kind=st.sampled_from(["interim", "annual"]), assessments=few(assessments))).map(
    lambda two: {"at": two[0], **two[1]}
)
bodies = st.tuples(ids, st.sampled_from(["board", "company", "council"]), some(valid_from=days, valid_to=days)).map(
    lambda three: {"id": three[0], "name": "N", "kind": three[1], **three[2]}
)
steps = st.tuples(ids, some(at_least=numbers)).map(lambda two: {"id": two[0], "word": "w", "symbol": "s", **two[1]})
parties = ids.map(lambda id_: {"id": id_, "name": "P"})
organizations = some(bodies=few(bodies), parties=few(parties), scale=few(steps)).map(
    lambda held: {"name": "Karlstad", **held}
)
outcomes = st.sampled_from(["adopted", "rejected", "adopted-amended", "referred-back"])
records = st.tuples(
    some(meeting=decisions),
    few(st.tuples(links, outcomes).map(lambda two: {"change": two[0], "outcome": two[1]})),
).map(lambda two: {"base": "2022", "proposals": ["x"], "decisions": two[1], **two[0]})
observations = st.tuples(numbers, st.booleans()).map(lambda two: {"period": "2022", "value": two[0], "derived": two[1]})
measurements = st.dictionaries(
    ids, st.tuples(few(observations), some(unit=words, attribution=st.just("Källa: Kolada"))), max_size=2
).map(lambda held: {id_: {"indicator": id_, "series": series, **rest} for id_, (series, rest) in held.items()})


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """Any dossier: a plan, and perhaps a base, a revision, an organisation, follow-ups and a record."""
    parts = draw(some(
        revision=revisions, organization=organizations, followups=few(followups), decision_record=records,
        measurements=measurements, unread=few(links), revisions=st.just(["2022", "2023"]),
    ))
    spelled = {key.replace("-", "_"): held for key, held in parts.items()}
    return dossier(draw(plans), base=draw(st.none() | plans), **spelled)
