"""What `match` suggests between plans whose ids say nothing, and above all what it does not."""

import json
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategiplan.model import Area, Goal, Indicator, Plan
from strategiplan.revisions.matching import Ground, Matching, match
from strategiplan.revisions.similarity import LEAST_MARGIN, LEAST_SCORE
from strategiplan.store.workspace import Workspace
from strategiplan.store.yaml_reader import read
from tests.plans import area, goal, indicator, plan, plans

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "cases" / "karlstad-2023"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not here")

RETIRED = "Karlstad ska ha ett gott företagsklimat"
GROWTH = "Karlstad ska stärka sin roll som tillväxtmotor i ett regionalt och nationellt perspektiv"
ABSORBED = "Karlstads befolkning ska årligen öka med minst en procent"
HOMES = "Karlstadsborna ska ha tillgång till bra bostäder"
TRAP = ("Karlstad ska vara en trygg och säker kommun", "Karlstad ska vara en äldrevänlig kommun")


def case_plan(name: str, prefix: str, *, untitled: bool = False) -> Plan:
    """One of the two trees as a plan, its ids made from the prefix and where things stand."""
    data: Any = read((CASES / name).read_bytes()).data
    areas = []
    for a, theme in enumerate(data["malomraden"]):
        goals = []
        for g, raw in enumerate(theme["mal"]):
            own = f"{prefix}{a}-{g}"
            names = [name for name in raw.get("indikatorer") or [] if isinstance(name, str)]
            text = "\n\n".join(filter(None, (raw.get("motivering_till_forandring"), raw.get("beskrivning"))))
            goals.append(goal(
                own, f"Mål {prefix} {a}.{g}" if untitled else raw["titel"], description=text,
                indicators=[indicator(f"{own}-i{n}", name) for n, name in enumerate(names)],
            ))
        areas.append(area(f"{prefix}{a}", *goals, title=theme["titel"]))
    return plan(areas=areas)


def titles(found: Matching, kind: type[Any]) -> dict[str, str]:
    """Old title to new title, of the suggestions for one kind."""
    key = "name" if kind is Indicator else "title"
    return {
        found.old.nodes[s.old].fields[key]: found.new.nodes[s.new].fields[key]
        for s in found.suggestions if s.kind is kind
    }


@needs_cases
def test_every_goal_that_lives_on_is_found() -> None:
    found = match(case_plan("before.yaml", "g"), case_plan("after.yaml", "n"))
    goals = titles(found, Goal)
    assert len(goals) == 19
    assert goals.pop(HOMES) == f"{HOMES} och bostadsområden"
    assert all(old == new for old, new in goals.items())
    assert len(titles(found, Area)) == 4
    left = [found.old.nodes[i].fields["title"] for i in found.old_alone if found.old.nodes[i].kind is Goal]
    assert left == [RETIRED, ABSORBED]
    assert [found.new.nodes[i].fields["title"] for i in found.new_alone if found.new.nodes[i].kind is Goal] == [GROWTH]


@needs_cases
def test_without_titles_the_words_alone_find_them() -> None:
    before, after = case_plan("before.yaml", "g", untitled=True), case_plan("after.yaml", "n", untitled=True)
    real = [case_plan("before.yaml", "g"), case_plan("after.yaml", "n")]
    names = [{g.id: g.title for a in p.areas for g in a.goals} for p in real]
    found = match(before, after)
    pairs = {names[0][s.old]: names[1][s.new] for s in found.suggestions if s.kind is Goal}
    assert len(pairs) == 19
    assert pairs.pop(HOMES) == f"{HOMES} och bostadsområden"
    assert all(old == new for old, new in pairs.items())
    assert all(s.ground is Ground.WORDS and s.score >= LEAST_SCORE and s.margin >= LEAST_MARGIN
               for s in found.suggestions if s.kind is Goal)


@needs_cases
def test_indicators_are_paired_by_name_only() -> None:
    found = match(case_plan("before.yaml", "g"), case_plan("after.yaml", "n"))
    names = titles(found, Indicator)
    assert names and all(old == new for old, new in names.items())
    assert "Elever i musik- eller kulturskola, 6-15 år, andel (%)" not in names
    assert "Befolkningsökning, andel (%)" in names  # it moved to another goal
    assert all(s.ground is Ground.TITLE for s in found.suggestions if s.kind is Indicator)


