"""JSON Schema for every kind of file, so that an editor can complete, explain and check while somebody writes.

Made from the model: a new field is in the schema as soon as it has a text in the catalogues. The schema never refuses
what the program reads; what only the program can see (links, sums, dates in order) is left to `validate`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import PurePosixPath
from typing import Any, Literal

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from strategiplan.messages import catalogue
from strategiplan.model.plan import Plan
from strategiplan.model.types import Model
from strategiplan.store import forms

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = ".strategiplan/schema"
SETTINGS = ".vscode/settings.json"
SINGLE = "single"
KINDS: Mapping[str, type[Model]] = forms.KINDS

# Where each kind lies under the folder of plans. No two patterns meet in one file, for an editor applies every schema
# whose pattern matches; and none begins with `!`, which language servers have understood differently over the years.
# So a goal's file is known by the hyphen after its number. A file called otherwise is known by its modeline.
GLOBS: Mapping[str, tuple[str, ...]] = {
    "plan": ("*/*/plan.yaml",),
    "area": ("*/*/areas/**/area.yaml",),
    "goal": ("*/*/areas/**/*-*.yaml", "*/*/goals/*.yaml"),
    "body": ("*/*/bodies/*.yaml",),
    "budget": ("*/*/budget.yaml",),
    "revision": ("*/*/revision.yaml",),
    "decision": ("*/*/decision.yaml",),
    "followup": ("*/*/followup/*.yaml",),
    "organization": ("*/organization.yaml",),
    "measurement": ("*/measurements/*.yaml",),
    "theme": ("*/theme.yaml",),
    SINGLE: ("*.yaml", "*/2*.yaml"),
}

_YEAR = r"^(19|20|21)[0-9]{2}$"
_DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_FIRST = ("description", "type", "required", "additionalProperties")
_TARGETS = {"value": "number", "min": "number", "max": "number", "range": "array", "direction": "string"}
# A plan in one file has the plan's own keys, with the plan's texts.
_BASES = {forms.SinglePlan.__name__: Plan.__name__}
_MODELINE = re.compile(r"#\s*(?:yaml-language-server\s*:|\$schema\s*:)")


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, with tables as a YAML editor sees them and no more alternatives than needed."""

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A table. To an editor the key `2026` is a string, so a year is a pattern of four digits."""
        keys = self.generate_inner(schema["keys_schema"]) if "keys_schema" in schema else {}
        values = self.generate_inner(schema["values_schema"]) if "values_schema" in schema else {}
        if "enum" in keys:
            named = {key: deepcopy(values) for key in keys["enum"]}
            return {"type": "object", "properties": named, "additionalProperties": False}
        if keys.get("type") == "integer":
            return {"type": "object", "patternProperties": {_YEAR: values}, "additionalProperties": False}
        if "pattern" in keys:
            return {"type": "object", "patternProperties": {keys["pattern"]: values}, "additionalProperties": False}
        return {"type": "object", "additionalProperties": values or True}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """A key may stand without a value. One list of types reads better in an editor than two alternatives."""
        inner = self.generate_inner(schema["schema"])
        if not isinstance(inner.get("type"), str):
            return {"anyOf": [inner, {"type": "null"}]}
        null: dict[str, Any] = {"type": [inner["type"], "null"]}
        return {**inner, **null, "enum": [*inner["enum"], None]} if "enum" in inner else {**inner, **null}


def _mend(node: Any) -> Any:
    """A part of a generated schema with what the model says in ways that the generator does not understand."""
    if isinstance(node, list):
        return [_mend(item) for item in node]
    if not isinstance(node, dict):
        return node
    # `properties` maps names to schemas, so there a key is a field's name and never a keyword.
    mended = {
        key: {name: _mend(inner) for name, inner in value.items()} if key in ("properties", "$defs") else _mend(value)
        for key, value in node.items()
    }
    for keyword in ("title", "description"):
        if isinstance(mended.get(keyword), str):
            del mended[keyword]
    if "default" in mended and mended["default"] in (None, "", []):
        del mended["default"]
    if mended.get("format") == "date":
        # Many checkers pass over `format`.
        mended["pattern"] = _DATE
    if (mended.get("minimum"), mended.get("maximum")) == (1900, 2199):
        held = mended["type"]
        mended |= {"type": [*([held] if isinstance(held, str) else held), "string"], "pattern": _YEAR}
    return mended


@cache
def _definitions() -> dict[str, Any]:
    """Every class of the model as a schema, without texts."""
    wanted: list[tuple[type[Model], Literal["validation"]]] = [(model, "validation") for model in KINDS.values()]
    _, generated = models_json_schema(wanted, by_alias=True, schema_generator=_Generator)
    classes: dict[str, Any] = _mend(generated["$defs"])
    classes["Target"]["oneOf"] = [
        {"required": [key], "properties": {key: {"type": type_}}} for key, type_ in _TARGETS.items()
    ]
    classes["Target"]["properties"]["range"] |= {"minItems": 2, "maxItems": 2}
    # One id may be written without a list.
    into = classes["Note"]["properties"]["into"]
    into |= {**into["items"], "type": ["array", "string"]}
    return classes


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def text_key(class_name: str, field: str, language: str) -> str:
    """The catalogue's key for a field of a class: its own, its base's, or the wording that fields of that name share.

    Raises KeyError when there is none; a test keeps the catalogues complete.
    """
    owners = (class_name, _BASES.get(class_name, class_name))
    for key in (*(f"schema.{_kebab(owner)}.{field}" for owner in owners), f"schema.any.{field}"):
        if key in catalogue(language):
            return key
    raise KeyError(f"schema.{_kebab(class_name)}.{field}")


def text_keys(class_name: str, language: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every described place in a class, as (path of field names, the catalogue's key); the class itself first."""
    yield (), f"schema.definition.{_kebab(class_name)}"
    for field, inner in _definitions()[class_name]["properties"].items():
        yield (field,), text_key(class_name, field, language)
        for name in inner.get("properties", ()):
            yield (field, name), f"schema.{field}.{name}"


