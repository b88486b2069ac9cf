"""LibreOffice opens the files, and is a third reader that accepts and rejects, paragraph signs and all.

Where LibreOffice is not installed, or its Python bindings are not, the tests are skipped and say so.
"""

import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.render_docx.comparing import PROPOSAL, compared
from tests.render_docx.test_views import VIEWS, file

SOFFICE = shutil.which("soffice")
REVISIONS = (PROPOSAL, ("karlstad/2023", "karlstad/2024"), ("vaggeryd/2024", "vaggeryd/2025"))
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here (Debian: libreoffice-writer)")


def office(profile: Path, *arguments: str) -> list[str]:
    """The command that starts LibreOffice without a window and without the settings of whoever runs the tests."""
    assert SOFFICE is not None
    return [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *arguments]


def bound_python() -> str | None:
    """A Python that has LibreOffice's bindings."""
    for python in (sys.executable, "/usr/bin/python3"):
        if Path(python).exists() and not subprocess.run([python, "-c", "import uno"], capture_output=True).returncode:
            return python
    return None


@pytest.fixture(scope="module")
def python() -> str:
    """A Python that has LibreOffice's bindings."""
    found = bound_python()
    if found is None:
        pytest.skip("no Python here has LibreOffice's bindings (Debian: python3-uno)")
    return found


@pytest.fixture(scope="module")
def pipe(python: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a pipe on which LibreOffice listens; without bindings there is nobody to talk to it."""
    name = f"strategiplan{uuid.uuid4().hex}"
    profile = tmp_path_factory.mktemp("listening")
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(office(profile, f"--accept=pipe,name={name};urp"), stdout=quiet, stderr=quiet)
    yield name
    subprocess.run(office(profile, "--unaccept=all"), stdout=quiet, stderr=quiet, timeout=60)
    running.terminate()
    running.wait(60)


@pytest.mark.parametrize("names", REVISIONS, ids="→".join)
def test_both_plans_are_in_the_file(pipe: str, python: str, names: tuple[str, str], tmp_path: Path) -> None:
    found = compared(*names)
    source = tmp_path / "revision.docx"
    source.write_bytes(found.tracked())
    targets = {how: tmp_path / f"{how}.json" for how in ("accept", "reject")}
    asked = [part for how, target in targets.items() for part in (str(source), how, str(target))]
    script = str(Path(__file__).with_name("office_resolve.py"))
    subprocess.run([python, script, pipe, *asked], check=True, timeout=180)
    for how, target in targets.items():
        # Not even an empty paragraph is left over, as one would be if its own sign were not tracked.
        assert json.loads(target.read_text("utf-8")) == found.text(how)


def test_the_files_become_pdf(tmp_path: Path) -> None:
    """Every kind of file at once: LibreOffice takes longer to start than to convert."""
    found = compared(*PROPOSAL)
    files = {"tracked": found.tracked(), "coloured": found.coloured(), **{name: file(name) for name in VIEWS}}
    paths = [tmp_path / f"{name}.docx" for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    command = office(tmp_path / "profile", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, paths))
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for path in paths:
        made = path.with_suffix(".pdf").read_bytes()
        assert made.startswith(b"%PDF") and len(made) > 20_000, path.name
