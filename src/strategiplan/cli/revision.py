"""`diff`: what a proposal changes."""

from enum import StrEnum
from typing import Annotated

import typer

from strategiplan.cli.choices import DocumentFormat, LangOpt, NewArg, OldArg, OutputOpt, PlansArg, language
from strategiplan.diagnostics import UserError


class DiffFormat(StrEnum):
    """What a revision can be shown as."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"


class DiffView(StrEnum):
    """How a revision can be read."""

    REVISION = "revision"
    COLUMNS = "columns"
    CHANGES = "changes"
    COLOURED = "coloured"


class PlanFormat(StrEnum):
    """What a plan can be published as."""

    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    SITE = "site"


def complete_view(incomplete: str) -> list[str]:
    """Views for the shell."""
    from strategiplan.render.publishing import VIEWS

    return [name for name in VIEWS if name.startswith(incomplete)]


ViewOpt = Annotated[
    str,
    typer.Option(
        "--view",
        metavar="VIEW",
        help="plan, body, revision, columns, changes, coloured or memo.",
        autocompletion=complete_view,
    ),
]
TemplatesOpt = Annotated[
    str | None, typer.Option("--templates", metavar="DIR", help="Your own templates, which shadow ours.")
]


def diff(
    old: OldArg,
    new: NewArg,
    format: Annotated[DiffFormat | None, typer.Option("--format", help="text, or what --output's name says.")] = None,
    view: Annotated[
        DiffView, typer.Option("--view", help="How to read it; coloured is Word without tracked changes, for print.")
    ] = DiffView.REVISION,
    stat: Annotated[bool, typer.Option("--stat", help="Only the counts.")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="ID", help="Only this node and what is in it.")
    ] = None,
    kinds: Annotated[
        list[str] | None, typer.Option("--kinds", metavar="KIND", help="Only changes of this kind.")
    ] = None,
    at: Annotated[bool, typer.Option("--at", help="Say where in both trees each change stands.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when anything differs.")] = False,
    output: OutputOpt = None,
    lang: LangOpt = None,
) -> None:
    """Show what a proposal changes: word by word, with each change's motivation and each removed goal's fate."""
    from strategiplan.cli import comparing

    wanted = comparing.Wanted(
        old,
        new,
        comparing.format_of(format and format.value, output, DiffFormat),
        view.value,
        stat,
        tuple(only or ()),
        tuple(kinds or ()),
        at,
        output,
    )
    raise typer.Exit(comparing.compare(wanted, exit_code))


def render(
    plans: PlansArg = None,
    view: ViewOpt = "plan",
    body: Annotated[
        str | None, typer.Option("--body", metavar="BODY", help="Whose plan; for --view body.")
    ] = None,
    format: Annotated[PlanFormat | None, typer.Option("--format", help="html, or what --output's name says.")] = None,
    templates: TemplatesOpt = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Where the site will be published; for --format site.")
    ] = None,
    output: OutputOpt = None,
    lang: LangOpt = None,
) -> None:
    """Publish a plan as an accessible page, as PDF, Word or Markdown, or all plans as a site.

    --view body is a board's own part of it; all others but plan compare it with the plan that it is
    based on.
    --format site takes any number of plans or organisations, or everything when none is named, and needs -o FOLDER.
    Only what has changed since the last time is written.
    """
    if format is PlanFormat.SITE:
        from strategiplan.cli.publishing_site import publish_site

        publish_site(plans or (), output, templates, url)
        return
    from strategiplan.cli import comparing, session
    from strategiplan.render.publishing import Asked, publish

    if len(plans or ()) != 1 or url is not None:
        raise UserError("one-plan" if url is None else "url-for-site")
    if body is not None and view != "body":
        raise UserError("body-for-view")
    space = session.workspace()
    found = session.loaded(space, (plans or [""])[0])
    kind = comparing.format_of(format and format.value, output, PlanFormat, "html")
    assert found.dossier is not None
    session.may_write(output, space)
    asked = Asked(found.dossier, language(session.spoken(space, found)), body=body)
    files = publish(asked, view, kind, templates or space.templates)
    session.deliver(files, output, space)


def memo(
    old: OldArg,
    new: NewArg,
    format: Annotated[DocumentFormat | None, typer.Option("--format", help="md, or what --output's name says.")] = None,
    templates: TemplatesOpt = None,
    output: OutputOpt = None,
    lang: LangOpt = None,
) -> None:
    """Draft the official's memo on a proposal (tjänsteskrivelse). What the plans do not say is a blank to fill in."""
    from strategiplan.cli import comparing, session
    from strategiplan.render.publishing import Asked, publish

    space = session.workspace()
    session.may_write(output, space)
    kind = comparing.format_of(format and format.value, output, DocumentFormat, "md")
    first, second = session.loaded(space, old), session.loaded(space, new)
    assert first.dossier is not None and second.dossier is not None
    asked = Asked(second.dossier, language(session.spoken(space, second, first)), old=first.dossier)
    session.deliver(publish(asked, "memo", kind, templates or space.templates), output, space)


COMMANDS = {"diff": diff, "render": render, "memo": memo}
