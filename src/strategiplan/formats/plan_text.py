"""A plan's file as text that reads well line by line, for `git diff` and `git log -p`.

It works on what the file says and not on the model, so that it is quick, and reads files of any kind and age. What
cannot be read as YAML is given as it is: somebody who looks for what broke a file has to see it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from strategiplan.revisions.tokens import Edge, Tokens
from strategiplan.store.yaml_reader import read

_TITLES = ("title", "name", "heading")
_LONG = 80
# A line that begins like this is a Markdown block of its own and does not continue the paragraph.
_OWN_LINE = re.compile(r"\s*(?:[-*+>|#]|\d{1,9}[.)]\s|```|~~~)|\s{4}")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
# Signs that a terminal would obey rather than show.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)


def readable(content: bytes) -> bytes:
    """The file's text: titles, one sentence a line, one indicator a line; the content itself when it is not YAML.

    Every value and every comment is there, whatever its key is.
    """
    parsed = read(content)
    if not isinstance(parsed.data, dict) or any(p.code != "byte-order-mark" for p in parsed.problems):
        return content
    lines = [*filter(None, [_name(parsed.data)]), *_fields(parsed.data)]
    if b"#" in content:
        lines += _comments(content)
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text).encode("utf-8", "replace")


def _name(data: Mapping[str, Any]) -> str:
    """What a thing is called, with its id."""
    title = next((str(data[key]) for key in _TITLES if _is_text(data.get(key))), "")
    id_ = data.get("id")
    shown = " ".join(title.split())
    if not _is_text(id_):
        return shown
    return f"{shown} ({id_})" if shown else f"({id_})"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _rest(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the name does not say."""
    named = next((key for key in _TITLES if _is_text(data.get(key))), None)
    return {key: value for key, value in data.items() if key != named and (key != "id" or not _is_text(value))}


def _fields(data: Mapping[str, Any]) -> Iterator[str]:
    """The file's fields, each on a line of its own; long ones as blocks with an empty line above."""
    for key, value in _rest(data).items():
        if _is_short(value):
            yield f"{key}: {_inline(value)}"
        else:
            yield ""
            yield from _block(key, value, "")


def _block(key: str, value: Any, indent: str) -> Iterator[str]:
    """A long field: its key, and what it holds below."""
    if isinstance(value, dict):
        yield from _thing(f"{indent}{key}:", value, indent)
        return
    yield f"{indent}{key}:"
    if isinstance(value, str):
        for line in sentences(value):
            yield f"{indent}  {line}"
    else:
        yield from _entries(value, f"{indent}  ")


def _entries(entries: Sequence[Any], indent: str) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, dict):
            yield from _thing(f"{indent}-", entry, indent)
        elif _is_short(entry):
            yield f"{indent}- {_inline(entry)}"
        else:
            lines = sentences(entry) if isinstance(entry, str) else list(_entries(entry, ""))
            for n, line in enumerate(lines):
                yield f"{indent}- {line}" if n == 0 else f"{indent}  {line}"


def _thing(opening: str, data: Mapping[str, Any], indent: str) -> Iterator[str]:
    """A thing with fields: its name and its short fields on one line, its long ones below."""
    rest = _rest(data)
    short = [f"{key} {_inline(value)}" for key, value in rest.items() if _is_short(value)]
    yield " ".join([opening, "; ".join([part for part in (_name(data), *short) if part])])
    for key, value in rest.items():
        if not _is_short(value):
            yield from _block(key, value, f"{indent}  ")


def _is_short(value: Any) -> bool:
    """Whether a value goes on a line with its key."""
    if isinstance(value, str):
        return "\n" not in value.strip() and len(value) <= _LONG and len(sentences(value)) <= 1
    if isinstance(value, list):
        return all(isinstance(v, str | int | float | None) and not re.search(r"\s", str(v)) for v in value)
    if isinstance(value, dict):
        return all(_is_short(v) for v in value.values()) and not any(_is_text(value.get(key)) for key in _TITLES)
    return True


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        parts = [f"{key} ({_inline(v)})" if isinstance(v, dict) else f"{key} {_inline(v)}" for key, v in value.items()]
        return ", ".join(parts) or "{}"
    if isinstance(value, list):
        return ", ".join(_inline(v) for v in value) or "[]"
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())


def sentences(text: str) -> list[str]:
    """The lines of a prose text, one sentence on each, however they are broken in the file.

    A blank line stands between paragraphs; Markdown blocks keep their lines.
    """
    paragraphs: list[str] = []
    fenced = False
    for line in text.strip().split("\n"):
        fence = line.lstrip().startswith(("```", "~~~"))
        continues = paragraphs and paragraphs[-1] and not fenced and not _OWN_LINE.match(line)
        if continues and line.strip() and not paragraphs[-1].lstrip().startswith(("#", "|", "```", "~~~")):
            paragraphs[-1] = f"{paragraphs[-1]} {line.strip()}"
        else:
            paragraphs.append(line.rstrip())
        fenced ^= fence
    return [line for paragraph in paragraphs for line in _split(paragraph)]


def _split(paragraph: str) -> Sequence[str]:
    if _OWN_LINE.match(paragraph) and not _ITEM.match(paragraph):
        return [paragraph]
    margin = paragraph[: len(paragraph) - len(paragraph.lstrip())]
    tokens = Tokens(paragraph)
    parts = [paragraph[tokens.starts[first] : tokens.ends[last - 1]] for first, last in tokens.parts(Edge.SENTENCE)]
    hang = margin + "  " if _ITEM.match(paragraph) else margin
    return [(margin if n == 0 else hang) + part for n, part in enumerate(parts)] or [""]


def _comments(content: bytes) -> Iterator[str]:
    """The file's comments, in its order. A diff that hid them would hide why a warning was silenced."""
    from strategiplan.store.source import parse
    from strategiplan.store.yaml_reader import decode

    text, _ = decode(content)
    comments = parse(text).comments
    if comments:
        yield ""
    for comment in comments:
        yield comment.text
