"""An extract of the minutes as a document for Word."""

from collections.abc import Iterator

from strategiplan.render.collision_document import points
from strategiplan.render.document import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    Points,
    Prose,
    Run,
    Signatures,
    Text,
)
from strategiplan.render.docx_line import Face
from strategiplan.render.minutes_view import MinutesView
from strategiplan.render.plan_document import table
from strategiplan.render.views import Place


def minutes_document(view: MinutesView) -> Document:
    """The whole extract, with lines to sign on."""
    frame, fill_in = view.frame, view.frame.labels["memo.fill-in"]
    front = Facts(tuple((line.label, _place(line.place, fill_in)) for line in view.lines))
    return Document(
        name="minutes", title=frame.title, lang=frame.lang, own_lang=frame.own_lang, kicker=frame.kicker,
        organization=frame.organization, front=(front,), blocks=tuple(_blocks(view)),
    )  # fmt: skip


def _blocks(view: MinutesView) -> Iterator[Block]:
    said, labels = view.said, view.frame.labels
    yield Heading(1, said["resolution"])
    yield Points(view.resolution, ordered=True)
    yield Heading(1, said["motions"])
    for motion in view.motions:
        yield Heading(2, f"{motion.label} ({motion.kind})")
        yield Prose(motion.statement, 3) if motion.statement else Paragraph(motion.note)
    if view.votes is not None:
        yield Heading(1, said["votes"])
        yield table(view.votes, said["decided"])
    for verdict in view.verdicts:
        yield Heading(1, verdict.title)
        yield from map(Paragraph, verdict.notes)
        yield points(verdict.points, labels)
    yield Heading(1, said["reservations"])
    if not view.reservations:
        yield Paragraph(said["no-reservations"])
    for one in view.reservations:
        yield Heading(2, one.by)
        if one.text:
            yield Prose(one.text, 3)
    yield Heading(1, said["attest"])
    yield Signatures(view.signers)


def _place(place: Place, fill_in: str) -> Text:
    return place.text if place.is_filled else (Run(f"[{fill_in}: {place.text}]", Face.BLANK),)
