"""What a live preview shows around and instead of pages: where one can go, and what is wrong, as `validate` says it."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from strategiplan import messages
from strategiplan.diagnostics import Diagnostic, Report, Severity
from strategiplan.render.report import excerpt
from strategiplan.render.views import Frame
from strategiplan.render.words import labels

_ROOM = 96


class Problem(Struct, frozen=True):
    """One finding: where it is, what it says, the line with a caret, and what else helps.

    `number` is empty when there is no line to show.
    """

    place: str
    level: str
    word: str
    said: str
    code: str
    number: str
    source: str
    blanks: str
    more: tuple[str, ...]


class Link(Struct, frozen=True):
    """Somewhere to go. `is_here` says that the reader is there already; `note` stands after it."""

    words: str
    href: str
    is_here: bool = False
    note: str = ""


class Shelf(Struct, frozen=True):
    """An organisation's plans, in order."""

    title: str
    links: tuple[Link, ...]


class BarView(Struct, frozen=True):
    """The row above every page. `is_open` says that what is found is serious enough to be shown unfolded."""

    frame: Frame
    name: str
    views: tuple[Link, ...]
    others: tuple[Link, ...]
    summary: str
    problems: tuple[Problem, ...]
    is_open: bool


class ShelvesView(Struct, frozen=True):
    """Where the preview begins: every plan there is."""

    frame: Frame
    lead: str
    shelves: tuple[Shelf, ...]


class FaultView(Struct, frozen=True):
    """Instead of a page that cannot be shown: why. `errors` are what stops it, `rest` what else was found."""

    frame: Frame
    lead: str
    errors: tuple[Problem, ...]
    rest: tuple[Problem, ...]
    rest_title: str


def frame(language: str, title: str, kicker: str = "") -> Frame:
    """What stands around the preview's own pages."""
    own = messages.text("label.preview.name", language)
    return Frame(language, language, title, kicker or own, own, labels(language))


def problems(report: Report, language: str, *levels: Severity) -> tuple[Problem, ...]:
    """The findings of these severities, in file order."""
    return tuple(_problem(found, report, language) for found in report if found.severity in levels)


def _problem(found: Diagnostic, report: Report, language: str) -> Problem:
    seen = excerpt(found, report.sources.get(found.location.path, "").split("\n"), _ROOM)
    return Problem(
        place=str(found.location),
        level=str(found.severity),
        word=messages.text(f"severity.{found.severity}", language),
        said=messages.said(found, language),
        code=found.code,
        number=str(seen.number) if seen else "",
        source=seen.shown if seen else "",
        blanks=seen.blanks if seen else "",
        more=tuple(_more(found, language)),
    )


def _more(found: Diagnostic, language: str) -> Iterator[str]:
    for place in found.related:
        yield messages.text("report.see", language, place=place)
    if advice := messages.advice(found, language):
        yield f"{messages.text('report.advice', language)} {advice}"


def counted(report: Report, language: str, *levels: Severity) -> str:
    """How much was found: `1 fel, 2 varningar`; empty when nothing was."""
    return ", ".join(
        messages.plural(f"report.{level}", report.count(level), language) for level in levels if report.count(level)
    )


def bar_view(
    name: str, views: Sequence[Link], others: Sequence[Link], report: Report | None, language: str
) -> BarView:
    """The row above a page. Without a report it says nothing of what is right or wrong."""
    around = frame(language, name), name, tuple(views), tuple(others)
    if report is None:
        return BarView(*around, "", (), False)
    serious = (Severity.ERROR, Severity.WARNING)
    summary = counted(report, language, *serious) or messages.text("report.fine", language)
    return BarView(*around, summary, problems(report, language, *serious), report.has_errors)


def fault_view(report: Report, title: str, lead: str, language: str) -> FaultView:
    """The page that says what stops a plan."""
    rest = counted(report, language, Severity.WARNING)
    return FaultView(
        frame(language, title), lead, problems(report, language, Severity.ERROR),
        problems(report, language, Severity.WARNING), rest,
    )
