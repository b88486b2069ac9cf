"""A real Chromium, one for a whole run: its driver cannot be started twice in a process."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium. Where there is none the test is skipped, except in CI, where that is a failure."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        _no_browser("playwright is not installed")
    if not Path(CHROMIUM).exists():
        _no_browser(f"there is no {CHROMIUM}")
    with sync_playwright() as play:
        try:
            found = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        except Error as error:
            _no_browser(f"Chromium does not start: {error}")
        yield found
        found.close()


def _no_browser(why: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(f"pages are not looked at in a browser: {why}")
