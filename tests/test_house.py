"""The public interface is whole, and functions are short. What is loaded when is in `test_architecture`."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "strategiplan"


def test_the_public_interface_is_whole() -> None:
    import strategiplan
    import strategiplan.render.publishing  # a room of the same name as a function would take its place
    from strategiplan import api

    assert strategiplan.__all__ == api.__all__
    assert all(getattr(strategiplan, name) is getattr(api, name) for name in api.__all__)
    with pytest.raises(AttributeError):
        _ = strategiplan.nothing_of_this_name


def test_functions_are_short() -> None:
    long = [
        f"{path.name}:{node.name}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []
