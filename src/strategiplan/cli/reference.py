"""`rules`, `schema`, `init`: what the program knows, and how to begin."""

from typing import Annotated

import typer

from strategiplan.cli.choices import LangOpt, language


def rules(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="One rule, in full.")] = None,
    ignored: Annotated[bool, typer.Option("--ignored", help="List what is silenced, and why.")] = False,
    lang: LangOpt = None,
) -> None:
    """List the rules, explain one, or list what is silenced and why."""
    from strategiplan.cli.answers import report_on
    from strategiplan.render import rulebook
    from strategiplan.render.terminal import write
    from strategiplan.store.catalog import Catalog

    catalog = Catalog.find()
    tongue = language(catalog.settings.language)
    if ignored:
        write(rulebook.ignored(report_on(catalog, catalog.chosen(None), [], [], cached=True), tongue))
    else:
        write(rulebook.one(code, tongue) if code else rulebook.table(tongue))


def schema(
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="plan, area, goal, … ; all kinds are listed without it.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the schemas and tell the editor of every plan file.")
    ] = False,
    lang: LangOpt = None,
) -> None:
    """Show the JSON Schema of a kind of file, or write them all so that an editor completes and checks as you type."""
    from strategiplan.cli import beginning
    from strategiplan.store.catalog import Catalog

    catalog = Catalog.find()
    tongue = language(catalog.settings.language)
    if write:
        beginning.write_schemas(catalog, tongue)
    else:
        beginning.show_schema(kind, tongue)


def init(
    folder: Annotated[str, typer.Argument(metavar="[DIR]", help="Where; the current folder when not given.")] = ".",
    name: Annotated[str, typer.Option("--name", help="The organisation's name.")] = "Exempelkommunen",
    year: Annotated[
        int | None, typer.Option("--year", min=1900, max=2199, help="The plan's year; next year when not given.")
    ] = None,
    lang: LangOpt = None,
) -> None:
    """Begin a workspace: a small plan that is right, with settings for CI and the editor."""
    from strategiplan.cli import beginning

    beginning.begin(folder, name, year, language())


COMMANDS = {"rules": rules, "schema": schema, "init": init}
