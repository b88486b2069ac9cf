"""One thing's way through all revisions, in the terminal: what was decided as one line, proposals beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from strategiplan.messages import text
from strategiplan.model.organization import Organization
from strategiplan.model.revision import Note
from strategiplan.render import numbers
from strategiplan.render.field_words import capital, field_name
from strategiplan.render.terminal import Line, line
from strategiplan.render.words import Words, kind_of
from strategiplan.revisions.lineage import Event, Part, Ref, Step, What
from strategiplan.revisions.prose import Op, compare

_TEXTS = (What.TEXT_CHANGED, What.EDITORIAL)
_PLACED = (What.FIRST, What.NEW, What.RETURNED)
_SIGNS = {What.NEW: "+", What.RECEIVED: "+", What.VALUE_CHANGED: "±"}


def history_lines(
    events: Sequence[Event], steps: Iterable[Step], organization: Organization | None, lang: str | None
) -> Iterator[Line]:
    """The history as lines. What a proposal says in the words of the decision is told once, with the decision."""
    by_name = {step.name: step for step in steps}
    decided = {_reason(event) for event in events if not event.is_side}
    followed = {event.at.id for event in events}
    called: dict[str, str] = {}
    for name, group in groupby(events, key=lambda event: event.step):
        step = by_name[name]
        before = by_name.get(step.previous or "")
        terms = {str(level): term for level, term in step.plan.terms.items()}
        words = Words.of(terms, organization, lang, *([before.rows] if before else []), step.rows)
        teller = _Teller(words, step, decided)
        if called:
            yield line()
        yield teller.heading()
        for id_, told in groupby(group, key=lambda event: event.at.id):
            held = list(told)
            # One thing alone is named when it is met, and again when its title is another.
            if len(followed) > 1 or called.get(id_) != held[0].at.title:
                yield teller.subject(held[0])
            called[id_] = held[0].at.title
            for event in held:
                yield from teller.event(event)


def _reason(event: Event) -> tuple[str, What, str]:
    return event.at.id, event.what, event.note.motivation if event.note else ""


class _Teller:
    """Tells the events of one revision."""

    def __init__(self, words: Words, step: Step, decided: set[tuple[str, What, str]]) -> None:
        self.words, self.step, self.decided = words, step, decided
        self.margin = "┊ " if step.is_side else ""
        self.last: Note | None = None

    def heading(self) -> Line:
        """The revision's name, and what it was compared with or that it was only proposed."""
        lang = self.words.lang
        marks = [text(f"history.side.{self.step.status}", lang)] if self.step.is_side else []
        if self.step.previous:
            marks.append(text("history.compared", lang, base=self.step.previous))
        shown = [f" ({', '.join(marks)})"] if marks else []
        return line((self.margin, ""), (self.step.name, "bold"), *((mark, "dim") for mark in shown))

    def subject(self, event: Event) -> Line:
        """Which of the followed things it is about."""
        level = text("history.level", self.words.lang, level=self.words.level(kind_of(event.row)), id=event.at.id)
        title = self._named(event.at)
        return line(title, " ", (level, "dim"), first=f"{self.margin}  ", rest=f"{self.margin}    ")

    def event(self, event: Event) -> Iterator[Line]:
        """What happened, and why."""
        told = capital(self.told(event))
        ended = told if told.endswith((":", ".")) else f"{told}."
        yield line(ended, first=f"{self.margin}  • ", rest=f"{self.margin}    ")
        for part in _shown(event.parts):
            sign = _SIGNS.get(part.what, "−")
            inside = f"{sign} {self._named(part.at)} {self._part(part)}"
            yield line(inside, first=f"{self.margin}    ", rest=f"{self.margin}      ")
        if event.note != self.last and (not event.is_side or _reason(event) not in self.decided):
            yield from self._why(event)
        self.last = event.note

    def told(self, event: Event) -> str:
        """The event as a clause without its subject."""
        lang, what = self.words.lang, event.what
        if what in _PLACED:
            return self._placed(event)
        if what in _TEXTS:
            return self._text(event)
        if what is What.RENAMED:
            return text("history.renamed", lang, old=self._quoted(event.old), new=self._quoted(event.new))
        if what is What.VALUE_CHANGED:
            return self._value(event)
        if what is What.MOVED:
            return text("history.moved", lang, old=self._named(event.old), new=self._named(event.new))
        if what is What.PROMISED and event.note and event.note.due:
            return text("history.promised-by", lang, date=self.words.day(event.note.due))
        if what is What.PARTS:
            return text("history.parts", lang)
        if what is What.REMOVED_WITH and event.around:
            return text("history.removed-with", lang, around=self._named(event.around))
        if what is What.RECEIVED:
            return text("history.received", lang, origins=self._list(event.origins))
        return self._became(what, event.into)

    def _became(self, what: What, into: Sequence[Ref]) -> str:
        # A fate that forgot to say into what is told without it; the rules complain elsewhere.
        return text(f"history.{what}", self.words.lang, into=self._list(into) or "–")

    def _part(self, part: Part) -> str:
        own = {What.MOVED: "part.moved", What.RECEIVED: "part.received", What.VALUE_CHANGED: "part.value-changed"}
        if part.what in own:
            return text(f"history.{own[part.what]}", self.words.lang)
        return self._became(part.what, part.into)

    def _placed(self, event: Event) -> str:
        inside = isinstance(event.new, Ref) and event.new.id != "plan"
        key = f"history.{event.what}{'-in' if inside else ''}"
        told = [text(key, self.words.lang, **({"place": self._named(event.new)} if inside else {}))]
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

    def _why(self, event: Event) -> Iterator[Line]:
        note, lang = event.note, self.words.lang
        if note is None:
            return
        inside = f"{self.margin}    "
        if note.assignment:
            yield line((text("history.assignment", lang), "bold"), " ", note.assignment, first=inside)
        if note.motivation:
            yield line((text("history.why", lang), "bold"), " ", note.motivation, first=inside)
        if not note.sure:
            yield line((text("history.unsure", lang), "warning"), first=inside)

    def _named(self, ref: Ref) -> str:
        return self._quoted(ref.title) if ref.title else self.words.title(ref.id)

    def _quoted(self, value: object) -> str:
        return self.words.say("quote", text=str(value))

    def _list(self, refs: Iterable[Ref]) -> str:
        return numbers.joined([self._named(ref) for ref in refs], self.words.lang)


def _shown(parts: Sequence[Part]) -> list[Part]:
    """The parts without those that another one says that it has become."""
    became = {ref.id for part in parts for ref in part.into}
    return [part for part in parts if part.what is not What.NEW or part.at.id not in became]
