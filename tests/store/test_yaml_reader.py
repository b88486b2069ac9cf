"""The reader: what it refuses and where it points, what it reads, and that nothing makes it fall over."""

import re
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from tests.store.texts import MANY, PLANS, entries, marked, mutated, stands_at

from strategiplan.store import limits
from strategiplan.store.yaml_reader import Parsed, Problem, TooLong, read, scalar

REAL = sorted(path.read_text("utf-8") for path in PLANS.rglob("*.yaml"))

# In each text the mark stands at the place; in a related place a second mark, with two of them, stands at it.
CARETS: dict[str, list[str]] = {
    "yaml-colon-in-value": [
        "id: a\ntitle: Karlstad ska‸: vara\n",
        'title: "Karlstad"‸: vara\n',
        "a: 😀😀‸: vara\n",
        "a: |\n  x\n  \ty\nb: 1‸: 2\n",
        "description: Staden.\n  Och mer‸: vara\n",
    ],
    "yaml-indent": [
        "id: a\n  ‸title: b\n",
        "a:\n  - b\n ‸- c\n",
        "a:\n    b: 1\n  ‸c: 2\n",
        "a:\n  - b: 1\n    c: 2\n     ‸d: 3\n",
        "a: |\n    x\n  ‸y\n",
        "a: b\n‸- c\n",
        "- a\n‸b: 1\n",
        'a: "x"\n  ‸b: 1\n',
    ],
    "yaml-tab": [
        "a:\n‸\tb: 1\n",
        "a:\n  ‸\tb: 1\n",
        "a:\n  -‸\tb\n",
        "a: |\n  x\n‸\ty\n",
        "a: 1\n‸\t\nb: 2\n",
        "‸\ta: 1\n",
    ],
    "yaml-no-break-space": [
        "a:\n‸\u00a0\u00a0b: 1\n",
        "a:\n ‸\u00a0b: 1\n",
        "a:‸\u00a0b\n",
        "a: 1\nb:‸\u00a0c\n",
        "a: 1\nb:‸\u00a0c\nd: 1\n",
        "a:\n  b:‸\u00a0c\n",
        "a:\n  b:‸\u00a0c\n  d: e\n",
        "a:\n  - b:‸\u00a0c\n    d: e\n",
        "a:\n  -‸\u00a0b\n  -\u00a0c\n",
    ],
    "yaml-alias": ["a: ‸*b\n", "a: ‸*fet text*\n", "a: ‸**fet text**\n", "‸*a : b\n", "a: [‸*b]\n"],
    "yaml-anchor": ["a: ‸&x b\n", "‸&x a: b\n", "a: ‸&x\n  b: 1\n", "a: ‸&x [b]\n", "a: ‸& co\n"],
    "yaml-tag": [
        "a: ‸!!int 3\n",
        "a: ‸!Ja då\n",
        "‸!x\na: 1\n",
        "‸!x a: 1\n",
        "a: ‸! b\n",
        "a: ‸!e!x 1\n",
        "a: ‸!<x\n",
    ],
    "yaml-several-documents": ["a: 1\n‸---\nb: 2\n", "---\na: 1\n...\n‸---\nb: 2\n"],
    "yaml-complex-key": ["? ‸[a]\n: b\n", "‸{a: 1}: 2\n", "a:\n  ? ‸{x: 1}\n  : 2\n", "a: {‸[x]: 1}\n", "?‸"],
    "yaml-unclosed": [
        "a: ‸[1, 2\nb: 3\n",
        "a: ‸{x: 2\nb: 3\n",
        'a: ‸"hej\nb: 3\n',
        "a: ‸'hej\nb: 3\n",
        "a: ‸[",
        "a: [1, ‸[2,\n",
        "😀😀: ‸[x\n",
    ],
    "yaml-missing-comma": ["a: [1 2, {b: c} ‸d]\n", 'a: ["16.1" ‸5]\n'],
    "yaml-missing-space": ["a: {b‸:c}\n"],
    "yaml-missing-colon": ["a: 1\n‸b\nc: 2\n", "a: 1\n‸b", "a: 1\n‸andra raden\nc: 2\n"],
    "yaml-text-after-value": ['a: "x" ‸y\n', "a: 'det är Karlstad'‸s plan'\n", "a: [x] ‸y\n", "a: [1]‸]\n"],
    "yaml-list-in-line": ["a: ‸- b\n"],
    "yaml-bad-start": [
        "a: ‸%x\n",
        "a: ‸@x\n",
        "a: ‸`x`\n",
        "a: ‸> 80 procent\n",
        "a: ‸|x\n  b\n",
        "a: ‸]\n",
        "a: [1,‸,2]\n",
        "a: 1\n‸]\n",
        "‸: 1\n",
    ],
    "yaml-escape": ['a: "C:‸\\path"\n', 'a: "\\\\‸\\u12"\n', 'a: "‸\\uD800"\n', 'a: |\r\n  x\r\nb: "‸\\q"\r\n'],
    "yaml-syntax": ["a: 1\n... ‸junk\n"],
    "yaml-too-deep": ["a: " + "[" * 39 + "‸[\n", "- " * 40 + "‸- a"],
    "duplicate-key": ["‸‸a: 1\nb: 2\n‸a: 3\n", "a: {‸‸b: 1, ‸b: 2}\n", "a:\n  - ‸‸x: 1\n    y: 2\n    ‸x: [1]\n"],
    "number-too-long": [
        f"a: ‸{'9' * 19}\n",
        f"a: ‸-{'9' * 5000}\n",
        f"a: [1, ‸0x{'F' * 18}]\n",
        f"a: ‸0.{'1' * 40}\n",
    ],
    "key-too-long": [f"a: 1\n‸{'b' * 201}: 1\n"],
    "byte-order-mark": ["‸\ufeffa: 1\n"],
    "bad-character": [
        f"a: 1\nåb: x‸{sign}y\n"
        for sign in ("\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\uffff", "\r")
    ],
}


