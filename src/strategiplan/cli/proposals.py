"""`collisions`, `ballot`: several proposals on one plan, what excludes what, and the order of voting."""

from enum import StrEnum
from typing import Annotated

import typer

from strategiplan.cli.choices import LangOpt, OutputOpt, complete_plan


class CollisionsFormat(StrEnum):
    """What the comparison of proposals can be shown as."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"


class BallotFormat(StrEnum):
    """What an order of voting can be shown as."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    YAML = "yaml"
    JSON = "json"


BaseArg = Annotated[
    str, typer.Argument(metavar="BASE", help="The plan that all of them start from.", autocompletion=complete_plan)
]
ProposalsArg = Annotated[
    list[str], typer.Argument(metavar="PROPOSAL...", help="The proposals.", autocompletion=complete_plan)
]


def collisions(
    base: BaseArg,
    proposals: ProposalsArg,
    format: Annotated[
        CollisionsFormat | None, typer.Option("--format", help="text, or what --output's name says.")
    ] = None,
    output: OutputOpt = None,
    lang: LangOpt = None,
) -> None:
    """Show how several proposals on one plan stand to each other: what they share, and what excludes what."""
    from strategiplan.cli.comparing import format_of
    from strategiplan.cli.competing import Wanted, show_collisions

    kind = format_of(format and format.value, output, CollisionsFormat)
    show_collisions(Wanted(base, tuple(proposals), kind, output))


def ballot(
    base: BaseArg,
    proposals: ProposalsArg,
    format: Annotated[BallotFormat | None, typer.Option("--format", help="text, or what --output's name says.")] = None,
    main: Annotated[
        str | None, typer.Option("--main", metavar="PROPOSAL", help="The main proposal; the majority's if not given.")
    ] = None,
    check: Annotated[
        str | None, typer.Option("--check", metavar="FILE", help="Check an order that somebody has edited.")
    ] = None,
    output: OutputOpt = None,
    lang: LangOpt = None,
) -> None:
    """Lay out the order of voting on several proposals. Support for the chair, no legal advice.

    Exit codes: 0 fine, 1 the order in --check's FILE does not work, 2 a wrong question.
    """
    from strategiplan.cli.comparing import format_of
    from strategiplan.cli.competing import Wanted, show_ballot

    kind = format_of(format and format.value, output, BallotFormat)
    raise typer.Exit(show_ballot(Wanted(base, tuple(proposals), kind, output, main, check)))


COMMANDS = {"collisions": collisions, "ballot": ballot}
