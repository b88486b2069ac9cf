"""A merge as a reader meets it: what each side did, what was decided, and what a person has to decide."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from textwrap import shorten

from msgspec import Struct

from strategiplan.messages import plural
from strategiplan.model.dossier import Dossier
from strategiplan.model.tree import flatten
from strategiplan.render import numbers
from strategiplan.render.collision_view import Answer, Point, Telling
from strategiplan.render.field_words import capital
from strategiplan.render.views import Fact
from strategiplan.revisions.changes import Change
from strategiplan.revisions.collisions import Collisions
from strategiplan.revisions.merged import Caution, Conflict, Merged, Taken, Warned
from strategiplan.revisions.reasons import Revised

# What is made of both sides is told as a third one, which nobody proposes.
_JOINED = "+"
_LONGEST = 400


class Undecided(Struct, frozen=True):
    """Something that both sides changed and a person has to decide."""

    title: str
    why: str
    answers: tuple[Answer, ...]
    advice: str


class MergeView(Struct, frozen=True):
    """A merge, with every label resolved."""

    title: str
    lang: str
    facts: tuple[Fact, ...]
    sides: tuple[Fact, ...]
    parts: tuple[Answer, ...]
    warnings: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    said: Mapping[str, str]
    result: str


def merge_view(merged: Merged, base: Dossier, sides: Mapping[str, tuple[Dossier, Revised]], lang: str) -> MergeView:
    """The merge of two sides, by their names and ours first, told in a language."""
    told = _Told(merged, base, sides, lang)
    say = told.telling.say
    keys = ("sides", "warnings", "conflicts", "motivation")
    return MergeView(
        say("merge.title"), lang, told.telling.facts(), tuple(told.sides()), tuple(told.parts()),
        tuple(dict.fromkeys(told.warning(one) for one in merged.warnings)),
        tuple(told.undecided(one) for one in merged.conflicts),
        {key: say(f"merge.{key}") for key in keys}, told.result(),
    )  # fmt: skip


def conflict_sentences(
    merged: Merged, base: Dossier, sides: Mapping[str, tuple[Dossier, Revised]], lang: str
) -> tuple[str, ...]:
    """For each conflict what it is about, why it is one, and what each side did."""
    told = _Told(merged, base, sides, lang)
    return tuple(told.sentence(one) for one in merged.conflicts)


class _Told:
    """A merge on its way to words."""

    def __init__(
        self, merged: Merged, base: Dossier, sides: Mapping[str, tuple[Dossier, Revised]], lang: str
    ) -> None:
        self.merged, self.lang, self.names = merged, lang, tuple(sides)
        self.held = {name: revised for name, (_, revised) in sides.items()}
        first = self.held[self.names[0]]
        joined = tuple(d.change for d in merged.decisions if d.taken is Taken.JOINED)
        both = Revised(replace(first.changes, changes=joined, new=flatten(merged.plan)), (), {})
        found = Collisions(base.plan, {**self.held, _JOINED: both}, (), (), {})
        self.telling = Telling(found, base, {name: dossier for name, (dossier, _) in sides.items()}, lang)

    def sides(self) -> Iterator[Fact]:
        """Who changed how much."""
        for name in self.names:
            signed, size = self.telling.signed(name), len(self.held[name].changes)
            changes = plural("collision.changes", size, self.lang)
            yield Fact(signed, changes if signed == name else f"{name}, {changes}")

    def parts(self) -> Iterator[Answer]:
        """What was done, by whose it is."""
        ids: dict[Taken, list[str]] = {taken: [] for taken in (Taken.BOTH, Taken.OURS, Taken.THEIRS, Taken.JOINED)}
        for decision in self.merged.decisions:
            ids[decision.taken].append(decision.change.id)
        ours, theirs = self.names
        for taken, teller in (
            (Taken.BOTH, ours), (Taken.OURS, ours), (Taken.THEIRS, theirs), (Taken.JOINED, _JOINED),
        ):  # fmt: skip
            if ids[taken]:
                named = {"name": self.telling.party(teller)} if taken in (Taken.OURS, Taken.THEIRS) else {}
                label = self.telling.say(f"merge.taken.{taken}", **named)
                yield Answer(label, self.telling.points(teller, ids[taken], marked=taken is Taken.JOINED))

    def warning(self, one: Warned) -> str:
        """What was decided without asking."""
        what = self.telling.thing(one.at)
        if one.why is Caution.SAME_TITLE:
            ids = sorted({c.at.id for c in (*one.ours, *one.theirs)})
            return self.telling.say("merge.caution.same-title", what=what, ids=numbers.joined(ids, self.lang))
        return self.telling.say(f"merge.caution.{one.why}", what=what)

    def undecided(self, one: Conflict) -> Undecided:
        """Both versions of one thing, with their reasons."""
        answers = [
            Answer(self.telling.party(name), self._points(name, changes))
            for name, changes in zip(self.names, (one.ours, one.theirs), strict=True)
            if changes
        ]
        what = [self.telling.words.title(id_) for id_ in one.successors]
        carry = self.telling.say("conflict.carry", what=numbers.joined(what, self.lang)) if what else ""
        return Undecided(self.telling.thing(one.at), f"{capital(self._why(one))}.", tuple(answers), carry)

    def _points(self, name: str, changes: Iterable[Change]) -> tuple[Point, ...]:
        return self.telling.points(name, [c.id for c in changes])

    def _why(self, one: Conflict) -> str:
        rule = ", ".join(f"{code} ({at})" for code, at in one.faults)
        return self.telling.say(f"conflict.why.{one.why}", **({"rule": rule} if one.faults else {}))

    def sentence(self, one: Conflict) -> str:
        """A conflict in a sentence, and after it what each side did."""
        view = self.undecided(one)
        rows = [f"{view.title}. {view.why}"]
        for answer in view.answers:
            # What is said here is a heading; everything stands below it.
            told = f"{answer.label}: {' '.join(p.text for p in answer.points)}"
            rows.append(shorten(told, _LONGEST, placeholder=" …"))
        return "\n".join([*rows, *filter(None, [view.advice])])

    def result(self) -> str:
        """How it went."""
        count = len(self.merged.conflicts)
        return plural("merge.undecided", count, self.lang) if count else self.telling.say("merge.clean")

