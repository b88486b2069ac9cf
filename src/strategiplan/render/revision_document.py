"""A revision as documents without tracked changes: in plain sentences, and wording against wording."""

from collections.abc import Iterable, Iterator, Mapping

from strategiplan.messages import text
from strategiplan.render.collision_document import sentence
from strategiplan.render.columns_view import ColumnsView, Pair, Passage
from strategiplan.render.document import (
    Block,
    Document,
    Facts,
    Grid,
    Heading,
    Note,
    Paragraph,
    Point,
    Points,
    Prose,
    Run,
    Text,
    Tone,
    joined,
    own,
)
from strategiplan.render.docx_line import SEPARATOR, Face
from strategiplan.render.marking_runs import marked_cell
from strategiplan.render.plan_document import facts
from strategiplan.render.revision_view import Count, Mark, Reason, RevisionView, Told
from strategiplan.render.views import Badge, Fact, Frame

# Of the columns: what it is about, and the two wordings.
_SHARES = (17, 41, 42)


def changes_document(view: RevisionView) -> Document:
    """What a revision does, area by area."""
    return _document("changes", view.frame, view.badge, view.facts, _changes(view))


def columns_document(view: ColumnsView) -> Document:
    """The changed parts, the wording of today beside the proposed one."""
    return _document("columns", view.frame, view.badge, view.facts, _columns(view))


def _document(name: str, frame: Frame, badge: Badge, told: tuple[Fact, ...], blocks: Iterator[Block]) -> Document:
    status = Paragraph((Run(f"{badge.symbol} {badge.word}", Face.BOLD),))
    return Document(
        name=name, title=frame.title, lang=frame.lang, own_lang=frame.own_lang, kicker=frame.kicker,
        organization=frame.organization, dated=frame.dated, front=(status, *facts(told)), blocks=tuple(blocks),
    )  # fmt: skip


def _changes(view: RevisionView) -> Iterator[Block]:
    labels = view.frame.labels
    yield Heading(1, labels["summary"])
    if view.empty:
        yield Paragraph(labels["no-changes"])
    if view.statement:
        yield Heading(2, labels["statement"])
        yield Prose(view.statement, 3)
    if view.headline:
        yield Points(tuple((Run(str(count.number), Face.BOLD), Run(f" {count.words}")) for count in view.headline))
    if view.warnings:
        yield Heading(2, labels["notice"])
        yield Points(view.warnings)
    for area in view.by_area:
        yield Heading(1, own(area.title) if area.id else area.title)
        if area.counts:
            yield Paragraph(_counted(area.counts), Tone.FACT)
        yield Points(tuple(_told(one, labels) for one in area.sentences))


def _counted(counts: Iterable[Count]) -> str:
    return f"{', '.join(f'{count.number} {count.words}' for count in counts)}."


def _told(one: Told, labels: Mapping[str, str]) -> Point:
    why = (Note(labels["motivation"], (Prose(one.motivation, 6),)),) if one.motivation else ()
    return Point(sentence(one.text, one.sure, labels), why)


def _columns(view: ColumnsView) -> Iterator[Block]:
    labels = view.frame.labels
    if view.empty:
        yield Paragraph(labels["no-changes"])
    for passage in view.passages:
        yield from _passage(passage, view.frame)


def _passage(passage: Passage, frame: Frame) -> Iterator[Block]:
    labels = frame.labels
    yield Heading(1, own(passage.title), passage.id, passage.number, passage.path)
    if passage.marks:
        yield Paragraph(joined(map(_mark, passage.marks), SEPARATOR), Tone.FACT)
    if passage.fate:
        yield Paragraph(passage.fate)
    yield from _reasons(passage.reasons, labels["motivation"], labels)
    if passage.pairs:
        head = (text("docx.part", frame.lang), labels["current-wording"], labels["proposed-wording"])
        yield Grid("", head, tuple(_row(pair, labels) for pair in passage.pairs), shares=_SHARES)
    for pair in passage.pairs:
        # Two things in a row may have the same label, so a reason says which text it is for.
        label = f"{labels['motivation']} – {pair.label}" if pair.label else labels["motivation"]
        if pair.fate:
            yield Facts(((pair.label, pair.fate),)) if pair.label else Paragraph(pair.fate)
        yield from _reasons(pair.reasons, label, labels)


def _row(pair: Pair, labels: Mapping[str, str]) -> tuple[Text, ...]:
    # What it becomes stands in a row of its own.
    first = joined((pair.label, *((Run(mark.word, Face.BOLD),) for mark in pair.marks)), "\n")
    old = marked_cell(pair.old, labels) or (Run(labels["absent-before"], Face.ITALIC),)
    new = marked_cell(pair.new, labels) or (Run(labels["absent-after"], Face.ITALIC),)
    return first, old, new


def _mark(mark: Mark) -> tuple[Run, ...]:
    words = f"{mark.word} {mark.target}".strip()
    return (Run(words, Face.BOLD, f"#{mark.target_id}" if mark.target_id else ""),)


def _reasons(reasons: Iterable[Reason], label: str, labels: Mapping[str, str]) -> Iterator[Block]:
    for reason in reasons:
        if reason.again:
            yield Note(label, (Paragraph(labels["same-motivation"]),))
            continue
        unsure = (Paragraph((Run(f"{labels['unsure']}.", Face.ITALIC),)),) if not reason.sure else ()
        yield Note(label, (Prose(reason.text, 6), *unsure))
