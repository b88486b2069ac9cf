"""What things are called: the plan's own names for its levels, bodies by name, values as text."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct, field

from strategiplan.messages import has, plural, section, text
from strategiplan.model.dossier import Dossier
from strategiplan.model.node import Node
from strategiplan.model.organization import Organization
from strategiplan.model.plan import (
    Activity,
    Adoption,
    Area,
    Assignment,
    Baseline,
    BodyPlan,
    Budget,
    Goal,
    Indicator,
    Investment,
    Pending,
    Period,
    Perspective,
    Plan,
    Principle,
    Section,
    Source,
    SubGoal,
    SuccessFactor,
    Target,
    Values,
    Vision,
)
from strategiplan.model.tree import Row, Rows
from strategiplan.render import numbers

KINDS: dict[type[Node], str] = {
    Plan: "plan", Vision: "vision", Values: "values", Section: "section", Perspective: "perspective",
    Principle: "principle", Area: "area", Goal: "goal", Indicator: "indicator", SubGoal: "sub-goal",
    SuccessFactor: "success-factor", Activity: "activity", Assignment: "assignment", BodyPlan: "body-plan",
    Budget: "budget", Investment: "investment",
}
_TITLES = ("title", "name", "heading", "text")


@cache
def labels(lang: str) -> Mapping[str, str]:
    """All fixed texts of the pages in a language, by their key without `label.`."""
    return {key.removeprefix("label."): value for key, value in section(lang, "label").items()}


class Words(Struct, frozen=True):
    """How one plan speaks in one language. `titles` gives the title of every node that can be named."""

    lang: str
    own: str
    terms: Mapping[str, str] = field(default_factory=dict)
    organization: Organization | None = None
    titles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, terms: Mapping[str, str], organization: Organization | None, lang: str | None, *trees: Rows
    ) -> "Words":
        """The words for a plan that calls its levels so, in the organisation's language unless another is asked for."""
        own = organization.language if organization else "sv"
        lang = lang or own
        # A level's name belongs to the plan's language; somebody who reads in another one gets the common word.
        terms = terms if lang == own else {}
        names = {body.id: body.name for body in organization.bodies} if organization else {}
        titles: dict[str, str] = {}
        for rows in trees:
            titles |= {id_: title_of(id_, row) or names.get(id_, id_) for id_, row in rows.nodes.items()}
        if "budget" in titles:
            titles["budget"] = text("label.budget.title", lang)
        return cls(lang, own, terms, organization, titles)

    def say(self, key: str, /, **params: Any) -> str:
        """A fixed text of the pages."""
        return text(f"label.{key}", self.lang, **params)

    def count(self, key: str, count: int, /, **params: Any) -> str:
        """A fixed text with a number in it."""
        return plural(f"label.{key}", count, self.lang, **params)

    def level(self, level: str, count: int = 1) -> str:
        """What the plan calls a level, in singular or plural."""
        term = self.terms.get(level) or self.say(f"level.{level}")
        one, _, many = term.partition("/")
        return (one if count == 1 else many or one).strip()

    def body(self, id_: str) -> str:
        """A body's or party's name; an unknown id stands as it is, so that nothing is hidden."""
        if self.organization is None:
            return id_
        names = {party.id: party.name for party in self.organization.parties}
        return (names | {body.id: body.name for body in self.organization.bodies}).get(id_, id_)

    def bodies(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The names of several bodies."""
        return tuple(self.body(id_) for id_ in ids)

    def title(self, id_: str) -> str:
        """The title of a node, a body's name, or the id when nobody knows it."""
        return self.titles.get(id_) or self.body(id_)

    def heading(self, dossier: Dossier) -> str:
        """What a document about a revision is called: a proposal, somebody's words, or what a decision changed."""
        is_open = dossier.status in ("proposal", "draft")
        key = "statement-on" if dossier.is_statement else "proposal-for" if is_open else "changes-in"
        return self.say(key, title=dossier.plan.title)

    def day(self, value: date) -> str:
        """A date."""
        return numbers.day(value, self.lang)

    def unit(self, unit: str) -> str:
        """A unit in words."""
        return self.say("unit-name.percent") if unit == "percent" else unit

    def target(self, value: Target, unit: str | None = None) -> str:
        """What is to be reached: `minst 85 %`, `80–85 %`, `ska öka`."""
        lang = self.lang
        if value.value is not None:
            shown = numbers.quantity(value.value, unit, lang)
        elif value.min is not None:
            shown = self.say("at-least", value=numbers.quantity(value.min, unit, lang))
        elif value.max is not None:
            shown = self.say("at-most", value=numbers.quantity(value.max, unit, lang))
        elif value.range is not None:
            shown = f"{numbers.number(value.range[0], lang)}–{numbers.quantity(value.range[1], unit, lang)}"
        else:
            shown = self.say(f"direction.{value.direction}")
        return f"{shown} ({value.note})" if value.note else shown

    def baseline(self, value: Baseline, unit: str | None = None) -> str:
        """Where an indicator started."""
        shown = f"{numbers.quantity(value.value, unit, self.lang)} ({value.year})"
        return f"{shown}. {value.note}" if value.note else shown

    def source(self, value: Source) -> tuple[str, str]:
        """Where figures come from, as label and name.

        Kolada is named as the source only of what is Kolada's own, unprocessed; so its terms ask.
        """
        publisher = self.say(f"source.{value.kind}")
        known = tuple(filter(None, (value.name, value.table, value.kpi)))
        own = value.kind in ("local", "other") and known
        name = ", ".join(known if own else (publisher, *known))
        if value.transform:
            return self.say("derived"), self.say("derived-from", publisher=name)
        return self.say("source-label"), name

    def decision(self, value: Adoption) -> str:
        """Who decided, when and where it is written."""
        by = self.in_sentence(self.body(value.body)) if value.body else ""
        parts = [self.say("adopted-by", body=by) if by else self.say("adopted")]
        if value.date:
            parts.append(self.day(value.date))
        shown = " ".join(parts)
        extra = [f"§{numbers.NO_BREAK}{value.paragraph.lstrip('§ ')}" if value.paragraph else "", value.case or ""]
        return ", ".join([shown, *filter(None, extra)])

    def in_sentence(self, name: str) -> str:
        """A body's name inside a sentence: Swedish writes boards with a small letter, companies and offices not."""
        if self.lang != "sv" or not self.organization or name[1:2].isupper():
            return name
        place = self.organization.name.split()[0].rstrip("s")
        common = any(b.name == name and b.kind in ("board", "council", "committee") for b in self.organization.bodies)
        return name[0].lower() + name[1:] if common and not name.startswith(place) else name

    def promise(self, note: str, due: date | None) -> str:
        """What is promised and by when: the day stands inside the sentence."""
        if due is None:
            return note
        end = "." if note.endswith(".") else ""
        return f"{note.removesuffix('.')} ({self.say('due-by', date=self.day(due))}){end}"

    def value(self, name: str, value: Any, unit: str | None = None) -> str:
        """The value of a field as a person would write it."""
        table = name.partition(".")[0]
        special = self._special(table, value, unit)
        if special is not None:
            return special
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, int | float):
            return str(value) if table == "year" else numbers.number(value, self.lang)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, tuple | list):
            parts = [self.value(table, part) for part in value]
            return (" " if parts and all(part.endswith(".") for part in parts) else ", ").join(parts)
        if isinstance(value, Mapping):
            return ", ".join(f"{key}: {self.value('', part)}" for key, part in value.items())
        return str(value)

    def _special(self, table: str, value: Any, unit: str | None) -> str | None:
        if isinstance(value, Target):
            return self.target(value, unit)
        if isinstance(value, Baseline):
            return self.baseline(value, unit)
        if isinstance(value, Source):
            return ": ".join(self.source(value))
        if isinstance(value, Adoption):
            return self.decision(value)
        if isinstance(value, Period):
            return numbers.period(value, self.lang)
        if isinstance(value, Pending):
            return self.promise(value.note, value.due)
        if table in ("responsible", "owner", "to", "body") and isinstance(value, str):
            return self.body(value)
        if table in ("contributes-to", "perspectives") and isinstance(value, str):
            return self.title(value)
        if table == "sdg" and isinstance(value, str):
            return f"{value} {text('sdg.' + value.partition('.')[0], self.lang)}"
        if table == "unit" and isinstance(value, str):
            return self.unit(value)
        if table == "terms" and isinstance(value, str):
            one, _, many = value.partition("/")
            return f"{one.strip()} ({many.strip()})" if many else one
        if table == "mandate" and isinstance(value, str):
            return value.replace("-", "–")
        if isinstance(value, str) and has(f"label.word.{table}.{value}", self.lang):
            return self.say(f"word.{table}.{value}")
        return None


def title_of(id_: str, row: Row) -> str:
    """What a node is called, or nothing when it has no title of its own."""
    for name in _TITLES:
        if value := row.fields.get(name):
            return str(value)
    return ""


def kind_of(row: Row) -> str:
    """The key of what a node is, by its type and where it stands: a body's goal is not the council's."""
    if row.kind is Goal and row.parent is not None and row.parent.field == "financial-goals":
        return "financial-goal"
    if row.kind is Section and row.parent is not None and row.parent.field == "strategies":
        return "strategy"
    return KINDS[row.kind]
