"""`validate` and `fmt`: is the plan right, and is it laid out as it should be?"""

from typing import Annotated

import typer

from strategiplan.cli.choices import LangOpt, PlansArg, ReportFormat, language


def validate(
    plans: PlansArg = None,
    format: Annotated[ReportFormat, typer.Option("--format", help="How to report.")] = ReportFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    select: Annotated[list[str] | None, typer.Option("--select", metavar="CODE", help="Ask only this rule.")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="CODE", help="Do not ask this rule.")] = None,
    info: Annotated[bool, typer.Option("--info", help="Show information in full, not only counted.")] = False,
    lang: LangOpt = None,
) -> None:
    """Check plans against the schema and the rules. Without PLAN: everything in the workspace.

    Exit codes: 0 nothing wrong, 1 errors (with --strict warnings too), 2 a wrong question.
    """
    from strategiplan.cli import session
    from strategiplan.store.checking import check_all, profile

    workspace = session.workspace()
    report = check_all(workspace, session.chosen(workspace, plans), profile(workspace.settings, select or (), ignore or ()))
    session.show_report(report, format.value, language(workspace.settings.language), info=info or bool(select))
    raise typer.Exit(report.exit_code(strict))


COMMANDS = {"validate": validate}
