"""What changes, in plain sentences: what a politician reads, and what stands first in every view of a revision.

Every change is told in exactly one sentence; a goal that leaves takes what leaves with it into its own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from strategiplan.address import ROOT
from strategiplan.messages import text
from strategiplan.model.organization import Organization
from strategiplan.model.revision import Note
from strategiplan.render import numbers
from strategiplan.render.field_words import capital, field_sentence, the_node
from strategiplan.render.kin import Kin
from strategiplan.render.words import Words
from strategiplan.revisions.changes import Change, Effect, Kind
from strategiplan.revisions.reasons import Revised

# Goals and areas are what is decided: each is told by itself, however alike the reasons are.
_ALONE = ("goal", "area", "financial-goal")
_GROUPED = (Kind.ADDED, Kind.REMOVED, Kind.CONFIRMED, Kind.PROMISED)


class Sentence(Struct, frozen=True):
    """One thing that happens, as one or a few short sentences, with the changes that it tells.

    `area_id` is the area or the body's plan that it belongs to, None for the plan as a whole. `motivation` is Markdown
    as it was written; `sure` is False when somebody marked the reason as open to dispute.
    """

    change_ids: tuple[str, ...]
    text: str
    motivation: str
    area_id: str | None
    kind: Kind
    node_id: str
    sure: bool = True


def sentences(
    revised: Revised, organization: Organization | None = None, lang: str | None = None
) -> tuple[Sentence, ...]:
    """What a revision does, in document order, in the organisation's language unless `lang` says another."""
    return tuple(_Teller(Kin(revised), words_for(revised, organization, lang)).tell(revised.changes))


def words_for(revised: Revised, organization: Organization | None, lang: str | None) -> Words:
    """The words for a revision: the new plan's names of levels, and the titles of both trees."""
    old, new = revised.changes.old, revised.changes.new
    root = new.nodes[ROOT]
    terms = {name.partition(".")[2]: term for name, term in root.fields.items() if name.startswith("terms.")}
    return Words.of(terms, organization, lang, old, new)


Key = tuple[object, ...]


