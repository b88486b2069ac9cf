"""`serve`: look at the plans in a browser while writing them."""

from typing import Annotated

import typer

from strategiplan.cli.choices import LangOpt, complete_plan


def serve(
    plan: Annotated[
        str | None,
        typer.Argument(metavar="[PLAN]", help="The plan to begin with; a list of all without it.",
                       autocompletion=complete_plan),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 8000 or a free one when not given."),
    ] = None,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    lang: LangOpt = None,
) -> None:
    """Show plans and revisions in the browser, and show them anew when a file changes. For this computer alone.

    Nothing is written. Ctrl-C ends it.
    """
    from strategiplan.cli.previewing import preview

    preview(plan, port, open_)


COMMANDS = {"serve": serve}
