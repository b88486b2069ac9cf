"""Plans as the files that people would have: messy, with numbered comments, in a folder or in one file."""

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from tests.store.messy import Messy

from strategiplan.model import Plan
from strategiplan.model.node import Node, shape
from strategiplan.model.tree import own_fields, walk
from strategiplan.store.edit import Place, PlanFile
from strategiplan.store.excerpts import excerpt
from strategiplan.store.files import FileSet
from strategiplan.store.filing import data_of, sheets
from strategiplan.store.loading import Surroundings, load
from strategiplan.store.origins import Origins, origins
from strategiplan.store.source import parse
from strategiplan.store.splice import Page

REVISION = {"base": "2022", "notes": [{"at": "plan.title", "motivation": "Därför."}]}


def read_back(files: dict[str, bytes], single: bool = False) -> Plan | None:
    """The plan that files hold."""
    loaded = load(FileSet("plan", dict(files), single=single), "plan", Surroundings())
    return loaded.plan


@st.composite
def filed(draw: st.DrawFn, plan: Plan, single: bool | None = None) -> FileSet:
    """The files of a plan in any style."""
    messy = Messy(draw)
    single = draw(st.booleans()) if single is None else single
    if single:
        contents = {"plan.yaml": {**data_of(plan), "revision": REVISION}}
    else:
        contents = {path: data(sheet.node, sheet.apart) for path, sheet in sheets(plan).items()}
        contents["revision.yaml"] = REVISION
    files = {path: messy.file(held).encode() for path, held in contents.items()}
    for path in files:
        if messy.chance(8):
            files[path] = b"\xef\xbb\xbf" + files[path]
    found = FileSet("plan", files, single=single)
    # A last comment may come to stand so far in that it belongs to the text above it.
    assume(read_back(files, single) == plan)
    return found


def annotated(found: FileSet) -> FileSet:
    """The files with a numbered comment above every line on which something begins."""
    count = itertools.count()
    files = {name: _annotated(content.decode(), count).encode() for name, content in found.files.items()}
    return FileSet(found.label, files, single=found.single)


def _annotated(text: str, count: Iterator[int]) -> str:
    page = Page(parse(text))
    stack, places = [page.source.root], {}
    while stack:
        entry = stack.pop()
        if entry is not None:
            stack += entry.value.entries
            if page.is_first_on_line(entry):
                places[page.line_start(entry.start)] = entry.column
    for place in sorted(places, reverse=True):
        text = f"{text[:place]}{' ' * places[place]}# nummer {next(count)}\n{text[place:]}"
    return text


def data(node: Node, apart: frozenset[str]) -> dict[str, Any]:
    """What a node's own file holds."""
    return {key: value for key, value in data_of(node).items() if key not in apart}


def own_comments(known: Origins, node: Node, other: Node, held: frozenset[str]) -> Counter[str]:
    """The comments of a node that are not those of a child, nor about a list of which no child is left in `other`, or
    that is not in its text any more (`held` says which are).
    """
    origin = known.nodes[node.id]
    file, form = known.files[origin.file], shape(type(node))
    found = excerpt(file, origin.place, type(node)).comments()
    for name in file.at(origin.place):
        if name != "id" and name not in form.names:
            found -= _around(file, (*origin.place, name))
    for name in form.slots:
        staying = {child.id for child in below(other, name)} & {child.id for child in below(node, name)}
        if name in origin.held and (not staying or name not in held):
            found -= _around(file, (*origin.place, name))
            continue
        for child in below(node, name):
            inner = known.nodes[child.id]
            if inner.place:
                found -= excerpt(known.files[inner.file], inner.place, type(child)).comments()
    return found


def _around(file: PlanFile, place: Place) -> Counter[str]:
    entry = file.find(place).entry
    return Counter(comment.text for comment in (*entry.own_lead(), *entry.beside, *entry.inner_comments()))


def below(node: Node, slot: str) -> list[Node]:
    """The children in a slot."""
    held = getattr(node, shape(type(node)).names[slot])
    return [held] if isinstance(held, Node) else list(held or ())


def lost_comments(old: Plan, before: FileSet, new: Plan, after: FileSet) -> dict[str, Counter[str]]:
    """The comments that nodes have lost, of those whose own fields are as they were."""
    was, is_ = origins(before), origins(after)
    kept = {node.id: node for node in walk(new)}
    lost = {}
    for node in walk(old):
        other = kept.get(node.id)
        if type(other) is not type(node) or _fields(other) != _fields(node):
            continue
        here = is_.nodes[node.id]
        text = excerpt(is_.files[here.file], here.place, type(node))
        if missing := own_comments(was, node, other, here.held) - text.comments():
            lost[node.id] = missing
    return lost


def _fields(node: Node) -> dict[str, Any]:
    return own_fields(node, shape(type(node)))
