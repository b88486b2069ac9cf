"""Setting git up and taking it away again, in real repositories."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategiplan.diagnostics import UserError
from strategiplan.store.git_setup import _MADE, _restored, _write, install, scope_of, status, uninstall


def git(folder: Path, *arguments: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own, with a home of its own and somebody else's git variables around it."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    root = tmp_path / "repository"
    (root / "plans" / "exempelkommun" / "2023").mkdir(parents=True)
    git(root, "init", "-q")
    # As inside a hook: whatever these say is about another repository.
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere" / "index"))
    return root


def config(root: Path) -> bytes:
    return (root / ".git" / "config").read_bytes()


@pytest.mark.parametrize("before", [
    None, b"", b"*.png binary\n", b"*.png binary", b"# kommentar\r\n*.yaml text eol=lf\r\n", b"*.yaml text\r\n*.x text",
    b"\n\n", b"*.yaml diff=other\n", b"\xff\xfe latin\n", b"# strategiplan: end\n",
])
def test_uninstall_restores_every_byte(repository: Path, before: bytes | None) -> None:
    path = repository / ".gitattributes"
    if before is not None:
        path.write_bytes(before)
    configured = config(repository)
    scope = scope_of(repository, "plans")
    assert not status(scope).is_installed
    done = install(scope)
    assert done.is_installed and done.is_ours
    assert (before or b"") in path.read_bytes()
    once = path.read_bytes(), config(repository)
    assert install(scope) == done
    assert (path.read_bytes(), config(repository)) == once
    assert git(repository, "config", "--get", "diff.strategiplan.textconv") == "strategiplan textconv\n"
    assert git(repository, "config", "--get", "merge.strategiplan.driver") == "strategiplan merge-driver %O %A %B %P\n"
    assert git(repository, "check-attr", "merge", "--", "plans/p.yaml") == "plans/p.yaml: merge: strategiplan\n"
    said = git(repository, "check-attr", "diff", "--", "plans/a/2023/areas/1-a/1-b.yaml", "plans/p.yaml", "x.yaml")
    other = "other" if before and b"diff=other" in before else "unspecified"
    assert said.splitlines() == [
        "plans/a/2023/areas/1-a/1-b.yaml: diff: strategiplan", "plans/p.yaml: diff: strategiplan",
        f"x.yaml: diff: {other}",
    ]
    assert not uninstall(scope).is_installed
    assert (path.read_bytes() if path.exists() else None) == before
    assert config(repository) == configured
    assert not uninstall(scope).is_installed


def test_lines_that_somebody_adds_afterwards_stay(repository: Path) -> None:
    scope, path = scope_of(repository, "plans"), repository / ".gitattributes"
    install(scope)
    path.write_bytes(path.read_bytes() + b"*.png binary\n")
    uninstall(scope)
    assert path.read_bytes() == b"*.png binary\n"


def test_what_somebody_has_set_is_left(repository: Path) -> None:
    git(repository, "config", "diff.strategiplan.textconv", "python -m strategiplan textconv")
    git(repository, "config", "merge.strategiplan.name", "planer")
    git(repository, "config", "merge.strategiplan.driver", "python -m strategiplan merge-driver %O %A %B %P")
    git(repository, "config", "merge.strategiplan.recursive", "text")
    (repository / ".gitattributes").write_text("plans/**/*.yaml text diff=strategiplan merge=strategiplan\n")
    before = config(repository), (repository / ".gitattributes").read_bytes()
    scope = scope_of(repository, "plans")
    done = install(scope)
    assert done.is_installed and not done.is_ours
    assert sorted(done.others) == [
        "diff.strategiplan.textconv", "merge.strategiplan.driver", "merge.strategiplan.name",
        "merge.strategiplan.recursive",
    ]  # fmt: skip
    uninstall(scope)
    assert (config(repository), (repository / ".gitattributes").read_bytes()) == before


def test_an_older_block_of_ours_is_brought_up_to_date(repository: Path) -> None:
    """As `git --install` left it when it only spoke of showing plans."""
    git(repository, "config", "diff.strategiplan.textconv", "strategiplan textconv")
    path = repository / ".gitattributes"
    _write(path, "*.png binary\n", "plans/**/*.yaml diff=strategiplan", False)
    scope = scope_of(repository, "plans")
    found = status(scope)
    assert found.is_ours and not found.is_installed
    assert install(scope).is_installed
    assert path.read_text().count("plans/**/*.yaml diff=strategiplan merge=strategiplan\n") == 1
    assert path.read_text().count("diff=strategiplan") == 1
    once = path.read_bytes(), config(repository)
    install(scope)
    assert (path.read_bytes(), config(repository)) == once
    uninstall(scope)
    assert path.read_bytes() == b"*.png binary\n"
    assert "strategiplan" not in config(repository).decode()


def test_our_lines_follow_the_plans_to_another_folder(repository: Path) -> None:
    install(scope_of(repository, "plans"))
    scope = scope_of(repository, "planer")
    assert not status(scope).is_installed
    install(scope)
    assert (repository / ".gitattributes").read_text().count("diff=strategiplan") == 1
    uninstall(scope)
    assert not (repository / ".gitattributes").exists()


@pytest.mark.parametrize("folder", ["våra planer", "[plans]", "a*b", "#p", "!p", 'p"q', ".", "a/b", "./plans/"])
def test_folders_with_odd_names(repository: Path, folder: str) -> None:
    (repository / folder / "x").mkdir(parents=True, exist_ok=True)
    scope = scope_of(repository, folder)
    assert install(scope).is_installed
    inside = os.path.normpath(f"{folder}/x/plan.yaml")
    said = git(repository, "check-attr", "-z", "diff", "--", inside).split("\0")
    assert said[2] == "strategiplan"
    assert git(repository, "check-attr", "-z", "diff", "--", "annat/x.yaml").split("\0")[2] == (
        "strategiplan" if folder == "." else "unspecified"
    )
    uninstall(scope)
    assert not (repository / ".gitattributes").exists()


def test_in_a_folder_of_a_repository(repository: Path) -> None:
    inner = repository / "kommun"
    inner.mkdir()
    install(scope_of(inner, "plans"))
    assert git(repository, "check-attr", "diff", "--", "kommun/plans/a.yaml", "plans/a.yaml").splitlines() == [
        "kommun/plans/a.yaml: diff: strategiplan", "plans/a.yaml: diff: unspecified",
    ]


@pytest.mark.parametrize("where", ["default", "xdg", "config"])
def test_global(repository: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    home = Path(os.environ["HOME"])
    path = home / ".config" / "git" / "attributes"
    if where == "xdg":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "xdg"))
        path = home / "xdg" / "git" / "attributes"
    elif where == "config":
        git(repository, "config", "--global", "core.attributesFile", "~/mine")
        path = home / "mine"
        path.write_bytes(b"*.png binary")
    scope = scope_of(repository, "plans", is_global=True)
    assert scope.attributes == path
    assert install(scope).is_installed
    assert git(repository, "check-attr", "diff", "--", "plans/a.yaml") == "plans/a.yaml: diff: strategiplan\n"
    assert "strategiplan" not in config(repository).decode()
    assert not (repository / ".gitattributes").exists()
    uninstall(scope)
    assert (path.read_bytes() if path.exists() else None) == (b"*.png binary" if where == "config" else None)


def test_outside_a_repository(tmp_path: Path) -> None:
    with pytest.raises(UserError) as said:
        scope_of(tmp_path, "plans")
    assert said.value.code == "no-repository"
    assert scope_of(tmp_path, "plans", is_global=True).is_global


@pytest.mark.parametrize("folder", ["../plans", "/plans", "a/../../b"])
def test_plans_outside_the_workspace(repository: Path, folder: str) -> None:
    with pytest.raises(UserError) as said:
        scope_of(repository, folder)
    assert said.value.code == "plans-outside-git"


def test_a_link_is_not_written_through(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("*.png binary\n")
    (repository / ".gitattributes").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError):
        install(scope_of(repository, "plans"))
    assert (tmp_path / "elsewhere").read_text() == "*.png binary\n"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["*.png binary", "# x", "", "*.yaml diff=a", "\r"])).map("\n".join), st.booleans())
def test_restored_law(tmp_path_factory: pytest.TempPathFactory, text: str, is_made: bool) -> None:
    path = tmp_path_factory.mktemp("law") / ".gitattributes"
    _write(path, text, "plans/**/*.yaml diff=strategiplan", is_made)
    written = path.read_bytes().decode()
    kept, was_made = _restored(written)
    assert kept == text
    assert was_made == (_MADE in written)
