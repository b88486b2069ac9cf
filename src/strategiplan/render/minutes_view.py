"""An extract of the minutes (protokollsutdrag) of a meeting that decided on proposals to revise a plan.

The minutes record the proposals, the decisions, the votes and the reservations (Kommunallagen 5:67, 4:27). What only
the meeting knows (who was there, who signs) is left as a blank to fill in, never made up.
"""

from collections.abc import Iterator

from msgspec import Struct

from strategiplan import messages
from strategiplan.model.plan import Plan
from strategiplan.model.revision import ChangeDecision, DecisionRecord
from strategiplan.render import numbers
from strategiplan.render.collision_view import Point, Telling
from strategiplan.render.plan_view import frame
from strategiplan.render.views import Frame, Line, Place, Table
from strategiplan.revisions.adoption import ADOPTED, Settled
from strategiplan.revisions.collisions import Proposed

_NOT = ("rejected", "lapsed", "withdrawn", "referred-back")


class Motion(Struct, frozen=True):
    """A proposal that was before the meeting: whose, what kind, and its statement in its own words (Markdown).

    One without a statement has a `note` instead, in the words of the minutes.
    """

    label: str
    kind: str
    statement: str
    note: str = ""


class Verdict(Struct, frozen=True):
    """Changes with one and the same outcome. `note` is what the record says of them."""

    id: str
    title: str
    points: tuple[Point, ...]
    notes: tuple[str, ...]


class Dissent(Struct, frozen=True):
    """A reservation: by whom, and in which words (Markdown)."""

    by: str
    text: str


class MinutesView(Struct, frozen=True):
    """The whole extract. `signers` are who sign it, each on a line of their own."""

    frame: Frame
    said: dict[str, str]
    lines: tuple[Line, ...]
    resolution: tuple[str, ...]
    motions: tuple[Motion, ...]
    verdicts: tuple[Verdict, ...]
    votes: Table | None
    reservations: tuple[Dissent, ...]
    signers: tuple[str, ...]


def minutes_view(telling: Telling, settled: Settled, record: DecisionRecord, plan: Plan, name: str) -> MinutesView:
    """What was decided, ready to be attested."""
    lang = telling.lang
    keys = ("motions", "resolution", "votes", "reservations", "no-reservations", "attest", "decided", "motivation",
            "signature")
    return MinutesView(
        frame=frame(telling.words, telling.say("minutes.title"), telling.say("minutes.kicker", title=plan.title)),
        said={key: telling.say(f"minutes.{key}") for key in keys},
        lines=tuple(_lines(telling, record, plan, name)),
        resolution=tuple(_resolution(telling, settled, plan)),
        motions=tuple(_motions(telling)),
        verdicts=tuple(_verdicts(telling, settled)),
        votes=_votes(telling, settled, lang),
        reservations=tuple(Dissent(one.by, one.text) for one in record.reservations),
        signers=tuple(telling.say(f"minutes.blank.{key}") for key in ("chair", "secretary", "adjusters")),
    )


def citation(telling: Telling, record: DecisionRecord) -> str:
    """Where the decision is found: `Kommunfullmäktige 2021-06-21 § 93, KS 2021/012`."""
    meeting = record.meeting
    if meeting is None:
        return ""
    words = telling.words
    first = [words.body(meeting.body) if meeting.body else "", str(meeting.date or ""), meeting.paragraph or ""]
    return ", ".join(filter(None, [" ".join(filter(None, first)), meeting.case or ""]))


def _lines(telling: Telling, record: DecisionRecord, plan: Plan, name: str) -> Iterator[Line]:
    """What the decision is found by, with a blank for each thing that nobody has written down."""
    meeting = record.meeting
    known = {
        "body": telling.words.body(meeting.body) if meeting and meeting.body else "",
        "date": numbers.day(meeting.date, telling.lang) if meeting and meeting.date else "",
        "paragraph": (meeting.paragraph or "") if meeting else "",
        "case": (meeting.case or "") if meeting else "",
    }
    for key, value in known.items():
        place = Place(value) if value else Place(telling.say(f"minutes.place.{key}"), False)
        yield Line(telling.say(f"minutes.{key}"), place)
    yield Line(telling.say("minutes.matter"), Place(telling.say("minutes.about", title=telling.base.plan.title)))
    yield Line(telling.say("minutes.result"), Place(f"{plan.title} ({name})"))


