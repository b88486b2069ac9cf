"""Several proposals as documents: how they stand to each other, and the order of voting for the chair's folder."""

from collections.abc import Iterable, Iterator, Mapping

from strategiplan.render.collision_view import Answer, BallotView, CollisionsView, Point
from strategiplan.render.document import Block, Document, Heading, Note, Paragraph, Points, Prose, Run, Tone, joined
from strategiplan.render.document import Point as Entry
from strategiplan.render.docx_line import Face
from strategiplan.render.marking_runs import marked_blocks
from strategiplan.render.plan_document import facts, table
from strategiplan.render.views import Frame


def collisions_document(view: CollisionsView) -> Document:
    """How the proposals stand to each other."""
    return _document("collisions", view.frame, facts(view.facts), tuple(_collisions(view)))


def ballot_document(view: BallotView) -> Document:
    """The order of voting, a heading a question."""
    return _document("ballot", view.frame, facts(view.facts), tuple(_ballot(view)))


def _document(name: str, frame: Frame, front: tuple[Block, ...], blocks: tuple[Block, ...]) -> Document:
    return Document(
        name=name, title=frame.title, lang=frame.lang, own_lang=frame.own_lang, kicker=frame.kicker,
        organization=frame.organization, dated=frame.dated, front=front, blocks=blocks,
    )  # fmt: skip


def _collisions(view: CollisionsView) -> Iterator[Block]:
    said, labels = view.said, view.frame.labels
    yield Heading(1, said["parties"])
    parties = ((Run(party.label, Face.BOLD), Run(f" ({party.value})")) for party in view.parties)
    yield Points(tuple(parties), ordered=True)
    yield table(view.matrix, said["proposal"], figures=False)
    yield Paragraph(said["matrix-note"])
    if view.groups:
        yield Heading(1, said["groups"])
        yield Paragraph(said["groups-note"])
    else:
        yield Paragraph(said["none"])
    for group in view.groups:
        yield Heading(2, group.title, group.id, term=group.grade)
        yield from (Paragraph(f"{why}.") for why in group.why)
        for answer in group.answers:
            yield from _answer(answer, 3, labels)
    if view.adjacent:
        yield Heading(1, said["adjacent"])
        yield Paragraph(said["adjacent-note"])
        yield Points(view.adjacent)
    if view.shared:
        yield Heading(1, said["shared"])
        yield Paragraph(said["shared-note"])
        yield points(view.shared, labels)


def _ballot(view: BallotView) -> Iterator[Block]:
    yield Heading(1, view.said["steps"])
    yield Paragraph((Run(view.said["advice"], Face.BOLD),))
    named = (" – ".join(filter(None, (step.title, step.topic))) for step in view.steps)
    yield Points(tuple((Run(name, to=f"#{step.id}"),) for name, step in zip(named, view.steps, strict=True)), True)
    yield from map(Paragraph, view.notes)
    for step in view.steps:
        yield Heading(1, step.title, step.id, f"{step.number}.", step.topic)
        yield Paragraph(step.question, Tone.LEAD)
        yield from map(Paragraph, step.notes)
        for answer in step.answers:
            yield from _answer(answer, 2, view.frame.labels)
        if step.falls:
            yield Points(step.falls)


def _answer(answer: Answer, level: int, labels: Mapping[str, str]) -> Iterator[Block]:
    """What a proposal, or a yes or a no, stands for."""
    yield Heading(level, answer.label)
    if answer.points:
        yield points(answer.points, labels)


def points(held: Iterable[Point], labels: Mapping[str, str]) -> Points:
    """Sentences with the texts that they change, and with their reasons."""
    found = []
    for point in held:
        below: list[Block] = [block for shown in point.shown for block in marked_blocks(shown.blocks, labels)]
        below += [Note(labels["motivation"], (Prose(point.motivation, 6),))] if point.motivation else []
        found.append(Entry(sentence(point.text, point.sure, labels), tuple(below)))
    return Points(tuple(found))


def sentence(told: str, sure: bool, labels: Mapping[str, str]) -> tuple[Run, ...]:
    """A sentence, and that it may be doubted."""
    return joined((told, () if sure else (Run(f"({labels['unsure']})", Face.ITALIC),)), " " if not sure else "")
