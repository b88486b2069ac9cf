"""Cases as directories, asked through the command line: `tests/cases/<command>/<name>/`.

A case holds its input (`plan/`, `plan.yaml` or `plans/`, as a workspace of its own) and what is expected:
`expected.txt` is what is written in Swedish, with the exit code last, `expected.en.txt` the same in English where it is
there, and `expected/` every file that the command leaves behind. All are compared whole. A file `args` holds the
arguments where the command's usual ones are not meant. `pytest tests/test_cases.py --update` writes them anew.
"""

import shlex
import shutil
from pathlib import Path

import pytest

from tests.running import ask

CASES = Path(__file__).parent / "cases"
NAMES = sorted(str(path.relative_to(CASES)) for path in CASES.glob("*/*") if path.is_dir())
EXPECTED = ("expected", "expected.txt", "expected.en.txt", "args")


def arguments_of(case: Path) -> list[str]:
    """What the command line is asked in a case."""
    if (case / "args").is_file():
        return shlex.split((case / "args").read_text("utf-8"))
    assert case.parent.name == "validate", f"{case.name}: only validate has usual arguments; write a file args"
    plan = next((name for name in ("plan", "plan.yaml") if (case / name).exists()), None)
    return ["validate", *([plan] if plan else []), "--format", "parsable"]


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, without what the program remembers for itself."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".strategiplan" not in path.parts
    }


def answered(case: Path, language: str, place: Path) -> tuple[str, dict[str, bytes]]:
    """What the command writes in a copy of the case, and the files that it leaves behind."""
    shutil.copytree(case, place, ignore=lambda folder, names: EXPECTED if Path(folder) == case else ())
    before = files_in(place)
    answer = ask(*arguments_of(case), "--lang", language, cwd=place)
    left = {name: content for name, content in files_in(place).items() if before.get(name) != content}
    if not left:
        assert ask(*arguments_of(case), "--lang", language, cwd=place) == answer, "asked again, it answers differently"
    return f"{answer.out}{answer.err}exit {answer.code}\n", left


ASKED = [
    (name, language)
    for name in NAMES
    for language in ("sv", "en")
    if language == "sv" or (CASES / name / "expected.en.txt").is_file()
]


@pytest.mark.parametrize(("name", "language"), [pytest.param(*case, id="-".join(case)) for case in ASKED])
def test_case(name: str, language: str, tmp_path: Path, update: bool) -> None:
    case = CASES / name
    expected = case / ("expected.txt" if language == "sv" else "expected.en.txt")
    said, left = answered(case, language, tmp_path / "here")
    if update:
        expected.write_bytes(said.encode())
        shutil.rmtree(case / "expected", ignore_errors=True)
        for path, content in left.items():
            (case / "expected" / path).parent.mkdir(parents=True, exist_ok=True)
            (case / "expected" / path).write_bytes(content)
    assert said == expected.read_bytes().decode()
    assert left == files_in(case / "expected")


def test_there_are_cases() -> None:
    assert len(NAMES) > 50
