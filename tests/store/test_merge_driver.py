"""Real git, with the driver installed: branches of plans merged, rebased and unstashed."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from tests.running import ask

from strategiplan.model import Plan, flatten
from strategiplan.store.files import from_folder
from strategiplan.store.git_setup import install, scope_of
from strategiplan.store.loading import Surroundings, load

HEAD = "title: Plan\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: draft\n"
AREA = "id: {id}\ntitle: Område {id}\n"
GOAL = """\
# Målet om trygghet
id: trygg
title: En trygg kommun
description: |
  Staden växer. Skolan är bra.
  Alla mår bra.
sdg: [5]
indicators:
  # Frågan ställs vartannat år
  - id: nojda
    name: Nöjda invånare
    targets:
      2023: {min: 80}
"""
GOALS = "plans/solstad/2023/areas/{area}/10-trygg.yaml"
HERE, THERE = GOALS.format(area="10-leva"), GOALS.format(area="20-lara")
Files = Mapping[str, str | None]


class Repository:
    """A repository with a plan in it, where git finds the program that is tested."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self.root, self.environment = root, environment

    def git(self, *arguments: str, code: int | None = 0) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=dict(self.environment), capture_output=True, text=True, check=False,
            timeout=60,
        )  # fmt: skip
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def write(self, files: Files) -> None:
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def commit(self, files: Files, message: str) -> None:
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def plan(self) -> Plan:
        found = load(from_folder(self.root / "plans/solstad/2023", "2023"), "2023", Surroundings())
        assert found.plan is not None, found.report
        return found.plan


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    home, programs, root = tmp_path / "home", tmp_path / "bin", tmp_path / "förråd"
    for folder in (home, programs, root):
        folder.mkdir()
    program = programs / "strategiplan"
    source = Path(__file__).parents[2] / "src"
    run = f"import sys; sys.path.insert(0, {os.fspath(source)!r}); from strategiplan.cli import main; main()"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{run}" "$@"\n')
    program.chmod(0o755)
    (home / ".gitconfig").write_text(
        "[user]\n\tname = A\n\temail = a@example.org\n[init]\n\tdefaultBranch = main\n[core]\n\tquotePath = false\n"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "STRATEGIPLAN_"))}
    environment |= {"HOME": str(home), "PATH": f"{programs}{os.pathsep}{environment['PATH']}"}
    environment.pop("XDG_CONFIG_HOME", None)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    made = Repository(root, environment)
    made.git("init", "-q")
    (root / "plans/solstad").mkdir(parents=True)
    install(scope_of(root, "plans"))
    made.commit(
        {
            "plans/solstad/2023/plan.yaml": HEAD,
            "plans/solstad/2023/areas/10-leva/area.yaml": AREA.format(id="leva"),
            "plans/solstad/2023/areas/20-lara/area.yaml": AREA.format(id="lara"),
            HERE: GOAL,
        },
        "Planen",
    )
    return made


def by_merge(repository: Repository, ours: Files, theirs: Files) -> int:
    repository.git("checkout", "-q", "-b", "deras")
    repository.commit(theirs, "Deras")
    repository.git("checkout", "-q", "main")
    repository.commit(ours, "Våra")
    return _code(repository, "merge", "-q", "--no-edit", "deras")


def by_rebase(repository: Repository, ours: Files, theirs: Files) -> int:
    repository.git("checkout", "-q", "-b", "deras")
    repository.commit(theirs, "Deras")
    repository.git("checkout", "-q", "main")
    repository.commit(ours, "Våra")
    repository.git("checkout", "-q", "deras")
    return _code(repository, "rebase", "main")


def by_stash(repository: Repository, ours: Files, theirs: Files) -> int:
    repository.write(theirs)
    repository.git("add", "-A")
    repository.git("stash", "-q")
    repository.commit(ours, "Våra")
    return _code(repository, "stash", "pop")


