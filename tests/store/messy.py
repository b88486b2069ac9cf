"""Plan files as people leave them: the same data in any style, with comments and blank lines strewn about.

A writer of its own, so that nothing under test helps to make its own questions.
"""

import json
import re
from typing import Any

from hypothesis import strategies as st

_WORDS = (
    "goal mål åtgärd 2023 12.5 true null nej 0x1F 1:30 -x a:b c#d EU:s 16–84 ½ 😀 (kl. [x] {y} *z &w !v"
    " |u >t 'q' \"r\" %s @p ~ = << --- ... 100% Växjö. Slut! Varför? § KS , ; \\ / 010 .5 1e3 2024-01-31 t.ex. bl.a. i."
)
WORDS = st.sampled_from(_WORDS.split())
TEXTS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=6).map(" ".join),
    st.text(st.sampled_from("aåB 1:#-?{}[],&*!|>'\"%@`\\~.\t\n\u00a0\u2028\x85\r\x07😀=\u00ad\u200d"), max_size=12),
)
LINES = st.lists(st.one_of(st.just(""), st.lists(WORDS, min_size=1, max_size=9).map(" ".join)), min_size=1, max_size=5)
MARKDOWN = st.sampled_from([
    "- En punkt. Mer.", "- annan", "  vidare", "1. ett", "10. tio. Elva.", "# Rubrik", "> citat. Mer.", "| a | b |",
    "```", "    kod. Kod.", "hård brytning  ", "snedstreck\\", "  - under. Mer.", "",
])
PROSE = st.one_of(
    TEXTS,
    st.lists(st.one_of(MARKDOWN, *[LINES.map(" ".join)] * 2), min_size=1, max_size=7).map("\n".join),
)
SCALARS = st.one_of(TEXTS, st.integers(-99, 3000), st.booleans(), st.none(), st.sampled_from([0.5, -1.25, 1e20]))
KEYS = st.one_of(
    st.sampled_from(["id", "title", "term", "sdg", "text", "note", "due", "meta", "status", "period", "targets"]),
    st.sampled_from(["2023", "Nyckel", "med blank", "a:b", "x #y", "true", "", "-", "? q", "öppen"]),
)
FREE = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=8,
)
SECTION = st.fixed_dictionaries({"heading": TEXTS, "id": TEXTS}, optional={"text": PROSE, "meta": FREE})
INDICATOR = st.fixed_dictionaries(
    {"name": TEXTS},
    optional={
        "source": st.fixed_dictionaries({"reading": PROSE}, optional={"kind": TEXTS}),
        "targets": st.dictionaries(st.sampled_from(["2023", "2024", "2030"]), st.fixed_dictionaries({"max": SCALARS})),
        "id": TEXTS,
    },
)
GOAL = st.fixed_dictionaries(
    {"title": TEXTS},
    optional={
        "description": PROSE,
        "id": TEXTS,
        "sdg": st.lists(st.integers(1, 17), max_size=6),
        "sections": st.lists(SECTION, max_size=3),
        "indicators": st.lists(INDICATOR, max_size=2),
        "okänd": FREE,
        "meta": FREE,
    },
)
SHUFFLED = GOAL.flatmap(lambda data: st.permutations(list(data.items()))).map(dict)

_PLAIN = re.compile(r"[A-Za-zåäöÅÄÖ]+( [A-Za-zåäö0-9.]+)*").fullmatch
_WRITTEN = {"null", "true", "false", "y", "n", "~", "inf", "nan"}
_SINGLE = re.compile("[ -~åäöÅÄÖ–§½]*").fullmatch


