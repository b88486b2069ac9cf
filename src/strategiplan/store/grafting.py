"""New data in the canonical layout, with the comments of an older text on what is still there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from strategiplan.store.edit import Place, PlanFile
from strategiplan.store.emitter import emit, node_of
from strategiplan.store.forms import form_of
from strategiplan.store.layout import FileKind, canonical, same_data
from strategiplan.store.source import Comment, Entry, Kind, Node, Source
from strategiplan.store.yaml_reader import read


def grafted(old: PlanFile, place: Place, data: Mapping[str, Any], kind: FileKind) -> PlanFile | None:
    """A file that holds the data, with every comment of a place in an older file that has something left to stand at;
    None when it cannot be.
    """
    spot = old.find(place)
    root = Entry(node_of(dict(data)))
    _graft(spot.entry, root)
    root.value.head = [*spot.entry.own_lead(), *spot.entry.beside, *root.value.head] if place else root.value.head
    root.lead, root.beside = ([], []) if place else (root.lead, root.beside)
    form = form_of(kind)
    text = emit(Source("", root, [], [] if place else spot.page.source.tail), form)
    parsed = read(text.encode())
    if parsed.problems or not same_data(parsed.data, data, form):
        return None
    return PlanFile(canonical(text, kind).encode(), kind)


def _graft(old: Entry, new: Entry) -> None:
    new.lead, new.beside, new.blank = old.lead, old.beside, old.blank
    if new.value.kind is Kind.SCALAR or old.value.kind is not new.value.kind:
        new.lead = [*old.lead, *(replace(comment, blank=False) for comment in old.inner_comments())]
        return
    new.value.head, new.value.tail, new.value.parted = old.value.head, old.value.tail, old.value.parted
    there = {_name(entry, n): entry for n, entry in enumerate(new.value.entries)}
    waiting: list[Comment] = []
    for n, entry in enumerate(old.value.entries):
        match = there.get(_name(entry, n))
        if match is None:
            # What an empty line parts from a thing that is gone was said of more than that.
            waiting += entry.lead[: len(entry.lead) - len(entry.own_lead())]
            continue
        _graft(entry, match)
        match.lead, waiting = [*waiting, *match.lead], []
    new.value.tail = [*waiting, *new.value.tail]


def _name(entry: Entry, place: int) -> Any:
    """What makes an entry the same one as before: its key, its id, what it says, or else its place."""
    if entry.key is not None:
        return entry.key.text
    return _id(entry.value) or (entry.value.text if entry.value.kind is Kind.SCALAR else place)


def _id(node: Node) -> str | None:
    inner = (entry for entry in node.entries if entry.key is not None and entry.key.text == "id")
    return next((entry.value.text for entry in inner), None)
