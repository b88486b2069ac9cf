"""The schemas: true to the model, explained in full, and kind to every real plan."""

import json
from copy import deepcopy
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from strategiplan.formats import json_schema
from strategiplan.formats.json_schema import KINDS, kind_of, modeline, schema, schema_path, with_modeline
from strategiplan.messages import LANGUAGES, catalogue
from strategiplan.model.plan import Plan
from strategiplan.store.yaml_reader import read
from tests.plans import plans

PLANS = Path(__file__).parents[2] / "plans"
FILES = sorted(path.relative_to(PLANS).as_posix() for path in PLANS.rglob("*.yaml"))


@cache
def validator(kind: str, language: str = "sv") -> Draft202012Validator:
    return Draft202012Validator(schema(kind, language))


def complaints(kind: str, data: Any) -> list[str]:
    return [f"{'.'.join(map(str, e.absolute_path))}: {e.message}" for e in validator(kind).iter_errors(data)]


def understands(kind: str, data: Any) -> bool:
    """Whether the program reads the data."""
    try:
        KINDS[kind].model_validate(data, by_name=False)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind: str, language: str) -> None:
    made = schema(kind, language)
    Draft202012Validator.check_schema(made)
    assert made["$id"] == f"{kind}.schema.json"
    assert made["additionalProperties"] is False
    assert made["title"] and made["description"]
    assert "://" not in json.dumps({key: value for key, value in made.items() if key != "$schema"})


@pytest.mark.parametrize("path", FILES)
def test_every_real_file_is_accepted(path: str) -> None:
    kind = kind_of(path)
    assert kind is not None
    parsed = read((PLANS / path).read_bytes())
    assert not parsed.problems
    assert complaints(kind, parsed.data) == []


def classes() -> list[str]:
    within = {name for kind in KINDS for name in schema(kind, "sv")["$defs"]}
    return sorted(within | {model.__name__ for model in KINDS.values()})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_text_and_no_text_is_left_over(language: str) -> None:
    used = {key for name in classes() for _, key in json_schema.text_keys(name, language)}
    used |= {f"schema.file.{kind}" for kind in KINDS}
    known = {key: value for key, value in catalogue(language).items() if key.startswith("schema.")}
    assert used == set(known)
    assert all(value.strip() == value and value for value in known.values())
    # A text that nobody fills in may not look like one that somebody should.
    assert not [key for key, value in known.items() if "{" in value or "}" in value]