class _Teller:
    """Gathers the changes that are told together, and tells them."""

    def __init__(self, kin: Kin, words: Words) -> None:
        self.kin, self.words = kin, words
        self.followed = {kin.head(c) for c in (*kin.added.values(), *kin.removed.values()) if kin.head(c) != c.at.id}
        # The successor of one that is replaced is told with it, when it has nothing to say for itself.
        self.told_with: dict[str, str] = {}
        for source, change in kin.removed.items():
            into = change.note.into if change.note and not change.inherited else ()
            if change.kind is Kind.REPLACED and len(into) == 1 and self._silent(into[0]):
                self.told_with.setdefault(into[0], source)

    def _silent(self, id_: str) -> bool:
        change = self.kin.added.get(id_)
        return change is not None and (change.note is None or change.inherited) and self.kin.head(change) == id_ \
            and id_ not in self.followed and self.kin.kind(id_) not in _ALONE

    def tell(self, changes: Iterable[Change]) -> Iterator[Sentence]:
        """A sentence for each group of changes, in the order in which their first ones stand."""
        groups: dict[Key, list[Change]] = {}
        for change in changes:
            groups.setdefault(self._key(change), []).append(change)
        for key, held in groups.items():
            main = next((c for c in held if key[:3] == ("node", c.at.id, c.effect)), held[0])
            # A node without a title of its own leaves a gap where the title would stand.
            told = re.sub(" +(?=[ .])", "", self._told(main, held))
            note = main.note or next((c.note for c in held if c.note), None)
            yield Sentence(
                tuple(c.id for c in held), told, note.motivation if note else "", self.kin.area(main.at.id), main.kind,
                main.at.id, note.sure if note else True,
            )

    def _key(self, change: Change) -> Key:
        id_, effect = change.at.id, change.effect
        if effect in (Effect.ADD, Effect.REMOVE):
            if effect is Effect.ADD and id_ in self.told_with:
                return "node", self.told_with[id_], Effect.REMOVE
            head = self.kin.head(change)
            if head != id_ or id_ in self.followed:
                return "node", head, effect
            if change.kind is Kind.MERGED:
                return "merged", self.kin.kind(id_), _reason(change.note)
            return self._group_key(change)
        if effect is Effect.NOTHING:
            added = self.kin.added.get(id_)
            return self._key(added) if added and change.kind is Kind.PROMISED else self._group_key(change)
        if effect is Effect.PLACE:
            return "place", id_
        if change.note is not None:
            return "set", id_, _reason(change.note)
        return ("values", id_) if change.kind is Kind.VALUE_CHANGED else ("field", change.id)

    def _group_key(self, change: Change) -> Key:
        """Siblings with one and the same reason are told in one breath."""
        id_ = change.at.id
        rows = self.kin.old if change.effect is Effect.REMOVE else self.kin.new
        alone = self.kin.kind(id_) in _ALONE and change.effect is not Effect.NOTHING
        if alone or change.kind not in _GROUPED or id_ in self.told_with.values():
            return "node", id_, change.effect
        return "group", change.kind, rows.nodes[id_].parent, _reason(change.note)

    def _told(self, main: Change, held: Sequence[Change]) -> str:
        if main.effect is Effect.SET:
            return " ".join(field_sentence(change, self.words, self.kin) for change in held)
        if main.effect is Effect.PLACE:
            return self._moved(main)
        if main.effect is Effect.ADD:
            return self._added(main, held)
        if main.effect is Effect.REMOVE:
            return self._removed(main, held)
        return self._standing(main, held)

    def _named(self, ids: Sequence[str]) -> tuple[str, str]:
        """`målet` and its title, or `målen` and all their titles."""
        if len(ids) == 1:
            return the_node(ids[0], self.words, self.kin)
        those = text(f"sentence.those.{self.kin.kind(ids[0])}", self.words.lang)
        return those, self._list(ids)

    def _list(self, ids: Sequence[str]) -> str:
        return numbers.joined([self.words.say("quote", text=self.words.title(id_)) for id_ in ids], self.words.lang)

    def _what(self, ids: Sequence[str]) -> str:
        """What something becomes, each with what it is: `indikatorn ’Befolkningsökning’`; an unknown id as it is."""
        named = [" ".join(the_node(id_, self.words, self.kin)) if self.kin.known(id_) else self.words.body(id_)
                 for id_ in ids]
        return numbers.joined(named, self.words.lang)

    def _counted(self, ids: Iterable[str]) -> str:
        """How many of each kind: `2 mål och 5 indikatorer`."""
        found: dict[str, int] = {}
        for id_ in ids:
            found[self.kin.kind(id_)] = found.get(self.kin.kind(id_), 0) + 1
        shown = [f"{found[kind]} {self.words.level(kind, found[kind])}" for kind in ("area", "goal", "indicator")
                 if kind in found]
        return numbers.joined(shown, self.words.lang)

    def _added(self, main: Change, held: Sequence[Change]) -> str:
        words, kin = self.words, self.kin
        ids = [c.at.id for c in held if c.effect is Effect.ADD and (c.at.id == main.at.id or kin.head(c) == c.at.id)]
        kind, parent = kin.kind(ids[0]), main.new.parent
        new = capital(text(f"sentence.new{'s' * (len(ids) > 1)}.{kind}", words.lang))
        what = self._counted(kin.below(ids[0], kin.new)) if len(ids) == 1 else ""
        holding = text("sentence.holding", words.lang, what=what) if what else ""
        inside = parent and parent.id != ROOT and kind not in ("area", "goal", "body-plan")
        if inside:
            the, place = the_node(parent.id, words, kin)
            told = [text("sentence.added-in", words.lang, New=new, the=the, place=place, title=self._list(ids),
                         holding=holding)]
        else:
            told = [text("sentence.added", words.lang, New=new, title=self._list(ids), holding=holding)]
        if origins := [id_ for target in ids for id_ in kin.origins.get(target, ())]:
            told.append(text("sentence.origin", words.lang, what=self._what(origins)))
        told += [self._promise(c) for c in held if c.kind is Kind.PROMISED]
        return " ".join(told)

    def _promise(self, change: Change) -> str:
        words, row = self.words, self.kin.new.nodes[change.at.id]
        pending = row.fields.get("indicators-pending")
        if pending is not None:
            return text("sentence.promised-note", words.lang, note=words.value("indicators-pending", pending))
        return self._standing(change, [change])

    def _standing(self, main: Change, held: Sequence[Change]) -> str:
        words, note = self.words, main.note
        the, title = self._named(list(dict.fromkeys(c.at.id for c in held)))
        if main.kind is Kind.CONFIRMED:
            how = "one" if len({c.at.id for c in held}) == 1 else "many"
            return text(f"sentence.confirmed.{how}", words.lang, The=capital(the), title=title)
        if note and note.due:
            return text("sentence.promised-by", words.lang, the=the, title=title, date=words.day(note.due))
        return text("sentence.promised", words.lang, the=the, title=title)

    def _moved(self, change: Change) -> str:
        words = self.words
        the, title = the_node(change.at.id, words, self.kin)
        old, new = change.old_place, change.new_place
        if change.kind is Kind.MOVED and old and new:
            places = [" ".join(the_node(place.slot.id, words, self.kin)).strip() for place in (old, new)]
            return text("sentence.moved", words.lang, The=capital(the), title=title, old=places[0], new=places[1])
        if new and new.after:
            after = words.say("quote", text=words.title(new.after))
            return text("sentence.reordered-after", words.lang, The=capital(the), title=title, what=after)
        return text("sentence.reordered-first", words.lang, The=capital(the), title=title)

    def _removed(self, main: Change, held: Sequence[Change]) -> str:
        words, kin = self.words, self.kin
        ids = [c.at.id for c in held if c.effect is Effect.REMOVE and kin.head(c) == c.at.id]
        the, title = self._named(ids)
        told = [self._fate(main, capital(the), title, "one" if len(ids) == 1 else "many")]
        if lost := self._counted(id_ for head in ids for id_ in kin.lost(head)):
            told.append(text("sentence.lost", words.lang, what=lost))
        return " ".join(told)

    def _fate(self, change: Change, the: str, title: str, how: str) -> str:
        lang, kind, note = self.words.lang, change.kind, change.note
        into = note.into if note else ()
        if note is None or not into:
            return text(f"sentence.removed.{how}", lang, The=the, title=title)
        if kind is Kind.DELEGATED:
            return self._delegated(note, the, title)
        if kind is Kind.ABSORBED:
            own = text(f"sentence.own.{self.kin.kind(change.at.id)}", lang)
            return text("sentence.absorbed", lang, The=the, title=title, own=own, what=self._placed(into))
        if kind is Kind.PROMOTED:
            return text("sentence.becomes", lang, The=the, title=title, what=self._what(into))
        if kind is Kind.REPLACED:
            told = [text("sentence.replaced", lang, The=the, title=title, what=self._what(into))]
            if note.series_break:
                told.append(text(f"sentence.series-break.{note.series_break}", lang))
            return " ".join(told)
        key = {Kind.MERGED: "merged", Kind.SPLIT: "split"}.get(kind, "handed-on" if not change.inherited else "removed")
        key = key if key == "split" else f"{key}.{how}"
        return text(f"sentence.{key}", lang, The=the, title=title, what=self._what(into))

    def _placed(self, into: Sequence[str]) -> str:
        """What it becomes, and where that stands."""
        what, row = self._what(into), self.kin.row(into[0]) if self.kin.known(into[0]) else None
        if row is None or row.parent is None or row.parent.id == ROOT or len(into) > 1:
            return what
        the, place = the_node(row.parent.id, self.words, self.kin)
        return text("sentence.below", self.words.lang, what=what, the=the, place=place)

    def _delegated(self, note: Note, the: str, title: str) -> str:
        lang, body = self.words.lang, self.words.body(note.into[0])
        given = " ".join(note.assignment.split())
        if not given:
            bodies = numbers.joined(self.words.bodies(note.into), lang)
            return text("sentence.delegated", lang, The=the, title=title, bodies=bodies)
        opening = text("sentence.assignment-opening", lang, body=body)
        if given.startswith(opening):
            told = text("sentence.assignment-task", lang, body=body, rest=given.removeprefix(opening))
        else:
            told = text("sentence.assignment-other", lang, body=body, text=given)
        return text("sentence.assigned", lang, The=the, title=title, assignment=told)


def _reason(note: Note | None) -> Key:
    return (note.motivation, note.fate, note.into, note.due, note.sure) if note else ()
