"""A thing taken out of a file as a file of its own, with its comments, and such a file put into another.

Indentation, the dash and the line breaks are those of the place; everything else stays as it was written.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from strategiplan.store.edit import Place, PlanFile, RefusedEdit, Spot, identical, key_position
from strategiplan.store.emitter import INDENT
from strategiplan.store.layout import FileKind, Unreadable
from strategiplan.store.scalars import key as written_key
from strategiplan.store.source import Comment, Entry, Kind
from strategiplan.store.splice import Page

# Holds a place in an empty list or mapping until what is to stand there has been put beside it.
_HOLDER = "x"


def excerpt(file: PlanFile, place: Place, kind: FileKind) -> PlanFile:
    """The mapping at a place as a file of this kind, with the comments that are its own.

    Raises RefusedEdit when its lines cannot be moved.
    """
    if not place:
        return file
    spot = file.find(place)
    if spot.node.kind is not Kind.MAPPING:
        raise RefusedEdit("this is no mapping", place)
    entry, page = spot.entry, spot.page
    above = [comment.text for comment in entry.own_lead()]
    if spot.node.flow:
        beside = "".join(f"  {comment.text}" for comment in entry.beside[-1:])
        above += [comment.text for comment in entry.beside[:-1]]
        lines = _lines(page.text[spot.node.start : spot.node.end] + beside)
    else:
        above += [comment.text for comment in entry.beside]
        lines = _body(page, entry, place)
    content = page.lines([*above, *lines]).encode()
    taken = PlanFile(content, kind)
    _require(taken, file.at(place), _texts([*entry.own_lead(), *entry.beside, *entry.inner_comments()]), place)
    return taken


def with_item(file: PlanFile, to: Place, position: int, taken: PlanFile) -> PlanFile:
    """A file put into the list at a place as its item number `position`; the list is made if there is none."""
    held = _held(file, to)
    if held is None:
        file = file.insert_key(to[:-1], str(to[-1]), [{_HOLDER: _HOLDER}])
    elif not held:
        file = file.append_item(to, {_HOLDER: _HOLDER})
    if not held:
        return _put_in(file, to, position, taken).delete_item((*to, position + 1))
    return _put_in(file, to, position, taken)


def with_key(file: PlanFile, to: Place, key: str, taken: PlanFile) -> PlanFile:
    """A file put into the mapping at a place, under a key that it does not have."""
    return _put_in(file, to, key, taken)


def _held(file: PlanFile, place: Place) -> Any:
    *around, key = place
    return file.at(around).get(str(key))


def _put_in(file: PlanFile, to: Place, step: int | str, taken: PlanFile) -> PlanFile:
    source = taken.find(()).page.source
    while file.find(to).node.flow or file.find(to).in_flow:
        if not source.comments and "|" not in source.text:
            data = taken.at(())
            return file.insert_item(to, step, data) if isinstance(step, int) else file.insert_key(to, step, data)
        file = _opened(file, to)
    spot, held, value = file.find(to), file.at(to), taken.at(())
    assert source.root is not None
    if isinstance(step, int):
        lines = _item_lines(taken.find(()), source.tail)
        data = [*held[:step], value, *held[step:]]
        position = step
    else:
        lines = _key_lines(taken.find(()), source.tail, step)
        position = key_position(held, step, spot.form)
        entries = list(held.items())
        data = dict([*entries[:position], (step, value), *entries[position:]])
    lines = [" " * spot.node.column + line if line else "" for line in lines]
    return file.changed(
        spot, _replaced(file.at(()), to, data), lambda page: page.with_lines(spot.node, position, lines), to,
        added=source.comments,
    )


def _opened(file: PlanFile, to: Place) -> PlanFile:
    opened = file.unfolded(to, bare=True)
    if opened.content == file.content:
        raise RefusedEdit("there is no room between the brackets", to)
    return opened


def _item_lines(spot: Spot, tail: Sequence[Comment]) -> list[str]:
    above, body = _parts(spot, tail)
    return [*above, *(("- " if n == 0 else " " * INDENT) + line if line else "" for n, line in enumerate(body))]


def _key_lines(spot: Spot, tail: Sequence[Comment], key: str) -> list[str]:
    above, body = _parts(spot, tail)
    if spot.node.flow:
        return [*above, f"{written_key(key)}: {body[0]}", *body[1:]]
    return [*above, f"{written_key(key)}:", *(" " * INDENT + line if line else "" for line in body)]


def _parts(spot: Spot, tail: Sequence[Comment]) -> tuple[list[str], list[str]]:
    """The comments at the top of a file, and the lines of what it holds."""
    root, page = spot.entry, spot.page
    above = [comment.text for comment in (*root.lead, *spot.node.head)]
    if spot.node.flow:
        beside = "".join(f"  {comment.text}" for comment in root.beside[-1:])
        above += [comment.text for comment in root.beside[:-1]]
        body = _lines(page.text[spot.node.start : spot.node.end] + beside)
    else:
        start = page.line_start(spot.node.entries[0].start)
        body = _dedented(_lines(page.text[start : page.content_end(root)]), spot.node.column, ())
    return above, [*body, *(comment.text for comment in tail)]


def _body(page: Page, entry: Entry, place: Place) -> list[str]:
    """The lines of a block behind a key or dash, at the left margin."""
    start = page.value_start(entry)
    text, at = "", start
    for stranger in page.strangers(entry):
        text += page.text[at : page.line_start(stranger.start)]
        at = page.line_end(stranger.start)
    text += page.text[at : page.content_end(entry)]
    first, *rest = _lines(text)
    lines = [" " * (start - page.line_start(start)) + first, *rest]
    if not first.strip() or first.lstrip().startswith("#"):
        # What stands on the line of the key or dash is a comment about the whole, if anything.
        lines = rest
    return _dedented(lines, entry.value.column, place)


def _dedented(lines: list[str], column: int, place: Place) -> list[str]:
    moved = []
    for line in lines:
        held = len(line) - len(line.lstrip(" "))
        if line.strip() and held < column and not line.lstrip(" ").startswith("#"):
            raise RefusedEdit("a line is not indented enough to be moved", place)
        moved.append(line[min(held, column) :] if line.strip(" ") else "")
    return moved


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _texts(comments: Sequence[Comment]) -> Counter[str]:
    return Counter(comment.text for comment in comments)


def _require(taken: PlanFile, data: Any, comments: Counter[str], place: Place) -> None:
    try:
        same = identical(taken.at(()), data) and taken.comments() == comments
    except (Unreadable, RefusedEdit):
        same = False
    if not same:
        raise RefusedEdit("it would not read the same by itself", place)


def _replaced(data: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    step = str(place[0]) if isinstance(data, dict) else place[0]
    new: Any = dict(data) if isinstance(data, dict) else list(data)
    new[step] = _replaced(data[step], place[1:], value)
    return new
