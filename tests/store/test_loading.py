"""From files to a plan: every fault with its code and place, no fault hidden by another, nothing that makes it fall."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plans import plans
from tests.store.texts import PLANS, mutated, place, stands_at

from strategiplan import messages
from strategiplan.diagnostics import Diagnostic, Severity
from strategiplan.messages import LANGUAGES
from strategiplan.model import Address, Dossier, Plan, flatten
from strategiplan.model.tree import Slot
from strategiplan.store.checking import Profile, check
from strategiplan.store.files import FileSet, from_folder
from strategiplan.store.loading import Loaded, Surroundings, load
from strategiplan.store.yaml_reader import read

HEAD = "title: Plan\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: draft\n"
AREA = "id: a\ntitle: A\n"
GOAL = "id: g\ntitle: G\n"
MORE = {f"areas/1-a/{n}-{id_}.yaml": f"id: {id_}\ntitle: {id_}\n" for n, id_ in enumerate("ghi", 1)}
ABSENT = "∅"
MARK = re.compile("⟦([a-z0-9-]+)⟧")

# Files with every fault marked where it should be shown: ⟦code⟧ stands right before the place.
FAULTS: dict[str, dict[str, str]] = {
    "nothing": {"plan.yaml": HEAD, "areas/1-a/area.yaml": AREA, "areas/1-a/1-g.yaml": GOAL},
    "a key missing": {"plan.yaml": HEAD, "goals/1-g.yaml": "⟦missing-key⟧id: g\nsdg: [5]\n"},
    "a key missing in a list": {
        "plan.yaml": HEAD,
        "goals/1-g.yaml": f"{GOAL}indicators:\n  - ⟦missing-key⟧id: i\n  - ⟦missing-key⟧name: I\n",
    },
    "keys missing in the head": {"plan.yaml": "⟦missing-key⟧⟦missing-key⟧title: Plan\n"},
    "an unknown key": {"plan.yaml": f"{HEAD}⟦unknown-key⟧tilte: Plan\n"},
    "a known key in the wrong file": {"plan.yaml": HEAD, "goals/1-g.yaml": f"{GOAL}⟦unknown-key⟧status: draft\n"},
    "snake case": {"plan.yaml": HEAD, "goals/1-g.yaml": f"{GOAL}⟦unknown-key⟧sub_goals: []\n"},
    "a text where a list should be": {"plan.yaml": HEAD, "goals/1-g.yaml": f"{GOAL}sdg: ⟦wrong-type⟧elva\n"},
    "a list where a text should be": {"plan.yaml": HEAD, "goals/1-g.yaml": "id: g\ntitle: ⟦wrong-type⟧[G]\n"},
    "a number where a text should be": {"plan.yaml": HEAD, "goals/1-g.yaml": "id: g\ntitle:   ⟦wrong-quote⟧2030\n"},
    "a truth value where a text should be": {
        "plan.yaml": HEAD,
        "goals/1-g.yaml": "id: g\ntitle: ⟦wrong-quote⟧true\n",
    },
    "a text where a mapping should be": {"plan.yaml": HEAD.replace("{", "⟦wrong-type⟧x #{")},
    "no value": {"plan.yaml": HEAD, "goals/1-g.yaml": "id: g\ntitle:⟦empty-value⟧\nsdg:⟦empty-value⟧\n"},
    "an empty text": {"plan.yaml": HEAD, "goals/1-g.yaml": "id: g\ntitle: ⟦empty-text⟧' '\n"},
    "an id that is none": {"plan.yaml": HEAD, "goals/1-g.yaml": "id: ⟦bad-id⟧Åtgärd 1\ntitle: G\n"},
    "a choice that is none": {
        "plan.yaml": HEAD.replace("draft", "⟦unknown-choice⟧dratf"),
        "goals/1-g.yaml": f"{GOAL}indicators:\n  - {{id: i, name: I, better: ⟦unknown-choice⟧more}}\n",
    },
    "a level that is none": {"plan.yaml": f"{HEAD}terms: {{goal: mål/mål, ⟦unknown-choice⟧gaol: x/y}}\n"},
    "dates": {
        "plan.yaml": HEAD.replace("2023-12-31", "⟦bad-date⟧2023-12-32"),
        "goals/1-g.yaml": f"{GOAL}deadline: ⟦bad-date⟧2030\n"
        "activities:\n  - id: k\n    title: K\n    due: ⟦bad-date⟧2030-1-1\n",
    },
    "global goals": {
        "plan.yaml": HEAD,
        "goals/1-g.yaml": f"{GOAL}sdg: [5, ⟦sdg-needs-quotes⟧17.10, ⟦unknown-sdg⟧18, ⟦unknown-sdg⟧'3.d']\n",
    },
    "targets": {
        "plan.yaml": HEAD,
        "goals/1-g.yaml": f"{GOAL}indicators:\n  - id: i\n    name: I\n    targets:\n"
        "      2023: ⟦target-needs-one⟧{min: 1, max: 2}\n"
        "      2024: ⟦bad-range⟧{range: [2, 1]}\n"
        "      ⟦bad-year⟧23: {min: 1}\n"
        "      2025: {min: ⟦bad-number⟧ett}\n"
        "      2026: {min: ⟦bad-number⟧1e999}\n"
        "    tolerance: ⟦not-positive⟧0\n",
    },
    "money": {
        "plan.yaml": HEAD,
        "budget.yaml": "sign: cost-positive\nyears: [2023]\ntax-rate: {2023: ⟦bad-rate⟧22.27}\n"
        "operations: {ks: {2023: ⟦wrong-type⟧1.5}}\nscale: ⟦unknown-choice⟧100\n",
    },
    "links that cannot be": {
        "plan.yaml": HEAD,
        "goals/1-g.yaml": f"{GOAL}responsible: [ks, ⟦bad-id⟧Kommunstyrelsen, ⟦wrong-quote⟧7]\n",
    },
    "an id again in the same file": {
        "plan.yaml": HEAD,
        "goals/1-g.yaml": f"{GOAL}sections:\n  - id: ⟦duplicate-id⟧g\n    heading: H\n",
    },
    "an id again in another file": {
        "plan.yaml": HEAD,
        "areas/1-a/area.yaml": AREA,
        "areas/1-a/1-g.yaml": GOAL,
        "areas/2-b/area.yaml": "id: b\ntitle: B\n",
        "areas/2-b/1-g.yaml": "title: G\nid: ⟦duplicate-id⟧g\n",
    },
    "an id three times": {
        "plan.yaml": HEAD,
        "goals/1-g.yaml": GOAL,
        "goals/2-g.yaml": "id: ⟦duplicate-id⟧g\ntitle: G\n",
        "goals/10-g.yaml": "id: ⟦duplicate-id⟧g\ntitle: G\n",
    },
    "two faults in one node": {
        "plan.yaml": HEAD,
        "goals/1-g.yaml": "⟦missing-key⟧id: ⟦bad-id⟧G\n⟦unknown-key⟧titel: G\n",
    },
    "bad YAML in one file and faults in others": {
        "plan.yaml": "title: ⟦yaml-unclosed⟧[\n",
        "areas/1-a/area.yaml": "⟦missing-key⟧id: a\n",
        "areas/1-a/1-g.yaml": f"{GOAL}⟦unknown-key⟧zzz: 1\n",
        "areas/2-b/area.yaml": "id: b\ntitle: Karlstad ska⟦yaml-colon-in-value⟧: vara\n",
        "areas/2-b/1-h.yaml": "id: h\ntitle: H\n  ⟦yaml-indent⟧sdg: [1]\n",
        "areas/2-b/2-i.yaml": "id: i\ntitle:⟦empty-value⟧\n",
    },
    "duplicate keys are told, and what is under the first is checked": {
        "plan.yaml": HEAD,
        "areas/1-a/area.yaml": f"{AREA}sections: []\n⟦duplicate-key⟧sections: []\n"
        "⟦duplicate-key⟧sections: [[], [], []]\n",
        **MORE,
    },
    "an area that cannot be read, and its goals": {
        "plan.yaml": HEAD,
        "areas/1-a/area.yaml": "id: a\ntitle: A\nx: [[], [[], []], {}, {}]\n⟦yaml-bad-start⟧]: {\n",
        **MORE,
    },
    "no plan.yaml": {"plan.yaml": f"⟦missing-plan-file⟧{ABSENT}", "areas/1-a/area.yaml": AREA, **MORE},
    "no area.yaml": {"plan.yaml": HEAD, "areas/1-a/area.yaml": f"⟦missing-area-file⟧{ABSENT}", **MORE},
    "no area.yaml two levels up": {
        "plan.yaml": HEAD,
        "areas/1-a/area.yaml": f"⟦missing-area-file⟧{ABSENT}",
        "areas/1-a/1-b/area.yaml": f"⟦missing-area-file⟧{ABSENT}",
        "areas/1-a/1-b/1-g.yaml": GOAL,
    },
    "empty files": {"plan.yaml": "⟦empty-file⟧", "goals/1-g.yaml": "⟦empty-file⟧# bara en kommentar\n"},
    "lists and words at the top": {"plan.yaml": "⟦not-a-mapping⟧- a\n", "goals/1-g.yaml": "⟦not-a-mapping⟧hej\n"},
    "files without a place": {
        "plan.yaml": HEAD,
        "gaols/1-g.yaml": f"⟦unknown-file⟧{GOAL}",
        "budgets.yaml": "⟦unknown-file⟧a: 1\n",
        "goals/1-g.yml": f"⟦unknown-file⟧{GOAL}",
        "goals/1-x/2-g.yaml": f"⟦unknown-file⟧{GOAL}",
        "areas/1-g.yaml": f"⟦unknown-file⟧{GOAL}",
    },
    "areas inline and in a folder": {
        "plan.yaml": f"{HEAD}⟦stands-twice⟧areas:\n  - id: z\n    ⟦unknown-key⟧titel: Z\n    title: Z\n",
        "areas/1-a/area.yaml": AREA,
        "areas/1-a/1-g.yaml": GOAL,
        "areas/2-b/area.yaml": "⟦missing-key⟧id: b\n",
    },
    "goals inline and in a folder": {
        "plan.yaml": HEAD,
        "areas/1-a/area.yaml": f"{AREA}⟦stands-twice⟧goals:\n  - {{id: z, title: Z}}\n",
        "areas/1-a/1-g.yaml": GOAL,
        "areas/1-a/2-h.yaml": "⟦missing-key⟧id: h\n",
    },
    "a word for areas, and areas in a folder": {
        "plan.yaml": f"{HEAD}⟦stands-twice⟧areas: inga\n",
        "areas/1-a/area.yaml": AREA,
        "areas/1-a/1-g.yaml": GOAL,
    },
    "nothing for goals, and goals in a folder": {"plan.yaml": f"{HEAD}⟦stands-twice⟧goals:\n", "goals/1-g.yaml": GOAL},
    "a budget in two places": {
        "plan.yaml": f"{HEAD}⟦stands-twice⟧budget: {{sign: cost-positive, years: [2023]}}\n",
        "budget.yaml": "sign: cost-positive\nyears: [2023]\n",
    },
    "a statement without a base": {"revision.yaml": "⟦statement-without-base⟧kind: statement\nstatement: Nej.\n"},
    "a statement on a base that is not there": {
        "revision.yaml": "kind: statement\nbase: ⟦statement-without-base⟧'2019'\nstatement: Nej.\n",
    },
    "a revision": {
        "plan.yaml": HEAD,
        "revision.yaml": "base: ⟦wrong-quote⟧2022\nbase-hash: ⟦bad-hash⟧sha256:x\nnotes:\n"
        "  - ⟦missing-key⟧fate: ⟦unknown-choice⟧gone\n"
        "  - at: ⟦bad-address⟧Målet\n    into: [⟦bad-id⟧A B]\n",
    },
    "a decision and follow-ups": {
        "plan.yaml": HEAD,
        "decision.yaml": "base: '2022'\nproposals: ['2023']\n"
        "decisions:\n  - change: c\n    outcome: ⟦unknown-choice⟧ja\n",
        "followup/2023-08.yaml": "at: ⟦bad-date⟧augusti\n",
        "followup/2023-12.yaml": "at: 2023-12-31\nassessments:\n  - {goal: g, rating: ⟦bad-id⟧Ja}\n",
    },
    "a code that loses its zero": {"plan.yaml": HEAD, "organization.yaml": "⟦unknown-file⟧name: X\ncode: 0180\n"},
}


def loaded(files: Mapping[str, str | bytes], base: Plan | None = None) -> Loaded:
    """The plan of these files."""
    found = FileSet("plan", {n: c if isinstance(c, bytes) else c.encode() for n, c in files.items()})
    return load(found, "plan", Surroundings(base=lambda name: base))


def places(files: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, int, int, str]]]:
    """The files without their marks, and what is marked: (path, line, column, code), sorted."""
    clean, found = {}, []
    for name, text in files.items():
        while (mark := MARK.search(text)) is not None:
            found.append((f"plan/{name}", *place(text, mark.start()), mark.group(1)))
            text = text[: mark.start()] + text[mark.end() :]
        if text != ABSENT:
            clean[name] = text
    return clean, sorted(found)


def said(found: Diagnostic) -> tuple[str, int, int, str]:
    """A diagnostic's place and code."""
    return found.location.path, found.location.line, found.location.column, found.code


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_told_at_its_place(name: str) -> None:
    files, expected = places(FAULTS[name])
    answer = loaded(files)
    assert sorted(map(said, answer.report)) == expected
    assert (answer.plan is None) == bool(expected)
    assert all(d.plan == "plan" for d in answer.report)


