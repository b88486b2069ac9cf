"""Whole processes, timed in turn: the machine may drift, the ratios hold."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

# A process that is started shares its parent's memory until it has begun, and that counts as its own. So a small parent
# starts what is measured, and says what it took.
_WATCH = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stderr[-500:], used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


class Measure(Protocol):
    """Something that was measured: a figure and its unit."""

    @property
    def median(self) -> float:
        """The middle of what was measured."""

    @property
    def unit(self) -> str:
        """What the figure is a number of."""


@dataclass
class Timed:
    """One command and what it took: user and system seconds of each run, and its largest memory in MiB.

    `before` is done before each run, and not measured.
    """

    name: str
    command: list[str]
    cwd: Path
    before: Callable[[], None] | None = None
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    unit: str = "s"

    @property
    def median(self) -> float:
        """The middle run, in seconds of processor time."""
        return statistics.median(self.seconds)

    @property
    def memory(self) -> "Peak":
        """The most memory that a run of it took, in place of the time."""
        return Peak(max(self.peaks))


@dataclass(frozen=True)
class Peak:
    """Memory in MiB."""

    median: float
    unit: str = "MiB"


def run(timed: Timed) -> None:
    """Run a command once and note what it took. Raises RuntimeError when it did not do its work."""
    if timed.before:
        timed.before()
    environment = os.environ | {"NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": ""}
    watched = [sys.executable, "-I", "-S", "-c", _WATCH, *timed.command]
    done = subprocess.run(watched, cwd=timed.cwd, env=environment, capture_output=True, check=True)
    code, told, seconds, peak = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"{timed.name}: exit {code}: {told}")
    timed.seconds.append(seconds)
    timed.peaks.append(peak)


def in_turn(timed: list[Timed], rounds: int) -> None:
    """Run the commands in turn, A B A B …, after one round that does not count."""
    for round_ in range(rounds + 1):
        for one in timed:
            run(one)
            if not round_:
                one.seconds.clear()


def tool(name: str) -> str:
    """A command of this environment."""
    return str(Path(sys.executable).parent / name)
