"""A Word file: an empty one to write in, and the finished one as bytes that are the same every time."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import docx
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips

from strategiplan.messages import text
from strategiplan.render.docx_line import inert
from strategiplan.render.docx_styles import (
    LIST_LEVELS,
    LOCALES,
    LOGO,
    LOGO_BOX,
    Palette,
    fonts_xml,
    numbering_xml,
    palette,
    settings_xml,
    styles_xml,
)
from strategiplan.render.look_view import LookView
from strategiplan.render.typesetting import as_png

# An element of the file. The library's own types promise less than its elements do.
Element = Any

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN = "http://schemas.openxmlformats.org"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {name: f"{_WORD}.{kind}+xml" for name, kind in (
    ("document", "document.main"), ("styles", "styles"), ("settings", "settings"), ("numbering", "numbering"),
    ("fontTable", "fontTable"),
)}
# A4, with margins that leave lines of some seventy characters.
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1814" w:bottom="1531" w:left="1814"'
    ' w:header="794" w:footer="680" w:gutter="0"/></w:sectPr>'
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_DATE = datetime(*_EPOCH, tzinfo=UTC)


def w(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of Word's own namespace."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    for child in children:
        element.append(child)
    return element


def run(words: str, *properties: Element, deleted: bool = False) -> Element:
    """A run of text; a line break in it is a line break in Word."""
    held = [w("rPr", *properties)] if properties else []
    for n, line in enumerate(words.split("\n")):
        if n:
            held.append(w("br"))
        if line:
            element = w("delText" if deleted else "t")
            # Anything that XML cannot hold has been made visible long before; this is for what was not.
            element.text = inert(line)
            element.set(qn("xml:space"), "preserve")
            held.append(element)
    return w("r", *held)


class WordFile:
    """A Word file that is being written. `when` is the date that the file bears; None is no date."""

    def __init__(
        self, lang: str, title: str, author: str, when: datetime | None, look: LookView | None = None
    ) -> None:
        title, author = inert(title)[:255], inert(author)[:255]
        self.lang, self.author = lang, author
        # What Word shows of a date that nobody gave would be wrong, so then the file bears none.
        self.when = when or _NO_DATE
        self.document = docx.Document(_empty(lang, palette(look)))
        self._logo = look.picture if look else None
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by = title, author, author
        core.language, core.revision, core.created, core.modified = LOCALES[lang], 1, self.when, self.when
        if when is None:
            held: Element = core._element
            for dated in held.xpath("dcterms:created | dcterms:modified"):
                held.remove(dated)
        self._body: Element = self.document.element.body
        self._end: Element = self._body[-1]

    def add(self, element: Element) -> None:
        """Put an element last in the text."""
        self._end.addprevious(element)

    def comment(self, author: str, initials: str, paragraphs: Iterable[Element]) -> int:
        """A comment to be anchored, by its number."""
        made = self.document.comments.add_comment(author=author, initials=initials)
        held: Element = made._comment_elm
        held.date = self.when
        first = held[0]
        for n, paragraph in enumerate(paragraphs):
            held.append(paragraph)
            if n == 0:
                # The sign that ties a comment to its place stands first in it.
                place = 1 if paragraph.pPr is not None else 0
                paragraph.insert(place, first.r_lst[0])
                held.remove(first)
        return int(made.comment_id)

    def numbered(self, start: int) -> int:
        """The number of a new numbered list that begins at `start`, whatever its level."""
        numbering: Element = self.document.part.numbering_part.element
        number = len(numbering.num_lst) + 1
        levels = [w("lvlOverride", w("startOverride", val=start), ilvl=n) for n in range(LIST_LEVELS)]
        numbering.append(w("num", w("abstractNumId", val=1), *levels, numId=number))
        return number

    def link(self, address: str) -> str:
        """The name inside the file of an address outside it."""
        return str(self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def picture(self, content: bytes, alt: str, widest: int) -> Element:
        """A drawing of a picture, at most `widest` (in twentieths of a point), with its description.

        Raises ValueError for what is no picture.
        """
        try:
            drawn: Element = self.document.part.new_pic_inline(io.BytesIO(content))
        except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError):
            raise ValueError("not a picture") from None
        extent = drawn.extent
        shrunk = min(1.0, Twips(widest) / extent.cx)
        for size in (extent, drawn.graphic.graphicData.pic.spPr.xfrm.ext):
            size.cx, size.cy = int(extent.cx * shrunk), int(extent.cy * shrunk)
            shrunk = 1.0
        drawn.docPr.set("descr", inert(alt))
        # It stands where the text does; without a word about it some programs put room around.
        for side in "TBLR":
            drawn.set(f"dist{side}", "0")
        return w("drawing", drawn)

    def logo(self) -> Element | None:
        """The organisation's logo in a paragraph of its own, where there is one that Word can show."""
        content = as_png(self._logo) if self._logo else None
        if self._logo is None or content is None:
            return None
        wide, high = map(Twips, LOGO_BOX)
        try:
            drawing = self.picture(content, self._logo.alt, LOGO_BOX[0])
        except ValueError:
            return None
        inline = drawing[0]
        extent = inline.extent
        scale = min(wide / extent.cx, high / extent.cy)
        cx, cy = int(extent.cx * scale), int(extent.cy * scale)
        for size in (extent, inline.graphic.graphicData.pic.spPr.xfrm.ext):
            size.cx, size.cy = cx, cy
        return w("p", w("pPr", w("pStyle", val=LOGO)), w("r", drawing))

    def running(self, left: str, right: str, cover: bool = False) -> None:
        """What stands at the head of every page, and its number at the foot; nothing of it on a cover."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = cover
        head: Element = section.header.paragraphs[0]._p
        head.append(run(left))
        head.append(w("r", w("tab")))
        head.append(run(right))
        foot: Element = section.footer.paragraphs[0]._p
        for word, instruction in (("running-page", "PAGE"), ("running-of", "NUMPAGES")):
            foot.append(run(f"{text(f'label.{word}', self.lang)} "))
            foot.append(w("fldSimple", run("1"), instr=instruction))
            foot.append(run(" "))

    def saved(self) -> bytes:
        """The file. The same contents give the same bytes: its parts bear no time."""
        raw, out = io.BytesIO(), io.BytesIO()
        self.document.save(raw)
        with zipfile.ZipFile(raw) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
            for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
                fixed.writestr(entry, made.read(name))
        return out.getvalue()


def initials(name: str) -> str:
    """`BS` for `Blågröna styret`."""
    return "".join(word[0] for word in re.findall(r"\w+", name))[:4].upper()


def _empty(lang: str, colours: Palette) -> io.BytesIO:
    """An empty Word file with our styles, made anew so that nothing of a template's past comes along."""
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in _PARTS.items())
    main = _relations([("officeDocument", "word/document.xml")])
    relations = _relations([(name, f"{name}.xml") for name in _PARTS if name != "document"])
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": main,
        "word/_rels/document.xml.rels": relations,
        "word/document.xml": f'<w:document xmlns:w="{_OPEN}/wordprocessingml/2006/main" '
        f'xmlns:r="{_OPEN}/officeDocument/2006/relationships"><w:body>{_PAGE}</w:body></w:document>',
        "word/styles.xml": styles_xml(lang, colours),
        "word/settings.xml": settings_xml(lang),
        "word/numbering.xml": numbering_xml(),
        "word/fontTable.xml": fonts_xml(),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in files.items():
            package.writestr(name, _HEAD + content)
    stream.seek(0)
    return stream


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    held = "".join(
        f'<Relationship Id="r{n}" Type="{_OPEN}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{held}</Relationships>'
