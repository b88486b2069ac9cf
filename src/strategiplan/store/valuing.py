"""Values of the model written over older ones in a file, so that only what differs is touched."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from strategiplan.model.node import Node, shape
from strategiplan.model.types import Model, kebab
from strategiplan.store.edit import Place, PlanFile, RefusedEdit
from strategiplan.store.filing import plain_of


def with_fields(file: PlanFile, place: Place, old: Model, new: Model) -> PlanFile:
    """The file with the mapping at a place, which was read as `old`, holding `new`; the children of a node aside."""
    form = shape(type(new)) if isinstance(new, Node) else None
    for attribute, info in type(new).model_fields.items():
        name = kebab(attribute)
        if form is not None and (name in form.slots or attribute == "id"):
            continue
        before, after = getattr(old, attribute), getattr(new, attribute)
        if before == after:
            continue
        silent = not info.is_required() and after == info.get_default(call_default_factory=True)
        file = _entry(file, place, name, before, after, silent)
    return file


def _entry(file: PlanFile, place: Place, name: str, old: Any, new: Any, silent: bool = False) -> PlanFile:
    """The file with another value under a key; `silent` says that it is what goes without saying."""
    is_there = name in file.at(place)
    if silent:
        return file.delete_key((*place, name)) if is_there else file
    if not is_there:
        return file.insert_key(place, name, plain_of(new))
    try:
        return _value(file, (*place, name), old, new)
    except RefusedEdit:
        # Comments inside the old value may stand in the way; those above and beside its key go with them.
        return file.delete_key((*place, name)).insert_key(place, name, plain_of(new))


def _value(file: PlanFile, place: Place, old: Any, new: Any) -> PlanFile:
    if old == new:
        return file
    held = file.at(place)
    if isinstance(held, dict) and held:
        if isinstance(new, Model) and type(old) is type(new):
            return with_fields(file, place, old, new)
        if isinstance(new, Mapping) and isinstance(old, Mapping) and new:
            return _table(file, place, old, new)
    both = isinstance(old, list | tuple) and isinstance(new, list | tuple) and old and new
    if both and isinstance(held, list) and len(held) == len(old):
        return _items(file, place, old, new)
    return file.set_value(place, plain_of(new))


def _table(file: PlanFile, place: Place, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> PlanFile:
    for key, value in new.items():
        file = _entry(file, place, str(key), old.get(key), value)
    for key in old:
        if key not in new:
            file = file.delete_key((*place, str(key)))
    return file


def _items(file: PlanFile, place: Place, old: Sequence[Any], new: Sequence[Any]) -> PlanFile:
    """A list changed item by item, from its end, so that positions hold."""
    before, after = [repr(item) for item in old], [repr(item) for item in new]
    for _, start, end, first, last in reversed(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()):
        if before[start:end] == after[first:last]:
            continue
        common = min(end - start, last - first)
        for n in reversed(range(common, last - first)):
            file = file.insert_item(place, start + common, _like(file.at(place), new[first + n]))
        for n in reversed(range(common, end - start)):
            file = file.delete_item((*place, start + n))
        for n in range(common):
            file = _value(file, (*place, start + n), old[start + n], new[first + n])
    return file


def _like(others: Sequence[Any], item: Any) -> Any:
    """An item as its siblings are written: a number where numbers stand, though the model calls them by their text."""
    if isinstance(item, str) and item.isdigit() and any(isinstance(other, int) for other in others):
        return int(item)
    return plain_of(item)
