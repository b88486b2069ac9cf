"""Edits that leave every byte alone that they are not about.

Each edit cuts into the text at exact places (`splice`), reads the result again, and compares it with the data that the
edit should lead to and the comments that should be left. If anything differs the edit is refused, and as a file here
is a value, nothing has changed.
"""

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from strategiplan.model.types import reflow
from strategiplan.store import scalars
from strategiplan.store.emitter import INDENT, block_text, node_of
from strategiplan.store.forms import FREE, Form, form_of
from strategiplan.store.layout import FileKind, Unreadable, same_data
from strategiplan.store.prose_lines import on_one_line, one_sentence_per_line
from strategiplan.store.rewording import reworded
from strategiplan.store.source import Comment, Entry, Kind, Node, parse
from strategiplan.store.splice import Page, Refusal, in_flow
from strategiplan.store.yaml_reader import read

Place = Sequence[str | int]
_MARK = "\ufeff"
_KEEPS_INDENT = re.compile(r"\|[-+]?(?![-+0-9])").match


class RefusedEdit(Exception):
    """The edit cannot be made as asked; the file is as it was. `reason` is for a log, not for a reader."""

    def __init__(self, reason: str, place: Place) -> None:
        super().__init__(f"{'.'.join(map(str, place)) or 'the root'}: {reason}")
        self.reason = reason
        self.place = tuple(place)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, looked up: the entry, the node that it stands in, and the entry that holds that node."""

    page: Page
    entry: Entry
    container: Node | None
    holder: Entry | None
    form: Form
    in_flow: bool

    @property
    def node(self) -> Node:
        return self.entry.value

    @property
    def column(self) -> int:
        return self.container.column if self.container else -INDENT


class _Touched(NamedTuple):
    """What an edit puts in: where, as what, and the data. Prose may come to have its lines broken otherwise."""

    place: Place
    form: Form
    value: Any


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The bytes of one file of a kind (`forms.KINDS`). Every edit returns a new one.

    A place is the way to a value, keys and positions from the root: `("indicators", 0, "name")`. Data are what the
    reader gives: dicts, lists, texts, numbers, truth values and None. All edits raise RefusedEdit, and Unreadable for
    a file that the reader has something against.
    """

    content: bytes
    kind: FileKind

    def data(self) -> Any:
        """What the file holds, for the caller to keep."""
        return copy.deepcopy(self._data)

    @property
    def _data(self) -> Any:
        return _opened(self.content)[0]

    def comments(self) -> Counter[str]:
        """Every comment, each as often as it stands in the file."""
        return Counter(comment.text for comment in _opened(self.content)[1].source.comments)

    def at(self, place: Place) -> Any:
        """What stands at a place, to be looked at and not to be changed."""
        return _at(self._data, place)

    def set_value(self, place: Place, value: Any) -> "PlanFile":
        """Another value. A scalar keeps its quotes or its block, a list or mapping its brackets; to the value that it
        has already, it is the same file. Prose goes through `set_text`.
        """
        old = _at(self._data, place)
        if identical(old, value):
            return self
        spot = self.find(place)
        if spot.form.prose and isinstance(old, str) and isinstance(value, str):
            return self.set_text(place, value)
        return self._with_value(place, spot, value, spot.form)

    def set_text(self, place: Place, text: str) -> "PlanFile":
        """Another prose text, one sentence on a line; lines of sentences that stay are not touched."""
        old = _at(self._data, place)
        if not isinstance(old, str):
            raise RefusedEdit("this is no text", place)
        if reflow(old) == reflow(text):
            return self
        spot = self.find(place)
        header = spot.page.text[spot.node.start : spot.node.start + 3]
        # A block whose header says its indent, or a text that no block can hold, is written anew.
        if not _KEEPS_INDENT(header) or not scalars.may_be_block(f"{one_sentence_per_line(text)}\n"):
            return self._with_value(place, spot, text, Form(prose=True))
        inner = replace(spot, form=Form(prose=True))
        return self._done(place, inner, text, lambda page: reworded(page, spot.node, text))

    def insert_key(self, place: Place, key: str, value: Any) -> "PlanFile":
        """A new key in the mapping at `place`, where the model's order has it, a year among years; else last."""
        held = _at(self._data, place)
        if not isinstance(held, dict) or key in held:
            raise RefusedEdit("the key is there already" if isinstance(held, dict) else "this is no mapping", place)
        if (opened := self.unfolded(place)) is not self:
            return opened.insert_key(place, key, value)
        spot = self.find(place)
        position = key_position(held, key, spot.form)
        entries = list(held.items())
        new = dict([*entries[:position], (key, value), *entries[position:]])
        if not held:
            return self._with_value(place, spot, new, spot.form)
        entry = Entry(node_of(value), node_of(key))
        return self.changed(
            spot, _put(self._data, place, new), lambda page: page.with_entry(spot.node, position, entry, spot.form),
            place, _Touched((*place, key), spot.form.at(key), value),
        )

    def insert_item(self, place: Place, position: int, value: Any) -> "PlanFile":
        """A new item in the list at `place`, before the one that has the position now."""
        held = _at(self._data, place)
        if not isinstance(held, list) or not 0 <= position <= len(held):
            raise RefusedEdit("there is no such position" if isinstance(held, list) else "this is no list", place)
        if (opened := self.unfolded(place)) is not self:
            return opened.insert_item(place, position, value)
        spot = self.find(place)
        if not held:
            return self._with_value(place, spot, [value], spot.form)
        entry = Entry(node_of(value))
        new = [*held[:position], value, *held[position:]]
        return self.changed(
            spot, _put(self._data, place, new), lambda page: page.with_entry(spot.node, position, entry, spot.form),
            place, _Touched((*place, position), spot.form.at(0), value),
        )

    def append_item(self, place: Place, value: Any) -> "PlanFile":
        """A new item at the end of the list at `place`, before comments that close the list."""
        held = _at(self._data, place)
        return self.insert_item(place, len(held) if isinstance(held, list) else 0, value)

    def delete_key(self, place: Place) -> "PlanFile":
        """Without a key, its value and its comments: those beside and inside it, and those directly above it."""
        return self._deleted(place, Kind.MAPPING)

    def delete_item(self, place: Place) -> "PlanFile":
        """Without a list item and its comments; the next item's comments stay with that item."""
        return self._deleted(place, Kind.LIST)

    def move_item(self, place: Place, to: Place, position: int) -> "PlanFile":
        """A list item taken out, with its comments, and put into a list as its item number `position`.

        `to` and `position` hold for the file without the item.
        """
        value = _at(self._data, place)
        if (opened := self.unfolded(place[:-1])) is not self:
            return opened.move_item(place, to, position)
        rest = self.delete_item(place)
        held = _at(rest._data, to)
        spot = self.find(place)
        target = rest.find(to)
        assert spot.container is not None
        comments = own_comments(spot.entry)
        if not isinstance(held, list) or not 0 <= position <= len(held):
            raise RefusedEdit("there is no such list or position", to)
        if not held or target.node.flow or spot.container.flow:
            if comments:
                raise RefusedEdit("the item's comments have no room there", to)
            return rest.insert_item(to, position, value)
        data = _put(rest._data, to, [*held[:position], value, *held[position:]])
        try:
            lines = spot.page.moved_lines(spot.entry, spot.container.column, target.node.column)
        except Refusal as refusal:
            raise RefusedEdit(str(refusal), place) from None
        return rest.changed(
            target, data, lambda page: page.with_lines(target.node, position, lines), to, added=comments
        )

    # How

    def find(self, place: Place) -> Spot:
        """The place in the tree of the text."""
        page = _opened(self.content)[1]
        if page.source.root is None:
            raise RefusedEdit("the file is empty", place)
        spot = Spot(page, page.source.root, None, None, form_of(self.kind), False)
        for step in place:
            container = spot.node
            found = [
                entry for n, entry in enumerate(container.entries)
                if (entry.key.text if entry.key else n) == (str(step) if container.kind is Kind.MAPPING else step)
            ]
            if not found:
                raise RefusedEdit("there is no such place", place)
            flow = spot.in_flow or container.flow
            spot = Spot(page, found[0], container, spot.entry, spot.form.at(step), flow)
        return spot

    def unfolded(self, place: Place, bare: bool = False) -> "PlanFile":
        """The file with the brackets around a place written on lines, if there are comments in them: a line cannot be
        cut between brackets without cutting a comment from its thing. `bare`: also when there are none.
        """
        around = (self.find(place[:length]) for length in range(len(place) + 1))
        spot = next((spot for spot in around if spot.node.flow), None)
        if spot is None or not spot.node.entries or not (bare or _has_comments(spot.entry)):
            return self
        entry, column = spot.entry, spot.column
        return self.changed(spot, self._data, lambda page: page.opened(entry, column), place)

    def _with_value(self, place: Place, spot: Spot, value: Any, form: Form) -> "PlanFile":
        node, old, formed = node_of(value), spot.node, replace(spot, form=form)
        is_scalar = node.kind is Kind.SCALAR and old.kind is Kind.SCALAR
        written = _scalar(value, old, spot.in_flow, form) if is_scalar else in_flow(value)
        if spot.in_flow or (is_scalar and old.style not in ("|", ">") and not _wants_block(value, form)):
            key = spot.entry.key
            return self._done(place, formed, value, lambda page: page.with_scalar(old, key, written))
        node.flow = old.flow and bool(old.entries) and not is_scalar
        if isinstance(value, str) and old.style in ("|", ">"):
            node.style = old.style
        return self._done(place, formed, value, lambda page: page.with_value(spot.entry, spot.column, node, form))

    def _done(self, place: Place, spot: Spot, value: Any, act: Callable[[Page], str]) -> "PlanFile":
        return self.changed(spot, _put(self._data, place, value), act, place, _Touched(place, spot.form, value))

    def _deleted(self, place: Place, kind: Kind) -> "PlanFile":
        spot = self.find(place)
        if spot.container is None or spot.holder is None or spot.container.kind is not kind:
            raise RefusedEdit(f"this is not in a {kind.value}", place)
        if (opened := self.unfolded(place[:-1])) is not self:
            return opened._deleted(place, kind)
        container, holder = spot.container, spot.holder
        rest = copy.copy(_at(self._data, place[:-1]))
        del rest[place[-1] if kind is Kind.LIST else str(place[-1])]
        return self.changed(
            spot, _put(self._data, place[:-1], rest), lambda page: page.without(container, spot.entry, holder), place,
            removed=own_comments(spot.entry),
        )

    def changed(
        self, spot: Spot, data: Any, act: Callable[[Page], str], place: Place, touched: _Touched | None = None,
        removed: Sequence[Comment] = (), added: Sequence[Comment] = (),
    ) -> "PlanFile":
        """The file after an act, if it holds `data` and the right comments; else RefusedEdit."""
        try:
            text = act(spot.page)
        except (Refusal, ValueError) as refusal:
            raise RefusedEdit(str(refusal), place) from None
        mark = _MARK if self.content.startswith(_MARK.encode()) else ""
        after = PlanFile((mark + text).encode(), self.kind)
        try:
            result, page = _opened(after.content)
            if touched is not None:
                found = _at(result, touched.place)
                if not same_data(found, touched.value, touched.form):
                    raise RefusedEdit("it would not read back as asked", place)
                data = _put(data, touched.place, found)
        except (Unreadable, LookupError):
            raise RefusedEdit("it would not read back", place) from None
        if not identical(result, data):
            raise RefusedEdit("the file's other data would change", place)
        wanted = Counter(c.text for c in (*spot.page.source.comments, *added))
        wanted.subtract(Counter(c.text for c in removed))
        if Counter(c.text for c in page.source.comments) != +wanted:
            raise RefusedEdit("a comment would be lost", place)
        return after


