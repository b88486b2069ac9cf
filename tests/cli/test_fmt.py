"""`fmt` writes what lies together as one step, and numbers files anew when asked; what was torn is mended first."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from strategiplan.store.locking import locked
from strategiplan.store.workspace import Workspace
from strategiplan.store.writing import JOURNAL
from tests.running import ask

ROOT = Path(__file__).parents[2]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "plans" / "karlstad" / "2023", tmp_path / "plans" / "karlstad" / "2023")
    (tmp_path / "strategiplan.toml").write_text('default = "karlstad"\n')
    return tmp_path


def names(workspace: Path) -> list[str]:
    plan = workspace / "plans" / "karlstad" / "2023"
    return sorted(path.relative_to(plan).as_posix() for path in plan.rglob("*.yaml"))


def test_numbers_become_tens_in_one_step(workspace: Path) -> None:
    area = workspace / "plans" / "karlstad" / "2023" / "areas" / "1-en-kommun-for-alla"
    goal = area / "2-bra-bostader.yaml"
    goal.write_text("# om bostäder\n" + goal.read_text("utf-8").replace("title: ", "title:   "), "utf-8")
    before, old = names(workspace), Workspace(workspace).load("2023").plan
    would = ask("fmt", "2023", "--renumber", "--check", cwd=workspace)
    assert would.code == 1 and names(workspace) == before
    assert "1-en-kommun-for-alla/2-bra-bostader.yaml → plans/karlstad/2023/areas/10-en-kommun-for-alla/20-" in would.out
    assert would.err == "1 fil skulle läggas om.\n24 filer skulle få andra nummer.\n"
    done = ask("fmt", "2023", "--renumber", cwd=workspace)
    assert (done.code, done.out) == (0, would.out)
    assert done.err == "1 fil lades om.\n24 filer har fått andra nummer.\n"
    assert Workspace(workspace).load("2023").plan == old
    assert not area.exists()
    moved = area.with_name("10-en-kommun-for-alla") / "20-bra-bostader.yaml"
    assert moved.read_text("utf-8").startswith("# om bostäder\nid: bra-bostader\ntitle: ")
    again = ask("fmt", "--renumber", "--check", cwd=workspace)
    assert (again.code, again.out) == (0, "")


def test_a_link_is_refused_and_nothing_is_renamed(workspace: Path) -> None:
    area = workspace / "plans" / "karlstad" / "2023" / "areas" / "1-en-kommun-for-alla"
    (area / "9-lank.yaml").symlink_to(area / "area.yaml")
    before = names(workspace)
    answer = ask("fmt", "2023", "--renumber", cwd=workspace)
    assert answer.code == 2 and "länkar får inte finnas" in answer.err
    assert names(workspace) == before


def test_all_files_are_laid_out_or_none(workspace: Path) -> None:
    plan = workspace / "plans" / "karlstad" / "2023"
    for path in (plan / "plan.yaml", plan / "revision.yaml"):
        path.write_bytes(b"# x\n\n" + path.read_bytes().replace(b": ", b":  "))
    before = {path: path.read_bytes() for path in plan.rglob("*.yaml")}
    with locked(workspace / "plans" / "karlstad"):
        answer = ask("fmt", cwd=workspace)
    assert answer.code == 2 and answer.out == ""
    assert {path: path.read_bytes() for path in plan.rglob("*.yaml")} == before
    answer = ask("fmt", cwd=workspace)
    assert (answer.code, answer.err) == (0, "2 filer lades om.\n")


def torn(workspace: Path) -> Path:
    """A step that was decided and cut off: one of two files is new already."""
    folder = workspace / "plans" / "karlstad"
    table = {}
    (folder / JOURNAL).mkdir()
    for n, name in enumerate(("2023/plan.yaml", "2023/revision.yaml")):
        old = (folder / name).read_bytes()
        new = old + b"# ny\n"
        sums = {"old": hashlib.sha256(old).hexdigest(), "new": hashlib.sha256(new).hexdigest()}
        table[name] = {**sums, "staged": f"{n}.new"}
        (folder / name if n == 0 else folder / JOURNAL / f"{n}.new").write_bytes(new)
    (folder / JOURNAL / "table.json").write_text(json.dumps({"version": 1, "files": table}))
    return folder


@pytest.mark.parametrize("command", [("validate", "2023"), ("render", "2023", "-o", "-"), ("fmt", "--check")])
def test_what_only_reads_finishes_an_interrupted_step_and_says_so(workspace: Path, command: tuple[str, ...]) -> None:
    folder = torn(workspace)
    answer = ask(*command, cwd=workspace)
    assert "En skrivning som hade avbrutits är slutförd: plans/karlstad." in answer.err
    assert (folder / "2023" / "revision.yaml").read_bytes().endswith(b"# ny\n")
    assert not (folder / JOURNAL).exists()
    assert "avbrutits" not in ask(*command, cwd=workspace).err


def test_a_plan_elsewhere_is_mended_too(workspace: Path, tmp_path: Path) -> None:
    folder = torn(workspace)
    shutil.move(folder, tmp_path / "annat")
    ask("validate", str(tmp_path / "annat" / "2023"), cwd=workspace)
    assert (tmp_path / "annat" / "2023" / "revision.yaml").read_bytes().endswith(b"# ny\n")


def test_what_cannot_be_finished_is_said_and_nothing_is_shown(workspace: Path) -> None:
    folder = torn(workspace)
    (folder / "2023" / "revision.yaml").write_text("kind: main\n")
    answer = ask("validate", "2023", cwd=workspace)
    assert answer.code == 2 and "har ändrats för hand" in answer.err and answer.out == ""


def test_who_is_still_writing_is_waited_for_and_named(workspace: Path) -> None:
    folder = torn(workspace)
    with locked(folder):
        answer = ask("validate", "2023", cwd=workspace)
    assert answer.code == 2 and "plans/karlstad" in answer.err
    assert (folder / JOURNAL).exists()


def test_a_step_that_was_never_decided_is_no_hindrance(workspace: Path) -> None:
    folder = torn(workspace)
    (folder / JOURNAL / "table.json").unlink()
    assert "avbrutits" not in ask("validate", "2023", cwd=workspace).err
