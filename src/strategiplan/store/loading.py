"""Load one plan: never raises for what its files hold, and says everything that is wrong at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from pydantic import ValidationError

from strategiplan.diagnostics import Diagnostic, Report, Severity
from strategiplan.model import Dossier, Measurement, Organization, Plan
from strategiplan.model.dossier import Document
from strategiplan.model.theme import Picture, Theme
from strategiplan.model.tree import walk
from strategiplan.store import limits
from strategiplan.store.assembly import Raw, assemble
from strategiplan.store.explain import MEASUREMENT, explain
from strategiplan.store.files import FileSet
from strategiplan.store.positions import Positions
from strategiplan.store.pruning import prune, shortened
from strategiplan.store.unresolved import unresolved


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a plan needs from outside its own files. `base` gives the plan that a revision is based on, or None."""

    organization: Organization | None = None
    organization_file: Raw | None = None
    revisions: tuple[str, ...] = ()
    measurements: Mapping[str, Measurement] | None = None
    base: Callable[[str], Plan | None] = lambda name: None
    theme: Theme | None = None
    theme_file: Raw | None = None
    logo: Picture | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan as read. `dossier` is what could be read of it, even when something is wrong; `touched` are the nodes
    that lack something for that reason. `plan` is None unless all of it is right. `files` are what it was read from.
    """

    name: str
    dossier: Dossier | None
    report: Report
    positions: Positions
    touched: frozenset[str] = frozenset()
    partial: bool = False
    files: FileSet = field(default_factory=lambda: FileSet(""), repr=False)

    @property
    def plan(self) -> Plan | None:
        """The whole plan, or None when any of it could not be read."""
        return self.dossier.plan if self.dossier and not self.partial and not self.report.has_errors else None

    @property
    def conflicts(self) -> Report:
        """What a merge left to be decided: the plan loads all the same, with what the base says."""
        return unresolved(self.files)


def load(found: FileSet, name: str, around: Surroundings) -> Loaded:
    """The plan that a set of files holds."""
    raw = assemble(found)
    positions = Positions(raw, found.shown("plan.yaml"))
    diagnostics = list(raw.diagnostics)
    document, touched = _understand(raw, positions, diagnostics)
    raw.take_along(around.organization_file)
    raw.take_along(around.theme_file)
    dossier = _dossier(document, name, around, raw) if document else None
    if dossier is None and document is not None and not diagnostics:
        diagnostics.append(Diagnostic(
            "statement-without-base", Severity.ERROR, positions.along(raw.document, ("revision", "base")),
            address="revision.base",
        ))
    # What was taken away as faulty may hold an id that stands again.
    faulty = document is None or len(diagnostics) > len(raw.diagnostics)
    if faulty or (dossier is not None and _has_duplicates(dossier.plan, document)):
        for id_, here, first in islice(positions.duplicates(), limits.PROBLEMS_PER_PLAN // 10):
            diagnostics.append(Diagnostic(
                "duplicate-id", Severity.ERROR, here, id_, {"id": id_, "first": str(first)}, related=(first,)
            ))
    report = replace(Report.of((replace(d, plan=name) for d in diagnostics), raw.sources), plans=(name,))
    return Loaded(name, dossier, report, positions, frozenset(touched), raw.partial or report.has_errors, found)


def _understand(raw: Raw, positions: Positions, diagnostics: list[Diagnostic]) -> tuple[Document | None, set[str]]:
    try:
        return Document.model_validate(raw.document, by_name=False), raw.touched
    except ValidationError as error:
        if error.error_count() > limits.PROBLEMS_PER_PLAN:
            return _overwhelmed(raw, positions, diagnostics)
        errors: list[Any] = error.errors(include_url=False)
        diagnostics.extend(explain(errors, positions))
        document, gone, touched = prune(raw.document, errors)
        raw.unread |= gone
        return document, touched | raw.touched


def _overwhelmed(raw: Raw, positions: Positions, diagnostics: list[Diagnostic]) -> tuple[None, set[str]]:
    """Tell the first of the errors. To list them all, hundreds of thousands, would take more memory than there is."""
    try:
        Document.model_validate(shortened(raw.document, limits.PROBLEMS_PER_FILE), by_name=False)
    except ValidationError as error:
        diagnostics.extend(explain(error.errors(include_url=False), positions))
    params = {"limit": limits.PROBLEMS_PER_PLAN}
    diagnostics.append(Diagnostic("too-many-problems", Severity.ERROR, positions.fallback, params=params))
    return None, set()


def _dossier(document: Document, name: str, around: Surroundings, raw: Raw) -> Dossier | None:
    base = around.base(document.revision.base) if document.revision and document.revision.base else None
    plan = document.plan or base
    if plan is None:
        return None
    return Dossier(
        name=name,
        plan=plan,
        organization=document.organization or around.organization,
        revision=document.revision,
        record=document.decision_record,
        followups=document.followups,
        base=base,
        revisions=around.revisions,
        measurements=around.measurements or {},
        unread=frozenset(raw.unread),
        theme=around.theme,
        logo=around.logo,
    )


def _has_duplicates(plan: Plan, document: Document | None) -> bool:
    if document is None or document.plan is None:
        return False
    ids = [node.id for node in walk(plan)]
    return len(set(ids)) < len(ids)


_SIDE_PARTS = {"Organization": "organization", "DecisionRecord": "decision-record", "Theme": "theme"}


def read_side_file(raw_content: bytes, shown: str, kind: type[Any], raw: Raw | None = None) -> tuple[Any, Report]:
    """An organisation's own file (`organization.yaml`, a measurement) with what is wrong in it.

    `raw` takes what stands where, for who wants to point at it later.
    """
    raw = raw or Raw()
    data = raw.read(shown, raw_content)
    if data is None:
        return None, Report.of(raw.diagnostics, raw.sources)
    part = _SIDE_PARTS.get(kind.__name__, MEASUREMENT)
    raw.document[part] = data
    try:
        value = kind.model_validate(data, by_name=False)
    except ValidationError as error:
        errors: list[Any] = [{**e, "loc": (part, *e["loc"])} for e in error.errors(include_url=False)]
        found = explain(errors, Positions(raw, shown))
        return None, Report.of([*raw.diagnostics, *found], raw.sources)
    if raw.diagnostics:
        return (None if any(d.severity is Severity.ERROR for d in raw.diagnostics) else value), \
            Report.of(raw.diagnostics, raw.sources)
    return value, Report.of((), raw.sources)


