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
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Remember the answer for unchanged files.")] = True,
    lang: LangOpt = None,
) -> None:
    """Check plans against the schema and the rules. Without PLAN: everything in the workspace.

    Exit codes: 0 nothing wrong, 1 errors (with --strict warnings too), 2 a wrong question.
    """
    from strategiplan.cli import around
    from strategiplan.cli.answers import report_on, show_report

    catalog = around.catalog()
    report = report_on(catalog, catalog.chosen(plans), select or [], ignore or [], cache)
    show_report(report, format.value, language(catalog.settings.language), info=info or bool(select))
    raise typer.Exit(report.exit_code(strict))


def fmt(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files, folders or plans; all plans when not given.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 when a file would be changed.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Change nothing; show what would be changed.")] = False,
    renumber: Annotated[
        bool, typer.Option("--renumber", help="Number goals and areas 10, 20, 30 too, so that there is room between.")
    ] = False,
    lang: LangOpt = None,
) -> None:
    """Lay out plan files: order of keys, quotation marks, one sentence a line. Loses no comment, changes no value."""
    from strategiplan.cli import around
    from strategiplan.cli.laying_out import How, lay_out

    catalog = around.catalog()
    raise typer.Exit(lay_out(catalog, paths or [], How(check, diff, renumber), language(catalog.settings.language)))


COMMANDS = {"validate": validate, "fmt": fmt}
