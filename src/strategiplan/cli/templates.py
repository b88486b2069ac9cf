"""`templates`: begin a page of one's own."""

from typing import Annotated

import typer

from strategiplan.cli.choices import LangOpt
from strategiplan.diagnostics import UserError


def complete_template(incomplete: str) -> list[str]:
    """Templates for the shell."""
    from strategiplan.render.template_files import names

    return [name for name in names() if name.startswith(incomplete)]


def templates(
    copy: Annotated[
        str | None,
        typer.Option(
            "--copy", metavar="TEMPLATE", help="Copy this one, to change it.", autocompletion=complete_template
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="DIR", help="Where the copy goes; else the workspace's own folder of templates."),
    ] = None,
    folder: Annotated[
        str | None, typer.Option("--templates", metavar="DIR", help="List with your own templates in this folder.")
    ] = None,
    lang: LangOpt = None,
) -> None:
    """List what pages are made with, or copy one of ours, to change it. A copy stands in for ours of the same name.

    Nothing is ever overwritten.
    """
    from strategiplan.cli import templating

    if copy is not None:
        templating.copy_template(copy, to)
        return
    if to is not None:
        raise UserError("to-without-copy")
    templating.show_templates(folder)


COMMANDS = {"templates": templates}
