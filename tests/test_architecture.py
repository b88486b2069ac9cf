"""The house: who may import whom, how large a room may be, and what a quick question may not wait for."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import strategiplan

HOME = Path(strategiplan.__file__).parent
ROOT = HOME.parents[1]
MODULES = sorted(HOME.rglob("*.py"))
NAMES = [
    ".".join(("strategiplan", *path.relative_to(HOME).with_suffix("").parts)).removesuffix(".__init__")
    for path in MODULES
    if path.name != "__main__.py"
]
MODULE_LINES = 400
FUNCTION_LINES = 50
# What an installation without extras has not got.
EXTRAS = ("docx", "typst", "starlette", "uvicorn", "watchfiles")


def run(program: str, *arguments: str) -> str:
    """What a Python program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False, timeout=600, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_arrows_only_downward() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_every_room_has_its_place_in_the_layers() -> None:
    import tomllib

    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract for contract in config if contract["type"] == "layers"]
    placed = {room.strip() for layer in layers["layers"] for part in layer.split("|") for room in part.split(":")}
    rooms = {
        path.stem if path.is_file() else path.name
        for path in HOME.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert layers["exhaustive"] is True
    assert rooms - placed - set(layers["exhaustive_ignores"]) == {"__init__"}


# Other people's packages come first, and the model once it has been tried, so that only the rest is loaded anew.
ALONE = """
import importlib, os, sys
for name in ("pydantic", "typer", "ruamel.yaml", "jinja2", "lxml.etree", "docx", "markdown_it", "nh3", "tomllib"):
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        pass
assert not any(name.startswith("strategiplan") for name in sys.modules)
for name in sys.argv[1:]:
    if name == "--":
        import strategiplan.model
        continue
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            if (error.name or "").split(".")[0] not in {extras!r}:
                raise
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit(f"{{name}} cannot be imported by itself")
"""


def test_every_module_imports_alone() -> None:
    """Each in a process where none of its neighbours is loaded, so that none leans on another's having come first."""
    assert len(NAMES) > 60
    first = [name for name in NAMES if name.count(".") < 2 or name.startswith("strategiplan.model")]
    assert run(ALONE.format(extras=EXTRAS), *first, "--", *(name for name in NAMES if name not in first)) == ""


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(HOME))) for path in MODULES])
def test_rooms_are_small(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") < MODULE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert length < FUNCTION_LINES, f"{node.name} has {length} lines"


def test_no_drawer_for_odds_and_ends() -> None:
    words = {"util", "utils", "common", "helper", "helpers", "base", "manager", "misc", "tools", "shared"}
    for path in MODULES:
        parts = {part for name in path.relative_to(HOME).with_suffix("").parts for part in name.split("_")}
        assert not parts & words, path
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                assert not node.name.endswith(("Manager", "Helper", "Util", "Utils", "Base")), node.name


def test_types_are_imported_like_everything_else() -> None:
    assert not [path for path in MODULES if "TYPE_CHECKING" in path.read_text("utf-8")]


def test_every_module_and_public_name_says_what_it_is() -> None:
    silent = []
    for path in MODULES:
        module = ast.parse(path.read_text("utf-8"))
        if module.body and not ast.get_docstring(module):
            silent.append(str(path.relative_to(HOME)))
        for node in module.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                silent.append(f"{path.relative_to(HOME)}: {node.name}")
    assert not silent


# What a quick question may not wait for.

LOADED = """
import json, sys
sys.argv = ["strategiplan", *sys.argv[1:]]
try:
    {program}
except SystemExit:
    pass
ours = {{name for name in sys.modules if name.startswith("strategiplan.")}}
print()
print(json.dumps(sorted(ours | {{name.partition(".")[0] for name in sys.modules}})))
"""
HEAVY = {
    "pydantic",
    "pydantic_core",
    "ruamel",
    "_ruamel_yaml",
    "jinja2",
    "lxml",
    "rich",
    "docx",
    "markdown_it",
    "nh3",
    "starlette",
    "uvicorn",
    "watchfiles",
}


def loaded(program: str, *arguments: str) -> set[str]:
    """The packages, and our own modules, that are loaded when a program ends."""
    return set(json.loads(run(LOADED.format(program=program), *arguments).splitlines()[-1]))


MAIN = "from strategiplan.cli import main; main()"


def test_the_package_alone_loads_next_to_nothing() -> None:
    found = loaded("import strategiplan")
    assert not found & {*HEAVY, "typer", "click"}
    assert not {name for name in found if name.startswith("strategiplan.")}


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("--version",), *((name, "--help") for name in ("validate", "merge", "adopt", "serve", "templates"))],
    ids=" ".join,
)
def test_help_loads_neither_the_model_nor_the_parsers(arguments: tuple[str, ...]) -> None:
    assert not loaded(MAIN, *arguments) & HEAVY


def test_a_remembered_answer_loads_neither_the_model_nor_the_parsers(tmp_path: Path) -> None:
    (tmp_path / "plans/solstad/2023/goals").mkdir(parents=True)
    (tmp_path / "plans/solstad/2023/plan.yaml").write_text(
        "title: Plan\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: draft\n"
    )
    program = f"import os; os.chdir({os.fspath(tmp_path)!r}); {MAIN}"
    assert "pydantic" in loaded(program, "validate")
    assert not loaded(program, "validate") & HEAVY


def test_checking_a_plan_loads_nothing_for_publishing() -> None:
    found = loaded(MAIN, "validate", "karlstad/2023", "--no-cache")
    assert "pydantic" in found
    assert not found & {"jinja2", "lxml", "rich", "docx", "markdown_it", "nh3", "httpx", "babel"}


def test_a_page_of_a_plan_loads_no_other_view(tmp_path: Path) -> None:
    found = loaded(MAIN, "render", "karlstad/2023", "-o", str(tmp_path / "plan.html"))
    assert {"jinja2", "strategiplan.render.plan_view"} <= found
    others = {f"strategiplan.render.{name}" for name in ("revision_build", "memo_view", "collision_view", "document")}
    assert not found & {*others, "strategiplan.revisions.prose", "docx", "lxml", "typst"}


def test_completion_loads_only_names() -> None:
    found = loaded("from strategiplan.store.names import plan_names; assert plan_names()")
    assert not found & {*HEAVY, "typer"}
