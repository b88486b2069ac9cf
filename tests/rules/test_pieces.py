"""The pieces that rules are made of: likeness of names, circles, sentences, levels, and the plan's fingerprint."""

import random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategiplan.model.plan import Plan
from strategiplan.revisions.fingerprint import fingerprint
from strategiplan.rules import is_bare_statement, run
from strategiplan.rules.circles import circles
from strategiplan.rules.known import known
from strategiplan.rules.language import lix, measured, sentences, words
from strategiplan.rules.levels import stated_level
from strategiplan.rules.nearest import Names
from tests.plans import plans
from tests.rules.cases import dossier, goal, indicator, plan


@pytest.mark.parametrize(("name", "expected"), [
    ("trygg-och-saeker", "trygg-och-saker"),
    ("tryg-och-saker", "trygg-och-saker"),
    ("trygg", "trygghet"),
    ("renluft", "ren-luft"),
    ("zzz", None),
    ("", None),
])
def test_nearest(name: str, expected: str | None) -> None:
    assert Names(["ren-luft", "trygg-och-saker", "trygghet"]).nearest(name) == expected


def test_nearest_is_quick_among_many() -> None:
    draw = random.Random(1)
    names = ["".join(draw.choices("abcdefghij", k=20)) for _ in range(5000)]
    known_names = Names(names)
    start = process_time()
    for name in names[:200]:
        assert known_names.nearest(name + "x") == name
    assert process_time() - start < 5


@pytest.mark.parametrize(("links", "expected"), [
    ({}, []),
    ({"a": ["a"]}, []),
    ({"a": ["b"], "b": []}, []),
    ({"a": ["b"], "b": ["a"]}, [["a", "b"]]),
    ({"c": ["a"], "a": ["b"], "b": ["c", "d"], "d": []}, [["c", "a", "b"]]),
    ({"d": ["c"], "a": ["b"], "b": ["a"], "c": ["d"]}, [["d", "c"], ["a", "b"]]),
])
def test_circles(links: dict[str, list[str]], expected: list[list[str]]) -> None:
    assert list(circles(links)) == expected


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3)))
def test_circles_are_what_reaches_itself(links: dict[str, list[str]]) -> None:
    links = {name: [other for other in others if other in links] for name, others in links.items()}
    reach = {name: set(others) for name, others in links.items()}
    for _ in links:
        reach = {name: others.union(*(reach[o] for o in others)) for name, others in reach.items()}
    found = list(circles(links))
    for group in found:
        assert all(reach[a] >= set(group) for a in group)
    in_groups = {name for group in found for name in group}
    assert in_groups == {a for a in links for b in reach[a] if a != b and a in reach[b]}


@pytest.mark.parametrize(("text", "expected"), [
    ("Vi växer. Alla mår bra!", ["Vi växer.", "Alla mår bra!"]),
    ("Det gäller t.ex. Karlstad och bl.a. Boden.", ["Det gäller t.ex. Karlstad och bl.a. Boden."]),
    ("Skola, vård m.m. ska bli bättre.", ["Skola, vård m.m. ska bli bättre."]),
    ("Skola, vård m.m. Allt ska bli bättre.", ["Skola, vård m.m.", "Allt ska bli bättre."]),
    ("Se kap. 11 och s. 5. Läs mer.", ["Se kap. 11 och s. 5.", "Läs mer."]),
    ("Målet är 2,5 %. Nästa är 100 000 kr.", ["Målet är 2,5 %.", "Nästa är 100 000 kr."]),
    ("År 2030. Sedan?", ["År 2030.", "Sedan?"]),
    ("Han sade ”Nej.” Sedan gick han.", ["Han sade ”Nej.”", "Sedan gick han."]),
    ("C. J. Andersson kom.", ["C. J. Andersson kom."]),
    ("- en punkt\n- en till\n\n# Rubrik\n\nText.", ["en punkt", "en till", "Rubrik", "Text."]),
    ("Läs [mer. Här](https://exempel.se/a.b) idag.", ["Läs mer.", "Här idag."]),
    ("Före.\n```\nkod. Kod.\n```\nEfter.", ["Före.", "Efter."]),
    ("| a. B | c |", []),
    ("", []),
])
def test_sentences(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


@given(st.text(alphabet="aÅ .!?…”()[]<>*_`#-1\n", max_size=80))
def test_sentences_lose_no_word(text: str) -> None:
    plain = text.replace("`", "").replace("~", "")
    got = [word for sentence in sentences(plain) for word in words(sentence)]
    if "<" not in plain and "[" not in plain and "|" not in plain and "_" not in plain and "*" not in plain:
        assert got == words(plain.replace("\n", " ")) or "-" in plain


@pytest.mark.parametrize("piece", ["!", "<", "[", "a.", ". ", "9", "minst ", "1 "])
def test_strange_texts_take_no_longer_than_others(piece: str) -> None:
    text = piece * 100_000
    start = process_time()
    for sentence in sentences(text):
        words(sentence)
    stated_level(text)
    assert process_time() - start < 5


def test_lix_is_sentence_length_and_long_words() -> None:
    # Four words in two sentences, one of them longer than six letters: 4 / 2 + 100 · 1 / 4.
    assert lix(measured("Vi växer. Kommunen mår.")) == 27
    assert lix(()) == 0


@pytest.mark.parametrize(("text", "expected"), [
    ("Karlstads befolkning ska årligen öka med minst en procent", "minst en procent"),
    ("Minst 90 % av eleverna ska vara behöriga", "Minst 90 %"),
    ("Öka med 2,5 procentenheter", "2,5 procentenheter"),
    ("Resultatet ska vara två procent av skatt och bidrag", "två procent"),
    ("Skulden ska vara högst 1 000 kronor per invånare", "högst 1 000 kronor"),
    ("Färre än 5 olyckor per år", "Färre än 5"),
    ("At least 3 of 4 pupils", "At least 3"),
    ("Högst åtta barn per vuxen", "Högst åtta"),
    ("Kommunen ska vara fossilfri senast 2030", None),
    ("Minska utsläppen fram till 2030 enligt Agenda 2030", None),
    ("Invånare 16–84 år ska må bra", None),
    ("Barn under 18 år ska ha nära till lek", None),
    ("Mer än 100 år av industri ska visas", None),
    ("Elever i åk 9 ska trivas", None),
    ("En kommun för alla", None),
    ("Karlstad ska vara en av landets tio bästa kommuner", None),
    ("Sveriges bästa skolkommun minst 2030", None),
    ("Alla ska ha ett hem", None),
    ("Mer än en stad", "Mer än en"),
    ("16–84 procent", None),
])
def test_stated_level(text: str, expected: str | None) -> None:
    assert stated_level(text) == expected


@given(plans())
def test_fingerprint_is_of_the_plan_and_nothing_else(given_: Plan) -> None:
    assert fingerprint(given_) == fingerprint(given_.model_copy(deep=True))
    assert fingerprint(given_).startswith("sha256:") and len(fingerprint(given_)) == 71


@given(plans(), plans())
def test_fingerprints_differ_when_plans_do(one: Plan, other: Plan) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def test_fingerprint_sees_values_not_spelling() -> None:
    def of(value: object, text: str = "En rad.") -> str:
        tree = plan(goals=[goal("a", description=text, indicators=[indicator("i", targets={"2024": {"min": value}})])])
        return fingerprint(Plan.model_validate(tree, by_name=False))

    assert of(3) == of(3.0) != of(3.5)
    assert of(3, "En\nrad.\n") == of(3) != of(3, "En rad!")


def test_fingerprint_stays_the_same_from_release_to_release() -> None:
    # Stored in revisions as `base-hash`: if this changes, every stored one is wrong.
    tree = plan(title="Strategisk plan", goals=[goal("a", sdg=[5], description="Text.")])
    digest = fingerprint(Plan.model_validate(tree, by_name=False))
    assert digest == "sha256:80db54b3fce792c34f46b0c0fe547c93694d276394f54f0916b4ddc0c5e3f72a"


def test_an_index_is_made_once_for_a_dossier_and_anew_for_another() -> None:
    one, other = dossier(plan(goals=[goal("a")])), dossier(plan(goals=[goal("a")]))
    assert known(one) is known(one)
    assert known(one) is not known(other)


def test_a_statement_with_an_equal_tree_is_bare() -> None:
    tree = plan(goals=[goal("a", indicators=[])])
    says = {"kind": "statement", "statement": "Vi återkommer."}
    assert is_bare_statement(dossier(tree, base=tree, revision=says))
    assert not is_bare_statement(dossier(tree, base=plan(), revision=says))
    assert not is_bare_statement(dossier(tree, base=tree, revision={"kind": "main"}))
    assert [rule.code for rule, _ in run(dossier(base=tree, revision=says))] == []


def test_a_large_plan_with_many_mistakes_is_checked_in_seconds() -> None:
    goals = [
        goal(f"mal-nummer-{n}", contributes_to=[f"mal-nummer-{n + 1}", f"mal-numer-{n}x"], description="Vi växer. " * 9)
        for n in range(2000)
    ]
    given_ = dossier(plan(goals=goals), base=plan(goals=goals[::-1]), revision={"base": "2022"})
    start = process_time()
    found = list(run(given_))
    assert len(found) > 2000
    assert process_time() - start < 10
