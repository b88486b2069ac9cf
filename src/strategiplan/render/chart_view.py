"""What a picture is, before it is a page, a Word file or a PDF: places, words and figures, and no markup.

A `Drawing` is all that a renderer has to paint; what the same picture says in words and figures stands beside it.
"""

from msgspec import Struct


class Shape(Struct, frozen=True):
    """Something drawn. `role` says what it stands for and so how it is painted; `path` is SVG path data."""

    role: str
    path: str


class Label(Struct, frozen=True):
    """A line of text at a place. `anchor` is `start`, `middle` or `end`; `role` says what it names."""

    role: str
    x: str
    y: str
    text: str
    anchor: str = "start"


class Drawing(Struct, frozen=True):
    """A picture of a width and height of its own units, painted in order, the labels last."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]


class Row(Struct, frozen=True):
    """One line of figures, a cell for each column after the first; or, without cells, a remark across all columns."""

    name: str
    cells: tuple[str, ...]


class Figures(Struct, frozen=True):
    """The same figures as the picture shows, for those who do not see it and those who want to count.

    `show` is what is pressed to see them.
    """

    show: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Point(Struct, frozen=True):
    """One figure and where it stands; `text` is the figure as it is written beside the point.

    `joined` says that nothing is missing between the point before and this one.
    """

    x: float
    y: float
    period: str
    value: int | float
    text: str
    joined: bool = True


class Tick(Struct, frozen=True):
    """A place on an axis and what stands there."""

    at: float
    text: str


class Line(Struct, frozen=True):
    """A series. `key` is `all`, `women` or `men`; no line is drawn from one of its `segments` to the next."""

    key: str
    name: str
    segments: tuple[tuple[Point, ...], ...]


class TargetMark(Struct, frozen=True):
    """What is to be reached in a year, from `left` to `right`.

    `form` is `value`, `min`, `max`, `range`, `up`, `down` or `keep`. A range has its two ends at `low` and `high`;
    everything else stands at `low`.
    """

    year: int
    form: str
    left: float
    right: float
    low: float
    high: float
    text: str


class Plot(Struct, frozen=True):
    """An indicator's figures as places in a box from `left`, `top` to `right`, `bottom`."""

    left: float
    top: float
    right: float
    bottom: float
    years: tuple[Tick, ...]
    values: tuple[Tick, ...]
    unit: tuple[str, ...]
    lines: tuple[Line, ...]
    targets: tuple[TargetMark, ...]
    baseline: Point | None
    break_at: float | None
    from_zero: bool


class Chart(Struct, frozen=True):
    """An indicator's course: as a picture, in words and in figures. `notes` are what a reader must know to trust it."""

    id: str
    title: str
    description: str
    notes: tuple[str, ...]
    plot: Plot
    drawing: Drawing
    figures: Figures


class Branch(Struct, frozen=True):
    """An area or a goal in the picture of the whole plan.

    `words` say how much is below it; `dots` is path data with a dot for each of its measures, `wide` units long.
    """

    id: str
    number: str
    title: str
    words: str
    dots: str
    wide: int
    branches: tuple["Branch", ...]


class TreePicture(Struct, frozen=True):
    """The plan at a glance: areas, goals, and how many indicators each goal has."""

    id: str
    title: str
    description: str
    branches: tuple[Branch, ...]
    drawing: Drawing
    figures: Figures


class End(Struct, frozen=True):
    """Where a band begins or ends: something in one of the plans, or only a word (`is_word`) when nothing is there.

    `kind` says what it is when it is no goal, `word` what becomes of it. `id` is its anchor, empty when it has none.
    """

    id: str
    title: str
    kind: str = ""
    word: str = ""
    is_word: bool = False


class Band(Struct, frozen=True):
    """From one of the `sources` to one of the `targets`, by their places. `path` lies in a box of 100 by 100.

    `role` is `kept` for what lives on, `unsure` when that is open to dispute, and `end` when nothing follows or came
    before.
    """

    source: int
    target: int
    role: str
    path: str


class Stream(Struct, frozen=True):
    """Ends that hang together, each side spread evenly over the height."""

    sources: tuple[End, ...]
    targets: tuple[End, ...]
    bands: tuple[Band, ...]


class FlowPicture(Struct, frozen=True):
    """What became of one plan's goals in the next. `before` and `after` name the two plans."""

    id: str
    title: str
    description: str
    before: str
    after: str
    streams: tuple[Stream, ...]
    drawing: Drawing
    figures: Figures