def _code(repository: Repository, *arguments: str) -> int:
    done = subprocess.run(
        ["git", *arguments], cwd=repository.root, env=dict(repository.environment), capture_output=True, check=False,
        timeout=60,
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode()
    assert "Traceback" not in said, said
    return done.returncode


Way = Callable[[Repository, Files, Files], int]
WAYS = pytest.mark.parametrize("way", [by_merge, by_rebase, by_stash])


def indicator(id_: str, comment: str) -> str:
    return f"  {comment}\n  - id: {id_}\n    name: Mått {id_}\n"


def no_markers(repository: Repository) -> None:
    for path in (repository.root / "plans").rglob("*"):
        assert not path.is_file() or "<<<<<<<" not in path.read_text("utf-8")


@WAYS
def test_a_moved_goal_keeps_an_edit_of_its_text(repository: Repository, way: Way) -> None:
    edited = GOAL.replace("Skolan är bra.", "Skolan är mycket bra.")
    assert way(repository, {HERE: None, THERE: GOAL}, {HERE: edited}) == 0
    assert repository.read(THERE) == edited
    assert [[g.id for g in area.goals] for area in repository.plan().areas] == [[], ["trygg"]]


@WAYS
def test_different_sentences_of_one_paragraph(repository: Repository, way: Way) -> None:
    ours = GOAL.replace("Staden växer.", "Staden växer fort.")
    theirs = GOAL.replace("Skolan är bra.", "Skolan är mycket bra.").replace("vartannat", "varje")
    assert way(repository, {HERE: ours}, {HERE: theirs}) == 0
    assert flatten(repository.plan()).nodes["trygg"].fields["description"] == \
        "Staden växer fort. Skolan är mycket bra. Alla mår bra."  # fmt: skip
    assert "# Frågan ställs varje år" in repository.read(HERE) and "# Målet om trygghet" in repository.read(HERE)


@WAYS
def test_each_appends_an_indicator(repository: Repository, way: Way) -> None:
    ours, theirs = GOAL + indicator("a", "# vårt"), GOAL + indicator("b", "# deras")
    assert way(repository, {HERE: ours}, {HERE: theirs}) == 0
    assert repository.read(HERE) == GOAL + indicator("a", "# vårt") + indicator("b", "# deras")
    (goal,) = repository.plan().areas[0].goals
    assert [i.id for i in goal.indicators] == ["nojda", "a", "b"]


@WAYS
def test_an_indicator_retired_by_one_and_edited_by_the_other(repository: Repository, way: Way) -> None:
    retired = GOAL[: GOAL.index("indicators:")] + "indicators-pending: {note: Nya mått kommer.}\n"
    edited = GOAL.replace("Nöjda invånare", "Nöjda och trygga invånare")
    assert way(repository, {HERE: retired}, {HERE: edited}) != 0
    no_markers(repository)
    (goal,) = repository.plan().areas[0].goals
    assert [i.name for i in goal.indicators] == ["Nöjda invånare"]
    assert goal.indicators_pending is not None
    (one,) = yaml.safe_load(repository.read(f"{HERE}.conflict"))["conflicts"]
    assert (one["at"], one["why"]) == ("nojda", "removed-edited")
    both = [side["change"] for side in (*one["ours"], *one["theirs"])]
    assert sorted(both) == ["nojda.name:set", "nojda:remove"]
    assert "Nöjda och trygga invånare" in repository.read(f"{HERE}.conflict")


def test_a_goal_retired_by_one_and_edited_by_the_other(repository: Repository) -> None:
    """Whether a file is to be there at all is git's own question: it stops, and keeps the edited file."""
    edited = GOAL.replace("En trygg kommun", "En trygg stad")
    assert by_merge(repository, {HERE: None}, {HERE: edited}) != 0
    assert repository.read(HERE) == edited
    assert "DU" in repository.git("status", "--short")


@WAYS
def test_one_value_in_two_ways(repository: Repository, way: Way) -> None:
    ours, theirs = (GOAL.replace("min: 80", f"min: {value}") for value in (85, 90))
    theirs = theirs.replace("Skolan är bra.", "Skolan är mycket bra.")
    assert way(repository, {HERE: ours}, {HERE: theirs}) != 0
    no_markers(repository)
    (goal,) = repository.plan().areas[0].goals
    assert goal.description == "Staden växer. Skolan är mycket bra. Alla mår bra."
    assert goal.indicators[0].targets[2023].min == 80
    assert [line for line in repository.read(HERE).splitlines() if "#" in line] == [
        "# Målet om trygghet", "  # Frågan ställs vartannat år",
    ]  # fmt: skip
    sidecar = f"{HERE}.conflict"
    (one,) = yaml.safe_load(repository.read(sidecar))["conflicts"]
    assert one["at"] == "nojda.targets.2023" and one["base"] == {"min": 80}
    assert {side["value"]["min"] for side in (*one["ours"], *one["theirs"])} == {85, 90}
    answer = ask("validate", "--format", "parsable", cwd=repository.root)
    assert answer.code == 1 and f"{sidecar}:" in answer.out and "unresolved-conflict" in answer.out
    # Somebody decides, and removes the file.
    path = repository.root / HERE
    path.write_text(path.read_text("utf-8").replace("min: 80", "min: 88"), "utf-8")
    (repository.root / sidecar).unlink()
    repository.git("add", "-A")
    if way is by_rebase:
        repository.git("-c", "core.editor=true", "rebase", "--continue")
    else:
        repository.git("commit", "-q", "-m", "Avgjort")
    assert repository.git("status", "--porcelain") == ""
    assert ask("validate", cwd=repository.root).code == 0
    assert "min: 88" in repository.read(HERE)


def test_notes_of_a_revision(repository: Repository) -> None:
    name = "plans/solstad/2023/revision.yaml"
    start = 'base: "2022"\nnotes:\n  - at: trygg\n    motivation: Därför.\n'
    repository.commit({name: start}, "Noter")
    ours = start + "  # vår\n  - {at: leva, motivation: Av skäl.}\n"
    added = "  # deras\n  - {at: lara, motivation: Av andra skäl.}\n"
    theirs = start.replace("Därför.", "Därför att det behövs.") + added
    assert by_merge(repository, {name: ours}, {name: theirs}) == 0
    text = repository.read(name)
    assert "# vår\n" in text and "# deras\n" in text
    assert [(n["at"], n["motivation"]) for n in yaml.safe_load(text)["notes"]] == [
        ("trygg", "Därför att det behövs."), ("lara", "Av andra skäl."), ("leva", "Av skäl."),
    ]  # fmt: skip


def test_a_version_that_cannot_be_read(repository: Repository) -> None:
    ours = GOAL.replace("En trygg kommun", "En trygg stad")
    assert by_merge(repository, {HERE: ours}, {HERE: GOAL.replace("title: En", "title: [En")}) != 0
    no_markers(repository)
    assert repository.read(HERE) == ours
    assert repository.git("status", "--short") == f"UU {HERE}\n"


def test_two_new_files_of_one_name(repository: Repository) -> None:
    new = "plans/solstad/2023/areas/10-leva/20-ny.yaml"
    ours, theirs = "id: ny\ntitle: Vårt nya mål\n", "id: ny\ntitle: Deras nya mål\n"
    assert by_merge(repository, {new: ours}, {new: theirs}) != 0
    assert repository.read(new) == ours
    (one,) = yaml.safe_load(repository.read(f"{new}.conflict"))["conflicts"]
    assert one["theirs"][0]["value"]["title"] == "Deras nya mål"


def test_several_bases_leave_no_file_behind(repository: Repository) -> None:
    """Two branches that have merged each other: git merges their bases first, and nobody is to hear of it."""
    one, other = (GOAL.replace("min: 80", f"min: {value}") for value in (85, 90))
    repository.git("checkout", "-q", "-b", "deras")
    repository.commit({HERE: other}, "Deras")
    repository.git("checkout", "-q", "main")
    repository.commit({HERE: one}, "Våra")
    made = [
        repository.git("commit-tree", "main^{tree}", "-p", first, "-p", second, "-m", "Förenat").strip()
        for first, second in (("main", "deras"), ("deras", "main"))
    ]
    repository.git("checkout", "-q", "-b", "a", made[0])
    repository.commit({HERE: one.replace("En trygg kommun", "En trygg stad")}, "A")
    repository.git("checkout", "-q", "-b", "b", made[1])
    repository.commit({HERE: one.replace("Alla mår bra.", "Alla mår mycket bra.")}, "B")
    assert len(repository.git("merge-base", "--all", "a", "b").split()) == 2
    repository.git("merge", "-q", "--no-edit", "a")
    both = one.replace("En trygg kommun", "En trygg stad").replace("Alla mår bra.", "Alla mår mycket bra.")
    assert repository.read(HERE) == both
    assert not list(repository.root.rglob("*.conflict"))
