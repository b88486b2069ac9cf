"""The tree: ids, order of time, empty parts, circles, namesakes, and links that must lead somewhere."""

from tests.rules.cases import Case, body, dossier, fires, goal, indicator, organization, plan, quiet

KS = body("kommunstyrelsen")
OLD = body("barnnamnden", valid_to="2022-12-31")
NEW = body("elevnamnden", valid_from="2027-01-01")
ENDING = body("natverksnamnden", valid_to="2024-12-31")
ORG = organization(KS, OLD, NEW, ENDING)

CASES: list[Case] = [
    fires("reserved-id", dossier(plan(goals=[goal("revision")])), "revision.id"),
    fires("reserved-id", dossier(plan(goals=[goal("a")], areas=[{"id": "vision", "title": "V"}])), "vision.id"),
    *quiet(
        "reserved-id",
        dossier(plan(goals=[goal("revisionen")], vision={"title": "V"}, values={"title": "W"})),
        dossier(plan(budget={"sign": "cost-positive", "years": [2023, 2024, 2025]})),
    ),
    fires("period-order", dossier(plan(period={"start": "2023-01-02", "end": "2023-01-01"})), "plan.period.end"),
    *quiet("period-order", dossier(plan(period={"start": "2023-01-01", "end": "2023-01-01"}))),
    fires("mandate-order", dossier(plan(mandate="2026-2023")), "plan.mandate"),
    *quiet("mandate-order", dossier(plan(mandate="2023-2026")), dossier(plan())),
    fires("period-outside-mandate", dossier(plan(mandate="2019-2022")), "plan.mandate"),
    # A rolling plan may end after its mandate period; a turned one has a rule of its own.
    *quiet(
        "period-outside-mandate",
        dossier(plan(mandate="2023-2026", period={"start": "2025-01-01", "end": "2027-12-31"})),
        dossier(plan(mandate="2026-2023")),
    ),
    fires("plan-without-goals", dossier(plan(areas=[{"id": "a", "title": "A"}])), "plan.title"),
    *quiet(
        "plan-without-goals",
        dossier(plan(goals=[goal()])),
        dossier(plan(bodies=[{"id": "kommunstyrelsen", "goals": [goal()]}])),
        dossier(plan(), unread=["trygg"]),
    ),
    fires(
        "empty-area",
        dossier(plan(areas=[{"id": "a", "title": "A"}, {"id": "b", "title": "B", "goals": [goal()]}])),
        "a",
    ),
    *quiet(
        "empty-area",
        dossier(plan(areas=[{"id": "a", "title": "A"}])),
        dossier(plan(areas=[{"id": "a", "title": "A", "areas": [{"id": "b", "title": "B", "goals": [goal()]}]}])),
    ),
    fires("goal-serves-itself", dossier(plan(goals=[goal("a", contributes_to=["b", "a"]), goal("b")])),
          "a.contributes-to.1"),
    *quiet("goal-serves-itself", dossier(plan(goals=[goal("a", contributes_to=["b"]), goal("b")]))),
    fires(
        "contributes-to-cycle",
        dossier(plan(goals=[
            goal("a", contributes_to=["x", "b"]), goal("b", contributes_to=["c"]), goal("c", contributes_to=["a"]),
            goal("x"), goal("y", contributes_to=["a"]),
        ])),
        "a.contributes-to.1",
    ),
    fires(
        "contributes-to-cycle",
        dossier(plan(goals=[
            goal("d", contributes_to=["e"]), goal("e", contributes_to=["d"]),
            goal("f", contributes_to=["g", "d"]), goal("g", contributes_to=["f"]),
        ])),
        "d.contributes-to.0", "f.contributes-to.0",
    ),
    *quiet(
        "contributes-to-cycle",
        dossier(plan(goals=[goal("a", contributes_to=["a"])])),
        dossier(plan(goals=[goal("a", contributes_to=["b", "c"]), goal("b", contributes_to=["c"]), goal("c")])),
    ),
    fires("same-title-beside", dossier(plan(goals=[goal("a", title="Trygg"), goal("b", title="trygg.")])), "b"),
    fires(
        "same-title-beside",
        dossier(plan(goals=[goal("a", indicators=[indicator("i", name="Andel"), indicator("j", name="Andel")])])),
        "j",
    ),
    *quiet(
        "same-title-beside",
        dossier(plan(areas=[
            {"id": "x", "title": "X", "goals": [goal("a", title="Trygg")]},
            {"id": "y", "title": "Y", "goals": [goal("b", title="Trygg")]},
        ])),
        dossier(plan(bodies=[{"id": "a"}, {"id": "b"}])),
    ),
    fires(
        "same-title-elsewhere",
        dossier(plan(areas=[
            {"id": "x", "title": "X", "goals": [goal("a", title="Trygg")]},
            {"id": "y", "title": "Y", "goals": [goal("b", title="Trygg")]},
        ])),
        "b.title",
    ),
    *quiet(
        "same-title-elsewhere",
        dossier(plan(goals=[goal("a", title="Trygg"), goal("b", title="Trygg")])),
        dossier(plan(goals=[goal("a", title="Trygg")], bodies=[{"id": "ks", "goals": [goal("b", title="Trygg")]}])),
    ),
    fires("listed-twice", dossier(plan(goals=[goal("a", sdg=[5, 11, 5], perspectives=["barn", "barn"])])),
          "a.perspectives.1", "a.sdg.2"),
    *quiet("listed-twice", dossier(plan(goals=[goal("a", sdg=[16, "16.1"], responsible=["x", "y"])]))),
    # Links
    fires("unknown-goal",
          dossier(plan(goals=[goal("trygg-och-saker"), goal("b", contributes_to=["trygg-och-saeker"])])),
          "b.contributes-to.0", suggestion="trygg-och-saker"),
    fires("unknown-goal", dossier(plan(goals=[goal("a", contributes_to=["helt-annat"])])), "a.contributes-to.0"),
    *quiet(
        "unknown-goal",
        dossier(plan(goals=[goal("a", contributes_to=["b"]), goal("b")])),
        dossier(plan(goals=[goal("a", contributes_to=["b"])]), unread=["b"]),
        dossier(plan(goals=[goal("a", contributes_to=["a-matt"])])),
    ),
    fires("contributes-to-no-goal", dossier(plan(goals=[goal("a", contributes_to=["a-matt"])])), "a.contributes-to.0"),
    *quiet("contributes-to-no-goal", dossier(plan(goals=[goal("a", contributes_to=["b", "finns-ej"]), goal("b")]))),
    fires(
        "unknown-body",
        dossier(
            plan(
                goals=[goal(
                    "a", responsible=["kommunstyrelsn"], indicators=[indicator("i", owner="x")],
                    sub_goals=[{"id": "s", "title": "S", "responsible": ["kommunstyrelsen", "x"]}],
                    success_factors=[{"id": "f", "text": "F", "responsible": ["x"]}],
                    activities=[{"id": "ac", "title": "A", "responsible": ["x"]}],
                )],
                bodies=[{"id": "okand-namnd", "assignments": [{"id": "u", "title": "U", "to": "x"}]}],
                budget={"sign": "cost-positive", "years": [2023],
                        "investments": [{"id": "bro", "title": "Bro", "body": "x"}]},
            ),
            organization=ORG,
        ),
        "a.responsible.0", "i.owner", "s.responsible.1", "f.responsible.0", "ac.responsible.0", "okand-namnd.id",
        "u.to", "bro.body",
        suggestion="kommunstyrelsen",
    ),
    *quiet(
        "unknown-body",
        dossier(plan(goals=[goal("a", responsible=["kommunstyrelsen"])]), organization=ORG),
        dossier(plan(goals=[goal("a", responsible=["vem-som-helst"])])),
        dossier(plan(goals=[goal("a", responsible=["vem-som-helst"])]), organization=organization()),
        dossier(plan(goals=[goal("a", responsible=["trasig"])]), organization=ORG, unread=["trasig"]),
    ),
    fires(
        "unknown-decision-body",
        dossier(
            plan(decision={"body": "kommunstyrelse"}, vision={"title": "V", "decided": {"body": "x"}}),
            organization=ORG, decision_record={"base": "2022", "proposals": [], "meeting": {"body": "x"}},
        ),
        "plan.decision.body", "vision.decided.body", "decision-record.meeting.body",
        suggestion="kommunstyrelsen",
    ),
    *quiet(
        "unknown-decision-body",
        dossier(plan(decision={"body": "kommunstyrelsen"}), organization=ORG),
        dossier(plan(decision={"body": "x"})),
        dossier(plan(decision={"date": "2022-06-20"}), organization=ORG),
    ),
    fires(
        "unknown-perspective",
        dossier(plan(perspectives=[{"id": "barnratt", "name": "Barn"}], goals=[goal("a", perspectives=["barnrat"])])),
        "a.perspectives.0", suggestion="barnratt",
    ),
    *quiet(
        "unknown-perspective",
        dossier(plan(perspectives=[{"id": "barnratt", "name": "Barn"}], goals=[goal("a", perspectives=["barnratt"])])),
        dossier(plan(goals=[goal("a", perspectives=["barnratt"])]), unread=["barnratt"]),
    ),
    fires("dead-body",
          dossier(plan(goals=[goal("a", responsible=["kommunstyrelsen", "barnnamnden"])]), organization=ORG),
          "a.responsible.1"),
    *quiet("dead-body", dossier(plan(goals=[goal("a", responsible=["natverksnamnden", "okand"])]), organization=ORG)),
    fires("not-yet-body", dossier(plan(goals=[goal("a", responsible=["elevnamnden"])]), organization=ORG),
          "a.responsible.0"),
    *quiet("not-yet-body", dossier(plan(goals=[goal("a", responsible=["barnnamnden"])]), organization=ORG)),
    fires(
        "body-ceases-during-plan",
        dossier(plan(goals=[goal("a", responsible=["natverksnamnden"]), goal("b", responsible=["natverksnamnden"])]),
                organization=ORG),
        "a.responsible.0",
    ),
    *quiet(
        "body-ceases-during-plan",
        dossier(plan(goals=[goal("a", responsible=["barnnamnden", "kommunstyrelsen"])]), organization=ORG),
        dossier(plan(goals=[goal("a", responsible=["x"])]),
                organization=organization(body("x", valid_to="2026-12-31"))),
    ),
]
