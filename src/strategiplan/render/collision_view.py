"""Several proposals as a reader meets them: how they stand to each other, and the order in which they are voted on."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from strategiplan.address import ROOT, Address
from strategiplan.messages import plural, text
from strategiplan.model.dossier import Dossier
from strategiplan.render import numbers
from strategiplan.render.field_words import capital
from strategiplan.render.marking import Block, marked_text
from strategiplan.render.plan_view import dated, frame
from strategiplan.render.sentences import sentences
from strategiplan.render.views import Fact, Frame, Table
from strategiplan.render.words import Words, kind_of
from strategiplan.revisions.ballot import AS_IT_IS, FORMAL, Alternative, Ballot, Fall, Step, StepKind
from strategiplan.revisions.changes import Change, Effect, Kind
from strategiplan.revisions.collisions import Collision, Collisions, Grade
from strategiplan.revisions.pairing import Why

# A changed name stands in its sentence, before and after.
_TEXTS = (Kind.TEXT_CHANGED, Kind.EDITORIAL)


class Shown(Struct, frozen=True):
    """A text with what a proposal changes in it marked. `anchor` is unique on the page."""

    anchor: str
    blocks: tuple[Block, ...]


class Point(Struct, frozen=True):
    """One sentence of what a proposal does, with its reason and the texts that it changes."""

    text: str
    motivation: str
    sure: bool
    changes: tuple[str, ...]
    shown: tuple[Shown, ...]


class Answer(Struct, frozen=True):
    """What one of the proposals, or a yes or a no, stands for."""

    label: str
    points: tuple[Point, ...]


class Contest(Struct, frozen=True):
    """Proposals on one thing that exclude each other, and why they do."""

    id: str
    title: str
    grade: str
    why: tuple[str, ...]
    answers: tuple[Answer, ...]


class CollisionsView(Struct, frozen=True):
    """How the proposals stand to each other."""

    frame: Frame
    said: Mapping[str, str]
    facts: tuple[Fact, ...]
    parties: tuple[Fact, ...]
    matrix: Table
    groups: tuple[Contest, ...]
    adjacent: tuple[str, ...]
    shared: tuple[Point, ...]


class StepView(Struct, frozen=True):
    """One question with what a yes and a no mean."""

    id: str
    number: int
    title: str
    topic: str
    question: str
    notes: tuple[str, ...]
    answers: tuple[Answer, ...]
    falls: tuple[str, ...]


class BallotView(Struct, frozen=True):
    """The order of voting."""

    frame: Frame
    said: Mapping[str, str]
    facts: tuple[Fact, ...]
    steps: tuple[StepView, ...]
    notes: tuple[str, ...]


class Telling:
    """The words for several proposals on one base: whose each is, and what its changes do."""

    def __init__(self, found: Collisions, base: Dossier, proposals: Mapping[str, Dossier], lang: str) -> None:
        self.found, self.base, self.proposals, self.lang = found, base, proposals, lang
        changes = [held.changes for held in found.proposals.values()]
        rows = [*(c.new for c in changes), *(c.old for c in changes[:1])]
        self.rows = {id_: row for tree in rows for id_, row in tree.nodes.items()}
        terms = {str(level): term for level, term in base.plan.terms.items()}
        self.words = Words.of(terms, base.organization, lang, *rows)
        self._shown = 0

    def dated(self) -> date:
        """The date of a file about them: when the last of them was filed, else the plan's own."""
        filed = [held.revision.filed for held in self.proposals.values() if held.revision and held.revision.filed]
        return max(filed, default=dated(self.base.plan))

    def say(self, key: str, /, **params: Any) -> str:
        """A text of these pages."""
        return text(key, self.lang, **params)

    def party(self, name: str) -> str:
        """Who proposes, or the proposal's own name when nobody signs it or two are signed alike."""
        shown = self.signed(name)
        return f"{shown} ({name})" if [self.signed(n) for n in self.proposals].count(shown) > 1 else shown

    def signed(self, name: str) -> str:
        """Whose name a proposal bears."""
        revision = self.proposals[name].revision if name in self.proposals else None
        if revision is None or revision.proposer is None:
            return name
        who = revision.proposer
        return who.name or (self.words.body(who.party) if who.party else self.words.say(f"word.proposer.{who.kind}"))

    def parties(self, names: Iterable[str]) -> str:
        """Several of them."""
        return numbers.joined([self.party(name) for name in names], self.lang)

    def thing(self, at: Address) -> str:
        """A node by what it is and its title: `Mål: Karlstad ska ha ett gott företagsklimat`."""
        row = self.rows.get(at.id)
        if row is None:
            return str(at)
        title = self.words.titles.get(at.id, at.id)
        return f"{capital(self.words.level(kind_of(row)))}: {title}" if at.id != ROOT else title

    def points(self, name: str, ids: Iterable[str], *, marked: bool = True) -> tuple[Point, ...]:
        """What some of a proposal's changes do, in its own order."""
        wanted, held = set(ids), self.found.proposals[name]
        changes = tuple(c for c in held.changes if c.id in wanted)
        narrow = dataclasses.replace(held, changes=dataclasses.replace(held.changes, changes=changes))
        told = sentences(narrow, self.base.organization, self.lang)
        return tuple(
            Point(
                one.text, one.motivation, one.sure, one.change_ids,
                tuple(self._texts(c for c in changes if c.id in one.change_ids)) if marked else (),
            )
            for one in told
        )  # fmt: skip

    def _texts(self, changes: Iterable[Change]) -> Iterator[Shown]:
        for change in changes:
            if change.effect is not Effect.SET or change.kind not in _TEXTS:
                continue
            self._shown += 1
            yield Shown(f"_text-{self._shown}", marked_text(change.old, change.new))

    def why(self, collision: Collision) -> str:
        """In what way proposals meet."""
        rule = ", ".join(f"{code} ({at})" for code, at in collision.faults)
        return self.say(f"collision.why.{collision.why}", **({"rule": rule} if collision.faults else {}))

    def facts(self) -> tuple[Fact, ...]:
        """What the proposals are based on."""
        return (Fact(self.say("collision.base"), f"{self.base.plan.title} ({self.base.name})"),)

    def said(self, section: str) -> Mapping[str, str]:
        """The fixed texts of a page that has no places to fill in."""
        keys = {
            "collision": ("groups", "groups-note", "none", "adjacent", "adjacent-note", "shared", "shared-note",
                          "parties", "proposal", "matrix", "matrix-note"),
            "ballot": ("advice", "steps"),
        }  # fmt: skip
        return {key: self.say(f"{section}.{key}") for key in keys[section]}