def test_a_table_fault_names_the_address() -> None:
    files, _ = places(FAULTS["targets"])
    addresses = {d.code: d.address for d in loaded(files).report}
    assert addresses["target-needs-one"] == "i.targets.2023"
    assert addresses["not-positive"] == "i.tolerance"


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("titel: G\n", "title"),
        ("descripton: G\n", "description"),
        ("sub_goals: []\n", "sub-goals"),
        ("Indicators: []\n", "indicators"),
        ("contributes to: []\n", "contributes-to"),
        ("xyz: 1\n", None),
    ],
)
def test_an_unknown_key_suggests_a_known_one(text: str, suggestion: str | None) -> None:
    (found,) = [d for d in loaded({"plan.yaml": HEAD, "goals/1-g.yaml": GOAL + text}).report if d.code == "unknown-key"]
    assert found.suggestion == suggestion
    assert "title" in found.params["known"].split(", ")


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("gaols/1-g.yaml", "goals/1-g.yaml"),
        ("goals/1-g.yml", "goals/1-g.yaml"),
        ("budgets.yaml", "budget.yaml"),
        ("budget.yml", "budget.yaml"),
        ("area/1-a/area.yaml", "areas/1-a/area.yaml"),
        ("areas/1-g.yaml", None),
        ("x.yaml", None),
        ("x/1-g.yaml", None),
    ],
)
def test_a_file_without_a_place_is_told_of_a_better_name(name: str, suggestion: str | None) -> None:
    (found,) = loaded({"plan.yaml": HEAD, name: GOAL}).report
    assert (found.code, found.suggestion) == ("unknown-file", suggestion)


