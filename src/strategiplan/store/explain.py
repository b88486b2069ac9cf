"""What the model refuses, said so that the author can mend it: code, place, and what would have been right."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from strategiplan.address import Address
from strategiplan.diagnostics import Diagnostic, Location, Severity
from strategiplan.model import Measurement, types
from strategiplan.model.dossier import Document
from strategiplan.model.followup import PERIOD_PATTERN
from strategiplan.model.theme import FILE_PATTERN, FONT_PATTERN
from strategiplan.model.types import Model, kebab, shown
from strategiplan.store import limits
from strategiplan.store.positions import Positions
from strategiplan.store.pruning import holds

MEASUREMENT = "measurement"  # the part that a file of measurements is, which no plan has
_EXPECTED = {
    "string_type": "text", "int_type": "integer", "int_from_float": "integer", "float_type": "number",
    "bool_type": "boolean", "tuple_type": "list", "list_type": "list", "dict_type": "mapping",
    "model_type": "mapping", "model_attributes_type": "mapping",
}
_PATTERNS = {
    types.ID_PATTERN: "bad-id", types.NAME_PATTERN: "bad-name", types.MANDATE_PATTERN: "bad-mandate",
    types.ADDRESS_PATTERN: "bad-address", types.HASH_PATTERN: "bad-hash", types.COLOUR_PATTERN: "bad-colour",
    types.MUNICIPALITY_PATTERN: "bad-municipality-code", PERIOD_PATTERN: "bad-period", "^[A-Z]{3}$": "bad-currency",
    FONT_PATTERN: "bad-font", FILE_PATTERN: "bad-file",
    "^[NU][0-9]{5}$": "bad-kpi",
}
_UNIONS = (UnionType, Union)  # `Literal[…] | None` is still of the older kind
_PLAIN = {"string_too_short": "empty-text", "string_too_long": "text-too-long", "greater_than": "not-positive",
          "finite_number": "not-finite"}


def explain(errors: Sequence[Mapping[str, Any]], positions: Positions) -> Iterator[Diagnostic]:
    """A diagnostic for each error that the model reports, up to a bound in each file."""
    seen: set[tuple[Any, ...]] = set()
    told: Counter[str] = Counter()
    for error in errors:
        loc = tuple(error["loc"])
        where = _where(error, loc, positions)
        told[where.path] += 1
        if told[where.path] > limits.PROBLEMS_PER_FILE:
            if told[where.path] == limits.PROBLEMS_PER_FILE + 1:
                params = {"limit": limits.PROBLEMS_PER_FILE}
                yield Diagnostic("too-many-problems", Severity.ERROR, where, params=params)
            continue
        code, params, suggestion = _what(error, loc, _said(error.get("input"), where, positions))
        if (code, where, params.get("key")) in seen:
            continue
        seen.add((code, where, params.get("key")))
        yield Diagnostic(code, Severity.ERROR, where, address_of(loc, positions), params, suggestion)


def _said(value: Any, where: Location, positions: Positions) -> str:
    """A value as its author wrote it: a number may have lost its zeros on the way (0180, 17.10)."""
    if isinstance(value, dict | list | tuple):
        return "{…}" if isinstance(value, dict) else "[…]"
    return (positions.written(where) if type(value) in (int, float) else None) or shown(value)


def _what(error: Mapping[str, Any], loc: tuple[Any, ...], said: str) -> tuple[str, dict[str, Any], str | None]:
    kind = error["type"]
    value = error.get("input")
    context = error.get("ctx") or {}
    if kind == "missing":
        return "missing-key", {"key": loc[-1]}, None
    if kind == "extra_forbidden":
        known = known_keys(loc[:-1])
        return "unknown-key", {"key": loc[-1], "known": ", ".join(known)}, nearest(str(loc[-1]), known)
    if kind == "literal_error":
        choices = choices_at(loc)
        return "unknown-choice", {"value": said, "choices": ", ".join(map(str, choices))}, \
            nearest(str(value), [str(c) for c in choices])
    if kind == "string_pattern_mismatch":
        code = _PATTERNS.get(context.get("pattern", ""), "bad-format")
        params = {"value": said}
        return code, params | ({} if code != "bad-format" else {"pattern": context.get("pattern")}), None
    if kind in _PLAIN:
        return _PLAIN[kind], {"value": said, "limit": context.get("max_length", context.get("gt", ""))}, None
    if kind in _EXPECTED:
        if value is None:
            return "empty-value", {"key": _key(loc)}, None
        found = "quote" if _EXPECTED[kind] == "text" and isinstance(value, int | float) else "type"
        return f"wrong-{found}", {"key": _key(loc), "expected": _EXPECTED[kind], "value": said}, None
    return kind, {**context, "value": said}, None


def _key(loc: tuple[Any, ...]) -> str:
    return next((str(part) for part in reversed(loc) if isinstance(part, str)), "")


def _where(error: Mapping[str, Any], loc: tuple[Any, ...], positions: Positions) -> Location:
    document = positions.raw.document
    if error["type"] == "extra_forbidden":
        container = reach(document, loc[:-1])
        return positions.key(container, str(loc[-1]))
    if loc and loc[-1] == "[key]":
        return positions.key(reach(document, loc[:-2]), str(loc[-2]))
    return positions.along(document, loc[:-1] if error["type"] == "missing" else loc)


def reach(root: Any, loc: Sequence[Any]) -> Any:
    """What stands at a location, stepping over segments that are not in the data."""
    for segment in loc:
        if holds(root, segment):
            root = root[segment]
    return root


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that was probably meant."""
    exact = kebab(word).casefold()
    if exact in known:
        return exact
    found = get_close_matches(exact, known, 1, 0.6)
    return found[0] if found else None


