"""What all tests share: the options of a run, and how long the laws are tried."""

import os
import shutil
import tempfile

import pytest
from hypothesis import settings

from tests.browsing import browser

__all__ = ["browser"]

settings.register_profile("short", deadline=None)
settings.register_profile("laws", deadline=None, max_examples=1000)
settings.register_profile("torture", deadline=None, max_examples=5000)
settings.load_profile(
    "torture" if os.environ.get("STRATEGIPLAN_TORTURE") else "laws" if os.environ.get("STRATEGIPLAN_LAWS") else "short"
)


# No test may be answered by what an earlier run remembered, and none leaves anything to be remembered.
_CACHE = os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="strategiplan-tests-")


def pytest_unconfigure() -> None:
    """Take away what this run remembered."""
    shutil.rmtree(_CACHE, ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` writes the expected output of the test cases anew; read the difference before it is committed."""
    parser.addoption("--update", action="store_true", help="rewrite the expected output of the test cases")


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers."""
    config.addinivalue_line("markers", "torture: takes minutes; asked for by `make torture`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long runs out unless they are asked for."""
    if "torture" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("torture")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be written anew."""
    return bool(request.config.getoption("--update"))