def _described(class_name: str, language: str) -> dict[str, Any]:
    texts = catalogue(language)
    definition: dict[str, Any] = deepcopy(_definitions()[class_name])
    for path, key in text_keys(class_name, language):
        place = definition
        for name in path:
            place = place["properties"][name]
        place["description"] = texts[key]
    return {key: definition[key] for key in _FIRST if key in definition} | definition


def _needed(class_name: str) -> list[str]:
    """The classes that a class refers to, directly or through others, in alphabetical order."""
    found: set[str] = set()
    todo = [class_name]
    while todo:
        text = json.dumps(_definitions()[todo.pop()])
        new = set(re.findall(r'"#/\$defs/(\w+)"', text)) - found
        found |= new
        todo.extend(new)
    return sorted(found)


def file_name(kind: str) -> str:
    """The file that holds the schema of a kind."""
    return f"{kind}.schema.json"


def schema(kind: str, language: str) -> dict[str, Any]:
    """The schema of a kind of file, explained in a language.

    `kind` is one of `KINDS`; raises KeyError for another. In `plan` and `area` the parts that usually have files of
    their own may also stand inline, as the loader allows.
    """
    name = KINDS[kind].__name__
    head = {"$schema": DIALECT, "$id": file_name(kind), "title": catalogue(language)[f"schema.file.{kind}"]}
    rest = {"$defs": {other: _described(other, language) for other in _needed(name)}}
    return head | _described(name, language) | rest


def files(language: str, plans: str = "plans", settings: bytes | None = None) -> dict[str, bytes]:
    """All schemas and the editor's settings, by path from the workspace's root.

    `plans` is the folder of plans; `settings` is what `.vscode/settings.json` holds now. When that cannot be completed
    without losing something (it has comments, or is not JSON), it is left out of the answer.
    """
    made = {f"{FOLDER}/{file_name(kind)}": _json(schema(kind, language)) for kind in KINDS}
    completed = editor_settings(plans, settings)
    return made if completed is None else made | {SETTINGS: completed}


def editor_settings(plans: str = "plans", present: bytes | None = None) -> bytes | None:
    """`.vscode/settings.json` with the schemas tied to the files under `plans`, and all else that it held.

    None when the present file is not plain JSON.
    """
    try:
        held = json.loads((present or b"").decode("utf-8") or "{}")
    except ValueError:
        return None
    schemas = held.get("yaml.schemas", {}) if isinstance(held, dict) else None
    if not isinstance(schemas, dict):
        return None
    ours = {f"{FOLDER}/{file_name(kind)}": [str(PurePosixPath(plans, glob)) for glob in GLOBS[kind]] for kind in KINDS}
    return _json(held | {"yaml.schemas": schemas | ours})


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def kind_of(path: str) -> str | None:
    """The kind of a file by its path under the folder of plans; None for a file that is none of them.

    Follows the loader, so it also knows a goal's file that has no number.
    """
    match PurePosixPath(path).parts:
        case ["organization.yaml"] | [_, "organization.yaml"]:
            return "organization"
        case ["theme.yaml"] | [_, "theme.yaml"]:
            return "theme"
        case [_, "measurements", *_, _]:
            return "measurement"
        case [_] | [_, _]:
            kind = SINGLE
        case [_, _, "plan.yaml" | "budget.yaml" | "revision.yaml" | "decision.yaml" as name]:
            return name.removesuffix(".yaml")
        case [_, _, "bodies", _]:
            kind = "body"
        case [_, _, "followup", _]:
            kind = "followup"
        case [_, _, "areas", _, *_, "area.yaml"]:
            kind = "area"
        case [_, _, "goals", _] | [_, _, "areas", _, *_, _]:
            kind = "goal"
        case _:
            return None
    return kind if path.endswith(".yaml") else None


def schema_path(kind: str, depth: int) -> str:
    """Where a kind's schema is, seen from a folder `depth` levels under the workspace's root."""
    return f"{'../' * depth}{FOLDER}/{file_name(kind)}"


def modeline(kind: str, depth: int) -> str:
    """The comment that ties a file to its schema in every editor with the YAML language server.

    `depth` is the number of folders between the workspace's root and the file: 0 for a file in the root,
    3 for `plans/karlstad/2023/plan.yaml`.
    """
    return _line(schema_path(kind, depth))


def _line(path: str) -> str:
    return f"# yaml-language-server: $schema={path}"


def with_modeline(text: str, relative_schema_path: str) -> str:
    """The text with the modeline as its first line; one that stood among the comments at the top is replaced.

    Everything else is kept to the byte: line endings, a byte order mark, other comments. Doing it twice changes
    nothing more.
    """
    mark, rest = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    lines = rest.split("\n")
    ending = "\r\n" if lines[0].endswith("\r") else "\n"
    top = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    kept = [line for n, line in enumerate(lines) if n >= top or not _MODELINE.match(line)]
    return f"{mark}{_line(relative_schema_path)}{ending}" + "\n".join(kept)
