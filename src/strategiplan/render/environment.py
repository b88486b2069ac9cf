"""Templates that can show a view and do nothing else.

A template may come with a stranger's pull request, so it reaches no file outside its folder, no attribute that is not a
field of a view, no code, and neither time nor memory without bound.
"""

import hashlib
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemBytecodeCache,
    TemplateNotFound,
    nodes,
)
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from strategiplan.diagnostics import UserError
from strategiplan.render import prose, prose_md
from strategiplan.render.look_view import LookView
from strategiplan.render.sdg import COLOURS, text_colour
from strategiplan.render.template_faults import FAULTS, Missing, fault
from strategiplan.render.visible import visible
from strategiplan.store.cache import own_folder

_STEPS = 5_000_000
_LONGEST = 16_000_000
_OUTPUT = 64_000_000
_TEMPLATE_BYTES = 500_000
_FILTERS = ("escape", "e", "length", "first", "last", "default", "upper", "lower", "trim")
_TESTS = ("defined", "none", "eq", "==", "ne", "!=", "lt", "<", "gt", ">", "in", "odd", "even")
_METHODS: dict[type, set[str]] = {dict: {"items", "keys", "values", "get"}, str: {"startswith", "endswith"}}
_HERE = Path(__file__).resolve()


class _Folder(BaseLoader):
    """Templates of one folder. A name or a symbolic link that leads out of it is not found."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        path = self.folder.joinpath(*template.split("/")).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file() or path.stat().st_size > _TEMPLATE_BYTES:
            raise TemplateNotFound(template)
        stamp = path.stat().st_mtime_ns
        return path.read_text("utf-8"), str(path), lambda: path.is_file() and path.stat().st_mtime_ns == stamp


class _Counted(NodeTransformer):
    """A step counted in every round of a loop and every call of a macro, so that no template runs for ever."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return nodes.Call(nodes.Name("_bounded", "load"), [node], [], None, None).set_lineno(node.lineno)

    def _counted(self, node: nodes.For | nodes.Macro | nodes.CallBlock) -> nodes.Node:
        self.generic_visit(node)
        step = nodes.ExprStmt(nodes.Call(nodes.Name("_step", "load"), [], [], None, None)).set_lineno(node.lineno)
        node.body.insert(0, step)
        return node


def bounded(value: Any) -> Any:
    """The value, unless it is a text that has been doubled once too often."""
    if isinstance(value, str) and len(value) > _LONGEST:
        raise SecurityError("a text in the template grows without end")
    return value


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with only what the templates need. `html` decides what a text is made harmless for."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, loader: BaseLoader, *, html: bool) -> None:
        # Both kinds escape by themselves: what `finalize` returns is finished, and Jinja leaves it alone.
        super().__init__(
            loader=loader, undefined=Missing, autoescape=True, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, finalize=_for_html if html else _for_markdown,
        )
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters["prose"] = _prose_html if html else _prose_markdown
        self.filters |= {
            "indented": _indented, "hanging": _hanging, "id": _id, "comment": _comment, "marked": _marked,
            "marked_blocks": _marked_blocks,
        }
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.steps = 0
        self._counting = self.step
        self.globals = {"_step": self._counting, "_bounded": bounded}

    def step(self) -> str:
        """Count one round of a loop."""
        self.steps += 1
        if self.steps > _STEPS:
            raise SecurityError("the template does not come to an end")
        return ""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a view, without the detours that Jinja makes for everything else."""
        if attribute in getattr(type(obj), "__dataclass_fields__", ()) and not attribute.startswith("_"):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, called: Any, /, *args: Any, **named: Any) -> Any:
        """What this module adds to templates, and their own macros, without detours: a page makes many thousands."""
        if called is self._counting or called is bounded:
            return called(*args)
        if type(called) is Macro:
            # Only what asks for Jinja's context wants these.
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            return called(context.eval_ctx, *args, **named)
        return super().call(context, called, *args, **named)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Fields of views, a few methods of texts and mappings, and Jinja's own loop, macro and import objects."""
        if attr.startswith("_"):
            return False
        if is_dataclass(obj):
            return attr in cast(Any, obj).__dataclass_fields__
        for kind, names in _METHODS.items():
            if isinstance(obj, kind):
                return attr in names
        return isinstance(obj, LoopContext | TemplateModule | Macro)

    def wrap_str_format(self, value: Any) -> None:
        """No `format`: it reaches attributes, and its widths take memory."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on small numbers only: a power or a repeated text could take all memory."""
        small = all(isinstance(side, int) and abs(side) < 1_000_000 for side in (left, right))
        if operator == "**" or not small:
            raise SecurityError(f"{operator} is for small numbers")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return cast(nodes.Template, _Counted().visit(super()._parse(source, name, filename)))


