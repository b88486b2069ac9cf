"""A workspace to begin with: a small plan of an invented municipality that holds, and what an editor and CI need."""

import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

from strategiplan.formats import json_schema
from strategiplan.store import scalars

# Whose files have names that begin with a full stop, which packagers and people tend to overlook.
_BOTH = {
    "workflow.yml": ".github/workflows/strategiplan.yml",
    "gitattributes": ".gitattributes",
    "extensions.json": ".vscode/extensions.json",
}
_PLANS = "plans"
_INVENTED = "Exempelkommunen"
# A municipal council's term is four years, counted from the year after the election; 2023 is the first of one.
_A_FIRST_YEAR, _TERM = 2023, 4
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l"})


def starter(name: str, language: str, year: int) -> dict[str, bytes]:
    """The files of a new workspace, by path from its root.

    `name` is what the municipality is called; an empty one becomes an invented one. `year` is the plan's year, from
    1901 to 2196; `language` is `sv` or `en`. The plan is valid, and no rule has anything to warn about.
    """
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split()) or _INVENTED
    organization = identify(name)
    first = year - (year - _A_FIRST_YEAR) % _TERM
    words = {
        "name": name,
        "quoted_name": scalars.string(name),
        "organization": organization,
        "year": str(year),
        "before": str(year - 1),
        "next": str(year + 1),
        "later": str(year + 3),
        "mandate": f"{first}-{first + _TERM - 1}",
    }
    source = files("strategiplan") / "formats" / "starter"
    made = {}
    for path, text in _texts(source / language):
        at = _place(path, organization, str(year))
        made[at] = _tied(at, Template(text).substitute(words)).encode()
    for path, text in _texts(source / "both"):
        if path in _BOTH:
            made[_BOTH[path]] = text.encode()
    settings = (source / "both" / "settings.json").read_bytes()
    return dict(sorted((made | json_schema.files(language, _PLANS, settings)).items()))


def identify(name: str) -> str:
    """An id made from a name: `Åmåls kommun` becomes `amals-kommun`, and a name without letters a–z `kommun`."""
    parted = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = parted.encode("ascii", "ignore").decode().lower()
    id_ = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-")
    return id_ if id_[:1].isalpha() else f"kommun-{id_}".rstrip("-")


def _texts(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """Every file under a folder, as (path, text)."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _texts(entry, f"{above}{entry.name}/")
        else:
            yield f"{above}{entry.name}", entry.read_text("utf-8")


def _place(path: str, organization: str, year: str) -> str:
    """Where a file of the starter goes in the workspace."""
    if path == "organization.yaml":
        return f"{_PLANS}/{organization}/{path}"
    return f"{_PLANS}/{organization}/{year}/{path.removeprefix('plan/')}" if path.startswith("plan/") else path


def _tied(path: str, text: str) -> str:
    """The text with the modeline of its schema, if its kind of file has one."""
    below = path.removeprefix(f"{_PLANS}/")
    kind = json_schema.kind_of(below) if below != path else None
    return json_schema.with_modeline(text, json_schema.schema_path(kind, path.count("/"))) if kind else text
