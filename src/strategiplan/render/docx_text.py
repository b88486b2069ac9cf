"""What a plan's Word document says, paragraph by paragraph: a field of a node each, in the order of the plan.

Both sides of a comparison are written here by the same functions. That is what makes it possible to prove that a
document with tracked changes holds both plans and nothing else.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from strategiplan.address import ROOT, Address
from strategiplan.messages import has, text
from strategiplan.model.node import Node, shape
from strategiplan.model.organization import Organization
from strategiplan.model.plan import (
    Activity,
    Area,
    Assignment,
    BodyPlan,
    Budget,
    Goal,
    Indicator,
    Investment,
    Plan,
    Source,
    SubGoal,
    SuccessFactor,
    Values,
    Vision,
)
from strategiplan.model.tree import Row, Rows, Slot, flatten
from strategiplan.model.types import Role
from strategiplan.render.docx_line import (
    BODY,
    BULLET,
    BULLET_FACT,
    BULLET_TEXT,
    FACT,
    KICKER,
    Line,
    capital,
    heading,
    plain,
)
from strategiplan.render.docx_prose import prose
from strategiplan.render.words import Words, kind_of

_ITEMS = (Indicator, SubGoal, SuccessFactor, Activity, Assignment, Investment)
# The places for children that have a heading of their own, with what they hold.
_HEADED = {
    "indicators": "indicator", "sub-goals": "sub-goal", "success-factors": "success-factor", "activities": "activity",
    "assignments": "assignment", "strategies": "strategy", "perspectives": "perspective", "principles": "principle",
    "bodies": "body-plan", "investments": "investment", "financial-goals": "financial-goal",
}
_HEADED_TABLES = {
    "terms": "docx.terms", "links": "docx.links", "income-statement": "label.budget.income-statement",
    "operations": "label.budget.operations", "totals": "label.budget.totals", "tax-rate": "label.budget.tax-rate",
}
# Fields whose value says something also when nobody wrote it: amounts mean nothing without currency and scale.
_ALWAYS: dict[type[Node], tuple[str, ...]] = {Budget: ("currency", "scale")}
# Where the model's order is not the reader's: an area's own goals would seem to belong to the area before them, and a
# list of words is an appendix.
_LAST: dict[type[Node], tuple[str, ...]] = {Area: ("areas", "meta"), Plan: ("meta", "terms")}
# Fields that the pages call something else than the model does.
_LABELS = {
    "sdg": "global-goals", "to": "assigned-to", "perspectives": "perspective", "indicators-pending": "pending",
    "decided": "decision",
}
# The facts of an item that say how far it is to go.
_LEVELS = ("baseline", "targets")
_AFTER_ALL = 1000


class Part(NamedTuple):
    """A piece of a node: what one of its fields says, or a heading and the children below it.

    `rank` orders the parts of a node, and is the same for the same part of another revision. `leads` marks the title.
    """

    rank: tuple[int, str]
    at: Address
    lines: tuple[Line, ...]
    children: tuple[str, ...] = ()
    level: int = 0
    leads: bool = False


def document_text(plan: Plan, organization: Organization | None = None, lang: str | None = None) -> tuple[str, ...]:
    """Every paragraph of a plan's Word document, in order."""
    return tuple(line.text for line in PlanText(flatten(plan), organization, lang).lines(ROOT, 0))


def title_field(kind: type[Node]) -> str | None:
    """The field that a kind of node is called by, None for a budget."""
    form = shape(kind)
    # A title that may be left out is not known by its role.
    return next((name for name in form.names if form.roles.get(name) is Role.TITLE or name == "title"), None)


