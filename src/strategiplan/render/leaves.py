"""A page of HTML as leaves for paper: its text and structure as plain data, with what only a screen needs left out.

A page is told once, in its HTML template. What becomes a PDF is read off the finished page, so both say the same thing
word for word, and a user's own template shows in both.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# A node of the drawing: a text, or `t` (what it is), `c` (classes), `k` (what is in it), and what else it needs.
Node = str | dict[str, Any]

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNREAD = {
    "audio", "button", "canvas", "embed", "head", "iframe", "input", "noscript", "object", "script", "select", "style",
    "template", "textarea", "video",
}
# What a reader does things with on a screen.
_SCREEN = {"skip", "switch", "quiet", "jumps", "unfold", "contents", "colophon", "pair-head", "screen"}
_INLINE = {
    "#text", "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "label", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u",
}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_PARAGRAPHS = {"p", "figcaption", "legend", "summary", "dt", "dd", "caption"}
_SVG = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f][ \t\r\n\f]*")
# No word of a language is as long, and a file to be kept may not hold one that is much longer.
_ENDLESS = re.compile(r"\S{300,}")
# The typesetter calls itself for what is in what, and refuses to go on for ever; beyond this, boxes fall away.
_DEEPEST = 12


@dataclass(slots=True)
class Element:
    """An element as it stands in the page. A text has the tag `#text` and nothing in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    kids: list["Element"] = field(default_factory=list)
    text: str = ""
    classes: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.classes = self.attributes.get("class", "").split()

    @property
    def is_drawn(self) -> bool:
        """Whether paper has any use for it."""
        return not (self.tag in _UNREAD or "hidden" in self.attributes or not _SCREEN.isdisjoint(self.classes))

    def words(self) -> str:
        """All text in it, on one line."""
        return " ".join("".join(found.text for found in self.walk()).split())

    def walk(self) -> Iterator["Element"]:
        """This element and all in it, in the page's order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack += reversed(element.kids)

    def found(self, tag: str = "", class_: str = "") -> Iterator["Element"]:
        """All in it of a tag, of a class, or of both."""
        for element in self.walk():
            if (not tag or element.tag == tag) and (not class_ or class_ in element.classes):
                yield element


class _Tree(HTMLParser):
    """Reads a page into elements. Drawings are kept as they are written, since their names heed case."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("#page")
        self.open = [self.root]
        drawings: list[str] = []

        def kept(found: re.Match[str]) -> str:
            drawings.append(found[0])
            return f'<img data-drawing="{len(drawings) - 1}">'

        self.feed(_SVG.sub(kept, html))
        self.close()
        for image in self.root.found("img"):
            number = image.attributes.get("data-drawing", "")
            image.text = drawings[int(number)] if number.isdigit() and int(number) < len(drawings) else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].kids.append(element)
        if tag not in _VOID and len(self.open) < 100:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].kids.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].kids.append(Element("#text", text=data))


def leaves(html: str) -> dict[str, Any]:
    """A finished page as data: `title`, `head` (what stands around the title), `contents`, `legend` and `body`."""
    page = _Tree(html).root
    mastheads, mains = list(page.found("header", "masthead")), list(page.found("main"))
    titles, navs = list(page.found("h1")), list(page.found("nav", "contents"))
    legends = list(page.found(class_="legend"))
    entries = list(_entries(navs[0])) if navs else []
    drawing = _Drawing(mains or [page], [entry["to"] for entry in entries])
    head = list(_bare(mastheads[0].kids)) if mastheads else []
    return {
        "title": titles[0].words() if titles else "",
        "head": drawing.blocks(head, 0, skip=(*titles[:1], *legends)),
        "legend": drawing.inline(legends[0].kids) if legends else [],
        "body": drawing.blocks(mains or [page], 0),
        # An entry of the contents leads to a heading that is there.
        "contents": [entry for entry in entries if entry["to"] in drawing.ids],
    }