def test_an_id_again_names_both_places() -> None:
    files, _ = places(FAULTS["an id again in another file"])
    (found,) = loaded(files).report
    assert str(found.location) == "plan/areas/2-b/1-g.yaml:2:5"
    assert [str(place) for place in found.related] == ["plan/areas/1-a/1-g.yaml:1:5"]
    assert found.params == {"id": "g", "first": "plan/areas/1-a/1-g.yaml:1:5"}


def test_a_number_is_shown_as_it_was_written() -> None:
    files, _ = places(FAULTS["global goals"])
    assert "17.10" in [d.params["value"] for d in loaded(files).report]
    files = {"plan.yaml": HEAD.replace("title: Plan", "title: 0180")}
    assert [d.params["value"] for d in loaded(files).report] == ["0180"]


def test_what_a_fault_hides_is_not_missed() -> None:
    """A link to a goal whose file cannot be read is not a dangling link, and a head made up is not complained about."""
    answer = loaded(
        {
            "plan.yaml": "title: [",
            "goals/1-g.yaml": f"{GOAL}contributes-to: [h, i, j]\n",
            "goals/2-h.yaml": "id: h\ntitle: [\n",
            "goals/3-i.yaml": "id: i\n",
            "goals/4-j.yml": "id: j\n",
        }
    )
    assert answer.dossier is not None
    assert {"h", "i", "j"} <= answer.dossier.unread
    told = check(answer, Profile())
    assert {d.code for d in told} == {"yaml-unclosed", "missing-key", "unknown-file", "goal-without-indicator"}


