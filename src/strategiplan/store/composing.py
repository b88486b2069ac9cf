"""The text of each node of a new plan, composed from the texts in which the nodes have stood before."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from strategiplan.model.node import Node, shape
from strategiplan.model.tree import own_fields, walk
from strategiplan.revisions.order import keepers
from strategiplan.store.edit import Place, PlanFile, RefusedEdit
from strategiplan.store.excerpts import excerpt, with_item, with_key
from strategiplan.store.filing import data_of
from strategiplan.store.grafting import grafted
from strategiplan.store.layout import written
from strategiplan.store.origins import Origin, Origins
from strategiplan.store.valuing import with_fields


class _Text(NamedTuple):
    """A text in the making: where in it the node stands, what the node was when it was read, and whose file it is."""

    file: PlanFile
    place: Place
    old: Node
    held: frozenset[str]
    source: Origins

    def with_file(self, file: PlanFile) -> "_Text":
        return self._replace(file=file)


class Composer:
    """Takes nodes' texts from the `base` or, when they are new, from the first donor that has them as they shall be.

    `apart` are, by node, the slots whose children stand in other files. `single` says that the plan is to stand in
    the base's one file, with all that is filed with it there.
    """

    def __init__(
        self, base: Origins, donors: Sequence[Origins], apart: Mapping[str, frozenset[str]], single: bool
    ) -> None:
        self.base, self.donors, self.apart, self.single = base, donors, apart, single

    def text(self, node: Node) -> PlanFile:
        """A file that holds the node, without what stands in files of its own.

        Raises LayoutRefused when something of it cannot be written in YAML.
        """
        found = lender(node, self.base, self.donors)
        if found is None:
            return self._new(node)
        source, origin = found
        try:
            file = excerpt(source.files[origin.file], origin.place, type(node))
            file = self._changed(_Text(file, (), origin.node, origin.held, source), node)
            for key in () if self.single else _beside(file, (), node):
                file = file.delete_key((key,))
            return file
        except RefusedEdit:
            return self.laid_out(node, source.files[origin.file], origin.place)

    def laid_out(self, node: Node, file: PlanFile, place: Place = ()) -> PlanFile:
        """The node in the canonical layout, with the comments that stand at a place of an older file."""
        kind = file.kind if self.single and not place else type(node)
        beside = _beside(file, place, node) if self.single else []
        data = {**self._data(node), **{key: file.at(place)[key] for key in beside}}
        return grafted(file, place, data, kind) or PlanFile(written(data, kind).encode(), kind)

    def _data(self, node: Node) -> dict[str, Any]:
        return {key: value for key, value in data_of(node).items() if key not in self._apart(node)}

    def _apart(self, node: Node) -> frozenset[str]:
        return self.apart.get(node.id, frozenset())

    def _new(self, node: Node) -> PlanFile:
        """A node that has not stood anywhere; things in it may have."""
        kind = type(node)
        data = self._data(node)
        slots = [name for name in shape(kind).slots if name in data]
        inner = [child for name in slots for child in _children(node, name)]
        if not any(lender(one, self.base, self.donors) for child in inner for one in walk(child)):
            return PlanFile(written(data, kind).encode(), kind)
        bare = {key: value for key, value in data.items() if key not in slots}
        file = PlanFile(written(bare, kind).encode(), kind)
        empty = {shape(kind).names[name]: None if name in shape(kind).single else () for name in slots}
        return self._changed(_Text(file, (), node.model_copy(update=empty), frozenset(), self.base), node)

    def _changed(self, text: _Text, new: Node) -> PlanFile:
        """The text with the node in it as it shall be, everything around it untouched."""
        text = text.with_file(with_fields(text.file, text.place, text.old, new))
        form = shape(type(new))
        for name in form.slots:
            wanted = [] if name in self._apart(new) else _children(new, name)
            if name in form.single:
                text = text.with_file(self._single(text, name, wanted))
            elif wanted or name in text.held:
                text = text.with_file(self._list(text, name, wanted, name in self._apart(new)))
        return text.file

    def _single(self, text: _Text, name: str, wanted: Sequence[Node]) -> PlanFile:
        file, place = text.file, (*text.place, name)
        if name in text.held:
            for old in _children(text.old, name):
                for new in wanted:
                    return self._changed(self._inner(text, file, place, old), new)
            if wanted or _children(text.old, name):
                file = file.delete_key(place)
        for new in wanted:
            file = with_key(file, text.place, name, self.text(new))
        return file

    def _inner(self, text: _Text, file: PlanFile, place: Place, old: Node) -> _Text:
        return _Text(file, place, old, text.source.nodes[old.id].held, text.source)

    def _list(self, text: _Text, name: str, wanted: Sequence[Node], is_apart: bool) -> PlanFile:
        """The text with these children in a slot. New ones are put in before old ones go, so the list is never empty
        in between and keeps its looks."""
        file, place = text.file, (*text.place, name)
        held = _children(text.old, name) if name in text.held else []
        if not wanted:
            return self._without(file, place, held, is_apart)
        staying = {node.id: node for node in held if self._may_stay(node, text)}
        order = [node.id if node.id in staying else None for node in held]
        stable = keepers(
            [id_ for id_ in order if id_ in {node.id for node in wanted}],
            [node.id for node in wanted if node.id in staying],
        )
        at = 0
        for node in wanted:
            if node.id in stable:
                at = order.index(node.id) + 1
                continue
            if node.id in staying:
                old = order.index(node.id)
                order.pop(old)
                at -= old < at
                file = _moved(file, place, old, at, type(node))
            else:
                file = with_item(file, place, at, self.text(node))
            order.insert(at, node.id)
            at += 1
        kept = {node.id for node in wanted}
        for n in reversed(range(len(order))):
            if order[n] not in kept:
                file = file.delete_item((*place, n))
        for n, node in enumerate(wanted):
            if node.id in staying:
                file = self._changed(self._inner(text, file, (*place, n), staying[node.id]), node)
        return file

    @staticmethod
    def _without(file: PlanFile, place: Place, held: Sequence[Node], is_apart: bool) -> PlanFile:
        """The text without any child in a slot. Comments about the list itself stay, if the key may."""
        if is_apart:
            return file.delete_key(place)
        if not held:
            return file
        try:
            emptied = file
            for n in reversed(range(len(held))):
                emptied = emptied.delete_item((*place, n))
        except RefusedEdit:
            return file.delete_key(place)
        rest = emptied.find(place).entry
        return emptied if rest.beside or rest.inner_comments() or rest.own_lead() else file.delete_key(place)

    def _may_stay(self, node: Node, text: _Text) -> bool:
        """Whether a child's text in this file may be kept: in a borrowed one, unless the base says more about it."""
        origin = self.base.of(node)
        if origin is None or text.source is self.base:
            return True
        lent = text.source.nodes[node.id]
        ours = excerpt(self.base.files[origin.file], origin.place, type(node)).comments()
        return not ours - excerpt(text.source.files[lent.file], lent.place, type(node)).comments()


