"""A revision as a Word document with tracked changes: rejecting all gives the old plan, accepting all the new one."""

from collections.abc import Iterator

from strategiplan.messages import text
from strategiplan.render.docx_line import BODY, Face, Line, Span, capital, line, plain
from strategiplan.render.docx_marks import Marked, Piece
from strategiplan.render.docx_package import Element, WordFile, initials, w
from strategiplan.render.docx_prose import prose
from strategiplan.render.docx_remarks import MarkedDocument, Remark
from strategiplan.render.docx_runs import Setter
from strategiplan.revisions.prose import Op

_TAGS = {Op.INSERTED: "ins", Op.DELETED: "del"}
_COMMENT = "CommentText"


def tracked(found: MarkedDocument, file: WordFile, first: tuple[Remark, ...]) -> bytes:
    """The document, written. `first` are the remarks about the whole of it."""
    writer = _Writer(found, file)
    words = found.new.words
    file.running(words.organization.name if words.organization else "", capital(words.level("plan")))
    for n, marked in enumerate(found.paragraphs):
        remarks = found.remarks.get(n, ())
        file.add(writer.paragraph(n, marked, (*first, *remarks) if n == 0 else remarks))
    if found.paragraphs[-1].op is not Op.EQUAL:
        # Word cannot take away the last paragraph of a document, so that may not be one that goes or comes.
        file.add(w("p"))
    return file.saved()


class _Writer:
    """Writes marked paragraphs as Word's own changes."""

    def __init__(self, found: MarkedDocument, file: WordFile) -> None:
        self.found, self.file = found, file
        self.set = Setter(found.new.words.lang, found.new.words.own)
        self.date = file.when.strftime("%Y-%m-%dT%H:%M:%SZ")

    def change(self, op: Op, *held: Element) -> Element:
        """A change by the proposer that holds some runs, or nothing to mark a paragraph's own sign."""
        return w(_TAGS[op], *held, id=next(self.set.numbers), author=self.file.author, date=self.date)

    def tied(self, op: Op, *runs: Element) -> list[Element]:
        """Runs that share the fate of what they stand in."""
        return list(runs) if op is Op.EQUAL else [self.change(op, *runs)] if runs else []

    def paragraph(self, n: int, marked: Marked, remarks: tuple[Remark, ...]) -> Element:
        """One paragraph with its bookmarks and comments around what it says."""
        sign = [] if marked.op is Op.EQUAL else [w("rPr", self.change(marked.op))]
        paragraph = self.set.frame(marked, self.found.paragraphs[n - 1] if n else None, sign=sign)
        begin, end = self.set.bookmarks(self.found.changes.get(n, ()))
        comments = [self.comment(remark) for remark in remarks]
        held = [
            *begin,
            *(w("commentRangeStart", id=number) for number in comments),
            *(element for piece in marked.pieces for element in self.piece(piece)),
            *(element for number in comments for element in self.reference(marked.op, number)),
            *end,
        ]
        for element in held:
            paragraph.append(element)
        return paragraph

    def piece(self, piece: Piece) -> list[Element]:
        """A piece of a paragraph, tracked when it goes or comes."""
        return self.tied(piece.op, self.set.piece(piece, deleted=piece.op is Op.DELETED))

    def reference(self, op: Op, number: int) -> Iterator[Element]:
        """The end of a comment's range and its sign, which has to go or come with its paragraph."""
        yield w("commentRangeEnd", id=number)
        sign = w("r", w("rPr", w("rStyle", val="CommentReference")), w("commentReference", id=number))
        yield from self.tied(op, sign)

    def comment(self, remark: Remark) -> int:
        """A remark as a comment of the proposer's; returns its number."""
        author = self.file.author
        lines = remark_lines(remark, self.found.new.words.lang)
        return self.file.comment(author, initials(author), [self.set.paragraph(line, _COMMENT) for line in lines])


def remark_lines(remark: Remark, lang: str) -> list[Line]:
    """What happens, and why."""
    lines = [plain(BODY, remark.told, own=False)] if remark.told else []
    why = prose(remark.motivation)
    if why:
        label = text(f"label.{remark.label}", lang)
        why[0] = why[0]._replace(segments=(why[0].segments[0]._replace(label=label),))
    if not remark.sure:
        why.append(line(BODY, Span(f"{text('label.unsure', lang)}.", Face.ITALIC), own=False))
    return [*lines, *why]
