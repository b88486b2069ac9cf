"""The catalogues: both languages say the same things, every text that is asked for is there, and none is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import strategiplan
from strategiplan.diagnostics import Diagnostic, Location, Severity
from strategiplan.messages import LANGUAGES, advice, catalogue, has, headline, plural, said, text
from strategiplan.rules import BY_CODE

HOME = Path(strategiplan.__file__).parent
TEMPLATES = sorted((HOME.parents[1] / "templates").rglob("*.j2"))
MODULES = sorted(HOME.rglob("*.py"))
# Sections whose keys are the names of something else, which has its own test: rules, and what a schema describes.
TESTED_ELSEWHERE = ("rule.", "fix.", "schema.")


def places(pattern: str) -> set[str]:
    """The names that a text has places for."""
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


def test_languages_have_the_same_keys() -> None:
    assert catalogue("sv").keys() == catalogue("en").keys()
    assert len(catalogue("sv")) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_whole(language: str) -> None:
    for key, pattern in catalogue(language).items():
        assert isinstance(pattern, str) and pattern.strip(), key
        assert all(re.fullmatch(r"[A-Za-z][a-z_0-9]*", name) for name in places(pattern)), key
        assert not any(spec or conversion for _, _, spec, conversion in Formatter().parse(pattern)), key
        assert "  " not in pattern, key


def test_languages_have_the_same_places() -> None:
    # A language may leave the count out of its singular ("en plan"), and nothing else.
    for key, pattern in catalogue("sv").items():
        assert places(pattern) - {"count"} == places(catalogue("en")[key]) - {"count"}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_has_one_and_many(language: str) -> None:
    keys = catalogue(language)
    for key in keys:
        if key.endswith((".one", ".many")):
            base = key.rpartition(".")[0]
            assert f"{base}.one" in keys and f"{base}.many" in keys, base


# What the code asks for.


class Asked(NamedTuple):
    """A text that a line of code asks for by name, with the names it gives; None when they cannot be seen there."""

    key: str
    given: frozenset[str] | None
    where: str


# How each function that takes a text's name finds the key, and where it takes what fills the text's places.
SECTIONS = {
    "text": ("", "keywords"),
    "plural": ("", "keywords"),
    "say": ("label.", "keywords"),
    "UserError": ("question.", "keywords"),
    "Diagnostic": ("fault.", "params"),
    "Problem": ("fault.", "params"),
    "refuse": ("fault.", "keywords"),
    "_refuse": ("fault.", "keywords"),
    "PydanticCustomError": ("fault.", "params"),
}


@cache
def tree(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def constants(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def given(call: ast.Call, how: str) -> frozenset[str] | None:
    """The names that a call gives values for."""
    if how == "params":
        held = [*call.args[1:], *(k.value for k in call.keywords if k.arg in ("params", "context"))]
        dicts = [one for one in held if isinstance(one, ast.Dict)]
        unseen = any(k.arg == "params" and not isinstance(k.value, ast.Dict) for k in call.keywords)
        keys = [key for found in dicts for key in found.keys]
        if unseen or len(dicts) > 1 or not all(isinstance(key, ast.Constant) for key in keys):
            return None
        return frozenset(str(key.value) for key in keys if isinstance(key, ast.Constant))
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset(keyword.arg for keyword in call.keywords if keyword.arg)


def asked() -> Iterator[Asked]:
    """Every text that is asked for by its name."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in SECTIONS:
                continue
            section, how = SECTIONS[name]
            for constant in constants(node.args[0]):
                if re.fullmatch(r"[a-z][\w.-]*", constant):
                    yield Asked(f"{section}{constant}", given(node, how), f"{path.relative_to(HOME)}:{node.lineno}")


ASKED = list(asked())


def answering(key: str) -> list[str]:
    """The keys that a name leads to: itself or its two numbers."""
    known = catalogue("sv")
    # A rule's finding is a diagnostic too, and not every `say` begins at the labels.
    names = (key, key.replace("fault.", "rule.", 1), key.removeprefix("label."))
    return [k for name in names for k in (name, f"{name}.one", f"{name}.many") if k in known]


