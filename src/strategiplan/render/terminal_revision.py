"""A revision in the terminal: what happens in plain sentences, then the marked text, goal by goal."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from strategiplan import messages
from strategiplan.model import Dossier, Role, Row, shape
from strategiplan.render.sentences import Sentence, sentences, words_for
from strategiplan.render.terminal import Line, Segment, line
from strategiplan.render.words import Words, kind_of
from strategiplan.revisions.changes import Change, Effect, Kind, outline
from strategiplan.revisions.counting import Turn, counts
from strategiplan.revisions.prose import Op, Run, compare
from strategiplan.revisions.reasons import Revised
from strategiplan.store.positions import Positions

_CONTEXT = 9
_LEVELS = ("area", "goal", "body-plan")
_MARKS = {Op.INSERTED: ("[+", "+]", "added"), Op.DELETED: ("[−", "−]", "removed")}


class Places(Struct, frozen=True):
    """Where things stand in both trees, for `--at`."""

    old: Positions
    new: Positions


def revision_lines(
    revised: Revised,
    old: Dossier,
    new: Dossier,
    lang: str,
    stat: bool,
    view: str,
    places: Places | None,
    warnings: Iterable[str] = (),
) -> Iterator[Line]:
    """The revision as lines: counts only with `stat`, sentences only in the `changes` view.

    `warnings` are what the revision loses without saying so.
    """
    words = words_for(revised, new.organization or old.organization, lang)
    yield from _head(old, new, words)
    if not revised.changes.changes:
        yield line(messages.text("diff.same", lang))
        return
    yield from _counts(revised, words)
    if stat:
        return
    told = sentences(revised, words.organization, lang)
    if view != "revision":
        yield from _sentences(told, words)
    else:
        yield line()
        yield from _legend(lang)
        yield from _marked(revised, told, words, places)
    yield from _warnings(warnings, lang)


def _head(old: Dossier, new: Dossier, words: Words) -> Iterator[Line]:
    yield line((f"{old.plan.title} → {new.plan.title}", "bold"))
    proposer = new.revision.proposer if new.revision else None
    by = proposer and (words.body(proposer.party) if proposer.party else proposer.name)
    parts = [f"{old.name} → {new.name}"]
    if by:
        parts.insert(0, messages.text("diff.proposer", words.lang, name=by))
    yield line((" · ".join(parts), "dim"))
    if new.revision and new.revision.statement:
        for paragraph in new.revision.statement.split("\n\n"):
            yield line()
            yield line(paragraph, first="  ", rest="  ")
    yield line()


def _counts(revised: Revised, words: Words) -> Iterator[Line]:
    found = counts(revised.changes)
    names = []
    for kind, turns in found.items():
        row = next(
            r for rows in (revised.changes.new, revised.changes.old) for r in rows.nodes.values() if r.kind is kind
        )
        names.append((words.level(kind_of(row), sum(turns.values())), turns))
    width = max(len(name) for name, _ in names)
    heads = [messages.text(f"diff.turn.{turn}", words.lang) for turn in Turn]
    yield line((" " * (width + 2) + "  ".join(f"{head:>9}" for head in heads), "dim"), rigid=True)
    for name, turns in names:
        cells = "  ".join(f"{turns[turn] or '–':>9}" for turn in Turn)
        yield line(f"{name:<{width}}  {cells}", rigid=True)


def _legend(lang: str) -> Iterator[Line]:
    new, gone = messages.text("diff.legend-new", lang), messages.text("diff.legend-gone", lang)
    yield line(
        (messages.text("diff.legend", lang), "dim"), " ", (f"[+{new}+]", "added"), " ", (f"[−{gone}−]", "removed")
    )


def _warnings(warnings: Iterable[str], lang: str) -> Iterator[Line]:
    for n, warning in enumerate(warnings):
        if not n:
            yield line()
            yield line((messages.text("diff.notice", lang), "heading"))
        yield line((warning, "warning"), first="! ", rest="  ")


def _sentences(told: Iterable[Sentence], words: Words) -> Iterator[Line]:
    area: str | None = ""
    for sentence in told:
        if sentence.area_id != area:
            area = sentence.area_id
            yield line()
            title = words.title(area) if area else messages.text("diff.whole", words.lang)
            yield line((title, "heading"))
        yield line(sentence.text, first="• ", rest="  ")
        yield from _motivation(sentence, words.lang)


def _motivation(sentence: Sentence, lang: str) -> Iterator[Line]:
    if sentence.motivation:
        yield line((messages.text("diff.why", lang), "bold"), " ", sentence.motivation, first="  ", rest="  ")
    if not sentence.sure:
        yield line((messages.text("diff.unsure", lang), "warning"), first="  ", rest="  ")


def _marked(revised: Revised, told: Iterable[Sentence], words: Words, places: Places | None) -> Iterator[Line]:
    by_node: dict[str, list[Sentence]] = {}
    for sentence in told:
        by_node.setdefault(sentence.node_id, []).append(sentence)
    changed: dict[str, list[Change]] = {}
    for change in revised.changes.changes:
        changed.setdefault(change.at.id, []).append(change)
    opened: set[str] = set()
    for id_ in outline(revised.changes.old, revised.changes.new):
        if id_ not in changed:
            continue
        for heading in _path(revised, id_):
            if heading not in opened:
                opened.add(heading)
                yield from _heading(revised, heading, words)
        yield from _node(revised, changed[id_], by_node.get(id_, ()), words, places)


def _node(
    revised: Revised, changes: Iterable[Change], told: Iterable[Sentence], words: Words, places: Places | None
) -> Iterator[Line]:
    """What happens to one node. That a text changes is seen by its marks and needs no sentence."""
    left = list(changes)
    for sentence in told:
        if sentence.kind is not Kind.TEXT_CHANGED:
            yield line(sentence.text, first="• ", rest="  ")
        mine = [c for c in left if c.id in sentence.change_ids]
        left = [c for c in left if c.id not in sentence.change_ids]
        for change in mine:
            yield from _change(revised, change, words)
            if places:
                yield from _place(change, places, words.lang)
        yield from _motivation(sentence, words.lang)
    for change in left:
        yield from _change(revised, change, words)
        if places:
            yield from _place(change, places, words.lang)


def _row(revised: Revised, id_: str) -> Row:
    return revised.changes.new.nodes.get(id_) or revised.changes.old.nodes[id_]


def _path(revised: Revised, id_: str) -> list[str]:
    """The area, body's plan and goal around a node, itself included, outermost first."""
    found: list[str] = []
    current: str | None = id_
    while current is not None:
        row = _row(revised, current)
        if kind_of(row) in _LEVELS:
            found.insert(0, current)
        current = row.parent.id if row.parent else None
    return found