def test_a_statement_has_the_tree_of_its_base() -> None:
    base = loaded({"plan.yaml": HEAD, "goals/1-g.yaml": GOAL}).plan
    assert base is not None
    answer = loaded({"revision.yaml": "base: '2022'\nkind: statement\nstatement: Nej.\n"}, base)
    assert not list(answer.report)
    assert answer.plan == base


# A plan in a folder and the same plan in one file are the same plan.


def joined(files: Mapping[str, bytes]) -> str:
    """A plan's files as one file, joined by rules written for this test alone."""
    data = {name: read(content).data for name, content in files.items()}

    def order(name: str) -> list[tuple[int, str]]:
        return [(int(re.match(r"\d*", part).group() or -1), part) for part in name.split("/")]  # type: ignore[union-attr]

    def inside(folder: str) -> dict[str, Any]:
        files = [n for n in sorted(data, key=order) if n.startswith(f"{folder}/")]
        goals = [data[n] for n in files if n.count("/") == folder.count("/") + 1 and not n.endswith("/area.yaml")]
        deep = folder.count("/") + 1
        below = dict.fromkeys("/".join(n.split("/")[: deep + 1]) for n in files if n.count("/") > deep)
        areas = [{**data[f"{area}/area.yaml"], **inside(area)} for area in below]
        return ({"goals": goals} if goals else {}) | ({"areas": areas} if areas else {})

    def listed(folder: str) -> list[Any]:
        return [data[name] for name in sorted(data, key=order) if name.startswith(f"{folder}/")]

    one = {**data["plan.yaml"], **inside("areas")}
    for key in ("goals", "bodies"):
        one |= {key: listed(key)} if listed(key) else {}
    one |= {"followups": listed("followup")} if listed("followup") else {}
    for name, key in (("budget.yaml", "budget"), ("revision.yaml", "revision"), ("decision.yaml", "decision-record")):
        one |= {key: data[name]} if name in data else {}
    return json.dumps(one, ensure_ascii=False, indent=1)


