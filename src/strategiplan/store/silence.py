"""Silencing a diagnostic, always with a reason: a comment on its line, or a line in `strategiplan.toml`."""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from strategiplan.diagnostics import Diagnostic, Ignored, Location, Report, Severity, UserError
from strategiplan.store import limits

_COMMENT = re.compile(r"#\s*strategiplan:\s*ignore\s*\[([^\]]*)\]\s*(.*)$")
_MARK = "strategiplan:"
_ENTRY = ("reason", "plans", "at")


class Comment(NamedTuple):
    """An ignore comment: where it stands, the line it is about, each code with its place, and the reason."""

    where: Location
    about: int
    codes: tuple[tuple[str, Location], ...]
    reason: str


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
        plan, at = found.plan.rpartition(":")[2], found.address
        return (
            found.code == self.code
            and any(fnmatchcase(plan, pattern) for pattern in self.plans)
            and any(fnmatchcase(at, pattern) or at.startswith(f"{pattern}.") for pattern in self.at)
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
            for key in wanted:
                if key not in _ENTRY:
                    name = f"rules.ignore.{code}.{key}"
                    raise UserError("unknown-setting", path=path, key=name, known=", ".join(_ENTRY))
            plans, at = (_patterns(wanted, key, f"rules.ignore.{code}.{key}", path) for key in ("plans", "at"))
            found.append(Silence(code, reason, Location(path), plans, at))
    return found


def _patterns(wanted: Mapping[str, Any], key: str, name: str, path: str) -> tuple[str, ...]:
    """One pattern or several; a text alone must not be taken for its letters."""
    held = wanted.get(key, "*")
    held = [held] if isinstance(held, str) else held
    if not isinstance(held, list) or not all(isinstance(pattern, str) for pattern in held):
        raise UserError("bad-setting", path=path, key=name, expected="list")
    return tuple(held)


def comments(sources: Mapping[str, str]) -> Iterator[Comment]:
    """Every ignore comment. Alone on a line it is about the next line that is not a comment."""
    for path, text in sources.items():
        if _MARK not in text:
            continue
        rows = text.split("\n")
        about = [below := len(rows) + 1]
        for row in reversed(rows):
            below = below if row.lstrip().startswith("#") else len(rows) + 1 - len(about)
            about.append(below)
        about.reverse()
        for number, row in enumerate(rows, 1):
            match = _COMMENT.search(row) if _MARK in row else None
            if match is None:
                continue
            codes = tuple(
                (code.group(), Location(path, number, match.start(1) + code.start() + 1))
                for code in re.finditer(r"[^\s,]+", match.group(1))
            )
            where = Location(path, number, match.start() + 1)
            yield Comment(where, about[number - 1], codes, match.group(2).strip())


def silenced(report: Report, permitted: Iterable[Silence], known: Collection[str], asked: Container[str]) -> Report:
    """The report without what is silenced. A comment without a reason or with an unknown code is an error itself.

    `asked` are the codes of the rules that were asked: a comment about another has had no chance to be used.
    """
    extra: list[Diagnostic] = []
    lines: dict[tuple[str, int, str], tuple[str, Location]] = {}
    for comment in comments(report.sources):
        if not comment.reason:
            said = ", ".join(code for code, _ in comment.codes)
            extra.append(Diagnostic("ignore-without-reason", Severity.ERROR, comment.where, params={"codes": said}))
            continue
        for code, where in comment.codes:
            if code not in known:
                few = len(extra) < limits.PROBLEMS_PER_FILE
                near = next(iter(get_close_matches(code, known, 1, 0.5)), None) if few else None
                extra.append(Diagnostic("ignore-unknown-code", Severity.ERROR, where, "", {"code": code}, near))
            lines[where.path, comment.about, code] = (comment.reason, where)
    # Where something could not be read, not everything was asked about.
    whole = not any(d.severity is Severity.ERROR and d.code not in known for d in report)
    permitted = list(permitted)
    kept: list[Diagnostic] = []
    ignored: list[Ignored] = []
    used: set[Location] = set()
    for found in report.diagnostics:
        answer = lines.get((found.location.path, found.location.line, found.code))
        allowed = next((s for s in permitted if s.covers(found)), None)
        if found.severity is Severity.ERROR and answer is None:
            kept.append(found)
        elif answer:
            used.add(answer[1])
            ignored.append(Ignored(found, *answer))
        elif allowed:
            ignored.append(Ignored(found, allowed.reason, allowed.where))
        else:
            kept.append(found)
    for (_, _, code), (_, where) in lines.items():
        if where not in used and whole and code in asked and code in known:
            extra.append(Diagnostic("ignore-unused", Severity.WARNING, where, params={"code": code}))
    return replace(Report.of([*kept, *extra], report.sources), ignored=tuple(ignored), plans=report.plans)
