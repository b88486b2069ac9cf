"""Scalars as text: plain where YAML 1.2 lets them be, else in double quotes, or as a literal block."""

import re
from typing import Any

from strategiplan.store.yaml_reader import scalar

# What the parser does not take as it stands, or would take for the end of a line.
_UNPRINTABLE = re.compile(
    "[^\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NOT_IN_BLOCK = re.compile(
    "[^\t\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_FIRST = frozenset("?:,[]{}#&*!|>'\"%@`")
_IN_FLOW = frozenset(",[]{}:?")
# Other programs read these as numbers, dates or truth values; somebody who quoted them meant to.
_AMBIGUOUS = re.compile(r"[-+]?[0-9.][0-9_.,:/+\-TZ ]*|y|n|yes|no|on|off|true|false|null|nan|inf|<<|=", re.IGNORECASE)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
INDENT = 2


def may_be_plain(text: str, flow: bool) -> bool:
    """Whether the text can stand without quotes, as far as its signs go."""
    if not text or text != text.strip() or text[0] in _FIRST or _UNPRINTABLE.search(text):
        return False
    if text.startswith(("---", "...")) or (text[0] == "-" and (flow or text[1:2] in ("", " "))):
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    return not flow or not _IN_FLOW.intersection(text)


def may_be_single_quoted(text: str) -> bool:
    """Whether the text can stand in single quotes on one line."""
    return not _UNPRINTABLE.search(text)


def is_text(text: str) -> bool:
    """Whether the plain scalar would be read as text rather than as a number, a truth value or nothing."""
    try:
        return isinstance(scalar(text), str)
    except ValueError:
        return False


def quoted(text: str) -> str:
    """The text in double quotes, on one line."""
    return '"' + re.sub(rf'[\\"]|{_UNPRINTABLE.pattern}', lambda found: _escape(found.group()), text) + '"'


def _escape(sign: str) -> str:
    code = ord(sign)
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def string(text: str, *, flow: bool = False, was_quoted: bool = False) -> str:
    """A text on one line, quoted only where it has to be, or where it was and other programs need it."""
    if may_be_plain(text, flow) and is_text(text) and not (was_quoted and _AMBIGUOUS.fullmatch(text)):
        return text
    return quoted(text)


def key(text: str, *, flow: bool = False, was_quoted: bool = False) -> str:
    """A key; keys are texts whatever they look like, so `2023` needs no quotes."""
    plain = may_be_plain(text, flow) and not (was_quoted and _AMBIGUOUS.fullmatch(text))
    return text if plain else quoted(text)


def lexeme(value: Any) -> str:
    """A number, a truth value or nothing, as it is written."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value != value:
        return ".nan"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    return repr(value)


def may_be_block(text: str) -> bool:
    """Whether the text can stand as a literal block that ends with one line break or none."""
    return bool(text.removesuffix("\n").rpartition("\n")[2].strip()) and not _NOT_IN_BLOCK.search(text)


def block_lines(text: str, column: int) -> list[str]:
    """A literal block: the header, then the lines indented to `column`."""
    first = text.lstrip("\n")[0]
    header = "|" + (str(INDENT) if first in " \t" else "") + ("" if text.endswith("\n") else "-")
    pad = " " * column
    return [header, *(pad + line if line else "" for line in text.removesuffix("\n").split("\n"))]