def parts(dossier: Dossier | None) -> tuple[Any, ...]:
    """What files say of a plan."""
    assert dossier is not None
    return dossier.plan, dossier.revision, dossier.record, dossier.followups


def single(text: str) -> Loaded:
    """The plan in one file."""
    return load(FileSet("plan.yaml", {"plan.yaml": text.encode()}, single=True), "plan", Surroundings())


REAL = sorted(path.parent for path in PLANS.glob("*/*/plan.yaml"))


@pytest.mark.parametrize("folder", [pytest.param(f, id=f"{f.parent.name}/{f.name}") for f in REAL])
def test_a_real_plan_in_one_file_is_the_same_plan(folder: Path) -> None:
    found = from_folder(folder)
    there, here = load(found, "plan", Surroundings()), single(joined(found.files))
    assert not there.report.has_errors and not here.report.has_errors
    assert parts(here.dossier) == parts(there.dossier)


def written(plan: Plan) -> dict[str, bytes]:
    """A plan as files in folders, JSON being YAML."""
    data = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"status": plan.status}
    files: dict[str, Any] = {}

    def put(area: dict[str, Any], folder: str) -> None:
        for number, goal in enumerate(area.pop("goals", []), 8):
            files[f"{folder}/{number}-{goal['id']}.yaml"] = goal
        for number, inner in enumerate(area.pop("areas", []), 8):
            put(inner, f"{folder}/{number}-{inner['id']}")
        files[f"{folder}/area.yaml"] = area

    for number, goal in enumerate(data.pop("goals", []), 8):
        files[f"goals/{number}-{goal['id']}.yaml"] = goal
    for number, area in enumerate(data.pop("areas", []), 8):
        put(area, f"areas/{number}-{area['id']}")
    files["plan.yaml"] = data
    return {name: json.dumps(content, ensure_ascii=False, indent=1).encode() for name, content in files.items()}


@given(plans())
def test_any_plan_in_folders_and_in_one_file_is_the_plan(plan: Plan) -> None:
    files = written(plan)
    there, here = loaded(files), single(joined(files))
    assert not list(there.report) and not list(here.report)
    assert there.plan == here.plan == plan


# Every address leads to what it names.


def values(plan: Plan) -> Iterator[tuple[Address, Any]]:
    """Every field of every node, with its value, where it is a text or a number."""
    for id_, row in flatten(plan).nodes.items():
        for field, value in row.fields.items():
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                yield Address(id_, field), value


@pytest.mark.parametrize("folder", [pytest.param(f, id=f"{f.parent.name}/{f.name}") for f in REAL])
def test_every_address_of_a_real_plan_leads_to_its_value(folder: Path) -> None:
    answer = load(from_folder(folder), "plan", Surroundings())
    assert answer.plan is not None
    count = 0
    for at, value in values(answer.plan):
        where = answer.positions.at(at)
        text = answer.report.sources[where.path]
        key = (at.field or "").rsplit(".")[-1]
        assert stands_at(text, (where.line, where.column), value, is_key=False), (at, where)
        line = text.split("\n")[where.line - 1]
        assert re.match(rf" *(- )?([{{].*)?{key}: ", line), (at, line)
        count += 1
    assert count > 10
    rows = flatten(answer.plan)
    for slot, ids in rows.order.items():
        assert isinstance(slot, Slot)
        for id_ in ids:
            where = answer.positions.at(Address(id_))
            if id_ not in ("vision", "values", "budget"):
                block = "\n".join(answer.report.sources[where.path].split("\n")[where.line - 1 :])
                assert re.search(rf"\bid: {id_}\n", block), (id_, where)


