"""The plan in a picture, what became of its goals, and every picture as a file of its own."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given

from strategiplan.model import Dossier, Note, Plan, Revision
from strategiplan.model.followup import Measurement
from strategiplan.model.plan import Goal, Indicator
from strategiplan.model.tree import walk
from strategiplan.render.chart_drawing import at
from strategiplan.render.chart_indicator import indicator_chart
from strategiplan.render.chart_svg import LETTERS, PAINTS, standalone
from strategiplan.render.chart_text import width
from strategiplan.render.chart_view import Branch, Drawing, FlowPicture, TreePicture
from strategiplan.render.plan_view import plan_view
from strategiplan.render.publishing import render_plan, render_revision
from strategiplan.render.revision_build import revision_view
from strategiplan.render.words import Words
from strategiplan.revisions.reasons import revise
from tests.plans import area, goal, indicator, plan, plans
from tests.render.conftest import compared, plan_page

SVG = "{http://www.w3.org/2000/svg}"


def flow(old: Plan, new: Plan, *notes: dict[str, object], lang: str = "sv") -> FlowPicture | None:
    """The picture of a revision with these notes."""
    revision = Revision(notes=tuple(Note.model_validate(note) for note in notes))
    revised = revise(old, new, revision)
    return revision_view(revised, Dossier("o/1", old), Dossier("o/2", new, revision=revision), lang).flow


def told(picture: FlowPicture) -> list[tuple[str, ...]]:
    """The rows of its table."""
    return [(row.name, *row.cells) for row in picture.figures.rows]


OLD = plan(title="Före", areas=[
    area("a", goal("g1", "Ett"), goal("g2", "Två"), goal("g3", "Tre"), goal("g4", "Fyra"), title="A"),
    area("b", goal("g5", "Fem"), goal("g6", "Sex", indicators=[indicator("i1", "Mått")]), title="B"),
])
NEW = plan(title="Efter", areas=[
    area("a", goal("n1", "Ny etta"), goal("n2", "Ny tvåa"), goal("n3", "Mått som mål"), goal("n4", "Helt ny"),
         title="A"),
    area("b", goal("g4", "Fyra"), goal("g6", "Sex"), title="B"),
])


def test_every_fate_is_a_band_and_a_line_of_the_table():
    picture = flow(
        OLD, NEW, {"at": "g1", "fate": "merged", "into": "n1"},
        {"at": "g2", "fate": "merged", "into": "n1", "sure": False},
        {"at": "g3", "fate": "split", "into": ["n1", "n2"]}, {"at": "g5", "fate": "delegated", "into": "namnden"},
        {"at": "i1", "fate": "promoted", "into": "n3"},
    )
    assert picture is not None
    assert told(picture) == [
        ("Ett", "slås ihop till", "Ny etta"), ("Två", "slås ihop till (tolkning)", "Ny etta"),
        ("Tre", "delas i", "Ny etta"), ("Tre", "delas i", "Ny tvåa"), ("Fyra", "flyttas", "Fyra"),
        ("Fem", "lämnas över till", "namnden"), ("Mått (indikator)", "lyfts till målet", "Mått som mål"),
        ("–", "nytt", "Helt ny"),
    ]
    assert [len(stream.sources) for stream in picture.streams] == [3, 1, 1, 1, 1]
    assert [band.role for band in picture.streams[0].bands] == ["kept", "unsure", "kept", "kept"]
    assert picture.description == (
        "Så går det för målen från Före till Efter: 2 slås ihop med andra, 1 delas, 1 indikator lyfts till mål, "
        "1 lämnas över, 1 flyttas och 1 tillkommer. 1 mål är kvar där de var och visas inte."
    )


def test_what_nothing_takes_over_from_ends():
    picture = flow(OLD, NEW, {"at": "g1", "fate": "replaced", "into": "n1"}, {"at": "g2", "fate": "ceased"})
    assert picture is not None
    assert ("Två", "upphör", "–") in told(picture) and ("Tre", "utgår", "–") in told(picture)


def test_without_a_fate_or_a_move_there_is_no_picture():
    assert flow(OLD, OLD) is None
    assert flow(OLD, plan(areas=[area("a", goal("n1", "Ny"), title="A")]), {"at": "g1", "fate": "ceased"}) is None


@given(plans(), plans())
def test_every_goal_that_comes_goes_or_moves_is_in_the_picture_once(old, new):
    picture = flow(old, new)
    if picture is None:
        return
    goals = [{n.id for n in walk(tree) if isinstance(n, Goal)} for tree in (old, new)]
    gone = [end.id.removesuffix("_old") for s in picture.streams for end in s.sources if not end.is_word]
    come = [end.id for s in picture.streams for end in s.targets if not end.is_word]
    assert len(gone) == len(set(gone)) and len(come) == len(set(come))
    assert set(gone) >= goals[0] - goals[1] and set(come) >= goals[1] - goals[0]
    for stream in picture.streams:
        assert {band.source for band in stream.bands} == set(range(len(stream.sources)))
        assert {band.target for band in stream.bands} == set(range(len(stream.targets)))


@pytest.mark.parametrize("revision", [("karlstad/2023", "karlstad/2024"), ("boden/2024-2026", "boden/2025-2027")])
def test_every_name_in_the_picture_leads_to_its_place(revision):
    text = compared(*revision).html()
    drawn = text[text.index('<figure class="flow"') : text.index("</figure>")]
    ids = set(re.findall(r'\sid="([^"]+)"', text))
    links = re.findall(r'href="#([^"]+)"', drawn)
    assert len(links) > 4 and set(links) <= ids


def tree(made: Plan) -> TreePicture | None:
    """The plan in a picture."""
    return plan_view(made).picture


def branches(held: tuple[Branch, ...]) -> Iterator[Branch]:
    """All branches, in order."""
    for branch in held:
        yield branch
        yield from branches(branch.branches)


@given(plans())
def test_the_tree_has_every_area_and_goal_and_a_dot_for_every_indicator(made):
    picture = tree(made)
    if picture is None:
        return
    goals = [n for a in made.areas for n in walk(made) if isinstance(n, Goal)] if made.areas else []
    held = {branch.id: branch for branch in branches(picture.branches)}
    assert len(held) == len(picture.figures.rows)
    for each in goals:
        assert held[each.id].dots.count("M") == len(each.indicators)


def test_the_tree_is_told_in_words():
    picture = tree(OLD)
    assert picture is not None
    assert picture.description == (
        "Planen har 2 målområden, 6 mål och 1 indikator. Varje punkt är en indikator. 5 mål har ingen indikator."
    )
    assert [(row.name, *row.cells) for row in picture.figures.rows][:2] == [
        ("1 A", "4 mål, 0 indikatorer"), ("1.1 Ett", "inga indikatorer"),
    ]
    assert tree(plan(goals=[goal("g")])) is None


HOSTILE = "</text><script>alert(1)</script>\u202e " + "Kommunalförbundsordförandekandidat" * 3


def pictures() -> Iterator[tuple[str, TreePicture | FlowPicture | object]]:
    """One of each, with names that are long and hostile."""
    first = goal("g1", HOSTILE, indicators=[indicator("i")])
    made = plan(title=HOSTILE, areas=[area("a", first, goal("g2"), title=HOSTILE)])
    new = plan(title=HOSTILE, areas=[area("a", goal("n1", HOSTILE), title=HOSTILE)])
    yield "tree", tree(made)
    yield "flow", flow(made, new, {"at": "g1", "fate": "replaced", "into": "n1"})
    measure = Indicator.model_validate(
        indicator("i", HOSTILE, unit=HOSTILE, targets={"2023": {"min": 80}, "2024": {"range": [80, 90]}})
    )
    series = Measurement.model_validate({
        "indicator": "i", "break-before": "2020",
        "series": [{"period": f"{2016 + n}", "value": 60 + n, "gender": g} for n in (0, 1, 3, 4, 5) for g in "TKM"],
    })
    yield "chart", indicator_chart(measure, series, Words.of({}, None, "sv"))


@pytest.mark.parametrize("name", ["tree", "flow", "chart"])
def test_a_picture_alone_is_a_whole_file_that_needs_nothing(name):
    picture = dict(pictures())[name]
    content = standalone(picture)
    root = ElementTree.fromstring(content)
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    assert root.findtext(f"{SVG}title") and root.findtext(f"{SVG}desc")
    assert {child.tag.removeprefix(SVG) for child in root} == {"title", "desc", "path", "text"}
    text = content.decode().replace(SVG[1:-1], "")
    assert not any(hidden in text for hidden in ("class=", "var(", "http", "\u202e"))
    assert content == standalone(dict(pictures())[name])


@pytest.mark.parametrize("name", ["tree", "flow", "chart"])
def test_everything_in_a_picture_stands_inside_it(name):
    drawing: Drawing = dict(pictures())[name].drawing  # type: ignore[attr-defined]
    assert {shape.role for shape in drawing.shapes} <= set(PAINTS)
    assert {label.role for label in drawing.labels} <= set(LETTERS)
    for label in drawing.labels:
        long = width(label.text, 13 if name != "chart" else 14)
        start = float(label.x) - {"start": 0.0, "middle": long / 2, "end": long}[label.anchor]
        assert start >= 0 and start + long <= drawing.width + 0.1 and 0 < float(label.y) <= drawing.height
    for shape in drawing.shapes:
        begun = re.match(r"M(-?[\d.]+) (-?[\d.]+)", shape.path)
        assert begun and 0 <= float(begun[1]) <= drawing.width and 0 <= float(begun[2]) <= drawing.height


def test_a_place_is_written_short():
    assert [at(value) for value in (1.0, 0.04, -0.04, 12.34, -3.0)] == ["1", "0", "0", "12.3", "-3"]


def test_deep_and_wide_plans_are_drawn():
    deep = area("a0", goal("g1"), goal("g2"))
    for n in range(1, 30):
        deep = area(f"a{n}", areas=[deep])
    picture = tree(plan(areas=[deep]))
    assert picture is not None and picture.drawing.height < 30 * 60 and standalone(picture)


@pytest.mark.parametrize("name", ["plan", "revision"])
def test_pictures_are_accessible_at_every_width(shown, name):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tab = shown(plan_page("karlstad/2022") if name == "plan" else compared("karlstad/2023", "karlstad/2024").html())
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    figure = "figure.tree" if name == "plan" else "figure.flow"
    for wide, scheme in ((1280, "light"), (768, "light"), (320, "dark")):
        tab.set_viewport_size({"width": wide, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        assert tab.evaluate("document.documentElement.scrollWidth") <= wide
    found = axe.Axe().run(tab, context=figure).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:300]) for v in found] == []
    assert tab.evaluate("""figure => [...document.querySelectorAll(figure + ' :is(.end, .node, li)')].filter(
        one => one.scrollWidth > one.clientWidth + 1).length""", figure) == 0


def test_bands_reach_from_the_middle_of_one_name_to_the_middle_of_the_other(shown):
    tab = shown(compared("karlstad/2023", "karlstad/2024").html(), width=320)
    away = tab.evaluate("""() => [...document.querySelectorAll('.stream')].flatMap(stream => {
        const box = stream.querySelector('svg').getBoundingClientRect();
        const middle = one => (b => (b.top + b.bottom) / 2)(one.getBoundingClientRect());
        return [...stream.querySelectorAll('.from > li')].map((li, n, all) =>
            Math.abs(middle(li.firstElementChild) - (box.top + box.height * (n + .5) / all.length)));
    })""")
    assert len(away) > 20 and max(away) < 1.5


def test_on_paper_the_pictures_are_open(shown):
    tab = shown(plan_page("karlstad/2022"))
    assert not tab.is_visible("figure.tree")
    tab.emulate_media(media="print")
    assert tab.evaluate("document.querySelector('figure.tree').getBoundingClientRect().height") > 100


def test_pages_with_pictures_are_the_same_every_time():
    old, new, revised = compared("karlstad/2023", "karlstad/2024")
    assert render_revision(revised, old, new) == render_revision(revised, old, new)
    assert render_plan(old, "html") == render_plan(old, "html")
