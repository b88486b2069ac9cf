"""The built-in templates by name, and copies of them in the user's own folder."""

import sys
from difflib import get_close_matches
from pathlib import Path

from strategiplan import messages
from strategiplan.diagnostics import UserError
from strategiplan.store.catalog import Catalog
from strategiplan.store.names import label_of
from strategiplan.store.writing import write_atomic

FOLDER = "templates"


def names() -> list[str]:
    """Every template that can be shadowed: not scripts, and not what the preview is made of."""
    from strategiplan.render.environment import builtin

    found = (path.relative_to(builtin()) for path in builtin().rglob("*") if path.is_file())
    return sorted(p.as_posix() for p in found if p.suffix in (".j2", ".css", ".typ") and p.parts[0] != "preview")


def show(catalog: Catalog, folder: str | None, language: str) -> None:
    """Print the templates, and say which of them the user has shadowed."""
    own = _folder(catalog, folder)
    for name in names():
        mine = own / name
        note = f"  ({messages.text('note.template-yours', language, path=label_of(mine))})" if mine.is_file() else ""
        print(name + note)  # noqa: T201


def begin(catalog: Catalog, name: str, folder: str | None, language: str) -> None:
    """Copy a template into the user's folder. Raises UserError for one there is not, and where there is a file."""
    from strategiplan.render.environment import builtin

    known = names()
    if name not in known:
        near = get_close_matches(name, known, 1, 0.5)
        raise UserError("unknown-template-near", name=name, near=near[0]) if near else UserError(
            "unknown-template", name=name
        )
    own = _folder(catalog, folder)
    target = own / name
    if target.exists() or target.is_symlink():
        raise UserError("template-exists", path=label_of(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(target, (builtin() / name).read_bytes())
    print(messages.text("note.template-copied", language, path=label_of(target)), file=sys.stderr)  # noqa: T201
    if folder is not None or catalog.templates is None:
        print(messages.text("note.template-setting", language, folder=label_of(own)), file=sys.stderr)  # noqa: T201


def _folder(catalog: Catalog, asked: str | None) -> Path:
    return Path(asked) if asked is not None else Path(catalog.templates or catalog.root / FOLDER)
