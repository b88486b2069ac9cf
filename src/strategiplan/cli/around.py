"""The workspace around the current folder, for commands; what had to be put right in it first is said."""

import sys
from typing import TypeVar

from strategiplan import messages
from strategiplan.cli.choices import language
from strategiplan.store.catalog import Catalog
from strategiplan.store.names import label_of

C = TypeVar("C", bound=Catalog)


def catalog() -> Catalog:
    """The plans around the current folder, by name."""
    return announced(Catalog.find())


def announced(found: C) -> C:
    """The same, once it has been said that a write that was interrupted has been finished."""
    for folder in found.recovered:
        said = messages.text("note.recovered", language(found.settings.language), folder=label_of(folder))
        print(said, file=sys.stderr)  # noqa: T201
    return found
