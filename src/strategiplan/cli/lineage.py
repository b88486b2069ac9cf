"""`history`, `match`, `apply`, `git`, `textconv`: where things come from, and plans in git."""

from enum import StrEnum
from typing import Annotated

import typer

from strategiplan.cli.choices import LangOpt, NewArg, OldArg, OutputOpt, PlanArg, language


class HistoryFormat(StrEnum):
    """How a history is told."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"


class MatchFormat(StrEnum):
    """How suggestions are given."""

    TEXT = "text"
    YAML = "yaml"


def complete_organization(incomplete: str) -> list[str]:
    """Organisations for the shell."""
    from strategiplan.store.names import plan_names

    found = dict.fromkeys(name.partition("/")[0] for name in plan_names() if "/" in name)
    return [name for name in found if name.startswith(incomplete)]


def history(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A goal, indicator, area or any other thing with an id.")],
    within: Annotated[
        str | None,
        typer.Option("--in", metavar="ORG", help="The organisation.", autocompletion=complete_organization),
    ] = None,
    format: Annotated[
        HistoryFormat | None, typer.Option("--format", help="text, or what --output's name says.")
    ] = None,
    output: OutputOpt = None,
    lang: LangOpt = None,
) -> None:
    """Follow one thing through all revisions: where it came from, what happened to it, what it became."""
    from strategiplan.cli.comparing import format_of
    from strategiplan.cli.following import show_history

    show_history(id_, within, format_of(format and format.value, output, HistoryFormat), output)


def match(
    old: OldArg,
    new: NewArg,
    format: Annotated[MatchFormat, typer.Option("--format", help="yaml: notes for revision.yaml.")] = MatchFormat.TEXT,
    lang: LangOpt = None,
) -> None:
    """Suggest which things are the same in two plans whose ids differ. Nothing is changed; a person decides."""
    from strategiplan.cli import session
    from strategiplan.render.terminal import write
    from strategiplan.render.terminal_match import match_lines, notes_yaml
    from strategiplan.revisions.matching import match as suggest

    space = session.workspace()
    first, second = session.loaded(space, old), session.loaded(space, new)
    assert first.dossier is not None and second.dossier is not None
    found, tongue = suggest(first.dossier.plan, second.dossier.plan), language(session.spoken(space, second, first))
    if format is MatchFormat.YAML:
        session.deliver({"notes.yaml": notes_yaml(found, first.name, second.name, tongue).encode()}, None, space)
    else:
        write(match_lines(found, first.dossier, second.dossier, tongue))


def apply_(
    plan: PlanArg,
    changes: Annotated[str, typer.Argument(metavar="CHANGES.json", help="From diff --format json.")],
    reverse: Annotated[bool, typer.Option("--reverse", help="Undo the changes instead.")] = False,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Write the result as a new revision beside PLAN.")
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="DIR", help="Write the result's files here.")
    ] = None,
    lang: LangOpt = None,
) -> None:
    """Apply a change set to a plan. Without --as or -o: say whether it fits, and write nothing.

    Exit codes: 0 it fits, 1 it does not fit (every reason is listed), 2 a wrong question.
    """
    from strategiplan.cli.applying import Wanted, apply_changes

    raise typer.Exit(apply_changes(Wanted(plan, changes, reverse, name, output)))


def git_(
    install: Annotated[bool, typer.Option("--install", help="Let git show and merge plans as plans.")] = False,
    uninstall: Annotated[bool, typer.Option("--uninstall", help="Take away what --install wrote.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Say what is set up (the default).")] = False,
    everywhere: Annotated[bool, typer.Option("--global", help="For all your repositories.")] = False,
    lang: LangOpt = None,
) -> None:
    """Set git up so that it shows plans as text, one sentence a line, and merges them goal by goal.

    Exit codes: 0 set up (or taken away), 1 not set up, 2 a wrong question.
    """
    from strategiplan.cli.git_answers import ask_git, show_status
    from strategiplan.store.catalog import Catalog

    catalog = Catalog.find()
    done = ask_git(catalog, {"--install": install, "--uninstall": uninstall, "--status": status}, everywhere)
    show_status(done, language(catalog.settings.language))
    raise typer.Exit(int(done.is_installed == uninstall))


def textconv(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A plan's file, as git gives it.")],
) -> None:
    """Print a plan's file as readable text; git calls this. A file that is not YAML is printed as it is."""
    import sys
    from pathlib import Path

    from strategiplan.formats.plan_text import readable

    sys.stdout.buffer.write(readable(Path(file).read_bytes()))


COMMANDS = {"history": history, "match": match, "apply": apply_, "git": git_, "textconv": textconv}
