"""A revision as a Word document to print: what comes is blue and underlined, what goes is red and struck through.

A label says in a word what happens to each thing, so that nothing is told by colour alone, and the reason stands
beneath it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from strategiplan.messages import text
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Area, BodyPlan, Goal, Plan
from strategiplan.render import numbers
from strategiplan.render.docx_line import BODY, BULLET, FACT, KICKER, TITLE, capital, heading, inert, plain
from strategiplan.render.docx_marks import Marked, Piece
from strategiplan.render.docx_package import Element, WordFile, run, w
from strategiplan.render.docx_prose import prose
from strategiplan.render.docx_remarks import MarkedDocument, Remark
from strategiplan.render.docx_revision import facts
from strategiplan.render.docx_runs import Setter
from strategiplan.render.docx_styles import ARRIVED, DELETED, INSERTED, LABEL
from strategiplan.render.docx_tracked import remark_lines
from strategiplan.render.kin import Kin
from strategiplan.render.marks import marks_of
from strategiplan.render.sentences import Sentence, words_for
from strategiplan.render.tally import tally
from strategiplan.revisions.changes import Change, Effect, Kind
from strategiplan.revisions.prose import Op
from strategiplan.revisions.reasons import Revised

_CHARACTERS = {Op.EQUAL: "", Op.INSERTED: INSERTED, Op.DELETED: DELETED}
_NOTE = "PlanNote"
_MINOR = (Kind.TEXT_CHANGED, Kind.EDITORIAL, Kind.CONFIRMED, Kind.PROMISED)


def coloured(revised: Revised, found: MarkedDocument, file: WordFile, old: Dossier, new: Dossier) -> bytes:
    """The document, written: a first page, a summary, and the marked plan."""
    words = found.new.words
    title = words.heading(new)
    file.running(words.organization.name if words.organization else "", title)
    writer = _Writer(revised, found)
    logo = file.logo()
    if logo is not None:
        file.add(logo)
    for element in (*writer.front(title, old, new), *writer.plan()):
        file.add(element)
    return file.saved()


class _Writer:
    """Writes marked paragraphs in colours, lines and words."""

    def __init__(self, revised: Revised, found: MarkedDocument) -> None:
        self.found, self.kin = found, Kin(revised)
        # Unlike the new plan's words these know what things were called that go.
        self.words = words_for(revised, found.new.words.organization, found.new.words.lang)
        self.changes = revised.changes
        self.set = Setter(self.words.lang, self.words.own)

    def front(self, title: str, old: Dossier, new: Dossier) -> Iterator[Element]:
        """Who proposes what, how to read it, and what it says in short."""
        words = self.words
        kicker = [words.organization.name] if words.organization else []
        yield self.set.paragraph(plain(KICKER, " · ".join([*kicker, capital(words.level("plan"))]), own=False))
        yield self.set.paragraph(plain(TITLE, title))
        for label, value in facts(words, old, new):
            yield self.set.paragraph(plain(FACT, value, label, own=False))
        yield from self.statement(new)
        yield from self.legend()
        yield from self.summary()

    def statement(self, new: Dossier) -> Iterator[Element]:
        """The proposer's own words."""
        lines = prose(new.revision.statement, 2) if new.revision else []
        if lines:
            yield self.head("statement")
            yield from map(self.set.paragraph, lines)

    def head(self, key: str) -> Element:
        return self.set.paragraph(plain(heading(1), self.words.say(key), own=False))

    def legend(self) -> Iterator[Element]:
        """How to read the marks, each set as what it explains."""
        yield self.head("legend")
        moves = [("legend-moved", ARRIVED)] * any(change.effect is Effect.PLACE for change in self.changes)
        for key, character in (("legend-same", ""), ("legend-new", INSERTED), ("legend-old", DELETED), *moves):
            line = plain(BULLET, "", own=False)
            paragraph = self.set.paragraph(line)
            paragraph.append(self.set.piece(Piece(Op.EQUAL, capital(self.words.say(key)), own=False), character))
            paragraph.append(run(f" {text(f'docx.{key}', self.words.lang)}"))
            yield paragraph
        words = [self.words.say(f"mark.{key}") for key in ("added", "changed", "removed", "moved")]
        labels = [element for word in words for element in self.pill(word)]
        told = plain(BULLET, text("docx.legend-labels", self.words.lang), own=False)
        yield self.set.paragraph(told, lead=labels)
        yield self.set.paragraph(plain(BULLET, text("docx.legend-reasons", self.words.lang), own=False))

    def summary(self) -> Iterator[Element]:
        """The sentences, area by area, after how many things change."""
        words = self.words
        yield self.head("summary")
        counts = [f"{count.number} {count.words}" for count in tally(self.kin, words, None)]
        told = numbers.joined(counts, words.lang)
        yield self.set.paragraph(plain(BODY, f"{told}." if told else words.say("no-changes"), own=False))
        by_area: dict[str | None, list[str]] = defaultdict(list)
        for sentence in self.found.sentences:
            if self.is_weighty(sentence):
                by_area[sentence.area_id].append(sentence.text)
        for area, held in by_area.items():
            yield self.set.paragraph(plain(KICKER, words.title(area) if area else words.say("whole-plan")))
            yield from (self.set.paragraph(plain(BULLET, told)) for told in held)

    def is_weighty(self, sentence: Sentence) -> bool:
        """Whether a sentence belongs in the summary: areas and goals that come, go, move or change their names."""
        return self.kin.row(sentence.node_id).kind in (Plan, Area, Goal, BodyPlan) and sentence.kind not in _MINOR

    def plan(self) -> Iterator[Element]:
        """The marked plan, each remark beneath the last paragraph of what it is about."""
        notes: dict[int, list[Remark]] = defaultdict(list)
        for n, held in self.found.remarks.items():
            notes[self.end_of(n)] += [self.unsaid(n, remark) for remark in held]
        reason: tuple[str, bool] | None = None
        for n, marked in enumerate(self.found.paragraphs):
            yield self.paragraph(n, marked)
            for remark in notes.get(n, ()):
                again = bool(remark.motivation) and (remark.motivation, remark.sure) == reason
                yield from self.note(remark, again)
                reason = (remark.motivation, remark.sure)

    def unsaid(self, n: int, remark: Remark) -> Remark:
        """The remark without what the label says already."""
        words = self.labels(self.found.paragraphs[n], self.found.changes.get(n, ()))
        return replace(remark, told="") if remark.told.removesuffix(".") in words else remark

    def end_of(self, n: int) -> int:
        """The last paragraph of what a paragraph is about: its field, or all of an item in a list."""
        lines = self.found.paragraphs
        item = lines[n].leads and lines[n].style == BULLET
        while n + 1 < len(lines) and not lines[n + 1].leads:
            if not (lines[n + 1].at.id == lines[n].at.id if item else lines[n + 1].at == lines[n].at):
                break
            n += 1
        return n

    def paragraph(self, n: int, marked: Marked) -> Element:
        """One paragraph with its labels and its bookmarks."""
        paragraph = self.set.frame(marked, self.found.paragraphs[n - 1] if n else None, page=n == 0)
        changes = self.found.changes.get(n, ())
        begin, end = self.set.bookmarks(changes)
        labels = (element for word in self.labels(marked, changes) for element in self.pill(word))
        for element in (*begin, *labels, *self.pieces(marked), *end):
            paragraph.append(element)
        return paragraph

    def labels(self, marked: Marked, changes: Sequence[Change]) -> tuple[str, ...]:
        """The words that say what happens to a thing, each once."""
        if not marked.leads and marked.op is not Op.EQUAL:
            words = (_turn(change, marked) for change in changes if change.effect is Effect.SET)
            return tuple(dict.fromkeys(self.words.say(f"mark.{word}") for word in words))
        state = "ghost" if self.is_ghost(marked) else ""
        marks = marks_of(self.words, state, changes, self.kin)
        return tuple(dict.fromkeys(f"{mark.word} {mark.target}".strip() for mark in marks))

    def is_ghost(self, marked: Marked) -> bool:
        """Whether this is the title of a node that stands somewhere else now."""
        return marked.leads and marked.op is Op.DELETED and marked.at.id in self.kin.new.nodes \
            and marked.at.id not in self.kin.removed

    def pill(self, word: str) -> Iterator[Element]:
        """A label in its frame, and the space after it."""
        yield run(f"\u00a0{inert(word)}\u00a0", w("rStyle", val=LABEL))
        yield run(" ")

    def pieces(self, marked: Marked) -> Iterator[Element]:
        before: Piece | None = None
        for piece in marked.pieces:
            if before is not None and _collide(before, piece):
                yield run(" ")
            arrived = marked.moved and piece.op is Op.INSERTED
            yield self.set.piece(piece, ARRIVED if arrived else _CHARACTERS[piece.op])
            before = piece

    def note(self, remark: Remark, again: bool) -> Iterator[Element]:
        """A remark, indented. A reason that has just been given is not given again."""
        lines = remark_lines(replace(remark, motivation="", sure=True) if again else remark, self.words.lang)
        if again:
            lines.append(plain(BODY, self.words.say("same-motivation"), own=False))
        yield from (self.set.paragraph(line, _NOTE) for line in lines)


def _turn(change: Change, marked: Marked) -> str:
    """What happens to a field whose paragraph goes or comes: it was nothing before, it will be nothing, or it changes.

    In a node that moved all paragraphs go and come, so only the values can tell.
    """
    if marked.moved and change.old is not None and change.new is not None:
        return "changed"
    return "added" if marked.op is Op.INSERTED else "removed"


def _collide(one: Piece, other: Piece) -> bool:
    """Whether what goes and what comes would read as one word."""
    changed = one.op is not other.op and Op.EQUAL not in (one.op, other.op)
    return changed and not one.text[-1:].isspace() and not other.text[:1].isspace()
