"""Which plan is meant: names to folders, without reading a plan."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Self

from strategiplan.diagnostics import UserError
from strategiplan.store.names import SIDE_FILES, label_of, names_in, organizations_in, plans_in, root_of
from strategiplan.store.recovering import settled, writable_folders
from strategiplan.store.settings import read_settings


class Catalog:
    """The plans of a workspace, by name. `recovered` are folders in which an interrupted write has just been finished.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = read_settings(root)
        self.folder = root / self.settings.plans
        self.recovered = settled(writable_folders(self.root, self.folder))
        self.templates = str(root / self.settings.templates) if self.settings.templates else None

    @classmethod
    def find(cls, start: Path | None = None) -> Self:
        """The workspace around a folder: the nearest one with `strategiplan.toml` or `plans/`, else the folder."""
        return cls(root_of((start or Path.cwd()).resolve()))

    def organizations(self) -> list[str]:
        """The organisations that have plans here."""
        return organizations_in(self.folder)

    def revisions(self, organization: str) -> list[str]:
        """The names of an organisation's plans, in natural order."""
        return plans_in(self.folder / organization)

    def names(self) -> list[str]:
        """Every plan of the workspace."""
        return names_in(self.folder)

    def chosen(self, names: Sequence[str] | None) -> list[str]:
        """The plans that were asked for, or all there are. An organisation's name stands for all its plans.

        Raises UserError when there is none at all.
        """
        if not names:
            found = self.names()
            if not found:
                raise UserError("no-plans", name="*", folder=label_of(self.folder))
            return found
        return list(dict.fromkeys(plan for name in names for plan in self._meant(name)))

    def _meant(self, name: str) -> list[str]:
        """The plans that a name, a folder with plans in it, or a file of a plan stands for."""
        path, folder = Path(name).expanduser(), self.folder.resolve()
        parts: tuple[str, ...] = tuple(name.rstrip("/").split("/"))
        if name and parts[0] not in self.organizations() and path.exists():
            if path.resolve() == self.root.resolve():
                return self.names()
            if not path.resolve().is_relative_to(folder):
                return [name]
            parts = path.resolve().relative_to(folder).parts
            if not parts:
                return self.names()
        if parts[0] not in self.organizations():
            return [name]
        if len(parts) == 1 or parts[1] in SIDE_FILES or parts[1] == "measurements":
            return [f"{parts[0]}/{revision}" for revision in self.revisions(parts[0])]
        return ["/".join(parts[:2])] if len(parts) > 2 else [name]

    def resolve(self, name: str) -> Path:
        """The folder or file of a plan that is named as `2023`, `karlstad/2023` or by path.

        Raises UserError when there is none, saying which there are.
        """
        if path := self._under(name):
            return path
        candidates = [f"{org}/{name}" for org in self.default_first() if name in self.revisions(org)]
        if candidates and (len(candidates) == 1 or candidates[0].startswith(f"{self.settings.default}/")):
            path = self._under(candidates[0])
            if path:
                return path
        if candidates:
            raise UserError("ambiguous-plan", name=name, candidates=", ".join(candidates))
        path = Path(name).expanduser()
        if name and path.exists():
            return path
        raise self.unknown(name)

    def default_first(self) -> list[str]:
        """The organisations, the default one first."""
        return sorted(self.organizations(), key=lambda org: org != self.settings.default)

    def _under(self, name: str) -> Path | None:
        parts = name.split("/")
        if any(part in ("", ".", "..") for part in parts) or len(parts) > 2:
            return None
        path = self.folder.joinpath(*parts)
        if len(parts) == 2 and path.is_dir():
            return path
        single = path.with_name(f"{path.name}.yaml")
        return single if single.is_file() and single.name not in SIDE_FILES else None

    def unknown(self, name: str) -> UserError:
        """What to say of a name that no plan has."""
        names = self.names()
        if not names:
            return UserError("no-plans", name=name, folder=label_of(self.folder))
        org, _, wanted = name.rpartition("/")
        org = org if org in self.organizations() else (self.settings.default or "")
        short = self.revisions(org) if org else names
        known = {full.rpartition("/")[2]: full for full in short}
        near = get_close_matches(wanted, known, 3, 0.5)
        # Two digits that changed places are likelier than one that is another: 2032 means 2023.
        near.sort(key=lambda other: sorted(other) != sorted(wanted))
        place = label_of(self.folder / org) if org else label_of(self.folder)
        if near:
            return UserError("unknown-plan-near", name=name, place=place, known=", ".join(short), near=known[near[0]])
        return UserError("unknown-plan", name=name, place=place, known=", ".join(short))

    def short(self, path: Path) -> str:
        """How a plan at a path is called: `karlstad/2023` in the workspace, else the path's last part."""
        try:
            inside = path.resolve().relative_to(self.folder.resolve())
        except ValueError:
            return path.stem if path.is_file() else path.resolve().name
        return (inside.with_suffix("") if path.is_file() else inside).as_posix()
