"""Which templates there are, ours and the user's own. Light: the shell asks for their names while somebody types."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from strategiplan.diagnostics import UserError
from strategiplan.store.names import label_of

MOST_BYTES = 500_000
_HERE = Path(__file__).resolve()
_KINDS = (".j2", ".css", ".js", ".typ")
# What the preview puts around a page, and the script of every page, are always ours.
_FIXED = ("preview/", "page.js")


def builtin() -> Path:
    """Where the built-in templates are: in the installed package, or in the repository when it runs from there."""
    packaged = _HERE.parents[1] / "templates"
    return packaged if packaged.is_dir() else _HERE.parents[3] / "templates"


def names() -> list[str]:
    """The templates that a user's own can shadow: whole pages first, then what they are put together from."""
    folder = builtin()
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in _KINDS)
    return sorted((name for name in found if not name.startswith(_FIXED)), key=lambda name: ("/" in name, name))


def key_of(name: str) -> str:
    """Under which key the catalogues say what a template is for."""
    bare = name.removesuffix(".j2")
    return "template." + "".join(sign if sign.isalnum() else "-" for sign in bare)


def shadows(folder: str | Path | None) -> frozenset[str]:
    """The templates that a file in this folder stands in for."""
    return frozenset(name for name in names() if folder and _own(Path(folder).resolve(), name))


def located(name: str, templates: str | Path | None = None) -> tuple[Path, bool]:
    """Where a template is, and whether it is the user's own. Raises UserError when there is no such folder."""
    if templates is not None:
        found = _own(folders_of(templates)[0], name)
        if found is not None:
            return found, True
    return builtin() / name, False


def _own(folder: Path, name: str) -> Path | None:
    path = (folder / name).resolve()
    fits = path.is_relative_to(folder) and path.is_file() and path.stat().st_size <= MOST_BYTES
    return path if fits else None


def folders_of(templates: str | Path | None) -> list[Path]:
    """Where templates are looked for, the user's own folder first. Raises UserError when there is no such folder."""
    folders = [builtin()]
    if templates is not None:
        if not Path(templates).is_dir():
            raise UserError("no-templates", path=label_of(Path(templates)))
        folders.insert(0, Path(templates).resolve())
    return folders


def not_there(code: str, missing: str, known: Iterable[str], **params: str) -> UserError:
    """What to say of a name that is not there: which there are, and which was probably meant."""
    there = list(known)
    # Whoever writes `goal` or `goal.html` means a file that has a folder and an ending too.
    called = {short: name for name in reversed(there) for short in (name.rpartition("/")[2].partition(".")[0], name)}
    called |= {name.rpartition("/")[2].removesuffix(".j2"): name for name in reversed(there)}
    near = get_close_matches(missing, called, 1, 0.5)
    more = {"near": called[near[0]]} if near else {}
    return UserError(f"{code}-near" if near else code, missing=missing, known=", ".join(there), **params, **more)
