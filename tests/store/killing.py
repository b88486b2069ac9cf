"""Transactions that are killed: run as a program by `test_writing`, so that a kill takes nobody else with it.

    killing.py dice ROOT N SEED
                              kill a process that changes the tree between two states, N times, whenever it happens
    killing.py crowd ROOT N TIMES
                              N processes that each count up a number, each TIMES times, when they get the lock
    killing.py steps ROOT N   kill a transaction before each of its system calls in turn, and the recovery of every
                              Nth of those before each of its own
"""

import contextlib
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from strategiplan.diagnostics import UserError
from strategiplan.store.locking import locked
from strategiplan.store.writing import Transaction, recover

OLD = {
    "plan.yaml": b"title: old\n",
    "budget.yaml": b"years: [2023]\n",
    "areas/1-a/area.yaml": b"id: a\n",
    "areas/1-a/1-g.yaml": b"id: g\n",
    "areas/1-a/2-h.yaml": b"id: h\n" * 2000,
}
# Contents change, two files take each other's names, a folder goes, another comes, one file stays as it is.
NEW = {
    "plan.yaml": b"title: new\n",
    "areas/1-a/area.yaml": b"id: a\n",
    "areas/1-a/1-g.yaml": b"id: h\n" * 2000,
    "areas/1-a/2-h.yaml": b"id: g\n",
    "areas/2-b/deep/area.yaml": b"id: b\n",
    "revision.yaml": b"base: x\n",
}


def tree(root: Path) -> dict[str, bytes]:
    """Everything in a folder, hidden files and empty folders too."""
    found = {}
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[f"{name}/"] = b""
    return found


def lay(root: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(root, ignore_errors=True)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def change(root: Path, wanted: dict[str, bytes]) -> None:
    with Transaction(root) as step:
        there = {name for name in tree(root) if not name.startswith(".")}
        for name in there - wanted.keys():
            step.delete(root / name)
        for name, content in wanted.items():
            step.write(root / name, content)


_EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.scandir"})


def killed_before(call: int, act: Any, *arguments: Any) -> bool:
    """Whether the action, in a process of its own, came as far as its system call number `call`, and died there."""
    child = os.fork()
    if child == 0:
        left = call

        def hook(event: str, _: tuple[Any, ...]) -> None:
            nonlocal left
            if event in _EVENTS:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        act(*arguments)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"failed at call {call}"
    return os.WIFSIGNALED(status)


def steps(root: Path, every: int) -> None:
    call = 1
    seen = set()
    lay(root, OLD)
    while killed_before(call, change, root, NEW):
        if call % every == 0:
            kill_recovery(root)
        seen.add(outcome(root))
        lay(root, OLD)
        call += 1
    assert tree(root) == NEW
    assert seen == {"old", "new"} and call > 40, (seen, call)
    print(call - 1)


def kill_recovery(root: Path) -> None:
    """From what a kill left, kill the recovery before each of its calls; what is left at the end is as it was."""
    torn = root.with_name("torn")
    shutil.rmtree(torn, ignore_errors=True)
    shutil.copytree(root, torn)
    call = 1
    while killed_before(call, recover, root):
        outcome(root)
        shutil.rmtree(root)
        shutil.copytree(torn, root)
        call += 1


def outcome(root: Path) -> str:
    """Which of the two trees is there after a recovery; nothing else may be."""
    recover(root)
    found = tree(root)
    found.pop(".strategiplan-lock", None)
    assert found in (OLD, NEW), {name: found.get(name, b"-")[:20] for name in {*OLD, *NEW, *found}}
    return "old" if found == OLD else "new"


def dice(root: Path, kills: int, seed: str) -> None:
    chance = random.Random(seed)
    found = {"old": 0, "new": 0}
    lay(root, OLD)
    began = time.monotonic()
    change(root, NEW)
    change(root, OLD)
    both = time.monotonic() - began
    for _ in range(kills):
        child = os.fork()
        if child == 0:
            while True:
                change(root, NEW)
                change(root, OLD)
        time.sleep(chance.random() * 2 * both)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found[outcome(root)] += 1
    print(found)


def crowd(root: Path, writers: int, turns: int) -> None:
    counter = root / "counter"
    counter.write_text("0")
    children = []
    for _ in range(writers):
        children.append(os.fork())
        if children[-1] == 0:
            left = turns
            while left:
                with contextlib.suppress(UserError), locked(root):
                    counter.write_text(str(int(counter.read_text()) + 1))
                    left -= 1
            os._exit(0)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * writers
    assert counter.read_text() == str(writers * turns), counter.read_text()


if __name__ == "__main__":
    if sys.argv[1] == "dice":
        dice(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    elif sys.argv[1] == "crowd":
        crowd(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        steps(Path(sys.argv[2]), int(sys.argv[3]))
