"""A plan in the languages of the programs that are measured beside ours: the same nodes, texts and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

CONF = r"""project = "Plan"
language = "sv"
extensions = ["sphinx_needs"]
needs_id_regex = r"^[\w-]+$"
needs_types = [{"directive": "item", "title": "Item", "prefix": "", "color": "#fff", "style": "node"}]
"""


@dataclass(frozen=True)
class Item:
    """A node of the plan: what it is called, all that it says, and the node that it belongs to."""

    id: str
    title: str
    text: tuple[str, ...]
    above: str | None = None


def items(plan: dict[str, Any]) -> Iterator[tuple[str, list[Item]]]:
    """The parts of the plan in order, an area or what is not an area, each with its nodes."""
    for key, value in plan.items():
        nodes = value if isinstance(value, list) else [value]
        for n, node in enumerate(nodes):
            if isinstance(node, dict) and (title := _title(node)):
                yield title, list(_below({"id": f"{key}-{n}", **node}, None))


def _title(node: dict[str, Any]) -> str:
    return " ".join(next((node[key] for key in ("title", "name", "heading") if key in node), "").split())


def _below(node: dict[str, Any], above: str | None) -> Iterator[Item]:
    inner = [one for value in node.values() if isinstance(value, list) for one in value if _is_node(one)]
    yield Item(node["id"], _title(node), tuple(_told(node)), above)
    for one in inner:
        yield from _below(one, node["id"])


def _is_node(value: Any) -> bool:
    return isinstance(value, dict) and "id" in value


def _told(node: dict[str, Any]) -> Iterator[str]:
    """The texts of a node as they are, and everything else that it says of itself with its key."""
    for key, value in node.items():
        if key in ("text", "description"):
            yield from (part for part in value.split("\n") if part.strip())
        elif isinstance(value, dict):
            yield f"{key}: {', '.join(f'{k} {v}' for k, v in value.items())}"
        elif isinstance(value, list) and not any(map(_is_node, value)):
            yield f"{key}: {', '.join(map(str, value))}"
        elif not isinstance(value, list) and key not in ("id", "title", "name", "heading"):
            yield f"{key}: {value}"


def sdoc(plan: dict[str, Any]) -> str:
    """The plan as a document of strictdoc."""
    lines = ["[DOCUMENT]", f"TITLE: {plan['title']}"]
    for title, nodes in items(plan):
        lines += ["", "[[SECTION]]", f"TITLE: {title}"]
        for node in nodes:
            lines += ["", "[REQUIREMENT]", f"UID: {node.id}", f"TITLE: {node.title}"]
            if node.text:
                lines += ["STATEMENT: >>>", "\n\n".join(map(_plain, node.text)), "<<<"]
            if node.above:
                lines += ["RELATIONS:", "- TYPE: Parent", f"  VALUE: {node.above}"]
        lines += ["", "[[/SECTION]]"]
    return "\n".join(lines) + "\n"


def needs(plan: dict[str, Any]) -> str:
    """The plan as a page of sphinx-needs."""
    lines = [_plain(plan["title"]), "#" * 200]
    for title, nodes in items(plan):
        lines += ["", _plain(title), "=" * 200]
        for node in nodes:
            lines += ["", f".. item:: {node.title}", f"   :id: {node.id}"]
            if node.above:
                lines.append(f"   :links: {node.above}")
            for part in node.text:
                lines += ["", f"   {_plain(part)}"]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text without the signs that reStructuredText, which both of them read, would take for its own."""
    return re.sub(r"([\\*`_|])", r"\\\1", text)
