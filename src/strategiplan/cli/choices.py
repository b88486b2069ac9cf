"""Options and arguments that several commands share. Nothing heavy is imported here: `--help` must feel instant."""

import os
from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """The languages of the output."""

    SV = "sv"
    EN = "en"


class ReportFormat(StrEnum):
    """How `validate` reports."""

    TEXT = "text"
    PARSABLE = "parsable"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"


class DocumentFormat(StrEnum):
    """What a document to be published or filed can be made as."""

    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


_chosen: list[str] = []


def choose_language(value: Language | None) -> Language | None:
    """Remember `--lang`, so that even an error message keeps to it."""
    if value is not None:
        _chosen[:] = [value.value]
    return value


def language(of_plan: str | None = None) -> str:
    """The language to speak: `--lang`, else STRATEGIPLAN_LANG, else the plan's own, else Swedish."""
    if _chosen:
        return _chosen[0]
    wanted = os.environ.get("STRATEGIPLAN_LANG", "")
    if wanted in ("sv", "en"):
        return wanted
    return of_plan or "sv"


def complete_plan(incomplete: str) -> list[str]:
    """Plan names for the shell."""
    from strategiplan.store.names import plan_names

    return [name for name in plan_names() if name.startswith(incomplete)]


LangOpt = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of the output; the plan's own when not given.", callback=choose_language),
]
PlansArg = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PLAN]...", help="2023, karlstad/2023, a path, or REV:PLAN.", autocompletion=complete_plan),
]
PlanArg = Annotated[
    str, typer.Argument(metavar="PLAN", help="2023, karlstad/2023, a path, or REV:PLAN.", autocompletion=complete_plan)
]
OldArg = Annotated[str, typer.Argument(metavar="OLD", help="The plan as it is today.", autocompletion=complete_plan)]
NewArg = Annotated[str, typer.Argument(metavar="NEW", help="The plan as it would be.", autocompletion=complete_plan)]
OutputOpt = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead of to the screen.")
]
