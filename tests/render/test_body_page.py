"""A board's own plan as a page of its own."""

from functools import cache
from typing import Any

import pytest

from strategiplan.diagnostics import UserError
from strategiplan.model import Organization
from strategiplan.model.dossier import Dossier
from strategiplan.render.body_view import bodies, body_view
from strategiplan.render.publishing import Asked, publish
from tests.plans import area, goal, indicator, plan
from tests.render.conftest import dossier

ORGANIZATION = Organization.model_validate({
    "name": "Solstad", "bodies": [
        {"id": "skolnamnden", "name": "Skolnämnden", "kind": "board"},
        {"id": "solbostad", "name": "Solbostad AB", "kind": "company"},
        {"id": "fullmaktige", "name": "Fullmäktige", "kind": "council"},
    ],
})  # fmt: skip


@cache
def held() -> Dossier:
    """A plan in which two bodies have something to do, and a third only an assignment."""
    school: dict[str, Any] = {
        "id": "skolnamnden", "title": "Skolnämndens plan", "description": "Vi gör *skolan* bättre.",
        "strategies": [{"id": "tidigt", "heading": "Tidigt", "text": "Tidiga insatser."}],
        "goals": [goal("lasa", "Alla ska läsa", contributes_to=["utbildning"], perspectives=["barn"])],
        "sub-goals": [{"id": "steg", "title": "Ett steg", "year": 2024}],
        "success-factors": [{"id": "larare", "text": "Nöjda lärare"}],
        "activities": [{"id": "prov", "title": "Ett läsprov", "due": "2024-05-01", "status": "planned"}],
    }
    company = {"id": "solbostad", "goals": [goal("bygga", "Bygga hundra hem")],
               "sub-goals": [{"id": "tomt", "title": "En tomt", "year": 2024}, {"id": "hus", "title": "Ett hus"}]}
    budget = {"sign": "cost-positive", "years": [2024, 2025], "operations": {"skolnamnden": {"2024": 100, "2025": 110}},
              "investments": [{"id": "hall", "title": "En idrottshall", "body": "skolnamnden", "amounts": {"2024": 7}}]}
    found = plan(
        title="Planen", areas=[
            area("larande", goal("utbildning", "Utbildning av hög kvalitet", description="Skolan är viktig.", sdg=[4]),
                 goal("halsa", "God hälsa", responsible=["skolnamnden"],
                      indicators=[indicator("frisk", "Friska elever", owner="skolnamnden")]),
                 goal("annat", "Något annat"), title="Lärande"),
        ],
        perspectives=[{"id": "barn", "name": "Barn"}], bodies=[school, company], budget=budget,
        assignments=[{"id": "utred", "title": "Utred maten", "to": "skolnamnden"},
                     {"id": "rakna", "title": "Räkna rösterna", "to": "valnamnden"}],
    )  # fmt: skip
    return Dossier("solstad/2024", found, ORGANIZATION)


def page(body: str, format: str = "html") -> str:
    return next(iter(publish(Asked(held(), body=body), "body", format).values())).decode()


def test_it_gathers_what_one_body_has_to_do() -> None:
    view = body_view(held(), "skolnamnden")
    assert view.frame.title == "Skolnämndens plan"
    assert [(g.number, g.path, g.title) for g in view.served] == [
        ("1.1", "Lärande", "Utbildning av hög kvalitet"), ("1.2", "Lärande", "God hälsa"),
    ]  # fmt: skip
    assert [[(f.label, f.value, f.id) for f in g.ways] for g in view.served] == [
        [("Bidrar genom", "Alla ska läsa", "lasa")], [("Ansvarig", "Skolnämnden", "")],
    ]  # fmt: skip
    assert [g.title for g in view.goals] == ["Alla ska läsa"] and view.goals_title == "Nämndmål"
    assert {g.title: [p.title for p in g.parts] for g in view.groups} == {
        "Delmål 2024": ["Ett steg"], "Framgångsfaktorer": ["Nöjda lärare"], "Aktiviteter": ["Ett läsprov"],
        "Uppdrag": ["Utred maten"], "Indikatorer att svara för": ["Friska elever"],
    }  # fmt: skip
    assert view.budget is not None
    assert [(t.columns, t.rows) for t in view.budget.tables] == [
        (("2024", "2025"), (("Skolnämnden", ("100", "110")),)), (("2024", "2025"), (("En idrottshall", ("7", "–")),)),
    ]  # fmt: skip


def test_a_company_has_its_own_words_and_years_stay_where_they_differ() -> None:
    view = body_view(held(), "solbostad")
    assert (view.frame.title, view.goals_title, view.goals[0].term) == ("Solbostad AB", "Bolagsmål", "")
    (steps,) = view.groups
    assert steps.title == "Delmål" and [[f.value for f in p.facts] for p in steps.parts] == [["2024"], []]
    assert view.served == () and view.budget is None


def test_links_lead_to_places_on_the_page() -> None:
    for body in bodies(held().plan):
        html = page(body)
        ids = {part.split('"', 1)[0] for part in html.split(' id="')[1:]}
        links = {part.split('"', 1)[0] for part in html.split('href="#')[1:]}
        assert links <= ids and "perspectives" not in ids
        markdown = page(body, "md")
        assert {part.split(")", 1)[0] for part in markdown.split("](#")[1:]} <= {
            part.split('"', 1)[0] for part in markdown.split('<a id="')[1:]
        }


@pytest.mark.parametrize("format", ["html", "md"])
def test_page_and_markdown_say_the_same(format: str) -> None:
    shown = page("skolnamnden", format)
    for told in ("Skolnämndens plan", "Utbildning av hög kvalitet", "Alla ska läsa", "Ett steg", "Nöjda lärare",
                 "Ett läsprov", "Utred maten", "Friska elever", "110", "En idrottshall", "Tidiga insatser", "Tidigt"):
        assert told in shown, told
    assert "Räkna rösterna" not in shown and "Något annat" not in shown and "Bygga hundra hem" not in shown


@pytest.mark.parametrize(("body", "code", "known"), [
    (None, "which-body", "skolnamnden, solbostad, valnamnden"),
    ("skolnamnd", "unknown-body-near", "skolnamnden, solbostad, valnamnden"),
    ("x", "unknown-body", "skolnamnden, solbostad, valnamnden"),
])  # fmt: skip
def test_a_body_that_is_not_there(body: str | None, code: str, known: str) -> None:
    with pytest.raises(UserError) as caught:
        body_view(held(), body)
    assert caught.value.code == code and caught.value.params["known"] == known


def test_a_plan_without_bodies() -> None:
    with pytest.raises(UserError) as caught:
        body_view(dossier("karlstad/2023"))
    assert caught.value.code == "no-bodies"


def test_the_only_body_is_not_asked_for() -> None:
    assert body_view(dossier("vaggeryd/2025")).frame.title == "Kommunstyrelsen"
