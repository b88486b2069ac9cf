"""Setting git up for `git`: which of its questions was asked, and what to say to it."""

from collections.abc import Callable, Iterator, Mapping

from strategiplan import messages
from strategiplan.diagnostics import UserError
from strategiplan.store import git_setup
from strategiplan.store.catalog import Catalog
from strategiplan.store.git_setup import Scope, Status
from strategiplan.store.names import label_of

_ACTIONS: Mapping[str, Callable[[Scope], Status]] = {
    "--install": git_setup.install,
    "--uninstall": git_setup.uninstall,
    "--status": git_setup.status,
}


def ask_git(catalog: Catalog, asked: Mapping[str, bool], is_global: bool) -> Status:
    """Do the one thing that was asked for, or only look. Raises UserError when several were."""
    wanted = [option for option, is_asked in asked.items() if is_asked]
    if len(wanted) > 1:
        raise UserError("one-of-both", options=", ".join(wanted))
    action = _ACTIONS[wanted[0] if wanted else "--status"]
    return action(git_setup.scope_of(catalog.root, catalog.settings.plans, is_global=is_global))


def show_status(found: Status, language: str) -> None:
    """Say what git knows about plans."""
    for line in _lines(found, language):
        print(line)  # noqa: T201


def _lines(found: Status, language: str) -> Iterator[str]:
    some = found.has_line or any(value is not None for value in found.values.values())
    overall = "installed" if found.is_installed else "partly" if some else "not-installed"
    yield messages.text(f"git.{overall}", language)
    for key, value in found.values.items():
        how = "config-missing" if value is None else "config-other" if key in found.others else "config"
        yield "  " + messages.text(f"git.{how}", language, key=key, value=value)
    how = "attributes" if found.has_line else "attributes-missing"
    place = label_of(found.scope.attributes)
    yield "  " + messages.text(f"git.{how}", language, pattern=found.scope.pattern, path=place)
    if found.is_installed and not found.has_program and not found.others:
        yield messages.text("git.no-program", language)
