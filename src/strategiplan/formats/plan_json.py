"""A whole plan as published JSON: the keys that its files have, with whose it is and what its form is."""

import json

from strategiplan.formats.changes import plain
from strategiplan.model.dossier import Dossier
from strategiplan.revisions.lineage import short

VERSION = 1


def plan_json(dossier: Dossier) -> str:
    """A plan with its revision, as `plan_schema` describes it."""
    organization = dossier.organization
    whole = plain(dossier.plan)
    if dossier.revision is not None:
        whole |= {"revision": plain(dossier.revision)}
    data = {
        "version": VERSION,
        "organization": {"name": organization.name, "code": organization.code} if organization else None,
        "revision": short(dossier.name),
        "plan": whole,
    }
    return json.dumps({k: v for k, v in data.items() if v is not None}, ensure_ascii=False, indent=2) + "\n"
