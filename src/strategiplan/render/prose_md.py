"""Markdown in a plan's texts as Markdown that is safe to publish.

The text is read and written anew, so that what a stranger wrote as HTML, as a picture or as a hidden link comes out as
text, and so that its headings stand below those around it.
"""

import re

from markdown_it.tree import SyntaxTreeNode

from strategiplan.render.prose import parsed
from strategiplan.render.visible import visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
# GitHub makes links of bare addresses, and of names after @.
_BARE_LINK = re.compile(r"(?i)\b(?:https?|ftp)://|\bwww\.|@(?=\w)")


def line(text: str) -> str:
    """A text with nothing in it that Markdown, GitHub's included, would read as markup or as a link."""
    text = _SPECIAL.sub(r"\\\1", visible(text))
    text = _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)
    return _BARE_LINK.sub(lambda m: re.sub(r"[:.@]", lambda sign: f"&#{ord(sign[0])};", m[0]), text)


def markdown(text: str, level: int = 3) -> str:
    """The text as safe Markdown; its headings begin at `level`."""
    return "\n".join(_joined(SyntaxTreeNode(parsed(text, level)).children))


def _joined(blocks: list[SyntaxTreeNode], tight: bool = False) -> list[str]:
    """The lines of several blocks, a blank line between them unless they are a list's."""
    out: list[str] = []
    for block in blocks:
        if out and not tight:
            out.append("")
        out += _block(block)
    return out


def _block(node: SyntaxTreeNode) -> list[str]:
    kind = node.type
    if kind in ("paragraph", "heading"):
        text = _inline(node.children[0].children)
        return (f"{'#' * int(node.tag[1])} {text}" if kind == "heading" else text).split("\n")
    if kind in ("bullet_list", "ordered_list"):
        start = int(node.attrs.get("start", 1)) if kind == "ordered_list" else 0
        tight = all(paragraph.hidden for item in node.children for paragraph in item.children[:1])
        items = [_indented(_joined(item.children, tight), f"{start + n}. " if start else "- ")
                 for n, item in enumerate(node.children)]
        return [text for n, item in enumerate(items) for text in ([""] if n and not tight else []) + item]
    if kind == "blockquote":
        return [f"> {text}".rstrip() for text in _joined(node.children)]
    if kind in ("fence", "code_block"):
        return ["```", *node.content.rstrip("\n").replace("```", "'''").split("\n"), "```"]
    if kind == "table":
        return _table(node)
    return ["---"] if kind == "hr" else [line(node.content)] if node.content else _joined(node.children)


def _indented(lines: list[str], mark: str) -> list[str]:
    return [mark + lines[0], *((" " * len(mark) + text).rstrip() for text in lines[1:])] if lines else [mark.rstrip()]


def _table(node: SyntaxTreeNode) -> list[str]:
    rows = [row.children for part in node.children for row in part.children]
    drawn = [f"| {' | '.join(_inline(cell.children[0].children, ' ') for cell in row)} |" for row in rows]
    return [drawn[0], "| --- " * len(rows[0]) + "|", *drawn[1:]]


def _inline(nodes: list[SyntaxTreeNode], breaks: str = "\n") -> str:
    return "".join(_piece(node, breaks) for node in nodes)


def _piece(node: SyntaxTreeNode, breaks: str) -> str:
    kind = node.type
    if kind == "text":
        return line(node.content)
    if kind == "code_inline":
        return f"`{node.content.replace('`', chr(39))}`"
    if kind == "softbreak":
        return breaks
    if kind == "hardbreak":
        return "\\\n" if breaks == "\n" else breaks
    inner = _inline(node.children, breaks)
    if kind == "link":
        return f"[{inner}](<{node.attrs.get('href', '')}>)"
    return {"strong": f"**{inner}**", "em": f"*{inner}*"}.get(kind, inner)
