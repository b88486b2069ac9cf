"""The views that there are, and in which formats.

`VIEWS` says how each view of a plan is made, and `RENDERERS` how each is drawn in a format. A renderer takes a view and
a folder of the user's own templates, and returns the files by relative path; it writes nothing. Importing this module
loads neither Jinja, a Markdown reader nor typst, and of the views only the plan's: to load all takes as long as to
make a page.
"""

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import Struct

from strategiplan.diagnostics import UserError
from strategiplan.model.dossier import Dossier
from strategiplan.render import html, markdown, pdf
from strategiplan.render.look_view import wearing
from strategiplan.render.plan_view import plan_view
from strategiplan.revisions.reasons import Revised, revise

Files = dict[str, bytes]
Renderer = Callable[[Any, str | Path | None], Files]


class Asked(Struct, frozen=True):
    """What a view is made from: a plan with its surroundings, and the language to speak.

    `old` is the plan that it is compared with, where that is not the one it says that it is based on. `body` is whose
    part of the plan is asked for.
    """

    dossier: Dossier
    lang: str | None = None
    old: Dossier | None = None
    body: str | None = None


class Compared(Struct, frozen=True):
    """A plan beside the one before it, and finished sentences that a reader should know before deciding."""

    revised: Revised
    old: Dossier
    new: Dossier
    warnings: tuple[str, ...]


def compared(asked: Asked) -> Compared:
    """The plan beside the one it is compared with. Raises UserError when it does not say on what it is based."""
    from strategiplan.render.losses import coarse, losses
    from strategiplan.render.words import Words

    new, old = asked.dossier, asked.old
    if old is None:
        if new.base is None:
            raise UserError("nothing-to-compare", name=new.name)
        name = new.revision.base if new.revision and new.revision.base else new.base.title
        old = Dossier(name, new.base, new.organization)
    # The notes are about another base when the plans are compared across several revisions.
    on_base = new.base is not None and new.base == old.plan
    revised = revise(old.plan, new.plan, new.revision if on_base else None)
    lang = Words.of({}, new.organization, asked.lang).lang
    return Compared(revised, old, new, (*(losses(new, lang) if on_base else ()), *coarse(revised, lang)))


def _plan(asked: Asked) -> Any:
    held = asked.dossier
    return plan_view(held.plan, held.organization, asked.lang, held.measurements)


def _body(asked: Asked) -> Any:
    from strategiplan.render.body_view import body_view

    return body_view(asked.dossier, asked.body, asked.lang)


def _revision(asked: Asked) -> Any:
    from strategiplan.render.revision_build import revision_view

    held = compared(asked)
    return revision_view(held.revised, held.old, held.new, asked.lang, held.warnings)


def _columns(asked: Asked) -> Any:
    from strategiplan.render.columns_view import columns_view

    return columns_view(_revision(asked))


def _memo(asked: Asked) -> Any:
    from strategiplan.render.memo_view import memo_view

    held = compared(asked)
    return memo_view(held.revised, held.old, held.new, asked.lang)


def _word(module: str, name: str) -> Renderer:
    """A Word file of the document that a function of a module makes of the view."""

    def files(view: Any, templates: str | Path | None) -> Files:
        from strategiplan.render.word import word_files

        return word_files(getattr(import_module(f"strategiplan.render.{module}"), name)(view), view.frame.look)

    return files


def _word_of_page(name: str, *, contents: bool = False) -> Renderer:
    """A Word file of what the view's page says."""

    def files(view: Any, templates: str | Path | None) -> Files:
        from strategiplan.render.word import page_files

        return page_files(name, view, templates, contents=contents)

    return files


VIEWS: dict[str, Callable[[Asked], Any]] = {
    "plan": _plan,
    "body": _body,
    "revision": _revision,
    "columns": _columns,
    "changes": _revision,
    "coloured": _revision,
    "memo": _memo,
}

def _marked(how: str) -> Callable[[Revised, Dossier, Dossier, str | None], Files]:
    def write(revised: Revised, old: Dossier, new: Dossier, lang: str | None) -> Files:
        from strategiplan.render import docx_revision

        made: Files = getattr(docx_revision, how)(revised, old, new, lang)
        return made

    return write


# A revision as Word is written from the two plans themselves, since Word marks changes in its own way.
WRITERS: dict[tuple[str, str], Callable[[Revised, Dossier, Dossier, str | None], Files]] = {
    ("revision", "docx"): _marked("render_tracked"),
    ("coloured", "docx"): _marked("render_coloured"),
}

