"""The house itself: what is loaded when, how large the rooms are, and that every one can be entered alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "strategiplan"
MODULES = sorted(SOURCE.rglob("*.py"))
BANNED = {"utils", "common", "helpers", "base", "manager"}


def loaded_after(program: str) -> set[str]:
    """The top-level modules that a program has loaded when it ends."""
    code = f"import sys\ntry:\n    {program}\nexcept SystemExit:\n    pass\nprint('loaded:', *sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.rpartition("loaded:")[2].split()}


def test_help_loads_nothing_heavy() -> None:
    asked = "sys.argv = ['strategiplan', '--help']; from strategiplan.cli import main; main()"
    assert loaded_after(asked).isdisjoint({"pydantic", "ruamel", "_ruamel_yaml", "jinja2", "lxml", "rich"})


def test_the_package_loads_nothing_that_it_may_not_need() -> None:
    assert loaded_after("import strategiplan").isdisjoint({"typer", "rich", "jinja2", "pydantic"})


def test_the_public_interface_is_whole() -> None:
    import strategiplan
    import strategiplan.render.publishing  # a room of the same name as a function would take its place
    from strategiplan import api

    assert strategiplan.__all__ == api.__all__
    assert all(getattr(strategiplan, name) is getattr(api, name) for name in api.__all__)
    with pytest.raises(AttributeError):
        _ = strategiplan.nothing_of_this_name


def test_rooms_are_small_and_named_for_what_they_answer() -> None:
    too_long = {p.name: n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) >= 400}
    assert too_long == {}
    assert BANNED.isdisjoint(path.stem for path in MODULES)


def test_functions_are_short() -> None:
    long = [
        f"{path.name}:{node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_no_import_is_for_types_only() -> None:
    assert [path.name for path in MODULES if "TYPE_CHECKING" in path.read_text("utf-8")] == []


def test_every_module_can_be_loaded_alone() -> None:
    names = [".".join(p.relative_to(SOURCE.parent).with_suffix("").parts) for p in MODULES if p.name != "__main__.py"]
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    for loaded in [m for m in sys.modules if m.partition('.')[0] == 'strategiplan']:\n"
        "        del sys.modules[loaded]\n"
        "    importlib.import_module(name.removesuffix('.__init__'))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *names], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_arrows_point_downward() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(tool)], cwd=SOURCE.parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
