"""The small types that fields of a plan are made of: ids, titles, prose, dates, years, numbers.

Every type says by its errors what would have been right; the codes are looked up in the message catalogues.
"""

import re
from datetime import date
from enum import Enum
from math import isfinite
from typing import Annotated, Any, TypeVar, cast
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict, Strict
from pydantic_core import PydanticCustomError, core_schema

T = TypeVar("T")

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
MANDATE_PATTERN = r"^[0-9]{4}-[0-9]{4}$"
NAME_PATTERN = r"^[0-9a-z][0-9a-z.-]*$"
ADDRESS_PATTERN = r"^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$"
HASH_PATTERN = r"^sha256:[0-9a-f]{64}$"
MUNICIPALITY_PATTERN = r"^[0-9]{4}$"
COLOUR_PATTERN = r"^#[0-9A-Fa-f]{6}$"


def kebab(name: str) -> str:
    """The spelling of a field in YAML: `sub_goals` is written `sub-goals`."""
    return name.replace("_", "-")


class Model(BaseModel):
    """Frozen and strict: a value is what its file says, and nothing unknown is let through."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        alias_generator=kebab,
        validate_by_name=True,
        validate_by_alias=True,
        allow_inf_nan=False,
        defer_build=True,
    )


class Role(Enum):
    """What a text is to a reader; decides how a change of it is told."""

    TITLE = "title"
    PROSE = "prose"


_SPACES = re.compile(r"\s+")
# A line that begins a Markdown block of its own must keep its line break; every other line continues its paragraph.
_BLOCK = re.compile(r"\s*(?:[-*+>|#]|\d{1,9}[.)]\s|```|~~~)|\s{4}")
_FENCES = ("```", "~~~")
_CLOSED = ("#", "|", *_FENCES)  # what begins like this takes no more lines
_HARD = ("\\", "  ")  # what ends like this breaks its line on purpose


def reflow(text: str) -> str:
    """The text with its paragraphs as one line each, so that breaking lines differently in a file is no change.

    Letters are composed (NFC), since å may be typed as one sign or as two and is the same letter.
    Markdown blocks (lists, headings, quotes, tables, fenced code) and hard line breaks keep their lines.
    """
    text = normalize("NFC", text).strip()
    if "\n" not in text:
        return text
    out: list[list[str]] = []  # each line as its pieces, joined once: a paragraph may have a hundred thousand
    fenced = False
    for line in text.split("\n"):
        fence = line.lstrip().startswith(_FENCES)
        if fenced or fence:
            out.append([line.rstrip() if fence else line])
            fenced ^= fence
            continue
        kept = line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "")
        if kept and out and _takes_more(out[-1]) and not _BLOCK.match(kept):
            out[-1].append(kept.lstrip())
        elif kept or (out and out[-1] != [""]):
            out.append([kept])
    return "\n".join(" ".join(pieces) for pieces in out).strip()


def _takes_more(pieces: list[str]) -> bool:
    return pieces != [""] and not pieces[0].lstrip().startswith(_CLOSED) and not pieces[-1].endswith(_HARD)


def _title(value: Any) -> Any:
    return " ".join(normalize("NFC", value).split()) if isinstance(value, str) else value


def _prose(value: Any) -> Any:
    return reflow(value) if isinstance(value, str) else value


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("bad-date", "a date is written as 2023-12-31", {"value": shown(value)})


def _year(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 4 and value.isdigit():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2199:
        return value
    raise PydanticCustomError("bad-year", "a year is four digits", {"value": shown(value)})


def _sdg(value: Any) -> Any:
    if isinstance(value, float):
        raise PydanticCustomError("sdg-needs-quotes", "a target is quoted", {"value": shown(value)})
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    match = re.fullmatch(r"([1-9]|1[0-7])(\.([1-9][0-9]?|[a-c]))?", text)
    if not match:
        raise PydanticCustomError("unknown-sdg", "the global goals are 1 to 17", {"value": shown(value)})
    return text


def _rate(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", value):
        return value
    raise PydanticCustomError("bad-rate", "a tax rate is quoted", {"value": shown(value)})


def _number(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return value
    raise PydanticCustomError("bad-number", "this has to be a number", {"value": shown(value)})


def _positive(value: Any) -> Any:
    if _number(value) > 0:
        return value
    raise PydanticCustomError("not-positive", "this has to be above 0", {"value": shown(value), "limit": 0})


def shown(value: object) -> str:
    """A value as it may stand in a message: short, and in one line."""
    text = {True: "true", False: "false", None: "null"}.get(value) if isinstance(value, bool | None) else None
    text = _SPACES.sub(" ", str(value)) if text is None else text
    return text if len(text) <= 60 else text[:59] + "…"


class Spelled:
    """How a scalar is checked, as a schema made once: a plan has hundreds of fields and a handful of spellings.

    Handing Pydantic the finished schema takes a fifth off the time to build the model.
    """

    def __init__(self, schema: core_schema.CoreSchema, json_schema: dict[str, Any] | None = None) -> None:
        self._schema = schema
        self._json = json_schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        # A copy: Pydantic writes into the schema that it is given, and this one is everybody's.
        return cast(core_schema.CoreSchema, {**self._schema})

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: Any) -> dict[str, Any]:
        return dict(self._json) if self._json is not None else handler(schema)


def _text(pattern: str | None = None, most: int | None = None, least: int | None = None) -> core_schema.CoreSchema:
    return core_schema.str_schema(pattern=pattern, max_length=most, min_length=least, strict=True)


def _before(check: Any, schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
    return core_schema.no_info_before_validator_function(check, schema)


_SDG_JSON = {
    "oneOf": [
        {"type": "integer", "minimum": 1, "maximum": 17},
        {"type": "string", "pattern": r"^([1-9]|1[0-7])(\.([1-9][0-9]?|[a-c]))?$"},
    ]
}
_LINE = _before(_title, _text(most=1000, least=1))

Id = Annotated[str, Spelled(_text(ID_PATTERN, 100))]
Name = Annotated[str, Spelled(_text(NAME_PATTERN, 100))]
AddressText = Annotated[str, Spelled(_text(ADDRESS_PATTERN, 300))]
Line = Annotated[str, Spelled(_LINE)]
Title = Annotated[str, Spelled(_LINE), Role.TITLE]
Prose = Annotated[str, Spelled(_before(_prose, _text())), Role.PROSE]
IsoDate = Annotated[
    date, Spelled(_before(_date, core_schema.date_schema(strict=True)), {"type": "string", "format": "date"})
]
Year = Annotated[
    int,
    Spelled(_before(_year, core_schema.int_schema(strict=True)), {"type": "integer", "minimum": 1900, "maximum": 2199}),
]
Sdg = Annotated[str, Spelled(_before(_sdg, _text()), _SDG_JSON)]
Rate = Annotated[str, Spelled(_before(_rate, _text()), {"type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,4})?$"})]
Number = Annotated[int | float, Spelled(_before(_number, core_schema.any_schema()), {"type": "number"})]
Positive = Annotated[
    int | float, Spelled(_before(_positive, core_schema.any_schema()), {"type": "number", "exclusiveMinimum": 0})
]
# The sequence is lenient about list or tuple only; what it holds stays strict.
Many = Annotated[tuple[T, ...], Strict(False)]
