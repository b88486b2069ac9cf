"""The dossiers that rules are tried on, written as YAML would give them: plain data with the keys of the files."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from strategiplan.model.dossier import Document, Dossier
from strategiplan.model.followup import Measurement
from strategiplan.model.plan import Plan

Data = dict[str, Any]


def plan(**fields: Any) -> Data:
    """A plan that no rule has anything to say about, but for what `fields` put in it. `sub_goals` means `sub-goals`."""
    return {
        "title": "Strategisk plan 2023",
        "period": {"start": "2023-01-01", "end": "2026-12-31"},
        "status": "draft",
        **kebab(fields),
    }


def goal(id_: str = "trygg", **fields: Any) -> Data:
    """A goal with what a goal needs."""
    return {"id": id_, "title": f"Målet {id_}", "indicators": [indicator(f"{id_}-matt")], **kebab(fields)}


def indicator(id_: str = "matt", **fields: Any) -> Data:
    """An indicator with what an indicator needs."""
    return {"id": id_, "name": f"Indikatorn {id_}", **kebab(fields)}


def kebab(fields: Data) -> Data:
    """The fields with their spelling in the files."""
    return {key.rstrip("_").replace("_", "-"): value for key, value in fields.items()}


def organization(*bodies: Data, **fields: Any) -> Data:
    """An organisation with these bodies."""
    return {"name": "Karlstads kommun", "bodies": list(bodies), **kebab(fields)}


def body(id_: str, kind: str = "board", **fields: Any) -> Data:
    """A body of the organisation."""
    return {"id": id_, "name": id_.replace("-", " ").capitalize(), "kind": kind, **kebab(fields)}


def dossier(tree: Data | None = None, base: Data | None = None, **parts: Any) -> Dossier:
    """The dossier of a plan with a base, a revision, follow-ups and so on, all given as plain data."""
    known = {key: parts.pop(key) for key in ("revisions", "unread", "name") if key in parts}
    series = parts.pop("measurements", {})
    document = Document.model_validate({"plan": tree, **kebab(parts)}, by_name=False)
    base_plan = None if base is None else Plan.model_validate(base, by_name=False)
    tree_plan = document.plan or base_plan
    assert tree_plan is not None
    return Dossier(
        name=known.get("name", "2023"),
        plan=tree_plan,
        organization=document.organization,
        revision=document.revision,
        record=document.decision_record,
        followups=document.followups,
        base=base_plan,
        revisions=tuple(known.get("revisions", ())),
        measurements={id_: Measurement.model_validate(data, by_name=False) for id_, data in series.items()},
        unread=frozenset(known.get("unread", ())),
        theme=document.theme,
    )


class Case(NamedTuple):
    """What one rule finds in one dossier: the addresses, and what it suggests at the first."""

    code: str
    dossier: Dossier
    expected: tuple[str, ...] = ()
    suggestion: str | None = None


def fires(code: str, given: Dossier, *expected: str, suggestion: str | None = None) -> Case:
    """The rule finds something at exactly these addresses."""
    return Case(code, given, expected, suggestion)


def quiet(code: str, *given: Dossier) -> Iterator[Case]:
    """The rule finds nothing in any of these."""
    return (Case(code, each) for each in given)
