"""What `init` and `schema --write` put on disk."""

import json
import sys
from datetime import date
from pathlib import Path

from strategiplan import messages
from strategiplan.diagnostics import UserError
from strategiplan.formats import json_schema
from strategiplan.store.catalog import Catalog
from strategiplan.store.names import label_of
from strategiplan.store.writing import write_atomic


def begin(folder: str, name: str, year: int | None, language: str) -> None:
    """Write a new workspace. Raises UserError unless the folder is empty or new."""
    from strategiplan.formats.starter import starter

    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(p.name != ".git" for p in target.iterdir())):
        raise UserError("not-empty", path=folder)
    for relative, content in starter(name, language, year or date.today().year + 1).items():
        path = target / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, content)
    print(messages.text("note.begun", language, folder=label_of(target)))  # noqa: T201


def show_schema(kind: str | None, language: str) -> None:
    """Print one schema, or the kinds there are. Raises UserError for a kind there is not."""
    kinds = [*json_schema.KINDS]
    if kind is None:
        print("\n".join(kinds))  # noqa: T201
        return
    if kind not in kinds:
        raise UserError("unknown-choice", option="schema", value=kind, choices=", ".join(kinds))
    sys.stdout.write(json.dumps(json_schema.schema(kind, language), ensure_ascii=False, indent=2) + "\n")


def write_schemas(catalog: Catalog, language: str) -> None:
    """Write the schemas and the editor's settings, and name the schema in the first line of every plan file."""
    settings = catalog.root / json_schema.SETTINGS
    present = settings.read_bytes() if settings.is_file() else None
    made = json_schema.files(language, catalog.settings.plans, present)
    for relative, content in made.items():
        path = catalog.root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, content)
    told = sum(_tell(catalog, path) for path in sorted(catalog.folder.rglob("*.yaml")) if not path.is_symlink())
    print(messages.text("note.schemas", language, count=len(made), files=told))  # noqa: T201


def _tell(catalog: Catalog, path: Path) -> bool:
    relative = path.relative_to(catalog.root)
    kind = json_schema.kind_of(path.relative_to(catalog.folder).as_posix())
    if kind is None:
        return False
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    changed = json_schema.with_modeline(text, json_schema.schema_path(kind, len(relative.parts) - 1)).encode()
    if changed != content:
        write_atomic(path, changed)
    return changed != content
