"""What can be searched for: every goal, indicator and text of an organisation, each wording once with where it stands.

The index itself is made in the browser: that takes less time than to fetch it, and the words are then taken apart in
one place only.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from strategiplan.model.node import shape
from strategiplan.model.plan import Budget, Goal, Indicator, Investment, Plan
from strategiplan.model.tree import Row
from strategiplan.model.types import Role
from strategiplan.render.words import title_of
from strategiplan.site import ways
from strategiplan.site.plan_pages import called
from strategiplan.site.shelves import Shelf

Files = dict[str, bytes]
_KINDS: Mapping[type[Any], int] = {Goal: 0, Indicator: 1}
_TEXT = 2
_UNSEARCHED = (Plan, Budget, Investment)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"^[ \t]*(?:[-*+>]|#{1,6}|\d{1,3}[.)])[ \t]+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", re.MULTILINE)


def search_data(shelf: Shelf) -> Files:
    """A script that puts what can be searched for where the search page looks for it.

    A script and not JSON, since a page that is opened as a file may load the one and not the other.
    """
    path = ways.search_data(shelf)
    volumes = [volume for volume in shelf.volumes if volume.has_tree]
    places: dict[tuple[str, int, str, str], list[int]] = {}
    for n, volume in enumerate(volumes):
        for id_, row in volume.step.rows.nodes.items():
            if row.kind not in _UNSEARCHED:
                kind = _KINDS.get(row.kind, _TEXT)
                title = title_of(id_, row) or ("" if shelf.organization is None else _body(shelf, id_)) or id_
                places.setdefault((id_, kind, _plain(title), _prose(row)), []).append(n)
    entries = [
        [kind, title, text, id_, ways.href(ways.SEARCH, ways.history(shelf, id_)) if kind < _TEXT else "", held]
        for (id_, kind, title, text), held in places.items()
    ]
    data = {
        "name": shelf.name,
        "volumes": [[called(shelf, v), ways.href(ways.SEARCH, ways.plan(shelf, v))] for v in volumes],
        "entries": entries,
    }
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return {path: f"(window.plansToSearch ??= []).push({told});\n".encode()}


def _body(shelf: Shelf, id_: str) -> str:
    bodies = shelf.organization.bodies if shelf.organization else ()
    return next((body.name for body in bodies if body.id == id_), "")


def _prose(row: Row) -> str:
    """All texts of a node but its title, one after the other."""
    found = [
        str(row.fields[name])
        for name, role in shape(row.kind).roles.items()
        if role is Role.PROSE and row.fields.get(name)
    ]
    return _plain("\n".join(found))


def _plain(markdown: str) -> str:
    """A text without its marks, on one line, composed, so that a letter has the same length everywhere."""
    bare = _MARKS.sub("", _LINK.sub(r"\1", markdown))
    return unicodedata.normalize("NFC", " ".join(bare.split()))
