"""A draft of the official's memo (tjänsteskrivelse) on a proposal: what the plans say, and blanks for the rest.

What nobody has written down is a blank that says what belongs there. Nothing is made up.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Area, BodyPlan, Budget, Goal, Investment, Plan
from strategiplan.render import numbers
from strategiplan.render.field_words import capital
from strategiplan.render.kin import Kin
from strategiplan.render.plan_view import dated, frame
from strategiplan.render.revision_view import Count
from strategiplan.render.sentences import Sentence, sentences, words_for
from strategiplan.render.tally import tally
from strategiplan.render.views import Frame, Line, Part, Place
from strategiplan.render.words import Words
from strategiplan.revisions.changes import Kind
from strategiplan.revisions.reasons import Revised

# What a memo needs and a plan has no field for, under `meta` in plan.yaml: by its Swedish or its English name.
KEYS = {
    "to": ("till", "to"), "subject": ("arende", "subject"), "case": ("diarienummer", "case"),
    "date": ("datum", "date"), "sender": ("avsandare", "sender"), "officer": ("handlaggare", "officer"),
    "decision": ("forslag-till-beslut", "proposed-decision"), "send-to": ("beslutet-skickas-till", "send-to"),
}  # fmt: skip
# What each assessment can find in a plan: global goals, and words in the names of perspectives.
ASSESSED: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "economy": ((), ("ekonomi", "econom", "financ")),
    "children": ((), ("barn", "child")),
    "equality": ((5,), ("jämställd", "gender", "equality")),
    "environment": ((6, 7, 12, 13, 14, 15), ("miljö", "klimat", "ekologi", "environment", "climate", "ecolog")),
}  # fmt: skip
_WHOLE = ("main", "counter", "alternative")
_MINOR = (Kind.TEXT_CHANGED, Kind.VALUE_CHANGED, Kind.EDITORIAL, Kind.CONFIRMED, Kind.PROMISED, Kind.REORDERED)


class Paper(Struct, frozen=True):
    """A document that the decision rests on, and the day that it bears."""

    name: str
    dated: Place


class Assessment(Struct, frozen=True):
    """One kind of consequence: what the plans say of it, and the assessment to write."""

    id: str
    title: str
    says: tuple[str, ...]
    quoted: tuple[Part, ...]
    blank: Place


class MemoView(Struct, frozen=True):
    """A memo, part by part."""

    frame: Frame
    lines: tuple[Line, ...]
    decider: Place
    points: tuple[Place, ...]
    summary: tuple[str, ...]
    counts: tuple[Count, ...]
    told: tuple[str, ...]
    statement: str
    papers: tuple[Paper, ...]
    assessments: tuple[Assessment, ...]
    recipients: tuple[Place, ...]
    officer: Place


def memo_view(revised: Revised, old: Dossier, new: Dossier, lang: str | None = None) -> MemoView:
    """The draft of a memo on a proposal."""
    return _Memo(revised, old, new, lang).view()


class _Memo:
    """One memo on its way to a page."""

    def __init__(self, revised: Revised, old: Dossier, new: Dossier, lang: str | None) -> None:
        self.revised, self.old, self.new = revised, old, new
        organization = new.organization or old.organization
        self.words: Words = words_for(revised, organization, lang)
        self.kin = Kin(revised)
        self.told = sentences(revised, organization, lang)

    def view(self) -> MemoView:
        """The memo."""
        words, revision = self.words, self.new.revision
        subject = self.written("subject") or (words.say("proposal-for", title=self.new.plan.title),)
        lines = tuple(Line(words.say(f"memo.{key}"), self.place(key)) for key in ("to", "case", "date", "sender"))
        return MemoView(
            frame(words, subject[0], words.say("memo.kicker"), dated(self.new.plan)), lines, self.decider(),
            tuple(self.points()), tuple(self.summary()), tally(self.kin, words, None),
            tuple(one.text for one in self.told if self.weighty(one)), revision.statement if revision else "",
            tuple(self.papers()), tuple(self.assessment(key) for key in ASSESSED), tuple(self.recipients()),
            self.place("officer"),
        )  # fmt: skip

    def written(self, key: str) -> tuple[str, ...]:
        """What somebody has written under one of the key's names in `meta`, bodies by name."""
        return tuple(
            self.words.body(str(value))
            for name in KEYS[key] if name in self.new.plan.meta
            for value in _listed(self.new.plan.meta[name]) if str(value).strip()
        )

    def place(self, key: str) -> Place:
        """What is written under a key, else a blank."""
        found = self.written(key)
        return Place(numbers.joined(found, self.words.lang)) if found else self.blank(key)

    def blank(self, key: str) -> Place:
        """A blank that says what belongs there."""
        return Place(self.words.say(f"memo.blank.{key}"), False)

    def weighty(self, one: Sentence) -> bool:
        """Whether it is told in the summary: goals and areas that come, go, move or change their name."""
        return self.kin.row(one.node_id).kind in (Area, Goal, BodyPlan) and one.kind not in _MINOR

    def decider(self) -> Place:
        """Who decides: whoever the plan says, or the one before it."""
        for plan in (self.new.plan, self.old.plan):
            if plan.decision and plan.decision.body:
                return Place(capital(self.words.in_sentence(self.words.body(plan.decision.body))))
        return self.blank("decider")

    def points(self) -> Iterator[Place]:
        """The decision, each point one thing that can be understood alone."""
        words, plan = self.words, self.new.plan
        if written := self.written("decision"):
            yield from map(Place, written)
            return
        if not self.told:
            yield self.blank("decision")
            return
        kind = self.new.revision.kind if self.new.revision else "main"
        if kind in _WHOLE:
            period = numbers.period(plan.period, words.lang)
            yield Place(words.say("memo.adopt", title=plan.title, period=period, old=self.old.plan.title))
            yield from (Place(given) for given in dict.fromkeys(self.given()))
        else:
            yield from (Place(one.text) for one in self.told)

    def given(self) -> Iterator[str]:
        """What bodies are told to do, since that is decided beside the plan."""
        for change in self.revised.changes:
            if change.note and change.note.assignment and not change.inherited:
                yield " ".join(change.note.assignment.split())

    def summary(self) -> Iterator[str]:
        """Who proposes, and compared with what; no reasons, since those are somebody's opinion."""
        words, revision = self.words, self.new.revision
        if revision and revision.proposer:
            who = revision.proposer
            name = who.name or (words.body(who.party) if who.party else words.say(f"word.proposer.{who.kind}"))
            yield words.say("memo.from", who=name)
        key = "memo.differs" if self.told else "memo.same"
        yield words.say(key, new=self.new.plan.title, old=self.old.plan.title)

    def papers(self) -> Iterator[Paper]:
        """What the decision rests on: the proposal and the plan that it would change."""
        words, revision = self.words, self.new.revision
        filed = Place(words.day(revision.filed)) if revision and revision.filed else self.blank("paper-date")
        yield Paper(words.say("proposal-for", title=self.new.plan.title), filed)
        yield Paper(self.old.plan.title, self.decided(self.old.plan))
        yield Paper(words.say("memo.changes-paper", new=self.new.plan.title, old=self.old.plan.title),
                    self.blank("paper-date"))

    def decided(self, plan: Plan) -> Place:
        """When a plan was decided, as far as it says."""
        if plan.decision and plan.decision.date:
            shown = self.words.decision(plan.decision)
            return Place(shown[:1].lower() + shown[1:])
        return self.blank("paper-date")

    def assessment(self, key: str) -> Assessment:
        """What the plans say that bears on one kind of consequence."""
        goals, names = ASSESSED[key]
        words = self.words
        says = [*self.money()] if key == "economy" else []
        for goal in goals:
            marked = [self.words.say("quote", text=words.title(id_)) for id_ in self.marked(goal)]
            if marked:
                title = words.value("sdg", str(goal))
                says.append(words.say("memo.marked", goal=title, goals=numbers.joined(marked, words.lang)))
        quoted = tuple(
            Part(f"_{key}-{node.id}", node.name, node.text, 4)
            for node in self.new.plan.perspectives if any(name in node.name.casefold() for name in names)
        )
        return Assessment(f"_{key}", words.say(f"memo.{key}"), tuple(says), quoted, self.blank(key))

    def marked(self, goal: int) -> Iterator[str]:
        """The goals in which something changes and that are marked with a global goal, or were."""
        for id_ in self.kin.of:
            row = self.kin.row(id_)
            codes = row.fields.get("sdg", ()) if row.kind is Goal else ()
            if any(str(code).partition(".")[0] == str(goal) for code in codes):
                yield id_

    def money(self) -> Iterator[str]:
        """What changes in the budget, sentence by sentence, or that nothing does."""
        changed = [one.text for one in self.told if self.kin.row(one.node_id).kind in (Budget, Investment)]
        if changed:
            yield from changed
        else:
            yield self.words.say("memo.no-budget" if self.new.plan.budget is None else "memo.same-budget")

    def recipients(self) -> Iterator[Place]:
        """Whom the decision is sent to: those written down, else the bodies that are told to do something."""
        if written := self.written("send-to"):
            yield from map(Place, written)
            return
        given = [change.note.into for change in self.revised.changes if change.note and change.kind is Kind.DELEGATED]
        bodies = [body for into in given for body in into] + [a.to for a in self.new.plan.assignments]
        yield from (Place(self.words.body(body)) for body in dict.fromkeys(bodies))
        yield self.blank("send-to")


def _listed(value: Any) -> Sequence[Any] | Iterable[Any]:
    return value if isinstance(value, list | tuple) else (value,)