def _heading(revised: Revised, id_: str, words: Words) -> Iterator[Line]:
    row = _row(revised, id_)
    is_goal = kind_of(row) == "goal"
    yield line()
    yield line((words.title(id_), "bold" if is_goal else "heading"))


def _change(revised: Revised, change: Change, words: Words) -> Iterator[Line]:
    row = _row(revised, change.at.id)
    if change.effect in (Effect.ADD, Effect.REMOVE):
        yield from _whole(change, words)
        return
    if change.effect is not Effect.SET:
        return
    name = str(change.at.field)
    role = shape(row.kind).roles.get(name.partition(".")[0])
    if role is None:
        return  # the sentence gives both values
    if change.kind is Kind.EDITORIAL:
        yield line((messages.text("diff.editorial", words.lang), "dim"), first="  ")
    runs = compare(change.old or "", change.new or "").runs
    yield line(*_runs(runs, whole=role is Role.TITLE), first="    ", rest="    ")


def _whole(change: Change, words: Words) -> Iterator[Line]:
    """The texts of a node that comes or goes."""
    row: Row = change.new if change.effect is Effect.ADD else change.old
    op = Op.INSERTED if change.effect is Effect.ADD else Op.DELETED
    roles = shape(row.kind).roles
    for name, value in row.fields.items():
        role = roles.get(name.partition(".")[0])
        if role is Role.PROSE or (role is Role.TITLE and kind_of(row) not in _LEVELS):
            for paragraph in str(value).split("\n\n"):
                yield line(*_runs((Run(op, paragraph),), whole=True), first="    ", rest="    ")


def _runs(runs: Iterable[Run], *, whole: bool) -> list[Segment]:
    """The marked text; unless it is wanted whole, long stretches without change are cut to what surrounds a change."""
    parts = list(runs)
    out: list[Segment] = []
    for n, run in enumerate(parts):
        if run.op is Op.EQUAL:
            out.append((run.text if whole else _shortened(run.text, n == 0, n == len(parts) - 1), ""))
            continue
        before, after, style = _MARKS[run.op]
        if run.move:
            style, before, after = "moved", f"{before}{run.move}:", after
        lead = run.text[: len(run.text) - len(run.text.lstrip())]
        tail = run.text[len(run.text.rstrip()) :]
        if run.text.strip():
            out += [(lead, ""), (f"{before}{run.text.strip()}{after}", style), (tail, "")]
        else:
            out.append((run.text, ""))
    return out


def _shortened(text: str, first: bool, last: bool) -> str:
    words = text.split()
    if len(words) <= 2 * _CONTEXT + 4:
        return text
    start = "" if first else text[: len(text) - len(text.lstrip())] + " ".join(words[:_CONTEXT])
    end = "" if last else " ".join(words[-_CONTEXT:]) + text[len(text.rstrip()) :]
    if first:
        return f"… {end}"
    return f"{start} …" if last else f"{start} … {end}"


def _place(change: Change, places: Places, lang: str) -> Iterator[Line]:
    old = None if change.effect is Effect.ADD else places.old.at(change.at)
    new = None if change.effect is Effect.REMOVE else places.new.at(change.at)
    for place, key in ((old, "diff.at-old"), (new, "diff.at-new")):
        if place:
            yield line((messages.text(key, lang, place=place), "dim"), first="    ", rigid=True)
