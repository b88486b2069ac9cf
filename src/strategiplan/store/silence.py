"""Silencing a diagnostic, always with a reason: a comment on its line, or a line in `strategiplan.toml`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from strategiplan.diagnostics import Diagnostic, Ignored, Location, Report, Severity, UserError

_COMMENT = re.compile(r"#\s*strategiplan:\s*ignore\[([^\]]*)\]\s*(.*)$")
_MARK = "strategiplan: ignore["


@dataclass(frozen=True, slots=True)
class Silence:
    """One permission to be silent about a code: in which plans and at which addresses, and why."""

    code: str
    reason: str
    where: Location
    plans: tuple[str, ...] = ("*",)
    at: tuple[str, ...] = ("*",)

    def covers(self, found: Diagnostic) -> bool:
        """Whether the permission holds for a diagnostic."""
        return (
            found.code == self.code
            and any(fnmatchcase(found.plan, pattern) for pattern in self.plans)
            and any(fnmatchcase(found.address, pattern) or found.address.startswith(f"{pattern}.") for pattern in self.at)
        )


def from_settings(rules: Mapping[str, Any], path: str) -> list[Silence]:
    """The permissions under `[rules.ignore]`. Raises UserError when one has no reason or is not as it should be."""
    found = []
    for code, entries in rules.get("ignore", {}).items():
        for entry in entries if isinstance(entries, list) else [entries]:
            wanted = {"reason": entry} if isinstance(entry, str) else entry
            reason = wanted.get("reason") if isinstance(wanted, dict) else None
            if not isinstance(reason, str) or not reason.strip():
                raise UserError("ignore-needs-reason", code=code, path=path)
            found.append(Silence(
                code, reason, Location(path), tuple(wanted.get("plans", ("*",))), tuple(wanted.get("at", ("*",))),
            ))
    return found


def comments(sources: Mapping[str, str]) -> Iterator[tuple[Location, int, list[str], str]]:
    """(where, the line it is about, codes, reason) of every ignore comment. Alone on a line it is about the next."""
    for path, text in sources.items():
        if _MARK not in text:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            match = _COMMENT.search(line)
            if match:
                alone = not line[: match.start()].strip()
                codes = [code.strip() for code in match.group(1).split(",") if code.strip()]
                yield Location(path, number, match.start() + 1), number + alone, codes, match.group(2).strip()


def silenced(report: Report, permitted: Iterable[Silence], known: Iterable[str]) -> Report:
    """The report without what is silenced. A comment without a reason or with an unknown code is an error itself."""
    codes = frozenset(known)
    extra: list[Diagnostic] = []
    lines: dict[tuple[str, int, str], tuple[str, Location]] = {}
    for where, about, named, reason in comments(report.sources):
        if not reason:
            extra.append(Diagnostic("ignore-without-reason", Severity.ERROR, where, params={"codes": ", ".join(named)}))
            continue
        for code in named:
            if code not in codes:
                extra.append(Diagnostic("ignore-unknown-code", Severity.ERROR, where, params={"code": code}))
            lines[where.path, about, code] = (reason, where)
    permitted = list(permitted)
    kept: list[Diagnostic] = []
    ignored: list[Ignored] = []
    used: set[Location] = set()
    for found in report.diagnostics:
        said = lines.get((found.location.path, found.location.line, found.code))
        allowed = next((s for s in permitted if s.covers(found)), None)
        if found.severity is Severity.ERROR and said is None:
            kept.append(found)
        elif said:
            used.add(said[1])
            ignored.append(Ignored(found, said[0], said[1]))
        elif allowed:
            ignored.append(Ignored(found, allowed.reason, allowed.where))
        else:
            kept.append(found)
    for (_, _, code), (_, where) in lines.items():
        if where not in used and code in codes:
            extra.append(Diagnostic("ignore-unused", Severity.WARNING, where, params={"code": code}))
    return replace(Report.of([*kept, *extra], report.sources), ignored=tuple(ignored), plans=report.plans)
