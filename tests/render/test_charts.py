"""Indicators as pictures: no figure outside the box or out of order, and the words and the table say the same."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strategiplan.model import Measurement
from strategiplan.model.plan import Indicator
from strategiplan.render import html
from strategiplan.render.chart_indicator import indicator_chart
from strategiplan.render.chart_points import LETTERS, middle
from strategiplan.render.chart_scale import every, exact, scale
from strategiplan.render.chart_text import width, wrapped
from strategiplan.render.chart_view import Chart, Label, Plot, Point
from strategiplan.render.plan_view import plan_view
from strategiplan.render.words import Words
from tests.plans import area, goal, indicator, plan

SWEDISH = Words.of({}, None, "sv")
NUMBER = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
PERIOD = st.integers(1900, 2199).flatmap(
    lambda y: st.sampled_from([f"{y}", f"{y}-01", f"{y}-12", f"{y}-Q1", f"{y}-Q4", f"{y}-T2"])
)
YEAR = st.integers(1900, 2199).map(str)
TARGET = (
    st.tuples(st.sampled_from(["value", "min", "max"]), NUMBER).map(lambda pair: dict([pair]))
    | st.tuples(NUMBER, NUMBER).map(lambda pair: {"range": sorted(pair, key=exact)})
    | st.sampled_from(["up", "down", "keep"]).map(lambda way: {"direction": way})
)
OBSERVATION = st.fixed_dictionaries(
    {"period": PERIOD, "value": NUMBER, "gender": st.sampled_from("TTKM"), "derived": st.booleans()}
)


def measured(*pairs: tuple[Any, Any], **parts: Any) -> Measurement:
    """A series as (period, value), or (period, value, gender)."""
    series = [{"period": str(p[0]), "value": p[1], "gender": (*p, "T")[2]} for p in pairs]
    return Measurement.model_validate({"indicator": "i", "series": series, **parts})


def charted(measurement: Measurement | None = None, lang: str = "sv", **parts: Any) -> Chart:
    """The picture of an indicator that has one."""
    found = indicator_chart(
        Indicator.model_validate(indicator("i", **parts)), measurement, Words.of({}, None, lang)
    )
    assert found is not None
    return found


def points(plot: Plot) -> list[Point]:
    """Every measured point."""
    return [point for line in plot.lines for segment in line.segments for point in segment]


@st.composite
def charts(draw: st.DrawFn) -> Chart | None:
    """Any indicator with any series."""
    baseline = draw(st.none() | st.fixed_dictionaries({"year": YEAR, "value": NUMBER}))
    drawn = indicator(
        "i", draw(st.text(min_size=1, max_size=60).filter(str.strip)),
        unit=draw(st.sampled_from(["percent", "kr", None])),
        targets=draw(st.dictionaries(YEAR, TARGET, max_size=5)), **({"baseline": baseline} if baseline else {}),
    )
    series = Measurement.model_validate({
        "indicator": "i", "series": draw(st.lists(OBSERVATION, max_size=12)), "break-before": draw(st.none() | PERIOD),
    })
    words = Words.of({}, None, draw(st.sampled_from(["sv", "en"])))
    return indicator_chart(Indicator.model_validate(drawn), series, words)


@given(charts())
def test_every_figure_stands_in_the_box_in_its_order(chart):
    if chart is None:
        return
    plot = chart.plot
    places = points(plot) + ([plot.baseline] if plot.baseline else [])
    assert all(plot.left <= p.x <= plot.right and plot.top <= p.y <= plot.bottom for p in places)
    assert all(plot.left <= t.left <= t.right <= plot.right for t in plot.targets)
    assert all(plot.top <= y <= plot.bottom for t in plot.targets for y in (t.low, t.high))
    for lower, higher in zip(ranked := sorted(places, key=lambda p: exact(p.value)), ranked[1:], strict=False):
        assert lower.y >= higher.y
    for before, after in zip(timed := sorted(places, key=lambda p: middle(p.period)), timed[1:], strict=False):
        assert before.x <= after.x


@given(charts())
def test_axes_are_labelled_within_the_picture(chart):
    if chart is None:
        return
    plot, drawing = chart.plot, chart.drawing
    assert 2 <= len(plot.values) <= 7 and plot.values[0].at == plot.bottom and plot.values[-1].at == plot.top
    assert 1 <= len(plot.years) <= 8
    assert len({tick.text for tick in plot.values}) == len(plot.values)
    for label in drawing.labels:
        start, end = extent(label)
        assert start >= -0.1 and end <= drawing.width + 0.1, label
        assert 0 < float(label.y) < drawing.height
    numbers = [n for shape in drawing.shapes for n in re.findall(r"[A-Za-z]|-?\d+\.?\d*", shape.path)]
    assert "nan" not in "".join(s.path for s in drawing.shapes).lower() and numbers


def extent(label: Label) -> tuple[float, float]:
    """Where a label begins and ends."""
    long = width(label.text, LETTERS)
    start = float(label.x) - {"start": 0.0, "middle": long / 2, "end": long}[label.anchor]
    return start, start + long


@given(charts())
def test_words_beside_marks_hide_no_words(chart):
    if chart is None:
        return
    boxes = [
        (*extent(label), float(label.y)) for label in chart.drawing.labels if label.role in ("value", "aim", "break")
    ]
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            assert one[1] <= other[0] or other[1] <= one[0] or abs(one[2] - other[2]) >= 14 or one == other


@given(charts())
def test_no_line_crosses_a_break(chart):
    if chart is None or chart.plot.break_at is None:
        return
    for line in chart.plot.lines:
        for segment in line.segments:
            assert {point.x < chart.plot.break_at for point in segment} in ({True}, {False})


@given(st.lists(NUMBER, min_size=1, max_size=8))
@example([5e-324, 1.7e308])
@example([0])
@example([100000000000000000, 100000000000000001])
def test_a_scale_holds_its_values_between_round_ends(values):
    axis = scale(values, 100.0, 0.0)
    assert axis.low < axis.high and axis.low == axis.ticks[0] and axis.high == axis.ticks[-1]
    assert all(axis.low <= exact(value) <= axis.high for value in values)
    assert all(0 <= axis.at(value) <= 100 for value in values)
    assert str(axis.step.normalize().as_tuple().digits) in ("(1,)", "(2,)", "(2, 5)", "(5,)")


@pytest.mark.parametrize(("values", "low", "high"), [
    ([12, 80], 0, 80), ([71, 72], 66, 76), ([50, 50], 46, 54), ([-4, -1], -4, 0), ([-120, 210], -200, 300), ([0], 0, 1),
    ([0.1, 0.3], 0, 0.3),
])
def test_where_an_axis_begins_and_ends(values, low, high):
    axis = scale(values, 0.0, 1.0)
    assert (float(axis.low), float(axis.high)) == (low, high)


@given(st.integers(1, 9999), st.integers(0, 9998), st.integers(1, 12))
def test_few_years_are_written(first, more, most):
    step = every(first, first + more, most)
    assert -(-(more + 1) // step) <= most and str(step).strip("0") in ("1", "2", "5")


@given(st.text(max_size=200), st.floats(1, 300))
def test_lines_fit_and_lose_no_letter(text, room):
    lines = wrapped(text, 12, room)
    assert re.sub(r"[- ]", "", "".join(lines)) == re.sub(r"[- ]", "", text)
    assert all(width(line, 12) <= room + 0.01 or len(line.rstrip("-")) <= 1 for line in lines)


def test_long_words_are_hyphenated_and_hyphens_are_places_to_break():
    assert wrapped("Kunskaps- och tillväxtkommun", 12, 100) == ("Kunskaps- och", "tillväxtkommun")
    assert wrapped("musik-/kulturskola", 12, 80) == ("musik-/", "kulturskola")
    assert wrapped("arbetsmarknadspolitiken", 12, 90) == ("arbetsmarkna-", "dspolitiken")


SERIES = measured((2018, 60), (2019, 62), (2021, 70), (2022, 71.5), **{"break-before": "2021"})


def test_a_break_parts_the_line_and_is_told_in_words_and_in_the_table():
    chart = charted(SERIES, unit="percent", targets={"2022": {"min": 80}})
    (line,) = chart.plot.lines
    assert [[p.period for p in segment] for segment in line.segments] == [["2018", "2019"], ["2021", "2022"]]
    assert "Brott i serien 2021: värden före och efter kan inte jämföras." in chart.notes
    assert [row.name[:5] for row in chart.figures.rows] == ["2018", "2019", "Brott", "2021", "2022"]
    assert "Före brottet ökar värdet från 60\u00a0% (2018) till 62\u00a0% (2019)." in chart.description
    assert "Det uppmätta värdet ökar från 70\u00a0% (2021) till 71,5\u00a0% (2022)." in chart.description
    assert any(label.role == "break" and label.text == "Brott i serien 2021" for label in chart.drawing.labels)
    drawn = next(shape.path for shape in chart.drawing.shapes if shape.role == "line-all")
    assert drawn.count("M") == 3  # each side of the break, and the key


def test_a_break_outside_the_figures_is_no_break_in_them():
    early = charted(measured((2018, 60), (2019, 62), **{"break-before": "2018"}))
    assert early.plot.break_at is None and not any("Brott" in note for note in early.notes)


def test_a_missing_year_is_passed_by_another_line():
    chart = charted(measured((2018, 60), (2019, 62), (2021, 70), (2022, 71)))
    assert [p.joined for p in points(chart.plot)[1:]] == [True, False, True]
    assert any(shape.role == "gap" for shape in chart.drawing.shapes)
    every_other = charted(measured((2018, 60), (2020, 62), (2022, 70)))
    assert all(p.joined for p in points(every_other.plot)[1:])


@pytest.mark.parametrize(("parts", "series", "words"), [
    ({"targets": {"2022": {"min": 70}}}, ((2021, 60), (2022, 71)), "är nått"),
    ({"targets": {"2022": {"min": 72}}}, ((2021, 60), (2022, 71)), "är inte nått: värdet är 71."),
    ({"targets": {"2024": {"max": 70}}}, ((2021, 60), (2022, 71)), "är inte nått än: värdet 2022"),
    ({"targets": {"2024": {"max": 72}}}, ((2021, 60), (2022, 71)), "är redan nått"),
    ({"targets": {"2022": {"range": [70, 72]}}}, ((2021, 60), (2022, 71)), "är nått"),
    ({"targets": {"2022": {"value": 70}}, "better": "higher"}, ((2021, 60), (2022, 71)), "är nått"),
    ({"targets": {"2022": {"value": 70}}, "better": "lower"}, ((2021, 60), (2022, 71)), "är inte nått"),
    ({"targets": {"2022": {"value": 71}}}, ((2021, 60), (2022, 71)), "är nått"),
    ({"targets": {"2022": {"min": 70}}}, ((2021, 60), ("2022-Q1", 69)), "är inte nått än"),
])
def test_whether_the_target_is_reached_is_said(parts, series, words):
    chart = charted(measured(*series), **parts)
    assert words in chart.notes[0] and chart.notes[0] in chart.description


def test_a_direction_is_not_judged():
    chart = charted(measured((2021, 60), (2022, 71)), targets={"2022": {"direction": "up"}})
    assert not any("nått" in note for note in chart.notes) and "ska öka 2022" in chart.description


@given(charts())
def test_the_table_holds_every_figure(chart):
    if chart is None:
        return
    rows = {row.name: row.cells for row in chart.figures.rows if row.cells}
    held = [p.period for p in points(chart.plot)] + [str(t.year) for t in chart.plot.targets]
    assert set(held) <= set(rows)
    assert all(len(cells) == len(chart.figures.columns) - 1 for cells in rows.values())
    cells = sum(cell != "–" for cells in rows.values() for cell in cells)
    assert cells == len(held) + (chart.plot.baseline is not None)


def test_the_table_has_the_figures_as_they_are_written():
    chart = charted(
        measured((2021, 60.25), (2022, 71, "T"), (2022, 73, "K"), (2022, 69, "M")), unit="percent",
        targets={"2023": {"min": 75, "note": "enligt budget"}}, baseline={"year": 2021, "value": 60.25},
    )
    assert chart.figures.columns == ("År eller period", "Utfall", "Kvinnor", "Män", "Utgångsläge", "Målvärde")
    assert [(row.name, *row.cells) for row in chart.figures.rows] == [
        ("2021", "60,25\u00a0%", "–", "–", "60,25\u00a0%", "–"),
        ("2022", "71\u00a0%", "73\u00a0%", "69\u00a0%", "–", "–"),
        ("2023", "–", "–", "–", "–", "minst 75\u00a0% (enligt budget)"),
    ]


def test_fewer_than_two_figures_are_no_picture():
    one = Indicator.model_validate(indicator("i", targets={"2022": {"direction": "up"}}))
    assert indicator_chart(one, measured((2021, 60)), SWEDISH) is None
    assert indicator_chart(one, None, SWEDISH) is None


def test_great_figures_are_written_in_millions():
    chart = charted(measured((2021, 12_500_000), (2022, 34_000_000)), unit="kronor")
    assert chart.plot.unit == ("kronor, miljoner",) and chart.plot.values[-1].text == "40"
    assert points(chart.plot)[0].text == "12,5" and chart.figures.rows[0].cells == ("12\u00a0500\u00a0000",)


HOSTILE = '</title><script>alert(1)</script>"\'&<b>\u202e]]>'


def page() -> str:
    """A page with several pictures, and names that try to be more than names."""
    held = [
        indicator("i", HOSTILE, unit=HOSTILE, targets={"2023": {"min": 80, "note": HOSTILE}}),
        indicator("j", unit="percent", baseline={"year": 2018, "value": 60}, targets={"2024": {"range": [70, 75]}}),
        indicator("k", targets={"2024": {"value": 3}, "2025": {"max": 2}, "2026": {"direction": "down"}}),
    ]
    broken: dict[str, Any] = {"break-before": "2020", "attribution": HOSTILE}
    series = {
        "i": measured((2018, 60), (2020, 62), (2021, 64), (2022, 65), (2022, 66, "K"), (2022, 64, "M")),
        "j": measured((2018, 60), (2019, 61), (2020, 67), (2021, 66), **broken),
    }
    made = plan(areas=[area("a", goal("g", indicators=held))])
    return html.page("plan", plan_view(made, None, None, series))["plan.html"].decode()


def test_pictures_are_whole_xml_named_and_without_colliding_ids():
    text = page()
    drawn = re.findall(r"<svg.*?</svg>", text, re.S)
    assert len(drawn) == 3
    for each in drawn:
        root = ElementTree.fromstring(each)
        assert root.get("role") == "img"
        title, desc = root.findall("title")[0], root.findall("desc")[0]
        assert (root.get("aria-labelledby") or "").split() == [title.get("id"), desc.get("id")]
        assert title.text and desc.text and desc.text.endswith(".")
        assert {child.tag for child in root} == {"title", "desc", "path", "text"}
        assert len(each) < 6000
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert "<script>alert" not in text and "\u202e" not in text


def test_the_same_plan_gives_the_same_bytes():
    assert page() == page()


def test_pictures_are_accessible_at_every_width(shown):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tab = shown(page())
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width_, scheme in ((320, "light"), (320, "dark"), (768, "light"), (1280, "dark")):
        tab.set_viewport_size({"width": width_, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width_
        found = axe.Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:300]) for v in found] == []
    assert tab.complaints == []


def test_letters_keep_within_the_picture_and_apart(shown):
    """What was measured without a browser holds in one, for the large letters of a small screen."""
    tab = shown(page(), width=320)
    outside = tab.evaluate("""() => [...document.querySelectorAll('.chart svg')].flatMap(svg => {
        const box = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter(t => {
            const b = t.getBoundingClientRect();
            return b.left < box.left - 1 || b.right > box.right + 1 || b.bottom > box.bottom + 1;
        }).map(t => t.textContent);
    })""")
    assert outside == []
