"""`merge`, `merge-driver`: two plans that grew from one base, and one file of them for git."""

from enum import StrEnum
from typing import Annotated

import typer

from strategiplan.cli.choices import LangOpt, OutputOpt, complete_plan


class MergeFormat(StrEnum):
    """What a merge can be told as."""

    TEXT = "text"
    JSON = "json"


BaseArg = Annotated[
    str, typer.Argument(metavar="BASE", help="The plan that both sides grew from.", autocompletion=complete_plan)
]
OursArg = Annotated[str, typer.Argument(metavar="OURS", help="One side.", autocompletion=complete_plan)]
TheirsArg = Annotated[str, typer.Argument(metavar="THEIRS", help="The other side.", autocompletion=complete_plan)]


def merge(
    base: BaseArg,
    ours: OursArg,
    theirs: TheirsArg,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Write the result as a new revision beside BASE.")
    ] = None,
    format: Annotated[MergeFormat | None, typer.Option("--format", help="text, or what --output's name says.")] = None,
    output: OutputOpt = None,
    lang: LangOpt = None,
) -> None:
    """Merge two plans that grew from one base. What cannot be joined stays as in BASE, and is named.

    Exit codes: 0 everything was joined, 1 something has to be decided, 2 a wrong question.
    """
    from strategiplan.cli.comparing import format_of
    from strategiplan.cli.uniting import Wanted, unite

    kind = format_of(format and format.value, output, MergeFormat)
    raise typer.Exit(unite(Wanted(base, ours, theirs, kind, output, name)))


def merge_driver(
    base: Annotated[str, typer.Argument(metavar="%O", help="The file as both sides had it.")],
    ours: Annotated[str, typer.Argument(metavar="%A", help="Our version; the result is written here.")],
    theirs: Annotated[str, typer.Argument(metavar="%B", help="Their version.")],
    path: Annotated[str, typer.Argument(metavar="%P", help="Where the file lies, from the top of the work tree.")],
    size: Annotated[str | None, typer.Argument(metavar="[%L]", help="Not used: there are never markers.")] = None,
) -> None:
    """Merge one file of a plan; git calls this. What cannot be joined stays as it was, and is named beside the file.

    Exit codes: 0 everything was joined, 1 something has to be decided, or a version cannot be read.
    """
    from strategiplan.cli.driving import drive

    raise typer.Exit(drive(base, ours, theirs, path))


COMMANDS = {"merge": merge, "merge-driver": merge_driver}
