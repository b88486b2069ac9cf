"""Running the preview for `serve`: what to begin with, the address on the screen, and the browser."""

import gc
import os
import sys
import webbrowser

from strategiplan import messages
from strategiplan.cli import failure, session
from strategiplan.cli.choices import language
from strategiplan.diagnostics import UserError
from strategiplan.store.workspace import Workspace

_NEEDED = ("starlette", "uvicorn", "watchfiles")


def preview(plan: str | None, port: int | None, wants_browser: bool) -> None:
    """Serve the workspace until somebody stops it.

    Raises UserError when there is no such plan in the workspace, no such port, or no server installed.
    """
    try:
        from strategiplan.server.preview import Preview, plan_address
        from strategiplan.server.running import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in _NEEDED:
            raise UserError("extra-missing", extra="serve") from None
        raise
    # `main` turns the collector off for commands that answer and end; this one stays.
    gc.enable()
    space = session.workspace()
    path = plan_address(_named(space, plan)) if plan else "/"
    tongue = language(space.settings.language)

    def announce(address: str) -> None:
        print(messages.text("note.serving", tongue, address=f"{address}{path}"), flush=True)  # noqa: T201
        if wants_browser and _has_desktop():
            webbrowser.open(f"{address}{path}")

    def confess(error: Exception) -> str:
        return messages.text("question.bug", tongue, log=failure.logged(error), kind=type(error).__name__)

    serve(Preview(space.root, language, confess), port, announce)


def _named(space: Workspace, plan: str) -> str:
    name = space.short(space.resolve(plan))
    if name not in space.names():
        raise UserError("not-in-workspace", name=plan, folder=space.settings.plans)
    return name


def _has_desktop() -> bool:
    """Whether a browser can open a window. Where none can, one that writes in the terminal would take it over."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
