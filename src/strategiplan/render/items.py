"""From two trees and what changed between them to the nodes of the marked page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from strategiplan.address import ROOT
from strategiplan.messages import has
from strategiplan.model.node import shape
from strategiplan.model.plan import Goal
from strategiplan.model.revision import Note
from strategiplan.model.tree import Row, Slot
from strategiplan.model.types import Role
from strategiplan.render.field_words import amounts_by, capital, differing, field_name
from strategiplan.render.kin import Kin
from strategiplan.render.marking import marked_line, marked_text
from strategiplan.render.marks import marks_of
from strategiplan.render.revision_view import Item, ItemGroup, Past, Prose, Reason, Value
from strategiplan.render.sdg import Chip, chip
from strategiplan.render.sentences import Sentence
from strategiplan.render.views import Fact
from strategiplan.render.words import Words, title_of
from strategiplan.revisions.changes import Change, Effect, Kind
from strategiplan.revisions.order import Placed, readings

_ARTICLES = ("areas", "goals", "bodies", "financial-goals")
_SECTIONS = ("introduction", "sections", "strategies", "perspectives", "principles", "vision", "values", "budget")
# Slots that have a heading of their own on the page, with the level that names them.
_HEADED = {
    "perspectives": "perspective", "principles": "principle", "indicators": "indicator", "sub-goals": "sub-goal",
    "success-factors": "success-factor", "activities": "activity", "assignments": "assignment",
    "strategies": "strategy", "investments": "investment", "financial-goals": "financial-goal", "bodies": "body-plan",
}
# Values that belong to the text even when they stay as they are; the rest is shown when it changes.
_SHOWN = ("responsible", "deadline", "contributes-to", "indicators-pending", "baseline", "targets", "year", "to", "due",
          "period", "mandate", "status", "decision", "decided", "statements")
_LABELS = {"to": "assigned-to", "indicators-pending": "pending", "decided": "decision", "source": "source-label"}


class Items:
    """Builds the page's nodes, in the order in which a reader of the revision meets them."""

    def __init__(self, kin: Kin, words: Words, told: Sequence[Sentence], numbers: Mapping[str, str],
                 histories: Mapping[str, str]) -> None:  # fmt: skip
        self.kin, self.words, self.numbers, self.histories = kin, words, numbers, histories
        self.told = {id_: sentence for sentence in told for id_ in sentence.change_ids}
        self.slots: dict[str, list[tuple[Slot, tuple[Placed, ...]]]] = {}
        self.shifted = {id_ for id_, held in kin.of.items() if any(c.kind is Kind.REORDERED for c in held)}
        for slot, places in readings(kin.old, kin.new, self.shifted).items():
            self.slots.setdefault(slot.id, []).append((slot, places))
        self._latest = ""

    def groups(self, id_: str, level: int) -> tuple[ItemGroup, ...]:
        """The children of a node, slot by slot."""
        rank = {name: n for n, name in enumerate(shape(self.kin.row(id_).kind).slots)}
        found = sorted(self.slots.get(id_, ()), key=lambda pair: rank.get(pair[0].field, len(rank)))
        return tuple(group for slot, places in found if (group := self._group(slot, places, level)) is not None)

    def _group(self, slot: Slot, places: Sequence[Placed], level: int) -> ItemGroup | None:
        key = _HEADED.get(slot.field, "goal" if slot.field == "goals" and self._loose(slot) else "")
        title = capital(self.words.level(key, 2)) if key else ""
        below = min(level + bool(title), 6)
        items = tuple(item for place in places if (item := self._placed(slot, place, below)) is not None)
        if not items:
            return None
        return ItemGroup(f"{slot.id}-{slot.field}", slot.field, title, min(level, 6), items,
                         any(item.touched for item in items))

    def _loose(self, slot: Slot) -> bool:
        """Whether goals stand outside areas, so that somebody has to say what they are."""
        return slot.id == ROOT

    def _placed(self, slot: Slot, place: Placed, level: int) -> Item | None:
        """The node as it is at this place; None when it is not there before or after the changes."""
        id_ = place.id
        if id_ in self.shifted:
            return self.ghost(id_, slot, level) if place.is_old else self.item(id_, slot, level, "moved")
        old, new = self.kin.old.nodes.get(id_), self.kin.new.nodes.get(id_)
        was, comes = bool(old and old.parent == slot), bool(new and new.parent == slot)
        moved = any(c.kind is Kind.MOVED for c in self.kin.of.get(id_, ()))
        if was and id_ in self.kin.removed:
            return self.item(id_, slot, level, "gone")
        if comes and id_ in self.kin.added:
            return self.item(id_, slot, level, "new")
        if was and not comes and moved:
            return self.ghost(id_, slot, level)
        if was:
            return self.item(id_, slot, level, "changed" if self.kin.of.get(id_) else "same")
        return self.item(id_, slot, level, "moved") if comes and moved else None

    def ghost(self, id_: str, slot: Slot, level: int) -> Item:
        """The empty place of what moved away, with a link to where it stands now."""
        kin, words = self.kin, self.words
        title = title_of(id_, kin.old.nodes[id_]) or words.title(id_)
        inside = words.say("moved-within") if id_ in self.shifted else \
            words.say("moved-from", title=self._place(kin.new.nodes[id_]))
        return Item(
            id=id_, anchor=f"{id_}_old", kind=kin.kind(id_), form=_form(slot.field), level=level, state="ghost",
            title=marked_line(title, ""), marks=marks_of(words, "ghost", (), kin), name=title, touched=True,
            past=self.past(id_, level), fate=inside,
        )

    def _place(self, row: Row) -> str:
        """What a node stands in, by name."""
        return self.words.title(row.parent.id) if row.parent else ""

    def past(self, id_: str, level: int) -> Past:
        """A node as it was, with what stood below it: what the place held before the node moved away."""
        row = self.kin.old.nodes[id_]
        form, words = shape(row.kind), self.words
        prose = tuple(str(row.fields[n]) for n, role in form.roles.items() if role is Role.PROSE and n in row.fields)
        values = tuple(Fact(v.label, v.old) for v in self._values(id_, row, row.fields, row.fields, {}))
        below = tuple(
            self.past(child, min(level + 1, 6))
            for field in form.slots for child in self.kin.old.order.get(Slot(id_, field), ())
        )
        chips = tuple(self._chips(row.fields, row.fields))
        return Past(title_of(id_, row) or words.title(id_), level, prose, values, chips, below)

    def item(self, id_: str, slot: Slot | None, level: int, state: str) -> Item:
        """A node with everything that changed in it."""
        kin, words = self.kin, self.words
        changes = kin.of.get(id_, [])
        old, new = self._sides(id_, state, changes)
        row = kin.removed[id_].old if state == "gone" else kin.added[id_].new if state == "new" else kin.row(id_)
        sets = {str(c.at.field): c for c in changes if c.effect is Effect.SET and state not in ("gone", "new")}
        whole = [c for c in changes if c.effect in _EFFECTS.get(state, (Effect.PLACE, Effect.NOTHING))]
        form = _form(slot.field) if slot else "section"
        renamed = sets.get(_title_field(row))
        given: list[Note] = []
        reasons = self._reasons([*whole, *([renamed] if renamed else [])], given)
        prose = tuple(self._prose(id_, row, old, new, sets, given))
        roles = shape(row.kind).roles
        value_reasons = self._reasons([c for name, c in sets.items() if name not in roles], given)
        groups = self.groups(id_, level + 1) if id_ != ROOT else ()
        touched = bool(whole or sets) or any(group.touched for group in groups)
        return Item(
            id=id_, anchor=f"{id_}_old" if state == "gone" and id_ in kin.added else id_, kind=kin.kind(id_), form=form,
            level=level, state=state, number="" if state == "gone" else self.numbers.get(id_, ""),
            term=self._term(id_, row, slot), title=self._title(id_, row, old, new, form),
            title_change=renamed.id if renamed else "",
            marks=marks_of(words, state, (*whole, *sets.values()), kin),
            chips=tuple(self._chips(old, new)), chips_change=sets["sdg"].id if "sdg" in sets else "",
            values=tuple(self._values(id_, row, old, new, sets)), prose=prose, fate=self._fate(whole, form),
            reasons=reasons, value_reasons=value_reasons, groups=groups, name=title_of(id_, row) or words.title(id_),
            touched=touched, bodies=self._bodies(row), history=self.histories.get(id_, "") if touched else "",
        )

    def _bodies(self, row: Row) -> tuple[str, ...]:
        """Who answers for a goal, or has it in a plan of its own."""
        ids = list(row.fields.get("responsible", ())) if row.kind is Goal else []
        if row.parent and self.kin.known(row.parent.id) and self.kin.kind(row.parent.id) == "body-plan":
            ids.append(row.parent.id)
        return tuple(dict.fromkeys(self.words.bodies(ids)))

    def _sides(self, id_: str, state: str, changes: Sequence[Change]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The node's fields before and after the changes that are shown."""
        if state == "gone":
            return dict(self.kin.removed[id_].old.fields), {}
        if state == "new":
            return {}, dict(self.kin.added[id_].new.fields)
        old = dict(self.kin.old.nodes[id_].fields)
        new = dict(old)
        for change in changes:
            if change.effect is Effect.SET:
                new[str(change.at.field)] = change.new
        return old, {name: value for name, value in new.items() if value is not None}

    def _title(
        self, id_: str, row: Row, old: Mapping[str, Any], new: Mapping[str, Any], form: str
    ) -> tuple[Any, ...]:
        name = _title_field(row)
        if name and (name in old or name in new):
            return marked_line(old.get(name), new.get(name), old_first=form == "row")
        title = self.words.title(id_)
        return marked_line(title if old else None, title if new else None)

    def _term(self, id_: str, row: Row, slot: Slot | None) -> str:
        """What is written above a title: the level's own name."""
        if slot is None or slot.field not in ("areas", "goals", "bodies", "vision", "values"):
            return ""
        term = row.fields.get("term") if row.kind.__name__ in ("Goal", "Area") else None
        key = self.kin.kind(id_)
        if key == "goal" and slot.id != ROOT and self.kin.known(slot.id) and self.kin.kind(slot.id) == "body-plan":
            key = "body-goal"
        return capital(str(term or self.words.level(key)))

    def _prose(
        self, id_: str, row: Row, old: Mapping[str, Any], new: Mapping[str, Any], sets: Mapping[str, Change],
        given: list[Note],
    ) -> Iterator[Prose]:
        names = [name for name, role in shape(row.kind).roles.items() if role is Role.PROSE]
        for n, name in enumerate(names):
            before, after = old.get(name), new.get(name)
            if not before and not after:
                continue
            change = sets.get(name)
            label = capital(field_name(name, self.words)) if n else ""
            marked = marked_text(before, after) if before != after else ()
            reasons = self._reasons([change], given) if change else ()
            text = "" if marked else str(after)
            yield Prose(label, f"_{id_}-{name}", change.id if change else "", text, marked, reasons)

    def _values(
        self, id_: str, row: Row, old: Mapping[str, Any], new: Mapping[str, Any], sets: Mapping[str, Change]
    ) -> Iterator[Value]:
        form = shape(row.kind)
        rank = {name: n for n, name in enumerate(form.names)}
        unit = new.get("unit") or old.get("unit")
        for name in sorted({*old, *new}, key=lambda name: (rank[name.partition(".")[0]], name)):
            table = name.partition(".")[0]
            if table in form.roles or table == "sdg":
                continue
            change = sets.get(name)
            if change is None and table not in _SHOWN:
                continue
            sides = differing(old[name], new[name]) if change and name in old and name in new else None
            before, after = sides or (old.get(name), new.get(name))
            shown = [self.words.value(name, side, unit) if side is not None else "" for side in (before, after)]
            state = "same" if name in old and old.get(name) == new.get(name) else "changed" if all(shown) \
                else "new" if shown[1] else "old"
            by = amounts_by(name, before, after, self.words, self.kin) if state == "changed" else ""
            yield Value(self._label(name), shown[0], shown[1], state, change.id if change else "", by)

    def _label(self, name: str) -> str:
        table, _, key = name.partition(".")
        known = _LABELS.get(table, table)
        if has(f"label.{known}", self.words.lang) and (not key or table == "targets"):
            return f"{self.words.say(known)} {key}".strip()
        return capital(field_name(name, self.words))

    def _chips(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Chip]:
        before, after = old.get("sdg", ()), new.get("sdg", ())
        for code in (*before, *(code for code in after if code not in before)):
            shown = chip(code, self.words.lang)
            mark = "=" if code in before and code in after else "+" if code in after else "-"
            yield Chip(shown.goal, shown.code, shown.name, mark)

    def _fate(self, whole: Sequence[Change], form: str) -> str:
        """What is said of a node that comes, goes or moves, when a label does not say it all."""
        for change in whole:
            sentence = self.told.get(change.id)
            if sentence is None or sentence.node_id != change.at.id:
                continue
            plain = change.kind in (Kind.REMOVED, Kind.ADDED, Kind.CONFIRMED, Kind.PROMISED)
            headed = form == "article" and (change.effect is Effect.REMOVE or change.at.id in self.kin.origins)
            if headed or not plain:
                return sentence.text
        return ""

    def _reasons(self, changes: Sequence[Change], given: list[Note]) -> tuple[Reason, ...]:
        """The motivations of some changes of one node, each once."""
        out = []
        for change in changes:
            note = change.note
            if note is None or change.inherited or not note.motivation or any(note is known for known in given):
                continue
            given.append(note)
            out.append(Reason(note.motivation, note.sure, note.motivation == self._latest))
            self._latest = note.motivation
        return tuple(out)


_EFFECTS = {"gone": (Effect.REMOVE,), "new": (Effect.ADD, Effect.NOTHING)}


def _form(field: str) -> str:
    return "article" if field in _ARTICLES else "section" if field in _SECTIONS else "row"


def _title_field(row: Row) -> str:
    return next((name for name, role in shape(row.kind).roles.items() if role is Role.TITLE), "")
