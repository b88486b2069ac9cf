"""Several proposals for `collisions` and `ballot`: load them, see that they share a base, and show what follows."""

import sys
from dataclasses import dataclass
from pathlib import Path

from strategiplan.cli import session
from strategiplan.cli.answers import show_report
from strategiplan.cli.gathering import Gathered, gather
from strategiplan.diagnostics import UserError
from strategiplan.formats.collisions_json import ballot_json, collisions_json
from strategiplan.render.collision_view import Telling, ballot_view, collisions_view, question
from strategiplan.render.look_view import wearing
from strategiplan.render.publishing import draw
from strategiplan.render.terminal import Line
from strategiplan.revisions.ballot import Ballot
from strategiplan.revisions.ballot import ballot as lay_out
from strategiplan.store.names import label_of, own_name
from strategiplan.store.workspace import Workspace


@dataclass(frozen=True)
class Wanted:
    """What was asked of `collisions` or `ballot`."""

    base: str
    proposals: tuple[str, ...]
    format: str
    output: str | None = None
    main: str | None = None
    check: str | None = None


def _gathered(wanted: Wanted) -> Gathered:
    """The proposals, compared; what was written against another state of the base is said aside."""
    session.may_write(wanted.output, session.workspace())
    held = gather(wanted.base, wanted.proposals)
    for line in held.outdated:
        print(line, file=sys.stderr)  # noqa: T201
    return held


def show_collisions(wanted: Wanted) -> None:
    """How the proposals stand to each other."""
    held = _gathered(wanted)
    if wanted.format == "json":
        files = {"collisions.json": collisions_json(held.found, held.name).encode()}
    elif wanted.format == "text":
        from strategiplan.render.terminal_collisions import collision_lines

        _write(list(collision_lines(collisions_view(held.telling()))), wanted, held.space)
        return
    else:
        view = wearing(collisions_view(held.telling()), held.base)
        files = draw("collisions", view, wanted.format, held.space.templates)
    session.deliver(files, wanted.output, held.space)


def show_ballot(wanted: Wanted) -> int:
    """The order of voting, or with `check` what is wrong with the order that a file holds; returns the exit code."""
    held = _gathered(wanted)
    main = _main(wanted.main, held)
    if wanted.check is not None:
        return _check(wanted.check, wanted.format, held)
    order = lay_out(held.found, held.revisions, main)
    place = {step.id: n for n, step in enumerate(order.steps, 1)}
    telling = held.telling()
    questions = {step.id: question(telling, step, place) for step in order.steps}
    if wanted.format == "text":
        from strategiplan.render.terminal_collisions import ballot_lines

        _write(list(ballot_lines(ballot_view(telling, order))), wanted, held.space)
        return 0
    session.deliver(_files(wanted.format, held, order, telling, questions), wanted.output, held.space)
    return 0


def _files(format: str, held: Gathered, order: Ballot, telling: Telling, questions: dict[str, str]) -> dict[str, bytes]:
    if format == "json":
        return {"ballot.json": ballot_json(order, held.name, questions).encode()}
    if format == "yaml":
        from strategiplan.formats.ballot_yaml import to_yaml

        comments = [telling.say("ballot.advice"), telling.say("ballot.file-head")]
        return {"ballot.yaml": to_yaml(order, held.name, questions, comments).encode()}
    return draw("ballot", wearing(ballot_view(telling, order), held.base), format, held.space.templates)


def _main(asked: str | None, held: Gathered) -> str | None:
    if asked is None:
        return None
    name = own_name(asked)
    able = [one for one in held.proposals if one not in held.found.without_changes]
    if name in able:
        return name
    raise UserError("unknown-proposal", name=asked, known=", ".join(able))


def _check(path: str, format: str, held: Gathered) -> int:
    from strategiplan.formats.ballot_yaml import from_yaml

    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UserError("cannot-read-or-write", path=path, reason=error.strerror or str(error)) from None
    _, report = from_yaml(content, label_of(Path(path)), held.found, held.name)
    show_report(report, "json" if format == "json" else "text", held.tongue)
    return report.exit_code()


def _write(lines: list[Line], wanted: Wanted, space: Workspace) -> None:
    from strategiplan.render.terminal import rendered, write

    if wanted.output:
        session.deliver({"answer.txt": rendered(lines).encode()}, wanted.output, space)
    else:
        write(lines, sys.stdout)
