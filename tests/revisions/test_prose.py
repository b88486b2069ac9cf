"""What changed in a prose text: the laws, the marks of people, and the texts of other test suites."""

import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from itertools import groupby, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strategiplan.revisions.prose import Op, ProseDiff, Run, compare
from strategiplan.revisions.tokens import Edge, Tokens
from tests.bench.prose_quality import long_text, ours, runs_per_changed_sentence
from tests.revisions.prose_cases import (
    SHARED_CASES,
    MarkedText,
    f1,
    human_marks,
    is_identical,
    marked_characters,
    run_count,
    text_cases,
)

needs_cases = pytest.mark.skipif(not SHARED_CASES.is_dir(), reason=f"the shared cases are not in {SHARED_CASES}")

PIECES = [
    *("Vi", "ska", "skolor", "och", "barn", "trygga", "kommunen", "växer", "snabbt", "å\u0308ldre", "SFI-lärare"),
    *("100 000", "100\u00a0000", "2,5 %", "6–19", "2030", "t.ex.", "👨‍👩‍👧", "👍🏽"),
    *(".", ".", ",", "!", "(", "- ", "\n", "\n\n", "  ", "\u00a0"),
]
SENTENCE = st.lists(st.sampled_from(PIECES[:20]), min_size=3, max_size=9).map(lambda words: " ".join(words) + ".")
SPACED = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
DENSE = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
TEXT = st.one_of(st.text(max_size=40), SPACED, DENSE, st.lists(SENTENCE, max_size=5).map(" ".join))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text of several sentences and the same with some taken out, put in, moved or reworded."""
    sentences = draw(st.lists(SENTENCE, min_size=1, max_size=8))
    changed = list(sentences)
    for _ in range(draw(st.integers(1, 3))):
        if changed and draw(st.booleans()):
            taken = changed.pop(draw(st.integers(0, len(changed) - 1)))
            if draw(st.booleans()):
                changed.insert(draw(st.integers(0, len(changed))), taken.replace("och", "samt"))
        else:
            changed.insert(draw(st.integers(0, len(changed))), draw(SENTENCE))
    separator = draw(st.sampled_from([" ", "\n\n", "\n"]))
    return separator.join(sentences), separator.join(changed)


PAIR = st.one_of(edited(), st.tuples(TEXT, TEXT))
SIGNS = {Op.EQUAL: Op.EQUAL, Op.DELETED: Op.INSERTED, Op.INSERTED: Op.DELETED}


def mirrored(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(Run(SIGNS[run.op], run.text, run.move) for run in runs)


def as_text(diff: ProseDiff) -> str:
    """The runs in one line: [-gone-]{+come+}, with the number of a move before the text."""
    brackets = {Op.EQUAL: ("", ""), Op.DELETED: ("[-", "-]"), Op.INSERTED: ("{+", "+}")}
    return "".join(
        f"{brackets[run.op][0]}{f'{run.move}:' if run.move else ''}{run.text}{brackets[run.op][1]}" for run in diff.runs
    )


# --- laws ---------------------------------------------------------------------------------------------------------


@given(PAIR)
def test_the_runs_hold_both_texts(pair: tuple[str, str]) -> None:
    old, new = pair
    diff = compare(old, new)
    assert "".join(run.text for run in diff.runs if run.op in "=-") == old == diff.old
    assert "".join(run.text for run in diff.runs if run.op in "=+") == new == diff.new
    assert all(run.text for run in diff.runs)


@given(PAIR)
def test_the_way_back_is_the_mirror_of_the_way_there(pair: tuple[str, str]) -> None:
    old, new = pair
    assert compare(new, old, list_order=True).runs == mirrored(compare(old, new).runs)


@given(PAIR)
@example(("Vi Vi Vi Vi.\n\nVi Vi Vi.", "Vi Vi Vi.\n\nVi Vi Vi.\n\nVi Vi Vi."))
def test_the_order_is_all_that_list_order_changes(pair: tuple[str, str]) -> None:
    for list_order in (False, True):
        diff = compare(*pair, list_order=list_order)
        for is_equal, group in groupby(diff.runs, key=lambda run: run.op is Op.EQUAL):
            ops = [run.op for run in group]
            if not is_equal and set(ops) == {Op.DELETED, Op.INSERTED} and len(ops) == 2:
                assert ops == sorted(ops, key="-+".index if list_order else "+-".index)
    marked = [marked_characters(_segments(compare(*pair, list_order=order))) for order in (False, True)]
    assert marked[0] == marked[1]


def _segments(diff: ProseDiff) -> list[tuple[str, str]]:
    return [(run.op.value, run.text) for run in diff.runs]


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text).runs == ((Run(Op.EQUAL, text),) if text else ())


@given(PAIR)
def test_no_mark_begins_or_ends_inside_a_word_or_number(pair: tuple[str, str]) -> None:
    diff = compare(*pair)
    for left_out, whole in ((Op.INSERTED, diff.old), (Op.DELETED, diff.new)):
        at = 0
        for run in diff.runs:
            if run.op is not left_out:
                at += len(run.text)
                if 0 < at < len(whole):
                    assert not (_is_inner(whole[at - 1]) and _is_inner(whole[at])), whole[max(0, at - 9) : at + 9]
                    assert unicodedata.category(whole[at])[0] != "M" or whole[at - 1].isspace()


def _is_inner(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


@given(SPACED, st.data())
def test_white_space_alone_never_marks_a_word(text: str, data: st.DataObject) -> None:
    gap = st.sampled_from([" ", "  ", "\n", "\n\n", "\t", " \u00a0"])
    words = text.split()
    respaced = "".join(word + data.draw(gap) for word in words)
    for run in compare(text, respaced).runs:
        assert run.op is Op.EQUAL or run.text.isspace()


@given(PAIR)
def test_a_move_leaves_one_place_and_comes_to_another(pair: tuple[str, str]) -> None:
    diff = compare(*pair)
    numbers = [run.move for run in diff.runs if run.move]
    assert sorted(set(numbers)) == list(dict.fromkeys(numbers)) == list(range(1, len(set(numbers)) + 1))
    for number in set(numbers):
        parts = [run for run in diff.runs if run.move == number]
        assert [op for op, _ in groupby(run.op for run in parts)] in (
            [Op.DELETED, Op.INSERTED],
            [Op.INSERTED, Op.DELETED],
        )
        passage = diff.passage(number)
        source = "".join(run.text for run in parts if run.op is Op.DELETED)
        assert "".join(run.text for run in passage if run.op is not Op.INSERTED) == source.strip()
        assert len(source) >= 20
        assert all(run.move == number for run in passage)


def test_the_answer_is_the_same_under_every_hash_seed() -> None:
    script = (
        "import random; from strategiplan.revisions.prose import compare; chance = random.Random(1)\n"
        "words = 'Vi ska ha trygga skolor för alla barn och unga i hela kommunen . ,'.split()\n"
        "texts = [' '.join(chance.choices(words, k=90)) for _ in range(8)]\n"
        "print([compare(a, b).runs for a in texts for b in texts])"
    )
    outputs = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, check=True, text=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert "Op.DELETED" in outputs.pop()


# --- what a reader sees -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Vi bygger hus.", "Vi bygger fler hus.", "Vi bygger {+fler +}hus."),
        ("Ett mål. Slut.", "Ett mål. Ett till. Slut.", "Ett mål. {+Ett till. +}Slut."),
        ("Sol och vind.", "Sol och regn och vind.", "Sol {+och regn +}och vind."),
        ("Det tar 6–19 dagar.", "Det tar 6–20 dagar.", "Det tar {+6–20+}[-6–19-] dagar."),
        ("Andelen är 2,5 % i dag.", "Andelen är 2,6 % i dag.", "Andelen är {+2,6 %+}[-2,5 %-] i dag."),
        ("Här bor 100 000 glada.", "Här bor 120 000 glada.", "Här bor {+120 000+}[-100 000-] glada."),
        ("Vi ses år 2030 igen.", "Vi ses år 2031 igen.", "Vi ses år {+2031+}[-2030-] igen."),
        ("Öppet 1:30 varje dag.", "Öppet 1:45 varje dag.", "Öppet {+1:45+}[-1:30-] varje dag."),
        ("Bra jobbat 👨‍👩‍👧 allihop.", "Bra jobbat 👨‍👩‍👦 allihop.", "Bra jobbat {+👨‍👩‍👦+}[-👨‍👩‍👧-] allihop."),
        ("Vi ser på allt nu.", "Vi ser pa\u030a allt nu.", "Vi ser {+pa\u030a+}[-på-] allt nu."),
        ("Ett  mål till.", "Ett mål till.", "Ett [- -]mål till."),
        ("Ett stycke. Ett till.", "Ett stycke.\n\nEtt till.", "Ett stycke.{+\n\n+}[- -]Ett till."),
        ("Har 100 000 barn.", "Har 100\u00a0000 barn.", "Har 100{+\u00a0+}[- -]000 barn."),
        ("Bor 100 000 här. Bra.", "Bor 100\n000 här. Usch.", "Bor 100{+\n+}[- -]000 här. {+Usch.+}[-Bra.-]"),
        ("Punkt ett\n\nSlut.", "Punkt ett\nPunkt två\n\nSlut.", "Punkt ett{+\nPunkt två+}\n\nSlut."),
        ("", "Nytt.", "{+Nytt.+}"),
        ("Borta.", "", "[-Borta.-]"),
        ("", "", ""),
        (" ", "", "[- -]"),
    ],
)
def test_marks(old: str, new: str, expected: str) -> None:
    assert as_text(compare(old, new)) == expected


def test_a_replacement_at_the_end_of_a_sentence_takes_its_sign_along() -> None:
    diff = compare("Alla ska ha rätt till ett eget hem. Punkt.", "Alla ska ha rätt till en god skola. Punkt.")
    assert as_text(diff) == "Alla ska ha rätt till {+en god skola.+}[-ett eget hem.-] Punkt."


def test_a_sentence_of_which_little_survives_is_replaced_whole() -> None:
    old = "Bad. Kommunen ska verka för att de gamla husen vid ån i centrum bevaras. Slut."
    new = "Bad. Kommunen bygger i stället tusen nya lägenheter nära stationen varje år. Slut."
    sentences = [text.removeprefix("Bad. ").removesuffix(" Slut.") for text in (new, old)]
    assert as_text(compare(old, new)) == f"Bad. {{+{sentences[0]}+}}[-{sentences[1]}-] Slut."


def test_a_short_sentence_left_alone_between_two_changes_stays() -> None:
    old = "Alla har rätt till ett eget hem. Så är det. Företagen behöver mark nära vägen."
    new = "Vi bygger tusen lägenheter varje år. Så är det. Skogar sköts med omsorg om arterna."
    assert " Så är det. " in [run.text for run in compare(old, new).runs if run.op is Op.EQUAL]


def test_a_list_shows_the_old_before_the_new() -> None:
    assert as_text(compare("85 % av alla", "90 % av alla", list_order=True)) == "[-85 %-]{+90 %+} av alla"


def test_a_moved_sentence_is_one_move() -> None:
    moved = "Alla elever ska nå målen i skolan."
    rest = "Vi bygger fler bostäder i hela kommunen varje år. Luften ska vara ren och vattnet friskt."
    assert as_text(compare(f"{moved} {rest}", f"{rest} {moved}")) == f"[-1:{moved} -]{rest}{{+1: {moved}+}}"


def test_what_was_reworded_on_the_way_shows_inside_the_move() -> None:
    rest = "Vi bygger fler bostäder i hela kommunen varje år. Luften ska vara ren och vattnet friskt."
    old, new = "Alla elever ska nå målen i skolan.", "Alla elever ska nå de högsta målen i skolan."
    diff = compare(f"{old} {rest}", f"{rest} {new}")
    texts = {op: [run.text for run in diff.runs if run.move == 1 and run.op is op] for op in (Op.DELETED, Op.INSERTED)}
    assert texts[Op.DELETED] == ["Alla elever ska nå ", "målen i skolan. "]
    assert texts[Op.INSERTED] == [" Alla elever ska nå ", "de högsta ", "målen i skolan."]
    assert [(run.op, run.text) for run in diff.passage(1)] == [
        (Op.EQUAL, "Alla elever ska nå "),
        (Op.INSERTED, "de högsta "),
        (Op.EQUAL, "målen i skolan."),
    ]


@pytest.mark.parametrize(
    ("phrase", "is_moved"),
    [
        ("Medborgardialogerna förtydligar nämndernas ansvarsområden.", False),
        ("Vi är på väg nu.", False),
        ("Vi är alla på rätt väg.", True),
    ],
    ids=["four words", "sixteen characters", "enough"],
)
def test_a_short_phrase_is_not_a_move(phrase: str, is_moved: bool) -> None:
    rest = "Staden växer och alla som bor här trivs mycket bra."
    diff = compare(f"{phrase} {rest}", f"{rest} {phrase}")
    marks = [run for run in diff.runs if run.op is not Op.EQUAL]
    assert [run.text.strip() for run in marks] == [phrase] * 2
    assert [run.move for run in marks] == [1 if is_moved else None] * 2


def test_two_passages_cannot_move_to_one_place() -> None:
    first, second = "Alla elever ska nå alla målen i skolan.", "Alla elever ska nå målen i skolan."
    rest = [
        "Vi bygger fler bostäder i hela kommunen.",
        "Luften ska vara ren och vattnet friskt.",
        "Staden växer varje år.",
    ]
    diff = compare(" ".join([first, rest[0], second, *rest[1:]]), " ".join([*rest, second]))
    assert [run.text.strip() for run in diff.runs if run.move] == [second, second]


def test_moves_are_numbered_as_a_reader_meets_them() -> None:
    one, two = "Alla elever ska nå målen i skolan.", "Företagen ska kunna lita på kommunen."
    rest = ["Vi bygger fler bostäder i hela kommunen varje år.", "Luften ska vara ren och vattnet friskt i sjöarna."]
    diff = compare(" ".join([one, rest[0], two, rest[1]]), " ".join([two, *rest, one]))
    assert [(run.op, run.move) for run in diff.runs if run.move] == [
        (Op.INSERTED, 1),
        (Op.DELETED, 2),
        (Op.DELETED, 1),
        (Op.INSERTED, 2),
    ]


PARAGRAPHS = [
    "Vi vill ha en stad där barn och unga växer upp med trygga vuxna. Skolan är den viktigaste platsen.",
    "Företagen ska känna att kommunen är lätt att ha att göra med. Handläggningen ska vara snabb och rättssäker.",
    "Naturen är nära i hela kommunen. Skogar, sjöar och parker ska skötas så att många arter trivs.",
]


def test_a_paragraph_split_in_two_changes_only_white_space() -> None:
    old = "\n\n".join(PARAGRAPHS)
    new = old.replace("göra med. Hand", "göra med.\n\nHand")
    assert [run.text for run in compare(old, new).runs if run.op is not Op.EQUAL] == ["\n\n", " "]
    assert [run.text for run in compare(new, old).runs if run.op is not Op.EQUAL] == [" ", "\n\n"]


def test_a_paragraph_split_in_two_is_recognised_when_it_was_reworded() -> None:
    old = "\n\n".join(PARAGRAPHS)
    new = old.replace("göra med. Hand", "göra med.\n\nHand").replace("snabb", "kvick")
    marks = [run.text for run in compare(old, new).runs if run.op is not Op.EQUAL]
    assert marks == ["\n\n", " ", "kvick", "snabb"]


def test_a_moved_paragraph_is_one_move() -> None:
    diff = compare("\n\n".join(PARAGRAPHS), "\n\n".join([PARAGRAPHS[2], *PARAGRAPHS[:2]]))
    marks = [run for run in diff.runs if run.op is not Op.EQUAL]
    assert [run.text.strip() for run in marks] == [PARAGRAPHS[2]] * 2
    assert [run.move for run in marks] == [1, 1]


def test_unrelated_paragraphs_are_one_rewrite() -> None:
    old = [PARAGRAPHS[0], "Alla gator ska plogas före klockan sju och sandas vid behov."]
    new = [
        f"{PARAGRAPHS[0]} Lärarna bär den.",
        "Sjöarna är rena och fulla av fisk.",
        "Muséet och teatern har öppet i helgen.",
    ]
    marks = [run.text for run in compare("\n\n".join(old), "\n\n".join(new)).runs if run.op is not Op.EQUAL]
    assert marks == [" Lärarna bär den.", "\n\n".join(new[1:]), old[1]]


def test_words_are_never_shared_between_unrelated_paragraphs() -> None:
    new = [
        PARAGRAPHS[0],
        "Alla gator ska plogas före klockan sju. Cykelvägar går först, sedan bussarnas gator.",
        PARAGRAPHS[2],
    ]
    marks = [run.text for run in compare("\n\n".join(PARAGRAPHS), "\n\n".join(new)).runs if run.op is not Op.EQUAL]
    assert marks == [new[1], PARAGRAPHS[1]]


# --- long texts ---------------------------------------------------------------------------------------------------


def _report(sentences: int, without: int = -1) -> str:
    numbered = (f"Enhet {k} har {k % 97} platser och {k % 13} avdelningar med egen personal." for k in range(sentences))
    return " ".join(sentence for k, sentence in enumerate(numbered) if k != without)


def test_a_text_of_a_hundred_thousand_words_is_compared_by_sentence() -> None:
    old, new = _report(10_000), _report(10_000, without=7_000).replace("Enhet 300 har", "Enhet 300 hade")
    assert len(old.split()) >= 100_000
    diff = compare(old, new)
    assert diff.by_sentence
    assert (diff.old, diff.new) == (old, new)
    marks = [run for run in diff.runs if run.op is not Op.EQUAL]
    assert [run.op for run in marks] == [Op.INSERTED, Op.DELETED, Op.DELETED]
    assert [run.text.split()[:3] for run in marks] == [
        ["Enhet", "300", "hade"],
        ["Enhet", "300", "har"],
        ["Enhet", "7000", "har"],
    ]
    assert all(run.text.strip().endswith("personal.") for run in marks)


def test_a_text_below_the_limit_is_compared_by_word() -> None:
    old = _report(900)
    diff = compare(old, old.replace("Enhet 300 har", "Enhet 300 hade"))
    assert not diff.by_sentence
    assert [run.text for run in diff.runs if run.op is not Op.EQUAL] == ["hade", "har"]


def test_many_changed_sentences_of_a_long_text_are_each_marked() -> None:
    old = _report(1_200)
    new = " Enhet ".join(
        part.replace("egen", "annan") if k % 3 == 0 else part for k, part in enumerate(old.split(" Enhet "))
    )
    diff = compare(old, new)
    assert diff.by_sentence
    assert run_count(_segments(diff)) == 800


def test_many_short_words_are_a_long_text_too() -> None:
    old = "Bo nu. " * 5_000
    assert compare(old, f"{old}Ja.").by_sentence
    assert not compare(old[: len(old) // 2], "Ja.").by_sentence


def test_a_text_that_repeats_itself_is_still_compared_word_by_word() -> None:
    sentences = [f"Verksamheten i {name} ska nå målen för året." for name in ("norr", "söder", "öster", "väster")] * 120
    changed = list(sentences)
    for k in range(1, 480, 3):
        changed[k] = changed[k].replace("ska nå", "når redan")
    diff = compare(" ".join(sentences), " ".join(changed))
    assert [run.text for run in diff.runs if run.op is not Op.EQUAL] == ["når redan", "ska nå"] * 160


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 4_000, "b a " * 4_100),
        ("." * 40_000, "." * 20_000 + "!" + "." * 19_000),
        ("1. " * 4_000, "1. " * 3_000 + "2. " * 1_000),
        (" ".join(map(str, range(4_000))), " ".join(map(str, reversed(range(4_000))))),
        ("x" * 200_000, "x" * 199_999 + "y"),
    ],
    ids=["two words", "dots", "items", "reversed", "one word"],
)
def test_texts_that_are_no_prose_are_answered_too(old: str, new: str) -> None:
    diff = compare(old, new)
    assert (diff.old, diff.new) == (old, new)


# --- what people marked -------------------------------------------------------------------------------------------


@needs_cases
def test_the_paragraphs_that_officials_marked() -> None:
    marks = human_marks()
    found = [ours(mark.old, mark.new) for mark in marks]
    assert len(marks) == 10
    assert all(mark.is_complete for mark in marks)
    assert sum(is_identical(segments, mark) for segments, mark in zip(found, marks, strict=True)) >= 9
    assert sum(map(run_count, found)) <= 20
    assert f1((segments, mark.segments) for segments, mark in zip(found, marks, strict=True)) >= 0.99
    assert runs_per_changed_sentence(ours, marks) <= 1.1


@needs_cases
def test_the_measures_can_tell_good_marks_from_bad() -> None:
    marks = human_marks()
    everything = [[("-", mark.old), ("+", mark.new)] for mark in marks]
    assert not any(is_identical(segments, mark) for segments, mark in zip(everything, marks, strict=True))
    assert f1((segments, mark.segments) for segments, mark in zip(everything, marks, strict=True)) < 0.5
    shifted = [[(op, text[3:] + "xyz") for op, text in ours(mark.old, mark.new)] for mark in marks]
    assert not any(is_identical(segments, mark) for segments, mark in zip(shifted, marks, strict=True))


def _cases() -> list[MarkedText]:
    return [*text_cases(), *human_marks()] if SHARED_CASES.is_dir() else []


@needs_cases
def test_all_five_suites_are_read() -> None:
    count = {source: len(list(group)) for source, group in groupby(text_cases(), key=lambda case: case.source)}
    assert count == {"openslides": 28, "antragsgruen": 19, "diff-match-patch": 29, "phabricator": 9, "wikidiff2": 12}


@pytest.mark.skipif(not _cases(), reason=f"the shared cases are not in {SHARED_CASES}")
@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case.source}: {case.name}")
def test_the_laws_hold_on_the_cases_of_others(case: MarkedText) -> None:
    diff = compare(case.old, case.new)
    assert (diff.old, diff.new) == (case.old, case.new)
    assert compare(case.new, case.old, list_order=True).runs == mirrored(diff.runs)


@needs_cases
def test_no_more_marks_than_the_suites_of_others_expect(record_property: Callable[[str, object], None]) -> None:
    # Left out are the cases where a count says nothing about words: marks cut inside a word (all that is left of
    # diff-match-patch compares characters; `Test` to `Testappend`; `Bla gagen` to `Blagagen`) and changes of
    # formatting only, which plain text does not show. `MarkedText.is_comparable` decides, from the expectation alone.
    comparable = [case for case in text_cases() if case.is_comparable]
    over = {}
    for case in comparable:
        runs = run_count(ours(case.old, case.new))
        record_property(f"{case.source}: {case.name}", f"{runs} runs, {case.expected_runs} expected")
        if runs > case.expected_runs:
            over[case.source, case.name] = (runs, case.expected_runs)
    assert len(comparable) >= 60
    assert len(over) <= 0.15 * len(comparable), over


@needs_cases
def test_the_marked_words_are_those_that_others_mark() -> None:
    cases = [case for case in text_cases() if case.is_comparable and case.is_complete]
    assert len(cases) >= 45
    assert f1((ours(case.old, case.new), case.segments) for case in cases) >= 0.88


@needs_cases
def test_a_moved_paragraph_of_a_real_article_is_seen() -> None:
    (article,) = [case for case in text_cases() if case.name == "007.phpt"]
    diff = compare(article.old, article.new)
    first_words = {run.text.split()[0] for run in diff.runs if run.move and run.op is Op.INSERTED}
    assert {"Substance,", "Everything"} <= first_words


@needs_cases
def test_the_marks_of_a_lightly_edited_text_lie_within_two_sentences() -> None:
    diff = compare(*long_text(1_500))
    for run in diff.runs:
        if run.op is not Op.EQUAL:
            tokens = Tokens(run.text)
            assert len(list(tokens.parts(Edge.SENTENCE))) <= 2
    assert all(one.op is not other.op for one, other in pairwise(diff.runs) if not one.move and not other.move)
