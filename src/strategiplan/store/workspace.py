"""The workspace: where the plans are, what they are called, and what is set for all of them."""

import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from strategiplan.diagnostics import Diagnostic, Location, Report, Severity, UserError
from strategiplan.model import Measurement, Organization, Plan
from strategiplan.store.files import FileSet, from_file, from_folder, label_of
from strategiplan.store.loading import Loaded, Surroundings, load, read_side_file
from strategiplan.store.names import CONFIG, SIDE_FILES, plans_in, root_of, visible


@dataclass(frozen=True, slots=True)
class Settings:
    """`strategiplan.toml`: what holds for every plan. All of it is optional."""

    plans: str = "plans"
    default: str | None = None
    templates: str | None = None
    language: str | None = None
    rules: dict[str, Any] = field(default_factory=dict)
    path: str = CONFIG


_KNOWN = {"plans": str, "default": str, "templates": str, "language": str, "rules": dict}


def read_settings(root: Path) -> Settings:
    """The workspace's settings. Raises UserError when the file is not what it should be."""
    path = root / CONFIG
    if not path.is_file():
        return Settings(path=label_of(path))
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError("bad-settings", path=label_of(path), reason=str(error)) from None
    for key, value in raw.items():
        if key not in _KNOWN:
            near = get_close_matches(key, _KNOWN, 1, 0.6)
            raise UserError("unknown-setting", path=label_of(path), key=key, known=", ".join(near or _KNOWN))
        if not isinstance(value, _KNOWN[key]):
            raise UserError("bad-setting", path=label_of(path), key=key, expected=_KNOWN[key].__name__)
    return Settings(**raw, path=label_of(path))