# Nothing makes it fall over.

SEEDS = {
    "plan.yaml": f"{HEAD}mandate: 2023-2026\nterms: {{area: målområde/målområden}}\nvision: {{title: V, text: x}}\n"
    "perspectives: [{id: p, name: P}]\ndecision: {body: kf, date: 2022-06-15}\n",
    "areas/1-a/area.yaml": AREA,
    "areas/1-a/1-g.yaml": f"{GOAL}sdg: [5, '16.1']\nresponsible: [ks]\nperspectives: [p]\ncontributes-to: [h]\n"
    "description: |\n  En mening.\n  En till.\n"
    "indicators:\n  - id: i\n    name: I\n    unit: percent\n"
    "    better: lower\n    baseline: {year: 2020, value: 12}\n    targets: {2023: {max: 10}}\n",
    "areas/1-a/2-h.yaml": "id: h\ntitle: H\nsub-goals: [{id: d, title: D, year: 2023}]\n",
    "bodies/1-ks.yaml": "id: ks\ngoals:\n  - id: n\n    title: N\n    contributes-to: [g]\n",
    "budget.yaml": "sign: cost-positive\nyears: [2023, 2024, 2025]\ntax-rate: {2023: '22.27'}\n"
    "operations: {ks: {2023: 1, 2024: 2, 2025: 3}}\nlinks: {g: [ks]}\n",
    "revision.yaml": "base: '2022'\nproposer: {kind: party, party: s}\nnotes:\n  - {at: g, kind: confirmed}\n",
    "followup/2023-08-31.yaml": "at: 2023-08-31\nassessments: [{goal: g, rating: ja, comment: x}]\n",
}
LEGAL = st.sampled_from(
    sorted(
        {word for text in SEEDS.values() for word in re.findall(r"[\w-]+", text)}
        | {
            "null",
            "true",
            "-1",
            "1e999",
            "[]",
            "{}",
            "''",
            "'\\'",
            '"\\0"',
            "2023-13-01",
            "[[]]",
            "{a: b}",
            "~",
        }
    )
)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, bytes]:
    """A plan's files, some with accidents, some with one word for another, some lost or under other names."""
    files = {name: content.encode() for name, content in SEEDS.items()}
    for name in draw(st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=4, unique=True)):
        content = files.pop(name)
        fate = draw(st.integers(0, 4))
        if fate == 0:
            files[name] = draw(mutated([content]))
        elif fate in (1, 2):
            words = re.split(r"([\w.-]+)", content.decode())
            for number in draw(st.lists(st.integers(0, len(words) // 2 - 1), min_size=1, max_size=3)):
                words[2 * number + 1] = draw(LEGAL)
            files[name] = "".join(words).encode()
        elif fate == 3:
            files[draw(st.sampled_from(sorted(SEEDS)))] = content
    return files


def lies_inside(found: Diagnostic, files: Mapping[str, bytes]) -> bool:
    """Whether a diagnostic's places are in the plan's files; a file that is missing is told of at its beginning."""
    for where in (found.location, *found.related):
        content = files.get(where.path.removeprefix("plan/"), b"")
        rows = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        if not (1 <= where.line <= len(rows) and 1 <= where.column <= len(rows[where.line - 1]) + 1):
            return False
    return True


BASE = loaded({name: content for name, content in SEEDS.items() if name != "revision.yaml"}).plan


@given(damaged())
def test_survives_damaged_plans(files: dict[str, bytes]) -> None:
    answer = loaded(files, BASE)
    told = check(answer, Profile())
    assert all(lies_inside(found, files) for found in told), list(told)
    assert answer.plan is not None or any(d.severity is Severity.ERROR for d in told)
    for language in LANGUAGES:
        assert all(messages.said(found, language) for found in told)


def test_the_seeds_are_sound() -> None:
    assert BASE is not None
    assert not check(loaded(SEEDS, BASE), Profile()).has_errors
