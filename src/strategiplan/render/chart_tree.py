"""The whole plan at a glance: areas, their goals, and how many measures each goal has."""

from collections.abc import Iterator, Sequence

from strategiplan.messages import text
from strategiplan.render import numbers
from strategiplan.render.chart_drawing import at, gathered
from strategiplan.render.chart_text import wrapped
from strategiplan.render.chart_view import Branch, Drawing, Figures, Label, Row, TreePicture
from strategiplan.render.views import AreaView, GoalView
from strategiplan.render.visible import visible
from strategiplan.render.words import Words

WIDTH = 640
LETTERS = 13.0
LINE = 16.0
_INDENT = 18.0
_PAD = 7.0
_DEEPEST = 12  # levels further in stand no further to the right
_DOTS = 24  # more measures than this are told by their number alone
_DOT = 9


def tree_picture(areas: Sequence[AreaView], goals: Sequence[GoalView], words: Words) -> TreePicture | None:
    """The picture of a plan's areas and of the goals that stand in none; None when there are fewer than two goals."""
    branches = (*(_area(area, words) for area in areas), *(_goal(goal, words) for goal in goals))
    held = list(_all_goals(areas, goals))
    if len(held) < 2:
        return None
    measures = sum(len(goal.indicators) for goal in held)
    counts = (("area", sum(1 for _ in _all_areas(areas))), ("goal", len(held)), ("indicator", measures))
    told = [f"{numbers.number(count, words.lang)} {words.level(level, count)}" for level, count in counts if count]
    sentence = text("tree.told", words.lang, counts=numbers.joined(told, words.lang))
    if measures:
        sentence += " " + text("tree.dots", words.lang, indicator=words.level("indicator"))
    if bare := sum(not goal.indicators for goal in held):
        sentence += " " + text("tree.bare", words.lang, count=bare, goals=words.level("goal", bare))
    return TreePicture(
        "_tree", text("tree.title", words.lang), sentence, branches, _drawing(branches), _figures(branches, words)
    )


def _area(area: AreaView, words: Words) -> Branch:
    held = list(_all_goals([area], ()))
    measures = sum(len(goal.indicators) for goal in held)
    told = [f"{count} {words.level(level, count)}" for level, count in (("goal", len(held)), ("indicator", measures))]
    below = (*(_area(one, words) for one in area.areas), *(_goal(goal, words) for goal in area.goals))
    return Branch(area.id, area.number, area.title, ", ".join(told), "", 0, below)


def _goal(goal: GoalView, words: Words) -> Branch:
    count = len(goal.indicators)
    told = f"{count} {words.level('indicator', count)}" if count else text("tree.none", words.lang,
                                                                         indicators=words.level("indicator", 2))
    drawn = count if count <= _DOTS else 0
    return Branch(goal.id, goal.number, goal.title, told, "".join(_dots(drawn)), drawn * _DOT, ())


def _dots(count: int) -> Iterator[str]:
    yield from (_dot(n * _DOT + 1, 4) for n in range(count))


def _dot(x: float, y: float) -> str:
    return f"M{at(x)} {at(y)}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"


def _all_goals(areas: Sequence[AreaView], goals: Sequence[GoalView]) -> Iterator[GoalView]:
    for area in areas:
        yield from _all_goals(area.areas, area.goals)
    yield from goals


def _all_areas(areas: Sequence[AreaView]) -> Iterator[AreaView]:
    for area in areas:
        yield area
        yield from _all_areas(area.areas)


def _figures(branches: Sequence[Branch], words: Words) -> Figures:
    """The picture as a table, in the plan's order."""
    columns = (text("tree.what", words.lang), text("tree.holds", words.lang))
    return Figures(text("tree.show", words.lang), text("tree.caption", words.lang), columns, tuple(_rows(branches)))


def _rows(branches: Sequence[Branch]) -> Iterator[Row]:
    for branch in branches:
        yield Row(f"{branch.number} {branch.title}".strip(), (branch.words,))
        yield from _rows(branch.branches)


def _drawing(branches: Sequence[Branch]) -> Drawing:
    """Every area as a band, its goals below it and further in, each with a dot for every measure."""
    pieces: list[tuple[str, str]] = []
    labels: list[Label] = []
    y = 1.0
    for branch, depth in _deep(branches, 0):
        x = 1 + min(depth, _DEEPEST) * _INDENT
        wide = WIDTH - x - 2 * _PAD
        title = wrapped(visible(f"{branch.number} {branch.title}".strip()), LETTERS, wide)
        aside = branch.wide + 4 if branch.wide else 0
        words = wrapped(branch.words, LETTERS, wide - aside)
        high = (len(title) + len(words)) * LINE + 2 * _PAD - 4
        pieces.append(("area" if branch.branches else "box", f"M{at(x)} {at(y)}H{WIDTH - 1}v{at(high)}H{at(x)}z"))
        role = "head" if branch.branches else "name"
        labels += [Label(role, at(x + _PAD), at(y + n * LINE), line) for n, line in enumerate(title, 1)]
        below = y + len(title) * LINE
        labels += [Label("word", at(x + _PAD + aside), at(below + n * LINE), line) for n, line in enumerate(words, 1)]
        for n in range(branch.wide // _DOT):
            pieces.append(("dot-all", _dot(x + _PAD + n * _DOT, below + LINE - 4)))
        y += high + 4
    return Drawing(WIDTH, round(y), gathered(pieces, ("area", "box", "dot-all")), tuple(labels))


def _deep(branches: Sequence[Branch], depth: int) -> Iterator[tuple[Branch, int]]:
    for branch in branches:
        yield branch, depth
        yield from _deep(branch.branches, depth + 1)
