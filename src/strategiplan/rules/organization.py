"""Is the organisation described without contradiction? Its bodies, its parties and its scale."""

from collections.abc import Iterable, Iterator

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.rules.rule import Rule


def _again(ids: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """(place, first place, id) of every id that has stood before."""
    first: dict[str, int] = {}
    for number, id_ in enumerate(ids):
        if first.setdefault(id_, number) != number:
            yield number, first[id_], id_


def _listed_twice(field: str, ids: Iterable[str]) -> Iterator[Finding]:
    for number, before, id_ in _again(ids):
        at = Address("organization", f"{field}.{number}.id")
        yield Finding(at, {"id": id_}, related=(Address("organization", f"{field}.{before}.id"),))


def body_listed_twice(dossier: Dossier) -> Iterator[Finding]:
    """Two bodies of the organisation have the same id, so nobody can tell which is responsible.

    Fix: give each body an id of its own.
    """
    organization = dossier.organization
    yield from _listed_twice("bodies", (body.id for body in organization.bodies) if organization else ())


def party_listed_twice(dossier: Dossier) -> Iterator[Finding]:
    """Two parties of the organisation have the same id, so nobody can tell whose a proposal is.

    Fix: give each party an id of its own.
    """
    organization = dossier.organization
    yield from _listed_twice("parties", (party.id for party in organization.parties) if organization else ())


def rating_listed_twice(dossier: Dossier) -> Iterator[Finding]:
    """Two steps of the scale have the same id, so an assessment can mean either.

    Fix: give each step an id of its own.
    """
    organization = dossier.organization
    yield from _listed_twice("scale", (step.id for step in organization.scale) if organization else ())


def body_validity_order(dossier: Dossier) -> Iterator[Finding]:
    """A body ceases before it is formed.

    Fix: correct `valid-from` or `valid-to`.
    """
    for number, body in enumerate(dossier.organization.bodies if dossier.organization else ()):
        if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
            yield Finding(
                Address("organization", f"bodies.{number}.valid-to"),
                {"body": body.name, "start": body.valid_from, "end": body.valid_to},
            )


def threshold_listed_twice(dossier: Dossier) -> Iterator[Finding]:
    """Two steps of the scale begin at the same share of the target, so one of them can never be reached.

    Fix: give each step that the rule can choose a threshold of its own.
    """
    first: dict[float, int] = {}
    for number, step in enumerate(dossier.organization.scale if dossier.organization else ()):
        if step.at_least is not None and (before := first.setdefault(step.at_least, number)) != number:
            yield Finding(
                Address("organization", f"scale.{number}.at-least"), {"word": step.word, "threshold": step.at_least},
                related=(Address("organization", f"scale.{before}.at-least"),),
            )


def scale_without_lowest_step(dossier: Dossier) -> Iterator[Finding]:
    """The scale's lowest threshold is above 0, so a goal that is further off gets no assessment at all.

    Fix: give the step for goals that were not reached `at-least: 0`.
    """
    thresholds = [step.at_least for step in dossier.organization.scale] if dossier.organization else []
    stated = [threshold for threshold in thresholds if threshold is not None]
    if stated and (lowest := min(stated)) > 0:
        at = Address("organization", f"scale.{thresholds.index(lowest)}.at-least")
        yield Finding(at, {"threshold": lowest})


RULES = (
    Rule(body_listed_twice, Severity.ERROR),
    Rule(party_listed_twice, Severity.ERROR),
    Rule(rating_listed_twice, Severity.ERROR),
    Rule(body_validity_order, Severity.ERROR),
    Rule(threshold_listed_twice, Severity.WARNING),
    Rule(scale_without_lowest_step, Severity.WARNING),
)
