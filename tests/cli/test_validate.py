"""`validate` as people and programs meet it: exit codes, languages, widths, colours, and what a wrong question says."""

import os
import sys
from pathlib import Path

import pytest

from strategiplan.store import limits
from tests.running import ask, spawn

HEAD = "title: Plan\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: draft\n"
GOAL = "id: {id}\ntitle: Målet {id}\ndescription: En text.\nindicators:\n  - {{id: {id}-matt, name: Mått {id}}}\n"


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """The folder with these files in it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def plan(folder: Path, *goals: str, **files: str) -> Path:
    """A workspace with the plan `solstad/2023` and these goals; `files` are more of the plan's files, by stem."""
    tree: dict[str, str | bytes] = {"plans/solstad/2023/plan.yaml": HEAD}
    tree |= {f"plans/solstad/2023/goals/{n}-{id_}.yaml": GOAL.format(id=id_) for n, id_ in enumerate(goals, 1)}
    tree |= {f"plans/solstad/2023/{stem}.yaml": content for stem, content in files.items()}
    return write(folder, tree)


INTERRUPT = '#!/bin/sh\nkill -INT "$PPID"\nsleep 5\n'
BOOM = "from strategiplan.cli.app import app\n@app.command()\ndef boom() -> None: raise ZeroDivisionError('inside')\n"


@pytest.mark.parametrize(
    ("code", "arguments", "prelude"),
    [
        pytest.param(0, ("validate", "2023"), "", id="nothing wrong"),
        pytest.param(0, ("validate", "warned"), "", id="warnings do not stop"),
        pytest.param(1, ("validate", "warned", "--strict"), "", id="warnings stop with --strict"),
        pytest.param(1, ("validate", "broken"), "", id="errors"),
        pytest.param(1, ("validate",), "", id="errors somewhere in the workspace"),
        pytest.param(1, ("render", "broken"), "", id="a plan that does not load cannot be published"),
        pytest.param(2, ("validate", "2032"), "", id="no such plan"),
        pytest.param(2, ("validate", "--select", "no-such-rule"), "", id="no such rule"),
        pytest.param(2, ("validate", "--format", "xlsx"), "", id="no such format"),
        pytest.param(2, ("validate", "--no-such-option"), "", id="no such option"),
        pytest.param(2, ("valdate",), "", id="no such command"),
        pytest.param(2, (), "", id="no command"),
        pytest.param(2, ("validate", "HEAD:2023"), "", id="a git revision where there is no git"),
        pytest.param(0, ("--help",), "", id="help"),
        pytest.param(0, ("--version",), "", id="version"),
        pytest.param(3, ("boom",), BOOM, id="a fault in the program"),
    ],
)
def test_exit_codes(code: int, arguments: tuple[str, ...], prelude: str, tmp_path: Path) -> None:
    plan(tmp_path, "trygg")
    write(
        tmp_path,
        {
            "plans/solstad/warned/plan.yaml": HEAD,
            "plans/solstad/broken/plan.yaml": f"{HEAD}tilte: Plan\n",
        },
    )
    answer = spawn(*arguments, cwd=tmp_path, env={"TMPDIR": str(tmp_path)}, prelude=prelude)
    assert answer.code == code, answer
    assert "Traceback" not in answer.out + answer.err
    if code in (2, 3) and arguments:
        assert answer.err and not answer.out
    if code == 3:
        (log,) = tmp_path.glob("strategiplan-*.log")
        assert str(log) in answer.err
        assert "ZeroDivisionError: inside" in log.read_text("utf-8")


def test_interrupted_is_130(tmp_path: Path) -> None:
    plan(tmp_path, "trygg")
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(INTERRUPT)
    program.chmod(0o755)
    answer = spawn("validate", "HEAD:2023", cwd=tmp_path, env={"PATH": f"{program.parent}:/usr/bin:/bin"})
    assert (answer.code, answer.out) == (130, "")
    assert "Traceback" not in answer.err


def test_a_plan_that_does_not_load_says_why_on_stderr(tmp_path: Path) -> None:
    plan(tmp_path, "trygg", budget="[")
    answer = ask("render", "2023", "--lang", "en", cwd=tmp_path)
    assert (answer.code, answer.out) == (1, "")
    assert "budget.yaml:1:1\n  error: " in answer.err


# Files that somebody made to do harm, or a program by mistake: an answer within bounds, and never a traceback.

