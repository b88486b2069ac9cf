"""What goals and indicators must say."""

from tests.rules.cases import Case, dossier, fires, goal, indicator, plan, quiet

KOLADA = {"kind": "kolada", "kpi": "N00945"}
KS_PLAN = {"id": "kommunstyrelsen", "goals": [goal("egenforsorjning", contributes_to=["a"])]}

CASES: list[Case] = [
    fires("goal-without-indicator", dossier(plan(goals=[goal("a", indicators=[]), goal("b")])), "a"),
    *quiet(
        "goal-without-indicator",
        dossier(plan(goals=[goal("a")])),
        dossier(plan(goals=[goal("a", indicators=[], indicators_pending={"note": "Till hösten."})])),
        dossier(plan(bodies=[{"id": "ks", "goals": [goal("a", indicators=[])]}])),
    ),
    fires("too-many-indicators", dossier(plan(goals=[goal("a", indicators=[indicator(f"i{n}") for n in range(6)])])),
          "a.indicators"),
    *quiet("too-many-indicators", dossier(plan(goals=[goal("a", indicators=[indicator(f"i{n}") for n in range(5)])]))),
    fires("goal-without-responsible", dossier(plan(goals=[goal("a", responsible=["x"]), goal("b")])), "b"),
    *quiet(
        "goal-without-responsible",
        dossier(plan(goals=[goal("a"), goal("b")])),
        dossier(plan(goals=[goal("a"), goal("b", responsible=["x"])], bodies=[KS_PLAN])),
    ),
    fires("plan-without-responsible", dossier(plan(goals=[goal("a"), goal("b")])), "plan.title"),
    *quiet(
        "plan-without-responsible",
        dossier(plan(goals=[goal("a")])),
        dossier(plan(goals=[goal("a"), goal("b", responsible=["x"])])),
        dossier(plan(goals=[goal("a"), goal("b")], bodies=[KS_PLAN])),
    ),
    fires("goal-without-description", dossier(plan(goals=[goal("a", description="Så här."), goal("b")])), "b"),
    *quiet(
        "goal-without-description",
        dossier(plan(goals=[goal("a"), goal("b")])),
        dossier(plan(goals=[goal("a", description="x"), goal("b", sections=[{"id": "s", "heading": "S"}])])),
    ),
    fires("unserved-goal", dossier(plan(goals=[goal("a"), goal("b")], bodies=[KS_PLAN])), "b"),
    *quiet(
        "unserved-goal",
        dossier(plan(goals=[goal("a"), goal("b")])),
        dossier(plan(goals=[goal("a"), goal("b")], bodies=[{"id": "ks", "goals": [goal("c")]}])),
        dossier(plan(goals=[goal("a"), goal("b", responsible=["x"])], bodies=[KS_PLAN])),
        dossier(plan(goals=[goal("a")], bodies=[KS_PLAN],
                     budget={"sign": "cost-positive", "years": [2023], "financial-goals": [goal("f")]})),
    ),
    fires("body-goal-without-council-goal",
          dossier(plan(goals=[goal("a")], bodies=[{"id": "ks", "goals": [goal("eget")]}])), "eget"),
    *quiet(
        "body-goal-without-council-goal",
        dossier(plan(goals=[goal("a")], bodies=[KS_PLAN])),
        dossier(plan(bodies=[{"id": "ks", "goals": [goal("eget")]}])),
    ),
    fires("pending-without-date", dossier(plan(goals=[goal("a", indicators_pending={"note": "Till hösten."})])),
          "a.indicators-pending"),
    *quiet("pending-without-date",
           dossier(plan(goals=[goal("a", indicators_pending={"note": "Till hösten.", "due": "2023-10-01"})]))),
    fires("term-without-plural", dossier(plan(goals=[goal()], terms={"area": "målområde", "goal": "mål/mål"})),
          "plan.terms.area"),
    *quiet("term-without-plural", dossier(plan(goals=[goal()], terms={"goal": "mål/mål", "vision": "vision"}))),
    # Indicators
    fires("indicator-without-unit",
          dossier(plan(goals=[goal(indicators=[indicator("i", targets={"2024": {"min": 3}})])])), "i"),
    *quiet(
        "indicator-without-unit",
        dossier(plan(goals=[goal(indicators=[indicator("i")])])),
        dossier(plan(goals=[goal(indicators=[indicator("i", unit="antal", targets={"2024": {"min": 3}})])])),
    ),
    fires("indicator-without-source",
          dossier(plan(goals=[goal(indicators=[indicator("i"), indicator("j", source=KOLADA)])])),
          "i"),
    *quiet("indicator-without-source", dossier(plan(goals=[goal(indicators=[indicator("i"), indicator("j")])]))),
    fires("indicator-without-owner",
          dossier(plan(goals=[goal(indicators=[indicator("i"), indicator("j", owner="x")])])),
          "i"),
    *quiet("indicator-without-owner", dossier(plan(goals=[goal(indicators=[indicator("i"), indicator("j")])]))),
    fires(
        "indicator-without-target",
        dossier(plan(goals=[goal(indicators=[indicator("i"), indicator("j", targets={"2024": {"direction": "up"}})])])),
        "i",
    ),
    *quiet("indicator-without-target", dossier(plan(goals=[goal(indicators=[indicator("i"), indicator("j")])]))),
    *[
        fires(code, dossier(plan(goals=[goal(indicators=[indicator("i"), indicator("j")])])), "plan.title")
        for code in ("plan-without-targets", "plan-without-owners", "plan-without-sources")
    ],
    *[
        case
        for code in ("plan-without-targets", "plan-without-owners", "plan-without-sources")
        for case in quiet(
            code,
            dossier(plan(goals=[goal()])),
            dossier(plan(goals=[goal(indicators=[
                indicator("i"), indicator("j", owner="x", source=KOLADA, targets={"2024": {"min": 1}}),
            ])])),
        )
    ],
    fires("kolada-without-kpi", dossier(plan(goals=[goal(indicators=[indicator("i", source={"kind": "kolada"})])])),
          "i.source.kind"),
    *quiet("kolada-without-kpi", dossier(plan(goals=[goal(indicators=[indicator("i", source=KOLADA)])]))),
    fires("kpi-without-kolada",
          dossier(plan(goals=[goal(indicators=[indicator("i", source={"kind": "scb", "kpi": "N00945"})])])),
          "i.source.kind"),
    *quiet("kpi-without-kolada",
           dossier(plan(goals=[goal(indicators=[indicator("i", source=KOLADA), indicator("j")])]))),
    fires(
        "derived-kolada-attribution",
        dossier(plan(goals=[goal(indicators=[indicator("i", source={**KOLADA, "transform": "complement"})])])),
        "i.source.transform",
    ),
    *quiet(
        "derived-kolada-attribution",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", source=KOLADA), indicator("j", source={"kind": "scb", "transform": "sum"}),
        ])])),
    ),
    fires("source-without-name", dossier(plan(goals=[goal(indicators=[indicator("i", source={"kind": "local"})])])),
          "i.source"),
    *quiet(
        "source-without-name",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", source={"kind": "local", "name": "Brukarenkäten"}), indicator("j", source=KOLADA),
        ])])),
    ),
    fires("same-measure-twice",
          dossier(plan(goals=[goal(indicators=[indicator("i", source=KOLADA), indicator("j", source=KOLADA)])])),
          "j.source.kpi"),
    *quiet(
        "same-measure-twice",
        dossier(plan(goals=[goal("a", indicators=[indicator("i", source=KOLADA)]),
                            goal("b", indicators=[indicator("j", source=KOLADA)])])),
        dossier(plan(goals=[goal(indicators=[
            indicator("i", source=KOLADA), indicator("j", source={**KOLADA, "transform": "count"}),
        ])])),
    ),
    fires(
        "target-against-direction",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", better="lower", targets={"2024": {"min": 10}, "2025": {"max": 8}}),
            indicator("j", better="higher", targets={"2024": {"direction": "down"}}),
        ])])),
        "i.targets.2024", "j.targets.2024",
    ),
    *quiet(
        "target-against-direction",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", better="lower", targets={"2024": {"max": 10}, "2025": {"value": 8}}),
            indicator("j", better="range", targets={"2024": {"min": 10}}),
            indicator("k", targets={"2024": {"min": 10}}),
        ])])),
    ),
    fires(
        "target-worse-than-baseline",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", better="higher", baseline={"year": 2022, "value": 80}, targets={"2024": {"min": 70}}),
            indicator("j", better="lower", baseline={"year": 2022, "value": 5}, targets={"2024": {"value": 6}}),
        ])])),
        "i.targets.2024", "j.targets.2024",
    ),
    *quiet(
        "target-worse-than-baseline",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", better="higher", baseline={"year": 2022, "value": 80}, targets={"2024": {"min": 80}}),
            indicator("j", better="lower", baseline={"year": 2022, "value": 5},
                      targets={"2024": {"max": 6, "note": "Nya villkor."}}),
            indicator("k", better="range", baseline={"year": 2022, "value": 5}, targets={"2024": {"range": [1, 2]}}),
        ])])),
    ),
    fires("target-without-direction",
          dossier(plan(goals=[goal(indicators=[indicator("i", targets={"2024": {"value": 3}})])])), "i.targets"),
    *quiet(
        "target-without-direction",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", targets={"2024": {"min": 3}}), indicator("j", better="none", targets={"2024": {"value": 3}}),
        ])])),
    ),
    fires(
        "share-over-hundred",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", name="Nöjda, andel (%)", unit="percent", baseline={"year": 2022, "value": -1},
                      targets={"2024": {"min": 101}, "2025": {"range": [90, 100]}}),
        ])])),
        "i.targets.2024", "i.baseline.value",
    ),
    *quiet(
        "share-over-hundred",
        dossier(plan(goals=[goal(indicators=[
            indicator("i", name="Nöjda, andel (%)", unit="percent", targets={"2024": {"min": 100}, "2025": {"max": 0}}),
            indicator("j", name="Självfinansieringsgrad", unit="percent", targets={"2024": {"min": 120}}),
            indicator("k", name="Andel per 1000", unit="promille", targets={"2024": {"min": 120}}),
        ])])),
    ),
]
