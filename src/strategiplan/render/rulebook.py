"""The rules as a person reads them in the terminal."""

from collections.abc import Iterator
from difflib import get_close_matches

from strategiplan import messages
from strategiplan.diagnostics import Report, UserError
from strategiplan.render.terminal import Line, line
from strategiplan.rules import BY_CODE, RULES


def table(language: str) -> Iterator[Line]:
    """Every rule with its severity and what it says."""
    for rule in RULES:
        level = messages.text(f"severity.{rule.severity}", language)
        yield line((rule.code, "bold"), " ", (f"({level})", str(rule.severity)))
        yield line(messages.headline(rule.code, language), first="  ", rest="  ")


def one(code: str, language: str) -> Iterator[Line]:
    """One rule in full. Raises UserError when there is none of that name."""
    rule = BY_CODE.get(code)
    if rule is None:
        near = get_close_matches(code, BY_CODE, 1, 0.5)
        raise UserError("unknown-rule-near", code=code, near=near[0]) if near else UserError("unknown-rule", code=code)
    level = messages.text(f"severity.{rule.severity}", language)
    yield line((rule.code, "bold"), " ", (f"({level})", str(rule.severity)))
    yield line(messages.headline(code, language), first="  ", rest="  ")
    yield line(
        (messages.text("report.advice", language), "bold"), " ", messages.text(f"fix.{code}", language), first="  "
    )
    yield line()
    for paragraph in rule.documentation.split("\n\n"):
        yield line(paragraph, first="  ", rest="  ")
    yield line()
    yield line((messages.text("report.silence", language), "dim"))
    yield line(f"# strategiplan: ignore[{code}] …", first="  ", rigid=True)


def ignored(report: Report, language: str) -> Iterator[Line]:
    """What is silenced, with the reason and where it was given."""
    for entry in sorted(report.ignored, key=lambda i: i.diagnostic.sort_key):
        yield line((str(entry.diagnostic.location), "path"), rigid=True)
        said = messages.said(entry.diagnostic, language)
        yield line(said, " ", (f"[{entry.diagnostic.code}]", "dim"), first="  ", rest="    ")
        reason = messages.text("report.reason", language, reason=entry.reason, where=entry.where)
        yield line(reason, first="  ", rest="    ")
    yield line(messages.plural("report.silenced", len(report.ignored), language))
