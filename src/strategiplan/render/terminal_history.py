"""One thing's way through all revisions, in the terminal: what was decided as one line, proposals beside it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from strategiplan.messages import text
from strategiplan.model.organization import Organization
from strategiplan.model.revision import Note
from strategiplan.render.event_words import EventWords, reason_of, shown_parts, words_of
from strategiplan.render.terminal import Line, line
from strategiplan.revisions.lineage import Event, Step, What

_SIGNS = {What.NEW: "+", What.RECEIVED: "+", What.VALUE_CHANGED: "±"}


def history_lines(
    events: Sequence[Event], steps: Iterable[Step], organization: Organization | None, lang: str | None
) -> Iterator[Line]:
    """The history as lines. What a proposal says in the words of the decision is told once, with the decision."""
    by_name = {step.name: step for step in steps}
    decided = {reason_of(event) for event in events if not event.is_side}
    followed = {event.at.id for event in events}
    called: dict[str, str] = {}
    for name, group in groupby(events, key=lambda event: event.step):
        step = by_name[name]
        words = words_of(step, by_name.get(step.previous or ""), organization, lang)
        teller = _Teller(EventWords(words), step, decided)
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


class _Teller:
    """Tells the events of one revision."""

    def __init__(self, said: EventWords, step: Step, decided: set[tuple[str, What, str]]) -> None:
        self.said, self.step, self.decided = said, step, decided
        self.lang = said.words.lang
        self.margin = "┊ " if step.is_side else ""
        self.last: Note | None = None

    def heading(self) -> Line:
        """The revision's name, and what it was compared with or that it was only proposed."""
        marks = self.said.standing(self.step)
        shown = [f" ({', '.join(marks)})"] if marks else []
        return line((self.margin, ""), (self.step.name, "bold"), *((mark, "dim") for mark in shown))

    def subject(self, event: Event) -> Line:
        """Which of the followed things it is about."""
        level = text("history.level", self.lang, level=self.said.level(event), id=event.at.id)
        title = self.said.named(event.at)
        return line(title, " ", (level, "dim"), first=f"{self.margin}  ", rest=f"{self.margin}    ")

    def event(self, event: Event) -> Iterator[Line]:
        """What happened, and why."""
        yield line(self.said.sentence(event), first=f"{self.margin}  • ", rest=f"{self.margin}    ")
        for part in shown_parts(event.parts):
            sign = _SIGNS.get(part.what, "−")
            inside = f"{sign} {self.said.named(part.at)} {self.said.part(part)}"
            yield line(inside, first=f"{self.margin}    ", rest=f"{self.margin}      ")
        if event.note != self.last and (not event.is_side or reason_of(event) not in self.decided):
            yield from self._why(event)
        self.last = event.note

    def _why(self, event: Event) -> Iterator[Line]:
        note = event.note
        if note is None:
            return
        inside = f"{self.margin}    "
        if note.assignment:
            yield line((text("history.assignment", self.lang), "bold"), " ", note.assignment, first=inside)
        if note.motivation:
            yield line((text("history.why", self.lang), "bold"), " ", note.motivation, first=inside)
        if not note.sure:
            yield line((text("history.unsure", self.lang), "warning"), first=inside)
