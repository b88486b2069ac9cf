"""A revision as a reader meets it: the whole text, marked, with the reasons beside what they are reasons for."""

from collections.abc import Mapping
from dataclasses import dataclass

from strategiplan.render.chart_view import FlowPicture
from strategiplan.render.marking import Block, Piece
from strategiplan.render.sdg import Chip
from strategiplan.render.views import Badge, Entry, Fact, Frame


@dataclass(frozen=True, slots=True)
class Mark:
    """A label: `Ny`, `Utgår`, `Flyttad`. `tone` is `new`, `old`, `moved` or `kept`.

    `change` is the id of the change that it stands for. `target` and `target_id` name what something becomes or where
    it went, when that is on the page.
    """

    word: str
    tone: str
    change: str = ""
    target: str = ""
    target_id: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the motivation as Markdown. `again` says that it has just been given for the thing before."""

    text: str
    sure: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """One text of a node. What did not change is kept as `markdown`, what did as marked blocks."""

    label: str
    anchor: str
    change: str
    markdown: str
    blocks: tuple[Block, ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """One typed value of a node; `state` is `same`, `new`, `old` or `changed`. `delta` is by how much money changes."""

    label: str
    old: str
    new: str
    state: str
    change: str = ""
    delta: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A node as it was before, without marks: what the reading *as today* shows where something moved away."""

    title: str
    level: int
    prose: tuple[str, ...]
    values: tuple[Fact, ...]
    chips: tuple[Chip, ...]
    below: tuple["Past", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One node with its marks.

    `form` is how it is drawn: an `article` with a heading, a `section` of text, or a `row` of a list. `state` is
    `same`, `changed`, `new`, `gone`, `moved` (it stands here now) or `ghost` (it stood here before). `name` is the
    plain title, and `touched` says that something changed here or below. `bodies` are those who answer for it, by name.
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


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Children of one slot under a heading of their own, or without one (`title` empty)."""

    id: str
    field: str
    title: str
    level: int
    items: tuple[Item, ...]
    touched: bool


@dataclass(frozen=True, slots=True)
class Count:
    """A number and what it counts: `2` `mål utgår`."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """What happens in one area, or in the plan as a whole (`id` empty)."""

    id: str
    title: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the summary, with a link to the place that it tells of."""

    text: str
    id: str
    tone: str
    motivation: str
    sure: bool
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaTold:
    """The sentences of one area."""

    id: str
    title: str
    counts: tuple[Count, ...]
    sentences: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """The changed places before and after one, as ids; empty at the ends."""

    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class RevisionView:
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
