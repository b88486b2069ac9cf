"""What happened to a thing in one revision, in clauses: the same words in the terminal and on a page."""

from collections.abc import Iterable, Mapping, Sequence

from strategiplan.messages import text
from strategiplan.model.organization import Organization
from strategiplan.render import numbers
from strategiplan.render.field_words import capital, field_name
from strategiplan.render.words import Words, kind_of
from strategiplan.revisions.lineage import Event, Part, Ref, Step, What
from strategiplan.revisions.prose import Op, compare

_TEXTS = (What.TEXT_CHANGED, What.EDITORIAL)
_PLACED = (What.FIRST, What.NEW, What.RETURNED)


def words_of(step: Step, before: Step | None, organization: Organization | None, lang: str | None) -> Words:
    """The words for what happened between two revisions: the later one's names of levels, and the titles of both."""
    terms = {str(level): term for level, term in step.plan.terms.items()}
    return Words.of(terms, organization, lang, *([before.rows] if before else []), step.rows)


class EventWords:
    """Puts the events of one revision into words."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def standing(self, step: Step) -> tuple[str, ...]:
        """That a revision was only proposed, and what it was compared with."""
        marks = [text(f"history.side.{step.status}", self.words.lang)] if step.is_side else []
        if step.previous:
            marks.append(text("history.compared", self.words.lang, base=step.previous))
        return tuple(marks)

    def level(self, event: Event) -> str:
        """What kind of thing it is, in the plan's own word."""
        return self.words.level(kind_of(event.row))

    def sentence(self, event: Event) -> str:
        """The event as a sentence without its subject."""
        told = capital(self.told(event))
        return told if told.endswith((":", ".")) else f"{told}."

    def told(self, event: Event) -> str:
        """The event as a clause without its subject."""
        lang, what = self.words.lang, event.what
        if what in _PLACED:
            return self._placed(event)
        if what in _TEXTS:
            return self._text(event)
        if what is What.RENAMED:
            return text("history.renamed", lang, old=self.quoted(event.old), new=self.quoted(event.new))
        if what is What.VALUE_CHANGED:
            return self._value(event)
        if what is What.MOVED:
            return text("history.moved", lang, old=self.named(event.old), new=self.named(event.new))
        if what is What.PROMISED and event.note and event.note.due:
            return text("history.promised-by", lang, date=self.words.day(event.note.due))
        if what is What.PARTS:
            return text("history.parts", lang)
        if what is What.REMOVED_WITH and event.around:
            return text("history.removed-with", lang, around=self.named(event.around))
        if what is What.RECEIVED:
            return text("history.received", lang, origins=self._list(event.origins))
        return self._became(what, event.into)

    def part(self, part: Part) -> str:
        """What happened to something inside."""
        own = {What.MOVED: "part.moved", What.RECEIVED: "part.received", What.VALUE_CHANGED: "part.value-changed"}
        if part.what in own:
            return text(f"history.{own[part.what]}", self.words.lang)
        return self._became(part.what, part.into)

    def named(self, ref: Ref) -> str:
        """Something that is mentioned, by its title or by its name."""
        return self.quoted(ref.title) if ref.title else self.words.title(ref.id)

    def quoted(self, value: object) -> str:
        """A title inside a sentence."""
        return self.words.say("quote", text=str(value))

    def _became(self, what: What, into: Sequence[Ref]) -> str:
        # A fate that forgot to say into what is told without it; the rules complain elsewhere.
        return text(f"history.{what}", self.words.lang, into=self._list(into) or "–")

    def _placed(self, event: Event) -> str:
        inside = isinstance(event.new, Ref) and event.new.id != "plan"
        key = f"history.{event.what}{'-in' if inside else ''}"
        told = [text(key, self.words.lang, **({"place": self.named(event.new)} if inside else {}))]
        if event.origins:
            told.append(text("history.origin", self.words.lang, origins=self._list(event.origins)))
        return "; ".join(told)

    def _text(self, event: Event) -> str:
        lang, field = self.words.lang, field_name(str(event.field), self.words)
        if event.what is What.EDITORIAL:
            return text("history.editorial", lang, field=field)
        if event.old is None or event.new is None:
            return text(f"history.text-{'added' if event.old is None else 'removed'}", lang, field=field)
        counts = {Op.INSERTED: 0, Op.DELETED: 0, Op.EQUAL: 0}
        for run in compare(event.old, event.new).runs:
            counts[run.op] += len(run.text.split())
        return text("history.text-changed", lang, field=field, added=counts[Op.INSERTED], removed=counts[Op.DELETED])

    def _value(self, event: Event) -> str:
        name, unit = str(event.field), event.row.fields.get("unit")
        how = "added" if event.old is None else "removed" if event.new is None else "changed"
        shown: Mapping[str, str] = {
            key: self.words.value(name, value, unit)
            for key, value in (("old", event.old), ("new", event.new)) if value is not None
        }
        return text(f"history.value-{how}", self.words.lang, field=field_name(name, self.words), **shown)

    def _list(self, refs: Iterable[Ref]) -> str:
        return numbers.joined([self.named(ref) for ref in refs], self.words.lang)


def reason_of(event: Event) -> tuple[str, What, str]:
    """What makes the reason for an event the same as that for another."""
    return event.at.id, event.what, event.note.motivation if event.note else ""


def shown_parts(parts: Sequence[Part]) -> list[Part]:
    """The parts without those that another one says that it has become."""
    became = {ref.id for part in parts for ref in part.into}
    return [part for part in parts if part.what is not What.NEW or part.at.id not in became]
