"""What kind of thing each mapping of a file is: the order of its keys, and which of its texts are prose.

Read off the model, so that a new field is laid out without another edit.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePath
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from strategiplan.model.followup import FollowUp, Measurement
from strategiplan.model.organization import Organization
from strategiplan.model.plan import Area, BodyPlan, Budget, Goal, Plan
from strategiplan.model.revision import DecisionRecord, Revision
from strategiplan.model.theme import Theme
from strategiplan.model.types import Many, Model, Role, kebab


class SinglePlan(Plan):
    """A plan in one file: the plan's own keys, then what a folder keeps in files beside `plan.yaml`."""

    revision: Revision | None = None
    decision_record: DecisionRecord | None = None
    followups: Many[FollowUp] = ()
    organization: Organization | None = None


KINDS: Mapping[str, type[Model]] = {
    "plan": Plan,
    "area": Area,
    "goal": Goal,
    "body": BodyPlan,
    "budget": Budget,
    "revision": Revision,
    "decision": DecisionRecord,
    "followup": FollowUp,
    "organization": Organization,
    "measurement": Measurement,
    "theme": Theme,
    "single": SinglePlan,
}


class Form(NamedTuple):
    """What stands at one place: a thing of the model, a list or table of `inner`, or a scalar."""

    model: type[Model] | None = None
    prose: bool = False
    inner: "Form | None" = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a mapping here, in their order; empty when it is a table with free keys."""
        return tuple(_fields(self.model)) if self.model else ()

    def at(self, key: str | int) -> "Form":
        """What stands under a key, or as an item."""
        if self.model is not None:
            return _fields(self.model).get(str(key), FREE)
        return self.inner or FREE


FREE = Form()


def form_of(kind: str | type[Model]) -> Form:
    """The form of a file's root, by its kind or by what it holds. Raises KeyError for a kind that there is not."""
    return Form(KINDS[kind] if isinstance(kind, str) else kind)


@cache
def _fields(model: type[Model]) -> Mapping[str, Form]:
    fields = {kebab(name): _form(info.annotation, info.metadata) for name, info in model.model_fields.items()}
    # An id comes first, and what the model has no name for comes after all that it has.
    first = {"id": fields.pop("id")} if "id" in fields else {}
    last = {"meta": fields.pop("meta")} if "meta" in fields else {}
    return {**first, **fields, **last}


def _form(annotation: Any, marks: Any = ()) -> Form:
    prose = Role.PROSE in marks
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        found = _form(inner[0], inner[1:])
        return found._replace(prose=found.prose or prose)
    if origin is tuple:
        return Form(inner=_form(inner[0]))
    if origin is dict:
        return Form(inner=_form(inner[1]))
    if origin is Union or origin is UnionType:
        kinds = [_form(part) for part in inner if part is not type(None)]
        return next((kind for kind in kinds if kind != FREE), Form(prose=prose))
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return Form(annotation)
    return Form(prose=prose)


_NAMED = {"plan.yaml": "plan", "budget.yaml": "budget", "revision.yaml": "revision", "decision.yaml": "decision",
          "area.yaml": "area", "organization.yaml": "organization", "theme.yaml": "theme"}
_FOLDERS = {"bodies": "body", "goals": "goal", "areas": "goal", "followup": "followup", "measurements": "measurement"}


def kind_in_plan(relative: PurePath) -> str:
    """The kind of a file by its path inside a plan's or an organisation's folder."""
    if relative.name in _NAMED:
        return _NAMED[relative.name]
    return next((_FOLDERS[part] for part in relative.parts[:-1] if part in _FOLDERS), "single")


def kind_of(path: Path) -> str:
    """The kind of a file by where it lies on the disk: the nearest folder around it that holds a plan decides."""
    full = path.absolute()
    for folder in full.parents:
        if (folder / "plan.yaml").is_file() or (folder / "revision.yaml").is_file():
            return kind_in_plan(full.relative_to(folder))
    return kind_in_plan(PurePath(*full.parts[-2:]))
