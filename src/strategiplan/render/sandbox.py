"""Jinja as a place where a stranger's template can show a view and do nothing else.

A template may come with a stranger's pull request, so it reaches no file outside its folder, no attribute that is not a
field of a view, no code, and neither time nor memory without bound. What it does is charged for while it does it: every
round of a loop, every call and every text. The charges go through the environment, which no name in a template hides.
"""

import time
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from types import MethodType
from typing import Any, cast

from jinja2 import BaseLoader, StrictUndefined, TemplateAssertionError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from msgspec import Struct

from strategiplan.render.template_files import MOST_BYTES

_STEPS = 5_000_000
_SECONDS = 20.0
_BETWEEN = 100
_LONGEST = 16_000_000
_VOLUME = 200_000_000
_WHOLE = 5_000
_FILTERS = ("escape", "e", "length", "first", "last", "default", "upper", "lower", "trim")
_OF_MANY = ("length", "first", "last", "default", "marked", "marked_blocks")
_TESTS = ("defined", "none", "eq", "==", "ne", "!=", "lt", "<", "gt", ">", "in", "odd", "even")
_METHODS: dict[type, set[str]] = {dict: {"items", "keys", "values", "get"}, str: {"startswith", "endswith"}}


class Endless(SecurityError):
    """The template does more than any page can need."""


class Forbidden(SecurityError):
    """The template reaches for what it may not have."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class NoName(UndefinedError):
    """The template speaks of what is not there. `owner` is where it was looked for; nothing for a name alone."""

    def __init__(self, wanted: str, owner: Any) -> None:
        super().__init__(wanted)
        self.wanted, self.owner = wanted, owner


class _Absent(StrictUndefined):
    """What is not there, remembered with where it was looked for, so that a sentence can be made of it."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        super().__init__(hint, obj, name)
        owner = None if obj is missing else (obj,)
        self._undefined_exception = exc or cast(Any, lambda said: NoName(str(name or hint or said), owner))


