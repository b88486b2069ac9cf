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


COMMANDS = {"rules": rules}