@cache
def _order(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a kind of node as they stand in the document, after its title."""
    last = _LAST.get(kind, ("meta",))
    kicker = "term" if kind in (Area, Goal) else None
    first = [name for name in shape(kind).names if name not in (*last, kicker, title_field(kind))]
    return (*first, *last)


class PlanText:
    """One plan as paragraphs in one language."""

    def __init__(self, rows: Rows, organization: Organization | None, lang: str | None) -> None:
        root = rows.nodes[ROOT].fields
        terms = {name.partition(".")[2]: term for name, term in root.items() if name.startswith("terms.")}
        self.rows = rows
        self.words = Words.of(terms, organization, lang, rows)

    def lines(self, id_: str, level: int) -> Iterator[Line]:
        """The paragraphs of a node and of all below it."""
        for part in self.parts(id_, level):
            yield from part.lines
            for child in part.children:
                yield from self.lines(child, part.level)

    def parts(self, id_: str, level: int) -> list[Part]:
        """A node in pieces, those left out that say nothing."""
        row = self.rows.nodes[id_]
        form = shape(row.kind)
        parts = list(self._head(id_, row, level))
        for rank, name in enumerate(_order(row.kind), 1):
            if name in form.slots:
                parts += self._slot(id_, rank, name, level)
            elif name in form.tables:
                parts += self._table(id_, row, rank, name, level)
            else:
                unwritten = form.defaults[name] if name in _ALWAYS.get(row.kind, ()) else None
                value = row.fields.get(name, unwritten)
                if value is not None:
                    lines = tuple(self._field(row, name, value, level))
                    parts += [Part((rank, ""), Address(id_, name), lines)] if lines else []
        return _gathered(id_, parts) if row.kind in _ITEMS else parts

    def _head(self, id_: str, row: Row, level: int) -> Iterator[Part]:
        """The title, and above it what it is that is called so."""
        words, name = self.words, title_field(row.kind)
        given = row.fields.get(name) if name else None
        kicker = self._kicker(id_, row, bool(given))
        if kicker:
            field = "term" if row.kind in (Area, Goal) else None
            yield Part((-1, ""), Address(id_, field), (plain(KICKER, capital(kicker), own="term" in row.fields),))
        title = given or (words.say("budget.title") if row.kind is Budget else words.body(id_))
        style = BULLET if row.kind in _ITEMS else heading(level)
        yield Part((0, ""), Address(id_, name), (plain(style, str(title)),), leads=True)

    def _kicker(self, id_: str, row: Row, titled: bool) -> str:
        words = self.words
        if row.kind in (Area, Goal):
            return str(row.fields.get("term") or words.level(self._level(row)))
        if row.kind in (Vision, Values):
            return words.level(kind_of(row))
        if row.kind is BodyPlan and titled:
            return words.body(id_)
        return ""

    def _level(self, row: Row) -> str:
        """What level an area or a goal is of: the council's, a body's or a company's."""
        parent = row.parent
        if row.kind is not Goal or parent is None or self.rows.nodes[parent.id].kind is not BodyPlan:
            return kind_of(row)
        bodies = self.words.organization.bodies if self.words.organization else ()
        company = any(body.id == parent.id and body.kind == "company" for body in bodies)
        return "company-goal" if company else "body-goal"

    def _slot(self, id_: str, rank: int, name: str, level: int) -> Iterator[Part]:
        slot = Slot(id_, name)
        # An id that stands twice (an error that validation reports) is read once, where it stands first.
        children = tuple(dict.fromkeys(i for i in self.rows.order.get(slot, ()) if self.rows.nodes[i].parent == slot))
        if not children:
            return
        held = _HEADED.get(name) or ("goal" if name == "goals" and id_ == ROOT else "")
        head = (plain(heading(level + 1), capital(self.words.level(held, 2))),) if held else ()
        yield Part((rank, ""), Address(id_), head, children, level + 2 if held else level + 1)

    def _table(self, id_: str, row: Row, rank: int, name: str, level: int) -> Iterator[Part]:
        entries = {field: value for field, value in row.fields.items() if field.startswith(f"{name}.")}
        key = _HEADED_TABLES.get(name)
        if entries and key:
            title = plain(heading(level + 1), text(key, self.words.lang), own=False)
            yield Part((rank, ""), Address(id_, name), (title,))
        for field, value in sorted(entries.items()):
            label = self._entry(name, field.partition(".")[2])
            line = plain(BULLET if key else _fact_style(row), self._value(row, field, value), label, own=False)
            yield Part((rank, field), Address(id_, field), (line,))

    def _entry(self, name: str, key: str) -> str:
        """What an entry of a table is called."""
        words = self.words
        if name == "terms" and has(f"label.level.{key}", words.lang):
            # The word that all plans share: what this plan says instead is the value.
            return capital(words.say(f"level.{key}").partition("/")[0])
        if name == "targets":
            return text("docx.target", words.lang, year=key)
        if name == "links":
            return words.title(key)
        if name == "meta":
            return capital(key.replace("-", " "))
        shown = words.body(words.value("line", key))
        return key.replace("-", " ").capitalize() if shown == key and name in ("income-statement", "totals") else shown

    def _field(self, row: Row, name: str, value: Any, level: int) -> Iterator[Line]:
        if shape(row.kind).roles.get(name) is Role.PROSE:
            yield from prose(str(value), level + 1, BULLET_TEXT if row.kind in _ITEMS else BODY)
        elif name == "statements":
            yield from (plain(BULLET, entry) for entry in value)
        else:
            label = self.words.source(value)[0] if isinstance(value, Source) else self._label(name)
            yield plain(_fact_style(row), self._value(row, name, value), label, own=False)

    def _label(self, name: str) -> str:
        for key in (f"docx.field.{name}", f"label.{_LABELS.get(name, name)}"):
            if has(key, self.words.lang):
                return text(key, self.words.lang)
        return name

    def _value(self, row: Row, name: str, value: Any) -> str:
        words, table = self.words, name.partition(".")[0]
        if value is None:
            return words.say("none")
        if isinstance(value, Source):
            return ". ".join(filter(None, (words.source(value)[1], value.reading)))
        if table == "scale":
            return text(f"docx.scale-{value}", words.lang)
        if table == "tax-rate":
            return str(value).replace(".", ",") if words.lang == "sv" else str(value)
        if table == "links":
            return ", ".join(words.title(id_) for id_ in value)
        if table == "terms":
            return " / ".join(dict.fromkeys(part.strip() for part in str(value).split("/")))
        if isinstance(value, Mapping):
            return "; ".join(f"{key}: {words.value('', part)}" for key, part in value.items())
        return words.value(name, value, row.fields.get("unit"))


def _fact_style(row: Row) -> str:
    return BULLET_FACT if row.kind in _ITEMS else FACT


def _gathered(id_: str, parts: list[Part]) -> list[Part]:
    """An item's parts with its facts in two paragraphs instead of one each: its levels, and what it is."""
    rest = [part for part in parts if part.lines[0].style != BULLET_FACT]
    for last, names in enumerate((_LEVELS, ())):
        held = [part for part in parts if part.lines[0].style == BULLET_FACT]
        held = [part for part in held if (_table_of(part) in _LEVELS) == bool(names)]
        segments = tuple(
            part.lines[0].segments[0]._replace(field=str(part.at.field), rank=part.rank) for part in held
        )
        if segments:
            rest.append(Part((_AFTER_ALL + last, ""), Address(id_), (Line(BULLET_FACT, segments),)))
    return rest


def _table_of(part: Part) -> str:
    return str(part.at.field).partition(".")[0]
