"""The one way to say where: an id, or an id and a field."""

from typing import NamedTuple

ROOT = "plan"


class Address(NamedTuple):
    """Where in a plan: a node, or one of its fields, or one entry of a field that is a table (`id.targets.2026`)."""

    id: str
    field: str | None = None

    def __str__(self) -> str:
        return f"{self.id}.{self.field}" if self.field else self.id

    @classmethod
    def parse(cls, text: str) -> "Address":
        """The address that `text` spells; the first full stop ends the id."""
        id_, _, field = text.partition(".")
        return cls(id_, field or None)

    def covers(self, other: "Address") -> bool:
        """Whether this address is the other one, its node or its table."""
        if self.id != other.id:
            return False
        return self.field is None or other.field == self.field or (other.field or "").startswith(f"{self.field}.")
