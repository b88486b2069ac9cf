"""The history of every goal and indicator through all revisions, and the list of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from strategiplan.model.plan import Goal
from strategiplan.render.environment import render
from strategiplan.render.event_words import EventWords, reason_of, shown_parts, words_of
from strategiplan.render.field_words import capital
from strategiplan.render.marking import Block, marked_text
from strategiplan.render.plan_view import frame
from strategiplan.render.views import Fact, Frame
from strategiplan.revisions.lineage import Event, Step, What, lineage, title_of
from strategiplan.site import ways
from strategiplan.site.plan_pages import called
from strategiplan.site.shelves import Shelf, Site

Files = dict[str, bytes]
_TONES = {
    What.FIRST: "new", What.NEW: "new", What.RETURNED: "new", What.RECEIVED: "new", What.RENAMED: "changed",
    What.TEXT_CHANGED: "changed", What.VALUE_CHANGED: "changed", What.EDITORIAL: "changed", What.PARTS: "changed",
    What.MOVED: "moved", What.REORDERED: "moved", What.UNCHANGED: "kept", What.CONFIRMED: "kept",
    What.PROMISED: "kept",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One thing that happened. `blocks` is a changed text with its marks, `anchor` an id for them."""

    text: str
    tone: str
    parts: tuple[str, ...]
    anchor: str
    blocks: tuple[Block, ...]
    assignment: str
    motivation: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the things that are followed, as a revision has it. `href` leads to it there."""

    title: str
    level: str
    href: str
    events: tuple[ToldEvent, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one revision did. `is_side` says that it was only proposed."""

    id: str
    title: str
    href: str
    notes: tuple[str, ...]
    is_side: bool
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """One goal's or indicator's way through all revisions."""

    frame: Frame
    facts: tuple[Fact, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A line of the list: what can be followed, and in which revisions it stands."""

    title: str
    href: str
    where: str


@dataclass(frozen=True, slots=True)
class FollowedGroup:
    """Lines of one kind under a heading."""

    id: str
    title: str
    rows: tuple[Followed, ...]


@dataclass(frozen=True, slots=True)
class HistoriesView:
    """All that can be followed."""

    frame: Frame
    groups: tuple[FollowedGroup, ...]


def history_list(site: Site, shelf: Shelf) -> Files:
    """The list of all that can be followed."""
    path = ways.histories(shelf)
    around = ways.around(site, path, shelf.lang, crumbs=_crumbs(shelf))
    return {path: render("histories.html.j2", _list(shelf), site.templates, html=True, around=around)}


def history_page(site: Site, shelf: Shelf, id_: str) -> Files:
    """The history of one goal or indicator."""
    path = ways.history(shelf, id_)
    title = title_of(shelf.followed()[id_]) or id_
    around = ways.around(site, path, shelf.lang, crumbs=[*_crumbs(shelf), (title, path)])
    return {path: render("history.html.j2", history_view(shelf, id_), site.templates, html=True, around=around)}


def history_of(shelf: Shelf, id_: str) -> object:
    """What a history shows of its own; the rest of its page is the same on all."""
    standing = [v.name for v in shelf.volumes if id_ in v.step.rows.nodes]
    return title_of(shelf.followed()[id_]), standing, lineage(id_, shelf.steps, shelf.turns)


def _crumbs(shelf: Shelf) -> list[tuple[str, str]]:
    return [(shelf.name, ways.home(shelf)), (ways.said(shelf.lang)["histories"], ways.histories(shelf))]


def history_view(shelf: Shelf, id_: str) -> HistoryView:
    """The history of one thing as a page. What a proposal says in the words of the decision is told once, there."""
    events = lineage(id_, shelf.steps, shelf.turns)
    return _Telling(shelf, id_, events).view()


class _Telling:
    """The events of one thing on their way to a page."""

    def __init__(self, shelf: Shelf, id_: str, events: Sequence[Event]) -> None:
        self.shelf, self.id, self.events = shelf, id_, events
        self.path = ways.history(shelf, id_)
        self.decided = {reason_of(event) for event in events if not event.is_side}
        self.texts = 0

    def view(self) -> HistoryView:
        """The page."""
        shelf = self.shelf
        row = shelf.followed()[self.id]
        last = next(v for v in reversed(shelf.volumes) if self.id in v.step.rows.nodes)
        words = words_of(last.step, None, shelf.organization, shelf.lang)
        said = EventWords(words)
        level = next((said.level(event) for event in self.events if event.at.id == self.id), "")
        standing = [v.name for v in shelf.volumes if self.id in v.step.rows.nodes and v.has_tree]
        texts = ways.said(shelf.lang)
        facts = (Fact(texts["kind"], capital(level)), Fact(texts["stands-in"], ", ".join(standing)))
        around = frame(words, title_of(row) or self.id, texts["history"])
        return HistoryView(around, facts, tuple(self._turns()))

    def _turns(self) -> Iterator[Turn]:
        for name, group in groupby(self.events, key=lambda event: event.step):
            volume = self.shelf.volume(name)
            before = volume.previous.step if volume.previous else None
            said = EventWords(words_of(volume.step, before, self.shelf.organization, self.shelf.lang))
            subjects = tuple(
                self._subject(volume.step, id_, list(held), said)
                for id_, held in groupby(group, key=lambda event: event.at.id)
            )
            yield Turn(
                f"_in-{name}", called(self.shelf, volume), ways.href(self.path, ways.plan(self.shelf, volume)),
                said.standing(volume.step), volume.step.is_side, subjects,
            )  # fmt: skip

    def _subject(self, step: Step, id_: str, events: Sequence[Event], said: EventWords) -> Subject:
        volume = self.shelf.volume(step.name)
        there = volume.has_tree and id_ in step.rows.nodes
        href = f"{ways.href(self.path, ways.plan(self.shelf, volume))}#{id_}" if there else ""
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


def _list(shelf: Shelf) -> HistoriesView:
    words = words_of(shelf.volume(shelf.front).step, None, shelf.organization, shelf.lang)
    texts, source = ways.said(shelf.lang), ways.histories(shelf)
    rows: dict[bool, list[Followed]] = {True: [], False: []}
    for id_, row in shelf.followed().items():
        where = [v.name for v in shelf.volumes if v.has_tree and id_ in v.step.rows.nodes]
        href = ways.href(source, ways.history(shelf, id_))
        rows[row.kind is Goal].append(Followed(title_of(row) or id_, href, ", ".join(where)))
    groups = (
        FollowedGroup("_goals", texts["all-goals"], tuple(rows[True])),
        FollowedGroup("_indicators", texts["all-indicators"], tuple(rows[False])),
    )
    return HistoriesView(frame(words, texts["histories"], ""), tuple(group for group in groups if group.rows))
