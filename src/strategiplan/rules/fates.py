"""Does everything that leaves the plan get exactly one fate, and does every fate lead somewhere?"""

from collections import defaultdict
from collections.abc import Iterator

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Area, Assignment, BodyPlan, Goal, Indicator
from strategiplan.rules.difference import by_fate, difference, in_notes, told
from strategiplan.rules.known import known
from strategiplan.rules.nearest import Names
from strategiplan.rules.rule import Rule

# A node may live on under its own id after these.
_LIVES_ON = ("moved", "split", "promoted")


def removed_without_fate(dossier: Dossier) -> Iterator[Finding]:
    """A goal or an area is gone and nobody says what became of it. A reader must be able to follow it (history, and
    the auditors' trail, Kommunallagen 12:2).

    Fix: write a note with its `fate` in `revision.yaml`: ceased, absorbed, merged, split, delegated or replaced.
    """
    found, fates = difference(dossier), by_fate(dossier)
    for id_ in found.removed:
        if (found.was(id_, Goal) or found.was(id_, Area)) and id_ not in fates:
            yield in_notes(id=id_, title=found.title(id_))


def indicator_removed_without_fate(dossier: Dossier) -> Iterator[Finding]:
    """An indicator is gone while its goal lives on, and nobody says whether another replaces it.

    Fix: write a note with its `fate` in `revision.yaml`, usually `replaced` or `ceased`.
    """
    found, fates = difference(dossier), by_fate(dossier)
    for id_ in found.removed:
        if found.was(id_, Indicator) and found.goes_alone(id_) and id_ not in fates:
            yield in_notes(id=id_, name=found.title(id_))


def indicators_leave_with_goal(dossier: Dossier) -> Iterator[Finding]:
    """Indicators leave the plan because their goal does. Nothing is wrong; their series end here, unless somebody says
    who follows them now.

    Fix: nothing, or write a note for each indicator that is followed elsewhere.
    """
    found, fates = difference(dossier), by_fate(dossier)
    leaving: dict[str, list[str]] = defaultdict(list)
    for id_ in found.removed:
        parent = found.old.nodes[id_].parent
        if found.was(id_, Indicator) and parent and not found.goes_alone(id_) and id_ not in fates:
            leaving[parent.id].append(id_)
    for goal, indicators in leaving.items():
        yield in_notes(title=found.title(goal), count=len(indicators), indicators=", ".join(indicators))


def several_fates(dossier: Dossier) -> Iterator[Finding]:
    """One thing is given two fates, and only one can be true.

    Fix: keep one of the notes; name several successors under `into` of a split.
    """
    for id_, (first, *others) in by_fate(dossier).items():
        for entry in others:
            yield Finding(
                entry.field("fate"), {"id": id_, "fate": entry.note.fate, "first": first.note.fate},
                related=(first.field("fate"),),
            )


def fate_on_living_node(dossier: Dossier) -> Iterator[Finding]:
    """Something is said to have ceased or become something else, yet it is still in the plan.

    Fix: take it out of the plan, or write the note without a fate.
    """
    found = difference(dossier)
    for id_, notes in by_fate(dossier).items():
        for entry in notes:
            if id_ in found.new.nodes and entry.note.fate not in _LIVES_ON and id_ not in entry.note.into:
                yield Finding(
                    entry.field("fate"), {"title": found.title(id_), "fate": entry.note.fate}, related=(Address(id_),)
                )


def fate_target_unknown(dossier: Dossier) -> Iterator[Finding]:
    """A fate leads to something that is not in the plan, not in the base and not a body.

    Fix: write the id of what it becomes, or of the body that takes over.
    """
    found, index = difference(dossier), known(dossier)
    names = Names([*found.new.nodes, *found.old.nodes, *index.bodies])
    held = set(names.names) | index.unread
    for entry in told(dossier):
        for number, target in enumerate(entry.note.into):
            # Without a list of bodies nobody knows whether the one that takes over exists.
            if target not in held and (index.bodies or entry.note.fate != "delegated"):
                yield Finding(
                    entry.field(f"into.{number}"), {"at": entry.note.at, "into": target}, names.nearest(target)
                )


