"""Where answers go: reports to the screen, in the format that was asked for."""

import sys
from collections.abc import Sequence

from strategiplan.diagnostics import Report
from strategiplan.store import cache
from strategiplan.store.catalog import Catalog


def report_on(catalog: Catalog, names: Sequence[str], select: list[str], ignore: list[str], cached: bool) -> Report:
    """The report on these plans: the remembered one, while nothing has changed."""
    key = cache.key_of(catalog, names, (select, ignore)) if cached else None
    report = cache.recall(key) if key else None
    if report is not None:
        return report
    # The model is only needed when something has changed; loading it costs more than the rest of the answer.
    from strategiplan.store.checking import check_all, profile
    from strategiplan.store.workspace import Workspace

    report = check_all(Workspace(catalog.root), names, profile(catalog.settings, select, ignore))
    if key:
        cache.remember(key, report)
    return report


def show_report(report: Report, format: str, language: str, *, info: bool = False) -> None:
    """Write a report to stdout."""
    if format == "text":
        from strategiplan.render.report import write_report

        write_report(report, language, sys.stdout, info=info)
    else:
        from strategiplan.formats.reports import WRITERS

        # What another program reads is UTF-8, whatever the terminal speaks.
        sys.stdout.buffer.write(WRITERS[format](report, language).encode("utf-8", "backslashreplace"))
