"""`new`, `adopt`, `minutes`, `rebase`: from a proposal to a decision, and on to the next proposal."""

from enum import StrEnum
from typing import Annotated

import typer

from strategiplan.cli.choices import DocumentFormat, LangOpt, OutputOpt, PlanArg, complete_plan
from strategiplan.cli.proposals import BaseArg, ProposalsArg


class ProposalKind(StrEnum):
    """What a new revision can be."""

    DRAFT = "draft"
    MAIN = "main"
    COUNTER = "counter"
    AMENDMENT = "amendment"
    ADDITION = "addition"
    ALTERNATIVE = "alternative"
    STATEMENT = "statement"



def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the new revision is to be called: 2024.")],
    base: Annotated[
        str, typer.Option("--from", metavar="BASE", help="The plan to start from.", autocompletion=complete_plan)
    ],
    by: Annotated[
        str | None, typer.Option("--by", metavar="PARTY", help="Who proposes it: a party's or body's id, or a name.")
    ] = None,
    kind: Annotated[
        ProposalKind | None, typer.Option("--kind", help="Kind of proposal; main with --by, else a draft.")
    ] = None,
    statement: Annotated[
        str | None, typer.Option("--statement", metavar="TEXT", help="The proposers' own words; alone, all of it.")
    ] = None,
    filed: Annotated[str | None, typer.Option("--filed", metavar="DATE", help="When it was filed.")] = None,
    lang: LangOpt = None,
) -> None:
    """Begin a next revision or a proposal: a copy of BASE beside it, with a revision.yaml to write the reasons in."""
    from strategiplan.cli.proposing import Wanted, propose

    propose(Wanted(name, base, by, kind and kind.value, statement, filed))


def adopt(
    base: BaseArg,
    proposals: ProposalsArg,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Write the adopted plan as a new revision beside BASE.")
    ] = None,
    accept: Annotated[
        list[str] | None, typer.Option("--accept", metavar="ADDRESS", help="Adopt this, and nothing that is not named.")
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option("--reject", metavar="ADDRESS", help="Reject this, and what rests on it falls.")
    ] = None,
    decision: Annotated[
        str | None, typer.Option("--decision", metavar="FILE", help="The record of the decision, filled in bit by bit.")
    ] = None,
    next_: Annotated[bool, typer.Option("--next", help="Put the next question that --decision's FILE leaves.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Say what --decision's FILE leaves undecided.")] = False,
    body: Annotated[str | None, typer.Option("--body", metavar="ID", help="Who decides; else the council.")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="The meeting's date.")] = None,
    paragraph: Annotated[str | None, typer.Option("--paragraph", metavar="§", help="The paragraph.")] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="NUMBER", help="The case's number.")] = None,
    minutes: Annotated[
        str | None, typer.Option("--minutes", metavar="FILE", help="The minutes, too: .md, .html, .docx, .pdf.")
    ] = None,
    message: Annotated[bool, typer.Option("--message", help="Print a commit message, and nothing else.")] = False,
    lang: LangOpt = None,
) -> None:
    """Adopt what was decided of some proposals: all of it, or by --accept and --reject, or as --decision's FILE says.

    ADDRESS is a node's id, an address, a change's id, or a proposal's name; PROPOSAL/ADDRESS says whose is meant.
    Without --as nothing is written but --decision's FILE. Exit codes: 0 fine, 1 the decisions give no plan, or some
    are missing, 2 a wrong question.
    """
    from strategiplan.cli.deciding import Meeting, Wanted, decide

    raise typer.Exit(decide(Wanted(
        base, tuple(proposals), name, tuple(accept or ()), tuple(reject or ()), decision, next_, status,
        Meeting(body, date, paragraph, case), minutes, message,
    )))  # fmt: skip


def minutes_(
    plan: PlanArg,
    format: Annotated[DocumentFormat | None, typer.Option("--format", help="md, or what --output's name says.")] = None,
    output: OutputOpt = None,
    lang: LangOpt = None,
) -> None:
    """Write an extract of the minutes from the decision.yaml of an adopted plan."""
    from strategiplan.cli.comparing import format_of
    from strategiplan.cli.recording import show_minutes

    show_minutes(plan, format_of(format and format.value, output, DocumentFormat, "md"), output)


def rebase(
    proposals: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PROPOSAL]...", help="The proposals; all that are open when none is named.",
            autocompletion=complete_plan,
        ),
    ] = None,
    *,
    onto: Annotated[
        str, typer.Option("--onto", metavar="PLAN", help="The plan that was adopted.", autocompletion=complete_plan)
    ],
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="The new proposal's name; else PROPOSAL-PLAN.")
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Write over the old proposal, as when nobody has decided on it yet.")
    ] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say what would become of each change.")] = False,
    lang: LangOpt = None,
) -> None:
    """Carry open proposals over to the plan that was adopted, and say what has become of each change.

    Each is written as a new proposal: the old one is what was decided on, and the minutes need it. What cannot be
    carried over is kept, with its reason, in a file beside the proposal. Exit codes: 0 everything lives on or is done,
    1 something has to be looked at, 2 a wrong question.
    """
    from strategiplan.cli.carrying import Wanted, carry_over

    raise typer.Exit(carry_over(Wanted(tuple(proposals or ()), onto, name, in_place, dry)))


COMMANDS = {"new": new, "adopt": adopt, "minutes": minutes_, "rebase": rebase}
