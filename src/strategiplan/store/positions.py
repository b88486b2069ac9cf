"""Address → file, line and column: a side table, so that the model itself knows nothing of files."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from strategiplan.diagnostics import Location
from strategiplan.model import Address
from strategiplan.store.assembly import Raw, mark_of

_PARTS = ("revision", "decision-record", "organization", "theme", "followups")
_SINGLES = ("vision", "values", "budget")
_CONTAINERS = (dict, list)
_WORD = re.compile(r"[^\s,\]}]+")


class Positions:
    """Where things stand in the files of one plan. Built only when something has to be shown."""

    def __init__(self, raw: Raw, fallback: str) -> None:
        self.raw = raw
        self.fallback = Location(fallback)
        self._index: dict[str, list[dict[str, Any]]] | None = None

    @property
    def index(self) -> dict[str, list[dict[str, Any]]]:
        """Every mapping with an id in the plan, by id, in document order."""
        if self._index is None:
            self._index = {}
            for container in self._mappings(self.raw.document.get("plan")):
                id_ = container.get("id")
                if isinstance(id_, str):
                    self._index.setdefault(id_, []).append(container)
        return self._index

    @staticmethod
    def _mappings(root: Any) -> Iterator[dict[str, Any]]:
        stack = [root]
        while stack:
            top = stack.pop()
            if isinstance(top, dict):
                yield top
                inner = reversed(top.items())
                stack.extend(value for key, value in inner if isinstance(value, _CONTAINERS) and key != "meta")
            elif isinstance(top, list):
                stack.extend(reversed(top))

    def duplicates(self) -> Iterator[tuple[str, Location, Location]]:
        """(id, where it stands again, where it stood first) for every id that more than one node has."""
        for id_, found in self.index.items():
            first = self.entry(found[0], "id")
            for container in found[1:]:
                yield id_, self.entry(container, "id"), first

    def entry(self, container: Any, key: Any) -> Location:
        """Where an entry's value stands."""
        known = self.raw.marks.get(id(container))
        return Location(known[0], *mark_of(known[1], key)) if known else self.fallback

    def key(self, container: Any, key: str) -> Location:
        """Where an entry's key stands."""
        known = self.raw.marks.get(id(container))
        return Location(known[0], *known[1].keys.get(key, known[1].start)) if known else self.fallback

    def start(self, container: Any) -> Location | None:
        """Where a container begins."""
        known = self.raw.marks.get(id(container))
        return Location(known[0], *known[1].start) if known else None

    def at(self, address: Address) -> Location:
        """Where an address stands: the value of its field, or as near to it as the files go."""
        root: Any
        if address.field == "id" and (nodes := self._nodes(address.id)):
            return self.entry(nodes[0], "id")
        if address.id in _PARTS:
            root = self.raw.document.get(address.id)
        elif address.id == "plan":
            root = self.raw.document.get("plan")
        elif address.id in _SINGLES:
            root = (self.raw.document.get("plan") or {}).get(address.id)
        else:
            found = self.index.get(address.id)
            root = found[0] if found else None
        return self.along(root, (address.field or "").split(".") if address.field else [])

    def _nodes(self, id_: str) -> list[dict[str, Any]]:
        """The nodes below the plan that have this id, whatever else the id may mean."""
        return [node for node in self.index.get(id_, ()) if node is not self.raw.document.get("plan")]

    def along(self, root: Any, segments: Sequence[Any]) -> Location:
        """Where the segments lead from a container; a segment that is not in the file is stepped over."""
        here = self.start(root) or self.fallback
        current = root
        for segment in segments:
            if isinstance(current, list) and (isinstance(segment, int) or str(segment).isdigit()):
                key: Any = int(segment)
                inside = key < len(current)
            else:
                key = segment
                inside = isinstance(current, dict) and key in current
            if not inside:
                continue
            known = self.raw.marks.get(id(current))
            current = current[key]
            # What comes from a file of its own stands in no mark of the list that it was put into.
            if known and (key in known[1].values or key in known[1].keys):
                here = Location(known[0], *mark_of(known[1], key))
            else:
                here = self.start(current) or here
        return here

    def written(self, where: Location) -> str | None:
        """The plain word that stands at a place."""
        rows = self.raw.sources.get(where.path, "").split("\n")
        found = _WORD.match(rows[where.line - 1], where.column - 1) if where.line <= len(rows) else None
        return found.group() if found else None
