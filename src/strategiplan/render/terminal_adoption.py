"""A decision in the terminal: what was adopted, what was not and why, and what is left to decide."""

from collections.abc import Iterator

from strategiplan import messages
from strategiplan.render.collision_view import Telling
from strategiplan.render.terminal import Line, line
from strategiplan.revisions.adoption import ADOPTED, Settled
from strategiplan.revisions.collisions import Proposed

# What the council had something else to say of is told in full; what it adopted is what the plan now says.
_TOLD = ("adopted-amended", "rejected", "referred-back", "lapsed", "withdrawn")


def outcome_lines(telling: Telling, settled: Settled) -> Iterator[Line]:
    """How many changes of each proposal were adopted, and what was not, in sentences."""
    lang = telling.lang
    for name, held in telling.found.proposals.items():
        size = len(held.changes)
        if not size:
            yield line(messages.text("adopt.statement", lang, name=telling.party(name)))
            continue
        taken = sum(of.proposal == name for of in settled.adopted)
        said = messages.plural("adopt.taken", size, lang, name=telling.party(name), taken=taken)
        yield line(said, first="", rest="  ")
        for outcome in _TOLD:
            all_ = settled.decisions.items()
            ids = [of.change for of, one in all_ if one.outcome == outcome and of.proposal == name]
            points = telling.points(name, ids, marked=False) if ids else ()
            for point in points:
                told = messages.text(f"adopt.outcome.{outcome}", lang)
                yield line((f"{told}: ", "bold"), point.text, first="  • ", rest="    ")


def status_lines(telling: Telling, settled: Settled, path: str) -> Iterator[Line]:
    """How far the record has come, and what is left."""
    lang = telling.lang
    decided, left = len(settled.decisions), len(settled.undecided)
    yield line((messages.text("adopt.status", lang, path=path), "bold"))
    yield line(messages.text("adopt.progress", lang, decided=decided, all=decided + left), first="  ")
    counts: dict[str, int] = {}
    for said in settled.decisions.values():
        counts[said.outcome] = counts.get(said.outcome, 0) + 1
    for outcome in (*ADOPTED, *_TOLD):
        if counts.get(outcome):
            told = messages.text(f"adopt.outcome.{outcome}", lang)
            yield line(f"{told}: {counts.pop(outcome)}", first="    ")
    if not left:
        yield line(messages.text("adopt.complete", lang), first="  ")
        return
    yield line((messages.text("adopt.left", lang), "heading"))
    yield from left_lines(telling, settled.undecided)


def left_lines(telling: Telling, undecided: tuple[Proposed, ...]) -> Iterator[Line]:
    """What is undecided, in sentences, by proposal."""
    for name in telling.found.proposals:
        ids = [of.change for of in undecided if of.proposal == name]
        for point in telling.points(name, ids, marked=False) if ids else ():
            whose = f" ({telling.party(name)}: {', '.join(point.changes)})"
            yield line(point.text, (whose, "dim"), first="  • ", rest="    ")