def _bare(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements without the boxes that only place them on a screen."""
    for element in elements:
        if element.tag == "div":
            yield from _bare(element.kids)
        else:
            yield element


def _entries(nav: Element) -> Iterator[dict[str, Any]]:
    def within(element: Element, level: int) -> Iterator[dict[str, Any]]:
        for kid in element.kids:
            if kid.tag == "a":
                parts = ("number", "what", "note")
                words = {name: next((e.words() for e in kid.found(class_=name)), "") for name in parts}
                words["what"] = words["what"] or kid.words()
                yield {"to": kid.attributes.get("href", "").removeprefix("#"), "level": level, **words}
            else:
                yield from within(kid, level + (kid.tag in ("ol", "ul")))

    yield from within(nav, 0)


class _Drawing:
    """What the leaves of one page have to know of each other: what is linked to, and how deep headings have come."""

    def __init__(self, mains: Sequence[Element], wanted: Iterable[str]) -> None:
        found = [element for main in mains for element in main.walk()]
        self.ids = {e.attributes["id"] for e in found if e.attributes.get("id")}
        links = {e.attributes.get("href", "")[1:] for e in found if e.tag == "a" and e.is_drawn}
        self.wanted = (links | set(wanted)) & self.ids
        self.level = 0

    def blocks(self, elements: Sequence[Element], depth: int, skip: Sequence[Element] = ()) -> list[Node]:
        """Elements one below the other; texts among them become paragraphs of their own."""
        out: list[Node] = []
        line: list[Element] = []
        for element in elements:
            if not element.is_drawn or any(element is other for other in skip):
                continue
            if element.tag in _INLINE:
                line.append(element)
                continue
            out += self._paragraph(line)
            line = []
            out += self._block(element, depth, skip)
        return out + self._paragraph(line)

    def _paragraph(self, line: Sequence[Element]) -> list[Node]:
        words = self.inline(line)
        return [{"t": "p", "c": [], "k": words}] if words else []

    def _node(self, element: Element, kind: str, kids: list[Node], **more: Any) -> dict[str, Any]:
        node: dict[str, Any] = {"t": kind, "c": list(element.classes), "k": kids, **more}
        id_, lang = element.attributes.get("id", ""), element.attributes.get("lang", "")
        if id_ in self.wanted:
            # A place has one name and a name one place, whatever a template of the user's says.
            self.wanted.discard(id_)
            node["id"] = id_
        if lang and re.fullmatch("[a-z]{2,3}", lang):
            node["lang"] = lang
        return node

    def _block(self, element: Element, depth: int, skip: Sequence[Element]) -> list[Node]:
        tag, below = element.tag, min(depth + 1, _DEEPEST)
        if tag in _HEADINGS:
            # Nobody who listens shall wonder what stood between a heading and one two levels below it.
            self.level = max(1, min(_HEADINGS[tag] - 1, self.level + 1))
            return [self._node(element, "h", self.inline(element.kids), n=self.level)]
        if tag in _PARAGRAPHS and all(kid.tag in _INLINE for kid in element.kids):
            words = self.inline(element.kids)
            return [self._node(element, "lead" if tag == "summary" else "p", words)] if words else []
        if tag == "hr":
            return [self._node(element, "hr", [])]
        if tag == "img":
            said = _alternative(element)
            # A drawing that says nothing to those who do not see it is an ornament, and paper has the words beside it.
            return [self._node(element, "svg", [], svg=element.text, alt=said)] if said else []
        if tag == "pre":
            return [self._node(element, "pre", ["".join(e.text for e in element.walk()).rstrip("\n")])]
        if tag == "table":
            return [self._table(element, below)]
        if tag == "dl":
            return [self._node(element, "dl", list(self._facts(element)))]
        if "figures-of" in element.classes:
            # On paper nothing has to be unfolded.
            skip = (*skip, *(kid for kid in element.kids if kid.tag == "summary"))
        kids = self.blocks(element.kids, below, skip)
        if depth >= _DEEPEST or not kids:
            return kids
        if tag in ("ul", "ol", "li", "blockquote"):
            start = element.attributes.get("start", "")
            more = {"start": int(start)} if tag == "ol" and start.isdigit() and len(start) < 10 else {}
            return [self._node(element, tag, kids, **more)]
        # A box that says nothing is none.
        named = element.classes or element.attributes.get("id", "") in self.wanted or "lang" in element.attributes
        return [self._node(element, "box", kids)] if named else kids

    def _facts(self, element: Element) -> Iterator[Node]:
        pairs = [kid for kid in element.kids if kid.tag == "div"] or [element]
        for pair in pairs:
            label = [kid for kid in pair.kids if kid.tag == "dt"]
            value = [kid for kid in pair.kids if kid.tag == "dd"]
            kids = [self._node(part, "span", self.inline(part.kids)) for part in (*label[:1], *value)]
            if kids:
                yield self._node(pair if pair is not element else Element("div"), "fact", list(kids))

    def _table(self, element: Element, depth: int) -> Node:
        captions, heads = list(element.found("caption")), list(element.found("thead"))
        above = [row for head in heads for row in head.found("tr")]
        rows = [row for row in element.found("tr") if not any(row is other for other in above)]
        return self._node(
            element, "table", [], caption=self.inline(captions[0].kids) if captions else [],
            head=[self._cells(row, depth) for row in above], rows=[self._cells(row, depth) for row in rows],
        )

    def _cells(self, row: Element, depth: int) -> list[Node]:
        cells = [kid for kid in row.kids if kid.tag in ("td", "th")]
        return [self._node(cell, cell.tag, self.blocks(cell.kids, depth), span=_span(cell)) for cell in cells]

    def inline(self, elements: Iterable[Element]) -> list[Node]:
        """A line of text, its white space drawn together as a browser does it."""
        return _trimmed(list(self._spans(elements)))

    def _spans(self, elements: Iterable[Element], depth: int = 0) -> Iterator[Node]:
        for element in elements:
            if not element.is_drawn:
                continue
            if element.tag == "#text":
                if text := _WHITE.sub(" ", element.text):
                    yield _ENDLESS.sub(lambda word: "\u200b".join(re.findall(".{1,60}", word[0])), text)
            elif element.tag == "br":
                yield self._node(element, "br", [])
            elif element.tag != "img":
                kind = element.tag if element.tag in _INLINE else "span"
                kids = list(self._spans(element.kids, depth + 1))
                if depth >= _DEEPEST:
                    yield from kids
                elif kids:
                    yield self._node(element, kind, kids, **self._goal(element))

    def _goal(self, element: Element) -> dict[str, str]:
        href = element.attributes.get("href", "") if element.tag == "a" else ""
        if href[:1] == "#":
            return {"to": href[1:]} if href[1:] in self.ids else {}
        return {"url": href} if re.match("(https?://|mailto:)[^ ]", href) else {}


def _span(cell: Element) -> int:
    """How many columns a cell goes across."""
    said = cell.attributes.get("colspan", "")
    return int(said) if re.fullmatch("[1-9][0-9]?", said) else 1


def _alternative(image: Element) -> str:
    """What a drawing shows, in words: its title and its description."""
    inner = _Tree(image.text[4:]).root
    said = [next((found.words() for found in inner.found(tag)), "") for tag in ("title", "desc")]
    return "".join(f"{words.rstrip('.')}. " for words in said if words).strip()


def _trimmed(nodes: list[Node]) -> list[Node]:
    """The line with single spaces, and none at its ends."""
    texts = list(_texts(nodes))
    ends_in_space = True
    for holder, place in texts:
        text = holder[place]
        if ends_in_space:
            text = text.removeprefix(" ")
        holder[place] = text
        ends_in_space = text[-1:] == " " if text else ends_in_space
    for holder, place in reversed(texts):
        if holder[place]:
            holder[place] = holder[place].removesuffix(" ")
            if holder[place]:
                break
    return [node for node in nodes if node and not _is_empty(node)]


def _texts(nodes: list[Any]) -> Iterator[tuple[list[Any], int]]:
    for place, node in enumerate(nodes):
        if isinstance(node, str):
            yield nodes, place
        else:
            yield from _texts(node["k"])


def _is_empty(node: Node) -> bool:
    if isinstance(node, str):
        return not node
    return node["t"] != "br" and all(map(_is_empty, node["k"]))
