"""Two plans side by side, from the repository or made for a test, as Word files."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from strategiplan.model.dossier import Dossier
from strategiplan.model.organization import Organization
from strategiplan.model.plan import Plan
from strategiplan.model.revision import Revision
from strategiplan.render.docx_revision import render_coloured, render_tracked
from strategiplan.render.docx_text import document_text
from strategiplan.revisions.reasons import Revised, revise
from strategiplan.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
PROPOSAL = ("karlstad/2022", "karlstad/2023-forslag-blagrona")
REVISIONS = (
    PROPOSAL, ("karlstad/2023", "karlstad/2024"), ("boden/2024-2026", "boden/2025-2027"),
    ("vaggeryd/2024", "vaggeryd/2025"),
)


@dataclass(eq=False)
class Comparison:
    """Two plans and what changes from one to the other. What is made of them is made once."""

    old: Dossier
    new: Dossier
    revised: Revised

    def __post_init__(self) -> None:
        self.tracked, self.coloured, self.text = cache(self._tracked), cache(self._coloured), cache(self._text)

    def _tracked(self, lang: str | None = None) -> bytes:
        """The file with tracked changes."""
        return only(render_tracked(self.revised, self.old, self.new, lang))

    def _coloured(self, lang: str | None = None) -> bytes:
        """The file in colours."""
        return only(render_coloured(self.revised, self.old, self.new, lang))

    def _text(self, how: str, lang: str | None = None) -> list[str]:
        """What the document has to say after accepting or rejecting everything."""
        dossier = self.new if how == "accept" else self.old
        return list(document_text(dossier.plan, dossier.organization, lang))


def only(files: dict[str, bytes]) -> bytes:
    """The one file that there is."""
    (content,) = files.values()
    return content


@cache
def compared(old: str, new: str) -> Comparison:
    """Two of the plans in the repository, compared."""
    space = Workspace(ROOT)
    one, other = space.load(old).dossier, space.load(new).dossier
    assert one is not None and other is not None
    return Comparison(one, other, revise(one.plan, other.plan, other.revision))


def between(
    old: Plan, new: Plan, revision: Revision | None = None, organization: Organization | None = None
) -> Comparison:
    """Two plans made for a test, compared."""
    one = Dossier("old", old, organization)
    return Comparison(one, Dossier("new", new, organization, revision), revise(old, new, revision))
