"""What a person sees when something goes wrong: a sentence, and an exit code that says whose turn it is."""

import sys
import tempfile
import traceback
from pathlib import Path

from strategiplan import messages
from strategiplan.cli.choices import language
from strategiplan.cli.usage import told
from strategiplan.diagnostics import PlanError, UserError


def explain(error: Exception) -> int:
    """Say what went wrong on stderr and return the exit code for it."""
    if isinstance(error, UserError):
        return _wrong_question(error)
    if isinstance(error, PlanError):
        from strategiplan.render.report import write_report

        write_report(error.report, language(), sys.stderr)
        return 1
    if _is_usage(error):
        return _usage(error)
    if isinstance(error, OSError):
        return _wrong_question(
            UserError("cannot-read-or-write", path=error.filename or "", reason=error.strerror or str(error))
        )
    return _bug(error)


def _is_usage(error: Exception) -> bool:
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _wrong_question(error: UserError) -> int:
    said = messages.text(f"question.{error.code}", language(), **messages.worded(error.params, language()))
    print(f"strategiplan: {said}", file=sys.stderr)  # noqa: T201
    return 2


def _usage(error: Exception) -> int:
    if type(error).__name__ == "Abort":
        return 130
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        print(context.get_help())  # noqa: T201
        return 2
    print(f"strategiplan: {told(error, language())}", file=sys.stderr)  # noqa: T201
    if context is not None:
        print(messages.text("question.see-help", language(), command=context.command_path), file=sys.stderr)  # noqa: T201
    return 2


def _bug(error: Exception) -> int:
    place = logged(error)
    print(messages.text("question.bug", language(), log=place, kind=type(error).__name__), file=sys.stderr)  # noqa: T201
    return 3


def logged(error: Exception) -> Path:
    """The log file that a fault of the program's has been written to."""
    with tempfile.NamedTemporaryFile("w", prefix="strategiplan-", suffix=".log", delete=False, encoding="utf-8") as log:
        log.write("".join(traceback.format_exception(error)))
    return Path(log.name)
