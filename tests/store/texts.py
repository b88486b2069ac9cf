"""Texts with places marked in them, what stands at a place, and what can happen to a text."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from strategiplan.store.yaml_reader import Parsed, scalar

PLANS = Path(__file__).parents[2] / "plans"
MANY = settings(
    max_examples=3 * settings.default.max_examples,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
HERE = "‸"  # stands right before the place that a problem should point at


def place(text: str, at: int) -> tuple[int, int]:
    """The line and column of a position in a text."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def marked(text: str) -> tuple[str, tuple[int, int], tuple[int, int] | None]:
    """The text without its marks, the place that is marked once, and the place that is marked twice."""
    twice = text.find(HERE * 2)
    text = text.replace(HERE * 2, "")
    at = text.index(HERE)
    text = text.replace(HERE, "")
    assert HERE not in text
    return text, place(text, at), place(text, twice) if twice >= 0 else None


def entries(parsed: Parsed) -> Iterator[tuple[Any, tuple[int, int], bool]]:
    """(what was read, its mark, whether it is a key) for every key and value of a file."""
    stack = [parsed.data]
    while stack:
        top = stack.pop()
        if not isinstance(top, dict | list):
            continue
        marks = parsed.marks[id(top)]
        assert set(marks.values) == set(top if isinstance(top, dict) else range(len(top)))
        for key, mark in marks.keys.items():
            yield key, mark, True
        for key, mark in marks.values.items():
            yield top[key], mark, False
            stack.append(top[key])


def stands_at(text: str, mark: tuple[int, int], value: Any, is_key: bool) -> bool:
    """Whether what begins at a mark can be the value, by the first signs of each way to write it."""
    rest = text.split("\n")[mark[0] - 1][mark[1] - 1 :]
    if isinstance(value, dict):
        return rest.startswith(("{", "? ", *(f"{quote}{key}" for key in value for quote in ("", '"', "'"))))
    if isinstance(value, list):
        return rest.startswith(("[", "- ", "-\n")) or rest == "-"
    if isinstance(value, str) and (is_key or rest[:1] in ("'", '"', "|", ">") or value == ""):
        return rest[:1] in ("'", '"', "|", ">") or rest.startswith(value)
    if isinstance(value, str):
        return rest.startswith(value.split()[0])
    if value is None:
        return rest == "" or rest[0] in ",}]#" or rest.startswith(("~", "null", "Null", "NULL"))
    return scalar(re.split(r"[\s,\]}]", rest, maxsplit=1)[0]) == value


HOSTILE = st.sampled_from(
    [
        b"\0",
        b"\xff",
        b"\xc3",
        b"\t",
        b"\r",
        b"\r\n",
        b"\n",
        b"\xc2\xa0",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"\xef\xbb\xbf",
        b"[",
        b"]",
        b"{",
        b"}",
        b": ",
        b"- ",
        b"? ",
        b"&a ",
        b"*a",
        b"!t ",
        b"|",
        b">",
        b'"',
        b"'",
        b"#",
        b"<<: ",
        b"\\",
        b"@",
        b"`",
        b"=",
        b"~",
        b"---\n",
        b"...\n",
        b"%YAML 1.1\n",
        b"1e999",
        b"9" * 30,
        b"\xf0\x9f\x98\x80",
        b"    ",
        b"\n  ",
        b"k" * 300,
        b"[" * 60,
        b"- " * 60,
    ]
)


@st.composite
def mutated(draw: st.DrawFn, texts: list[bytes]) -> bytes:
    """A real file after some accidents: signs put in, parts cut out, lines moved and indented."""
    content = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(content)))
        end = min(len(content), at + draw(st.integers(0, 40)))
        accident = draw(st.integers(0, 3))
        if accident == 0:
            content = content[:at] + draw(HOSTILE) + content[at:]
        elif accident == 1:
            content = content[:at] + content[end:]
        elif accident == 2:
            content = content[:at] + content[at:end] * 2 + content[end:]
        else:
            line = content.rfind(b"\n", 0, at) + 1
            content = content[:line] + b" " * draw(st.integers(1, 3)) + content[line:]
    return content
