"""What breaks a rule only when two sides are merged: the fewest changes that do."""

from strategiplan.model.plan import Plan
from strategiplan.revisions.changes import Change
from strategiplan.revisions.merge_sides import Sides
from strategiplan.revisions.trial import Fault, Faults, culprits


def culprits_of(base: Plan, sides: Sides, fault: Fault, faults: Faults) -> tuple[list[Change], list[Change]]:
    """The changes of each side that give a fault together: all that is left, when no fewer are found on both."""
    ours, theirs = ({c.id for c in side.values()} for side in sides.left)
    both = {held.change.id for held in sides.made.values()}
    sets = dict(zip(("ours", "theirs"), sides.sets, strict=True))
    choice = {"ours": sorted(ours | both), "theirs": sorted(theirs | both)}
    try:
        guilty = culprits(base, sets, choice, fault, faults)
    except KeyError:
        # A part of a side can need what has been refused.
        guilty = {}
    held = {id_ for ids in guilty.values() for id_ in ids}
    joint = [one.mine for one in sides.made.values() if one.change.id in held]
    mine, yours = (
        [c for c in side.values() if c.id in guilty.get(name, ())] for name, side in zip(sets, sides.left, strict=True)
    )
    if (mine or joint) and (yours or joint):
        return [*mine, *joint], yours
    return [*sides.left[0].values(), *(one.mine for one in sides.made.values())], [*sides.left[1].values()]
