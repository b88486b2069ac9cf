"""From figures to places: round numbers on the axes, and no figure outside them.

All arithmetic is decimal and exact where figures are, so a tick is `0,3` and not `0,30000000000000004`, the same on
every machine.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from msgspec import Struct

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
# The axis spans at least this part of its greatest figure, so that a small change does not look like a great one.
_LEAST = Decimal("0.1")


class Scale(Struct, frozen=True):
    """An axis from one figure to another, drawn from one place to another. `step` lies between its ticks."""

    low: Decimal
    high: Decimal
    step: Decimal
    start: float
    end: float

    def at(self, value: int | float | Decimal) -> float:
        """The place of a figure, rounded to a tenth: finer cannot be seen."""
        part = (exact(value) - self.low) / (self.high - self.low)
        return round(self.start + (self.end - self.start) * float(part), 1)

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """The round numbers that stand along the axis, its ends included."""
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * n for n in range(count + 1))


def exact(value: int | float | Decimal) -> Decimal:
    """A figure as it is written."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def scale(values: Iterable[int | float | Decimal], start: float, end: float, most: int = 4) -> Scale:
    """An axis with round ends that holds all the values, and at most `most` steps.

    Zero is on it when the values come near to it, since a column of air below a line hides less than a cut axis shows.
    """
    figures = [exact(value) for value in values] or [Decimal(0)]
    low, high = min(figures), max(figures)
    if low >= 0 and low * 2 <= high:
        low = Decimal(0)
    elif high <= 0 and high * 2 >= low:
        high = Decimal(0)
    size = max(abs(low), abs(high))
    if high - low < size * _LEAST:
        middle, half = (low + high) / 2, size * _LEAST / 2
        low, high = min(low, middle - half), max(high, middle + half)
    if low == high:
        high = low + 1
    step = _step((high - low) / most)
    bottom, top = _whole(low / step, ROUND_FLOOR) * step, _whole(high / step, ROUND_CEILING) * step
    return Scale(bottom, top, step, start, end)


def _step(least: Decimal) -> Decimal:
    unit = Decimal(1).scaleb(least.adjusted())
    return next(unit * factor for factor in _STEPS if unit * factor >= least)


def _whole(value: Decimal, rounding: str) -> Decimal:
    return value.to_integral_value(rounding)


def every(first: int, last: int, most: int) -> int:
    """How many years to go from one written year to the next, so that at most `most` are written."""
    span, unit = last - first + 1, 1
    while True:
        for factor in (1, 2, 5):
            if (span + unit * factor - 1) // (unit * factor) <= most:
                return unit * factor
        unit *= 10