RENDERERS: dict[tuple[str, str], Renderer] = {
    ("plan", "html"): partial(html.page, "plan"),
    ("plan", "md"): partial(markdown.page, "plan"),
    ("plan", "docx"): _word("plan_document", "plan_document"),
    ("plan", "pdf"): partial(pdf.page, "plan"),
    ("body", "html"): partial(html.page, "body"),
    ("body", "md"): partial(markdown.page, "body"),
    ("body", "pdf"): partial(pdf.page, "body"),
    ("body", "docx"): _word_of_page("body", contents=True),
    ("history", "html"): partial(html.page, "history"),
    ("history", "md"): partial(markdown.page, "history"),
    ("history", "pdf"): partial(pdf.page, "history"),
    ("history", "docx"): _word_of_page("history"),
    ("revision", "html"): partial(html.page, "revision"),
    ("revision", "md"): partial(markdown.page, "revision"),
    ("revision", "pdf"): partial(pdf.page, "revision"),
    ("columns", "html"): partial(html.page, "columns"),
    ("columns", "docx"): _word("revision_document", "columns_document"),
    ("columns", "pdf"): partial(pdf.page, "columns"),
    ("changes", "html"): partial(html.page, "changes"),
    ("changes", "md"): partial(markdown.page, "changes"),
    ("changes", "docx"): _word("revision_document", "changes_document"),
    ("changes", "pdf"): partial(pdf.page, "changes"),
    ("memo", "html"): partial(html.page, "memo"),
    ("memo", "md"): partial(markdown.page, "memo"),
    ("memo", "docx"): _word_of_page("memo"),
    ("memo", "pdf"): partial(pdf.page, "memo"),
    ("collisions", "html"): partial(html.page, "collisions"),
    ("collisions", "md"): partial(markdown.page, "collisions"),
    ("collisions", "docx"): _word("collision_document", "collisions_document"),
    ("collisions", "pdf"): partial(pdf.page, "collisions"),
    ("ballot", "html"): partial(html.page, "ballot"),
    ("ballot", "md"): partial(markdown.page, "ballot"),
    ("ballot", "docx"): _word("collision_document", "ballot_document"),
    ("ballot", "pdf"): partial(pdf.page, "ballot"),
    ("minutes", "html"): partial(html.page, "minutes"),
    ("minutes", "md"): partial(markdown.page, "minutes"),
    ("minutes", "docx"): _word("minutes_document", "minutes_document"),
    ("minutes", "pdf"): partial(pdf.page, "minutes"),
}


def draw(name: str, view: Any, format: str, templates: str | Path | None = None) -> Files:
    """A finished view in a format.

    Raises UserError when the view is not to be had in it, when a template of the user's is wrong, and when the extra
    that Word or PDF takes is missing.
    """
    _known(name, format)
    return RENDERERS[name, format](view, templates)


def formats_of(view: str) -> tuple[str, ...]:
    """The formats that a view is to be had in."""
    return tuple(dict.fromkeys(format for shown, format in (*RENDERERS, *WRITERS) if shown == view))


def _known(view: str, format: str) -> None:
    """Raise UserError when a view is not to be had in a format."""
    formats = formats_of(view)
    if format not in formats:
        raise UserError("unknown-choice", option=f"--view {view} --format", value=format, choices=", ".join(formats))


def publish(asked: Asked, view: str = "plan", format: str = "html", templates: str | Path | None = None) -> Files:
    """One of a plan's views as files. Raises UserError for what there is not, and as `draw` does."""
    if view not in VIEWS:
        raise UserError("unknown-choice", option="--view", value=view, choices=", ".join(VIEWS))
    _known(view, format)
    if (view, format) in WRITERS:
        held = compared(asked)
        return WRITERS[view, format](held.revised, held.old, held.new, asked.lang)
    return draw(view, wearing(VIEWS[view](asked), asked.dossier), format, templates)


def render_plan(
    dossier: Dossier, format: str, lang: str | None = None, templates: str | Path | None = None
) -> Files:
    """A plan as files. Raises UserError as `draw` does."""
    return publish(Asked(dossier, lang), "plan", format, templates)


def render_revision(
    revised: Revised, old: Dossier, new: Dossier, view: str = "revision", format: str = "html",
    lang: str | None = None, templates: str | Path | None = None, warnings: Sequence[str] = (),
) -> Files:
    """A revision, or the part of it that `revised` holds, as files in one of its views. Raises UserError as `draw`."""
    from strategiplan.render.columns_view import columns_view
    from strategiplan.render.revision_build import revision_view

    _known(view, format)
    if (view, format) in WRITERS:
        return WRITERS[view, format](revised, old, new, lang)
    held = wearing(revision_view(revised, old, new, lang, warnings), new)
    return draw(view, columns_view(held) if view == "columns" else held, format, templates)
