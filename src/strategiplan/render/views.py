"""The whole plan as a reader meets it: every label resolved, nothing left for a template to work out."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from strategiplan.render.chart_view import Chart, TreePicture
from strategiplan.render.look_view import LookView
from strategiplan.render.sdg import Chip


class Frame(Struct, frozen=True):
    """What every page has around its contents.

    `lang` is the language of the page's own words, `own_lang` that of the plan's texts. `running` stands at the head of
    printed pages, and `organization` is whose page it is. `dated` is the date that a file bears: when the thing was
    decided, filed or begins. `look` is the organisation's own colours, fonts and logo.
    """

    lang: str
    own_lang: str
    title: str
    kicker: str
    running: str
    labels: Mapping[str, str]
    organization: str = ""
    dated: date | None = None
    look: LookView | None = None


class Entry(Struct, frozen=True):
    """One line of the table of contents. `note` stands after it, such as how many changes there are."""

    id: str
    number: str
    title: str
    note: str = ""
    entries: tuple["Entry", ...] = ()


class Fact(Struct, frozen=True):
    """A label and its value. `id` is the node that the value names, when it is on the page."""

    label: str
    value: str
    id: str = ""


class Place(Struct, frozen=True):
    """What stands in a place of a draft, or what somebody has to write there."""

    text: str
    is_filled: bool = True


class Line(Struct, frozen=True):
    """A labelled place: `Diarienummer`."""

    label: str
    place: Place


class Badge(Struct, frozen=True):
    """A status that can be told by its symbol and its word as well as by its colour."""

    key: str
    symbol: str
    word: str


class Part(Struct, frozen=True):
    """A headed text: a section, a perspective, a principle, a sub-goal, an activity. `level` is its heading's."""

    id: str
    title: str
    text: str
    level: int
    kind: str = ""
    facts: tuple[Fact, ...] = ()
    lines: tuple[str, ...] = ()


class Group(Struct, frozen=True):
    """Parts of the same kind under one heading."""

    id: str
    title: str
    level: int
    parts: tuple[Part, ...]


class TargetRow(Struct, frozen=True):
    """What an indicator is to reach in one year."""

    year: str
    value: str


class IndicatorView(Struct, frozen=True):
    """A measure of a goal. `history` leads to its way through all revisions, where there is a page about it."""

    id: str
    name: str
    definition: str
    facts: tuple[Fact, ...]
    reading: str
    targets: tuple[TargetRow, ...]
    history: str = ""
    chart: Chart | None = None


class GoalView(Struct, frozen=True):
    """A goal with all that belongs to it. `number` follows from where it stands and is never stored.

    `history` leads to its way through all revisions, where there is a page about it. `bodies` are those who answer for
    it or serve it, by name.
    """

    id: str
    number: str
    term: str
    title: str
    level: int
    chips: tuple[Chip, ...]
    description: str
    sections: tuple[Part, ...]
    facts: tuple[Fact, ...]
    indicators_title: str
    indicators: tuple[IndicatorView, ...]
    pending: str
    groups: tuple[Group, ...]
    history: str = ""
    bodies: tuple[str, ...] = ()


class AreaView(Struct, frozen=True):
    """An area with its goals and the areas below it."""

    id: str
    number: str
    term: str
    title: str
    level: int
    description: str
    sections: tuple[Part, ...]
    goals: tuple[GoalView, ...]
    areas: tuple["AreaView", ...]
    summary: str


class BodyView(Struct, frozen=True):
    """What one board or company sets out to do. `page` leads to it as a page of its own, where there is one."""

    id: str
    term: str
    title: str
    level: int
    description: str
    sections: tuple[Part, ...]
    goals: tuple[GoalView, ...]
    groups: tuple[Group, ...]
    page: str = ""


class Table(Struct, frozen=True):
    """Figures with a caption, one row a line: a name and a cell for each column."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


class BudgetView(Struct, frozen=True):
    """The plan's money in tables."""

    title: str
    note: str
    tables: tuple[Table, ...]
    goals: tuple[GoalView, ...]


class PlanView(Struct, frozen=True):
    """The whole document."""

    frame: Frame
    badge: Badge
    facts: tuple[Fact, ...]
    decision: str
    lead: str
    contents: tuple[Entry, ...]
    vision: Part | None
    values: Part | None
    introduction: tuple[Part, ...]
    groups: tuple[Group, ...]
    areas: tuple[AreaView, ...]
    goals: tuple[GoalView, ...]
    goals_title: str
    bodies_title: str
    bodies: tuple[BodyView, ...]
    assignments: Group | None
    budget: BudgetView | None
    picture: TreePicture | None = None
