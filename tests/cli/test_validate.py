"""`validate` as people and programs meet it: exit codes, languages, widths, colours, and what a wrong question says."""

import fcntl
import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from strategiplan.diagnostics import Diagnostic, Location, Report, Severity
from strategiplan.render.report import report_lines
from strategiplan.render.terminal import cells, rendered
from strategiplan.render.visible import visible
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


# How it looks to a person.


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("title: ‸x", "title: ^"),
        ("‸title: x", "^"),
        ("title: x‸", "title: x^"),
        ("\ttitle: ‸x", " title: ^"),
        ("標題: ‸x", "標題: ^"),
        ("a\u030atitle: ‸x", "a\u030atitle: ^"),
        ("e\u200b\u202etitle: ‸x", "e⟨U+200B⟩⟨U+202E⟩title: ^"),
        ("x" * 200 + "‸y" + "z" * 200, "…" + "x" * 33 + "^"),
        ("x" * 200 + "‸y", "…" + "x" * 66 + "^"),
        ("‸y" + "z" * 200, "^"),
    ],
)
@pytest.mark.parametrize("number", [1, 99_999, 100_000])
def test_the_caret_stands_under_the_place(row: str, shown: str, number: int) -> None:
    column = row.index("‸") + 1
    found = Diagnostic("empty-text", Severity.ERROR, Location("a.yaml", number, column))
    report = Report((found,), (), {"a.yaml": "\n" * (number - 1) + row.replace("‸", "") + "\n"})
    lines = rendered(report_lines(report, "en")).split("\n")
    source, caret = lines[2], lines[3]
    if number >= 100_000 and "…" in shown:
        shown = shown.replace("x", "", 1)
    assert source.startswith(f"{number:>5} │ ")
    margin = len(f"{number:>5}") + 1
    assert caret == " " * margin + "│ " + " " * cells(shown[:-1]) + "^"
    assert visible(source)[margin + 2 :].startswith(shown[:-1])
    if "⟨" not in source:
        assert cells(source) <= 80


def test_a_place_that_is_not_in_the_text_has_no_caret() -> None:
    for place in (Location("a.yaml", 9, 1), Location("a.yaml", 2, 1), Location("b.yaml")):
        report = Report((Diagnostic("empty-file", Severity.ERROR, place),), (), {"a.yaml": "x\n\n"})
        assert "^" not in rendered(report_lines(report, "en"))


FAULTY = f"{HEAD}x: 1\nmeta: {{a: 1, a: 2}}\n"
LONG = "id: a\ntitle: Kommunens alla verksamheter ska på varje ort " + "vara nåbara " * 20 + "\n"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_lines_fit_eighty_columns(language: str, tmp_path: Path) -> None:
    plan(tmp_path, "trygg")
    write(
        tmp_path,
        {
            "plans/solstad/2024/plan.yaml": FAULTY,
            "plans/solstad/2024/goals/1-a.yaml": LONG
            + "contributes-to: [a, "
            + ", ".join(f"finns-inte-{n}" for n in range(20))
            + "]\n",
            "plans/solstad/2024/gaols/1-a.yaml": LONG,
            "strategiplan.toml": '[rules.ignore]\nplan-without-responsible = "skäl"\n',
        },
    )
    answer = ask("validate", "--info", "--lang", language, cwd=tmp_path)
    assert answer.code == 1
    lines = answer.out.splitlines()
    assert len(lines) > 80
    assert [line for line in lines if cells(line) > 80] == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"TERM": "xterm-256color"}, False),
    ],
)
def test_colour_is_for_those_who_want_it(env: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    plan(tmp_path, "trygg", budget="[")
    answer = spawn("validate", cwd=tmp_path, env=env)
    assert ("\x1b[" in answer.out) == coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", answer.out) == ask("validate", cwd=tmp_path).out
    for format in ("parsable", "json"):
        assert "\x1b[" not in spawn("validate", "--format", format, cwd=tmp_path, env=env).out


def test_a_terminal_is_written_to_in_its_width_and_colour(tmp_path: Path) -> None:
    plan(tmp_path, "trygg", budget="[")
    write(tmp_path, {"plans/solstad/2023/goals/1-trygg.yaml": LONG})
    shown = {}
    for columns in (30, 60, 200):
        leader, follower = pty.openpty()
        termios.tcsetwinsize(follower, (24, columns))
        environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")} | {
            "TERM": "xterm"
        }
        program = [sys.executable, "-m", "strategiplan", "validate"]
        with subprocess.Popen(program, cwd=tmp_path, stdout=follower, env=environment) as process:
            os.close(follower)
            shown[columns] = read_all(leader)
        assert process.returncode == 1
        assert "\x1b[1;31m" in shown[columns]
    widths = {
        c: max(cells(row) for row in re.sub(r"\x1b\[[0-9;]*m", "", s).splitlines() if " │ " not in row)
        for c, s in shown.items()
    }
    assert widths[30] <= 52 and 52 < widths[60] <= 60 and 80 < widths[200] <= 100


