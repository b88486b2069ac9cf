"""A marked document with its changes: where each one is found, and what is said about it and why."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from strategiplan.address import ROOT, Address
from strategiplan.messages import text
from strategiplan.model.dossier import Dossier
from strategiplan.model.tree import Rows, Slot, flatten
from strategiplan.render.docx_marks import Marked, marked
from strategiplan.render.docx_text import PlanText
from strategiplan.render.sentences import Sentence, sentences
from strategiplan.render.words import Words
from strategiplan.revisions.changes import Change, ChangeSet, Effect, Kind, Place, apply
from strategiplan.revisions.prose import Op
from strategiplan.revisions.reasons import Revised


class Remark(Struct, frozen=True):
    """Something that is said about a change: what happens, and as Markdown why, under a label.

    `sure` is False for a reason that somebody marked as open to dispute.
    """

    told: str
    motivation: str = ""
    sure: bool = True
    label: str = "motivation"


class MarkedDocument(Struct, frozen=True):
    """The marked paragraphs, and by the number of a paragraph the changes that begin there and what is said of them."""

    paragraphs: tuple[Marked, ...]
    changes: Mapping[int, tuple[Change, ...]]
    remarks: Mapping[int, tuple[Remark, ...]]
    sentences: tuple[Sentence, ...]
    old: PlanText
    new: PlanText


def marked_document(revised: Revised, old: Dossier, new: Dossier, lang: str | None) -> MarkedDocument:
    """The document in which the changes are made to the old plan, each found at exactly one paragraph.

    It is written from the changes: a change that was left out of `revised` is not made.
    """
    changes = revised.changes
    proposed = apply(old.plan, (change for change in _with_parents(changes) if change.effect is not Effect.NOTHING))
    before = PlanText(changes.old, old.organization, lang)
    after = PlanText(flatten(proposed), new.organization or old.organization, lang)
    successors = {
        change.at.id: change.note.into
        for change in changes
        if change.effect is Effect.REMOVE and change.note and not change.inherited
    }
    lines = marked(before, after, successors)
    told = sentences(revised, new.organization or old.organization, after.words.lang)
    places = _Places(lines)
    starts: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        starts[places.of(change)].append(change)
    remarks = _Remarker(revised, told, places, after.words).remarks()
    return MarkedDocument(
        lines, {at: tuple(held) for at, held in starts.items()}, remarks, told, before, after,
    )


def _with_parents(changes: ChangeSet) -> Iterator[Change]:
    """The changes, and the adding of every node that one of them stands under: some of those may have been left out."""
    added = {change.at.id for change in changes if change.effect is Effect.ADD}
    for change in changes:
        slot = change.new_place.slot if change.new_place else None
        while slot is not None and slot.id not in added and slot.id not in changes.old.nodes:
            row = changes.new.nodes[slot.id]
            added.add(slot.id)
            yield Change(Kind.ADDED, Address(slot.id), new=row, new_place=_place(changes.new, slot.id, row.parent))
            slot = row.parent
        yield change


def _place(rows: Rows, id_: str, slot: Slot | None) -> Place | None:
    if slot is None:
        return None
    ids = rows.order[slot]
    at = ids.index(id_)
    return Place(slot, ids[at - 1] if at else None)


class _Places:
    """Where in the document each change is found."""

    def __init__(self, lines: Sequence[Marked]) -> None:
        self.lines = lines
        self.titles: dict[str, list[int]] = defaultdict(list)
        self.fields: dict[Address, list[int]] = defaultdict(list)
        for n, line in enumerate(lines):
            for field in {line.at.field, *(piece.field or line.at.field for piece in line.pieces)}:
                self.fields[Address(line.at.id, field)].append(n)
            if line.leads:
                self.titles[line.at.id].append(n)

    def of(self, change: Change) -> int:
        """The paragraph of a change: the node's title, or the first paragraph of the field that shows it."""
        titles = self.titles.get(change.at.id) or self.titles[ROOT]
        if change.effect is Effect.REMOVE:
            return self._first(titles, (Op.DELETED,))
        if change.effect is Effect.ADD or change.effect is Effect.PLACE:
            return self._first(titles, (Op.INSERTED,))
        found = self.fields.get(change.at, []) if change.at.field else []
        if change.effect is Effect.SET:
            found = [n for n in found if self.lines[n].changes(change.at)] or found
        return self._first(found or titles, (Op.EQUAL, Op.INSERTED) if self._stays(change) else (Op.INSERTED, Op.EQUAL))

    def left(self, id_: str) -> int | None:
        """Where a node that moved stood before."""
        return next((n for n in self.titles.get(id_, ()) if self.lines[n].op is Op.DELETED), None)

    def is_plain(self, change: Change) -> bool:
        """Whether a change of a field can be seen for what it is: the document shows it, and as a difference."""
        return self.is_seen(change) and self._stays(change)

    def is_seen(self, change: Change) -> bool:
        """Whether the document shows that a field changed, or at least that it came or went."""
        return self.lines[self.of(change)].changes(change.at)

    def _stays(self, change: Change) -> bool:
        return any(self.lines[n].op is Op.EQUAL for n in self.titles.get(change.at.id, ()))

    def _first(self, found: Sequence[int], wanted: Sequence[Op]) -> int:
        return min(found, key=lambda n: (wanted.index(op) if (op := self.lines[n].op) in wanted else len(wanted), n))


