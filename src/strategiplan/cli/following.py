"""Following one id for `history`: find whose it is, read all revisions, and tell what happened."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from strategiplan import messages
from strategiplan.cli import session
from strategiplan.cli.choices import language
from strategiplan.diagnostics import UserError
from strategiplan.model import Dossier
from strategiplan.revisions.lineage import Event, Part, Ref, Step, chained, known_ids, lineage, short
from strategiplan.store.names import label_of
from strategiplan.store.workspace import Workspace

VERSION = 1


@dataclass(frozen=True)
class Followed:
    """An id with its history in one organisation. `left_out` are revisions that could not be read."""

    id: str
    organization: str
    dossiers: tuple[Dossier, ...]
    left_out: tuple[str, ...]
    steps: tuple[Step, ...]
    events: tuple[Event, ...] = ()


def show_history(id_: str, within: str | None, format: str, output: str | None = None) -> None:
    """Show the history of an id. Raises UserError when no revision has it."""
    space = session.workspace()
    session.may_write(output, space)
    found = follow(space, id_, within)
    organization = next((d.organization for d in reversed(found.dossiers) if d.organization), None)
    tongue = language(organization.language if organization else space.settings.language)
    for name in found.left_out:
        print(messages.text("history.left-out", tongue, plan=name), file=sys.stderr)  # noqa: T201
    if format == "json":
        session.deliver({"history.json": to_json(found).encode()}, output, space)
    elif format == "text":
        from strategiplan.render.terminal import rendered, write
        from strategiplan.render.terminal_history import history_lines

        lines = list(history_lines(found.events, found.steps, organization, tongue))
        if output:
            session.deliver({"history.txt": rendered(lines).encode()}, output, space)
        else:
            write(lines)
    else:
        session.deliver(_published(found, format, tongue, space.templates), output, space)


def _published(found: Followed, format: str, tongue: str, templates: str | None) -> dict[str, bytes]:
    from strategiplan.render import history_view as shown
    from strategiplan.render.look_view import wearing
    from strategiplan.render.publishing import draw

    organization = next((d.organization for d in reversed(found.dossiers) if d.organization), None)
    only_said = frozenset(short(d.name) for d in found.dossiers if d.plan is d.base)

    def called(step: Step) -> str:
        return step.name if step.name in only_said else shown.by_title(step)

    followed = shown.Followed(found.id, found.steps, found.events, called, without_tree=only_said)
    view = wearing(shown.history_view(followed, organization, tongue), found.dossiers[-1])
    return draw("history", view, format, templates)


def follow(space: Workspace, id_: str, within: str | None) -> Followed:
    """The history of an id in the organisation that has it: the one asked for, else the default one, else the only."""
    asked = [_known(space, within)] if within is not None else _organizations(space)
    known: dict[str, None] = {}
    having: list[Followed] = []
    for name in asked:
        found = _read(space, name)
        ids = known_ids(found.steps)
        known |= dict.fromkeys(ids)
        if id_ in ids:
            having.append(found)
            if name == space.settings.default:
                break
    if not having:
        _refuse(id_, within or label_of(space.folder), list(known))
    if len(having) > 1 and having[-1].organization != space.settings.default:
        raise UserError("ambiguous-id", id=id_, organizations=", ".join(f.organization for f in having))
    chosen = having[-1]
    events = lineage(id_, chosen.steps)
    return Followed(id_, chosen.organization, chosen.dossiers, chosen.left_out, chosen.steps, events)


def _organizations(space: Workspace) -> list[str]:
    """Whose plans there are, the default first; plans that are nobody's go by an empty name."""
    singles = any("/" not in name for name in space.names())
    found = space.default_first() + [""] * singles
    if not found:
        raise UserError("no-plans", name="*", folder=label_of(space.folder))
    return found


def _known(space: Workspace, name: str) -> str:
    names = space.organizations()
    if name in names:
        return name
    near = get_close_matches(name, names, 1, 0.5)
    params = {"name": name, "place": label_of(space.folder), "known": ", ".join(names)}
    if near:
        raise UserError("unknown-organization-near", **params, near=near[0])
    raise UserError("unknown-organization", **params)


def _read(space: Workspace, organization: str) -> Followed:
    names = [n for n in space.names() if n.rpartition("/")[0] == organization]
    loaded = [space.load(name) for name in names]
    whole = tuple(each.dossier for each in loaded if each.plan is not None and each.dossier is not None)
    left_out = tuple(name for name, each in zip(names, loaded, strict=True) if each.plan is None)
    return Followed("", organization, whole, left_out, chained(whole))


def _refuse(id_: str, place: str, known: Sequence[str]) -> None:
    near = get_close_matches(id_, known, 1, 0.5)
    if near:
        raise UserError("unknown-id-near", id=id_, place=place, near=near[0])
    raise UserError("unknown-id", id=id_, place=place)


def to_json(found: Followed) -> str:
    """The history as JSON: the revisions in time order, then every event; what is absent is left out."""
    revisions = [
        {"name": s.name, "status": s.status, "compared-with": s.previous, "side": s.is_side} for s in found.steps
    ]
    data = {
        "version": VERSION,
        "id": found.id,
        "organization": found.organization,
        "revisions": [_present(revision) for revision in revisions],
        "events": [_event(event) for event in found.events],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _event(event: Event) -> dict[str, Any]:
    from strategiplan.formats.changes import plain, type_name

    return _present({
        "revision": event.step,
        "side": event.is_side or None,
        "what": str(event.what),
        **_ref(event.at),
        "type": type_name(event.row.kind),
        "field": event.field,
        "old": _ref(event.old) if isinstance(event.old, Ref) else plain(event.old),
        "new": _ref(event.new) if isinstance(event.new, Ref) else plain(event.new),
        "into": [_ref(ref) for ref in event.into] or None,
        "origins": [_ref(ref) for ref in event.origins] or None,
        "parts": [_part(part) for part in event.parts] or None,
        "around": _ref(event.around) if event.around else None,
        "note": plain(event.note) if event.note else None,
    })


def _part(part: Part) -> dict[str, Any]:
    return _present({**_ref(part.at), "what": str(part.what), "into": [_ref(ref) for ref in part.into] or None})


def _ref(ref: Ref) -> dict[str, Any]:
    return _present({"id": ref.id, "title": ref.title or None})


def _present(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}
