"""What a plan's page says, in HTML and Markdown."""

import re
from itertools import pairwise

import pytest

from strategiplan.model.plan import Goal
from strategiplan.model.tree import walk
from strategiplan.render.plan_view import plan_view
from strategiplan.render.publishing import render_plan
from tests.plans import area, goal, indicator, plan
from tests.render.conftest import dossier, plan_page


def _page(drawn, **known):
    from strategiplan.model.dossier import Dossier

    return render_plan(Dossier("x", drawn, **known), "html")["plan.html"].decode()


def _article(html, id_):
    start = html.index(f'aria-labelledby="{id_}"')
    return html[start : html.index("</article>", start)]


def _plain(html):
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", html)).replace("&#34;", '"').replace("&#39;", "'")


@pytest.mark.parametrize("name", ["karlstad/2022", "karlstad/2023", "karlstad/2024", "vaggeryd/2024"])
def test_every_goal_has_its_indicators_and_global_goals(name):
    html = plan_page(name)
    for node in walk(dossier(name).plan):
        if isinstance(node, Goal):
            article = _article(html, node.id)
            text = _plain(article)
            assert node.title in text
            assert all(i.name in text for i in node.indicators)
            assert re.findall(r'class="square sdg-(\d+)"', article) == [code.split(".")[0] for code in node.sdg]


def test_numbers_follow_from_the_order():
    html = plan_page("karlstad/2022")
    assert '<h3 id="gott-foretagsklimat"><span class="number">2.3</span>' in html


def test_the_decision_stands_at_the_head():
    assert "Antagen av kommunfullmäktige 2021-06-15" in plan_page("karlstad/2022")
    assert "Adopted by Kommunfullmäktige 15 June 2021" in plan_page("karlstad/2022", "en")


def test_status_is_a_symbol_and_a_word():
    assert '<span aria-hidden="true">◇</span> Förslag' in plan_page("karlstad/2023-forslag-blagrona")


def test_kolada_is_the_source_only_of_what_was_not_transformed():
    whole = indicator("a", "Ett", source={"kind": "kolada", "kpi": "N00001"})
    derived = indicator("b", "Två", source={"kind": "kolada", "kpi": "N00002", "transform": "sum"})
    text = _plain(_page(plan(areas=[area("o", goal("g", indicators=[whole, derived]))])))
    assert "Källa: Kolada, N00001" in text
    assert "Källa: Kolada, N00002" not in text and "underlag från Kolada, N00002" in text


def test_targets_baseline_and_owner():
    shown = indicator("a", "Andel", unit="percent", owner="ks", baseline={"year": "2021", "value": 1234.5},
                      targets={"2024": {"min": 85}, "2025": {"range": [80, 90]}, "2026": {"direction": "up"}})
    text = _plain(_page(plan(areas=[area("o", goal("g", indicators=[shown]))])))
    for part in ("minst 85\u00a0%", "80–90\u00a0%", "ska öka", "1234,5\u00a0% (2021)", "Följs av: ks"):
        assert part in text


def test_a_promise_of_indicators_has_its_day():
    drawn = goal("g", indicators_pending={"note": "Fler tas fram.", "due": "2022-12-31"})
    assert "Fler tas fram (senast 2022-12-31)." in _plain(_page(plan(areas=[area("o", drawn)])))


def test_bodies_goals_and_what_they_contribute_to():
    drawn = plan(
        areas=[area("o", goal("g", "Fullmäktiges mål"))],
        bodies=[{"id": "ks", "goals": [goal("b", "Nämndens mål", contributes_to=["g"])],
                 "sub-goals": [{"id": "d", "title": "Ett delmål", "year": "2024", "responsible": ["ks"]}]}],
    )
    html = _page(drawn)
    assert 'Bidrar till:</dt> <dd><a href="#g">Fullmäktiges mål</a>' in html
    assert 'Mål som bidrar hit:</dt> <dd><a href="#b">Nämndens mål</a>' in html
    assert "Ett delmål" in html and "År:</dt> <dd>2024" in html


def test_a_budget_is_a_table():
    drawn = plan(budget={"sign": "cost-positive", "years": ["2024", "2025"],
                         "operations": {"ks": {"2024": 1234567, "2025": -5}}})
    html = _page(drawn)
    assert '<th scope="row">Ks</th><td>1\u00a0234\u00a0567</td><td>\u22125</td>' in html
    assert "Belopp i tkr." in html


def test_the_plans_own_words_for_its_levels():
    assert "samverkansområde" in plan_page("karlstad/2024")
    assert "samverkansområde" not in _plain(plan_page("karlstad/2024", "en")).split("Contents")[0]


def test_english_words_around_swedish_texts():
    html = plan_page("karlstad/2022", "en")
    assert '<html lang="en">' in html and '<h3 id="bra-bostader" lang="sv">' in html
    assert "Sustainable Cities and Communities" in html and "Innehåll" not in html


def test_one_h1_and_no_skipped_heading():
    for name in ("karlstad/2022", "karlstad/2024", "vaggeryd/2024", "boden/2025-2027"):
        levels = [int(level) for level in re.findall(r"<h([1-6])", plan_page(name))]
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_markdown_has_the_same_goals_and_anchors():
    text = render_plan(dossier("karlstad/2022"), "md")["plan.md"].decode()
    assert text.startswith("# Strategisk plan 2022\n")
    assert '<a id="gott-foretagsklimat"></a>\n\n### 2.3 Karlstad ska ha ett gott företagsklimat' in text
    assert "Globala mål: 11 Hållbara städer och samhällen" in text
    assert "Källa: Kolada, N00667" in text
    assert "\n\n\n" not in text


def test_the_view_counts_what_the_plan_holds():
    view = plan_view(dossier("karlstad/2022").plan, dossier("karlstad/2022").organization)
    assert view.lead == "4 målområden, 21 övergripande mål och 68 indikatorer"