@needs_cases
def test_traps_between_2023_and_2024_are_not_paired() -> None:
    lineage = json.loads((CASES / "lineage_2023_2024.json").read_text("utf-8"))["lineage"]
    true = {(old, entry["new"]) for entry in lineage for old in entry["old"]}
    old = case_plan("after.yaml", "g")
    new = plan(areas=[area("a", *(goal(f"n{n}", entry["new"]) for n, entry in enumerate(lineage)))])
    bare = plan(areas=[area("b", *(goal(g.id, g.title) for a in old.areas for g in a.goals))])
    for tree in (old, bare):
        pairs = titles(match(tree, new), Goal)
        assert TRAP not in pairs.items()
        assert set(pairs.items()) <= true


def test_real_plans_of_one_municipality_need_no_suggestion() -> None:
    space = Workspace(ROOT)
    loaded = {name: space.load(f"karlstad/{name}").plan for name in ("2022", "2023", "2024")}
    assert all(loaded.values())
    found = match(loaded["2022"], loaded["2023"])
    # Everything that lives on has kept its id; what was replaced is for a person to say.
    assert found.suggestions == ()
    assert {"gott-foretagsklimat", "musikskola-6-15"} <= set(found.old_alone)
    assert "tillvaxtmotor" in found.new_alone
    assert [s for s in match(loaded["2023"], loaded["2024"]).suggestions if s.kind is Goal] == []



@pytest.mark.parametrize(("old", "new", "expected"), [
    (goal("a", "Ett gott mål"), goal("b", "Ett gott mål"), [("a", "b")]),
    (goal("a", "Ett  gott MÅL "), goal("b", "ett gott mål"), [("a", "b")]),
    (goal("a", "Trygg kommun"), goal("b", "Säker kommun"), []),
    (goal("a", "Bra skola", indicators=[indicator("i", "Andel 6–15 år")]),
     goal("a", "Bra skola", indicators=[indicator("j", "Andel 6–19 år")]), []),
    (goal("a", "Bra skola", indicators=[indicator("i", "Andel  behöriga, %")]),
     goal("c", "Sämre skola", indicators=[indicator("j", "andel behöriga, %")]), [("i", "j")]),
])
def test_small(old: Any, new: Any, expected: list[tuple[str, str]]) -> None:
    found = match(plan(goals=[old]), plan(goals=[new]))
    assert [(s.old, s.new) for s in found.suggestions] == expected


def test_a_title_that_stands_twice_is_paired_by_its_parent() -> None:
    def tree(prefix: str, first: str, second: str) -> Plan:
        return plan(goals=[
            goal(f"{prefix}1", first, indicators=[indicator(f"{prefix}i1", "Andel nöjda")]),
            goal(f"{prefix}2", second, indicators=[indicator(f"{prefix}i2", "Andel nöjda")]),
        ])

    found = match(tree("a", "Skolan", "Vården"), tree("b", "Vården", "Skolan"))
    assert {(s.old, s.new) for s in found.suggestions} == {("a1", "b2"), ("a2", "b1"), ("ai1", "bi2"), ("ai2", "bi1")}
    unknown = match(tree("a", "Skolan", "Vården"), tree("b", "Elden", "Vattnet"))
    assert unknown.suggestions == ()


def test_a_heading_is_no_identity() -> None:
    def tree(prefix: str, title: str) -> Plan:
        sections = [{"id": f"{prefix}s", "heading": "Så följs målet upp"}]
        return plan(goals=[goal(prefix, title, sections=sections)])

    assert match(tree("a", "Skolan"), tree("b", "Vården")).suggestions == ()
    assert [(s.old, s.new) for s in match(tree("a", "Skolan"), tree("b", "Skolan")).suggestions] == [
        ("a", "b"), ("as", "bs"),
    ]


def test_a_boards_goal_is_not_the_councils() -> None:
    council = plan(goals=[goal("a", "En trygg kommun")])
    board = plan(bodies=[{"id": "n", "goals": [goal("b", "En trygg kommun")]}])
    assert match(council, board).suggestions == ()


