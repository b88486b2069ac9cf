"""A plan's files with another plan in them: what is the same stays the same bytes."""

from collections.abc import Sequence

from strategiplan.model.node import shape
from strategiplan.model.plan import Plan
from strategiplan.store.edit import PlanFile
from strategiplan.store.files import FileSet
from strategiplan.store.filing import data_of, plan_files
from strategiplan.store.layout import written

_BESIDE = ("revision.yaml", "decision.yaml", "followup/")


def rewritten(found: FileSet, new: Plan, donors: Sequence[FileSet] = ()) -> dict[str, bytes]:
    """The files of `found`, changed so that they hold `new`; what is filed beside the plan stays as it is."""
    if found.single:
        [(name, content)] = found.files.items()
        held = PlanFile(content, "single").data()
        beside = {key: value for key, value in held.items() if key not in shape(Plan).names}
        return {name: written({**data_of(new), **beside}, "single").encode()}
    beside = {name: content for name, content in found.files.items() if name.startswith(_BESIDE)}
    return {**plan_files(new), **beside}
