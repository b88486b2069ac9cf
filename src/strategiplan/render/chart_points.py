"""An indicator's figures as places: which years stand where, which values join and which must not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from strategiplan.messages import text
from strategiplan.model.followup import Measurement, Observation
from strategiplan.model.plan import Indicator, Target
from strategiplan.render import numbers
from strategiplan.render.chart_scale import Scale, every, exact, scale
from strategiplan.render.chart_text import width, wrapped
from strategiplan.render.chart_view import Line, Plot, Point, TargetMark, Tick
from strategiplan.render.visible import visible
from strategiplan.render.words import Words

WIDTH = 360
# Letters are this large on a small screen, where the picture is drawn smaller; places are kept for that size.
LETTERS = 14.0
LINE = 17.0
_SIDE = 18.0  # half a year's figures stand outside the box
_HEIGHT = 150.0
_ROOM = Decimal("0.03")
_KEYS = (("T", "all"), ("K", "women"), ("M", "men"))


def plot(indicator: Indicator, measurement: Measurement | None, words: Words) -> Plot | None:
    """The figures of an indicator as places; None without a single figure to place."""
    series = {key: observed(measurement, gender) for gender, key in _KEYS}
    values = list(_values(indicator, series.values()))
    if not values:
        return None
    upright = _Upright(scale(values, 0, 0), indicator.unit, words)
    top = LINE * len(upright.header) + 26
    upright.scale = replace(upright.scale, start=top + _HEIGHT, end=top)
    ticks = upright.ticks()
    left = round(max(_SIDE, *(width(tick.text, LETTERS) + 8 for tick in ticks)), 1)
    years = _years(series.values(), indicator)
    along = _Along(years[0], years[-1], left, WIDTH - _SIDE)
    lines = tuple(_lines(series, measurement, along, upright))
    baseline = upright.point(along.middle(indicator.baseline.year), str(indicator.baseline.year),
                             indicator.baseline.value) if indicator.baseline else None
    last = lines[0].segments[-1][-1] if lines else baseline
    level = last.y if last else round(top + _HEIGHT / 2, 1)
    return Plot(
        left, top, WIDTH - _SIDE, top + _HEIGHT, along.ticks(), ticks, upright.header, lines,
        tuple(_targets(indicator, along, upright, level)), baseline,
        _break_at(measurement, along, series.values(), indicator),
        upright.scale.low <= 0 <= upright.scale.high,
    )


def _values(indicator: Indicator, series: Iterable[Sequence[Observation]]) -> Iterator[int | float | Decimal]:
    for each in series:
        yield from (o.value for o in each)
    if indicator.baseline:
        yield indicator.baseline.value
    for target in indicator.targets.values():
        yield from (v for v in (target.value, target.min, target.max, *(target.range or ())) if v is not None)
        if target.max is not None:
            # Room for the arrow that points down from the bar.
            yield exact(target.max) - abs(exact(target.max)) * _ROOM


def observed(measurement: Measurement | None, gender: str) -> tuple[Observation, ...]:
    """A series in the order of time, one value for each period."""
    found: dict[str, Observation] = {}
    for observation in measurement.series if measurement else ():
        if observation.gender == gender:
            found.setdefault(observation.period, observation)
    return tuple(sorted(found.values(), key=lambda o: (middle(o.period), o.period)))


def middle(period: str) -> float:
    """The middle of a period in years, so that 2023 is 2023.5 and its second quarter 2023.375."""
    return begins(period) + _length(period) / 2


def begins(period: str) -> float:
    """Where a period begins, in years."""
    year, _, rest = period.partition("-")
    return int(year) + (int(rest.lstrip("QT")) - 1) * _length(period) if rest else float(year)


def _length(period: str) -> float:
    rest = period.partition("-")[2]
    return {"": 1.0, "Q": 1 / 4, "T": 1 / 3}.get(rest[:1], 1 / 12)


class _Along:
    """The axis of time: every year has a slot of its own, and what belongs to the whole year stands in its middle."""

    def __init__(self, first: int, last: int, left: float, right: float) -> None:
        self.first, self.last, self.left, self.right = first, last, left, right
        self.slot = (right - left) / (last - first + 1)

    def at(self, time: float) -> float:
        """The place of a time in years."""
        return round(self.left + (time - self.first) * self.slot, 1)

    def middle(self, year: int) -> float:
        """The place of a year's own figure."""
        return self.at(year + 0.5)

    def ticks(self) -> tuple[Tick, ...]:
        """As many years as there is room for, round ones where years are left out."""
        step = every(self.first, self.last, int((self.right - self.left) / (width("0000", LETTERS) + 8)))
        offset = self.last % step if step == 2 else 0
        years = [year for year in range(self.first, self.last + 1) if year % step == offset] or [self.last]
        return tuple(Tick(self.middle(year), str(year)) for year in years)


