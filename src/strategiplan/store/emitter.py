"""From a tree of nodes to the canonical text.

An emitter of our own, because every comment has to stay with its thing: ruamel.yaml's round trip was measured to lose
comments and to hang them on the next thing when keys change places. Recursion here is as deep as the reader lets a
file be (`limits.YAML_DEPTH`).
"""

from typing import Any

from strategiplan.model.types import reflow
from strategiplan.store import scalars
from strategiplan.store.forms import FREE, Form
from strategiplan.store.prose_lines import on_one_line, one_sentence_per_line, sentences
from strategiplan.store.source import Comment, Entry, Kind, Node, Source

WIDTH = 100
SHORT_PROSE = 80
INDENT = scalars.INDENT


def emit(source: Source, form: Form) -> str:
    """The canonical text of a file whose root is of this form."""
    lines: list[str] = []
    if source.root is not None:
        lines = _root(source.root, form)
    for comment in source.tail:
        lines += _comment(comment, 0, bool(lines))
    return "".join(f"{line}\n" for line in lines)


def node_of(value: Any) -> Node:
    """A new node that holds plain data; lists and mappings as blocks."""
    if isinstance(value, dict):
        entries = [Entry(node_of(inner), node_of(str(name))) for name, inner in value.items()]
        return Node(Kind.MAPPING, entries=entries)
    if isinstance(value, list | tuple):
        return Node(Kind.LIST, entries=[Entry(node_of(inner)) for inner in value])
    if isinstance(value, str):
        # The style says that it is a text, whatever it looks like; the emitter takes the quotes away where it may.
        return Node(Kind.SCALAR, style="new", text=value)
    return Node(Kind.SCALAR, text=scalars.lexeme(value))


def _root(root: Entry, form: Form) -> list[str]:
    if root.value.is_block and root.value.entries:
        return block(root.value, 0, form)
    lines = [line for n, comment in enumerate((*root.lead, *root.beside[:-1])) for line in _comment(comment, 0, n > 0)]
    if root.blank and lines:
        lines.append("")
    if not root.value.end and not root.value.text and not root.value.style and root.value.kind is Kind.SCALAR:
        return lines + [comment.text for comment in root.beside[-1:]]
    head, rest = value(root.value, 0, -INDENT, form)
    return [*lines, head.strip() + _beside(root), *rest]


def block(node: Node, column: int, form: Form) -> list[str]:
    """The lines of a list or mapping in block style, its own indent included, its keys in the form's order."""
    lines: list[str] = []
    for comment in node.head:
        lines += _comment(comment, column, bool(lines))
    entries = ordered(node, form)
    # A heading comment that another entry has come to stand under must not be taken for that entry's own.
    parted = bool(lines) and (node.parted or entries[0] is not node.entries[0])
    for entry in entries:
        # A line has room for one comment; when what stood on several lines becomes one, the others go above it.
        for n, comment in enumerate((*entry.lead, *entry.beside[:-1])):
            lines += _comment(comment, column, bool(lines), parted and n == 0)
            parted = False
        if (entry.blank or parted) and lines:
            lines.append("")
        parted = False
        lines += item(entry, column, form) if node.kind is Kind.LIST else pair(entry, column, form)
    for comment in node.tail:
        lines += _comment(comment, column, bool(lines))
    return lines


def ordered(node: Node, form: Form) -> list[Entry]:
    """The entries as they are to stand: keys of the model in its order, then those that it does not know."""
    if node.kind is not Kind.MAPPING or not form.keys:
        return node.entries
    place = {name: n for n, name in enumerate(form.keys)}
    return sorted(node.entries, key=lambda entry: place.get(entry.key.text if entry.key else "", len(place)))


def _comment(comment: Comment, column: int, follows: bool, parted: bool = False) -> list[str]:
    line = " " * column + comment.text
    return ["", line] if follows and (comment.blank or parted) else [line]


def _beside(entry: Entry) -> str:
    return f"  {entry.beside[-1].text}" if entry.beside else ""


def _name(entry: Entry, flow: bool = False) -> str:
    assert entry.key is not None
    return scalars.key(entry.key.text, flow=flow, was_quoted=entry.key.style in ('"', "'"))


