"""Views through templates: what a template is given, and what comes of it.

What a template may do is in `sandbox`, what is said of a wrong one in `template_faults`.
"""

import hashlib
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemBytecodeCache
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from strategiplan.diagnostics import UserError
from strategiplan.render import prose, prose_md
from strategiplan.render import sandbox as sandbox_room
from strategiplan.render.look_view import LookView
from strategiplan.render.sandbox import Endless, Folder, Sandbox
from strategiplan.render.sdg import COLOURS, text_colour
from strategiplan.render.template_faults import FAULTS, explained
from strategiplan.render.template_files import builtin as builtin
from strategiplan.render.template_files import folders_of
from strategiplan.render.template_files import located as located
from strategiplan.render.visible import visible
from strategiplan.store.cache import own_folder

_OUTPUT = 64_000_000
_MOST_MARKDOWN = 2_000_000


def _for_html(value: Any) -> Any:
    if isinstance(value, Markup):
        return value
    return visible(value) if isinstance(value, str) else "" if value is None else value


def _for_markdown(value: Any) -> Any:
    if isinstance(value, Markup):
        return value
    return Markup(prose_md.line(value)) if isinstance(value, str) else "" if value is None else value


def _prose_html(text: str, level: int = 3, table: str = "") -> Markup:
    return Markup(prose.html(text, level, table))


def _prose_markdown(text: str, level: int = 3) -> Markup:
    if len(text) > _MOST_MARKDOWN:
        raise Endless("a text in the template grows without end")
    return Markup(prose_md.markdown(text, level))


def _indented(text: str) -> Markup:
    """Finished Markdown as part of a list's item."""
    return Markup("\n".join(f"  {line}".rstrip() for line in str(text).split("\n")))


def _hanging(text: str, before: str) -> Markup:
    """Finished Markdown whose lines after the first continue what the first stands in."""
    lines = str(text).split("\n")
    if len(lines) * len(before) > _OUTPUT:
        raise Endless("a text in the template grows without end")
    return Markup(f"\n{before}".join(lines))


def _comment(text: str) -> Markup:
    """A text inside an HTML comment, which it cannot end."""
    return Markup(visible(text).replace("--", "-&#45;").replace(">", "&gt;").replace("\n", " "))


def _marked(pieces: Iterable[Any], labels: Mapping[str, str]) -> Markup:
    # Only a revision in Markdown has marks of this kind, and comparing texts is much to load.
    from strategiplan.render import marking_md

    return Markup(marking_md.marked(pieces, labels))


def _marked_blocks(blocks: Iterable[Any], labels: Mapping[str, str]) -> Markup:
    from strategiplan.render import marking_md

    return Markup(marking_md.marked_blocks(blocks, labels))


def _id(text: str) -> Markup:
    """An id as it is; anything else that claims to be one loses what an id cannot have."""
    return Markup(re.sub(r"[^a-z0-9_-]", "", text))


_FILTERS: dict[str, Callable[..., Any]] = {
    "indented": _indented, "hanging": _hanging, "id": _id, "comment": _comment, "marked": _marked,
    "marked_blocks": _marked_blocks,
}


@cache
def _sandbox(folders: tuple[Path, ...], html: bool) -> Sandbox:
    finished, own = (_for_html, _prose_html) if html else (_for_markdown, _prose_markdown)
    sandbox = Sandbox(ChoiceLoader([Folder(path) for path in folders]), finished, _FILTERS | {"prose": own})
    sandbox.bytecode_cache = _remembered(html)
    return sandbox


def _remembered(html: bool) -> FileSystemBytecodeCache | None:
    """Compiled templates in the user's own cache folder: compiling takes a third of the time of a page.

    Jinja compares the template's source before it uses one; what the sandbox does to templates is in the folder's name.
    """
    status = Path(sandbox_room.__file__).stat()
    kind = "html" if html else "text"
    try:
        folder = own_folder() / f"templates-{kind}-{status.st_mtime_ns:x}-{status.st_size:x}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None
    except (OSError, RuntimeError):
        return None


