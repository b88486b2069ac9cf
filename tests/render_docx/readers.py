"""Two independent readers of Word files, and the parts of a file for looking closer."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pypandoc
from docx_plus.revisions import accept_all_revisions, reject_all_revisions

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Paragraphs = list[str]


def by_docx_plus(content: bytes, how: str) -> Paragraphs:
    """The paragraphs after accepting or rejecting everything, without the emptied ones that docx-plus leaves."""
    document = docx.Document(io.BytesIO(content))
    {"accept": accept_all_revisions, "reject": reject_all_revisions}[how](document)
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def by_pandoc(content: bytes, how: str) -> Paragraphs:
    """The paragraphs as pandoc reads them, white space as single spaces (it keeps no other)."""
    tree = pandoc_tree(content, how)
    title = tree["meta"].get("title")
    found = [_inlines(title["c"])] if title else []
    return [text for text in map(one_line, [*found, *_blocks(tree["blocks"])]) if text]


def pandoc_tree(content: bytes, how: str) -> dict[str, Any]:
    """The document as pandoc's tree."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "revision.docx"
        path.write_bytes(content)
        return json.loads(pypandoc.convert_file(path, "json", format="docx", extra_args=[f"--track-changes={how}"]))


def one_line(text: str) -> str:
    """The text with its white space as single spaces."""
    return " ".join(text.split())


def _blocks(blocks: list[Any]) -> Iterator[str]:
    for block in blocks:
        kind, held = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            yield _inlines(held)
        elif kind == "Header":
            yield _inlines(held[2])
        elif kind == "BulletList":
            for item in held:
                yield from _blocks(item)
        elif kind == "OrderedList":
            for item in held[1]:
                yield from _blocks(item)
        elif kind == "BlockQuote":
            yield from _blocks(held)
        elif kind == "Div":
            yield from _blocks(held[1])
        else:
            raise AssertionError(f"pandoc reads a {kind}, which we never write")


def _inlines(inlines: list[Any]) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: dict[str, Any]) -> str:
    kind, held = inline["t"], inline.get("c")
    if kind == "Str":
        return held
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Strong", "Emph", "Underline", "Strikeout", "SmallCaps"):
        return _inlines(held)
    if kind == "Code":
        return held[1]
    if kind == "Span":
        return _inlines(held[1])
    raise AssertionError(f"pandoc reads a {kind}, which we never write")


def spans(tree: Any, class_: str) -> Iterator[tuple[dict[str, str], str]]:
    """The spans of a class in pandoc's tree, with their attributes and text."""
    if isinstance(tree, list):
        for part in tree:
            yield from spans(part, class_)
    elif isinstance(tree, dict):
        if tree.get("t") == "Span" and class_ in tree["c"][0][1]:
            yield dict(tree["c"][0][2]), one_line(deep(tree["c"][1]))
        yield from spans(list(tree.values()), class_)


def texts(tree: Any) -> Iterator[str]:
    """What each paragraph, heading and cell of pandoc's tree says."""
    if isinstance(tree, list):
        for part in tree:
            yield from texts(part)
    elif isinstance(tree, dict) and tree.get("t") in ("Para", "Plain", "Header", "CodeBlock"):
        yield tree["c"][1] if tree["t"] == "CodeBlock" else deep(tree["c"])
    elif isinstance(tree, dict):
        yield from texts(list(tree.values()))


def deep(tree: Any) -> str:
    """The text of a part of pandoc's tree."""
    if isinstance(tree, list):
        return "".join(map(deep, tree))
    if not isinstance(tree, dict):
        # An attribute, or where a link leads.
        return ""
    if tree["t"] in ("Str", "Space", "SoftBreak", "LineBreak", "Code"):
        return _inline(tree)
    held = tree.get("c", [])
    return deep([part for part in held if isinstance(part, list | dict)] if tree["t"] != "Span" else held[1])


def part(content: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    """One part of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return ElementTree.fromstring(package.read(name))


def comments(content: bytes) -> list[dict[str, str]]:
    """The comments in the order of their numbers: author, date, text."""
    found = []
    for comment in part(content, "word/comments.xml"):
        lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in comment.iter(f"{W}p")]
        told = {key: comment.get(f"{W}{key}", "") for key in ("id", "author", "date")}
        found.append({**told, "text": "\n".join(lines)})
    return sorted(found, key=lambda comment: int(comment["id"]))


def anchors(content: bytes) -> list[str]:
    """The places within the file that its links lead to."""
    found = (element.get(f"{W}anchor", "") for element in part(content).iter(f"{W}hyperlink"))
    return [name for name in found if name]


def bookmarks(content: bytes) -> list[str]:
    """The names of the bookmarks, in document order."""
    return [element.get(f"{W}name", "") for element in part(content).iter(f"{W}bookmarkStart")]