class Workspace:
    """A folder of organisations with their plans. Loads each thing once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = read_settings(root)
        self.folder = root / self.settings.plans
        self.templates = str(root / self.settings.templates) if self.settings.templates else None
        self._loaded: dict[str, Loaded] = {}
        self._organizations: dict[Path, tuple[Organization | None, Report]] = {}
        self._loading: list[str] = []

    @classmethod
    def find(cls, start: Path | None = None) -> "Workspace":
        """The workspace around a folder: the nearest one with `strategiplan.toml` or `plans/`, else the folder."""
        return cls(root_of((start or Path.cwd()).resolve()))

    def organizations(self) -> list[str]:
        """The organisations that have plans here."""
        if not self.folder.is_dir():
            return []
        return [p.name for p in visible(self.folder) if p.is_dir() and self.revisions(p.name)]

    def revisions(self, organization: str) -> list[str]:
        """The names of an organisation's plans, in natural order."""
        return plans_in(self.folder / organization)

    def names(self) -> list[str]:
        """Every plan of the workspace as `organisation/revision`, and single-file plans by their name."""
        found = [f"{org}/{name}" for org in self.organizations() for name in self.revisions(org)]
        if self.folder.is_dir():
            found += [p.stem for p in visible(self.folder) if p.is_file() and p.suffix == ".yaml"]
        return found

    def resolve(self, name: str) -> Path:
        """The folder or file of a plan that is named as `2023`, `karlstad/2023` or by path.

        Raises UserError when there is none, saying which there are.
        """
        if path := self._under(name):
            return path
        candidates = [f"{org}/{name}" for org in self._orgs_first() if name in self.revisions(org)]
        if candidates and (len(candidates) == 1 or self.settings.default):
            path = self._under(candidates[0])
            if path:
                return path
        if candidates:
            raise UserError("ambiguous-plan", name=name, candidates=", ".join(candidates))
        path = Path(name).expanduser()
        if path.exists():
            return path
        raise self._unknown(name)

    def _orgs_first(self) -> list[str]:
        found = self.organizations()
        return sorted(found, key=lambda org: org != self.settings.default)

    def _under(self, name: str) -> Path | None:
        parts = name.split("/")
        if any(part in ("", ".", "..") for part in parts) or len(parts) > 2:
            return None
        path = self.folder.joinpath(*parts)
        if len(parts) == 2 and path.is_dir():
            return path
        single = path.with_name(f"{path.name}.yaml")
        return single if single.is_file() and single.name not in SIDE_FILES else None

    def _unknown(self, name: str) -> UserError:
        names = self.names()
        if not names:
            return UserError("no-plans", name=name, folder=label_of(self.folder))
        org, _, wanted = name.rpartition("/")
        org = org if org in self.organizations() else (self.settings.default or "")
        short = self.revisions(org) if org else names
        near = get_close_matches(wanted if org else name, short, 1, 0.5) or get_close_matches(name, names, 1, 0.5)
        place = label_of(self.folder / org) if org else label_of(self.folder)
        if near:
            return UserError("unknown-plan-near", name=name, place=place, known=", ".join(short), near=near[0])
        return UserError("unknown-plan", name=name, place=place, known=", ".join(short))

    def load(self, name: str) -> Loaded:
        """A plan by name, path or `REV:PLAN` (a git revision), as it stands in its files."""
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> Loaded:
        revision, colon, wanted = name.rpartition(":")
        if colon and len(revision) > 1:
            return self._from_git(revision, wanted)
        path = self.resolve(name)
        return load(_files(path), self.short(path), self._around(path))

    def short(self, path: Path) -> str:
        """How a plan at a path is called: `karlstad/2023` in the workspace, else the path's last parts."""
        try:
            return path.resolve().relative_to(self.folder.resolve()).with_suffix("" if path.is_file() else path.suffix) \
                .as_posix()
        except ValueError:
            return path.stem if path.is_file() else path.resolve().name

    def _from_git(self, revision: str, wanted: str) -> Loaded:
        from strategiplan.store import git

        near = [wanted] if "/" in wanted else [f"{org}/{wanted}" for org in self._orgs_first()] + [wanted]
        for candidate in near:
            for path in (f"{self.settings.plans}/{candidate}", f"{self.settings.plans}/{candidate}.yaml", candidate):
                label = f"{revision}:{path}"
                if ".." in Path(path).parts or Path(path).is_absolute():
                    continue
                found = git.tree_at(self.root, revision, path, label)
                if found is not None and found.files:
                    return load(found, f"{revision}:{candidate}", self._around_git(revision, path))
        raise UserError("no-plan-in-revision", name=wanted, revision=revision)

    def _around_git(self, revision: str, path: str) -> Surroundings:
        from strategiplan.store import git

        above = path.rpartition("/")[0]
        found = git.tree_at(self.root, revision, f"{above}/organization.yaml", "") if above else None
        organization = None
        if found and found.files:
            organization, _ = read_side_file(next(iter(found.files.values())), "", Organization)
        return Surroundings(organization, (), None, lambda base: self._base(f"{revision}:{above}/{base}"))

    def _around(self, path: Path) -> Surroundings:
        above = path.resolve().parent
        organization, _ = self.organization_of(above)
        return Surroundings(organization, tuple(plans_in(above)), self._measurements(above),
                            lambda base: self._base(str(above / base)))

    def _base(self, name: str) -> Plan | None:
        if name in self._loading or len(self._loading) > 20:
            return None
        self._loading.append(name)
        try:
            return self.load(name).plan
        except UserError:
            return None
        finally:
            self._loading.pop()

    def organization_of(self, folder: Path) -> tuple[Organization | None, Report]:
        """The organisation that a folder of plans belongs to, with what is wrong in its file."""
        if folder not in self._organizations:
            path = folder / "organization.yaml"
            self._organizations[folder] = (None, Report())
            if path.is_file() and not path.is_symlink():
                found = from_file(path)
                self._organizations[folder] = read_side_file(found.files[path.name], label_of(path), Organization)
        return self._organizations[folder]

    def _measurements(self, folder: Path) -> dict[str, Measurement]:
        place = folder / "measurements"
        if not place.is_dir():
            return {}
        found: dict[str, Measurement] = {}
        for name, content in from_folder(place).files.items():
            value, _ = read_side_file(content, name, Measurement)
            if value is not None:
                found[value.indicator] = value
        return found

    def side_reports(self, folder: Path) -> Report:
        """What is wrong in an organisation's own files: `organization.yaml`, `measurements/`, files out of place."""
        reports = [self.organization_of(folder)[1]]
        place = folder / "measurements"
        if place.is_dir():
            found = from_folder(place)
            reports.append(Report.of(found.diagnostics))
            reports += [read_side_file(c, found.shown(n), Measurement)[1] for n, c in found.files.items()]
        for path in visible(folder) if folder.is_dir() else []:
            if path.suffix == ".yml":
                reports.append(Report.of([Diagnostic(
                    "unknown-file", Severity.ERROR, Location(label_of(path)),
                    params={"name": path.name, "places": "*.yaml"}, suggestion=f"{path.stem}.yaml",
                )]))
        return Report.joined(reports)


def _files(path: Path) -> FileSet:
    return from_folder(path) if path.is_dir() else from_file(path)

