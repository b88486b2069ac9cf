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
    from strategiplan.cli import session
    from strategiplan.render import rulebook
    from strategiplan.render.terminal import write

    space = session.workspace()
    tongue = language(space.settings.language)
    if ignored:
        from strategiplan.store.checking import check_all, profile

        report = check_all(space, session.chosen(space, None), profile(space.settings))
        write(rulebook.ignored(report, tongue))
    else:
        write(rulebook.one(code, tongue) if code else rulebook.table(tongue))


COMMANDS = {"rules": rules}
