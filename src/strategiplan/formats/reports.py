"""A report for machines: one line a finding, JSON, SARIF, and the formats of GitHub, GitLab and JUnit."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from strategiplan import messages
from strategiplan.diagnostics import Diagnostic, Report, Severity

Writer = Callable[[Report, str], str]
_HOME = "strategiplan"


def parsable(report: Report, language: str) -> str:
    """`file:line:column: severity: text [code]`, one line a finding. Severity and code are the same in any language."""
    return "".join(f"{d.location}: {d.severity}: {_one_line(messages.said(d, language))} [{d.code}]\n" for d in report)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _json(report: Report, language: str) -> str:
    """The whole report; `docs/reference/report.schema.json` describes it."""
    return _dump(
        {
            "version": 1,
            "plans": list(report.plans),
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "information": report.count(Severity.INFO),
            "diagnostics": [_finding(d, language) for d in report],
            "ignored": [
                {**_finding(i.diagnostic, language), "reason": i.reason, "where": str(i.where)} for i in report.ignored
            ],
        }
    )


def _finding(found: Diagnostic, language: str) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": str(found.severity),
        "message": messages.said(found, language),
        "advice": messages.advice(found, language),
        "plan": found.plan,
        "address": found.address,
        "path": found.location.path,
        "line": found.location.line,
        "column": found.location.column,
        "suggestion": found.suggestion,
        "related": [{"path": r.path, "line": r.line, "column": r.column} for r in found.related],
    }


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def _place(path: str, line: int, column: int) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(path.replace("\\", "/"))},
            "region": {"startLine": line, "startColumn": column},
        }
    }


def sarif(report: Report, language: str) -> str:
    """SARIF 2.1.0 (OASIS), for code scanning."""
    codes = sorted({d.code for d in report})
    results = []
    for d in report:
        result: dict[str, Any] = {
            "ruleId": d.code,
            "ruleIndex": codes.index(d.code),
            "level": _SARIF_LEVELS[d.severity],
            "message": {"text": messages.said(d, language)},
            "locations": [_place(d.location.path, d.location.line, d.location.column)],
        }
        if d.related:
            result["relatedLocations"] = [_place(r.path, r.line, r.column) for r in dict.fromkeys(d.related)]
        results.append(result)
    rules = [{"id": code, "shortDescription": {"text": messages.headline(code, language)}} for code in codes]
    driver = {"name": _HOME, "version": _version(), "rules": rules}
    return _dump(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": driver},
                    "language": {"sv": "sv-SE", "en": "en-US"}[language],
                    "columnKind": "unicodeCodePoints",
                    "results": results,
                }
            ],
        }
    )


def _version() -> str:
    from importlib.metadata import version

    return version("strategiplan")


_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(report: Report, language: str) -> str:
    """Workflow commands, so that GitHub shows each finding at its line."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    return "".join(
        f"::{_GITHUB_LEVELS[d.severity]} file={prop(d.location.path)},line={d.location.line},col={d.location.column},"
        f"title={prop(d.code)}::{data(messages.said(d, language))}\n"
        for d in report
    )


_GITLAB_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab(report: Report, language: str) -> str:
    """GitLab's code quality report."""
    seen: Counter[str] = Counter()
    found = []
    for d in report:
        # Without the line number, so that an edit above does not make an old finding new; with a number for those that
        # are alike in all else, because GitLab shows only one of those that share a fingerprint.
        about = f"{d.code}\0{d.location.path}\0{d.address}\0{sorted(d.params.items())}"
        entry = {
            "description": messages.said(d, language),
            "check_name": d.code,
            "fingerprint": sha256(f"{about}\0{seen[about]}".encode("utf-8", "backslashreplace")).hexdigest(),
            "severity": _GITLAB_LEVELS[d.severity],
            "location": {"path": d.location.path, "lines": {"begin": d.location.line}},
        }
        found.append(entry)
        seen[about] += 1
    return _dump(found)


def junit(report: Report, language: str) -> str:
    """JUnit XML: a suite a plan, a failure an error or warning; information is left out."""
    counted = [d for d in report if d.severity is not Severity.INFO]
    suites = Element("testsuites", name=_HOME)
    for plan in (*report.plans, ""):
        found = [d for d in counted if d.plan == plan or (not plan and d.plan not in report.plans)]
        if not plan and not found:
            continue
        suite = SubElement(
            suites, "testsuite", name=plan or _HOME, tests=str(len(found) or 1), failures=str(len(found))
        )
        for d in found:
            case = SubElement(suite, "testcase", classname=d.code, name=_clean(f"{d.location} {d.address}".strip()))
            failure = SubElement(case, "failure", type=str(d.severity), message=_clean(messages.said(d, language)))
            failure.text = _clean(f"{d.location}: {messages.said(d, language)}")
        if not found:
            SubElement(suite, "testcase", classname="validate", name=plan)
    for count in ("tests", "failures"):
        suites.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, "unicode") + "\n"


def _clean(text: str) -> str:
    """The text without the signs that XML 1.0 has no way to write."""
    return _NOT_IN_XML.sub("\ufffd", text)


WRITERS: Mapping[str, Writer] = {
    "parsable": parsable,
    "json": _json,
    "sarif": sarif,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
}