@pytest.mark.parametrize(
    ("code", "text"),
    [pytest.param(code, text, id=f"{code}-{n}") for code, texts in CARETS.items() for n, text in enumerate(texts)],
)
def test_points_at_the_place(code: str, text: str) -> None:
    text, expected, related = marked(text)
    (problem,) = read(text.encode()).problems
    assert (problem.code, (problem.line, problem.column)) == (code, expected)
    assert problem.related == related


@pytest.mark.parametrize(
    ("content", "byte", "at"),
    [
        (b"a: \xff\n", "0xFF", (1, 4)),
        ("å: ö\nä: ".encode() + "Ö\n".encode("latin-1"), "0xD6", (2, 4)),
        (b"a: 1\n\xc3", "0xC3", (2, 1)),
        ("\ufeffa: 1".encode("utf-16-le"), "0xFF", (1, 1)),
        (b"a: \xed\xa0\x80\n", "0xED", (1, 4)),
    ],
)
def test_points_at_the_first_byte_that_is_not_utf8(content: bytes, byte: str, at: tuple[int, int]) -> None:
    assert read(content).problems == [Problem("not-utf8", *at, {"byte": byte})]


def test_a_byte_order_mark_is_only_a_warning() -> None:
    parsed = read("\ufeffa: [x\n".encode())
    assert [p.code for p in parsed.problems] == ["byte-order-mark", "yaml-unclosed"]
    parsed = read("\ufeffid: å\nb: [1]\n".encode())
    assert parsed.data == {"id": "å", "b": [1]}
    assert parsed.marks[id(parsed.data)].values["id"] == (1, 5)


def test_windows_line_ends_read_as_others() -> None:
    text = "a: |\n  x\n\n  y\nb:\n  - 1\n  - 'c\n\n    d'\n"
    ours, theirs = read(text.encode()), read(text.replace("\n", "\r\n").encode())
    assert ours.data == theirs.data == {"a": "x\n\ny\n", "b": [1, "c\nd"]}
    assert list(ours.marks.values()) == list(theirs.marks.values())


@pytest.mark.parametrize("text", ["", "# bara en kommentar\n", "---\n", "~\n", "a:\nb: ~\nc: null\nd: ''\n"])
def test_nothing_is_none(text: str) -> None:
    parsed = read(text.encode())
    assert not parsed.problems
    assert parsed.data in (None, {"a": None, "b": None, "c": None, "d": ""})


@pytest.mark.parametrize(
    "text",
    [
        "a: x\ty\n",
        "a: x\t# en kommentar\n",
        "a:\tx\n",
        "a: |\n  x\n  \ty\n",
        "a: se: nedan".replace(": n", ":\u00a0n"),
        "a: 10\u00a0000 kronor\n",
        "a: |\n  -\u00a0punkt\n  b:\u00a0c\n",
        "- b:\u00a0c\n",
        "? a\n: b\n",
        "%YAML 1.2\n---\na: 1\n...\n",
        "a: b-c*d&e!f#g@h%i\n",
        "a: 'x''y'\n",
        f"a: {'9' * 18}\nb: -{'9' * 18}\nc: 0.{'1' * 39}\n",
        f"{'k' * 200}: 1\n",
        "a: " + "[" * 39 + "]" * 39,
    ],
)
def test_accepts(text: str) -> None:
    assert read(text.encode()).problems == []