def _for_html(value: Any) -> Any:
    if isinstance(value, Markup):
        return bounded(value)
    return visible(bounded(value)) if isinstance(value, str) else "" if value is None else value


def _for_markdown(value: Any) -> Any:
    if isinstance(value, Markup):
        return bounded(value)
    return Markup(prose_md.line(bounded(value))) if isinstance(value, str) else "" if value is None else value


def _prose_html(text: str, level: int = 3, table: str = "") -> Markup:
    return Markup(prose.html(text, level, table))


def _prose_markdown(text: str, level: int = 3) -> Markup:
    return Markup(prose_md.markdown(text, level))


def _indented(text: str) -> Markup:
    """Finished Markdown as part of a list's item."""
    return Markup("\n".join(f"  {line}".rstrip() for line in str(text).split("\n")))


def _hanging(text: str, before: str) -> Markup:
    """Finished Markdown whose lines after the first continue what the first stands in."""
    return Markup(f"\n{before}".join(str(text).split("\n")))


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


def builtin() -> Path:
    """Where the built-in templates are: in the installed package, or in the repository when it runs from there."""
    packaged = _HERE.parents[1] / "templates"
    return packaged if packaged.is_dir() else _HERE.parents[3] / "templates"


def located(name: str, templates: str | Path | None = None) -> tuple[Path, bool]:
    """Where a template is, and whether it is the user's own. Raises UserError when there is no such folder."""
    if templates is not None:
        if not Path(templates).is_dir():
            raise UserError("no-templates", path=str(templates))
        folder = Path(templates).resolve()
        path = (folder / name).resolve()
        if path.is_relative_to(folder) and path.is_file() and path.stat().st_size <= _TEMPLATE_BYTES:
            return path, True
    return builtin() / name, False


@cache
def _sandbox(folders: tuple[Path, ...], html: bool) -> Sandbox:
    sandbox = Sandbox(ChoiceLoader([_Folder(path) for path in folders]), html=html)
    sandbox.bytecode_cache = _remembered(html)
    return sandbox


def _remembered(html: bool) -> FileSystemBytecodeCache | None:
    """Compiled templates in the user's own cache folder: compiling takes a third of the time of a page.

    Jinja compares the template's source before it uses one; what this module does to templates is in the folder's name.
    """
    status = Path(__file__).stat()
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
                raise SecurityError("the page grows without end")
            parts.append(part)
    except FAULTS as error:
        raise fault(name, error) from error
    return "".join(parts).encode()


def style_sheet(names: Iterable[str], running: str, labels: Mapping[str, str], templates: str | Path | None) -> bytes:
    """Style sheets joined to a file, for pages that share one. Raises UserError when one of the user's is wrong."""
    sandbox = _asked(templates, True)
    try:
        return "\n".join(_style(sandbox, name, running, labels) for name in names).encode()
    except FAULTS as error:
        raise fault(", ".join(names), error) from error


def static(name: str, templates: str | Path | None) -> bytes:
    """A file of the templates as it is, such as a script: the user's own one if there is one of that name."""
    for folder in folders_of(templates):
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder):
            return path.read_bytes()
    raise UserError("bad-template", name=name, reason="not found")


def folders_of(templates: str | Path | None) -> list[Path]:
    """Where templates are looked for, the user's own folder first. Raises UserError when there is no such folder."""
    folders = [builtin()]
    if templates is not None:
        if not Path(templates).is_dir():
            raise UserError("no-templates", path=str(templates))
        folders.insert(0, Path(templates).resolve())
    return folders


def _asked(templates: str | Path | None, html: bool) -> Sandbox:
    sandbox = _sandbox(tuple(folders_of(templates)), html)
    sandbox.steps = 0
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
