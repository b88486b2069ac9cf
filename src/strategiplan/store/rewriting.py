"""A plan's files with another plan in them: what is the same stays the same bytes.

Each node's text is taken from where it stood, with its comments, and changed only where the node has changed; what is
new is borrowed from the files that it came from, or written in the canonical layout. The result is always read again.
"""

from collections.abc import Sequence

from strategiplan.diagnostics import PlanError
from strategiplan.model.node import Node
from strategiplan.model.plan import Plan
from strategiplan.store.composing import Composer, lender
from strategiplan.store.edit import PlanFile
from strategiplan.store.files import FileSet
from strategiplan.store.filing import UNKNOWN, Known, Sheet, sheets
from strategiplan.store.forms import SinglePlan
from strategiplan.store.loading import Loaded, Surroundings, load
from strategiplan.store.origins import Origins, origins


class RewriteFailed(RuntimeError):
    """What was written does not read back as the plan that it was made of: a fault in the program."""


def rewritten(found: FileSet, new: Plan, donors: Sequence[FileSet] = ()) -> dict[str, bytes]:
    """The files of `found`, changed so that they hold `new`; what is filed beside the plan stays as it is.

    A node that `found` does not have is borrowed, with its comments and the name of its file, from the first of the
    donors that has it with the same content. Pure: nothing is read from a disk and nothing written to it.

    Raises PlanError when `new` is no valid plan, LayoutRefused when a text of it cannot be written in YAML.
    """
    base, lenders = origins(found), tuple(map(origins, donors))
    if found.single:
        table = {next(iter(found.files)): Sheet(new)}
    else:
        table = sheets(new, lambda node: _known(node, base, lenders))
    beside = {} if found.single else {name: held for name, held in found.files.items() if name not in base.files}
    return _composed(found, new, table, _composer(base, lenders, table, found.single), beside)


def tree_files(found: FileSet, new: Plan, *donors: FileSet) -> dict[str, bytes]:
    """The files of a folder that holds `new`, like those of the first that has a plan's tree, without what was filed
    with that one alone. A single file is parted into files, each with its comments.
    """
    trees = [files for files in (found, *donors) if origins(files).nodes] or [found]
    base, lenders = origins(trees[0]), tuple(map(origins, trees[1:]))
    known = Origins() if trees[0].single else base
    table = sheets(new, lambda node: _known(node, known, lenders))
    folder = FileSet(trees[0].label, {} if trees[0].single else {name: trees[0].files[name] for name in base.files})
    return _composed(folder, new, table, _composer(base, lenders, table, False), {})


def _composer(base: Origins, donors: Sequence[Origins], table: dict[str, Sheet], single: bool) -> Composer:
    return Composer(base, donors, {sheet.node.id: sheet.apart for sheet in table.values()}, single)


def _composed(
    found: FileSet, new: Plan, table: dict[str, Sheet], composer: Composer, beside: dict[str, bytes]
) -> dict[str, bytes]:
    """The files that were asked for, read again."""
    files = {path: _text(found, path, sheet, composer) for path, sheet in table.items()}
    loaded, result = _read_back(found, {**files, **beside})
    if loaded.plan == new:
        return result
    loaded, result = _read_back(found, {**_laid_out(found, files, table, composer), **beside})
    if loaded.plan == new:
        return result
    if loaded.plan is None:
        raise PlanError(loaded.report)
    raise RewriteFailed("the files do not hold the plan that they were written for")


def _known(node: Node, base: Origins, donors: Sequence[Origins]) -> Known:
    """What the layout of files needs to know; what a donor holds in which file means nothing here but the name."""
    lent = lender(node, base, donors)
    if lent is None:
        return UNKNOWN
    source, _ = lent
    return source.known(node) if source is base else UNKNOWN._replace(name=source.known(node).name)


def _text(found: FileSet, path: str, sheet: Sheet, composer: Composer) -> bytes:
    if found.single and composer.base.of(sheet.node) is None:
        # What is filed with a plan, and now gets one.
        return composer.laid_out(sheet.node, PlanFile(found.files[path], SinglePlan)).content
    return composer.text(sheet.node).content


def _laid_out(found: FileSet, files: dict[str, bytes], table: dict[str, Sheet], composer: Composer) -> dict[str, bytes]:
    """Every file that is not as it was in the canonical layout, should the texts not have come together."""
    same = set(found.files.values())
    return {
        path: content if content in same else composer.laid_out(table[path].node, PlanFile(content, kind)).content
        for path, content in files.items()
        for kind in [SinglePlan if found.single else type(table[path].node)]
    }


def _read_back(found: FileSet, files: dict[str, bytes]) -> tuple[Loaded, dict[str, bytes]]:
    # Old files in their old order first, so that names that sort alike are read in the order that they were.
    ordered = {name: files[name] for name in found.files if name in files} | files
    return load(FileSet(found.label, dict(ordered), single=found.single), found.label, Surroundings()), ordered
