"""How much an amount of money changes: `+1 200 tkr (+1,0 %)`."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from strategiplan.render import numbers

# The tables whose figures are amounts in the budget's scale.
AMOUNTS = ("operations", "income-statement", "totals", "amounts")
SCALES = {1: "", 1000: "t", 1000000: "m"}


def money_unit(fields: Mapping[str, Any]) -> str:
    """What a budget counts in, from its fields: `tkr`, `mnEUR`."""
    currency = fields.get("currency", "SEK")
    return f"{SCALES[fields.get('scale', 1000)]}{'kr' if currency == 'SEK' else currency}"


def delta(old: Any, new: Any, unit: str, lang: str) -> str:
    """By how much amounts change, year by year where several do; nothing for what is not two tables of amounts."""
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return ""
    told = {year: _told(old[year], new[year], unit, lang) for year in new if year in old and old[year] != new[year]}
    if len(told) == 1:
        return next(iter(told.values()))
    return ", ".join(f"{year}: {shown}" for year, shown in told.items())


def _told(old: int, new: int, unit: str, lang: str) -> str:
    by = f"{_signed(new - old, lang)}{numbers.NO_BREAK}{unit}"
    if not old:
        return by
    share = (Decimal(new - old) * 100 / abs(old)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{by} ({_signed(share, lang)}{numbers.NO_BREAK if lang == 'sv' else ''}%)"


def _signed(value: int | Decimal, lang: str) -> str:
    if isinstance(value, int):
        shown = numbers.number(abs(value), lang)
    else:
        # A share is told with one decimal even when that is a nought, so that shares can be compared.
        whole, _, fraction = f"{abs(value)}".partition(".")
        shown = f"{numbers.number(int(whole), lang)}{',' if lang == 'sv' else '.'}{fraction}"
    return f"{numbers.MINUS if value < 0 else '+'}{shown}"
