"""An extract of the minutes for `minutes`: from the record of a decision and the proposals that it was made on."""

from strategiplan.cli import session
from strategiplan.cli.gathering import Gathered, gather
from strategiplan.diagnostics import PlanError, UserError
from strategiplan.formats.decision_yaml import read_record
from strategiplan.model import DecisionRecord, Plan
from strategiplan.render.look_view import wearing
from strategiplan.render.minutes_view import minutes_view
from strategiplan.revisions.adoption import Settled, settle
from strategiplan.store.files import FileSet
from strategiplan.store.names import own_name, sibling


def show_minutes(plan: str, format: str, output: str | None) -> None:
    """Write the extract. Raises UserError for a plan that nobody has decided on by `adopt`."""
    space = session.workspace()
    session.may_write(output, space)
    adopted = session.loaded(space, plan)
    assert adopted.dossier is not None and adopted.plan is not None
    record = adopted.dossier.record
    if record is None:
        raise UserError("no-record", plan=adopted.name)
    named = [sibling(adopted.name, name) for name in (record.base, *record.proposals)]
    held = gather(named[0], named[1:])
    settled = _settled(held, record, adopted.files, adopted.name)
    files = minutes_files(held, settled, record, adopted.plan, own_name(adopted.name), format)
    session.deliver(files, output, space)


def _settled(held: Gathered, record: DecisionRecord, found: FileSet, name: str) -> Settled:
    """What was decided. Raises PlanError when the record names changes that the proposals no longer have."""
    content = found.files.get("decision.yaml")
    if content is None:
        from strategiplan.formats.decision_yaml import record_file

        content = record_file(record)
    filed = read_record(content, found.shown("decision.yaml"), held.found, held.name)
    if filed.report.has_errors:
        raise PlanError(filed.report)
    return settle(held.found, filed.said)


def minutes_files(
    held: Gathered, settled: Settled, record: DecisionRecord, plan: Plan, name: str, format: str
) -> dict[str, bytes]:
    """The extract as files. Raises UserError when a template of the user's is wrong, or Word files need the extra."""
    from strategiplan.render.publishing import draw

    view = wearing(minutes_view(held.telling(), settled, record, plan, name), held.base)
    return draw("minutes", view, format, held.space.templates)
