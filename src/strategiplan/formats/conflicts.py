"""What could not be merged, as a file of its own beside the plan: both versions of everything, with their reasons.

Conflict markers never stand in a plan's files, so that the plan always loads. What stands in the plan is what the base
says; this file says what each side wanted. It is YAML, for a clerk to read and a program to parse, but its name does
not end in `.yaml`: it is no part of the plan. `validate` reports it until somebody has decided and removed it.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from strategiplan import messages
from strategiplan.formats.changes import plain
from strategiplan.model.node import shape
from strategiplan.model.tree import Row
from strategiplan.revisions.changes import Change, Effect
from strategiplan.revisions.merged import Conflict, Why
from strategiplan.store.emitter import emit, node_of
from strategiplan.store.forms import Form
from strategiplan.store.layout import LayoutRefused
from strategiplan.store.limits import YAML_DEPTH
from strategiplan.store.source import Entry, Source
from strategiplan.store.yaml_reader import read

VERSION = 1


class Names(NamedTuple):
    """What the three plans, or the three versions of a file, are called."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """One thing to decide, as plain data. `at` is an address, or a place in a file; `said` is told above it.

    `base` is what stands in the plan now, where that is a value; `ours` and `theirs` are what each side did.
    """

    at: str
    why: str
    said: str
    ours: Sequence[Mapping[str, Any]] = ()
    theirs: Sequence[Mapping[str, Any]] = ()
    base: Any = None
    successors: Sequence[str] = ()


def disputes(conflicts: Iterable[Conflict], said: Iterable[str]) -> list[Dispute]:
    """Conflicts of a merge as data, each with what is to be told above it.

    What is added inside something else that is added stands in it, and what leaves with something else is named there.
    """
    held = list(conflicts)
    added = [_added(one.ours for one in held), _added(one.theirs for one in held)]
    out = []
    for one, told in zip(held, said, strict=True):
        ours, theirs = list(_version(one.ours, added[0])), list(_version(one.theirs, added[1]))
        if one.why is Why.DEPENDENT and not ours and not theirs:
            continue
        fields = [c for c in (*one.ours, *one.theirs) if c.effect is Effect.SET]
        was = plain(fields[0].old) if fields and all(c.at == fields[0].at for c in fields) else None
        out.append(Dispute(str(one.at), str(one.why), told, ours, theirs, was, one.successors))
    return out


def versions(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """What some changes do, as data."""
    return list(_version(changes, _added([changes])))


def _added(sides: Iterable[Iterable[Change]]) -> dict[str, Change]:
    return {c.at.id: c for changes in sides for c in changes if c.effect is Effect.ADD}


def _version(changes: Iterable[Change], added: Mapping[str, Change]) -> Iterator[dict[str, Any]]:
    gone = {c.at.id: c for c in changes if c.effect is Effect.REMOVE}
    for change in changes:
        row: Row | None = change.old if change.effect is Effect.REMOVE else change.new
        around = added if change.effect is Effect.ADD else gone
        inside = change.effect in (Effect.ADD, Effect.REMOVE) and row is not None and row.parent is not None \
            and row.parent.id in around and (change.note is None or change.inherited)  # fmt: skip
        if not inside:
            yield _change_data(change, added, gone)


def _change_data(change: Change, added: Mapping[str, Change], gone: Mapping[str, Change]) -> dict[str, Any]:
    data: dict[str, Any] = {"change": change.id, "kind": str(change.kind)}
    if change.effect is Effect.SET:
        data["value"] = plain(change.new)
    elif change.effect is Effect.ADD:
        data["node"] = _node(change.at.id, change.new, added)
    elif change.effect is Effect.REMOVE and (wake := _wake(change.at.id, gone)):
        data["with"] = wake
    if change.new_place is not None:
        place = change.new_place
        data["place"] = {"in": str(place.slot), **({"after": place.after} if place.after else {})}
    if change.note is not None:
        data["note"] = plain(change.note)
    return data


def _node(id_: str, row: Row, added: Mapping[str, Change]) -> dict[str, Any]:
    """A node as its file would say it, with what is added inside it."""
    data: dict[str, Any] = {"id": id_}
    for name, value in row.fields.items():
        table, _, key = name.partition(".")
        if key:
            data.setdefault(table, {})[key] = plain(value)
        else:
            data[name] = plain(value)
    for slot in shape(row.kind).slots:
        inner = [c for c in added.values() if c.new_place and c.new_place.slot == (id_, slot)]
        nodes = [_node(c.at.id, c.new, added) for c in inner]
        if nodes:
            data[slot] = nodes[0] if slot in shape(row.kind).single else nodes
    return data


def _wake(id_: str, gone: Mapping[str, Change]) -> list[str]:
    """What leaves with something: everything below it."""
    out: list[str] = []
    todo = [id_]
    while todo:
        above = todo.pop()
        below = [i for i, c in gone.items() if c.old.parent is not None and c.old.parent.id == above]
        out += below
        todo += below
    return out


def _prose(depth: int = YAML_DEPTH) -> Form:
    """Every text is laid out as prose: one sentence a line, however deep it stands."""
    form = Form(prose=True)
    for _ in range(depth):
        form = Form(prose=True, inner=form)
    return form


def to_sidecar(found: Sequence[Dispute], names: Names, lang: str, section: str = "conflict") -> bytes:
    """The file that names the disputes; `section` holds the texts above them.

    Raises LayoutRefused when a text cannot be written in YAML.
    """
    say = {key: messages.text(f"{section}.{key}", lang) for key in ("how", "done")}
    head = messages.plural(f"{section}.head", len(found), lang, **names._asdict())
    form = _prose()
    parts = [_comment(head), "#\n", _comment(say["how"]), _comment(say["done"])]
    parts.append(_yaml({"version": VERSION, **names._asdict()}, form))
    parts.append("conflicts:\n")
    for one in found:
        parts.append(f"\n{_comment(one.said)}" + _yaml([_data(one)], form))
    content = "".join(parts).encode()
    if read(content).problems:
        raise LayoutRefused("the conflicts cannot be written")
    return content


def _data(one: Dispute) -> dict[str, Any]:
    data: dict[str, Any] = {"at": one.at, "why": one.why}
    if one.base is not None:
        data["base"] = one.base
    data |= {"ours": [dict(side) for side in one.ours], "theirs": [dict(side) for side in one.theirs]}
    if one.successors:
        data["successors"] = list(one.successors)
    return data


def _yaml(data: Any, form: Form) -> str:
    return emit(Source("", Entry(node_of(data)), []), form)


def _comment(text: str) -> str:
    """A text as comment lines of at most 100 signs."""
    rows = [row for line in text.splitlines() for row in textwrap.wrap(line, 98, break_long_words=False) or [""]]
    return "".join(f"# {row}".rstrip() + "\n" for row in rows)
