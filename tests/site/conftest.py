"""The site of the plans in the repository, made once, and a browser to look at it with."""

from functools import cache
from pathlib import Path

import pytest

from strategiplan.site.parts import build
from strategiplan.site.shelves import About, Site, shelf
from strategiplan.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
URL = "https://example.org/planer"


def site(url: str = "", lang: str | None = None, root: Path = ROOT) -> Site:
    """The plans of a workspace as a site."""
    space = Workspace(root)
    shelves = []
    for owner in space.organizations():
        dossiers = [space.load(f"{owner}/{name}").dossier for name in space.revisions(owner)]
        shelves.append(shelf(owner, [one for one in dossiers if one is not None], lang))
    return Site(tuple(shelves), lang or "sv", About(url=url))


@cache
def built() -> dict[str, bytes]:
    """The site's files, for an address."""
    return build(site(URL))


def written(place: Path) -> Path:
    """A folder, with the site's files in it."""
    for name, content in built().items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's files on the disk."""
    return written(tmp_path_factory.mktemp("site"))
