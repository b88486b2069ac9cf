"""One question at a time for `adopt --next`: the order of voting, put to who keeps the record of the meeting."""

import re
import sys
from collections.abc import Iterable, Mapping

from strategiplan import messages
from strategiplan.cli.deciding import Deciding, Wanted, save
from strategiplan.model import ChangeDecision
from strategiplan.render.collision_view import Answer, question
from strategiplan.render.terminal import Line, line, write
from strategiplan.render.terminal_adoption import status_lines
from strategiplan.revisions.ballot import FORMAL, Alternative, Ballot, Step, StepKind, ballot
from strategiplan.revisions.collisions import Proposed
from strategiplan.revisions.pointing import Pointing
from strategiplan.store.names import label_of

_VOTES = re.compile(r"\s*([0-9]{1,6})\s*[-–/ ]\s*([0-9]{1,6})(?:\s*[-–/ ]\s*([0-9]{1,6}))?\s*").fullmatch


def put_next(read: Deciding, wanted: Wanted) -> int:
    """Put the next open question; at a terminal, ask until everything is decided or somebody stops.

    What is answered is in the file before the next question is put, so that a meeting can break off at any time.
    Returns 1 while anything is undecided.
    """
    asks = sys.stdin.isatty()
    skipped: set[Proposed] = set()
    order = ballot(read.held.found, read.held.revisions)
    while True:
        open_ = frozenset(read.settled.undecided) - skipped
        step = next((step for step in order.steps if _is_open(step, order, open_)), None)
        if step is None:
            write(status_lines(read.held.telling(), read.settled, label_of(read.path) if read.path else ""))
            return int(bool(read.settled.undecided))
        write(_put(read, step, order, open_))
        if not asks:
            write(_how(read, wanted, step, order, open_))
            return 1
        answer = _answer(read)
        if answer == "quit":
            return 1
        about = _members(step, order) & open_
        if answer == "skip":
            skipped |= about
        elif answer == "each":
            read = _each(read, about)
        else:
            read = save(read, _decided(step, order, about, answer, _votes(read)))


def _members(step: Step, order: Ballot) -> frozenset[Proposed]:
    return frozenset((*_side(step.yes, order), *_side(step.no, order)))


def _is_open(step: Step, order: Ballot, open_: frozenset[Proposed]) -> bool:
    """Whether there is anything left to ask; a choice is made when only one of the two is left."""
    if step.kind is StepKind.SELECTION:
        return all(open_.intersection(_side(side, order)) for side in (step.yes, step.no))
    return not open_.isdisjoint(_members(step, order))


def _side(answer: Alternative, order: Ballot) -> tuple[Proposed, ...]:
    """The changes that an answer stands for; of what won an earlier step, what that step chose between."""
    if answer.winner_of is None:
        return answer.members
    chosen = next(step for step in order.steps if step.id == answer.winner_of)
    return (*_side(chosen.yes, order), *_side(chosen.no, order))


def _put(read: Deciding, step: Step, order: Ballot, open_: Iterable[Proposed]) -> Iterable[Line]:
    telling = read.held.telling()
    place = {held.id: n for n, held in enumerate(order.steps, 1)}
    number = sum(held.kind not in FORMAL for held in order.steps[: place[step.id]])
    title = messages.text(f"ballot.kind.{step.kind}", read.held.tongue)
    yield line()
    yield line((f"{number}. {title}", "heading"))
    yield line((question(telling, step, place), "bold"))
    left = set(open_)
    for side, answer in (("yes", step.yes), ("no", step.no)):
        for name, ids in answer.changes:
            points = telling.points(name, [i for i in ids if Proposed(name, i) in left], marked=False)
            if points:
                shown = Answer(messages.text(f"ballot.{side}", read.held.tongue), points)
                yield line((f"{shown.label} – {telling.party(name)}", "dim"), first="  ")
                yield from (line(point.text, first="    • ", rest="      ") for point in shown.points)


