"""A workspace of its own, and a preview of it in a process of its own, on a port that is free."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from strategiplan.formats.starter import starter

GOAL = "plans/solstad/2027/areas/1-leva-och-bo/1-trygga-platser.yaml"


def workspace(root: Path) -> Path:
    """A small workspace with a plan, a revision of it and a statement on it."""
    for name, content in starter("Solstad", "sv", 2027).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    plans = root / "plans/solstad"
    shutil.copytree(plans / "2027", plans / "2027-forslag")
    (plans / "2027-forslag/revision.yaml").write_text('base: "2027"\n', "utf-8")
    (plans / "2027-uttalande").mkdir()
    (plans / "2027-uttalande/revision.yaml").write_text('base: "2027"\nkind: statement\nstatement: Nej.\n', "utf-8")
    changed = root / GOAL.replace("2027", "2027-forslag")
    changed.write_text(changed.read_text("utf-8").replace("title: ", "title: Nya ", 1), "utf-8")
    return root


class Got(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str


class Served:
    """A running preview."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        environment = {name: value for name, value in os.environ.items() if name != "STRATEGIPLAN_LANG"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from strategiplan.cli import main; main()", "serve", *arguments, "--no-open",
             "--port", "0"],
            cwd=root, env=environment, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.said)
        assert found, self.said or self.process.communicate()[1]
        self.address, self.port = found[0], int(found[1])

    def connection(self) -> http.client.HTTPConnection:
        """A connection of its own, which waits less than a preview lets pass between signs of life."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Got:
        """One question, with the path exactly as it is given."""
        connection = self.connection()
        try:
            connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                if value:
                    connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return Got(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode())
        finally:
            connection.close()

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str, str]:
        """Ask it to end; the exit code and all else that it wrote."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts previews that end with the test: `served("2027")`."""
    running: list[Served] = []

    def start(*arguments: str, root: Path | None = None) -> Served:
        running.append(Served(root or workspace(tmp_path / "workspace"), *arguments))
        return running[-1]

    yield start
    for one in running:
        one.process.kill()
        one.process.communicate()


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One preview for all the questions that change nothing."""
    one = Served(workspace(tmp_path_factory.mktemp("still") / "workspace"))
    yield one
    one.process.kill()
    one.process.communicate()
