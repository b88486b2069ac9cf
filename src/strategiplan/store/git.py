"""Old revisions from git objects, in memory: nothing is ever checked out."""

import io
import os
import subprocess
import tarfile
from pathlib import Path

from strategiplan.diagnostics import UserError
from strategiplan.store import limits
from strategiplan.store.files import STRANGE, FileSet
from strategiplan.store.names import CONFLICT, label_of, natural


def clean_environment() -> dict[str, str]:
    """The environment without what git says of itself.

    Inside a hook git sets GIT_DIR and its kin; they would point every question at the wrong repository.
    """
    return {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {"LC_ALL": "C"}


def git(folder: Path, *arguments: str) -> bytes:
    """The output of a git command. Raises UserError when git is missing or says no."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, env=clean_environment(), capture_output=True, check=False, timeout=60,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise UserError("git-missing") from None
    except subprocess.TimeoutExpired:
        raise UserError("git-refused", reason="timeout") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UserError("git-refused", reason=lines[-1] if lines else f"exit {done.returncode}")
    return done.stdout


def top_level(folder: Path) -> Path:
    """The top of the work tree around a folder. Raises UserError when there is none."""
    try:
        return Path(git(folder, "rev-parse", "--show-toplevel").decode().strip())
    except UserError as error:
        raise (error if error.code == "git-missing" else UserError("not-in-git", folder=label_of(folder))) from None


def commit_of(folder: Path, revision: str) -> str:
    """The commit that a revision names. Raises UserError when it names none."""
    if revision.startswith("-"):
        raise UserError("unknown-git-revision", revision=revision)
    try:
        return git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") \
            .decode().strip()
    except UserError as error:
        if error.code == "git-refused":
            top_level(folder)
            raise UserError("unknown-git-revision", revision=revision) from None
        raise


def commits_of(folder: Path, path: str, most: int = 50) -> list[str]:
    """The last commits that changed a path, newest first. `path` is relative to `folder`.

    Raises UserError when git is missing, or the folder lies in no repository.
    """
    return git(folder, "log", f"--max-count={most}", "--format=%H", "--", path).decode().split()


def tree_at(folder: Path, revision: str, path: str, label: str) -> FileSet | None:
    """The YAML files at a path of a revision; None when nothing is there. `path` is relative to `folder`."""
    commit = commit_of(folder, revision)
    top = top_level(folder)
    inside = (folder.resolve() / path).relative_to(top.resolve()).as_posix()
    kind = _kind(top, f"{commit}:{inside}")
    if kind is None:
        return None
    found = FileSet(label, single=kind == "blob")
    archive = git(top, "archive", "--format=tar", commit, "--", inside)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        _take(found, tar, inside if kind == "tree" else inside.rpartition("/")[0])
    found.files = dict(sorted(found.files.items(), key=lambda item: [natural(p) for p in item[0].split("/")]))
    return found


def _take(found: FileSet, tar: tarfile.TarFile, inside: str) -> None:
    """Read what an archive holds of a plan, within the same bounds as from a folder."""
    total = 0
    for member in tar:
        name = member.name.removeprefix(f"{inside}/")
        if any(part.startswith(".") for part in name.split("/")):
            continue
        if STRANGE.search(name):
            found.refuse("bad-file-name", STRANGE.sub("?", name))
        elif member.issym():
            found.refuse("symlink", name)
        elif name.count("/") > limits.FOLDER_DEPTH:
            found.refuse("too-many-folders", name, limit=limits.FOLDER_DEPTH)
        elif member.isfile() and name.endswith(CONFLICT) and member.size <= limits.FILE_BYTES:
            handle = tar.extractfile(member)
            found.conflicts[name] = handle.read() if handle is not None else b""
        elif member.isfile() and name.endswith((".yaml", ".yml")):
            total += member.size
            handle = tar.extractfile(member)
            if handle is not None:
                found.files[name] = handle.read(limits.FILE_BYTES + 1)
            if total > limits.PLAN_BYTES or len(found.files) > limits.PLAN_FILES:
                found.refuse("plan-too-large", name, limit=limits.PLAN_BYTES, files=limits.PLAN_FILES)
                found.files.clear()
                return


def _kind(top: Path, name: str) -> str | None:
    try:
        return git(top, "cat-file", "-t", name).decode().strip()
    except UserError:
        return None
