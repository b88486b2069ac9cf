"""An organisation's `theme.yaml`, with the logo that it names."""

from dataclasses import dataclass, field
from pathlib import Path

from strategiplan.diagnostics import Diagnostic, Report, Severity
from strategiplan.model.theme import Picture, Theme
from strategiplan.store.assembly import Raw
from strategiplan.store.files import from_file
from strategiplan.store.loading import read_side_file
from strategiplan.store.logo import Refused, read_logo
from strategiplan.store.names import label_of
from strategiplan.store.positions import Positions

NAME = "theme.yaml"


@dataclass(frozen=True, slots=True)
class Themed:
    """A theme as read: None when there is none or it is wrong, `report` says how, and `file` what stands where."""

    theme: Theme | None = None
    logo: Picture | None = None
    report: Report = field(default_factory=Report)
    file: Raw | None = None


def themed(folder: Path) -> Themed:
    """The theme of an organisation's folder. Bad content never raises."""
    path = folder / NAME
    if not path.is_symlink() and not path.exists():
        return Themed()
    found, raw = from_file(path), Raw()
    if not found.files:
        return Themed(report=Report.of(found.diagnostics))
    theme, report = read_side_file(found.files[NAME], label_of(path), Theme, raw)
    if theme is None or theme.logo is None:
        return Themed(theme, None, report, raw)
    logo = read_logo(folder, theme.logo)
    if not isinstance(logo, Refused):
        return Themed(theme, logo, report, raw)
    where = Positions(raw, label_of(path)).along(raw.document, ("theme", "logo", "file"))
    refused = Diagnostic(
        logo.code, Severity.ERROR, where, "theme.logo.file", params=logo.params, suggestion=logo.suggestion
    )
    return Themed(theme, None, Report.joined([report, Report.of([refused], raw.sources)]), raw)
