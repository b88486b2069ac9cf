"""Several proposals in the terminal: how they stand to each other, and the order of voting."""

from collections.abc import Iterator

from strategiplan import messages
from strategiplan.render.collision_view import Answer, BallotView, CollisionsView, Point, StepView
from strategiplan.render.marking import Block
from strategiplan.render.terminal import Line, Segment, cells, line

_CONTEXT = 6
_MARKS = {"+": ("[+", "+]", "added"), "-": ("[−", "−]", "removed")}


def collision_lines(view: CollisionsView) -> Iterator[Line]:
    """The proposals, who stands against whom, and what has to be decided."""
    yield line((view.frame.title, "bold"))
    for fact in view.facts:
        yield line((f"{fact.label}: {fact.value}", "dim"))
    yield line()
    yield line((view.said["parties"], "heading"))
    for n, party in enumerate(view.parties, 1):
        yield line(f"{party.label} ", (f"({party.value})", "dim"), first=f"  {n}  ", rest="     ")
    yield line()
    yield from _matrix(view)
    yield line()
    if not view.groups:
        yield line(view.said["none"])
    else:
        yield line((view.said["groups"], "heading"))
        yield line((view.said["groups-note"], "dim"))
    for group in view.groups:
        yield line()
        yield line((group.title, "bold"), " ", (f"[{group.grade}]", "mark"))
        for why in group.why:
            yield line(f"{why}.", first="  ", rest="  ")
        for answer in group.answers:
            yield from _answer(answer, view.frame.lang)
    yield from _listed(view.said["adjacent"], view.adjacent)
    yield from _listed(view.said["shared"], tuple(point.text for point in view.shared))


def _matrix(view: CollisionsView) -> Iterator[Line]:
    """Each pair once, in words: a table of names does not fit the width of a terminal."""
    yield line((view.matrix.caption, "heading"))
    for n, (_, row) in enumerate(view.matrix.rows):
        for m in range(n + 1, len(row)):
            yield line(row[m], first=f"  {n + 1} – {m + 1}  ", rest=" " * 9)


def _listed(title: str, told: tuple[str, ...]) -> Iterator[Line]:
    if told:
        yield line()
        yield line((title, "heading"))
    for one in told:
        yield line(one, first="• ", rest="  ")


def ballot_lines(view: BallotView) -> Iterator[Line]:
    """The questions in order, each with what a yes and a no mean."""
    yield line((view.frame.title, "bold"))
    for fact in view.facts:
        yield line((f"{fact.label}: {fact.value}", "dim"))
    yield line()
    yield line((view.said["advice"], "warning"), first="! ", rest="  ")
    for step in view.steps:
        yield line()
        yield from _step(step, view.frame.lang)
    for note in view.notes:
        yield line()
        yield line(note)


def _step(step: StepView, lang: str) -> Iterator[Line]:
    number = messages.text("ballot.step", lang, number=step.number)
    yield line((f"{number}. {step.title}", "heading"))
    if step.topic:
        yield line((step.topic, "bold"), first="  ", rest="  ")
    yield line(step.question, first="  ", rest="  ")
    for note in step.notes:
        yield line((note, "dim"), first="  ", rest="  ")
    for answer in step.answers:
        yield from _answer(answer, lang)
    for fall in step.falls:
        yield line((fall, "warning"), first="  ! ", rest="    ")


def _answer(answer: Answer, lang: str) -> Iterator[Line]:
    yield line((answer.label, "bold"), first="  ", rest="  ")
    for point in answer.points:
        yield from _point(point)


def _point(point: Point) -> Iterator[Line]:
    yield line(point.text, first="  • ", rest="    ")
    for shown in point.shown:
        for block in shown.blocks:
            if any(piece.op != "=" for piece in block.pieces):
                yield line(*marked_segments(block), first="      ", rest="      ")


def marked_segments(block: Block) -> list[Segment]:
    """A paragraph with its marks; long stretches without any are cut to what surrounds one."""
    out: list[Segment] = []
    last = len(block.pieces) - 1
    for n, piece in enumerate(block.pieces):
        shown = piece.text
        if piece.op == "=":
            out.append((_shortened(shown, n == 0, n == last), ""))
            continue
        before, after, style = _MARKS[piece.op]
        lead, tail = shown[: cells(shown) - cells(shown.lstrip())], shown[len(shown.rstrip()) :]
        out += [(lead, ""), (f"{before}{shown.strip()}{after}", style), (tail, "")] if shown.strip() else [(shown, "")]
    return out


def _shortened(text: str, first: bool, last: bool) -> str:
    words = text.split()
    if len(words) <= 2 * _CONTEXT + 4:
        return text
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    start = "" if first else f"{lead}{' '.join(words[:_CONTEXT])} "
    end = "" if last else f" {' '.join(words[-_CONTEXT:])}{tail}"
    return f"{start}…{end}"