def _how(read: Deciding, wanted: Wanted, step: Step, order: Ballot, open_: frozenset[Proposed]) -> Iterable[Line]:
    """How to answer without a terminal."""
    tongue = read.held.tongue
    command = " ".join(["strategiplan adopt", wanted.base, *wanted.proposals, "--decision", str(wanted.record)])
    yield line()
    yield line((messages.text("adopt.how", tongue), "dim"))
    for side, answer in (("accept", _side(step.yes, order)), ("reject", _side(step.yes, order))):
        words = _words(read, [of for of in answer if of in open_])
        yield line(f"{command} {' '.join(f'--{side} {word}' for word in words)}", first="  ", rest="      ")


def _words(read: Deciding, changes: list[Proposed]) -> list[str]:
    """The shortest way to name some changes: a whole proposal, else each node with what is in it, else each change."""
    pointing = Pointing(read.held.found)
    wanted, open_ = set(changes), set(read.settled.undecided)
    named: dict[str, set[Proposed]] = {}
    for of in changes:
        node = of.change.partition(":")[0].partition(".")[0]
        for word in (of.proposal, f"{of.proposal}/{node}", f"{of.proposal}/{of.change}"):
            meant = set(pointing.meant(word).changes) & open_
            if meant <= wanted:
                if not any(of in held for held in named.values()):
                    named[word] = meant
                break
    return list(named)


def _ask(read: Deciding, key: str, **params: str) -> str:
    write([line(messages.text(f"adopt.{key}", read.held.tongue, **params), first="  ")])
    sys.stdout.write("> ")
    sys.stdout.flush()
    said = sys.stdin.readline()
    # The end of the input is the end of the session: what was answered is kept.
    return said.strip().casefold() if said else "\x04"


def _answer(read: Deciding) -> str:
    """yes, no, refer, withdraw, each, skip or quit."""
    keys = {"yes": "j y ja yes", "no": "n nej no", "refer": "å a", "withdraw": "t w", "each": "s e", "skip": "h k",
            "quit": "q sluta quit \x04"}  # fmt: skip
    while True:
        said = _ask(read, "ask")
        for answer, words in keys.items():
            if said in words.split(" "):
                return answer
        write([line(messages.text("adopt.ask-again", read.held.tongue), first="  ")])


def _votes(read: Deciding) -> Mapping[str, int]:
    """The votes, as `38-12-1`; nothing when nobody asked for a count."""
    while True:
        said = _ask(read, "votes")
        if said in ("", "\x04"):
            return {}
        if (found := _VOTES(said)) is not None:
            names = ("yes", "no", "abstained")
            counted = zip(names, found.groups(), strict=True)
            return {messages.text(f"adopt.vote.{name}", read.held.tongue): int(n) for name, n in counted if n}
        write([line(messages.text("adopt.votes-again", read.held.tongue), first="  ")])


def _decided(
    step: Step, order: Ballot, about: Iterable[Proposed], answer: str, votes: Mapping[str, int]
) -> dict[Proposed, ChangeDecision]:
    """The decisions that an answer gives: what the other answer stood for is rejected. What wins a choice between
    counter-proposals is put once more, so nothing is said of it yet.
    """
    yes = set(_side(step.yes, order))
    if step.kind is StepKind.SELECTION and answer in ("yes", "no"):
        about = [of for of in about if (of in yes) != (answer == "yes")]
    outcomes = {"refer": "referred-back", "withdraw": "withdrawn"}
    out = {}
    for of in sorted(about):
        outcome = outcomes.get(answer) or ("adopted" if (of in yes) == (answer == "yes") else "rejected")
        data = {"change": of.change, "proposal": of.proposal, "outcome": outcome, "votes": dict(votes)}
        out[of] = ChangeDecision.model_validate(data)
    return out


def _each(read: Deciding, about: Iterable[Proposed]) -> Deciding:
    """Every change by itself, for a step that somebody asks to divide."""
    telling = read.held.telling()
    for of in sorted(about):
        if of not in read.settled.undecided:
            continue
        (point, *_) = telling.points(of.proposal, [of.change], marked=False)
        write([line(), line(point.text, (f" ({of.change})", "dim"))])
        answer = _answer(read)
        if answer == "quit":
            break
        if answer in ("skip", "each"):
            continue
        outcome = {"yes": "adopted", "no": "rejected", "refer": "referred-back", "withdraw": "withdrawn"}[answer]
        data = {"change": of.change, "proposal": of.proposal, "outcome": outcome, "votes": dict(_votes(read))}
        read = save(read, {of: ChangeDecision.model_validate(data)})
    return read
