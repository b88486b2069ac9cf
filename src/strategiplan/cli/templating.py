"""`templates`: what pages are made of, and how to begin one's own."""

from typing import Annotated

import typer

from strategiplan.cli.choices import LangOpt, language


def complete_template(incomplete: str) -> list[str]:
    """Templates for the shell."""
    from strategiplan.cli.own_templates import names

    return [name for name in names() if name.startswith(incomplete)]


def templates(
    copy: Annotated[
        str | None,
        typer.Option(
            "--copy", metavar="NAME", help="Copy this one to begin your own.", autocompletion=complete_template
        ),
    ] = None,
    into: Annotated[
        str | None, typer.Option("--to", metavar="DIR", help="Your folder; the workspace's own when not given.")
    ] = None,
    lang: LangOpt = None,
) -> None:
    """List the templates that pages are made of, or copy one to change. A file that is there is never overwritten."""
    from strategiplan.cli.own_templates import begin, show
    from strategiplan.store.catalog import Catalog

    catalog = Catalog.find()
    tongue = language(catalog.settings.language)
    if copy is None:
        show(catalog, into, tongue)
    else:
        begin(catalog, copy, into, tongue)


COMMANDS = {"templates": templates}
