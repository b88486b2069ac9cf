"""An indicator's places as a drawing: lines, marks, and words where there is room for them.

What tells two things apart is always more than a colour: the shape of a mark, how a line is broken, a word beside it.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise, product

from strategiplan.messages import text
from strategiplan.render.chart_points import LETTERS, LINE, WIDTH
from strategiplan.render.chart_text import width
from strategiplan.render.chart_view import Drawing, Label, Line, Plot, Point, Shape, TargetMark

Box = tuple[float, float, float, float]
Piece = tuple[str, str]  # a role, and path data for it

_DOTS = 9.0  # marks nearer than this would lie on each other, and only the last one is drawn
_LABELLED = 6  # as many targets have their words in the picture
_ORDER = (
    "grid", "axis", "range", "break", "target", "gap", "line-women", "line-men", "line-all", "dot-women", "dot-men",
    "dot-all", "baseline",
)
_GLYPH = 26.0  # what a mark of the key takes, with the room after it


def at(value: float) -> str:
    """A place in path data: in tenths, without what says nothing."""
    shown = f"{value:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown


def drawing(plot: Plot, lang: str, break_text: str = "") -> Drawing:
    """What the places look like. `break_text` names the break of the series."""
    labels = [Label("unit", "2", at(n * LINE - 3), line) for n, line in enumerate(plot.unit, 1)]
    labels += [Label("tick", at(plot.left - 6), at(tick.at + 4), tick.text, "end") for tick in plot.values]
    labels += [Label("tick", at(tick.at), at(plot.bottom + 17), tick.text, "middle") for tick in plot.years]
    labels += _beside(plot, break_text)
    pieces = list(_pieces(plot))
    x, y = 2.0, plot.bottom + 38
    for key, name in _key(plot, lang):
        wide = _GLYPH + width(name, LETTERS)
        if x > 2 and x + wide > WIDTH - 2:
            x, y = 2.0, y + LINE + 2
        pieces += _glyph(key, x, y)
        labels.append(Label("key", at(x + _GLYPH), at(y + 4.5), name))
        x += wide + 14
    return Drawing(WIDTH, round(y + 12), gathered(pieces, _ORDER), tuple(labels))


def gathered(pieces: Iterable[Piece], order: Iterable[str]) -> tuple[Shape, ...]:
    """What has one role as one shape, the roles in the order in which they lie on each other."""
    found: dict[str, list[str]] = {role: [] for role in order}
    for role, path in pieces:
        found[role].append(path)
    return tuple(Shape(role, path) for role, paths in found.items() if (path := "".join(paths)))


def _pieces(plot: Plot) -> Iterator[Piece]:
    for tick in plot.values:
        yield "grid", f"M{at(plot.left)} {at(tick.at)}H{at(plot.right)}"
    yield "axis", f"M{at(plot.left)} {at(plot.bottom)}H{at(plot.right)}"
    yield from (("axis", f"M{at(tick.at)} {at(plot.bottom)}v4") for tick in plot.years)
    for target in plot.targets:
        yield from _target(target, plot.bottom)
    if plot.break_at is not None:
        yield "break", f"M{at(plot.break_at)} {at(plot.top - 4)}V{at(plot.bottom)}"
        yield "axis", f"M{at(plot.break_at - 5)} {at(plot.bottom + 5)}l4-10m2 10l4-10"
    for line in plot.lines:
        yield from _line(line)
    if plot.baseline:
        yield "baseline", _square(plot.baseline.x, plot.baseline.y)


def _line(line: Line) -> Iterator[Piece]:
    for segment in line.segments:
        whole = [f"M{at(segment[0].x)} {at(segment[0].y)}"]
        for before, after in pairwise(segment):
            if not after.joined:
                yield "gap", f"M{at(before.x)} {at(before.y)}L{at(after.x)} {at(after.y)}"
                whole.append(f"M{at(after.x)} {at(after.y)}")
            else:
                whole.append(f"L{at(after.x)} {at(after.y)}")
        yield f"line-{line.key}", "".join(whole) if "L" in "".join(whole) else ""
        close = any(after.x - before.x < _DOTS for before, after in pairwise(segment))
        for point in segment[-1:] if close else segment:
            yield f"dot-{line.key}", _dot(line.key, point.x, point.y)


def _dot(key: str, x: float, y: float) -> str:
    if key == "all":
        return f"M{at(x - 4)} {at(y)}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"
    if key == "women":
        return f"M{at(x)} {at(y - 5)}l5 8.5h-10z"
    return f"M{at(x - 4)} {at(y - 4)}l8 8m0-8l-8 8"


def _square(x: float, y: float) -> str:
    return f"M{at(x - 5.5)} {at(y - 5.5)}h11v11h-11z"


def _target(mark: TargetMark, bottom: float) -> Iterator[Piece]:
    """A bar as wide as the year: an arrow on it says on which side of it the values are to be."""
    left, right, low, high = mark.left, mark.right, mark.low, mark.high
    middle = (left + right) / 2
    bar = f"M{at(left)} {at(low)}H{at(right)}"
    if mark.form == "range":
        yield "range", f"M{at(left)} {at(low)}H{at(right)}V{at(high)}H{at(left)}z"
        yield "target", f"{bar}M{at(left)} {at(high)}H{at(right)}M{at(middle)} {at(low)}V{at(high)}"
    elif mark.form == "value":
        yield "target", f"{bar}M{at(left)} {at(low - 4)}v8M{at(right)} {at(low - 4)}v8"
    elif mark.form == "min":
        yield "target", f"{bar}M{at(middle)} {at(low)}v-11m-4 4l4-4l4 4"
    elif mark.form == "max":
        # At the very bottom there is nothing below the bar to point at.
        yield "target", f"{bar}M{at(middle)} {at(low)}v11m-4-4l4 4l4-4" if low + 11 <= bottom else bar
    else:
        rise = {"up": -14, "down": 14}.get(mark.form, 0)
        head = {"up": "m-7 1l7-1l-1 7", "down": "m-7-1l7 1l-1-7"}.get(mark.form, "m-5-4l5 4l-5 4")
        yield "target", f"M{at(middle - 9)} {at(low)}l18 {at(rise)}{head}"


def _key(plot: Plot, lang: str) -> Iterator[tuple[str, str]]:
    """What each mark in the picture stands for; a picture with values alone needs no key."""
    names = [(line.key, line.name) for line in plot.lines]
    if plot.targets:
        names.append(("target", text("chart.target", lang)))
    if plot.baseline:
        names.append(("baseline", text("chart.baseline", lang)))
    yield from names


def _glyph(key: str, x: float, y: float) -> Iterator[Piece]:
    if key == "target":
        yield "target", f"M{at(x)} {at(y)}h20"
    elif key == "baseline":
        yield "baseline", _square(x + 10, y)
    else:
        yield f"line-{key}", f"M{at(x)} {at(y)}h20"
        yield f"dot-{key}", _dot(key, x + 10, y)


def _beside(plot: Plot, break_text: str) -> Iterator[Label]:
    """The words beside marks, the weightiest first; what would hide something else is left to the table."""
    taken = list(_obstacles(plot))
    if plot.break_at is not None and break_text:
        label, box = _label("break", plot.break_at, plot.top - 9, break_text, plot)
        taken.append(box)
        yield label
    for role, x, high, low, shown in _wanted(plot):
        if width(shown, LETTERS) > WIDTH - plot.left - 4:
            continue
        aside = width(shown, LETTERS) / 2 - 2
        for shift, y in product((0.0, -aside, aside), (high - 9, low + 19)):
            label, box = _label(role, x + shift, y, shown, plot)
            inside = box[1] >= plot.top - 24 and box[3] <= plot.bottom - 2
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield label
                break


def _wanted(plot: Plot) -> Iterator[tuple[str, float, float, float, str]]:
    """The words to place: what they name, where it stands, its upper and lower edge, and what they say."""
    whole = [point for line in plot.lines if line.key == "all" for segment in line.segments for point in segment]
    if whole:
        yield "value", whole[-1].x, whole[-1].y, whole[-1].y, whole[-1].text
    for mark in (plot.targets if len(plot.targets) <= _LABELLED else (plot.targets[0], plot.targets[-1]))[::-1]:
        high, low = _reach(mark)
        yield "aim", (mark.left + mark.right) / 2, high + 2, low - 2, mark.text
    if plot.baseline:
        yield "value", plot.baseline.x, plot.baseline.y - 2, plot.baseline.y + 2, plot.baseline.text
    if len(whole) > 1:
        yield "value", whole[0].x, whole[0].y, whole[0].y, whole[0].text


def _reach(mark: TargetMark) -> tuple[float, float]:
    """The upper and lower edge of a target with its arrow."""
    high = min(mark.low, mark.high) - {"min": 11, "up": 14}.get(mark.form, 0)
    return high, max(mark.low, mark.high) + {"max": 11, "down": 14}.get(mark.form, 0)


def _label(role: str, x: float, y: float, shown: str, plot: Plot) -> tuple[Label, Box]:
    """A text centred at a place, moved aside as far as the picture's edges ask for."""
    half = width(shown, LETTERS) / 2
    x = max(min(x, WIDTH - 2 - half), plot.left + 2 + half)
    return Label(role, at(x), at(y), shown, "middle"), (x - half, y - 11, x + half, y + 3)


def _obstacles(plot: Plot) -> Iterator[Box]:
    for line in plot.lines:
        for segment in line.segments:
            yield from (_around(point.x, point.y, 5) for point in segment)
            for before, after in pairwise(segment):
                yield from _along(before, after)
    for mark in plot.targets:
        high, low = _reach(mark)
        yield mark.left, high - 2, mark.right, low + 2
    if plot.baseline:
        yield _around(plot.baseline.x, plot.baseline.y, 6)
    if plot.break_at is not None:
        yield plot.break_at - 1, plot.top - 4, plot.break_at + 1, plot.bottom


def _along(before: Point, after: Point) -> Iterator[Box]:
    pieces = 1 + int(max(abs(after.x - before.x), abs(after.y - before.y)) / 8)
    for n in range(1, pieces):
        part = n / pieces
        yield _around(before.x + (after.x - before.x) * part, before.y + (after.y - before.y) * part, 1.5)


def _around(x: float, y: float, room: float) -> Box:
    return x - room, y - room, x + room, y + room


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


