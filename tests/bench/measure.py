"""Whole processes, timed in turn: the machine may drift, the ratios hold."""

import os
import resource
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Timed:
    """One command and what it took: user and system seconds of each run, and its largest memory in MiB."""

    name: str
    command: list[str]
    cwd: Path
    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0

    @property
    def median(self) -> float:
        """The middle run, in seconds of processor time."""
        return statistics.median(self.seconds)


def run(timed: Timed) -> None:
    """Run a command once and note what it took. Raises RuntimeError when it did not do its work."""
    environment = os.environ | {"NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(timed.command, cwd=timed.cwd, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{timed.name}: exit {done.returncode}: {done.stderr.decode()[-500:]}")
    timed.seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


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