def fate_target_gone(dossier: Dossier) -> Iterator[Finding]:
    """What something is said to become leaves the plan in the same revision.

    Fix: name what is in the plan now.
    """
    found, index = difference(dossier), known(dossier)
    gone = set(found.removed)
    for entry in told(dossier):
        for number, target in enumerate(entry.note.into):
            if target in gone and target not in index.bodies:
                yield Finding(entry.field(f"into.{number}"), {"at": entry.note.at, "into": found.title(target)})


def fate_without_target(dossier: Dossier) -> Iterator[Finding]:
    """A fate says that something becomes something else but not what.

    Fix: write the id of what it becomes under `into`.
    """
    for entry in told(dossier):
        if entry.note.fate in ("absorbed", "merged", "split", "replaced", "promoted") and not entry.note.into:
            yield Finding(entry.field("fate"), {"at": entry.note.at, "fate": entry.note.fate})


def delegated_without_body(dossier: Dossier) -> Iterator[Finding]:
    """A goal is delegated to nobody, or to something that is not a body.

    Fix: write the id of the body that takes over under `into`.
    """
    found, index = difference(dossier), known(dossier)
    for entry in told(dossier):
        if entry.note.fate != "delegated":
            continue
        wrong = [
            target for target in entry.note.into
            if target not in index.bodies and (row := found.row(target)) and row.kind is not BodyPlan
        ]
        if wrong or not entry.note.into:
            yield Finding(entry.field("into" if wrong else "fate"), {"at": entry.note.at})


def delegated_without_assignment(dossier: Dossier) -> Iterator[Finding]:
    """A goal is delegated, but nothing says what the body is to do with it, so nobody can ask for a report
    (Kommunallagen 6:5).

    Fix: write the `assignment` in the note, or an assignment to the body in the plan.
    """
    index = known(dossier)
    assigned = {assignment.to for assignment in index.of(Assignment)}
    for entry in told(dossier):
        if entry.note.fate == "delegated" and not entry.note.assignment and not assigned.intersection(entry.note.into):
            yield Finding(entry.field("fate"), {"at": entry.note.at})


def replaced_without_series_break(dossier: Dossier) -> Iterator[Finding]:
    """An indicator is replaced and nobody says whether the new figures can be compared with the old.

    Fix: write `series-break: yes` or `series-break: no` in the note.
    """
    found = difference(dossier)
    for entry in told(dossier):
        is_indicator = found.was(entry.at.id, Indicator)
        if entry.note.fate == "replaced" and is_indicator and entry.note.series_break is None:
            yield Finding(entry.field("fate"), {"name": found.title(entry.at.id)})


def series_break_unknown(dossier: Dossier) -> Iterator[Finding]:
    """Nobody knows yet whether a replaced indicator's series goes on, so no report may draw one line through both.

    Fix: find out and write `series-break: yes` or `series-break: no`.
    """
    for entry in told(dossier):
        if entry.note.series_break == "unknown":
            yield Finding(entry.field("series-break"), {"at": entry.note.at})


RULES = (
    Rule(removed_without_fate, Severity.WARNING, needs_base=True),
    Rule(indicator_removed_without_fate, Severity.WARNING, needs_base=True),
    Rule(indicators_leave_with_goal, Severity.INFO, needs_base=True),
    Rule(several_fates, Severity.ERROR),
    Rule(fate_on_living_node, Severity.WARNING, needs_base=True),
    Rule(fate_target_unknown, Severity.ERROR, needs_base=True, links=True),
    Rule(fate_target_gone, Severity.WARNING, needs_base=True),
    Rule(fate_without_target, Severity.WARNING),
    Rule(delegated_without_body, Severity.WARNING, needs_base=True),
    Rule(delegated_without_assignment, Severity.WARNING),
    Rule(replaced_without_series_break, Severity.WARNING, needs_base=True),
    Rule(series_break_unknown, Severity.INFO),
)
