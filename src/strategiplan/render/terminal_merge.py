"""A merge in the terminal."""

from collections.abc import Iterator

from strategiplan.render.collision_view import Answer, Point
from strategiplan.render.merge_view import MergeView
from strategiplan.render.terminal import Line, line
from strategiplan.render.terminal_collisions import marked_segments


def merge_lines(view: MergeView) -> Iterator[Line]:
    """The sides, what was decided, what to look at, and what has to be decided; the result last."""
    yield line((view.title, "bold"))
    for fact in view.facts:
        yield line((f"{fact.label}: {fact.value}", "dim"))
    yield line()
    yield line((view.said["sides"], "heading"))
    for n, side in enumerate(view.sides, 1):
        yield line(f"{side.label} ", (f"({side.value})", "dim"), first=f"  {n}  ", rest="     ")
    for part in view.parts:
        yield line()
        yield from _answer(part, view, "")
    if view.warnings:
        yield line()
        yield line((view.said["warnings"], "heading"))
    for warning in view.warnings:
        yield line(warning, first="! ", rest="  ")
    if view.undecided:
        yield line()
        yield line((view.said["conflicts"], "heading"))
    for one in view.undecided:
        yield line()
        yield line((one.title, "bold"))
        yield line(one.why, first="  ", rest="  ")
        for answer in one.answers:
            yield from _answer(answer, view, "  ")
        if one.advice:
            yield line((one.advice, "dim"), first="  ", rest="  ")
    yield line()
    yield line((view.result, "warning" if view.undecided else "bold"))


def _answer(answer: Answer, view: MergeView, pad: str) -> Iterator[Line]:
    yield line((answer.label, "bold" if pad else "heading"), first=pad, rest=pad)
    for point in answer.points:
        yield from _point(point, view, pad)


def _point(point: Point, view: MergeView, pad: str) -> Iterator[Line]:
    yield line(point.text, first=f"{pad}• ", rest=f"{pad}  ")
    for shown in point.shown:
        for block in shown.blocks:
            if any(piece.op != "=" for piece in block.pieces):
                yield line(*marked_segments(block), first=f"{pad}    ", rest=f"{pad}    ")
    if point.motivation and pad:
        for n, text in enumerate(point.motivation.split("\n\n")):
            label = f"{view.said['motivation']}: " if n == 0 else ""
            yield line((label, "dim"), text, first=f"{pad}  ", rest=f"{pad}  ")
