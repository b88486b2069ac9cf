"""What a dossier holds, indexed once so that every rule can ask cheaply."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

from strategiplan.model.dossier import Dossier
from strategiplan.model.node import Node
from strategiplan.model.organization import Body
from strategiplan.model.plan import BodyPlan, Goal, Indicator, Plan
from strategiplan.model.tree import Slot, children
from strategiplan.rules.nearest import Names

T = TypeVar("T")
N = TypeVar("N", bound=Node)


class _Same:
    """A dossier as a key: equal only to itself, for its tables cannot be hashed."""

    __slots__ = ("dossier",)

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier

    def __hash__(self) -> int:
        return id(self.dossier)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.dossier is self.dossier


def once(compute: Callable[[Dossier], T]) -> Callable[[Dossier], T]:
    """Compute once for a dossier, however many rules ask. The latest few are remembered, so that threads get on."""
    remembered = lru_cache(maxsize=4)(lambda same: compute(same.dossier))
    return lambda dossier: remembered(_Same(dossier))


class Place(NamedTuple):
    """A node and where it stands: its slot, and the body in whose plan it is (None: the council's)."""

    node: Node
    slot: Slot | None
    body: str | None


class Known:
    """Nodes by id and by kind, the organisation's bodies, and what may be named. Where an id stands twice the first
    is meant; the reader reports the other.
    """

    def __init__(self, dossier: Dossier) -> None:
        self.places: dict[str, Place] = {}
        self.everything: list[Place] = []
        self._kinds: dict[type[Node], list[Node]] = {}
        self._index(dossier.plan)
        self.unread = dossier.unread
        organization = dossier.organization
        self.bodies: Mapping[str, Body] = {body.id: body for body in organization.bodies} if organization else {}
        self.council_goals = [goal for goal in self.of(Goal) if self.places[goal.id].body is None]
        self.body_goals = [goal for goal in self.of(Goal) if self.places[goal.id].body is not None]
        self.body_names = Names(self.bodies)
        self.goal_names = Names(goal.id for goal in self.of(Goal))
        self.perspective_names = Names(p.id for p in dossier.plan.perspectives)

    def _index(self, plan: Plan) -> None:
        stack: list[Place] = [Place(plan, None, None)]
        while stack:
            place = stack.pop()
            node = place.node
            self.everything.append(place)
            if node.id not in self.places:
                self.places[node.id] = place
                self._kinds.setdefault(type(node), []).append(node)
            body = node.id if isinstance(node, BodyPlan) else place.body
            stack.extend(reversed([Place(child, Slot(node.id, name), body) for name, child in children(node)]))

    def of(self, kind: type[N]) -> list[N]:
        """All nodes of one kind, in document order."""
        return [node for node in self._kinds.get(kind, ()) if isinstance(node, kind)]

    def node(self, id_: str) -> Node | None:
        """The node with this id."""
        place = self.places.get(id_)
        return place.node if place else None

    def indicators(self) -> Iterator[tuple[Goal, Indicator]]:
        """Every indicator with its goal."""
        for goal in self.of(Goal):
            for indicator in goal.indicators:
                if self.places[indicator.id].node is indicator:
                    yield goal, indicator

    def is_unknown_body(self, id_: str) -> bool:
        """Whether the organisation lists bodies and this is none of them."""
        return bool(self.bodies) and id_ not in self.bodies and id_ not in self.unread

    def is_dangling(self, id_: str) -> bool:
        """Whether nothing in the plan has this id."""
        return id_ not in self.places and id_ not in self.unread

    def is_no_goal(self, id_: str) -> bool:
        """Whether no goal in the plan has this id: nothing has it, or something else."""
        return id_ not in self.unread and not isinstance(self.node(id_), Goal)


known = once(Known)
