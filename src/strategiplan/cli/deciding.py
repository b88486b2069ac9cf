"""Adoption for `adopt`: what was decided, whether it gives a plan, and the plan written as a new revision."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from strategiplan import messages
from strategiplan.cli import session
from strategiplan.cli.answers import show_report
from strategiplan.cli.applying import place_beside
from strategiplan.cli.gathering import Gathered, gather
from strategiplan.cli.proposing import read_date
from strategiplan.diagnostics import Report, UserError
from strategiplan.formats.decision_yaml import (
    Filed,
    obstacle_params,
    placed,
    read_record,
    record_file,
    with_decisions,
    with_meeting,
)
from strategiplan.model import Adoption, ChangeDecision, DecisionRecord
from strategiplan.render.terminal import line, write
from strategiplan.render.terminal_adoption import outcome_lines, status_lines
from strategiplan.revisions.adoption import Obstacle, Said, Settled, everything, obstacles, settle, twins
from strategiplan.revisions.collisions import Proposed
from strategiplan.revisions.fingerprint import fingerprint
from strategiplan.revisions.pointing import Meant, Pointing, Unknown
from strategiplan.store.names import label_of


@dataclass(frozen=True)
class Meeting:
    """Where and when it was decided, as the command line says it."""

    body: str | None = None
    date: str | None = None
    paragraph: str | None = None
    case: str | None = None


@dataclass(frozen=True)
class Wanted:
    """What was asked of `adopt`."""

    base: str
    proposals: tuple[str, ...]
    name: str | None = None
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    record: str | None = None
    next: bool = False
    status: bool = False
    meeting: Meeting = Meeting()
    minutes: str | None = None
    message: bool = False

    @property
    def fills_in(self) -> bool:
        """Whether the record is to be filled in or looked at, and no plan is asked for."""
        return self.record is not None and self.name is None


@dataclass(frozen=True)
class Deciding:
    """The proposals with what was decided of them. `path` and `content` are the record's file, where there is one."""

    held: Gathered
    settled: Settled
    record: DecisionRecord
    filed: Filed | None = None
    path: Path | None = None
    content: bytes = b""


def decide(wanted: Wanted) -> int:
    """Do what was asked; returns the exit code. Nothing is written unless all of it can be.

    Raises UserError for a wrong question, PlanError for a plan that does not load.
    """
    space = session.workspace()
    if (wanted.next or wanted.status) and wanted.record is None:
        raise UserError("needs-option", option="--next" if wanted.next else "--status", needed="--decision")
    if wanted.minutes is not None and wanted.name is None:
        raise UserError("needs-option", option="--minutes", needed="--as")
    session.may_write(wanted.minutes, space)
    if wanted.fills_in:
        session.may_write(wanted.record, space)
    place = place_beside(space, wanted.base, wanted.name) if wanted.name is not None else None
    held = gather(wanted.base, wanted.proposals)
    if held.outdated:
        write([line(text) for text in held.outdated], sys.stderr)
        write([line(messages.text("outdated.what-now", held.tongue))], sys.stderr)
        return 1
    read = _read(wanted, held)
    if isinstance(read, Report):
        show_report(read, "text", held.tongue)
        return 1
    if wanted.fills_in:
        return _fill_in(wanted, read)
    if problems := obstacles(held.found, read.settled, held.faults):
        _refuse(problems, read)
        return 1
    if place is None:
        write(outcome_lines(held.telling(), read.settled))
        write([line(messages.text("adopt.would", held.tongue))])
        return 0
    from strategiplan.cli.adopting import write_adopted

    write_adopted(wanted.minutes, wanted.message, read, place)
    return 0


def _read(wanted: Wanted, held: Gathered) -> Deciding | Report:
    """What was said, in the record's file and on the command line; a report when the file is not right."""
    words = chosen(held, wanted.accept, wanted.reject)
    record = _begun(wanted, held)
    if wanted.record is None:
        rest = "rejected" if wanted.accept else "adopted"
        return Deciding(held, settle(held.found, words, rest), record)  # type: ignore[arg-type]
    path = Path(wanted.record)
    if not path.exists():
        if not wanted.fills_in:
            missing = messages.text("adopt.no-file", held.tongue)
            raise UserError("cannot-read-or-write", path=wanted.record, reason=missing)
        return Deciding(held, settle(held.found, words), record, None, path, record_file(record))
    content = path.read_bytes()
    filed = read_record(content, label_of(path), held.found, held.name)
    if filed.report.has_errors or filed.record is None:
        return filed.report
    if filed.record.base_hash not in (None, record.base_hash):
        raise UserError("record-outdated", path=wanted.record, base=held.name)
    merged = filed.record.model_copy(update={"meeting": _meeting(wanted.meeting, held, filed.record.meeting)})
    return Deciding(held, settle(held.found, {**filed.said, **words}), merged, filed, path, content)


def _begun(wanted: Wanted, held: Gathered) -> DecisionRecord:
    return DecisionRecord(
        base=held.name, base_hash=fingerprint(held.base.plan), proposals=tuple(held.proposals),
        meeting=_meeting(wanted.meeting, held, None),
    )  # fmt: skip