class _Remarker:
    """Decides what needs to be said beside the marks, and says a reason once for each node that it was given for."""

    def __init__(self, revised: Revised, told: Sequence[Sentence], places: _Places, words: Words) -> None:
        self.revised, self.places, self.words = revised, places, words
        self.told = {id_: sentence for sentence in told for id_ in sentence.change_ids}
        given = {(c.at.id, self.told[c.id]) for c in revised.changes if c.note and not c.inherited}
        self.shared = {sentence for sentence, count in Counter(sentence for _, sentence in given).items() if count > 1}

    def remarks(self) -> dict[int, tuple[Remark, ...]]:
        """What is said, by the number of the paragraph that it is said of."""
        found: dict[int, list[Remark]] = defaultdict(list)
        reasons: set[tuple[str, int]] = set()
        said: set[tuple[object, str]] = set()
        for change in self.revised.changes:
            note = change.note if change.note is not None and not change.inherited else None
            sentence = self.told[change.id]
            is_reason = note is not None and (change.at.id, id(note)) not in reasons
            if (change.at.id, sentence.text) in said or not (is_reason or self._needs_words(change, said)):
                continue
            said |= {(change.at.id, sentence.text), (_beside(change), sentence.text)}
            remark = Remark(self._words(change, sentence))
            if note is not None and is_reason:
                reasons.add((change.at.id, id(note)))
                remark = replace(remark, motivation=note.motivation, sure=note.sure)
            if remark.told or remark.motivation:
                found[self.places.of(change)].append(remark)
            left = self.places.left(change.at.id) if change.effect is Effect.PLACE else None
            if left is not None:
                found[left].append(Remark(sentence.text))
        return {at: tuple(held) for at, held in found.items()}

    def _needs_words(self, change: Change, said: set[tuple[object, str]]) -> bool:
        """Whether the marks leave something out: where something went or came from, or that it changed at all."""
        sentence = self.told[change.id]
        if change.effect is Effect.SET:
            return not self.places.is_plain(change)
        if change.effect is Effect.ADD:
            return change.at.id in self.revised.origins and (_beside(change), sentence.text) not in said
        if change.effect is Effect.REMOVE:
            return not change.inherited and sentence.node_id == change.at.id
        return True

    def _words(self, change: Change, sentence: Sentence) -> str:
        """The sentence, where it says more than the marks do."""
        if change.effect is not Effect.SET:
            return sentence.text if sentence not in self.shared else self._alone(change)
        if not self.places.is_seen(change):
            return f"{sentence.text} {text('docx.unseen', self.words.lang)}"
        tells_more = change.kind is Kind.EDITORIAL or len(sentence.change_ids) > 1 or not self.places.is_plain(change)
        return sentence.text if tells_more else ""

    def _alone(self, change: Change) -> str:
        """What happens to one of several things that are told in one sentence with the same reason."""
        if change.kind in (Kind.ADDED, Kind.REMOVED):
            return ""
        if change.kind in (Kind.CONFIRMED, Kind.PROMISED):
            due = change.note.due if change.note else None
            word = self.words.say(f"mark.{change.kind}")
            return f"{word} {self.words.say('due-by', date=self.words.day(due))}." if due else f"{word}."
        return self.told[change.id].text


def _beside(change: Change) -> Slot | None:
    """The siblings that a node comes or goes among."""
    row = {Effect.ADD: change.new, Effect.REMOVE: change.old}.get(change.effect)
    return row.parent if row is not None else None