def test_every_duplicate_of_a_file_is_told_up_to_a_bound() -> None:
    problems = read("".join(f"a: {n}\n" for n in range(10_000)).encode()).problems
    assert len(problems) == limits.PROBLEMS_PER_FILE + 1
    assert {p.code for p in problems[:-1]} == {"duplicate-key"}
    assert problems[-1] == Problem("too-many-problems", 102, 1, {"limit": limits.PROBLEMS_PER_FILE})


def test_the_first_of_two_values_is_kept_with_its_place() -> None:
    parsed = read(b"a: {x: 1}\na: {y: 2}\nb: {z: 3}\n")
    assert parsed.data == {"a": {"x": 1}, "b": {"z": 3}}
    assert parsed.marks[id(parsed.data)].values == {"a": (1, 4), "b": (3, 4)}
    assert parsed.dropped == [{"y": 2}]


# YAML 1.2.2, 10.3.2: the core schema's table of regular expressions, and what each resolves to.
TABLE: dict[str, list[tuple[str, Any]]] = {
    "null": [("null", None), ("Null", None), ("NULL", None), ("~", None), ("", None)],
    "bool": [("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False)],
    "int": [("0", 0), ("-19", -19), ("+7", 7), ("010", 10), ("0o14", 12), ("0x3A", 58), ("0xff", 255), ("-0", 0)],
    "float": [
        ("0.", 0.0),
        ("-0.0", -0.0),
        (".5", 0.5),
        ("+12e03", 12000.0),
        ("-2E+05", -200000.0),
        ("17.10", 17.1),
        (".inf", float("inf")),
        ("-.Inf", float("-inf")),
        ("+.INF", float("inf")),
        ("1e3", 1000.0),
    ],
    "text": [
        (word, word)
        for word in (
            "nej",
            "no",
            "No",
            "on",
            "off",
            "yes",
            "y",
            "n",
            "ja",
            "1:30",
            "190:20:30",
            "2023-01-01",
            "1_000",
            "0b11",
            "0o8",
            "0x",
            "0X1F",
            "-0x1F",
            "1.2.3",
            ".",
            "-",
            "+",
            "1e",
            "e3",
            "tRue",
            "nULL",
            "- 1",
            "1 000",
            "12 %",
            "½",
            "١٢",
            "inf",
            "nan",
            "=",
            "<<",
            ".iNf",
            "1,5",
            "0xg",
            "+.5.",
            "true ish",
            "~a",
        )
    ],
}


@pytest.mark.parametrize(
    ("text", "value"),
    [pytest.param(*row, id=f"{kind}-{row[0]}") for kind, rows in TABLE.items() for row in rows],
)
def test_scalars_follow_the_core_schema(text: str, value: Any) -> None:
    found = scalar(text)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_a_number() -> None:
    for text in (".nan", ".NaN", ".NAN"):
        found = scalar(text)
        assert isinstance(found, float) and found != found


CORE = {
    "null": r"null|Null|NULL|~|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN",
}


@given(
    st.one_of(
        st.text("0123456789+-.eExXoOabcfnulNULtrsTRUES~:_", max_size=14),
        *(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")) for pattern in CORE.values()),
    )
)
def test_a_scalar_has_the_type_of_the_first_expression_that_fits(text: str) -> None:
    kind = next((kind for kind, pattern in CORE.items() if re.fullmatch(pattern, text)), "text")
    try:
        found = scalar(text)
    except TooLong:
        assert kind in ("int", "float") and sum(sign.isalnum() for sign in text) > limits.INTEGER_DIGITS
        return
    assert {"null": type(None), "bool": bool, "int": int, "float": float, "text": str}[kind] is type(found)
    if kind == "text":
        assert found == text


# Places: what stands at the mark is what was read.


@pytest.mark.parametrize("text", [pytest.param(t, id=str(n)) for n, t in enumerate(REAL)])
def test_places_in_real_plans_are_where_the_words_stand(text: str) -> None:
    parsed = read(text.encode())
    assert not parsed.problems
    count = 0
    for value, mark, is_key in entries(parsed):
        assert stands_at(text, mark, value, is_key), (value, mark)
        count += 1
    assert count > 3


def composed(node: Node) -> Any:
    """A tree of (line, column, kind or text, entries) as another parser sees it."""
    mark = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, MappingNode):
        return mark, {key.value: (composed(key)[0], composed(value)) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return mark, [composed(value) for value in node.value]
    assert isinstance(node, ScalarNode)
    return mark, node.value


def ours(parsed: Parsed, value: Any, mark: tuple[int, int]) -> Any:
    """The same tree as the reader sees it, scalars left out."""
    if isinstance(value, dict):
        marks = parsed.marks[id(value)]
        return mark, {key: (marks.keys[key], ours(parsed, value[key], marks.values[key])) for key in value}
    if isinstance(value, list):
        marks = parsed.marks[id(value)]
        return mark, [ours(parsed, item, marks.values[number]) for number, item in enumerate(value)]
    return mark, value


def same_places(left: Any, right: Any) -> bool:
    """Whether two trees have everything at the same places, texts alike."""
    stack = [(left, right)]
    while stack:
        (mark, value), (its_mark, its_value) = stack.pop()
        if isinstance(value, dict):
            if mark != its_mark or value.keys() != its_value.keys():
                return False
            for key in value:
                if value[key][0] != its_value[key][0]:
                    return False
                stack.append((value[key][1], its_value[key][1]))
        elif isinstance(value, list):
            if mark != its_mark or len(value) != len(its_value):
                return False
            stack.extend(zip(value, its_value, strict=True))
        elif mark != its_mark or (isinstance(value, str) and value != its_value):
            return False
    return True


@pytest.mark.parametrize("text", [pytest.param(t, id=str(n)) for n, t in enumerate(REAL)])
def test_another_parser_sees_the_same_tree_at_the_same_places(text: str) -> None:
    parsed = read(text.encode())
    theirs = YAML(typ="safe", pure=True).compose(StringIO(text))
    assert theirs is not None
    assert same_places(ours(parsed, parsed.data, parsed.marks[id(parsed.data)].start), composed(theirs))


# Nothing makes it fall over.


def lies_inside(problem: Problem, content: bytes) -> bool:
    """Whether a problem points into its file, or right after one of its lines."""
    rows = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    places = [(problem.line, problem.column), *([problem.related] if problem.related else [])]
    return all(1 <= line <= len(rows) and 1 <= column <= len(rows[line - 1]) + 1 for line, column in places)


def survives(content: bytes) -> None:
    """The reader answers, points inside the file, and knows the place of everything it read."""
    parsed = read(content)
    assert all(lies_inside(problem, content) for problem in parsed.problems), parsed.problems
    assert len(parsed.problems) <= limits.PROBLEMS_PER_FILE + 2
    if parsed.data is None:
        assert not parsed.marks
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    rows = text.split("\n")
    for _, (line, column), _ in entries(parsed):
        assert 1 <= line <= len(rows) and 1 <= column <= len(rows[line - 1]) + 1


@MANY
@given(st.binary(max_size=200))
def test_survives_any_bytes(content: bytes) -> None:
    survives(content)


@MANY
@given(st.text(st.sampled_from("ab1:-?[]{},&*!|>'\"%@`#\\ \t\n\r\u00a0\u0085å😀~.<="), max_size=60))
def test_survives_any_signs(text: str) -> None:
    survives(text.encode())


@MANY
@given(mutated([text.encode() for text in REAL if len(text) < 9000]))
def test_survives_accidents_in_real_plans(content: bytes) -> None:
    survives(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"[" * 100_000, "yaml-too-deep", id="brackets"),
        pytest.param(b"{" * 100_000, "yaml-complex-key", id="braces"),
        pytest.param(b"{a: " * 100_000, "yaml-too-deep", id="mappings"),
        pytest.param(b"- " * 100_000, "yaml-too-deep", id="dashes"),
        pytest.param(b"? " * 100_000, "yaml-complex-key", id="question marks"),
        pytest.param(b"&" * 100_000, "yaml-anchor", id="ampersands"),
        pytest.param(b"a: " + b"x" * 5_000_000, "file-too-large", id="five megabytes"),
    ],
)
def test_bounds(content: bytes, code: str) -> None:
    parsed = read(content)
    assert [p.code for p in parsed.problems] == [code]
    assert parsed.data is None and not parsed.marks


def test_as_many_nodes_as_may_be() -> None:
    parsed = read(b"[" + b"x," * (limits.YAML_NODES - 1) + b"]")
    assert not parsed.problems
    assert len(parsed.data) == limits.YAML_NODES - 1