def pair(entry: Entry, column: int, form: Form) -> list[str]:
    """The lines of a key with its value, in a mapping of this form at a column."""
    assert entry.key is not None
    name = " " * column + _name(entry) + ":"
    head, rest = value(entry.value, len(name) + 1, column, form.at(entry.key.text))
    return [f"{name}{head}{_beside(entry)}", *rest]


def item(entry: Entry, column: int, form: Form) -> list[str]:
    """The lines of an item, in a list of this form whose dashes stand at a column."""
    pad = " " * column
    head, rest = value(entry.value, column + INDENT, column, form.at(0))
    if head or not rest or entry.beside:
        return [f"{pad}-{head}{_beside(entry)}", *rest]
    # The first key or inner item shares the dash's line; comments above a key go above the dash.
    place = next(n for n, line in enumerate(rest) if line and not line.lstrip().startswith("#"))
    if place and entry.value.kind is Kind.LIST:
        # Without its comment a list of words would be written on one line, so the comment has to stay inside.
        return [f"{pad}-", *rest]
    above = [pad + line.strip() if line else "" for line in rest[:place]]
    return [*above, f"{pad}- {rest[place][column + INDENT :]}", *rest[place + 1 :]]


def value(node: Node, used: int, column: int, form: Form) -> tuple[str, list[str]]:
    """What stands behind a key or a dash on its line (with the space before it), and the lines below.

    `used` is how far the line is filled, `column` where the key or dash stands.
    """
    if node.kind is Kind.SCALAR:
        if text := block_text(node, form):
            header, *lines = scalars.block_lines(text, column + INDENT)
            return f" {header}", lines
        text = _on_line(node, form, False)
        return (f" {text}" if text else ""), []
    line = _flow(node, form) if node.flow or not node.entries or _is_short_list(node) else None
    if line is not None and (used + len(line) <= WIDTH or not node.entries):
        return f" {line}", []
    return "", block(node, column + INDENT, form)


def block_text(node: Node, form: Form) -> str | None:
    """The text that a scalar has as a literal block, or None when it stands on a line."""
    if not _is_text(node):
        return None
    if not form.prose:
        return node.text if "\n" in node.text and scalars.may_be_block(node.text) else None
    flat = reflow(node.text)
    is_long = "\n" in flat or len(flat) > SHORT_PROSE or node.style in ("|", ">") or len(sentences(flat)) > 1
    if not flat or not is_long:
        return None
    text = one_sentence_per_line(node.text) + "\n"
    return text if scalars.may_be_block(text) else None


def _is_text(node: Node) -> bool:
    return bool(node.style) or scalars.is_text(node.text)


def _on_line(node: Node, form: Form, flow: bool) -> str:
    if not _is_text(node):
        return node.text or ("null" if flow else "")
    text = on_one_line(node.text) if form.prose else node.text
    return scalars.string(text, flow=flow, was_quoted=node.style in ('"', "'"))


def _is_short_list(node: Node) -> bool:
    """Whether this is a list of words: ids, numbers, years. Phrases and sentences keep the style that they have."""
    return node.kind is Kind.LIST and all(_is_word(entry.value) for entry in node.entries)


def _is_word(node: Node) -> bool:
    return node.kind is Kind.SCALAR and not any(map(str.isspace, node.text))


def _flow(node: Node, form: Form) -> str | None:
    """The node on one line, or None when a comment or a longer text in it needs lines of its own."""
    if node.head or node.tail:
        return None
    parts: list[str] = []
    for entry in ordered(node, form):
        if entry.lead or entry.beside:
            return None
        name = entry.key.text if entry.key else 0
        inner = form.at(name) if node.kind is Kind.MAPPING or form != FREE else FREE
        part = _flow_value(entry.value, inner)
        if part is None:
            return None
        parts.append(f"{_name(entry, flow=True)}: {part}" if entry.key else part)
    joined = ", ".join(parts)
    return f"{{{joined}}}" if node.kind is Kind.MAPPING else f"[{joined}]"


def _flow_value(node: Node, form: Form) -> str | None:
    if node.kind is Kind.SCALAR:
        return None if block_text(node, form) else _on_line(node, form, True)
    return _flow(node, form) if node.flow or not node.entries or _is_short_list(node) else None
