"""What is published: organisations with their revisions in order, as values that pages are made from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from strategiplan.diagnostics import Severity
from strategiplan.messages import text
from strategiplan.model.dossier import Dossier
from strategiplan.model.organization import Organization
from strategiplan.model.plan import Goal, Indicator
from strategiplan.model.tree import Row
from strategiplan.revisions.changes import diff
from strategiplan.revisions.lineage import Step, Turns, chained, short, turns_of
from strategiplan.revisions.reasons import Revised, join

# Plans that lie directly under the folder of plans are nobody's; they stand under this name.
LOOSE = "plans"
FOLLOWED = (Goal, Indicator)


@dataclass(frozen=True, slots=True)
class About:
    """What the site says of itself, from `[site]` in the settings. What is empty is a blank to fill in.

    `url` is where it will be published, without which nothing that needs a whole address is written.
    """

    title: str = ""
    url: str = ""
    contact: str = ""
    licence: str = ""
    licence_url: str = ""
    authority: str = ""
    assessment: str = ""
    shortcomings: str = ""
    updated: str = ""


@dataclass(frozen=True)
class Volume:
    """One revision. `has_tree` is false for a proposal that is only a statement: its tree is its base's."""

    name: str
    dossier: Dossier
    step: Step
    previous: "Volume | None" = None

    @property
    def has_tree(self) -> bool:
        """Whether there is a plan to show, and not only what somebody says of another's."""
        return not self.dossier.is_statement

    @property
    def date(self) -> date | None:
        """The day that it was decided, or filed when it is a proposal; None when nobody has said."""
        decision, revision = self.dossier.plan.decision, self.dossier.revision
        if self.step.is_side:
            return revision.filed if revision else None
        return decision.date if decision else None

    @property
    def is_on_its_base(self) -> bool:
        """Whether the plan before it is the one that its reasons are about."""
        return self.previous is not None and self.dossier.base == self.previous.dossier.plan


@dataclass(frozen=True)
class Shelf:
    """One organisation's revisions, in time order. `front` is the one to begin with."""

    key: str
    volumes: tuple[Volume, ...]
    front: str
    lang: str
    _made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def folder(self) -> str:
        """Where its pages lie in the site."""
        return self.key or LOOSE

    @property
    def organization(self) -> Organization | None:
        """Whose plans they are, as the last of them says."""
        return next((v.dossier.organization for v in reversed(self.volumes) if v.dossier.organization), None)

    @property
    def name(self) -> str:
        """What it is called."""
        if self.organization:
            return self.organization.name
        return self.key or text("site.loose", self.lang)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The revisions as lineage follows them."""
        return tuple(volume.step for volume in self.volumes)

    @property
    def turns(self) -> Turns:
        """What happens from each revision to the next."""
        made: Turns = self._once("turns", lambda: turns_of(self.steps))
        return made

    def volume(self, name: str) -> Volume:
        """One of its revisions."""
        return next(volume for volume in self.volumes if volume.name == name)

    def revised(self, volume: Volume) -> Revised:
        """What changes from the plan before, with reasons. The volume has one before it."""
        assert volume.previous is not None
        old, step = volume.previous.dossier.plan, volume.step
        made: Revised = self._once(f"revised {volume.name}", lambda: join(diff(old, step.plan), step.notes))
        return made

    def followed(self) -> dict[str, Row]:
        """Every goal and indicator that any revision has, as the last one that was decided has it, or any."""
        made: dict[str, Row] = self._once("followed", self._followed)
        return made

    def _followed(self) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for step in sorted(self.steps, key=lambda s: not s.is_side):
            found |= {id_: row for id_, row in step.rows.nodes.items() if row.kind in FOLLOWED}
        order = {id_: n for step in self.steps for n, id_ in enumerate(step.rows.nodes)}
        return dict(sorted(found.items(), key=lambda pair: order[pair[0]]))

    def rivals(self) -> dict[str, tuple[Volume, ...]]:
        """The proposals on each base that has several of them."""
        found: dict[str, list[Volume]] = {}
        for volume in self.volumes:
            revision = volume.dossier.revision
            named = revision is not None and revision.base == volume.step.previous
            if volume.step.status == "proposal" and named and volume.previous:
                found.setdefault(volume.previous.name, []).append(volume)
        return {base: tuple(those) for base, those in found.items() if len(those) > 1}

    def _once(self, key: str, make: Callable[[], Any]) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


@dataclass(frozen=True)
class Site:
    """All that is published, and how. `levels` are the organisation's own severities of rules."""

    shelves: tuple[Shelf, ...]
    lang: str = "sv"
    about: About = About()
    templates: str | None = None
    levels: Mapping[str, Severity] = field(default_factory=dict)

    @property
    def has_dates(self) -> bool:
        """Whether anything in it has a date, so that there is a feed."""
        return any(volume.date is not None for shelf in self.shelves for volume in shelf.volumes)

    @property
    def title(self) -> str:
        """What the site is called."""
        if self.about.title:
            return self.about.title
        if len(self.shelves) == 1:
            return text("site.title-of", self.lang, name=self.shelves[0].name)
        return text("site.title", self.lang)


def shelf(key: str, dossiers: Iterable[Dossier], lang: str | None = None, front: str | None = None) -> Shelf:
    """An organisation's revisions in order, in its own language or in `lang`; `front` or the one in force is first."""
    given = {short(d.name): d for d in dossiers}
    steps = chained(given.values())
    volumes: dict[str, Volume] = {}
    for step in steps:
        volumes[step.name] = Volume(step.name, given[step.name], step, volumes.get(step.previous or ""))
    own = next((d.organization.language for d in reversed(given.values()) if d.organization), None)
    return Shelf(key, tuple(volumes.values()), front or _in_force(steps), lang or own or "sv")


def _in_force(steps: Iterable[Step]) -> str:
    """The last plan that is decided and not superseded, else the last decided one, else the last."""
    ranked = sorted(enumerate(steps), key=lambda pair: (pair[1].status == "adopted", not pair[1].is_side, pair[0]))
    return ranked[-1][1].name