def lender(node: Node, base: Origins, donors: Sequence[Origins]) -> tuple[Origins, Origin] | None:
    """From where a node's text is taken: the base, else the donor with the same node, or with the same but for what
    is in it.
    """
    if origin := base.of(node):
        return base, origin
    others = [(donor, origin) for donor in donors if (origin := donor.of(node))]
    for donor, origin in others:
        if origin.node == node:
            return donor, origin
    form = shape(type(node))
    fields = own_fields(node, form)
    return next(((donor, origin) for donor, origin in others if own_fields(origin.node, form) == fields), None)


def _beside(file: PlanFile, place: Place, node: Node) -> list[str]:
    """Keys of a node's mapping that are none of the node's: in a single file, what is filed with the plan."""
    return [key for key in file.at(place) if key != "id" and key not in shape(type(node)).names]


def _children(node: Node, slot: str) -> list[Node]:
    held = getattr(node, shape(type(node)).names[slot])
    if held is None:
        return []
    return [held] if isinstance(held, Node) else list(held)


def _moved(file: PlanFile, place: Place, old: int, new: int, kind: type[Node]) -> PlanFile:
    """A list with an item at another position."""
    try:
        return file.move_item((*place, old), place, new)
    except RefusedEdit:
        taken = excerpt(file, (*place, old), kind)
        return with_item(file.delete_item((*place, old)), place, new, taken)
