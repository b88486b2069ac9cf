"""A report as a person reads it: the place, what is wrong, the line with a caret, and what would be right."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from msgspec import Struct

from strategiplan import messages
from strategiplan.diagnostics import Diagnostic, Report, Severity
from strategiplan.render.terminal import Line, cells, line, write
from strategiplan.render.visible import visible

_CARET_SPAN = 76


def write_report(report: Report, language: str, stream: TextIO, *, info: bool = False) -> None:
    """Write the report. Information is counted, and shown in full with `info`."""
    write(report_lines(report, language, info=info), stream)


def report_lines(report: Report, language: str, *, info: bool = False) -> Iterator[Line]:
    """The report's lines, gravest matters not first: in file order, as one mends them."""
    rows: dict[str, list[str]] = {}
    for found in report:
        if info or found.severity is not Severity.INFO:
            path = found.location.path
            if path not in rows:
                rows[path] = report.sources.get(path, "").split("\n")
            yield from _diagnostic(found, rows[path], language)
            yield line()
    yield from _summary(report, language, info)


def _diagnostic(found: Diagnostic, rows: Sequence[str], language: str) -> Iterator[Line]:
    level = messages.text(f"severity.{found.severity}", language)
    yield line((str(found.location), "path"), rigid=True)
    yield line(
        (f"{level}:", str(found.severity)),
        " ",
        messages.said(found, language),
        " ",
        (f"[{found.code}]", "dim"),
        first="  ",
        rest="    ",
    )
    yield from _source(found, rows)
    for place in found.related:
        yield line((messages.text("report.see", language, place=place), "dim"), first="  ", rigid=True)
    advice = messages.advice(found, language)
    if advice:
        yield line((messages.text("report.advice", language), "bold"), " ", advice, first="  ", rest="    ")


class Excerpt(Struct, frozen=True):
    """The source line of a finding as it can be shown, and the blanks that put a caret under the place."""

    number: int
    shown: str
    blanks: str


def excerpt(found: Diagnostic, rows: Sequence[str], room: int) -> Excerpt | None:
    """The line that a finding points at, at most `room` characters of it; None where there is nothing to see."""
    if not 1 <= found.location.line <= len(rows) or not rows[found.location.line - 1].strip():
        return None
    row = rows[found.location.line - 1].replace("\t", " ")
    at = found.location.column - 1
    # A long line is shown around the place, not from its beginning.
    start = max(0, min(at - room // 2, len(row) - room)) if len(row) > room else 0
    shown = row[start : start + room]
    if start:
        shown = "…" + shown[1:]
    if start + room < len(row):
        shown = shown[:-1] + "…"
    # As wide as what stands before the place is shown: some signs take two columns, some none, some are written out.
    return Excerpt(found.location.line, shown, " " * cells(visible(shown[: at - start])))


def _source(found: Diagnostic, rows: Sequence[str]) -> Iterator[Line]:
    number = f"{found.location.line:>5} │ "
    seen = excerpt(found, rows, _CARET_SPAN - len(number))
    if seen is not None:
        yield line(seen.shown, first=number, rigid=True)
        yield line((f"{seen.blanks}^", "mark"), first=" " * (len(number) - 2) + "│ ", rigid=True)


def _summary(report: Report, language: str, info: bool) -> Iterator[Line]:
    counts = [
        (messages.plural(f"report.{level}", report.count(level), language), str(level))
        for level in Severity
        if report.count(level)
    ]
    plans = messages.plural("report.plans", len(report.plans), language)
    segments: list[tuple[str, str] | str] = [f"{plans}: "]
    for n, segment in enumerate(counts):
        segments += [", " if n else "", segment]
    if not counts:
        segments.append(messages.text("report.fine", language))
    yield line(*segments)
    if report.ignored:
        yield line((messages.plural("report.ignored", len(report.ignored), language), "dim"))
    if report.count(Severity.INFO) and not info:
        yield line((messages.text("report.info-hint", language), "dim"))