class Messy:
    """Writes data with styles, indents, blank lines and comments that hypothesis draws."""

    def __init__(self, draw: Any, comments: bool = True) -> None:
        self.draw = draw
        self.comments = comments
        self.count = 0

    def chance(self, share: int = 4) -> bool:
        return self.draw(st.integers(1, share)) == 1

    def comment(self) -> str:
        self.count += 1
        return self.draw(st.sampled_from(["# ", "#", "#  - ", "# a: "])) + f"kommentar {self.count}"

    def file(self, data: dict[str, Any]) -> str:
        lines = self.above(0, []) + self.block(data, 0) + self.above(self.draw(st.sampled_from([0, 2, 4])), [])
        if self.chance(8):
            lines.insert(0, "---")
        text = "".join(f"{line}\n" for line in lines)
        if self.chance(6):
            text = text.removesuffix("\n")
        return text.replace("\n", "\r\n") if self.chance(6) else text

    def above(self, column: int, into: list[str]) -> list[str]:
        if self.chance(6):
            into.append("")
        for _ in range(self.draw(st.integers(0, 2)) if self.comments and self.chance(3) else 0):
            into.append(" " * column + self.comment())
            if self.chance(4):
                into.append("" if self.chance(2) else "   ")
        return into

    def beside(self) -> str:
        return f" {self.comment()}" if self.comments and self.chance(5) else ""

    def block(self, data: Any, column: int) -> list[str]:
        lines: list[str] = []
        pad = " " * column
        for item in data.items() if isinstance(data, dict) else data:
            self.above(column, lines)
            if isinstance(data, dict):
                lines += self.entry(f"{pad}{self.string(item[0], key=True)}:", item[1], column, False)
            else:
                lines += self.entry(f"{pad}-", item, column, True)
        if self.comments and self.chance(6):
            lines.append(pad + self.comment())
        return lines

    def entry(self, head: str, value: Any, column: int, item: bool) -> list[str]:
        if isinstance(value, str) and self.chance(2) and (written := self.literal(value, column)):
            return [f"{head} {written[0]}{self.beside()}", *written[1:]]
        if not isinstance(value, dict | list) or not value or self.chance(4):
            if self.comments and isinstance(value, list) and value and self.chance(4):
                return self.broken_flow(head, value, column)
            return [f"{head} {self.flow(value)}{self.beside()}".rstrip(" ")]
        step = self.draw(st.sampled_from([2, 2, 3, 4]))
        if isinstance(value, list) and not item and self.chance(3):
            step = 0
        lines = self.block(value, column + step)
        first = next(n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
        if item and first == 0 and self.chance(2):
            return [f"{head}{lines[0][column + 1:]}", *lines[1:]]
        return [head + self.beside(), *lines]

    def broken_flow(self, head: str, value: list[Any], column: int) -> list[str]:
        pad = " " * (column + 3)
        items = (f"{pad}{self.flow(item)},{self.beside()}" for item in value)
        return [f"{head} [{self.beside()}", *items, f"{pad}]{self.beside()}"]

    def literal(self, text: str, column: int) -> list[str] | None:
        lines = text.removesuffix("\n").split("\n")
        if not all(_SINGLE(line) and line == line.strip() for line in lines) or not lines[0] or not lines[-1]:
            return None
        pad = " " * (column + self.draw(st.sampled_from([1, 2, 4])))
        return ["|" if text.endswith("\n") else "|-", *(pad + line if line else "" for line in lines)]

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.string(k, key=True)}: {self.flow(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        if isinstance(value, str):
            return self.string(value)
        return json.dumps(value) if value is not None else "null"

    def string(self, text: str, key: bool = False) -> str:
        plain = _PLAIN(text) and text.lower() not in _WRITTEN
        style = self.draw(st.integers(0, 2))
        if plain and style == 0:
            return text
        if _SINGLE(text) and style == 1:
            return "'" + text.replace("'", "''") + "'"
        written = json.dumps(text, ensure_ascii=True)
        # JSON spells astral characters as two halves, YAML as one.
        return re.sub(r"\\ud83d\\ude00", r"\\U0001f600", written)


@st.composite
def files(draw: Any, comments: bool = True) -> str:
    """The text of a goal's file."""
    return Messy(draw, comments).file(draw(SHUFFLED))