def render(
    name: str, view: Any, templates: str | Path | None = None, *, html: bool, around: Any = None
) -> bytes:
    """A view through a template; a file in `templates` stands in for the built-in one of the same name.

    `around` is what a page of a site has around it: its style sheet and scripts are then files beside it.

    Raises UserError when there is no such folder, and when a template is wrong or reaches for what it may not have.
    """
    sandbox = _asked(templates, html)
    size, parts = 0, []
    try:
        context = {"view": view, "frame": view.frame, "labels": view.frame.labels}
        if html:
            # Texts are marked with their own language when the page around them speaks another one.
            own = f' lang="{view.frame.own_lang}"' if view.frame.own_lang != view.frame.lang else ""
            context |= {"own": Markup(own), "around": around}
            context |= _head(sandbox, view.frame.running, tuple(view.frame.labels.items()), view.frame.look)
            if around is not None:
                context["policy"] = _beside(around.scripts, context["theme"])
        for part in sandbox.get_template(name).generate(context):
            size += len(part)
            if size > _OUTPUT:
                raise Endless("the page grows without end")
            parts.append(part)
    except FAULTS as error:
        raise explained(error, sandbox, name, folders_of(templates)) from error
    return "".join(parts).encode()


def style_sheet(names: Iterable[str], running: str, labels: Mapping[str, str], templates: str | Path | None) -> bytes:
    """Style sheets joined to a file, for pages that share one. Raises UserError when one of the user's is wrong."""
    sandbox = _asked(templates, True)
    try:
        return "\n".join(_style(sandbox, name, running, labels) for name in names).encode()
    except FAULTS as error:
        raise explained(error, sandbox, ", ".join(names), folders_of(templates)) from error


def static(name: str, templates: str | Path | None) -> bytes:
    """A file of the templates as it is, such as a script: the user's own one if there is one of that name."""
    for folder in folders_of(templates):
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder):
            return path.read_bytes()
    raise UserError("bad-template", name=name, reason="not found")


def _asked(templates: str | Path | None, html: bool) -> Sandbox:
    sandbox = _sandbox(tuple(folders_of(templates)), html)
    sandbox.begin()
    return sandbox


@lru_cache(maxsize=8)
def _head(
    sandbox: Sandbox, running: str, labels: tuple[tuple[str, str], ...], look: LookView | None
) -> dict[str, Any]:
    """The page's style sheet, its organisation's own, its script, and the policy that lets these in and nothing else.

    The hashes are what makes them safe to have in the page: no other script or style and no request passes the policy.
    """
    style, theme = _style(sandbox, "style.css", running, dict(labels)), _theme(sandbox, look)
    if "</style" in f"{style}{theme}".lower():
        raise SecurityError("a style sheet may not end its own element")
    hashes = " ".join(_hash(sheet) for sheet in (style, theme) if sheet)
    policy = (
        f"default-src 'none'; script-src {_hash(page_script())}; style-src {hashes}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    return {"style": Markup(style), "theme": Markup(theme), "script": Markup(page_script()), "policy": policy}


@cache
def page_script() -> str:
    """The script of every page. It is always ours: a user's templates change how a page looks, not what it does."""
    return (builtin() / "page.js").read_text("utf-8")


def _hash(style: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def _theme(sandbox: Sandbox, look: LookView | None) -> str:
    """An organisation's own style sheet; nothing when it has no look of its own."""
    if look is None:
        return ""
    # Names of fonts hold nothing but letters, digits, blanks and hyphens, so their quotes are ours.
    fonts = {"text_fonts": Markup(look.text_fonts), "interface_fonts": Markup(look.interface_fonts)}
    return sandbox.get_template("theme.css").render(look=look, **fonts)


def _style(sandbox: Sandbox, name: str, running: str, labels: Mapping[str, str]) -> str:
    return sandbox.get_template(name).render(
        running=Markup(_css(running)), page=Markup(_css(labels["running-page"])), of=Markup(_css(labels["running-of"])),
        sdg=tuple((goal, colour, text_colour(colour)) for goal, colour in COLOURS.items()),
    )


def _beside(scripts: tuple[str, ...], theme: str) -> str:
    """The policy of a page whose style sheet and scripts lie beside it in the site.

    A page that is opened as a file has no origin for `'self'` to mean in every browser, so `file:` is named too; a page
    that comes from a server cannot load such an address anyway.
    """
    files = " 'self' file:" if scripts else ""
    script = f"script-src {_hash(page_script())}{files}; "
    own = f" {_hash(theme)}" if theme else ""
    return f"default-src 'none'; style-src 'self' file:{own}; {script}img-src data:; base-uri 'none'; " \
        "form-action 'self' file:"


def _css(text: str) -> str:
    """A text as a string of CSS, every character that could end it written as a number."""
    shown = "".join(c if c.isalnum() or c in " .,-" else f"\\{ord(c):06x} " for c in visible(text))
    return f'"{shown}"'
