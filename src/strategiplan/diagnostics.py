"""What can be wrong, and where: the values that checks produce and reporters show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import Any

from strategiplan.address import Address


class Severity(StrEnum):
    """How much a diagnostic matters: an error stops, a warning asks for an answer, information is for the reader."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule saw, before anybody knows the file. `related` are addresses that belong to the explanation.

    `params` fill the message; `suggestion` is what would have been right.
    """

    at: Address
    params: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str | None = None
    related: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with code, severity and place. The text is looked up last, in the reader's language."""

    code: str
    severity: Severity
    location: Location
    address: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str | None = None
    related: tuple[Location, ...] = ()
    plan: str = ""

    @property
    def sort_key(self) -> tuple[Location, int, str, str]:
        """By place, then the gravest first."""
        return self.location, _RANK[self.severity], self.code, repr(sorted(self.params.items()))


@dataclass(frozen=True, slots=True)
class Ignored:
    """A diagnostic that somebody silenced, with the reason given."""

    diagnostic: Diagnostic
    reason: str
    where: Location


@dataclass(frozen=True, slots=True)
class Report:
    """All diagnostics of a run, in file order, each once. `sources` holds the text of every file that was read."""

    diagnostics: tuple[Diagnostic, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    plans: tuple[str, ...] = ()

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic], sources: Mapping[str, str] | None = None) -> "Report":
        """A report of these diagnostics, sorted and without repetition."""
        unique = {(d.sort_key, d.address): d for d in diagnostics}
        return cls(tuple(unique[key] for key in sorted(unique, key=itemgetter(0))), (), sources or {})

    @classmethod
    def joined(cls, reports: Iterable["Report"]) -> "Report":
        """Several reports as one."""
        parts = list(reports)
        sources: dict[str, str] = {}
        for part in parts:
            sources.update(part.sources)
        merged = cls.of((d for part in parts for d in part.diagnostics), sources)
        ignored = {(i.diagnostic.code, i.diagnostic.location): i for part in parts for i in part.ignored}
        plans = tuple(dict.fromkeys(name for part in parts for name in part.plans))
        return cls(merged.diagnostics, tuple(ignored.values()), sources, plans)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)

    def count(self, severity: Severity) -> int:
        """How many diagnostics have this severity."""
        return sum(d.severity is severity for d in self.diagnostics)

    @property
    def has_errors(self) -> bool:
        """Whether anything is an error."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)

    def exit_code(self, strict: bool = False) -> int:
        """0 when nothing stops; 1 for errors, and for warnings too when `strict`."""
        stops = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return int(any(d.severity in stops for d in self.diagnostics))


class UserError(Exception):
    """A wrong question (no such plan, no such revision, an option that cannot be): exit code 2, never a traceback.

    `code` is looked up in the message catalogue with `params`.
    """

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class PlanError(Exception):
    """A plan that was asked for does not load; carries the report that says why. Exit code 1."""

    def __init__(self, report: Report) -> None:
        super().__init__("plan does not load")
        self.report = report
