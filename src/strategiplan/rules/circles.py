"""Circles among links: groups that can be walked around. Tarjan's way, with a stack of its own."""

from collections.abc import Iterator, Mapping, Sequence


def circles(links: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Each largest group of two or more names in which every name reaches every other, in the order of `links`.

    Linear in names and links; every name that is linked to must be a key.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    rank = {name: number for number, name in enumerate(links)}
    open_: list[str] = []
    is_open: set[str] = set()
    found: list[list[str]] = []
    for start in links:
        if start in order:
            continue
        walk = [(start, iter(links[start]))]
        order[start] = low[start] = len(order)
        open_.append(start)
        is_open.add(start)
        while walk:
            name, onwards = walk[-1]
            step = next(onwards, None)
            if step is None:
                walk.pop()
                if walk:
                    above = walk[-1][0]
                    low[above] = min(low[above], low[name])
                if low[name] == order[name]:
                    group = _close(name, open_, is_open)
                    if len(group) > 1:
                        found.append(sorted(group, key=rank.__getitem__))
            elif step not in order:
                order[step] = low[step] = len(order)
                open_.append(step)
                is_open.add(step)
                walk.append((step, iter(links[step])))
            elif step in is_open:
                low[name] = min(low[name], order[step])
    yield from sorted(found, key=lambda group: rank[group[0]])


def _close(name: str, open_: list[str], is_open: set[str]) -> list[str]:
    group = []
    while True:
        top = open_.pop()
        is_open.discard(top)
        group.append(top)
        if top == name:
            return group