def test_every_text_that_is_asked_for_is_there() -> None:
    assert len(ASKED) > 150
    missing = [f"{one.where}: {one.key}" for one in ASKED if not answering(one.key)]
    assert not missing


def test_every_place_is_filled_where_the_text_is_asked_for() -> None:
    empty = [
        f"{one.where}: {key}: {sorted(unfilled)}"
        for one in ASKED
        if one.given is not None
        for key in answering(one.key)
        if (unfilled := places(catalogue("sv")[key]) - one.given - {"count"})
    ]
    assert not empty


# What nobody asks for.


def literals() -> Iterator[str]:
    """Every text in the code and in the templates, without the docstrings."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
                yield node.value
    for path in TEMPLATES:
        source = path.read_text("utf-8")
        yield from re.findall(r"""["']([\w.-]+)["']""", source)
        yield from (name.replace("_", "-") for name in re.findall(r"\blabels\.(\w+)", source))


def patterns() -> Iterator[str]:
    """Regular expressions for keys that are put together: `f"severity.{level}"` and `"sdg." + number`."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                yield "".join(
                    re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else ".*"
                    for part in node.values
                )
    for word in literals():
        if re.fullmatch(r"[a-z][\w-]*(\.[\w-]+)*[.-]", word):
            yield re.escape(word) + ".*"


def test_no_text_is_left_over() -> None:
    words = set(literals())
    # `label.{key}` alone is how every label is looked up; it says nothing of which.
    made = re.compile(
        "|".join({p for p in patterns() if re.match(r"[a-z][\w-]*\\?[.-]", p)} - {r"label\..*", r"question\..*"})
    )
    unused = []
    for key in catalogue("sv"):
        bare = re.sub(r"\.(one|many)$", "", key)
        names = {bare, bare.partition(".")[2]}
        if key.startswith(TESTED_ELSEWHERE) or names & words or any(made.fullmatch(name) for name in names):
            continue
        unused.append(key)
    assert not unused


# How a text is found.


def test_a_text_is_filled_in() -> None:
    assert text("fault.unknown-key", "sv", key="tilte") == "okänd nyckel ”tilte”"
    assert text("fault.empty-file", "en") == "the file is empty"
    assert plural("report.plans", 1, "en") == "1 plan" and plural("report.plans", 2, "sv") == "2 planer"
    with pytest.raises(KeyError):
        text("fault.no-such-fault", "sv")
    with pytest.raises(KeyError):
        text("fault.unknown-key", "sv")


def test_what_fills_a_place_is_not_a_pattern() -> None:
    assert text("fault.unknown-key", "en", key="{key} {0} {key.__class__}") == "unknown key “{key} {0} {key.__class__}”"


def test_a_diagnostic_says_what_was_meant_and_what_would_be_right() -> None:
    found = Diagnostic(
        "wrong-type", Severity.ERROR, Location("a"), "", {"key": "sdg", "expected": "list", "value": "x"}, "y"
    )
    assert said(found, "sv") == "”sdg” ska vara en lista; här står ”x”; menade du ”y”?"
    assert said(found, "en") == "“sdg” has to be a list; it says “x”; did you mean “y”?"
    assert advice(found, "sv") is None
    rule = Diagnostic("empty-area", Severity.WARNING, Location("a"), "", {"title": "A"})
    assert said(rule, "sv").startswith("”A” ") and advice(rule, "sv")
    assert headline("empty-area", "sv").startswith("”…” ")
    assert has("rule.empty-area", "en") and not has("fault.empty-area", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_is_a_rule_or_a_fault_and_not_both(language: str) -> None:
    faults = {key.removeprefix("fault.") for key in catalogue(language) if key.startswith("fault.")}
    assert not faults & set(BY_CODE)
