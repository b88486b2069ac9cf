"""`templates`: which there are, and a copy of one to change."""

import sys
from pathlib import Path

from strategiplan import messages
from strategiplan.cli import around
from strategiplan.cli.choices import language
from strategiplan.diagnostics import UserError
from strategiplan.render import template_files
from strategiplan.render.terminal import Line, line, write
from strategiplan.store.names import label_of

_FOLDER = "templates"


def show_templates(folder: str | None) -> None:
    """List the templates, what each is for, and which of them a file of the user's stands in for."""
    catalog = around.catalog()
    tongue = language(catalog.settings.language)
    used = folder or catalog.templates
    if used is not None:
        template_files.folders_of(used)
    own = template_files.shadows(used)
    write(_listed(own, tongue))
    said = messages.text("note.templates-none", tongue) if used is None else \
        messages.text("note.templates-folder", tongue, folder=label_of(Path(used)))
    print(said, file=sys.stderr)  # noqa: T201


def _listed(own: frozenset[str], tongue: str) -> list[Line]:
    lines: list[Line] = []
    for name in template_files.names():
        key = template_files.key_of(name)
        about = messages.text(key, tongue) if messages.has(key, tongue) else ""
        mark = f" ({messages.text('template.own', tongue)})" if name in own else ""
        lines += [line((name, "bold"), mark), line(about, first="  ", rest="  ")]
    return lines


def copy_template(name: str, to: str | None) -> None:
    """Write our template where the user's own are. Raises UserError when there is none, or a file already."""
    from strategiplan.store.writing import write_atomic

    catalog = around.catalog()
    tongue = language(catalog.settings.language)
    known = template_files.names()
    if name not in known:
        raise template_files.not_there("unknown-template", name, known)
    folder = Path(to or catalog.templates or catalog.root / _FOLDER)
    path = folder / name
    if path.exists() or path.is_symlink():
        raise UserError("template-exists", path=label_of(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UserError("path-outside", path=label_of(path), folder=label_of(folder))
    write_atomic(path, (template_files.builtin() / name).read_bytes())
    print(label_of(path))  # noqa: T201
    if catalog.templates is None or folder.resolve() != Path(catalog.templates).resolve():
        said = messages.text("note.template-unused", tongue, folder=label_of(folder))
        print(said, file=sys.stderr)  # noqa: T201
