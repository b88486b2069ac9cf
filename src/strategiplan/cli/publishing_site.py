"""`render --format site`: which plans, and whether anything has changed. Light, since most often nothing has."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from strategiplan import messages
from strategiplan.cli.choices import language
from strategiplan.cli.outputs import may_write
from strategiplan.diagnostics import UserError
from strategiplan.store import imprints
from strategiplan.store.catalog import Catalog
from strategiplan.store.names import label_of
from strategiplan.store.site_folder import SiteFolder


@dataclass(frozen=True)
class Chosen:
    """Whose plans are published, by organisation, and which plan each begins with where that was said."""

    names: Mapping[str, tuple[str, ...]]
    fronts: Mapping[str, str]

    @property
    def every(self) -> tuple[str, ...]:
        """All the plans."""
        return tuple(name for names in self.names.values() for name in names)


@dataclass(frozen=True)
class Asked:
    """How the site is made. `lang` is the language that was asked for, if one was."""

    chosen: Chosen
    lang: str | None
    url: str
    templates: str | None


@dataclass(frozen=True)
class Marks:
    """What it is made from: each plan's mark, that of all else, and that of everything together."""

    shared: str
    plans: Mapping[str, str]
    key: str


def publish_site(plans: Sequence[str], output: str | None, templates: str | None, url: str | None) -> None:
    """Write the site. Raises UserError for a folder that is not for it, PlanError for a plan that is not whole."""
    catalog = Catalog.find()
    if output is None or output == "-":
        raise UserError("site-output")
    may_write(output, catalog)
    wanted = language("sv") if language("sv") == language("en") else None
    address = checked(url if url is not None else catalog.settings.site.get("url", ""))
    asked = Asked(choose(catalog, plans), wanted, address, templates or catalog.templates)
    folder = SiteFolder(Path(output))
    found = imprints.of_plans(catalog, asked.chosen.every)
    shared = imprints.imprint(
        imprints.of_program(), imprints.of_folder(asked.templates), asked, language(), catalog.settings
    )
    marks = Marks(shared, found, imprints.imprint(shared, found))
    if folder.is_current(marks.key):
        said = messages.text("site.same", language(catalog.settings.language), folder=label_of(folder.folder))
        print(said, file=sys.stderr)  # noqa: T201
        return
    from strategiplan.cli.site_building import write

    write(catalog, asked, folder, marks)


def choose(catalog: Catalog, asked: Sequence[str]) -> Chosen:
    """The organisations of the plans that were named, or all. A plan that is named is its organisation's front."""
    known = catalog.chosen(())
    by_owner: dict[str, list[str]] = {}
    for name in known:
        by_owner.setdefault(name.rpartition("/")[0], []).append(name)
    fronts: dict[str, str] = {}
    owners: dict[str, None] = {}
    for name in asked:
        if name.rstrip("/") in by_owner:
            owners[name.rstrip("/")] = None
            continue
        plan = name if ":" in name else catalog.short(catalog.resolve(name))
        if plan not in known:
            raise UserError("site-needs-workspace", name=name)
        owner, _, own = plan.rpartition("/")
        owners[owner] = None
        fronts[owner] = own
    return Chosen({owner: tuple(by_owner[owner]) for owner in owners or by_owner}, fronts)


def checked(url: str) -> str:
    """The address, if it is one that a site can have. Raises UserError."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise UserError("bad-url", url=url)
    return url
