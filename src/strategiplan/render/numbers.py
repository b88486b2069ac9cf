"""Numbers, dates and lists as they are written in Swedish and in English."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from strategiplan.messages import text
from strategiplan.model.plan import Period

# A line may not break inside a number, nor between a number and its unit.
NO_BREAK = "\u00a0"
MINUS = "\u2212"


def number(value: int | float, lang: str) -> str:
    """`1 234,5` in Swedish and `1,234.5` in English, with every digit that the value has."""
    if isinstance(value, int):
        whole, fraction = str(abs(value)), ""
    else:
        whole, _, fraction = format(abs(Decimal(repr(value))), "f").partition(".")
    group, point = (NO_BREAK, ",") if lang == "sv" else (",", ".")
    if len(whole) > 4:
        head = len(whole) % 3
        parts = [whole[:head]] if head else []
        whole = group.join([*parts, *(whole[n : n + 3] for n in range(head, len(whole), 3))])
    fraction = fraction.rstrip("0")
    return f"{MINUS if value < 0 else ''}{whole}{point + fraction if fraction else ''}"


def quantity(value: int | float, unit: str | None, lang: str) -> str:
    """A number with its unit; a percentage has its sign, with a space before it in Swedish only."""
    shown = number(value, lang)
    if unit == "percent":
        return f"{shown}{NO_BREAK}%" if lang == "sv" else f"{shown}%"
    return shown


def day(value: date, lang: str) -> str:
    """`2021-06-15` in Swedish, `15 June 2021` in English."""
    if lang == "sv":
        return value.isoformat()
    return f"{value.day} {text(f'label.month-{value.month}', lang)} {value.year}"


def period(value: Period, lang: str) -> str:
    """Whole years as `2023` or `2024–2026`, anything else with its days."""
    start, end = value.start, value.end
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    return f"{day(start, lang)} – {day(end, lang)}"


def joined(names: Sequence[str], lang: str) -> str:
    """`A, B och C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {text('label.and', lang)} {names[-1]}"