def collisions_view(telling: Telling) -> CollisionsView:
    """How the proposals stand to each other, as a page."""
    found = telling.found
    met = [c for c in found.collisions if c.grade is Grade.ADJACENT]
    parties = []
    for name, held in found.proposals.items():
        size = len(held.changes)
        note = plural("collision.changes", size, telling.lang) if size else telling.say("collision.statement")
        parties.append(Fact(telling.signed(name), f"{name}, {note}"))
    adjacent = dict.fromkeys(
        telling.say("collision.meeting", what=telling.thing(c.at), why=telling.why(c)) for c in met
    )
    return CollisionsView(
        frame(telling.words, telling.say("collision.title"), telling.say("collision.kicker"), telling.dated()),
        telling.said("collision"), telling.facts(), tuple(parties), _matrix(telling), tuple(_contests(telling)),
        tuple(adjacent), tuple(_shared(telling)),
    )  # fmt: skip


def _matrix(telling: Telling) -> Table:
    names = list(telling.found.proposals)
    cells = telling.found.matrix

    def cell(one: str, other: str) -> str:
        if one == other:
            return telling.say("collision.same-proposal")
        held = cells[(one, other) if (one, other) in cells else (other, one)]
        counts = sorted(held.counts.items(), reverse=True)
        first = telling.say(f"collision.grade.{held.grade}")
        if held.grade not in held.counts:
            return ", ".join([first, *(f"{grade}: {n}" for grade, n in counts)])
        (_, most), *rest = counts
        return ", ".join([f"{first}: {most}", *(f"{grade}: {n}" for grade, n in rest)])

    # The columns bear the numbers of the list above: names would make the table wider than the page.
    heads = tuple(str(n) for n in range(1, len(names) + 1))
    shown = tuple(
        (f"{head}. {telling.party(one)}", tuple(cell(one, other) for other in names))
        for head, one in zip(heads, names, strict=True)
    )
    return Table("_matrix", telling.say("collision.matrix"), heads, shown)


def _contests(telling: Telling) -> Iterator[Contest]:
    for n, group in enumerate(telling.found.groups, 1):
        why = dict.fromkeys(capital(telling.why(c)) for c in group.collisions)
        grade = max(c.grade for c in group.collisions)
        answers = tuple(Answer(telling.party(name), telling.points(name, ids)) for name, ids in group.alternatives)
        title = telling.thing(group.collisions[0].at)
        yield Contest(f"_group-{n}", title, telling.say(f"collision.grade.{grade}"), tuple(why), answers)


