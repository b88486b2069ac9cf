"""Plain data, as files and JSON have them, made into the values of the model."""

from typing import Annotated, Any

from pydantic import ConfigDict, TypeAdapter

from strategiplan.model.node import Node, shape
from strategiplan.model.types import Model


def typed(kind: type[Node], name: str, value: Any) -> Any:
    """Data as the model's value for a field of a kind of node, or for one entry of a table (`targets.2026`).

    Raises KeyError for a field that there is not, and Pydantic's ValidationError for data that it cannot hold.
    """
    table, _, key = name.partition(".")
    attribute = shape(kind).names[table]
    info = kind.model_fields[attribute]
    declared: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    strict = None if _is_model(info.annotation) else ConfigDict(strict=True)
    adapter: TypeAdapter[Any] = TypeAdapter(declared, config=strict)
    if not key:
        return adapter.validate_python(value)
    return next(iter(adapter.validate_python({key: value}).values()))


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)
