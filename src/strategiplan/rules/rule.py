"""What a rule is."""

from collections.abc import Callable, Iterator
from inspect import cleandoc
from typing import NamedTuple

from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier

Check = Callable[[Dossier], Iterator[Finding]]


class Rule(NamedTuple):
    """A check and how much its findings matter.

    `needs_base`: the rule compares with the plan that the revision is based on, and is not asked without one.
    `links`: the rule reports what is named but not found, and says nothing of ids in `dossier.unread`.
    """

    check: Check
    severity: Severity
    needs_base: bool = False
    links: bool = False

    @property
    def code(self) -> str:
        """The rule's name: the function's, with hyphens."""
        return self.check.__name__.replace("_", "-")

    @property
    def documentation(self) -> str:
        """What is wrong and why it matters, and after `Fix:` what to do."""
        return cleandoc(self.check.__doc__ or "")