def _shared(telling: Telling) -> Iterator[Point]:
    """What several proposals do alike, told once for each set of them."""
    alike: dict[str, set[str]] = {}
    for collision in telling.found.collisions:
        if collision.why is Why.SAME:
            alike.setdefault(collision.members[0].change, set()).update(name for name, _ in collision.sides)
    held: dict[tuple[str, ...], list[str]] = {}
    for id_, names in alike.items():
        held.setdefault(tuple(sorted(names)), []).append(id_)
    for owners, ids in sorted(held.items()):
        for point in telling.points(owners[0], ids, marked=False):
            told = telling.say("collision.shared-by", names=telling.parties(owners), what=point.text)
            reasons = [p.motivation for name in owners for p in telling.points(name, point.changes, marked=False)]
            yield replace(point, text=told, motivation="\n\n".join(dict.fromkeys(filter(None, reasons))))


def ballot_view(telling: Telling, held: Ballot) -> BallotView:
    """The order of voting as a page."""
    main = telling.party(held.main) if held.main else telling.say("ballot.no-main")
    facts = (*telling.facts(), Fact(telling.say("ballot.main"), f"{main} ({telling.say('ballot.main-note')})"))
    notes = [telling.say("ballot.without", name=telling.party(name)) for name in held.without_changes]
    if all(step.is_optional for step in held.steps):
        notes.insert(0, telling.say("ballot.nothing"))
    place = {step.id: n for n, step in enumerate(held.steps, 1)}
    steps = tuple(_step(telling, step, place) for step in held.steps)
    title, kicker = telling.say("ballot.title"), telling.say("collision.kicker")
    around = frame(telling.words, title, kicker, telling.dated())
    return BallotView(around, telling.said("ballot"), facts, steps, tuple(notes))


def _step(telling: Telling, step: Step, place: Mapping[str, int]) -> StepView:
    answers = [] if step.kind in FORMAL else [
        Answer(
            telling.say("ballot.answer", answer=telling.say(f"ballot.{side}"), what=_name(telling, answer, place)),
            tuple(p for name, ids in answer.changes[:1] for p in telling.points(name, ids)),
        )
        for side, answer in (("yes", step.yes), ("no", step.no))
    ]  # fmt: skip
    falls = [_fall(telling, fall, place) for fall in step.falls]
    return StepView(
        f"_step-{place[step.id]}", place[step.id], telling.say(f"ballot.kind.{_heading(telling, step)}"),
        _topic(telling, step), question(telling, step, place), tuple(_notes(telling, step, place)), tuple(answers),
        tuple(dict.fromkeys(falls)),
    )  # fmt: skip


def _heading(telling: Telling, step: Step) -> str:
    if step.kind is StepKind.CONTEST and step.no == AS_IT_IS:
        return "last-left"
    revisions = [telling.proposals[name].revision for name in step.no.by if name in telling.proposals]
    amends = revisions and all(held is not None and held.kind == "amendment" for held in revisions)
    return "amendment" if step.kind is StepKind.CONTEST and amends else str(step.kind)


def _topic(telling: Telling, step: Step) -> str:
    contests = (group.collisions[0].at for group in telling.found.groups if group.id == step.about)
    return next((telling.thing(at) for at in contests), "")


def question(telling: Telling, step: Step, place: Mapping[str, int]) -> str:
    """The question as it is put: the chair's own words, or made from what the step decides."""
    if step.question:
        return step.question
    key = str(step.kind)
    if step.kind is StepKind.FIRST:
        key = "rest"
    elif step.kind is StepKind.CONTEST and step.no == AS_IT_IS:
        key = "as-it-is"
    names = {side: _name(telling, answer, place) for side, answer in (("yes", step.yes), ("no", step.no))}
    return telling.say(f"ballot.question.{key}", **({} if step.kind in FORMAL else names))


def _name(telling: Telling, answer: Alternative, place: Mapping[str, int]) -> str:
    if answer.winner_of is not None:
        return telling.say("ballot.winner", number=place.get(answer.winner_of, 0))
    if not answer.changes:
        return telling.say("ballot.as-it-is")
    return plural("ballot.proposal", len(answer.by), telling.lang, names=telling.parties(answer.by))


def _notes(telling: Telling, step: Step, place: Mapping[str, int]) -> Iterator[str]:
    if step.kind in (*FORMAL, StepKind.ADDITION):
        yield telling.say(f"ballot.note.{step.kind}")
    elif step.is_separable:
        yield telling.say("ballot.note.separable")
    for one, other in step.compatible:
        yield telling.say("ballot.note.compatible", one=telling.party(one), other=telling.party(other))
    if before := [str(place[id_]) for id_ in step.depends_on if id_ in place]:
        yield f"{telling.say('ballot.depends', numbers=numbers.joined(before, telling.lang))}."


def _fall(telling: Telling, fall: Fall, place: Mapping[str, int]) -> str:
    (told, *_) = telling.points(fall.change.proposal, [fall.change.change], marked=False)
    return telling.say("ballot.falls", number=place[fall.step], what=told.text)