@lru_cache(maxsize=8)
def _opened(content: bytes) -> tuple[Any, Page]:
    """The data and the text of a file, shared by the edits that are made to it one after another: never changed."""
    parsed = read(content)
    problems = [problem for problem in parsed.problems if problem.code != "byte-order-mark"]
    if problems:
        raise Unreadable(problems)
    return parsed.data, Page(parse(content.decode("utf-8").removeprefix(_MARK)))


def key_position(held: Iterable[str], key: str, form: Form) -> int:
    """Where a new key goes among the keys of a mapping."""
    names, known = list(held), form.keys
    if key in known:
        earlier = known[: known.index(key)]
    elif key.isdigit() and all(map(str.isdigit, names)):
        earlier = tuple(name for name in names if int(name) < int(key))
    else:
        return len(names)
    return max((n for n, name in enumerate(names, 1) if name in earlier), default=0)


def own_comments(entry: Entry) -> list[Comment]:
    """The comments that go where the entry goes."""
    return [*entry.own_lead(), *entry.beside, *entry.inner_comments()]


def _at(data: Any, place: Place) -> Any:
    for n, step in enumerate(place):
        if isinstance(data, dict) and str(step) in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            raise RefusedEdit("there is no such place", place[: n + 1])
    return data


def _put(data: Any, place: Place, value: Any) -> Any:
    """The data with another value at a place; the rest is shared with the old data."""
    if not place:
        return value
    new = copy.copy(data)
    inner = value if len(place) == 1 else _put(_at(data, place[:1]), place[1:], value)
    new[str(place[0]) if isinstance(data, dict) else place[0]] = inner
    return new


def _has_comments(entry: Entry) -> bool:
    """Whether comments stand in a value, behind its opening bracket also."""
    return bool(entry.inner_comments()) or any(c.start < entry.value.end for c in entry.beside)


def identical(old: Any, new: Any) -> bool:
    """Whether these are the same data, keys in the same order."""
    if isinstance(old, dict) and isinstance(new, dict):
        return list(old) == list(new) and all(identical(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(identical, old, new))
    return same_data(old, new, FREE)


def _wants_block(value: Any, form: Form) -> bool:
    if not isinstance(value, str):
        return False
    return block_text(node_of(value), form) is not None


def _scalar(value: Any, old: Node, flow: bool, form: Form) -> str:
    """A scalar on one line, in the quotes that the old one has."""
    if not isinstance(value, str):
        return scalars.lexeme(value)
    text = on_one_line(value) if form.prose else value
    if old.style == '"':
        return scalars.quoted(text)
    if old.style == "'" and scalars.may_be_single_quoted(text):
        return "'" + text.replace("'", "''") + "'"
    return scalars.string(text, flow=flow)
