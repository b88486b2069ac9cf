"""One thing's way through all revisions as a page: what was decided in order, and what was only proposed beside it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from strategiplan.model.organization import Organization
from strategiplan.model.tree import Row
from strategiplan.render.event_words import EventWords, reason_of, shown_parts, words_of
from strategiplan.render.field_words import capital
from strategiplan.render.marking import Block, marked_text
from strategiplan.render.plan_view import dated, frame
from strategiplan.render.views import Fact, Frame
from strategiplan.revisions.lineage import Event, Step, What, title_of

_TONES = {
    What.FIRST: "new", What.NEW: "new", What.RETURNED: "new", What.RECEIVED: "new", What.RENAMED: "changed",
    What.TEXT_CHANGED: "changed", What.VALUE_CHANGED: "changed", What.EDITORIAL: "changed", What.PARTS: "changed",
    What.MOVED: "moved", What.REORDERED: "moved", What.UNCHANGED: "kept", What.CONFIRMED: "kept",
    What.PROMISED: "kept",
}  # fmt: skip


class ToldEvent(Struct, frozen=True):
    """One thing that happened. `blocks` is a changed text with its marks, `anchor` an id for them."""

    text: str
    tone: str
    parts: tuple[str, ...]
    anchor: str
    blocks: tuple[Block, ...]
    assignment: str
    motivation: str
    sure: bool


class Subject(Struct, frozen=True):
    """One of the things that are followed, as a revision has it. `href` leads to it there."""

    title: str
    level: str
    href: str
    events: tuple[ToldEvent, ...]


class Turn(Struct, frozen=True):
    """What one revision did. `is_side` says that it was only proposed."""

    id: str
    title: str
    href: str
    notes: tuple[str, ...]
    is_side: bool
    subjects: tuple[Subject, ...]


class HistoryView(Struct, frozen=True):
    """One goal's or indicator's way through all revisions."""

    frame: Frame
    facts: tuple[Fact, ...]
    turns: tuple[Turn, ...]


def by_title(step: Step) -> str:
    """A revision by its plan's title; a proposal by its own name too, since it has its base's title."""
    return f"{step.plan.title} ({step.name})" if step.is_side else step.plan.title


def _nowhere(step: Step, id_: str) -> str:
    return ""


class Followed(Struct, frozen=True):
    """What is followed: the id, all revisions in order, and what happened.

    `called` says what a revision is called, and `href` where its plan, or one thing in it, can be read; both may know
    more than a page by itself does. `without_tree` are revisions that only say something about another's tree.
    """

    id: str
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    called: Callable[[Step], str] = by_title
    href: Callable[[Step, str], str] = _nowhere
    without_tree: frozenset[str] = frozenset()


def history_view(followed: Followed, organization: Organization | None, lang: str | None) -> HistoryView:
    """The history as a page. What a proposal says in the words of the decision is told once, with the decision."""
    return _Telling(followed, organization, lang).view()


class _Telling:
    """The events of one thing on their way to a page."""

    def __init__(self, followed: Followed, organization: Organization | None, lang: str | None) -> None:
        self.followed, self.organization, self.lang = followed, organization, lang
        self.by_name = {step.name: step for step in followed.steps}
        self.decided = {reason_of(event) for event in followed.events if not event.is_side}
        self.texts = 0

    def view(self) -> HistoryView:
        """The page."""
        id_ = self.followed.id
        last = max((s for s in self.followed.steps if id_ in s.rows.nodes), key=self._weight)
        row: Row = last.rows.nodes[id_]
        words = words_of(last, None, self.organization, self.lang)
        said = EventWords(words)
        level = next((said.level(event) for event in self.followed.events if event.at.id == id_), "")
        standing = [
            step.name for step in self.followed.steps
            if id_ in step.rows.nodes and step.name not in self.followed.without_tree
        ]
        facts = (
            Fact(words.say("history-page.kind"), capital(level)),
            Fact(words.say("history-page.stands-in"), ", ".join(standing)),
        )
        around = frame(words, title_of(row) or id_, words.say("history-page.kicker"), dated(last.plan))
        return HistoryView(around, facts, tuple(self._turns()))

    def _weight(self, step: Step) -> tuple[bool, int]:
        """What was decided last names the thing; what was only proposed does where nothing was decided."""
        return not step.is_side, self.followed.steps.index(step)

    def _turns(self) -> Iterator[Turn]:
        for name, group in groupby(self.followed.events, key=lambda event: event.step):
            step = self.by_name[name]
            said = EventWords(words_of(step, self.by_name.get(step.previous or ""), self.organization, self.lang))
            subjects = tuple(
                self._subject(step, id_, list(held), said)
                for id_, held in groupby(group, key=lambda event: event.at.id)
            )
            yield Turn(
                f"_in-{name}", self.followed.called(step), self.followed.href(step, ""), said.standing(step),
                step.is_side, subjects,
            )  # fmt: skip

    def _subject(self, step: Step, id_: str, events: Sequence[Event], said: EventWords) -> Subject:
        there = id_ in step.rows.nodes and step.name not in self.followed.without_tree
        href = self.followed.href(step, id_) if there else ""
        title = events[0].at.title or id_
        return Subject(title, said.level(events[0]), href, tuple(self._event(event, said) for event in events))

    def _event(self, event: Event, said: EventWords) -> ToldEvent:
        note = event.note if not event.is_side or reason_of(event) not in self.decided else None
        marked: tuple[Block, ...] = ()
        if event.what in (What.TEXT_CHANGED, What.EDITORIAL):
            self.texts += 1
            marked = marked_text(event.old, event.new)
        return ToldEvent(
            said.sentence(event), _TONES.get(event.what, "old"),
            tuple(f"{said.named(part.at)} {said.part(part)}" for part in shown_parts(event.parts)),
            f"_text-{self.texts}", marked, note.assignment if note else "", note.motivation if note else "",
            note.sure if note else True,
        )  # fmt: skip