def _meeting(said: Meeting, held: Gathered, known: Adoption | None) -> Adoption | None:
    """The meeting as the command line says it, then as the record does; the council, when nobody says who."""
    organization = held.base.organization
    councils = [body.id for body in organization.bodies if body.kind == "council"] if organization else []
    bodies = {body.id for body in organization.bodies} if organization else set()
    if said.body is not None and bodies and said.body not in bodies:
        raise UserError("no-such-body", name=said.body, known=", ".join(sorted(bodies)))
    known = known or Adoption(body=councils[0] if len(councils) == 1 else None)
    told = {
        "body": said.body, "date": read_date(said.date, "--date") if said.date else None,
        "paragraph": said.paragraph, "case": said.case,
    }  # fmt: skip
    found = known.model_copy(update={key: value for key, value in told.items() if value is not None})
    return found if found != Adoption() else None


def chosen(held: Gathered, accept: Iterable[str], reject: Iterable[str]) -> dict[Proposed, ChangeDecision]:
    """What the command line decides; the more particular word wins. Raises UserError for a word that means nothing."""
    pointing = Pointing(held.found)
    said: dict[Proposed, tuple[int, str]] = {}
    for outcome, words in (("adopted", accept), ("rejected", reject)):
        for word in words:
            meant = _meant(pointing, word, held)
            for of in meant.changes:
                rank, before = said.get(of, (-1, outcome))
                if rank == meant.rank and before != outcome:
                    raise UserError("accepted-and-rejected", change=of.change)
                if meant.rank >= rank:
                    said[of] = meant.rank, outcome
    return {
        of: ChangeDecision.model_validate({"change": of.change, "proposal": of.proposal, "outcome": outcome})
        for of, (_, outcome) in said.items()
    }


def _meant(pointing: Pointing, word: str, held: Gathered) -> Meant:
    try:
        return pointing.meant(word)
    except Unknown as unknown:
        key = "unknown-change-near" if unknown.near else "unknown-change"
        names = ", ".join(held.proposals)
        raise UserError(key, word=word, near=unknown.near or "", proposals=names) from None


def _refuse(problems: Iterable[Obstacle], read: Deciding) -> None:
    """Say everything that keeps the decisions from giving a plan: at its place in the record, when there is one."""
    tongue = read.held.tongue
    listed = list(problems)
    ways = {str(one.params["why"]): str(one.params["rule"]) for one in listed if "why" in one.params}
    why = {key: messages.text(f"collision.why.{key}", tongue, rule=rule) for key, rule in ways.items()}
    if read.filed is not None and read.path is not None:
        path = label_of(read.path)
        found = replace(Report.of(placed(listed, read.filed, path, why), read.filed.report.sources), plans=(path,))
        show_report(found, "text", tongue)
        return
    write([line(messages.plural("adopt.refused", len(listed), tongue))], sys.stderr)
    write(
        [line(messages.text(f"fault.{one.code}", tongue, **obstacle_params(one, why)), first="• ", rest="  ")
         for one in listed],
        sys.stderr,
    )  # fmt: skip


def _fill_in(wanted: Wanted, read: Deciding) -> int:
    """Write what was said into the record, and say or ask what is left; 1 while anything is undecided."""
    words = chosen(read.held, wanted.accept, wanted.reject)
    if words or read.filed is None:
        read = save(read, words)
    if wanted.next:
        from strategiplan.cli.asking import put_next

        return put_next(read, wanted)
    problems = [p for p in obstacles(read.held.found, read.settled) if p.code != "decision-undecided"]
    write(status_lines(read.held.telling(), read.settled, label_of(read.path) if read.path else ""))
    if problems:
        _refuse(problems, read)
    return int(bool(problems or read.settled.undecided))


def save(read: Deciding, words: Said) -> Deciding:
    """The record with more decisions, on the disk: written whole or not at all."""
    from strategiplan.store.writing import write_atomic

    assert read.path is not None
    content = with_decisions(read.content, named(read.held, words))
    write_atomic(read.path, content)
    filed = read_record(content, label_of(read.path), read.held.found, read.held.name)
    settled = settle(read.held.found, filed.said)
    return Deciding(read.held, settled, filed.record or read.record, filed, read.path, content)


def named(held: Gathered, decisions: Said) -> dict[Proposed, ChangeDecision]:
    """Decisions as a record says them: whose change it is only where several proposals have one of that name."""
    having: dict[str, int] = {}
    for one in everything(held.found):
        having[one.change] = having.get(one.change, 0) + 1
    alike = twins(held.found)
    out: dict[Proposed, ChangeDecision] = {}
    for of, decision in decisions.items():
        # What several propose alike is decided once.
        if not any(twin in out for twin in alike.get(of, ())):
            unique = having[of.change] == 1 or len(alike.get(of, ())) == having[of.change]
            out[of] = decision.model_copy(update={"proposal": None if unique else of.proposal})
    return out


def record_of(read: Deciding) -> tuple[DecisionRecord, bytes]:
    """The whole record, every change decided, as a value and as a file; a file that there was keeps its comments."""
    decisions = named(read.held, read.settled.decisions)
    record = read.record.model_copy(update={"decisions": tuple(decisions.values())})
    if read.filed is None:
        return record, record_file(record)
    return record, with_meeting(with_decisions(read.content, decisions), record)
