"""Does a level that was promised disappear unseen? "Minst en procent" in a title, or a target's number."""

import re
from collections.abc import Iterator
from typing import Any

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import BodyPlan, Goal, Indicator, Target
from strategiplan.model.tree import Slot
from strategiplan.rules.difference import Difference, Told, by_fate, difference
from strategiplan.rules.indicators import levels
from strategiplan.rules.rule import Rule

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_WORD = "en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tjugo|trettio|fyrtio|femtio|hundra|one|two|three|four|five|ten"
_UNIT = "procentenhet(?:er)?|procent|promille|percent|per cent|%|‰|kronor|kr|tkr|mnkr|mkr"
_BOUND = (
    "minst|högst|lägst|max|maximalt|åtminstone|mer än|fler än|färre än|mindre än|upp till"
    "|at least|at most|more than|fewer than|less than|no more than|up to"
)
# A number is a level when it has a unit that goals are set in, or a word that makes it a limit. A year is a deadline,
# and "under 18 år" an age.
_LEVEL = re.compile(
    rf"(?:\b(?:{_BOUND})\s+)?(?:(?<![\w–-])(?:{_NUMBER})|\b(?:{_WORD}))\s*(?:{_UNIT})(?!\w)"
    rf"|\b(?:{_BOUND})\s+(?!(?:19|20|21)\d\d\b)(?:{_NUMBER}|(?:{_WORD})\b)(?![\d–-])(?!\s*år(?:ig)?\w*\b)",
    re.IGNORECASE,
)
_TEXTS = ("title", "name", "heading", "description", "definition", "text")


def stated_level(text: str) -> str | None:
    """The first level that a text states, in its own words: `minst en procent`, `90 %`, `högst 8`."""
    match = _LEVEL.search(text)
    return match.group().strip() if match else None


def shown_level(target: Target) -> str | None:
    """A target's level in signs that need no language; None for a direction."""
    numbers = [f"{number:g}" for number in levels(target)]
    if not numbers:
        return None
    sign = "≥ " if target.min is not None else "≤ " if target.max is not None else ""
    return sign + "–".join(numbers)


def _target_level(fields: dict[str, Any]) -> str | None:
    """The level that an indicator's last target states, with its year."""
    years = sorted((name for name in fields if name.startswith("targets.")), reverse=True)
    for name in years:
        if level := shown_level(fields[name]):
            return f"{level} ({name.partition('.')[2]})"
    return None


def _states_level(fields: dict[str, Any]) -> bool:
    texts = (fields.get(name) for name in _TEXTS)
    return _target_level(fields) is not None or any(isinstance(text, str) and stated_level(text) for text in texts)


class Successors:
    """Whether what takes over states a level; each node is looked at once however many lead to it."""

    def __init__(self, found: Difference) -> None:
        self.found = found
        self._answers: dict[str, bool] = {}
        self._slots: dict[str, list[Slot]] = {}
        for slot in found.new.order:
            self._slots.setdefault(slot.id, []).append(slot)

    def keep(self, ids: tuple[str, ...]) -> bool:
        """Whether any of these nodes of the revision, or anything below it, states a level."""
        return any(self._keeps(id_) for id_ in ids if id_ in self.found.new.nodes)

    def _keeps(self, root: str) -> bool:
        if root not in self._answers:
            self._answers[root] = any(_states_level(self.found.new.nodes[id_].fields) for id_ in self._below(root))
        return self._answers[root]

    def _below(self, root: str) -> Iterator[str]:
        """The node and what stands below it; of a body's plan only what is new, for the rest was there before."""
        nodes = self.found.new.nodes
        fresh = set(self.found.added) if nodes[root].kind is BodyPlan else None
        todo = [root]
        while todo:
            id_ = todo.pop()
            if fresh is None or id_ in fresh:
                yield id_
            todo.extend(child for slot in self._slots.get(id_, ()) for child in self.found.new.order[slot])


def lost_target_level(dossier: Dossier) -> Iterator[Finding]:
    """A level that was promised disappears with a goal or an indicator, and nothing that takes over states one. What
    has `ceased` is known to end; what lives on in another form seems to keep its promise and does not.

    Fix: give the successor a target, or write that the goal `ceased` and why.
    """
    found, fates = difference(dossier), by_fate(dossier)
    successors = Successors(found)
    for id_ in found.removed:
        row = found.old.nodes[id_]
        if row.kind is Goal:
            level = stated_level(row.fields["title"])
            heirs = found.old.order.get(Slot(id_, "indicators"), ())
            notes = fates.get(id_, [])
        elif row.kind is Indicator:
            level, heirs = _target_level(row.fields), tuple[str, ...]()
            notes = fates.get(id_) or fates.get(row.parent.id if row.parent else "", [])
        else:
            continue
        if level and not _is_answered(notes) and not successors.keep((*heirs, *_into(notes))):
            at = notes[0].field("fate") if notes else Address("revision", "notes")
            yield Finding(at, {"title": found.title(id_), "level": level})


def _is_answered(notes: list[Told]) -> bool:
    return any(entry.note.fate == "ceased" or stated_level(entry.note.assignment) for entry in notes)


def _into(notes: list[Told]) -> Iterator[str]:
    for entry in notes:
        yield from entry.note.into


RULES = (
    Rule(lost_target_level, Severity.WARNING, needs_base=True),
)
