"""Writing what was adopted: the new revision as one step, with its reasons and its record, and the minutes."""

import sys
from collections import Counter
from pathlib import Path

from strategiplan import messages
from strategiplan.cli import session
from strategiplan.cli.applying import write_step
from strategiplan.cli.deciding import Deciding, record_of
from strategiplan.formats.plan_yaml import revision_file
from strategiplan.formats.revision_yaml import based_on
from strategiplan.model import DecisionRecord, Plan, Revision
from strategiplan.render.terminal import line, write
from strategiplan.render.terminal_adoption import outcome_lines
from strategiplan.revisions.adoption import adopt, reasons
from strategiplan.revisions.fingerprint import fingerprint
from strategiplan.store.files import FileSet
from strategiplan.store.names import label_of
from strategiplan.store.rewriting import tree_files


def write_adopted(minutes: str | None, message: bool, read: Deciding, place: Path) -> None:
    """Write the adopted plan, and say what was decided. Raises PlanError when what came out is no valid plan."""
    held = read.held
    record, record_content = record_of(read)
    plan = _in_force(adopt(held.found, read.settled), record)
    source = _source(read)
    files = _tree(read, plan, source)
    files |= {"revision.yaml": _reasons(read, source), "decision.yaml": record_content}
    write_step(place, files, place.parent)
    talk = sys.stderr if message else sys.stdout
    if message:
        from strategiplan.render.commit_message import commit_message

        sys.stdout.write(commit_message(held.telling(), read.settled, record, plan, place.name))
    else:
        write(outcome_lines(held.telling(), read.settled), talk)
    write([line(messages.text("adopt.written", held.tongue, place=label_of(place)))], talk)
    if minutes is not None:
        from strategiplan.cli.choices import DocumentFormat
        from strategiplan.cli.comparing import format_of
        from strategiplan.cli.recording import minutes_files

        kind = format_of(None, minutes, DocumentFormat, "md")
        made = minutes_files(held, read.settled, record, plan, place.name, kind)
        session.deliver(made, minutes, held.space)


def _in_force(plan: Plan, record: DecisionRecord) -> Plan:
    return plan.model_copy(update={"status": "adopted", "decision": record.meeting})


def _source(read: Deciding) -> str | None:
    """The proposal in whose files the plan is written: the one of which most was adopted. None: the base's."""
    size = Counter(of.proposal for of in read.settled.adopted)
    trees = [name for name in size if "plan.yaml" in _files(read, name).files]
    return min(trees, key=lambda name: (-size[name], name), default=None)


def _files(read: Deciding, name: str) -> FileSet:
    return read.held.space.files_of(read.held.names[name])


def _tree(read: Deciding, plan: Plan, source: str | None) -> dict[str, bytes]:
    base = read.held.space.files_of(read.held.base.name)
    others = [_files(read, name) for name in read.held.names if name != source]
    found = [base, *others] if source is None else [_files(read, source), *others, base]
    return tree_files(found[0], plan, *found[1:])


def _reasons(read: Deciding, source: str | None) -> bytes:
    """The adopted plan's `revision.yaml`: the proposal's own when all comes from one, without what was not adopted."""
    held = read.held
    notes = reasons(held.found, read.settled)
    owners = {of.proposal for of in read.settled.adopted}
    base, hash_ = held.name, fingerprint(held.base.plan)
    revision = held.proposals[source].revision if source is not None and len(owners) == 1 else None
    if revision is None or source is None or revision.base != base:
        kept = revision or Revision()
        return revision_file(
            Revision(base=base, base_hash=hash_, proposer=kept.proposer, filed=kept.filed, notes=notes)
        )
    content = _files(read, source).files["revision.yaml"]
    return based_on(content, revision, base, revision.base_hash and hash_, notes)
