"""The workspace: its plans loaded, each thing once."""

import os
from pathlib import Path

from strategiplan.diagnostics import Diagnostic, Location, Report, Severity, UserError
from strategiplan.model import Measurement, Organization, Plan
from strategiplan.store.assembly import Raw
from strategiplan.store.catalog import Catalog
from strategiplan.store.files import FileSet, from_file, from_folder
from strategiplan.store.loading import Loaded, Surroundings, load, read_side_file
from strategiplan.store.names import label_of, plans_in, visible
from strategiplan.store.recovering import settled
from strategiplan.store.theming import Themed, themed
from strategiplan.store.unresolved import unresolved


class Workspace(Catalog):
    """A folder of organisations with their plans, as models."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._loaded: dict[str, Loaded] = {}
        self._organizations: dict[Path, tuple[Organization | None, Report, Raw]] = {}
        self._themes: dict[Path, Themed] = {}
        self._measured: dict[Path, dict[str, Measurement]] = {}
        self._loading: list[str] = []

    def load(self, name: str) -> Loaded:
        """A plan by name, path or `REV:PLAN` (a git revision), as it stands in its files."""
        revision, colon, wanted = name.rpartition(":")
        from_git = bool(colon) and len(revision) > 1
        path = Path(name) if from_git else self.resolve(name)
        key = name if from_git else os.path.abspath(path)  # noqa: PTH100 - a link is a plan of its own, to be refused
        if key not in self._loaded:
            self._loaded[key] = self._from_git(revision, wanted) if from_git else self._from_files(path)
        return self._loaded[key]

    def files_of(self, name: str) -> FileSet:
        """The files that a plan was read from: what stands in them, whether or not it is right."""
        return self.load(name).files

    def _from_files(self, path: Path) -> Loaded:
        settled([path.absolute().parent, *([path] if path.is_dir() else [])])
        found = from_folder(path) if path.is_dir() else from_file(path)
        return load(found, self.short(path), self._around(path))

    def _from_git(self, revision: str, wanted: str) -> Loaded:
        from strategiplan.store import git

        near = [wanted] if "/" in wanted else [f"{org}/{wanted}" for org in self.default_first()] + [wanted]
        for candidate in near:
            for path in (f"{self.settings.plans}/{candidate}", f"{self.settings.plans}/{candidate}.yaml", candidate):
                label = f"{revision}:{path}"
                if ".." in Path(path).parts or Path(path).is_absolute():
                    continue
                found = git.tree_at(self.root, revision, path, label)
                if found is not None and _is_plan(found):
                    return load(found, f"{revision}:{candidate}", self._around_git(revision, path))
        raise UserError("no-plan-in-revision", name=wanted, revision=revision)

    def _around_git(self, revision: str, path: str) -> Surroundings:
        from strategiplan.store import git

        above = path.rpartition("/")[0]
        found = git.tree_at(self.root, revision, f"{above}/organization.yaml", "") if above else None
        organization = None
        if found and found.files:
            organization, _ = read_side_file(next(iter(found.files.values())), "", Organization)
        # An old plan is shown in the look of today.
        look = self.theme_of(self.root / above)
        return Surroundings(
            organization, None, (), None, lambda base: self._base(f"{revision}:{above}/{base}"),
            look.theme, look.file, look.logo,
        )

    def _around(self, path: Path) -> Surroundings:
        above = path.resolve().parent
        organization, _, file = self.organization_of(above)
        look = self.theme_of(above)
        return Surroundings(
            organization, file, tuple(plans_in(above)), self._measurements(above),
            lambda base: self._base(str(above / base)), look.theme, look.file, look.logo,
        )

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

    def organization_of(self, folder: Path) -> tuple[Organization | None, Report, Raw]:
        """The organisation that a folder of plans belongs to, with what is wrong in its file and what stands where."""
        if folder not in self._organizations:
            path = folder / "organization.yaml"
            found = from_file(path) if path.is_symlink() or path.exists() else FileSet("")
            raw = Raw()
            self._organizations[folder] = None, Report.of(found.diagnostics), raw
            for content in found.files.values():
                self._organizations[folder] = *read_side_file(content, label_of(path), Organization, raw), raw
        return self._organizations[folder]

    def theme_of(self, folder: Path) -> Themed:
        """How the pages of a folder of plans look, with what is wrong in the file that says it."""
        if folder not in self._themes:
            self._themes[folder] = themed(folder)
        return self._themes[folder]

    def _measurements(self, folder: Path) -> dict[str, Measurement]:
        if folder not in self._measured:
            found = self._measured[folder] = {}
            place = folder / "measurements"
            for name, content in from_folder(place).files.items() if place.is_dir() else ():
                value, _ = read_side_file(content, name, Measurement) if name.endswith(".yaml") else (None, None)
                if value is not None:
                    found[value.indicator] = value
        return self._measured[folder]

    def side_reports(self, folder: Path) -> Report:
        """What is wrong in an organisation's own files: `organization.yaml`, `theme.yaml`, `measurements/`, others."""
        reports = [
            self.organization_of(folder)[1], unresolved(from_file(folder / "organization.yaml")),
            self.theme_of(folder).report,
        ]
        place = folder / "measurements"
        if place.is_dir():
            found = from_folder(place)
            reports += [Report.of(found.diagnostics), unresolved(found)]
            reports += [
                read_side_file(c, found.shown(n), Measurement)[1] for n, c in found.files.items() if n.endswith(".yaml")
            ]
        for path in [*visible(folder), *(visible(place) if place.is_dir() else ())]:
            if path.suffix == ".yml":
                reports.append(Report.of([Diagnostic(
                    "unknown-file", Severity.ERROR, Location(label_of(path)),
                    params={"name": path.name, "places": "*.yaml"}, suggestion=f"{path.stem}.yaml",
                )]))
        return Report.joined(reports)


def _is_plan(found: FileSet) -> bool:
    return bool(found.files) and (found.single or not {"plan.yaml", "revision.yaml"}.isdisjoint(found.files))
