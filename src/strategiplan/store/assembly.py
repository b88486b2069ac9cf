"""From files to one document: the folder is the table of contents, the file names give the order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from strategiplan.diagnostics import Diagnostic, Location, Severity
from strategiplan.store.files import FileSet
from strategiplan.store.names import natural
from strategiplan.store.yaml_reader import Mark, Marks, read

_SINGLE_PARTS = {"revision": "revision", "decision-record": "decision-record", "followups": "followups",
                 "organization": "organization"}
_FILES = ("plan.yaml", "budget.yaml", "revision.yaml", "decision.yaml")
_FOLDERS = ("areas", "goals", "bodies", "followup")
_PLACES = ", ".join((*_FILES, *(f"{folder}/" for folder in _FOLDERS)))
# What stands in for a head that is missing or cannot be read. It says nothing, so nothing is said about it.
HEAD: Mapping[str, Any] = MappingProxyType({
    "title": "?", "period": {"start": "1900-01-01", "end": "2199-12-31"}, "status": "draft",
})


@dataclass(slots=True)
class Raw:
    """A document before the model has seen it, with the file and mark of every container in it.

    `unread` are ids of nodes whose files could not be read, `touched` those of nodes that something was made up for.
    `partial` says that something is missing for that reason.
    """

    document: dict[str, Any] = field(default_factory=dict)
    marks: dict[int, tuple[str, Marks]] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    partial: bool = False

    def take_along(self, other: "Raw | None") -> None:
        """Know where things stand in a file beside the plan too: a part that the plan does not have itself."""
        for part, data in (other.document if other else {}).items():
            if part not in self.document and other is not None:
                self.document[part] = data
                self.marks |= other.marks
                self.kept.append(data)
                self.sources |= other.sources

    def read(self, shown: str, content: bytes) -> dict[str, Any] | None:
        """The mapping that a file holds, or None with the reason among the diagnostics."""
        parsed = read(content)
        self.sources[shown] = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
        for problem in parsed.problems:
            related = (Location(shown, *problem.related),) if problem.related else ()
            severity = Severity.WARNING if problem.code == "byte-order-mark" else Severity.ERROR
            self.diagnostics.append(Diagnostic(
                problem.code, severity, Location(shown, problem.line, problem.column), params=problem.params,
                related=related,
            ))
        self.kept.append(parsed)
        for key, marks in parsed.marks.items():
            self.marks[key] = (shown, marks)
        if isinstance(parsed.data, dict):
            return parsed.data
        self.partial = True
        if not parsed.problems:
            code = "empty-file" if parsed.data is None else "not-a-mapping"
            self.diagnostics.append(Diagnostic(code, Severity.ERROR, Location(shown)))
        return None

    def stands_twice(self, container: dict[str, Any], key: str, other: str) -> None:
        """Say that what another file holds stands under `key` as well."""
        path, marks = self.marks[id(container)]
        self.diagnostics.append(Diagnostic(
            "stands-twice", Severity.ERROR, Location(path, *marks.keys[key]), params={"key": key, "other": other},
            related=(Location(other),),
        ))


def assemble(found: FileSet) -> Raw:
    """The document that the files make up. Every file is read, whatever is wrong with another."""
    raw = Raw(diagnostics=list(found.diagnostics))
    raw.partial = any(d.severity is Severity.ERROR for d in found.diagnostics)
    if found.single:
        _single(raw, found)
    else:
        _Folder(raw, found).assemble()
    return raw


def _single(raw: Raw, found: FileSet) -> None:
    for content in found.files.values():
        data = raw.read(found.label, content)
        if data is None:
            continue
        marks = raw.marks[id(data)][1]
        head = Marks(marks.start, dict(marks.keys), dict(marks.values))
        raw.marks[id(raw.document)] = (found.label, head)
        for part, key in _SINGLE_PARTS.items():
            if part in data:
                raw.document[key] = data.pop(part)
        raw.document["plan"] = data


def stem_id(name: str) -> str:
    """The id that a file name suggests: `5-trygg-och-saker.yaml` → `trygg-och-saker`."""
    stem = name.rsplit("/", 1)[-1].removesuffix(".yml").removesuffix(".yaml")
    return stem.lstrip("0123456789").lstrip("-._ ")


class _Folder:
    """One plan's folder on its way to a document."""

    def __init__(self, raw: Raw, found: FileSet) -> None:
        self.raw, self.found = raw, found
        self.plan: dict[str, Any] = {}
        self.areas: dict[str, dict[str, Any]] = {}
        self.lists: dict[tuple[int, str], list[Any]] = {}

    def assemble(self) -> None:
        names = sorted(self.found.files, key=lambda n: [natural(part) for part in n.split("/")])
        self._head(names)
        for name in names:
            self._place(name, name.split("/"))
        if self.plan or "plan.yaml" in self.found.files:
            self.raw.document["plan"] = self.plan

    def _head(self, names: list[str]) -> None:
        """`plan.yaml` comes first; without it, a folder with only a `revision.yaml` is a statement."""
        if "plan.yaml" in self.found.files:
            data = self.raw.read(self.found.shown("plan.yaml"), self.found.files["plan.yaml"])
            self.plan = self._made_up_head() if data is None else data
        elif self.found.diagnostics and not names:
            self.raw.partial = True  # nothing could be read at all, and it has been said why
        elif "revision.yaml" not in names or any(n.split("/")[0] in ("areas", "goals", "bodies") for n in names):
            self.raw.diagnostics.append(
                Diagnostic("missing-plan-file", Severity.ERROR, Location(self.found.shown("plan.yaml")))
            )
            self.raw.partial = True
            self.plan = self._made_up_head()

    def _made_up_head(self) -> dict[str, Any]:
        """A head that cannot be read must not hide what is wrong in the other files."""
        self.raw.touched |= {"plan", "budget"}
        return dict(HEAD)

    def _place(self, name: str, parts: list[str]) -> None:
        match parts:
            case ["plan.yaml"]:
                return
            case ["budget.yaml"]:
                self._under(self.plan, "budget", name)
            case ["revision.yaml"]:
                self._under(self.raw.document, "revision", name)
            case ["decision.yaml"]:
                self._under(self.raw.document, "decision-record", name)
            case ["bodies" | "goals" as part, file] if file.endswith(".yaml"):
                self._append(self.plan, part, name)
            case ["followup", file] if file.endswith(".yaml"):
                self._append(self.raw.document, "followups", name)
            case ["areas", *folders, file] if folders and file.endswith(".yaml"):
                area = self._area("/".join(["areas", *folders]))
                if file != "area.yaml":
                    self._append(area, "goals", name)
            case _:
                self._unknown(name)

    def _unknown(self, name: str) -> None:
        self.raw.diagnostics.append(Diagnostic(
            "unknown-file", Severity.ERROR, Location(self.found.shown(name)),
            params={"name": name, "places": _PLACES}, suggestion=self._better(name),
        ))
        self.raw.partial = True
        self.raw.unread.add(stem_id(name))

    @staticmethod
    def _better(name: str) -> str | None:
        """What a file was probably meant to be called."""
        first, slash, rest = name.removesuffix(".yml").removesuffix(".yaml").partition("/")
        known = _FOLDERS if slash else [file.removesuffix(".yaml") for file in _FILES]
        near = get_close_matches(first, known, 1, 0.6)
        better = f"{near[0] if near else first}{slash}{rest}.yaml"
        return better if better != name else None

    def _read(self, name: str) -> dict[str, Any] | None:
        data = self.raw.read(self.found.shown(name), self.found.files[name])
        if data is None:
            self.raw.unread.add(stem_id(name))
        return data

    def _under(self, container: dict[str, Any], key: str, name: str) -> None:
        data = self._read(name)
        if data is None:
            return
        if key in container:
            self.raw.stands_twice(container, key, self.found.shown(name))
        else:
            container[key] = data

    def _append(self, container: dict[str, Any], key: str, name: str) -> None:
        data = self._read(name)
        if data is not None:
            self._list(container, key, name).append(data)

    def _list(self, container: dict[str, Any], key: str, name: str) -> list[Any]:
        """Where files of a folder gather. What the container's own file says there is an error, once."""
        place = id(container), key
        if place not in self.lists:
            held = container.get(key)
            if key in container:
                self.raw.stands_twice(container, key, self.found.shown(name))
            self.lists[place] = container[key] = held if isinstance(held, list) else []
        return self.lists[place]

    def _area(self, folder: str) -> dict[str, Any]:
        """The area of a folder, with the areas around it; made up when its `area.yaml` is missing or unreadable."""
        if folder in self.areas:
            return self.areas[folder]
        name = f"{folder}/area.yaml"
        data: dict[str, Any] | None = None
        if name in self.found.files:
            data = self._read(name)
        else:
            self.raw.diagnostics.append(
                Diagnostic("missing-area-file", Severity.ERROR, Location(self.found.shown(name)))
            )
            self.raw.partial = True
            self.raw.unread.add(stem_id(folder))
        if data is None:
            data = {"id": stem_id(folder), "title": stem_id(folder)}
            self.raw.touched.add(stem_id(folder))
        self.areas[folder] = data
        above = folder.rsplit("/", 1)[0]
        container = self.plan if above == "areas" else self._area(above)
        self._list(container, "areas", name).append(data)
        return data


def mark_of(marks: Marks, key: Any) -> Mark:
    """The best mark for an entry: its value's, else its key's, else where the container begins."""
    return marks.values.get(key) or marks.keys.get(key) or marks.start
