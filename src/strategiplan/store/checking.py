"""Check plans: what the files say, then what the rules say, as one report with places."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from strategiplan import rules
from strategiplan.diagnostics import Diagnostic, Finding, Report, Severity, UserError
from strategiplan.rules import Rule
from strategiplan.store.loading import Loaded
from strategiplan.store.settings import Settings
from strategiplan.store.silence import Silence, from_settings, silenced
from strategiplan.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Profile:
    """Which rules are asked, how much each matters here, and what is silenced."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    levels: Mapping[str, Severity] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()


def profile(settings: Settings, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Profile:
    """The profile of a workspace with what the command line adds.

    Raises UserError for a code that is no rule's, and for settings that are not as they should be.
    """
    chosen, dropped = frozenset(select), frozenset(ignore)
    levels = settings.rules.get("severity", {})
    for code in (*chosen, *dropped, *levels, *settings.rules.get("ignore", {})):
        if code not in rules.BY_CODE:
            near = get_close_matches(code, rules.BY_CODE, 1, 0.5)
            raise UserError("unknown-rule-near" if near else "unknown-rule", code=code, near="".join(near))
    for code, level in levels.items():
        if level not in tuple(Severity):
            option = f"{settings.path}: rules.severity.{code}"
            raise UserError("unknown-choice", option=option, value=level, choices=", ".join(Severity))
    severities = {code: Severity(level) for code, level in levels.items()}
    return Profile(chosen or None, dropped, severities, tuple(from_settings(settings.rules, settings.path)))


def check(loaded: Loaded, wanted: Profile) -> Report:
    """Everything there is to say about one plan."""
    found = [*loaded.report.diagnostics, *(replace(d, plan=loaded.name) for d in loaded.conflicts)]
    if loaded.dossier is not None:
        found.extend(_ruled(loaded, rules.run(loaded.dossier, wanted.select, wanted.ignore, wanted.levels)))
    sources = {**loaded.report.sources, **loaded.conflicts.sources}
    return replace(Report.of(found, sources), plans=(loaded.name,))


def _ruled(loaded: Loaded, findings: Iterable[tuple[Rule, Finding]]) -> Iterable[Diagnostic]:
    for rule, finding in findings:
        # What is missing because it could not be read says nothing about the plan, nor about what it changes.
        guessed = finding.at.id in loaded.touched or (loaded.partial and rule.needs_base)
        if guessed and rule.severity is not Severity.ERROR:
            continue
        yield Diagnostic(
            rule.code,
            rule.severity,
            loaded.positions.at(finding.at),
            str(finding.at),
            _plain(finding.params),
            finding.suggestion,
            tuple(loaded.positions.at(a) for a in finding.related),
            loaded.name,
        )


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, int | float | str) else str(value) for key, value in params.items()}


def check_all(workspace: Workspace, names: Collection[str], wanted: Profile) -> Report:
    """The report of several plans and of the organisations they belong to."""
    reports = []
    folders = []
    for name in names:
        reports.append(check(workspace.load(name), wanted))
        if ":" not in name:
            folders.append(workspace.resolve(name).resolve().parent)
    reports += [workspace.side_reports(folder) for folder in dict.fromkeys(folders)]
    asked = (rules.BY_CODE.keys() if wanted.select is None else wanted.select) - wanted.ignore
    return silenced(Report.joined(reports), wanted.silences, rules.BY_CODE, asked)