def test_two_that_are_equally_alike_are_left_alone() -> None:
    text = "Alla barn ska lära sig läsa, skriva och räkna innan de lämnar skolan."
    old = plan(goals=[goal("a", "Lärande", description=text)])
    new = plan(goals=[goal("b", "Kunskap", description=text), goal("c", "Bildning", description=text)])
    assert match(old, new).suggestions == ()
    assert [s.new for s in match(old, plan(goals=[goal("b", "Kunskap", description=text)])).suggestions] == ["b"]


def test_areas_in_areas_are_paired_from_the_outside_in() -> None:
    """Which of two equal titles is meant follows from the area around it, whichever stands first in the file."""
    old = plan(areas=[area("a", areas=[area("b", title="Alla")], title="Stad"), area("e", title="Alla")])
    new = plan(areas=[area("f", title="Alla"), area("c", areas=[area("d", title="Alla")], title="Stad")])
    expected = {("a", "c"), ("b", "d"), ("e", "f")}
    assert {(s.old, s.new) for s in match(old, new).suggestions} == expected
    assert {(s.new, s.old) for s in match(new, old).suggestions} == expected


@settings(max_examples=60, deadline=None)
@given(plans(), plans())
def test_laws(old: Plan, new: Plan) -> None:
    assert match(old, old).suggestions == ()
    found = match(old, new)
    olds, news = [s.old for s in found.suggestions], [s.new for s in found.suggestions]
    assert len(set(olds)) == len(olds) and len(set(news)) == len(news)
    assert not set(olds) & set(found.old_alone) and not set(news) & set(found.new_alone)
    for s in found.suggestions:
        assert found.old.nodes[s.old].kind is found.new.nodes[s.new].kind is s.kind
        assert s.old not in found.new.nodes or found.new.nodes[s.old].kind is not s.kind
        assert s.score >= LEAST_SCORE and s.margin >= LEAST_MARGIN
    # Nothing depends on which side is called the old one.
    turned = {(s.new, s.old) for s in match(new, old).suggestions}
    assert turned == {(s.old, s.new) for s in found.suggestions}


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(8)))
def test_order_does_not_matter(order: list[int]) -> None:
    texts = [f"Målet nummer {n} handlar om ämnet ord{n} och saken sak{n} samt platsen plats{n}." for n in range(8)]
    old = plan(goals=[goal(f"a{n}", f"Gammal {n}", description=texts[n]) for n in range(8)])
    new = plan(goals=[goal(f"b{n}", f"Ny {n}", description=texts[n]) for n in order])
    assert {(s.old, s.new) for s in match(old, new).suggestions} == {(f"a{n}", f"b{n}") for n in range(8)}


def test_the_same_answer_whatever_the_hash_seed(tmp_path: Path) -> None:
    script = (
        "from tests.plans import goal, plan\nfrom strategiplan.revisions.matching import match\n"
        "t = 'Skolan ska ge alla barn goda kunskaper om läsning, skrivning och {} räkning'\n"
        "old = plan(goals=[goal(f'a{n}', f'A{n}', description=t.format(n)) for n in range(5)])\n"
        "new = plan(goals=[goal('b3', 'B', description=t.format(3) + ' och mer därtill')])\n"
        "print([(s.old, s.new, s.score, s.margin, s.words) for s in match(old, new).suggestions])\n"
    )
    answers = {
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={"PYTHONHASHSEED": seed, "PATH": ""},
                       capture_output=True, text=True, check=True).stdout
        for seed in ("0", "1", "7")
    }
    assert len(answers) == 1


def test_a_thousand_goals_are_matched_in_seconds() -> None:
    def tree(prefix: str) -> Plan:
        drawn = Random(1)
        return plan(goals=[
            goal(f"{prefix}{n}", f"{prefix} mål {n}",
                 description=f"Karlstad ska vara bra på {' '.join(f'ord{k}' for k in drawn.sample(range(3000), 40))}.")
            for n in range(1000)
        ])

    old, new = tree("a"), tree("b")
    start = time.perf_counter()
    found = match(old, new)
    assert time.perf_counter() - start < 10
    assert len(found.suggestions) > 900
    assert all(s.old[1:] == s.new[1:] for s in found.suggestions)
