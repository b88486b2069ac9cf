"""What an independent reader finds in a PDF, and what the page that it was made of says to the eye."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
import pypdf

from strategiplan.cli.competing import Telling, ballot_view, collisions_view, lay_out
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Plan
from strategiplan.render.publishing import draw, render_plan, render_revision
from strategiplan.revisions.collisions import collisions
from strategiplan.revisions.reasons import revise
from tests.plans import area, goal, indicator, plan
from tests.render.conftest import PROPOSAL, compared, dossier

RIVALS = ("karlstad/2023-forslag-blagrona", "karlstad/2023-forslag-s")
VIEWS = ("plan", "bodies", "revision", "columns", "changes", "collisions", "ballot", "english")
_SCREEN = ("switch", "quiet", "jumps", "unfold", "pair-head", "screen", "skip")
_IN_LINE = {"chips", "marks", "counts"}
_RULED = {"rows", "told", "statements"}
_SIGNS = {"tone-new": "+", "tone-old": "−", "tone-moved": "→", "tone-changed": "±", "tone-kept": "="}


def tables() -> Plan:
    """A plan with a table of each kind: figures, targets, and one in a text."""
    rows = {f"rad-{n}": {"2024": n * 1000, "2025": -n} for n in range(60)}
    budget = {"sign": "cost-positive", "years": ["2024", "2025"], "operations": rows,
              "totals": {"summa": rows["rad-9"]}}
    targets = {"2024": {"min": 5}, "2026": {"max": 12.5}}
    text = "Så här:\n\n| Vad | Hur |\n| --- | --- |\n| *ett* | två |\n\n"
    text += "> Ett citat.\n\n1. först\n2. sist\n\n```\nkod\n```"
    measured = goal("g", "Ett mål", description=text, sdg=[3, 11], indicators=[indicator("i", targets=targets)])
    return plan(areas=[area("o", measured)], budget=budget)


@cache
def made(view: str, format: str, templates: Path | None = None) -> bytes:
    """One of the views that there are, in a format."""
    if view == "tables":
        return render_plan(Dossier("x", tables()), format)[f"plan.{format}"]
    if view in ("plan", "bodies", "english"):
        name = {"plan": "karlstad/2023", "bodies": "vaggeryd/2025", "english": "boden/2025-2027"}[view]
        return render_plan(dossier(name), format, "en" if view == "english" else None)[f"plan.{format}"]
    if view in ("collisions", "ballot"):
        base, rivals = dossier("karlstad/2022"), {name: dossier(name) for name in RIVALS}
        held = {name: revise(base.plan, one.plan, one.revision) for name, one in rivals.items()}
        found = collisions(base.plan, held, {})
        telling = Telling(found, base, rivals, "sv")
        order = lay_out(found, {name: one.revision for name, one in rivals.items()}, None)
        shown = collisions_view(telling) if view == "collisions" else ballot_view(telling, order)
        return draw(view, shown, format)[f"{view}.{format}"]
    two = compared(*PROPOSAL)
    return render_revision(two.revised, two.old, two.new, view, format, None, templates)[f"{view}.{format}"]


def bare(text: str) -> str:
    """A text as it can be compared: a line may break anywhere, and a hyphen may be a soft one."""
    return re.sub(r"[\s\u00ad-]+", "", text).casefold()


def printed(pdf: bytes) -> str:
    """The text of all pages as a reader has it, without what stands at the head and foot of each."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    pages = [page.extract_text() for page in reader.pages]
    foot = re.compile(rf"\d+ \({len(pages)}\)\s*")
    bodies = [foot.sub("", text.split("\n", 1)[-1] if foot.search(text) else text) for text in pages]
    # The words for those who listen hold together by spaces that do not break.
    return "\n".join(bodies).replace("\xa0", " ")


def shown(html: str) -> lxml.html.HtmlElement:
    """The page's own part, without what is for a screen."""
    main = lxml.html.fromstring(html).xpath("//main")[0]
    unread = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in _SCREEN)
    unread += " or (self::summary and contains(../@class, 'figures-of'))"
    for element in main.xpath(f".//*[@hidden or self::input or {unread}]"):
        element.drop_tree()
    return main


def words_of(element: lxml.html.HtmlElement) -> str:
    """The text of a part of the page, with what stands before the entries of its lists."""
    for entry in element.iter("li"):
        around = entry.getparent()
        classes = set((around.get("class") or "").split())
        if classes & _RULED:
            told = next((sign for tone, sign in _SIGNS.items() if tone in (entry.get("class") or "")), "–")
            sign = "•" + (told if "told" in classes else "")
        elif classes & _IN_LINE:
            continue
        else:
            sign = f"{around.index(entry) + 1}." if around.tag == "ol" else "–"
        entry.text = sign + (entry.text or "")
    return bare(element.text_content())


@dataclass
class Tag:
    """An element of a PDF's structure."""

    kind: str
    kids: list["Tag"] = field(default_factory=list)
    alternative: str = ""

    def walk(self) -> Iterator["Tag"]:
        yield self
        for kid in self.kids:
            yield from kid.walk()


def structure(pdf: pikepdf.Pdf) -> Tag:
    """The tree of what is what, its own names translated to those of the standard."""
    root = pdf.Root.StructTreeRoot
    names = {str(key): str(value) for key, value in root.get("/RoleMap", {}).items()}

    def read(element: Any) -> Iterator[Tag]:
        if isinstance(element, pikepdf.Array):
            for one in element:
                yield from read(one)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            kind = names.get(str(element.S), str(element.S)).removeprefix("/")
            yield Tag(kind, list(read(element.get("/K", pikepdf.Array()))), str(element.get("/Alt", "")))

    return Tag("root", list(read(root.K)))


def bookmarks(pdf: bytes) -> list[tuple[int, str]]:
    """The outline: how deep each entry stands, and what it says."""

    def read(entries: Any, depth: int) -> Iterator[tuple[int, str]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from read(entry, depth + 1)
            else:
                yield depth, entry.title

    return list(read(pypdf.PdfReader(io.BytesIO(pdf)).outline, 1))
