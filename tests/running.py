"""The command line as a test asks it: in this process for speed, or in a process of its own where that matters."""

import gc
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from strategiplan.cli import choices, main

# What would make the answer differ from one person's machine to another's.
_PERSONAL = ("NO_COLOR", "FORCE_COLOR", "STRATEGIPLAN_LANG", "PYTHONIOENCODING", "COLUMNS", "LINES")


class Answer(NamedTuple):
    """What a command wrote and how it ended."""

    code: int
    out: str
    err: str


def ask(*arguments: str, cwd: Path) -> Answer:
    """Run the command line here, as if in a folder and with pipes for output."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    before = sys.argv, Path.cwd(), {name: os.environ.pop(name) for name in _PERSONAL if name in os.environ}
    sys.argv = ["strategiplan", *arguments]
    os.chdir(cwd)
    choices.choose_language(None)
    choices._chosen.clear()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as stop:
        assert isinstance(stop.code, int)
        return Answer(stop.code, _text(out), _text(err))
    finally:
        sys.argv, folder, environment = before
        os.chdir(folder)
        os.environ.update(environment)
        gc.enable()
    raise AssertionError("the command line did not end")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


def spawn(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None, prelude: str = "") -> Answer:
    """Run the command line in a process of its own. `prelude` is Python that runs first, for limits and the like."""
    environment = {name: value for name, value in os.environ.items() if name not in _PERSONAL} | dict(env or {})
    program = f"{prelude}\nfrom strategiplan.cli import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    out, err = (stream.decode("utf-8", "backslashreplace") for stream in (done.stdout, done.stderr))
    return Answer(done.returncode, out, err)