MEGABYTE = 1 << 20
BOUNDED = f"""
import atexit, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({600 * MEGABYTE}, {600 * MEGABYTE}))
def peak():
    with open("/proc/self/status") as status:
        print(next(line for line in status if line.startswith("VmHWM")), file=sys.stderr)
atexit.register(peak)
"""
BOMB = "a: &a [x, x]\n" + "".join(
    f"{one}: &{one} [*{two}, *{two}]\n" for one, two in zip("bcdefghij", "abcdefghi", strict=True)
)
HOSTILE = {
    "brackets": ("yaml-too-deep", "meta: " + "[" * 100_000),
    "aliases": ("yaml-anchor", BOMB),
    "five megabytes": ("file-too-large", "# " + "x" * 5 * MEGABYTE),
    "nodes": ("too-many-nodes", "meta: [" + "x," * 400_001 + "]"),
    "empty mappings": ("too-many-nodes", "meta: [" + "{}," * 400_001 + "]"),
    "duplicate keys": ("too-many-problems", "meta:\n" + "".join(f"  a: {n}\n" for n in range(10_000))),
    "unknown keys": ("too-many-problems", "".join(f"k{n}: 1\n" for n in range(50_000))),
    "goals that lack all": ("too-many-problems", "goals:\n" + "  - {}\n" * 20_000),
    "goals of one name": ("duplicate-id", "goals:\n" + "  - {id: a, title: A}\n" * 5_000),
    "ignore comments": ("ignore-unused", "# strategiplan: ignore[goal-without-indicator] x\n" * 50_000),
    "unknown codes": ("ignore-unknown-code", "".join(f"# strategiplan: ignore[x{n}] x\n" for n in range(5_000))),
    "one long line": ("text-too-long", f"mandate: {'x ' * 1_500_000}\nvision: {{title: {'x ' * 500_000}}}\n"),
    "one long paragraph": ("plan-without-goals", f"vision: {{title: V, text: {'Ett ord till. ' * 30_000}}}\n"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_answered_within_bounds(name: str, tmp_path: Path) -> None:
    code, text = HOSTILE[name]
    write(tmp_path, {"plan.yaml": HEAD + text})
    answer = spawn("validate", "plan.yaml", "--strict", "--format", "parsable", cwd=tmp_path, prelude=BOUNDED)
    assert answer.code == 1
    assert f"[{code}]\n" in answer.out
    assert "Traceback" not in answer.err
    assert memory(answer.err) < 200 * MEGABYTE


def memory(text: str) -> int:
    """The most memory that a process has had, in bytes, by what it said at its end."""
    (line,) = [line for line in text.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


def test_too_many_files_are_refused_unread(tmp_path: Path) -> None:
    plan(tmp_path)
    goals = tmp_path / "plans/solstad/2023/goals"
    goals.mkdir()
    first = goals / "0.yaml"
    first.write_text("[")
    for number in range(1, limits.PLAN_FILES + 1):
        os.link(first, goals / f"{number}.yaml")
    answer = spawn("validate", "2023", "--format", "parsable", "--lang", "en", cwd=tmp_path, prelude=BOUNDED)
    assert answer.code == 1
    assert answer.out.splitlines() == [
        f"plans/solstad/2023/goals/{limits.PLAN_FILES - 1}.yaml:1:1: error: the plan is too large; "
        f"the bound is {limits.PLAN_BYTES} bytes in {limits.PLAN_FILES} files [plan-too-large]"
    ]
    assert memory(answer.err) < 200 * MEGABYTE


def test_too_many_bytes_are_refused_unread(tmp_path: Path) -> None:
    plan(tmp_path)
    for number in range(limits.PLAN_BYTES // limits.FILE_BYTES + 1):
        path = tmp_path / f"plans/solstad/2023/goals/{number}.yaml"
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as handle:
            handle.truncate(limits.FILE_BYTES)
    answer = spawn("validate", "2023", "--format", "parsable", cwd=tmp_path, prelude=BOUNDED)
    assert answer.code == 1
    assert [line.rpartition("[")[2] for line in answer.out.splitlines()] == ["plan-too-large]"]
    assert memory(answer.err) < 200 * MEGABYTE


def test_both_ways_in_are_one(tmp_path: Path) -> None:
    plan(tmp_path, "trygg", budget="sign: x")
    here = ask("validate", "--format", "parsable", cwd=tmp_path)
    there = spawn("validate", "--format", "parsable", cwd=tmp_path)
    assert here == there
    assert here.code == 1
    assert Path(sys.executable).exists()
