"""All commands, gathered. Each command imports what it needs when it is run, so that `--help` is instant."""

from typing import Annotated

import typer

from strategiplan.cli import checking, decisions, lineage, merging, proposals, reference, revision, serving, templates

app = typer.Typer(
    name="strategiplan",
    help="Strategic plans as version-controlled files: check them, see what a proposal changes, publish them.",
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"strategiplan {version('strategiplan')}")
        raise typer.Exit


@app.callback()
def strategiplan(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Strategic plans as version-controlled files: check them, see what a proposal changes, publish them."""


for family in (checking, revision, templates, serving, proposals, decisions, merging, lineage, reference):
    for name, command in family.COMMANDS.items():
        app.command(name)(command)
