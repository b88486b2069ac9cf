"""One file merged for git: the semantics of the model, in the words and the layout of our own version.

Git's own merge of lines is asked first. Where it is clean and says the same as ours, it is taken: it keeps everything
that either side wrote, comments and all. Else our version is edited. There are never markers in a file.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from strategiplan.store.data_edit import brought_to, with_comments
from strategiplan.store.edit import PlanFile
from strategiplan.store.file_merge import FileMerge, Versions, merge_file
from strategiplan.store.forms import form_of
from strategiplan.store.git import clean_environment
from strategiplan.store.layout import same_data
from strategiplan.store.yaml_reader import Problem, read


class CannotRead(Exception):
    """One of the versions is not YAML that a plan may be written in: `which` of them, and what is wrong with it."""

    def __init__(self, which: str, problem: Problem | None) -> None:
        super().__init__(which)
        self.which = which
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Contents:
    """The bytes of the three versions."""

    base: bytes
    ours: bytes
    theirs: bytes


def merge_contents(kind: str, contents: Contents) -> tuple[bytes, FileMerge]:
    """The merged file, and what could not be merged in it. Raises CannotRead."""
    form = form_of(kind)
    base = _data("base", contents.base) if contents.base.strip() else None
    versions = Versions(base, _data("ours", contents.ours), _data("theirs", contents.theirs))
    merged = merge_file(kind, versions)
    if merged.data is None:
        return contents.ours, merged
    base_said, ours_said, theirs_said = (
        PlanFile(content, kind).comments() for content in (contents.base, contents.ours, contents.theirs)
    )
    if same_data(merged.data, versions.ours, form) and not theirs_said - base_said:
        return contents.ours, merged
    for text in _textual(contents):
        found = read(text)
        if not found.problems and same_data(found.data, merged.data, form):
            return text, merged
    made = brought_to(PlanFile(contents.ours, kind), merged.data)
    # One that both have written is one; one whose thing is gone, or that only theirs has, goes to the end.
    added = (ours_said - base_said) | (theirs_said - base_said)
    return with_comments(made, made.comments() | added).content, merged


def _data(which: str, content: bytes) -> object:
    parsed = read(content)
    problems = [problem for problem in parsed.problems if problem.code != "byte-order-mark"]
    if problems or not isinstance(parsed.data, dict):
        raise CannotRead(which, problems[0] if problems else None)
    return parsed.data


def _textual(contents: Contents) -> Iterator[bytes]:
    """What git makes of the lines: plainly, and with the lines of both where they meet, in either order."""
    with tempfile.TemporaryDirectory(prefix="strategiplan-") as folder:
        names = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, content in zip(names, (contents.ours, contents.base, contents.theirs), strict=True):
            path.write_bytes(content)
        ours, base, theirs = map(str, names)
        for arguments in ((ours, base, theirs), ("--union", ours, base, theirs), ("--union", theirs, base, ours)):
            try:
                done = subprocess.run(
                    ["git", "merge-file", "-p", *arguments], cwd=folder, env=clean_environment(), capture_output=True,
                    check=False, timeout=60, stdin=subprocess.DEVNULL,
                )  # fmt: skip
            except (FileNotFoundError, subprocess.TimeoutExpired):
                return
            if done.returncode == 0:
                yield done.stdout
