"""An indicator's course as a picture, in words and in figures: the three say the same thing."""

from collections.abc import Iterator, Sequence

from strategiplan.messages import text
from strategiplan.model.followup import Measurement, Observation
from strategiplan.model.plan import Indicator, Target
from strategiplan.render import numbers
from strategiplan.render.chart_drawing import drawing
from strategiplan.render.chart_points import after_break, middle, observed, plot
from strategiplan.render.chart_view import Chart, Figures, Plot, Row
from strategiplan.render.words import Words

_TOLD = 4  # as many targets are told one by one
_SERIES = (("T", "all"), ("K", "women"), ("M", "men"))


def indicator_chart(indicator: Indicator, measurement: Measurement | None, words: Words) -> Chart | None:
    """The picture of an indicator; None when it has fewer than two figures, which are better read as they stand."""
    places = plot(indicator, measurement, words)
    if places is None or _figures_in(places) < 2:
        return None
    return _Teller(indicator, measurement, words, places).chart()


def _figures_in(places: Plot) -> int:
    measured = sum(len(segment) for line in places.lines for segment in line.segments)
    aimed = sum(mark.form not in ("up", "down", "keep") for mark in places.targets)
    return measured + aimed + (places.baseline is not None)


class _Teller:
    """One indicator on its way to a picture: what its words and its figures both need to know is kept here."""

    def __init__(self, indicator: Indicator, measurement: Measurement | None, words: Words, places: Plot) -> None:
        self.indicator, self.measurement, self.words, self.places = indicator, measurement, words, places
        self.whole = observed(measurement, "T")
        self.broken = measurement.break_before if measurement and places.break_at is not None else None

    def chart(self) -> Chart:
        """The finished picture."""
        break_text = self.phrase("break", period=self.broken) if self.broken else ""
        verdict = self.verdict()
        told = " ".join(filter(None, (*self.course(), self.aims(), verdict)))
        return Chart(
            f"_{self.indicator.id}-chart", self.indicator.name, told, tuple(self.notes(verdict)), self.places,
            drawing(self.places, self.words.lang, break_text), self.figures(),
        )

    def phrase(self, key: str, /, **params: object) -> str:
        """A text of the pictures."""
        return text(f"chart.{key}", self.words.lang, **params)

    def value(self, value: int | float) -> str:
        """A figure with its unit, every digit of it."""
        return numbers.quantity(value, self.indicator.unit, self.words.lang)

    def course(self) -> Iterator[str]:
        """From where to where the values have gone, on each side of a break by itself."""
        if self.indicator.baseline:
            baseline = self.indicator.baseline
            yield self.phrase("baseline-is", value=self.value(baseline.value), year=baseline.year)
        if not self.whole:
            yield self.phrase("not-measured")
            return
        parts = self.parts()
        if len(parts) > 1:
            yield self.phrase("broken", period=self.broken)
            yield self.moved("before", parts[0])
        yield self.moved("course", parts[-1])

    def parts(self) -> list[Sequence[Observation]]:
        """The values of the whole, before and after the break."""
        if self.measurement is None or self.broken is None:
            return [self.whole]
        sides = [[o for o in self.whole if after_break(o.period, self.measurement) is side] for side in (False, True)]
        return [side for side in sides if side]

    def moved(self, key: str, part: Sequence[Observation]) -> str:
        """How the values went from the first to the last of a part."""
        first, last = part[0], part[-1]
        way = "single" if len(part) == 1 else "up" if last.value > first.value else "down"
        if len(part) > 1 and last.value == first.value:
            way = "same"
        return self.phrase(f"{key}.{way}", first=self.value(first.value), start=first.period,
                        last=self.value(last.value), end=last.period)

    def aims(self) -> str:
        """The targets, or how many they are and the last of them."""
        targets = sorted(self.indicator.targets.items())
        told = [self.phrase("aim", target=self.target(target), year=year) for year, target in targets]
        if not told:
            return ""
        if len(told) <= _TOLD:
            return self.phrase("aims", targets=numbers.joined(told, self.words.lang))
        return self.phrase("many-aims", count=len(told), first=told[0], last=told[-1])

    def target(self, target: Target) -> str:
        """A target without its note, which stands in the table."""
        return self.words.target(target.model_copy(update={"note": ""}), self.indicator.unit)

    def verdict(self) -> str:
        """Whether the latest value reaches the target of its year, or else the next one that there is."""
        if not self.whole:
            return ""
        latest = self.whole[-1]
        now = int(latest.period[:4])
        year = min((year for year in self.indicator.targets if year >= now), default=None)
        if year is None:
            return ""
        reached = self.reaches(latest.value, self.indicator.targets[year])
        if reached is None:
            return ""
        over = year == now and latest.period == str(now)
        key = ("reached" if reached else "missed") if over else ("reached-early" if reached else "not-yet")
        return self.phrase(f"verdict.{key}", value=self.value(latest.value), period=latest.period, year=year,
                        target=self.target(self.indicator.targets[year]))

    def reaches(self, value: int | float, target: Target) -> bool | None:
        """Whether a value is where the target is; None for a target that only says in which direction."""
        if target.range is not None:
            return target.range[0] <= value <= target.range[1]
        least = target.min if target.min is not None else target.value if self.indicator.better == "higher" else None
        most = target.max if target.max is not None else target.value if self.indicator.better == "lower" else None
        if least is not None:
            return value >= least
        if most is not None:
            return value <= most
        return None if target.value is None else value == target.value

    def notes(self, verdict: str) -> Iterator[str]:
        """What a reader has to know to read the picture right."""
        if verdict:
            yield verdict
        if self.broken:
            yield self.phrase("break-note", period=self.broken)
        if any(shape.role == "gap" for shape in drawing(self.places, self.words.lang).shapes):
            yield self.phrase("gap-note")
        if not self.places.from_zero:
            yield self.phrase("scale-note")
        measurement = self.measurement
        if measurement and measurement.attribution:
            yield measurement.attribution
        elif measurement and measurement.source:
            yield ": ".join(self.words.source(measurement.source))

    def figures(self) -> Figures:
        """Every figure in the picture, a period a line, with the break as a line of its own."""
        series = [(key, observed(self.measurement, gender)) for gender, key in _SERIES]
        held = [(key, {o.period: o for o in observations}) for key, observations in series if observations]
        targets = {str(year): target for year, target in self.indicator.targets.items()}
        baseline = self.indicator.baseline
        columns = [self.phrase(f"series.{key}") for key, _ in held]
        columns += [self.phrase("baseline")] if baseline else []
        columns += [self.phrase("target")] if targets else []
        periods = {period for _, each in held for period in each} | set(targets)
        periods |= {str(baseline.year)} if baseline else set()
        rows, told = [], self.broken is None
        for period in sorted(periods, key=lambda p: (middle(p), p)):
            if not told and self.measurement and after_break(period, self.measurement):
                rows.append(Row(self.phrase("break-note", period=self.broken), ()))
                told = True
            cells = [self.cell(each.get(period)) for _, each in held]
            if baseline:
                cells.append(self.value(baseline.value) if period == str(baseline.year) else self.phrase("no-figure"))
            if targets:
                target = targets.get(period)
                cells.append(self.words.target(target, self.indicator.unit) if target else self.phrase("no-figure"))
            rows.append(Row(period, tuple(cells)))
        return Figures(
            self.phrase("show-figures"), self.phrase("caption"), (self.phrase("period"), *columns), tuple(rows)
        )

    def cell(self, observation: Observation | None) -> str:
        """A figure of the table; what the organisation has worked out itself says so."""
        if observation is None:
            return self.phrase("no-figure")
        shown = self.value(observation.value)
        return self.phrase("derived", value=shown) if observation.derived else shown
