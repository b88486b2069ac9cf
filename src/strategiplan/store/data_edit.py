"""A file brought to hold other data, edit by edit, so that what stays is not touched."""

from collections import Counter
from typing import Any

from strategiplan.store.data_merge import names
from strategiplan.store.edit import Place, PlanFile, RefusedEdit
from strategiplan.store.forms import Form, form_of
from strategiplan.store.layout import same_data, written


def brought_to(file: PlanFile, data: Any) -> PlanFile:
    """The file with these data. Where no edit will do it is written anew, with its comments at the end."""
    form = form_of(file.kind)
    try:
        made = _edited(file, (), file.data(), data, form)
        if same_data(made.data(), data, form):
            return made
    except RefusedEdit:
        pass
    return with_comments(PlanFile(written(data, file.kind).encode(), file.kind), file.comments())


def with_comments(file: PlanFile, wanted: Counter[str]) -> PlanFile:
    """The file with those of the comments that it lacks, at its end."""
    missing = wanted - file.comments()
    if not missing:
        return file
    newline = b"\r\n" if b"\r\n" in file.content else b"\n"
    end = b"" if file.content.endswith(b"\n") or not file.content else newline
    lines = [text.encode() + newline for text in missing.elements()]
    return PlanFile(file.content + end + b"".join(lines), file.kind)


def _edited(file: PlanFile, place: Place, old: Any, new: Any, form: Form) -> PlanFile:
    if same_data(old, new, form):
        return file
    if isinstance(old, dict) and isinstance(new, dict) and new:
        return _mapping(file, place, old, new, form)
    if isinstance(old, list) and isinstance(new, list) and old and new:
        return _list(file, place, old, new, form)
    return file.set_value(place, new)


def _mapping(file: PlanFile, place: Place, old: dict[str, Any], new: dict[str, Any], form: Form) -> PlanFile:
    for key, value in new.items():
        if key not in old:
            file = file.insert_key(place, key, value)
        else:
            file = _edited(file, (*place, key), old[key], value, form.at(key))
    for key in old:
        if key not in new:
            file = file.delete_key((*place, key))
    return file


def _list(file: PlanFile, place: Place, old: list[Any], new: list[Any], form: Form) -> PlanFile:
    """Items are followed by what they are called, so that one keeps its comments when it comes to stand elsewhere."""
    known, wanted = names(old), names(new)
    if known is None or wanted is None:
        return file.set_value(place, new)
    held, now = dict(zip(known, old, strict=True)), list(known)
    for key in known:
        if key not in wanted:
            if len(now) == 1:
                return file.set_value(place, new)
            file = file.delete_item((*place, now.index(key)))
            now.remove(key)
    for n, (key, value) in enumerate(zip(wanted, new, strict=True)):
        if key not in held:
            file = file.insert_item(place, n, value)
            now.insert(n, key)
            continue
        if now[n] != key:
            file = file.move_item((*place, now.index(key)), place, n)
            now.remove(key)
            now.insert(n, key)
        file = _edited(file, (*place, n), held[key], value, form.at(0))
    return file
