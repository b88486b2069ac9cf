"""`adopt` killed at random instants: run as a program by `test_decisions`, so that a kill takes nobody else with it.

    killing.py ROOT N SEED    adopt in the workspace ROOT, N times, each time killed while it writes

Prints how many trees were old and how many new; anything else is an error.
"""

import os
import random
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from strategiplan.store.workspace import Workspace
from strategiplan.store.writing import JOURNAL, recover
from tests.running import ask
from tests.store.killing import tree

NAME = "2023-antagen"
WORDS = ("adopt", "2022", "2023-forslag-blagrona", "--reject", "bussresor", "--as", NAME)


def killed(root: Path, delay: float) -> bool:
    """Whether the command was killed, in a process of its own, some time after it had begun to write."""
    child = os.fork()
    if child == 0:

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if event == "os.mkdir" and str(arguments[0]).endswith(JOURNAL):
                threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()

        sys.addaudithook(hook)
        answer = ask(*WORDS, cwd=root)
        # A timer that has not come yet must not wait until the process ends.
        os._exit(answer.code)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main() -> None:
    """Kill, recover, and look at what is there."""
    root, times, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    plans = root / "plans" / "karlstad"
    old = tree(plans)
    start = time.monotonic()
    assert ask(*WORDS, cwd=root).code == 0
    new = tree(plans)
    took = time.monotonic() - start
    dice = random.Random(seed)
    seen = {"old": 0, "new": 0, "unhurt": 0}
    for _ in range(times):
        shutil.rmtree(plans / NAME, ignore_errors=True)
        was_killed = killed(root, dice.uniform(0, took / 4))
        recover(plans)
        found = {name: content for name, content in tree(plans).items() if name != ".strategiplan-lock"}
        assert found in (old, new), sorted(found.keys() ^ old.keys())
        seen["new" if found == new else "old"] += 1
        seen["unhurt"] += not was_killed
        assert Workspace(root).load("karlstad/2023-forslag-blagrona").plan is not None
    print(seen["old"], seen["new"], seen["unhurt"])


if __name__ == "__main__":
    main()
