"""The flow of goals as one drawing, for paper and for Word: two columns of texts, and bands between them."""

from collections.abc import Iterator, Sequence

from strategiplan.render.chart_drawing import at, gathered
from strategiplan.render.chart_text import wrapped
from strategiplan.render.chart_view import Drawing, End, Label, Stream
from strategiplan.render.visible import visible

WIDTH = 640
LETTERS = 13.0
LINE = 16.0
_COLUMN = 250.0
_LEFT, _RIGHT = 1.0, WIDTH - _COLUMN - 1
_ORDER = ("band-end", "band-unsure", "band-kept", "box")
_PAD = 7.0
_GAP = 10.0


def curve(start: float, end: float, box: tuple[float, float, float, float] = (0, 0, 100, 100)) -> str:
    """A band from a height on the left to one on the right, both as parts of the box's height."""
    left, top, right, bottom = box
    high, low = top + (bottom - top) * start, top + (bottom - top) * end
    if high == low:
        return f"M{at(left)} {at(high)}H{at(right)}"
    middle = at((left + right) / 2)
    return f"M{at(left)} {at(high)}C{middle} {at(high)} {middle} {at(low)} {at(right)} {at(low)}"


def drawing(streams: Sequence[Stream], before: str, after: str) -> Drawing:
    """All streams below each other, each as high as its taller side."""
    pieces: list[tuple[str, str]] = []
    heads = [(_LEFT, wrapped(visible(before), LETTERS, _COLUMN)), (_RIGHT, wrapped(visible(after), LETTERS, _COLUMN))]
    labels = [Label("head", at(x), at(LINE * n), line) for x, lines in heads for n, line in enumerate(lines, 1)]
    y = LINE * max(len(lines) for _, lines in heads) + _GAP
    for stream in streams:
        sides = [(x, ends, [list(_lines(end)) for end in ends])
                 for x, ends in ((_LEFT, stream.sources), (_RIGHT, stream.targets))]
        high = max(len(ends) * (max(map(len, held)) * LINE + 2 * _PAD) for _, ends, held in sides)
        for band in stream.bands:
            parts = (band.source + 0.5) / len(stream.sources), (band.target + 0.5) / len(stream.targets)
            pieces.append((f"band-{band.role}", curve(*parts, (_LEFT + _COLUMN, y, _RIGHT, y + high))))
        for x, ends, held in sides:
            for n, (end, lines) in enumerate(zip(ends, held, strict=True)):
                centre = y + high * (n + 0.5) / len(ends)
                labels += _written(lines, x, centre)
                if not end.is_word:
                    pieces.append(("box", _box(x, centre, len(lines) * LINE + 2 * _PAD - 4)))
        y += high + _GAP
    return Drawing(WIDTH, round(y), gathered(pieces, _ORDER), tuple(labels))


def _box(x: float, centre: float, high: float) -> str:
    return f"M{at(x)} {at(centre - high / 2)}h{at(_COLUMN)}v{at(high)}h-{at(_COLUMN)}z"


def _lines(end: End) -> Iterator[tuple[str, str]]:
    """An end's lines, each with its role."""
    title = visible(f"{end.title} ({end.kind})" if end.kind else end.title)
    for line in wrapped(title, LETTERS, _COLUMN - 2 * _PAD):
        yield "word" if end.is_word else "name", line
    for line in wrapped(end.word, LETTERS, _COLUMN - 2 * _PAD):
        yield "word", line


def _written(lines: Sequence[tuple[str, str]], x: float, centre: float) -> Iterator[Label]:
    top = centre - len(lines) * LINE / 2 + LINE - 4
    for n, (role, line) in enumerate(lines):
        yield Label(role, at(x + _PAD), at(top + n * LINE), line)
