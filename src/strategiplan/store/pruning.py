"""The part of a faulty document that can still be read, so that one fault never hides another."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import islice
from typing import Any

from pydantic import ValidationError

from strategiplan.model.dossier import Document
from strategiplan.store.assembly import HEAD

_ROUNDS = 8


def prune(document: dict[str, Any], errors: Sequence[Mapping[str, Any]]) -> tuple[Document | None, set[str], set[str]]:
    """What is left when everything faulty is taken away.

    Returns the document (None when nothing can be made of it), the ids of what was taken away, and the ids of the
    nodes that lost something, about which nothing should be said that depends on what they lack.
    """
    rest = deepcopy(document)
    gone: set[str] = set()
    touched: set[str] = set()
    for _ in range(_ROUNDS):
        _take_away(rest, errors, gone, touched)
        try:
            return Document.model_validate(rest, by_name=False), gone, touched
        except ValidationError as error:
            errors = error.errors(include_url=False)
    return None, gone, touched


def _take_away(rest: dict[str, Any], errors: Sequence[Mapping[str, Any]], gone: set[str], touched: set[str]) -> None:
    marked: dict[int, tuple[Any, set[Any]]] = {}
    for error in errors:
        loc = [part for part in error["loc"] if part != "[key]"]
        if error["type"] == "missing":
            if loc[:-1] == ["plan"] and loc[-1] in HEAD:
                rest["plan"][loc[-1]] = deepcopy(HEAD[loc[-1]])
                touched |= {"plan", "budget"}
                continue
            loc = loc[:-1]
        container, key = _parent(rest, loc, touched)
        if container is not None:
            marked.setdefault(id(container), (container, set()))[1].add(key)
    for container, keys in marked.values():
        for key in sorted(keys, reverse=True) if isinstance(container, list) else keys:
            _ids(container[key], gone)
            del container[key]


def _parent(rest: dict[str, Any], loc: Sequence[Any], touched: set[str]) -> tuple[Any, Any]:
    """The innermost container on the way to `loc`, and the key in it that leads there."""
    current: Any = rest
    found: tuple[Any, Any] = (None, None)
    for segment in loc:
        if not holds(current, segment):
            continue
        found = (current, segment)
        if isinstance(current, dict) and isinstance(current.get("id"), str):
            touched.add(current["id"])
        current = current[segment]
    return found


def shortened(value: Any, most: int) -> Any:
    """A document of which no list and no mapping has more than so many entries: the first ones, at the same places."""
    if isinstance(value, dict):
        return {key: shortened(inner, most) for key, inner in islice(value.items(), most)}
    if isinstance(value, list):
        return [shortened(inner, most) for inner in value[:most]]
    return value


def holds(container: Any, segment: Any) -> bool:
    """Whether a container has an entry of that key or number."""
    if isinstance(container, dict):
        return segment in container
    return isinstance(container, list) and isinstance(segment, int) and segment < len(container)


def _ids(value: Any, found: set[str]) -> None:
    stack = [value]
    while stack:
        top = stack.pop()
        if isinstance(top, dict):
            if isinstance(top.get("id"), str):
                found.add(top["id"])
            stack.extend(top.values())
        elif isinstance(top, list):
            stack.extend(top)
