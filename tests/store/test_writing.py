"""Writing: whole or not at all, whenever the kill comes.

`KILLS=2000 pytest tests/store/test_writing.py` is the torture run.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.store.killing import NEW, OLD, change, killed_before, lay, outcome, tree

from strategiplan.diagnostics import UserError
from strategiplan.store.locking import LOCK, locked
from strategiplan.store.writing import JOURNAL, Transaction, recover, write_atomic

KILLS = int(os.environ.get("KILLS", "20"))
PROGRAM = [sys.executable, "-m", "tests.store.killing"]
HERE = Path(__file__).parents[2]


def test_one_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    write_atomic(path, b"a")
    path.chmod(0o640)
    # What a killed write leaves; no process has this number.
    (tmp_path / ".plan.yaml.99999999.new").write_bytes(b"half")
    write_atomic(path, b"b")
    assert tree(tmp_path) == {"plan.yaml": b"b"}
    assert path.stat().st_mode & 0o777 == 0o640


def test_one_file_that_cannot_be_written_is_left(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").mkdir()
    with pytest.raises(OSError):
        write_atomic(tmp_path / "plan.yaml", b"b")
    assert tree(tmp_path) == {"plan.yaml/": b""}


def test_several_files(tmp_path: Path) -> None:
    lay(tmp_path, OLD)
    (tmp_path / "plan.yaml").chmod(0o600)
    change(tmp_path, NEW)
    assert tree(tmp_path) == NEW
    assert (tmp_path / "plan.yaml").stat().st_mode & 0o777 == 0o600


def test_names_change_places(tmp_path: Path) -> None:
    lay(tmp_path, {"a/1-x.yaml": b"x", "a/10-y.yaml": b"y", "b/z.yaml": b"z"})
    (tmp_path / "a/1-x.yaml").chmod(0o600)
    with Transaction(tmp_path) as step:
        step.rename({
            tmp_path / "a/1-x.yaml": tmp_path / "a/10-y.yaml", tmp_path / "a/10-y.yaml": tmp_path / "a/1-x.yaml",
            tmp_path / "b/z.yaml": tmp_path / "c/d/z.yaml",
        })
    assert tree(tmp_path) == {"a/1-x.yaml": b"y", "a/10-y.yaml": b"x", "c/d/z.yaml": b"z"}
    assert (tmp_path / "a/10-y.yaml").stat().st_mode & 0o777 == 0o600


def test_nothing_is_done_when_the_block_raises(tmp_path: Path) -> None:
    lay(tmp_path, OLD)
    with pytest.raises(ZeroDivisionError), Transaction(tmp_path) as step:
        step.write(tmp_path / "plan.yaml", b"x")
        _ = 1 / 0
    assert tree(tmp_path) == OLD


@pytest.mark.parametrize("name", ["../x.yaml", "/etc/x.yaml", ".git/config", "a/.x.yaml", JOURNAL, ".", "link/x.yaml"])
def test_paths_that_lead_out(tmp_path: Path, name: str) -> None:
    root = tmp_path / "root"
    lay(root, OLD)
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(UserError), Transaction(root) as step:
        step.write(root / name, b"x")
    (root / "link").unlink()
    assert tree(root) == OLD


def test_what_cannot_be_is_found_before_anything_is_done(tmp_path: Path) -> None:
    lay(tmp_path, OLD)
    for bad in ({"plan.yaml": b"x", "areas": b"x"}, {"plan.yaml": b"x", "budget.yaml/a.yaml": b"x"},
                {"n": b"x", "n/m": b"x", "plan.yaml": b"x"}):
        with pytest.raises(OSError), Transaction(tmp_path) as step:
            for name, content in bad.items():
                step.write(tmp_path / name, content)
        assert tree(tmp_path) == OLD


def test_a_file_that_somebody_has_saved_meanwhile(tmp_path: Path) -> None:
    lay(tmp_path, OLD)
    with pytest.raises(UserError) as refused, Transaction(tmp_path) as step:
        step.write(tmp_path / "budget.yaml", b"x", was=OLD["budget.yaml"])
        step.write(tmp_path / "plan.yaml", b"x", was=b"title: older\n")
    assert refused.value.code == "changed-meanwhile"
    assert tree(tmp_path) == OLD


def test_two_writers(tmp_path: Path) -> None:
    lay(tmp_path, OLD)
    (tmp_path / LOCK).write_text("99999999\n")  # left by a killed process: locks nobody out
    with Transaction(tmp_path) as first:
        first.write(tmp_path / "plan.yaml", b"first")
        with pytest.raises(UserError) as refused, Transaction(tmp_path):
            pass
        assert (refused.value.code, refused.value.params["process"]) == ("plan-locked", str(os.getpid()))
    assert tree(tmp_path) == OLD | {"plan.yaml": b"first"}


def test_a_lock_of_another_process(tmp_path: Path) -> None:
    code = "import pathlib, sys; from strategiplan.store.locking import locked\n" \
        f"with locked(pathlib.Path({str(tmp_path)!r})): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(UserError), locked(tmp_path):
            pass
        other.kill()
        other.wait()
    with locked(tmp_path):
        pass
    assert tree(tmp_path) == {}


def torn(root: Path) -> None:
    """Leave what a kill leaves after the decision, with some of it done."""
    lay(root, OLD)
    call = 30
    while not (root / JOURNAL / "table.json").exists() or tree(root).get("plan.yaml") != NEW["plan.yaml"]:
        lay(root, OLD)
        assert killed_before(call, change, root, NEW)
        call += 1


def test_a_file_changed_by_hand_after_a_kill_is_not_overwritten(tmp_path: Path) -> None:
    torn(tmp_path)
    (tmp_path / "budget.yaml").write_bytes(b"by hand\n")
    before = tree(tmp_path)
    with pytest.raises(UserError) as refused:
        recover(tmp_path)
    assert refused.value.code == "journal-torn"
    assert tree(tmp_path) | {LOCK: b""} == before | {LOCK: b""}
    (tmp_path / "budget.yaml").write_bytes(OLD["budget.yaml"])
    assert outcome(tmp_path) == "new"


def test_the_next_transaction_recovers_first(tmp_path: Path) -> None:
    torn(tmp_path)
    with Transaction(tmp_path):
        assert (tmp_path / "revision.yaml").exists()
    assert tree(tmp_path) == NEW
    assert not recover(tmp_path)


@pytest.mark.parametrize("name", ["../out.yaml", "/tmp/out.yaml", ".git/hooks/pre-commit", "a/../../out.yaml", ""])
def test_a_journal_from_elsewhere_is_not_trusted(tmp_path: Path, name: str) -> None:
    root = tmp_path / "root"
    lay(root, OLD | {f"{JOURNAL}/0.new": b"evil"})
    table = {"version": 1, "files": {name: {"old": None, "new": "0", "staged": "0.new"}}}
    (root / JOURNAL / "table.json").write_text(json.dumps(table))
    before = tree(tmp_path)
    with pytest.raises(UserError):
        recover(root)
    assert tree(tmp_path) == before


def killing(*arguments: object) -> str:
    done = subprocess.run([*PROGRAM, *map(str, arguments)], cwd=HERE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_crowd_of_writers(tmp_path: Path) -> None:
    killing("crowd", tmp_path, 4, 80)


def test_killed_before_every_system_call(tmp_path: Path) -> None:
    every = 1 if KILLS > 20 else 20
    assert int(killing("steps", tmp_path / "root", every)) > 40


def test_killed_at_any_instant(tmp_path: Path) -> None:
    print(killing("dice", tmp_path / "root", KILLS, os.environ.get("SEED", "1")))