def read_all(leader: int) -> str:
    """What was written to a terminal, until nobody has it open any longer."""
    found = b""
    try:
        while part := os.read(leader, 4096):
            found += part
    except OSError:
        pass  # how Linux says that the other end is closed
    os.close(leader)
    return found.decode()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "iso-8859-1", "utf-8"])
def test_a_terminal_that_lacks_our_signs_is_no_fault_of_ours(encoding: str, tmp_path: Path) -> None:
    plan(tmp_path, "trygg", budget="å")
    for format, code in (("text", 1), ("json", 1), ("junit", 1)):
        answer = spawn("validate", "--format", format, cwd=tmp_path, env={"PYTHONIOENCODING": encoding})
        assert (answer.code, answer.err) == (code, "")
        if format == "json":
            assert json.loads(answer.out)["diagnostics"][0]["message"] == "filen ska bestå av nycklar med värden"
    assert spawn("validate", "2032", cwd=tmp_path, env={"PYTHONIOENCODING": encoding}).code == 2


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    plan(tmp_path, *(f"g{n}" for n in range(50)))
    for number in range(50):
        write(tmp_path, {f"plans/solstad/2023/goals/{number}-x.yaml": "".join(f"k{n}: 1\n" for n in range(90))})
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    program = [sys.executable, "-m", "strategiplan", "validate"]
    # Unbuffered, Python does not notice that a reader left in the middle of a line.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(program, cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, env=environment) as process:
        os.close(writer)
        assert os.read(reader, 24) == b"plans/solstad/2023/goals"
        os.close(reader)
        assert process.stderr is not None
        said = process.stderr.read().decode()
    assert (process.returncode, said) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "env", "toml", "word"),
    [
        ((), {}, "", "fel"),
        (("--lang", "en"), {}, "", "error"),
        ((), {"STRATEGIPLAN_LANG": "en"}, "", "error"),
        ((), {}, "language = 'en'\n", "error"),
        ((), {"STRATEGIPLAN_LANG": "sv"}, "language = 'en'\n", "fel"),
        (("--lang", "en"), {"STRATEGIPLAN_LANG": "sv"}, "language = 'sv'\n", "error"),
        ((), {"STRATEGIPLAN_LANG": "fi"}, "", "fel"),
    ],
)
def test_the_language_is_the_one_that_was_asked_for(
    arguments: tuple[str, ...], env: dict[str, str], toml: str, word: str, tmp_path: Path
) -> None:
    plan(tmp_path, "trygg", budget="[")
    write(tmp_path, {"strategiplan.toml": toml})
    assert f"  {word}: " in spawn("validate", *arguments, cwd=tmp_path, env=env).out


def test_a_wrong_question_is_answered_in_the_language_asked_for(tmp_path: Path) -> None:
    plan(tmp_path, "trygg")
    assert ask("validate", "2032", cwd=tmp_path).err == (
        "strategiplan: ingen plan ”2032” under plans; det finns solstad/2023 — menade du solstad/2023?\n"
    )
    assert ask("validate", "2032", "--lang", "en", cwd=tmp_path).err == (
        "strategiplan: no plan “2032” under plans; there are solstad/2023 — did you mean solstad/2023?\n"
    )


# What is remembered is what would be said.


def test_a_remembered_answer_is_the_same_and_goes_out_of_date(tmp_path: Path) -> None:
    plan(tmp_path, "trygg", budget="[")
    arguments = ("validate", "--format", "json")
    first = ask(*arguments, cwd=tmp_path)
    assert ask(*arguments, cwd=tmp_path) == first == ask(*arguments, "--no-cache", cwd=tmp_path)
    assert ask("validate", cwd=tmp_path) == ask("validate", "--no-cache", cwd=tmp_path)
    write(tmp_path, {"plans/solstad/2023/budget.yaml": "[["})
    assert ask(*arguments, cwd=tmp_path) == ask(*arguments, "--no-cache", cwd=tmp_path)
    write(
        tmp_path,
        {"strategiplan.toml": '[rules.severity]\nplan-without-goals = "error"\n', "plans/solstad/2022/plan.yaml": HEAD},
    )
    assert ask(*arguments, cwd=tmp_path) == ask(*arguments, "--no-cache", cwd=tmp_path)
    (tmp_path / "plans/solstad/2022/plan.yaml").unlink()
    assert ask(*arguments, cwd=tmp_path) == ask(*arguments, "--no-cache", cwd=tmp_path)
    for kept in (tmp_path / ".strategiplan").rglob("*.json"):
        kept.write_text("{")
    assert ask(*arguments, cwd=tmp_path) == ask(*arguments, "--no-cache", cwd=tmp_path)


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
