"""The record of a decision as a file that can be filled in change by change, and back with every slip in its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from strategiplan.diagnostics import Diagnostic, Location, Report, Severity
from strategiplan.formats.changes import plain
from strategiplan.model.revision import ChangeDecision, DecisionRecord
from strategiplan.revisions.adoption import Obstacle, changes_of, twins
from strategiplan.revisions.collisions import Collisions, Proposed
from strategiplan.store.assembly import Raw
from strategiplan.store.data_edit import brought_to
from strategiplan.store.edit import PlanFile
from strategiplan.store.layout import written
from strategiplan.store.loading import read_side_file
from strategiplan.store.positions import Positions

_PART = "decision-record"


@dataclass(frozen=True, slots=True)
class Filed:
    """A record as it was read: what it says of every change, by the changes' names, and all that is wrong with it."""

    record: DecisionRecord | None
    said: Mapping[Proposed, ChangeDecision]
    report: Report
    places: Mapping[Proposed, Location]


def read_record(content: bytes, path: str, found: Collisions, base: str) -> Filed:
    """The record that a file holds about these proposals on this base.

    `record` is None when the file cannot be understood. Decisions about changes that there are not, or that several
    proposals have, are errors with their place and what was probably meant.
    """
    raw = Raw()
    record, report = read_side_file(content, path, DecisionRecord, raw)
    if not isinstance(record, DecisionRecord):
        return Filed(None, {}, replace(report, plans=(path,)), {})
    reading = _Reading(record, found, base, raw, path)
    said = reading.said()
    joined = replace(Report.of([*report.diagnostics, *reading.wrong], raw.sources), plans=(path,))
    return Filed(record, said, joined, reading.places)


class _Reading:
    def __init__(self, record: DecisionRecord, found: Collisions, base: str, raw: Raw, path: str) -> None:
        self.record, self.found, self.base = record, found, base
        self.raw, self.positions = raw, Positions(raw, path)
        self.changes, self.alike = changes_of(found), twins(found)
        self.wrong: list[Diagnostic] = []
        self.places: dict[Proposed, Location] = {}

    def place(self, *at: Any) -> Location:
        return self.positions.along(self.raw.document.get(_PART), at)

    def _err(self, code: str, where: Location, suggestion: str | None = None, **params: Any) -> None:
        self.wrong.append(Diagnostic(code, Severity.ERROR, where, params=params, suggestion=suggestion))

    def said(self) -> dict[Proposed, ChangeDecision]:
        """What the record says, by change."""
        if self.record.base != self.base:
            self._err("decision-other-base", self.place("base"), self.base, base=self.record.base)
        for n, name in enumerate(self.record.proposals):
            if name not in self.found.proposals:
                self._unknown_proposal(name, "proposals", n)
        out: dict[Proposed, ChangeDecision] = {}
        for n, decision in enumerate(self.record.decisions):
            of = self._whose(decision, n)
            if of in out:
                first = self.places[of]
                params = {"change": of.change}
                self.wrong.append(Diagnostic(
                    "change-decided-twice", Severity.ERROR, self.place("decisions", n, "change"), params=params,
                    related=(first,),
                ))
            elif of is not None:
                out[of] = decision
                self.places[of] = self.place("decisions", n, "change")
        return out

    def _unknown_proposal(self, name: str, *at: Any) -> None:
        near = get_close_matches(name, list(self.found.proposals), 1, 0.6)
        known = ", ".join(self.found.proposals)
        self._err("decision-unknown-proposal", self.place(*at), near[0] if near else None, proposal=name, known=known)

    def _whose(self, decision: ChangeDecision, n: int) -> Proposed | None:
        """The change that is meant: of the proposal that is named, else of the only one that has it."""
        if decision.proposal is not None and decision.proposal not in self.found.proposals:
            self._unknown_proposal(decision.proposal, "decisions", n, "proposal")
            return None
        names = [decision.proposal] if decision.proposal is not None else list(self.found.proposals)
        having = [of for name in names if (of := Proposed(name, decision.change)) in self.changes]
        if not having:
            ids = sorted({of.change for of in self.changes if of.proposal in names})
            near = get_close_matches(decision.change, ids, 1, 0.6)
            where = self.place("decisions", n, "change")
            self._err("decision-unknown-change", where, near[0] if near else None, change=decision.change)
            return None
        if any(of not in self.alike.get(having[0], ()) for of in having[1:]):
            where = self.place("decisions", n, "change")
            self._err("decision-whose", where, change=decision.change, names=", ".join(of.proposal for of in having))
            return None
        return having[0]


def placed(found: Iterable[Obstacle], filed: Filed, path: str, why: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Obstacles as diagnostics at the decisions that they are about. `why` words the ways in which changes meet."""
    for obstacle in found:
        here = filed.places.get(obstacle.one) or filed.places.get(obstacle.other or obstacle.one)
        there = filed.places.get(obstacle.other) if obstacle.other is not None else None
        related = (there,) if there is not None and there != here else ()
        params = obstacle_params(obstacle, why)
        yield Diagnostic(obstacle.code, Severity.ERROR, here or Location(path), params=params, related=related)


def obstacle_params(obstacle: Obstacle, why: Mapping[str, str]) -> dict[str, Any]:
    """What fills an obstacle's sentence."""
    params = {"one": shown(obstacle.one), "other": shown(obstacle.other) if obstacle.other else "", **obstacle.params}
    return params | ({"why": why[params["why"]]} if "why" in params else {})


def shown(of: Proposed) -> str:
    """A change as a person names it: its id, and whose it is."""
    return f"{of.change} ({of.proposal})"


def record_file(record: DecisionRecord) -> bytes:
    """A whole record as its file. Raises LayoutRefused when a text cannot be written in YAML."""
    data: dict[str, Any] = record.model_dump(by_alias=True, exclude_defaults=True)
    return written(_data(data), "decision").encode()


def with_decisions(content: bytes, decisions: Mapping[Proposed, ChangeDecision]) -> bytes:
    """A record's file with more decisions, or others in place of those that it has; the rest is not touched.

    Raises Unreadable for a file that is no YAML.
    """
    file = PlanFile(content, "decision")
    data = file.data()
    held: list[Any] = data.setdefault("decisions", [])
    there = {old.get("change"): n for n, old in enumerate(held) if isinstance(old, dict) and "proposal" not in old}
    whose = {(old["change"], old["proposal"]): n for n, old in enumerate(held)
             if isinstance(old, dict) and {"change", "proposal"} <= old.keys()}  # fmt: skip
    for of, decision in decisions.items():
        new = _data(decision.model_dump(by_alias=True, exclude_defaults=True))
        n = whose.get((of.change, of.proposal), there.get(of.change))
        if n is None:
            held.append(new)
        else:
            held[n] = new
    return brought_to(file, data).content if held else content


def with_meeting(content: bytes, record: DecisionRecord) -> bytes:
    """A record's file with the meeting that the record has; what the file says of it already is not touched.

    Raises Unreadable for a file that is no YAML.
    """
    if record.meeting is None:
        return content
    file = PlanFile(content, "decision")
    data = file.data()
    meeting = _data(record.meeting.model_dump(by_alias=True, exclude_defaults=True))
    return brought_to(file, {**data, "meeting": {**data.get("meeting", {}), **meeting}}).content


def _data(value: Any) -> Any:
    """Model data as a file's."""
    found = plain(value)
    return {key: held for key, held in found.items() if held not in ((), [], {}, None)}