def properties(node: Any, path: str = "") -> Any:
    if isinstance(node, dict):
        for name, inner in node.get("properties", {}).items():
            yield f"{path}.{name}", inner
        for key, inner in node.items():
            if key != "oneOf":
                yield from properties(inner, f"{path}.{key}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_property_and_definition_is_described(kind: str, language: str) -> None:
    made = schema(kind, language)
    assert [path for path, inner in properties(made) if "description" not in inner] == []
    assert [name for name, inner in made["$defs"].items() if "description" not in inner] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_model_is_there(kind: str) -> None:
    fields = {name.replace("_", "-") for name in KINDS[kind].model_fields}
    assert set(schema(kind, "en")["properties"]) == fields


RICH: dict[str, str] = {
    "plan": """
        title: Plan
        period: {start: 2027-01-01, end: 2027-12-31}
        mandate: 2027-2030
        status: draft
        terms: {area: målområde/målområden, body-goal: nämndmål/nämndmål}
        decision: {body: kommunfullmaktige, date: 2026-06-15, paragraph: § 93, case: null}
        vision: {title: Framåt, decided: {date: 2026-01-01}}
        values: {title: Vi, statements: [Ett, Två]}
        meta: {vad: [som, {helst: 1}]}
        areas: [{id: a, title: A, areas: [{id: b, title: B}]}]
        bodies: [{id: kommunstyrelsen}]
        """,
    "area": "{id: a, title: A, goals: [{id: b, title: B}], areas: [{id: c, title: C}]}",
    "goal": """
        id: trygg
        title: Trygg
        sdg: [5, "16.1", "11"]
        deadline: 2030-12-31
        family:
        indicators:
          - id: oro
            name: Oro
            better: lower
            source: {kind: kolada, kpi: N00614, transform: complement}
            baseline: {year: 2026, value: 12.5}
            targets: {2027: {max: 10}, "2028": {range: [1, 2.5]}, 2029: {direction: down, min: null}}
            tolerance: 0.8
        indicators-pending: {note: Kommer, due: 2027-12-31}
        sub-goals: [{id: d, title: D, year: 2027}, {id: e, title: E, year: "2028"}]
        success-factors: [{id: f, text: F}]
        activities: [{id: g, title: G, status: planned, start: 2027-01-01}]
        contributes-to: [annat]
        """,
    "body": "{id: kommunstyrelsen, strategies: [{id: s, heading: S}], assignments: [{id: u, title: U, to: namnden}]}",
    "budget": """
        sign: cost-positive
        scale: 1000
        years: [2027, 2028, 2029]
        tax-rate: {2027: "22.27"}
        income-statement: {revenue: {2027: 1, 2028: -2}}
        operations: {kommunstyrelsen: {2027: 120500}}
        investments: [{id: skola, body: kommunstyrelsen, title: Skola, funding: tax, amounts: {2027: 5}}]
        links: {trygg: [kommunstyrelsen]}
        """,
    "revision": """
        base: "2022"
        base-hash: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        proposer: {kind: party, party: s}
        notes:
          - {at: trygg.description, kind: editorial}
          - {at: gammalt, fate: split, into: [ett, annat]}
          - {at: bilar, fate: replaced, into: nytt, series-break: yes, sure: false}
        """,
    "decision": """
        base: "2022"
        proposals: ["2023-forslag-s"]
        meeting: {body: kommunfullmaktige, date: 2022-06-16}
        decisions: [{change: trygg.text, outcome: adopted, votes: {Ja: 31, Nej: 30}}]
        reservations: [{by: S}]
        """,
    "followup": "{at: 2027-08-31, kind: interim, assessments: [{goal: trygg, rating: helt, forecast: true}]}",
    "organization": """
        name: Kommunen
        code: "0665"
        bodies: [{id: kommunstyrelsen, name: Kommunstyrelsen, kind: board, valid-to: 2026-12-31}]
        parties: [{id: s, name: S, colour: "#AA0000"}]
        scale: [{id: helt, word: Helt, symbol: ●, at-least: 1}]
        """,
    "measurement": """
        indicator: oro
        break-before: 2024-Q1
        series: [{period: "2026", value: 12}, {period: 2026-06, value: 1.5, gender: K, derived: true}]
        """,
    "theme": """
        light: {accent: "#0b4f6c", new-background: "#E9F2FA"}
        dark: {background: "#171614"}
        fonts: {text: [Source Serif 4, Georgia], interface: [system-ui]}
        logo: {file: logo.svg, alt: Solstads kommun}
        """,
    "single": """
        title: Plan
        period: {start: 2027-01-01, end: 2027-12-31}
        status: proposal
        goals: [{id: trygg, title: Trygg}]
        budget: {sign: cost-positive, years: [2027]}
        revision: {base: "2022"}
        decision-record: {base: "2022", proposals: []}
        followups: [{at: 2027-08-31}]
        organization: {name: Kommunen}
        """,
}


def rich(kind: str) -> Any:
    parsed = read(RICH[kind].encode())
    assert not parsed.problems
    return deepcopy(parsed.data)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_program_reads_is_accepted(kind: str) -> None:
    assert understands(kind, rich(kind))
    assert complaints(kind, rich(kind)) == []


@given(plans())
@settings(max_examples=30, deadline=None)
def test_every_plan_that_can_be_written_is_accepted(plan: Plan) -> None:
    assert complaints("plan", plan.model_dump(mode="json", by_alias=True)) == []


GONE = object()


@pytest.mark.parametrize(("kind", "path", "value"), [
    *((kind, "finns-inte", 1) for kind in KINDS),
    *((kind, "title", GONE) for kind in ("plan", "area", "goal", "single")),
    *((kind, "title", ["en", "lista"]) for kind in ("plan", "area", "goal", "body", "single")),
    ("plan", "period.start", "2027-13-01"),
    ("plan", "period.start", "1 januari 2027"),
    ("plan", "period.end", 2027),
    ("plan", "period", GONE),
    ("plan", "status", "klar"),
    ("plan", "mandate", "2027–2030"),
    ("plan", "terms.nivå", "x"),
    ("plan", "vision.id", "annan"),
    ("plan", "revision", {}),
    ("plan", "decision.date", "2026-06-15T10:00"),
    ("area", "areas.0.goal", []),
    ("goal", "id", "Trygg"),
    ("goal", "sdg.0", 18),
    ("goal", "sdg.0", 16.1),
    ("goal", "sdg", "5, 11"),
    ("goal", "family", "verksamhet"),
    ("goal", "indicators.0.targets.27", {"max": 1}),
    ("goal", "indicators.0.targets.2030", {"max": 1, "min": 0}),
    ("goal", "indicators.0.targets.2030", {"note": "inget mål"}),
    ("goal", "indicators.0.targets.2030", {"range": [1]}),
    ("goal", "indicators.0.targets.2030", 10),
    ("goal", "indicators.0.tolerance", 0),
    ("goal", "indicators.0.baseline.value", "12"),
    ("goal", "indicators.0.baseline.year", 1066),
    ("goal", "indicators.0.source.kpi", "614"),
    ("goal", "deadline", "2030"),
    ("goal", "sub_goals", []),
    ("budget", "operations.kommunstyrelsen.2027", 120.5),
    ("budget", "operations.kommunstyrelsen.nästa", 1),
    ("budget", "operations.KS", {}),
    ("budget", "tax-rate.2027", 22.27),
    ("budget", "years", GONE),
    ("budget", "scale", 100),
    ("revision", "base", 2022),
    ("revision", "notes.0.at", GONE),
    ("revision", "notes.0.fate", "borta"),
    ("revision", "notes.1.into", [1]),
    ("revision", "notes.1.into", "Ett annat"),
    ("decision", "decisions.0.votes.Ja", "31"),
    ("followup", "at", "2027-08"),
    ("followup", "assessments.0.forecast", "ja"),
    ("organization", "code", 665),
    ("organization", "parties.0.colour", "röd"),
    ("measurement", "series.0.value", None),
    ("measurement", "series.0.period", "juni 2026"),
    ("theme", "light.accent", "#fff"),
    ("theme", "light.bakgrund", "#ffffff"),
    ("theme", "fonts.text", ["url(x)"]),
    ("theme", "logo.file", "../logo.svg"),
    ("theme", "logo.alt", ""),
    ("single", "revision.base", 2022),
    ("single", "plan", {}),
])
def test_a_fault_is_refused(kind: str, path: str, value: Any) -> None:
    data = rich(kind)
    *way, last = path.split(".")
    place = data
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is GONE:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    assert complaints(kind, data)
    assert not understands(kind, data)


def test_the_years_of_the_schema_are_the_years_of_the_model() -> None:
    for year in (1899, 1900, 2199, 2200, "1899", "1900", "2199", "2200", "27"):
        data = {"id": "a", "title": "A", "sub-goals": [{"id": "b", "title": "B", "year": year}]}
        assert understands("goal", data) == (complaints("goal", data) == []), year


@pytest.mark.parametrize(("path", "kind"), [
    ("karlstad/organization.yaml", "organization"),
    ("karlstad/2023/plan.yaml", "plan"),
    ("karlstad/2023/areas/1-a/area.yaml", "area"),
    ("karlstad/2023/areas/1-a/2-b/area.yaml", "area"),
    ("karlstad/2023/areas/1-a/2-b/3-c.yaml", "goal"),
    ("karlstad/2023/areas/1-a/c.yaml", "goal"),
    ("karlstad/2023/areas/c.yaml", None),
    ("karlstad/2023/goals/1-a.yaml", "goal"),
    ("karlstad/2023/bodies/ks.yaml", "body"),
    ("karlstad/2023/budget.yaml", "budget"),
    ("karlstad/2023/revision.yaml", "revision"),
    ("karlstad/2023/decision.yaml", "decision"),
    ("karlstad/2023/followup/2022-12.yaml", "followup"),
    ("karlstad/2023/annat.yaml", None),
    ("karlstad/2023/plan.yml", None),
    ("karlstad/2023.yaml", "single"),
    ("karlstad/2023.md", None),
    ("karlstad/measurements/oro.yaml", "measurement"),
    ("karlstad/theme.yaml", "theme"),
    ("demo.yaml", "single"),
    ("README.md", None),
])
def test_the_kind_of_a_file(path: str, kind: str | None) -> None:
    assert kind_of(path) == kind


def matches(path: str, glob: str) -> bool:
    """Whether a language server finds that the pattern fits: `*` within a name, `**` over folders."""
    def fit(parts: list[str], globs: list[str]) -> bool:
        if not globs:
            return not parts
        if globs[0] == "**":
            return any(fit(parts[n:], globs[1:]) for n in range(len(parts) + 1))
        return bool(parts) and fnmatchcase(parts[0], globs[0]) and fit(parts[1:], globs[1:])
    return fit(path.split("/"), glob.split("/"))


@pytest.mark.parametrize("path", [*FILES, "demo.yaml", "karlstad/2023.yaml", "karlstad/measurements/x.yaml",
                                  "karlstad/2023/followup/2022-12.yaml", "karlstad/2023/goals/1-a.yaml"])
def test_an_editor_finds_one_schema_for_a_file(path: str) -> None:
    fitting = [kind for kind, globs in json_schema.GLOBS.items() if any(matches(path, glob) for glob in globs)]
    assert fitting == [kind_of(path)]


def test_the_files_that_are_written() -> None:
    made = json_schema.files("en", "planer")
    assert set(made) == {f".strategiplan/schema/{kind}.schema.json" for kind in KINDS} | {".vscode/settings.json"}
    assert json.loads(made[".strategiplan/schema/goal.schema.json"]) == schema("goal", "en")
    ties = json.loads(made[".vscode/settings.json"])["yaml.schemas"]
    assert set(ties) == set(made) - {".vscode/settings.json"}
    assert ties[".strategiplan/schema/plan.schema.json"] == ["planer/*/*/plan.yaml"]
    assert json_schema.files("en", "planer", made[".vscode/settings.json"]) == made


def test_settings_that_were_there_stay() -> None:
    present = {"editor.rulers": [120], "yaml.schemas": {"annat.json": "annat.yaml"}}
    completed = json_schema.editor_settings("plans", json.dumps(present).encode())
    assert completed is not None
    held = json.loads(completed)
    assert held["editor.rulers"] == [120]
    assert held["yaml.schemas"]["annat.json"] == "annat.yaml"
    assert len(held["yaml.schemas"]) == len(KINDS) + 1


@pytest.mark.parametrize("present", [b'// mine\n{"a": 1}', b"[]", b'{"yaml.schemas": []}', b"\xff"])
def test_settings_that_cannot_be_completed_are_left_alone(present: bytes) -> None:
    assert json_schema.editor_settings("plans", present) is None
    assert ".vscode/settings.json" not in json_schema.files("sv", "plans", present)


def test_a_modeline_leads_to_the_schema() -> None:
    assert modeline("goal", 0) == "# yaml-language-server: $schema=.strategiplan/schema/goal.schema.json"
    assert schema_path("goal", 2) == "../../.strategiplan/schema/goal.schema.json"


OURS = "# yaml-language-server: $schema=../x.json"


@pytest.mark.parametrize(("text", "expected"), [
    ("id: a\n", f"{OURS}\nid: a\n"),
    ("id: a", f"{OURS}\nid: a"),
    ("", f"{OURS}\n"),
    ("id: a\r\ntitle: b\r\n", f"{OURS}\r\nid: a\r\ntitle: b\r\n"),
    ("\ufeffid: a\n", f"\ufeff{OURS}\nid: a\n"),
    ("# yaml-language-server: $schema=old.json\nid: a\n", f"{OURS}\nid: a\n"),
    ("# Om planen\n#yaml-language-server:$schema=old\n\nid: a\n", f"{OURS}\n# Om planen\n\nid: a\n"),
    ("# $schema: old.json\nid: a\n", f"{OURS}\nid: a\n"),
    ("# Om yaml-language-server: inget\nid: a\n", f"{OURS}\n# Om yaml-language-server: inget\nid: a\n"),
    ("---\nid: a  # slut \n", f"{OURS}\n---\nid: a  # slut \n"),
    ("a: |\n  x\n# yaml-language-server: $schema=y\n", f"{OURS}\na: |\n  x\n# yaml-language-server: $schema=y\n"),
])
def test_a_modeline_is_put_first_and_nothing_else_changes(text: str, expected: str) -> None:
    once = with_modeline(text, "../x.json")
    assert once == expected
    assert with_modeline(once, "../x.json") == once
    assert read(once.encode()).data == read(text.encode()).data
