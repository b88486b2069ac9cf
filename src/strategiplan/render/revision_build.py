"""From a revision to the page that shows it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from strategiplan.address import ROOT
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Area, BodyPlan, Goal
from strategiplan.model.revision import Revision
from strategiplan.model.tree import Rows, Slot
from strategiplan.render import numbers
from strategiplan.render.chart_flow import flow_picture
from strategiplan.render.chart_view import FlowPicture
from strategiplan.render.items import Items
from strategiplan.render.kin import Kin
from strategiplan.render.plan_view import badge, dated, frame
from strategiplan.render.revision_view import AreaCounts, AreaTold, Item, ItemGroup, Jump, RevisionView, Told
from strategiplan.render.sentences import Sentence, sentences, words_for
from strategiplan.render.tally import tally
from strategiplan.render.views import Entry, Fact
from strategiplan.render.words import Words
from strategiplan.revisions.changes import Effect, Kind
from strategiplan.revisions.reasons import Revised

_TONES = {Effect.ADD: "new", Effect.REMOVE: "old", Effect.PLACE: "moved", Effect.NOTHING: "kept", Effect.SET: "changed"}


def revision_view(
    revised: Revised, old: Dossier, new: Dossier, lang: str | None = None, warnings: Sequence[str] = (),
    histories: Mapping[str, str] = MappingProxyType({}),
) -> RevisionView:
    """A revision as a page, in the organisation's language or in `lang`.

    Only the changes of `revised` are shown as changes, so a part of a revision can be shown by leaving out the rest.
    `warnings` are finished sentences that a reader should know before deciding, such as a target level that is lost.
    `histories` gives the addresses of pages about one goal's or indicator's history, by its id.
    """
    organization = new.organization or old.organization
    words = words_for(revised, organization, lang)
    kin = Kin(revised)
    told = sentences(revised, organization, lang)
    items = Items(kin, words, told, plan_numbers(kin.new), histories)
    groups = items.groups(ROOT, 2)
    about = items.item(ROOT, None, 2, "changed" if kin.of.get(ROOT) else "same")
    stops = list(_stops(groups))
    if any(c.effect is Effect.SET for c in kin.of.get(ROOT, ())):
        stops.insert(0, "plan")
    filed = new.revision.filed if new.revision and new.revision.filed else dated(new.plan)
    flow = flow_picture(kin, words)
    heads = [item.id for group in groups for item in group.items if item.kind in ("area", "body-plan")]
    return RevisionView(
        frame=frame(words, words.heading(new), words.level("plan").capitalize(), filed),
        badge=badge(words, new.status),
        facts=tuple(_facts(words, old, new)),
        statement=new.revision.statement if new.revision else "",
        headline=tally(kin, words, None),
        told=tuple(_told(s, kin, words, histories) for s in sorted((s for s in told if _weighty(s, kin)), key=_rank)),
        areas=tuple(_areas(heads, kin, words)),
        by_area=tuple(_by_area(heads, told, kin, words, histories)),
        warnings=tuple(warnings),
        contents=tuple(_contents(groups, words, kin, flow)),
        about=about if kin.of.get(ROOT) else None,
        groups=groups,
        jumps=_jumps(stops),
        empty=not revised.changes.changes,
        flow=flow,
    )


def plan_numbers(rows: Rows) -> dict[str, str]:
    """The number of every area and goal, from where it stands."""
    found: dict[str, str] = {}
    stack = [(ROOT, "")]
    while stack:
        id_, number = stack.pop()
        ids = [child for field in ("areas", "goals") for child in rows.order.get(Slot(id_, field), ())]
        for n, child in enumerate(ids, 1):
            found[child] = f"{number}.{n}" if number else str(n)
            if rows.nodes[child].kind is Area:
                stack.append((child, found[child]))
    return found


def _facts(words: Words, old: Dossier, new: Dossier) -> Iterator[Fact]:
    """Who proposes, what it is compared with, when it was filed."""
    if new.revision:
        yield from proposed_by(words, new.revision)
    status = words.say(f"word.status.{old.plan.status}")
    yield Fact(words.say("compared-with"), f"{old.plan.title} ({status[:1].lower()}{status[1:]})")
    if new.is_statement:
        # When the plan was decided and how long it holds is said of the plan, not of what somebody thinks of it.
        return
    if new.plan.decision:
        yield Fact(words.say("decision"), words.decision(new.plan.decision))
    yield Fact(words.say("period"), numbers.period(new.plan.period, words.lang))


def proposed_by(words: Words, revision: Revision) -> Iterator[Fact]:
    """Who proposes, as what, and when it was filed."""
    if revision.proposer:
        who = revision.proposer
        name = who.name or (words.body(who.party) if who.party else words.say(f"word.proposer.{who.kind}"))
        yield Fact(words.say("proposer"), name)
    if revision.kind != "main":
        yield Fact(words.say("proposal-kind"), words.say(f"word.proposal.{revision.kind}"))
    if revision.filed:
        yield Fact(words.say("filed"), words.day(revision.filed))


def _told(sentence: Sentence, kin: Kin, words: Words, histories: Mapping[str, str]) -> Told:
    gone = sentence.node_id in kin.removed and sentence.node_id in kin.added
    effect = next(c.effect for c in kin.of[sentence.node_id] if c.id in sentence.change_ids)
    anchor = f"{sentence.node_id}_old" if gone and effect is Effect.REMOVE else sentence.node_id
    history = histories.get(sentence.node_id, "")
    name = words.title(sentence.node_id) if history else ""
    return Told(sentence.text, anchor, _TONES[effect], sentence.motivation, sentence.sure, sentence.change_ids, name,
                history)


def _weighty(sentence: Sentence, kin: Kin) -> bool:
    """Whether a sentence belongs in the summary: areas and goals that come, go, move or change their name."""
    minor = (Kind.TEXT_CHANGED, Kind.VALUE_CHANGED, Kind.EDITORIAL, Kind.CONFIRMED, Kind.PROMISED)
    return kin.row(sentence.node_id).kind in (Area, Goal, BodyPlan) and sentence.kind not in minor


def _rank(sentence: Sentence) -> int:
    """What comes first, then what goes, then what has a new name or place."""
    ranks = {Kind.ADDED: 0, Kind.RENAMED: 2, Kind.MOVED: 3, Kind.REORDERED: 3}
    return ranks.get(sentence.kind, 1)


def _areas(heads: Sequence[str], kin: Kin, words: Words) -> Iterator[AreaCounts]:
    for id_ in ("", *heads):
        if counts := tally(kin, words, id_):
            yield AreaCounts(id_, words.title(id_) if id_ else words.say("whole-plan"), counts)


def _by_area(
    heads: Sequence[str], told: Sequence[Sentence], kin: Kin, words: Words, histories: Mapping[str, str]
) -> Iterator[AreaTold]:
    held: dict[str, list[Sentence]] = {}
    for sentence in told:
        held.setdefault(sentence.area_id or "", []).append(sentence)
    for id_ in ("", *heads):
        if found := held.get(id_):
            title = words.title(id_) if id_ else words.say("whole-plan")
            yield AreaTold(id_, title, tally(kin, words, id_), tuple(_told(s, kin, words, histories) for s in found))


def _contents(
    groups: Sequence[ItemGroup], words: Words, kin: Kin, flow: FlowPicture | None
) -> Iterator[Entry]:
    yield Entry("_summary", "", words.say("summary"))
    if flow:
        yield Entry(flow.id, "", flow.title)
    if kin.of.get(ROOT):
        yield Entry("plan", "", words.say("about-plan"))
    for group in groups:
        entries = tuple(_entry(item, words) for item in group.items)
        if group.title:
            note = _note(sum(map(_weight, group.items)), words)
            yield Entry(f"_{group.id}", "", group.title, note, entries if group.field in ("goals", "bodies") else ())
        else:
            yield from entries


def _entry(item: Item, words: Words) -> Entry:
    below = [child for group in item.groups if group.field in ("goals", "areas") for child in group.items]
    inside = sum(_weight(c) for g in item.groups for c in g.items if g.field not in ("goals", "areas"))
    if item.state in ("gone", "new", "moved", "ghost"):
        note = words.say(f"state.{item.state}")
    else:
        note = _note(_own(item) + inside, words)
    return Entry(item.anchor, item.number, item.name, note, tuple(_entry(child, words) for child in below))


def _own(item: Item) -> int:
    """How many changes are shown at a node itself."""
    return sum(bool(mark.change) for mark in item.marks) + bool(item.title_change) + bool(item.chips_change) \
        + sum(bool(value.change) for value in item.values) + sum(bool(part.change) for part in item.prose)


def _weight(item: Item) -> int:
    return _own(item) + sum(_weight(child) for group in item.groups for child in group.items)


def _note(count: int, words: Words) -> str:
    return words.count("changes-short", count) if count else ""


def _stops(groups: Sequence[ItemGroup]) -> Iterator[str]:
    """The articles and sections in which something changed, in the page's order: what one jumps between."""
    for group in groups:
        for item in group.items:
            if item.form == "row":
                continue
            rows = any(child.touched for g in item.groups for child in g.items if child.form == "row")
            if item.state in ("gone", "new", "moved", "ghost") or _own(item) or rows:
                yield item.anchor
            yield from _stops(item.groups)


def _jumps(stops: Sequence[str]) -> Mapping[str, Jump]:
    """Each stop with the one before and after. An anchor that stands twice would lead in a ring, so it counts once."""
    ids = [id_ for id_, times in Counter(stops).items() if times]
    return {id_: Jump(ids[n - 1] if n else "", ids[n + 1] if n + 1 < len(ids) else "") for n, id_ in enumerate(ids)}