def _years(series: Iterable[Sequence[Observation]], indicator: Indicator) -> list[int]:
    found = {int(o.period[:4]) for each in series for o in each} | set(indicator.targets)
    if indicator.baseline:
        found.add(indicator.baseline.year)
    return sorted(found)


class _Upright:
    """The axis of figures. What is too large or too small to write out is written in a power of ten, named above it."""

    def __init__(self, axis: Scale, unit: str | None, words: Words) -> None:
        self.scale, self.unit, self.words = axis, unit, words
        greatest = max(abs(axis.low), abs(axis.high)).adjusted()
        power = greatest - greatest % 3
        self.power = power if power >= 6 or power <= -6 else 0
        named = "" if unit in (None, "percent") else words.unit(unit or "")
        header = ", ".join(filter(None, (named, _power(self.power, words.lang))))
        self.header = wrapped(visible(header), LETTERS, WIDTH - 4)

    def ticks(self) -> tuple[Tick, ...]:
        """The round figures along the axis."""
        return tuple(Tick(self.scale.at(tick), self.text(tick)) for tick in self.scale.ticks)

    def text(self, value: int | float | Decimal) -> str:
        """A figure two digits finer than the axis is divided, since more cannot be seen; the table has them all."""
        least = self.scale.step.adjusted() - self.power - 2
        figure = round(exact(value).scaleb(-self.power), max(-least, 0))
        shown = int(figure) if figure == figure.to_integral_value() else float(figure)
        return numbers.quantity(shown, self.unit, self.words.lang)

    def point(self, x: float, period: str, value: int | float) -> Point:
        """A figure at a time."""
        return Point(x, self.scale.at(value), period, value, self.text(value))


def _lines(
    series: dict[str, tuple[Observation, ...]], measurement: Measurement | None, along: _Along, upright: _Upright,
) -> Iterator[Line]:
    for key, observations in series.items():
        segments: list[list[Point]] = [[], []]
        step = _step(observations)
        before = 0.0
        for one in observations:
            after = measurement is not None and after_break(one.period, measurement)
            time = middle(one.period)
            point = upright.point(along.at(time), one.period, one.value)
            segments[after].append(replace(point, joined=time - before < step * 1.1))
            before = time
        if observations:
            yield Line(key, text(f"chart.series.{key}", upright.words.lang), tuple(tuple(s) for s in segments if s))


def after_break(period: str, measurement: Measurement) -> bool:
    """Whether a period belongs to the series that began with the break."""
    return measurement.break_before is not None and begins(period) >= begins(measurement.break_before)


def _break_at(
    measurement: Measurement | None, along: _Along, series: Iterable[Sequence[Observation]], indicator: Indicator
) -> float | None:
    """Where the series breaks, when there are figures on both sides of it."""
    if measurement is None or measurement.break_before is None:
        return None
    times = [middle(o.period) for each in series for o in each]
    times += [indicator.baseline.year + 0.5] if indicator.baseline else []
    at = begins(measurement.break_before)
    return along.at(at) if times and min(times) < at < max(times) else None


def _step(observations: Sequence[Observation]) -> float:
    """The usual time between two values, in years; the shorter when two are as usual."""
    times = [middle(o.period) for o in observations]
    steps = Counter(round(after - before, 3) for before, after in pairwise(times))
    return min(steps, key=lambda step: (-steps[step], step), default=1.0)


def _targets(indicator: Indicator, along: _Along, upright: _Upright, level: float) -> Iterator[TargetMark]:
    half = max(min(along.slot * 0.42, 14.0), 4.0)
    at = upright.scale.at
    for year, target in sorted(indicator.targets.items()):
        where = along.middle(year)
        left, right = max(where - half, along.left), min(where + half, along.right)
        form, low, high = _form(target)
        ends = (level, level) if low is None or high is None else (at(low), at(high))
        shown = upright.words.target(target.model_copy(update={"note": ""}), indicator.unit)
        yield TargetMark(year, form, round(left, 1), round(right, 1), *ends, shown)


def _form(target: Target) -> tuple[str, int | float | None, int | float | None]:
    for form, value in (("value", target.value), ("min", target.min), ("max", target.max)):
        if value is not None:
            return form, value, value
    if target.range is not None:
        return "range", target.range[0], target.range[1]
    return target.direction or "keep", None, None


def _power(power: int, lang: str) -> str:
    """What the figures along an axis are to be multiplied by, in words when there is one."""
    if power in (6, 9):
        return text(f"chart.power.{power}", lang)
    raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"× 10{raised}" if power else ""
