"""Words, numbers, signs and the places where a text may be cut."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategiplan.revisions.tokens import Edge, Tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Öka andelen elever.", ["Öka", "andelen", "elever", "."]),
        ("barn i åldern 6–19 år", ["barn", "i", "åldern", "6–19", "år"]),
        ("6-15, 1:30 eller 10.30", ["6-15", ",", "1:30", "eller", "10.30"]),
        ("100 000 invånare år 2030", ["100 000", "invånare", "år", "2030"]),
        ("år 2030 100 hus", ["år", "2030", "100", "hus"]),
        ("minst 2,5 %, högst 50%.", ["minst", "2,5 %", ",", "högst", "50%", "."]),
        ("10 000–15 000 kronor", ["10 000–15 000", "kronor"]),
        ("1990-talet och 100 000-tals", ["1990-talet", "och", "100 000-tals"]),
        ("läsåret 2023/24", ["läsåret", "2023/24"]),
        ("SFI-lärare, EU:s o’ha", ["SFI-lärare", ",", "EU:s", "o’ha"]),
        ("kommun-, läns- och riksnivå", ["kommun-", ",", "läns-", "och", "riksnivå"]),
        ("en – två—tre", ["en", "–", "två", "—", "tre"]),
        ("t.ex. bl.a. fr.o.m. m.m.", ["t.ex.", "bl.a.", "fr.o.m.", "m.m."]),
        ("dvs. s.k. kl. 9", ["dvs", ".", "s.k.", "kl", ".", "9"]),
        ("(§ 93)…", ["(", "§", "93", ")", "…"]),
        ("se https://kommun.se/plan?ar=2023.", ["se", "https://kommun.se/plan?ar=2023", "."]),
        (" \n\t ", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert Tokens(text).words == expected


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f"])
def test_every_space_inside_a_number_is_compared_as_the_same(space: str) -> None:
    tokens = Tokens(f"100{space}000 barn")
    assert tokens.words == ["100 000", "barn"]
    assert tokens.span(0, 1) == f"100{space}000"


@pytest.mark.parametrize("emoji", ["🙂", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇸🇪", "1️⃣", "❤️", "👩🏾‍🚒", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"])
def test_an_emoji_is_one_token(emoji: str) -> None:
    assert Tokens(f"Bra {emoji}{emoji}!").words == ["Bra", emoji, emoji, "!"]


@pytest.mark.parametrize("word", ["Öka", "på", "ångström", "été", "हिन्दी", "שָׁלוֹם", "Vi\u00adet"])
def test_a_word_keeps_its_combining_marks(word: str) -> None:
    decomposed = unicodedata.normalize("NFD", word)
    assert Tokens(f"a {decomposed}.").words == ["a", decomposed, "."]


@given(st.text(max_size=80))
def test_tokens_and_white_space_are_the_whole_text(text: str) -> None:
    tokens = Tokens(text)
    at = 0
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert not text[at:start].strip()
        assert at <= start < end
        at = end
    assert not text[at:].strip()


SENTENCES = [
    "Vi ser t.ex. Karlstad och bl.a. Hammarö, dvs. Värmland.",
    "Det är ca. 5 st. barn kl. 9.",
    "Den s.k. Karlstadsmodellen beslutades enligt § 93 av A. Svensson.",
    "Parker, torg m.m. ska skötas.",
    "Hem, skola m.fl.",
    "Luften är ren (2,5 %)!",
    "Hur då?",
    "”Det går bra.”",
    "Den 1. januari 2023 börjar det.",
    "Sen kom dr. Åberg med SFI, osv.",
    "Läsåret slutar 2023.",
    "Se jfr. Bilaga nr. 3 och kap. 5.",
    "Sist…",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_one_sentence(sentence: str) -> None:
    assert _parts(sentence, Edge.SENTENCE) == [sentence]


@pytest.mark.parametrize("number", range(len(SENTENCES) - 1))
def test_two_sentences(number: int) -> None:
    pair = SENTENCES[number : number + 2]
    assert _parts(" ".join(pair), Edge.SENTENCE) == pair


def test_a_number_that_opens_an_item_ends_no_sentence() -> None:
    text = "Vi ska:\n1. Bygga mer.\n2. Bo bättre. 3. Ha roligt."
    assert _parts(text, Edge.SENTENCE) == ["Vi ska:", "1. Bygga mer.", "2. Bo bättre.", "3. Ha roligt."]


def test_a_wrapped_line_ends_no_sentence_but_a_heading_does() -> None:
    assert _parts("Trygghet\nAlla ska vara\ntrygga.", Edge.SENTENCE) == ["Trygghet", "Alla ska vara\ntrygga."]


def test_clauses() -> None:
    text = "Vi bygger, men bara ibland; resten – det mesta – vilar."
    assert _parts(text, Edge.CLAUSE) == ["Vi bygger,", "men bara ibland;", "resten", "–", "det mesta", "–", "vilar."]


def test_paragraphs() -> None:
    text = "Ett stycke\nmed två rader.\n\nEtt till.\n- punkt\n- en till\n \nSlut."
    parts = ["Ett stycke\nmed två rader.", "Ett till.", "- punkt", "- en till", "Slut."]
    assert _parts(text, Edge.PARAGRAPH) == parts
    assert len(Tokens(text).paragraph_starts) == len(parts)


@given(st.text(alphabet=" \n.aB1-", max_size=60), st.sampled_from([Edge.CLAUSE, Edge.SENTENCE, Edge.PARAGRAPH]))
def test_parts_are_all_tokens_in_order_cut_at_every_edge_of_their_level(text: str, level: Edge) -> None:
    tokens = Tokens(text)
    cuts = [0, *(k for k in range(1, len(tokens)) if tokens.edge(k) >= level), len(tokens)]
    expected = list(pairwise(cuts)) if len(tokens) else []
    assert list(tokens.parts(level)) == expected


def test_many_numbered_items_need_no_deep_stack() -> None:
    tokens = Tokens("1. " * 20_000)
    assert sum(last - first for first, last in tokens.parts(Edge.SENTENCE)) == len(tokens)


def _parts(text: str, level: Edge) -> list[str]:
    tokens = Tokens(text)
    return [tokens.span(first, last) for first, last in tokens.parts(level)]
