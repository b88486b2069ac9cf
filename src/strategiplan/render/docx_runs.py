"""Paragraphs of a plan as Word's paragraphs: what a tracked and a coloured document have in common."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import count

from strategiplan.render.docx_line import BULLET, KICKER, Face, Line
from strategiplan.render.docx_marks import Marked, Piece, whole
from strategiplan.render.docx_package import Element, run, w
from strategiplan.render.docx_styles import BLANK, CODE_CHARACTERS, LOCALES, STRONG
from strategiplan.revisions.changes import Change
from strategiplan.revisions.prose import Op


def style_id(name: str) -> str:
    """The id of the style with this name."""
    return name.replace(" ", "")


def bookmark(change_id: str) -> str:
    """The name of the bookmark around a change. Word takes forty characters, and hides what begins with a low line."""
    return f"_c{sha256(change_id.encode()).hexdigest()[:24]}"


class Setter:
    """Sets lines in Word's elements, in the languages of the page and of the plan."""

    def __init__(self, lang: str, own: str) -> None:
        self.foreign = LOCALES[own] if own != lang else ""
        self.numbers = count(1)

    def properties(self, face: Face, own: bool, character: str = "") -> list[Element]:
        """The properties of a run, in the order that the schema wants."""
        style = character or (CODE_CHARACTERS if Face.CODE in face else STRONG if Face.LABEL in face else "")
        style = style or (BLANK if Face.BLANK in face else "")
        held = [w("rStyle", val=style)] if style else []
        held += [w("b"), w("bCs")] if Face.BOLD in face or (Face.LABEL in face and style != STRONG) else []
        held += [w("i"), w("iCs")] if Face.ITALIC in face else []
        if own and self.foreign:
            held.append(w("lang", val=self.foreign))
        return held

    def piece(self, piece: Piece, character: str = "", *, deleted: bool = False) -> Element:
        """A run."""
        return run(piece.text, *self.properties(piece.face, piece.own, character), deleted=deleted)

    def paragraph(self, line: Line, style: str = "", lead: Sequence[Element] = ()) -> Element:
        """A whole paragraph with nothing marked in it."""
        pieces = whole(line, Op.EQUAL)
        return w("p", w("pPr", w("pStyle", val=style_id(style or line.style))), *lead, *map(self.piece, pieces))

    def frame(
        self, marked: Marked, after: Marked | None, *, sign: Sequence[Element] = (), page: bool = False
    ) -> Element:
        """An empty paragraph of the right style. A heading below its kicker needs no room of its own above."""
        held = [w("pStyle", val=style_id(marked.style))]
        if marked.leads and marked.style == BULLET:
            held.append(w("keepNext"))
        if page:
            held.append(w("pageBreakBefore"))
        if after is not None and after.style == KICKER and marked.leads:
            held.append(w("spacing", before="0"))
        return w("p", w("pPr", *held, *sign))

    def bookmarks(self, changes: Iterable[Change]) -> tuple[list[Element], list[Element]]:
        """Where the bookmarks of some changes begin, and where they end."""
        begin, end = [], []
        for change in changes:
            number = next(self.numbers)
            begin.append(w("bookmarkStart", id=number, name=bookmark(change.id)))
            end.append(w("bookmarkEnd", id=number))
        return begin, end