def _resolution(telling: Telling, settled: Settled, plan: Plan) -> Iterator[str]:
    """The decision in points, each understandable alone."""
    adopted = {of.proposal for of in settled.adopted}
    owners = [name for name in telling.found.proposals if name in adopted]
    if not owners:
        yield telling.say("minutes.adopt-nothing", title=telling.base.plan.title)
        return
    yield telling.say("minutes.adopt", title=plan.title)
    for name in owners:
        taken = sum(of.proposal == name for of in settled.adopted)
        size = len(telling.found.proposals[name].changes)
        if taken == size:
            yield messages.plural("minutes.adopt-whole", size, telling.lang, name=telling.party(name))
        else:
            yield telling.say("minutes.adopt-part", name=telling.party(name), taken=taken, all=size)
    for name, held in telling.found.proposals.items():
        if held.changes.changes and name not in adopted:
            yield telling.say("minutes.reject-whole", name=telling.party(name))
    if telling.found.without_changes:
        yield telling.say("minutes.noted", names=telling.parties(telling.found.without_changes))


def _motions(telling: Telling) -> Iterator[Motion]:
    for name, held in telling.proposals.items():
        revision = held.revision
        kind = messages.text(f"minutes.kind.{revision.kind if revision else 'main'}", telling.lang)
        statement = revision.statement if revision else ""
        yield Motion(telling.party(name), kind, statement, "" if statement else _unstated(telling, name))


def _unstated(telling: Telling, name: str) -> str:
    """What is said of a proposal without a statement, so that nobody thinks that it fell away."""
    changes = telling.found.proposals[name].changes.changes
    if any(change.note and change.note.motivation for change in changes):
        return messages.plural("minutes.reasons-below", len(changes), telling.lang)
    return telling.say("minutes.no-statement")


def _verdicts(telling: Telling, settled: Settled) -> Iterator[Verdict]:
    for outcome in ("adopted", "adopted-amended", *_NOT):
        for name in telling.found.proposals:
            all_ = settled.decisions.items()
            held = {of: said for of, said in all_ if said.outcome == outcome and of.proposal == name}
            if held:
                title = telling.say(f"minutes.outcome.{outcome}", name=telling.party(name))
                points = telling.points(name, [of.change for of in held], marked=outcome not in _NOT)
                notes = tuple(_notes(telling, settled, held))
                yield Verdict(f"_{outcome}-{name}", title, points, notes)


def _notes(telling: Telling, settled: Settled, held: dict[Proposed, ChangeDecision]) -> Iterator[str]:
    for of, said in held.items():
        if said.outcome == "adopted-amended" and isinstance(said.amended, str):
            yield telling.say("minutes.wording", change=of.change, wording=said.amended)
        if said.note:
            yield telling.say("minutes.note", change=of.change, note=said.note)
    causes = dict.fromkeys(settled.lapses[of] for of in held if of in settled.lapses)
    for cause in causes:
        (point, *_) = telling.points(cause.proposal, [cause.change], marked=False)
        key = "lapsed-against" if settled.is_adopted(cause) else "lapsed-with"
        yield telling.say(f"minutes.{key}", name=telling.party(cause.proposal), what=point.text)


def _votes(telling: Telling, settled: Settled, lang: str) -> Table | None:
    """The votes that were counted: one row for each count, with what it was about."""
    counted: dict[tuple[tuple[str, int], ...], list[Proposed]] = {}
    for of, said in settled.decisions.items():
        if said.votes:
            counted.setdefault(tuple(said.votes.items()), []).append(of)
    if not counted:
        return None
    columns = tuple(dict.fromkeys(name for votes in counted for name, _ in votes))
    rows = []
    for votes, members in counted.items():
        taken = [of for of in members if settled.decisions[of].outcome in ADOPTED] or members
        points = telling.points(taken[0].proposal, [of.change for of in taken if of.proposal == taken[0].proposal],
                                marked=False)  # fmt: skip
        more = len(points) - 1
        text = points[0].text + (f" {messages.plural('minutes.more', more, lang)}" if more else "")
        given = dict(votes)
        rows.append((text, tuple(str(given.get(name, "–")) for name in columns)))
    return Table("_votes", telling.say("minutes.votes"), columns, tuple(rows))
