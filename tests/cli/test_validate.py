"""`validate` as people and programs meet it: exit codes, languages, widths, colours, and what a wrong question says."""

import sys
from pathlib import Path

import pytest

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


def test_both_ways_in_are_one(tmp_path: Path) -> None:
    plan(tmp_path, "trygg", budget="sign: x")
    here = ask("validate", "--format", "parsable", cwd=tmp_path)
    there = spawn("validate", "--format", "parsable", cwd=tmp_path)
    assert here == there
    assert here.code == 1
    assert Path(sys.executable).exists()
