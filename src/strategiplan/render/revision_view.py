"""A revision as a reader meets it: the whole text, marked, with the reasons beside what they are reasons for."""

from collections.abc import Mapping

from msgspec import Struct

from strategiplan.render.chart_view import FlowPicture
from strategiplan.render.marking import Block, Piece
from strategiplan.render.sdg import Chip
from strategiplan.render.views import Badge, Entry, Fact, Frame


class Mark(Struct, frozen=True):
    """A label: `Ny`, `Utgår`, `Flyttad`. `tone` is `new`, `old`, `moved` or `kept`.

    `change` is the id of the change that it stands for. `target` and `target_id` name what something becomes or where
    it went, when that is on the page.
    """

    word: str
    tone: str
    change: str = ""
    target: str = ""
    target_id: str = ""


class Reason(Struct, frozen=True):
    """Why: the motivation as Markdown. `again` says that it has just been given for the thing before."""

    text: str
    sure: bool
    again: bool = False


class Prose(Struct, frozen=True):
    """One text of a node. What did not change is kept as `markdown`, what did as marked blocks."""

    label: str
    anchor: str
    change: str
    markdown: str
    blocks: tuple[Block, ...]
    reasons: tuple[Reason, ...] = ()


class Value(Struct, frozen=True):
    """One typed value of a node; `state` is `same`, `new`, `old` or `changed`. `delta` is by how much money changes."""

    label: str
    old: str
    new: str
    state: str
    change: str = ""
    delta: str = ""


class Past(Struct, frozen=True):
    """A node as it was before, without marks: what the reading *as today* shows where something moved away."""

    title: str
    level: int
    prose: tuple[str, ...]
    values: tuple[Fact, ...]
    chips: tuple[Chip, ...]
    below: tuple["Past", ...]


class Item(Struct, frozen=True, kw_only=True):
    """One node with its marks.

    `form` is how it is drawn: an `article` with a heading, a `section` of text, or a `row` of a list. `state` is
    `same`, `changed`, `new`, `gone`, `moved` (it stands here now) or `ghost` (it stood here before). `name` is the
    plain title, and `touched` says that something changed here or below. `bodies` are those who answer for it, by name.
    `history` is the address of a page that follows it through all revisions, when something changed and there is one.
    """

    id: str
    anchor: str
    kind: str
    form: str
    level: int
    state: str
    number: str = ""
    term: str = ""
    title: tuple[Piece, ...] = ()
    title_change: str = ""
    marks: tuple[Mark, ...] = ()
    chips: tuple[Chip, ...] = ()
    chips_change: str = ""
    values: tuple[Value, ...] = ()
    prose: tuple[Prose, ...] = ()
    fate: str = ""
    reasons: tuple[Reason, ...] = ()
    value_reasons: tuple[Reason, ...] = ()
    groups: tuple["ItemGroup", ...] = ()
    name: str = ""
    touched: bool = False
    past: Past | None = None
    bodies: tuple[str, ...] = ()
    history: str = ""


class ItemGroup(Struct, frozen=True):
    """Children of one slot under a heading of their own, or without one (`title` empty)."""

    id: str
    field: str
    title: str
    level: int
    items: tuple[Item, ...]
    touched: bool


class Count(Struct, frozen=True):
    """A number and what it counts: `2` `mål utgår`."""

    number: int
    words: str


class AreaCounts(Struct, frozen=True):
    """What happens in one area, or in the plan as a whole (`id` empty)."""

    id: str
    title: str
    counts: tuple[Count, ...]


class Told(Struct, frozen=True):
    """A sentence of the summary, with a link to the place that it tells of; `name` is the title of what it tells of."""

    text: str
    id: str
    tone: str
    motivation: str
    sure: bool
    changes: tuple[str, ...]
    name: str = ""
    history: str = ""


class AreaTold(Struct, frozen=True):
    """The sentences of one area."""

    id: str
    title: str
    counts: tuple[Count, ...]
    sentences: tuple[Told, ...]


class Jump(Struct, frozen=True):
    """The changed places before and after one, as ids; empty at the ends."""

    previous: str
    next: str


class RevisionView(Struct, frozen=True):
    """A whole revision."""

    frame: Frame
    badge: Badge
    facts: tuple[Fact, ...]
    statement: str
    headline: tuple[Count, ...]
    told: tuple[Told, ...]
    areas: tuple[AreaCounts, ...]
    by_area: tuple[AreaTold, ...]
    warnings: tuple[str, ...]
    contents: tuple[Entry, ...]
    about: Item | None
    groups: tuple[ItemGroup, ...]
    jumps: Mapping[str, Jump]
    empty: bool
    flow: FlowPicture | None = None