class Folder(BaseLoader):
    """Templates of one folder. A name or a symbolic link that leads out of it is not found."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            path = self.folder.joinpath(*template.split("/")).resolve()
            inside = path.is_relative_to(self.folder) and path.is_file()
        except (OSError, ValueError, RuntimeError):
            # Names too long for the disk, with signs that it cannot have, and links that lead round in a ring.
            raise TemplateNotFound(template) from None
        if not inside:
            raise TemplateNotFound(template)
        if path.stat().st_size > MOST_BYTES:
            raise TemplateSyntaxError(f"> {MOST_BYTES // 1000} kB", 1, template, str(path))
        stamp = path.stat().st_mtime_ns
        return path.read_text("utf-8"), str(path), lambda: path.is_file() and path.stat().st_mtime_ns == stamp


class _Charged(NodeTransformer):
    """What a template does, with its charge: for each round, call, block and file, and for each text that it makes."""

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802
        return self._charged(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802
        return self._charged(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        return self._charged(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        return self._charged(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        return self._charged(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.nodes = [cast(nodes.Expr, self._asked("plain", part)) for part in node.nodes]
        return self._asked("bounded", node)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return self._asked("bounded", node) if isinstance(node.arg, nodes.Slice) else node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        return self._asked("whole", self.generic_visit(node))

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        return self._asked("whole", self.generic_visit(node))

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return self._asked("whole", node) if node.ctx == "load" else node

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier) -> nodes.Node:  # noqa: N802
        raise TemplateAssertionError("autoescape cannot be changed", node.lineno)

    def _charged(self, node: Any) -> nodes.Node:
        self.generic_visit(node)
        within = list(node.find_all(nodes.Node))
        text = sum(len(part.data) for part in within if isinstance(part, nodes.TemplateData))
        price = [nodes.Const(1 + len(within) // 100), nodes.Const(text)]
        node.body.insert(0, nodes.ExprStmt(self._asked("charge", *price)).set_lineno(node.lineno))
        return cast(nodes.Node, node)

    def _asked(self, name: str, *given: Any) -> nodes.Node:
        call = nodes.Call(nodes.EnvironmentAttribute(name), list(given), [], None, None)
        return call.set_lineno(next((part.lineno for part in given if part.lineno), 1))


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with only what the templates need. `finished` makes a text harmless in the format that is made."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(
        self, loader: BaseLoader, finished: Callable[[Any], Any], filters: Mapping[str, Callable[..., Any]]
    ) -> None:
        # Every format escapes by itself: what `finalize` returns is finished, and Jinja leaves it alone.
        super().__init__(
            loader=loader, undefined=_Absent, autoescape=True, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, finalize=self._finalized,
        )
        self._finished = finished
        chosen = {name: self.filters[name] for name in _FILTERS} | dict(filters)
        self.filters = {name: self._metered(name, used) for name, used in chosen.items()}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.globals = {}
        self.begin()

    def begin(self) -> None:
        """A new page, which has everything left to use."""
        self.steps = self.volume = self._looked = 0
        self.until = time.thread_time() + _SECONDS

    def charge(self, steps: int, characters: int) -> str:
        """Take note of what a template has used. Raises Endless when it is more than any page can need."""
        self.steps += steps
        self.volume += characters
        late = False
        if self.steps - self._looked > _BETWEEN or characters > 10_000:
            # To ask for the time takes longer than most of what is charged for.
            self._looked, late = self.steps, time.thread_time() > self.until
        if late or self.steps > _STEPS or self.volume > _VOLUME:
            raise Endless("the template does not come to an end")
        return ""

    def bounded(self, value: Any) -> Any:
        """The value, charged for if it is a text, and not too long to be one."""
        if isinstance(value, str):
            self.charge(0, len(value))
            if len(value) > _LONGEST:
                raise Endless("a text in the template grows without end")
        return value

    def plain(self, value: Any) -> Any:
        """The value, if it can be read. The text of a view would be its inside, and that of lists has no bound."""
        if not isinstance(value, str | int | float | None | StrictUndefined):
            raise Forbidden(type(value).__name__)
        return self.bounded(value)

    def whole(self, value: Any) -> Any:
        """A list or the like that holds a countable number of things: lists of lists of lists soon hold more."""
        todo, seen = [value], 0
        while todo:
            part = todo.pop()
            if isinstance(part, dict):
                todo += [*part.keys(), *part.values()]
            elif isinstance(part, list | tuple):
                todo += part
            seen += 1
            if seen + len(todo) > _WHOLE:
                raise Endless("a list in the template grows without end")
        self.charge(1 + seen // 100, 0)
        return value

    def _finalized(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) < 10_000:
            # Nearly every text of a page goes this short way.
            made = self._finished(value)
            self.volume += len(made)
            return made if self.volume <= _VOLUME else self.bounded(made)
        return self.bounded(self._finished(self.plain(value)))

    def _metered(self, name: str, used: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(used)
        def metered(*given: Any, **named: Any) -> Any:
            for value in given if name not in _OF_MANY else ():
                self.plain(value)
            return self.bounded(used(*given, **named))

        return metered

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a view, without the detours that Jinja makes for everything else."""
        if attribute in getattr(type(obj), "__struct_fields__", ()) and not attribute.startswith("_"):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, called: Any, /, *args: Any, **named: Any) -> Any:
        """The charges, and a template's own macros, without detours: a page makes many thousands."""
        if type(called) is MethodType and called.__self__ is self:
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
        if isinstance(obj, Struct):
            return attr in cast(Any, obj).__struct_fields__
        for kind, known in _METHODS.items():
            if isinstance(obj, kind):
                return attr in known
        return isinstance(obj, LoopContext | TemplateModule | Macro)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        """What a template gets in place of what it may not have; to use it stops the page."""
        return self.undefined(name=attribute, exc=cast(Any, lambda _: Forbidden(attribute)))

    def wrap_str_format(self, value: Any) -> None:
        """No `format`: it reaches attributes, and its widths take memory."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on small numbers only: a power or a repeated text could take all memory."""
        small = all(isinstance(side, int) and abs(side) < 1_000_000 for side in (left, right))
        if operator == "**" or not small:
            raise Forbidden(operator)
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        try:
            return cast(nodes.Template, _Charged().visit(tree))
        except TemplateAssertionError as error:
            error.name, error.filename = name, filename
            raise
