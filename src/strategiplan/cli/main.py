"""The entry point: one place where exceptions become exit codes."""

import gc
import os
import sys
from io import TextIOWrapper
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line. Exit codes: 0 fine, 1 findings, 2 a wrong question, 3 a bug, 130 interrupted."""
    # A command reads, answers and ends: collecting garbage would be a third of its time on a large plan.
    gc.disable()
    # Looking for other packages' plugins would cost a tenth of a validation; the model uses none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A terminal that lacks one of our signs shows its number, and not a fault in the program.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    from strategiplan.cli.app import app

    code = 3
    try:
        # Without its standalone mode Typer returns the code of `typer.Exit` instead of raising it.
        answer = app(standalone_mode=False, prog_name="strategiplan")
        code = answer if isinstance(answer, int) else 0
    except SystemExit as stop:
        # Typer makes an exit of its own out of a closed pipe.
        closed = isinstance(stop.__context__, BrokenPipeError)
        code = stop.code if isinstance(stop.code, int) and not closed else 0
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # The reader (head, less) has what it wanted; the rest is nobody's error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        code = _explain(error)
    _leave(code)


def _leave(code: int) -> NoReturn:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    # Python looks for garbage a last time when it ends, whatever it was told: a fifth of a validation, for nothing.
    gc.freeze()
    sys.exit(code)


def _explain(error: Exception) -> int:
    from strategiplan.cli import failure

    return failure.explain(error)
