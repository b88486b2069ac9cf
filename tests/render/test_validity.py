"""The pages by the rules of HTML, as the Nu Html Checker reads them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.render.test_browser import PAGES

JAR = Path(sys.prefix) / "vnu/node_modules/vnu-jar/build/dist/vnu.jar"
# Properties of drawings, which are in the standard and which every browser knows; the checker's list is older.
UNKNOWN_TO_IT = ("vector-effect", "paint-order")


def checker() -> list[str]:
    """How the checker is started. Where there is none the test is skipped, except in CI, where that is a failure."""
    java = shutil.which("java")
    if java and JAR.is_file():
        return [java, "-Xss4m", "-jar", str(JAR)]
    why = f"pages are not checked as HTML: there is no {'java' if java is None else JAR}; make validator installs it"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def complaints(folder: Path) -> list[str]:
    """What the checker says of every page in a folder, with the place."""
    pages = map(str, sorted(folder.glob("*.html")))
    run = [*checker(), "--format", "json", "--errors-only", "--exit-zero-always", *pages]
    answer = subprocess.run(run, capture_output=True, text=True, check=True, timeout=120)
    found = json.loads(answer.stderr)["messages"]
    return [f"{m['url'].rpartition('/')[2]}:{m.get('lastLine')}: {m['message']}" for m in found
            if not any(f"“{name}”" in m["message"] for name in UNKNOWN_TO_IT)]  # fmt: skip


def test_every_page_is_valid(tmp_path: Path) -> None:
    for name, make in PAGES.items():
        (tmp_path / f"{name}.html").write_text(make(), "utf-8")
    assert complaints(tmp_path) == []


def test_what_is_not_valid_is_found(tmp_path: Path) -> None:
    page = PAGES["memo"]().replace("</main>", "<p id='_main'><h2>x</p></h2></main>")
    (tmp_path / "x.html").write_text(page, "utf-8")
    assert any("Duplicate ID “_main”" in said for said in complaints(tmp_path))