def address_of(loc: tuple[Any, ...], positions: Positions) -> str:
    """The address of the nearest node around a location."""
    current: Any = positions.raw.document
    id_ = ""
    field: list[str] = []
    for segment in loc:
        if segment == "plan" and current is positions.raw.document:
            id_, field = "plan", []
        elif current is positions.raw.document:
            id_, field = str(segment), []
        else:
            field.append(str(segment))
        if holds(current, segment):
            current = current[segment]
            if isinstance(current, dict) and isinstance(current.get("id"), str) and id_ != "organization":
                id_, field = current["id"], []
    return str(Address(id_, ".".join(field) or None))


def _inner(annotation: Any, segment: Any) -> Any:
    """The annotation one segment further in."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _inner(get_args(annotation)[0], segment)
    if origin in _UNIONS:
        options = [a for a in get_args(annotation) if a is not type(None)]
        return _inner(options[0], segment) if options else None
    if origin is tuple and isinstance(segment, int):
        return get_args(annotation)[0]
    if origin is dict:
        return get_args(annotation)[1]
    if isinstance(annotation, type) and issubclass(annotation, Model):
        for attribute, info in annotation.model_fields.items():
            if segment in (kebab(attribute), attribute):
                return info.annotation
    return None


def annotation_at(loc: Sequence[Any]) -> Any:
    """What the model expects at a location of a document; None where it expects nothing."""
    annotation: Any = Document
    if loc and loc[0] == MEASUREMENT:
        annotation, loc = Measurement, loc[1:]
    for segment in loc:
        inner = _inner(annotation, segment)
        if inner is not None:
            annotation = inner
    return _bare(annotation)


def _bare(annotation: Any) -> Any:
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in _UNIONS:
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation


def known_keys(loc: Sequence[Any]) -> list[str]:
    """The keys that may stand in the mapping at a location, as they are written."""
    annotation = annotation_at(loc)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [kebab(name) for name in annotation.model_fields]
    return []


def choices_at(loc: Sequence[Any]) -> tuple[Any, ...]:
    """The words that may stand at a location."""
    if loc and loc[-1] == "[key]":
        table = annotation_at(loc[:-2])
        annotation = _bare(get_args(table)[0]) if get_origin(table) is dict else None
    else:
        annotation = annotation_at(loc)
    return get_args(annotation) if get_origin(annotation) is Literal else ()
