"""The budget, and the organisation that it is for."""

from tests.rules.cases import Case, Data, body, dossier, fires, goal, kebab, organization, plan, quiet

YEARS = {"2023": 1, "2024": 1, "2025": 1}


def budget(**fields: object) -> Data:
    """A plan with a budget that no rule has anything to say about, but for what `fields` put in it."""
    money = {
        "sign": "cost-positive", "years": [2023, 2024, 2025], "tax-rate": {"2023": "22.27"},
        "financial-goals": [goal("soliditet")], **kebab(fields),
    }
    return plan(goals=[goal("a")], budget=money)


def row(*amounts: int) -> Data:
    return dict(zip(YEARS, amounts, strict=False))


# Source: Vaggeryd's budget for 2022-2024, mnkr with one decimal: net cost of the operations, tax, grants, result.
STATEMENT = {
    "revenue": row(1624, 1682, 1710), "costs": row(10232, 10559, 10917), "depreciation": row(536, 557, 574),
    "tax": row(6867, 7187, 7489), "grants": row(2557, 2527, 2572), "net-cost": row(9144, 9434, 9781),
    "result": row(280, 280, 280),
}
KS_ORG = organization(body("kommunstyrelsen"), body("bostadsbolaget", "company"), body("skolnamnden"))

CASES: list[Case] = [
    fires("budget-not-three-years", dossier(budget(years=[2023, 2024])), "budget.years"),
    *quiet("budget-not-three-years", dossier(budget()), dossier(plan())),
    fires("budget-year-not-first", dossier(budget(years=[2024, 2025, 2026])), "budget.years.0"),
    *quiet("budget-year-not-first", dossier(budget()), dossier(budget(years=[]))),
    fires("budget-years-not-in-a-row", dossier(budget(years=[2023, 2025, 2025])), "budget.years.1", "budget.years.2"),
    *quiet("budget-years-not-in-a-row", dossier(budget()), dossier(budget(years=[2023]))),
    fires("tax-rate-missing", dossier(budget(tax_rate={"2024": "22.27"})), "budget.tax-rate"),
    *quiet("tax-rate-missing", dossier(budget()), dossier(plan())),
    fires("budget-without-financial-goals", dossier(budget(financial_goals=[])), "budget"),
    *quiet(
        "budget-without-financial-goals",
        dossier(budget()),
        dossier(plan(goals=[goal(family="financial")], budget={"sign": "cost-positive", "years": [2023]})),
    ),
    fires(
        "amount-outside-budget",
        dossier(budget(
            operations={"ks": {**YEARS, "2026": 1}}, tax_rate={"2022": "22.27", "2023": "22.27"},
            investments=[{"id": "bro", "title": "Bro", "body": "ks", "amounts": {"2022": 5, "2024": 7}}],
        )),
        "budget.operations.ks.2026", "bro.amounts.2022",
    ),
    *quiet("amount-outside-budget", dossier(budget(operations={"ks": YEARS})), dossier(budget(years=[]))),
    fires("amount-missing",
          dossier(budget(operations={"ks": {"2023": 1, "2025": 1}}, totals={"operations": {"2023": 1, "2024": 1}})),
          "budget.operations.ks", "budget.totals.operations"),
    *quiet(
        "amount-missing",
        dossier(budget(operations={"ks": YEARS},
                       investments=[{"id": "bro", "title": "Bro", "body": "ks", "amounts": {"2024": 7}}])),
    ),
    fires("frame-for-unknown-body", dossier(budget(operations={"kommunstyrelse": YEARS}), organization=KS_ORG),
          "budget.operations.kommunstyrelse", suggestion="kommunstyrelsen"),
    *quiet(
        "frame-for-unknown-body",
        dossier(budget(operations={"kommunstyrelsen": YEARS}), organization=KS_ORG),
        dossier(budget(operations={"x": YEARS})),
        dossier(budget(operations={"x": YEARS}), organization=KS_ORG, unread=["x"]),
    ),
    fires(
        "body-without-frame",
        dossier({**budget(operations={"kommunstyrelsen": YEARS}), "bodies": [{"id": "skolnamnden"}, {"id": "okand"}]},
                organization=KS_ORG),
        "budget.operations", "budget.operations",
    ),
    *quiet(
        "body-without-frame",
        dossier({**budget(operations={"kommunstyrelsen": YEARS}), "bodies": [{"id": "kommunstyrelsen"}]}),
        dossier({**budget(operations={"kommunstyrelsen": YEARS}), "bodies": [{"id": "bostadsbolaget"}]},
                organization=KS_ORG),
        dossier({**budget(), "bodies": [{"id": "skolnamnden"}]}, organization=KS_ORG),
    ),
    fires(
        "totals-do-not-sum",
        dossier(budget(
            operations={"ks": row(100, 200, 300), "sn": row(50, 50, 50)},
            totals={"operations": row(150, 252, 350), "investments": row(9, 0, 0)},
            investments=[{"id": "bro", "title": "Bro", "body": "ks", "amounts": {"2023": 7}}],
        )),
        "budget.totals.operations.2024", "budget.totals.investments.2023",
    ),
    # One off in a sum of two rows is rounding; a total that the rule has no rows for is nobody's mistake.
    *quiet(
        "totals-do-not-sum",
        dossier(budget(operations={"ks": row(100, 200, 300), "sn": row(50, 50, 50)},
                       totals={"operations": row(151, 249, 350), "annat": row(7, 7, 7)})),
        dossier(budget(totals={"operations": row(150, 250, 350)})),
    ),
    fires("result-does-not-add-up", dossier(budget(income_statement={**STATEMENT, "result": row(280, 400, 280)})),
          "budget.income-statement.result.2024"),
    fires("result-does-not-add-up",
          dossier(budget(sign="cost-negative",
                         income_statement={"revenue": row(100), "costs": row(-90), "result": row(190)})),
          "budget.income-statement.result.2023"),
    *quiet(
        "result-does-not-add-up",
        dossier(budget(income_statement=STATEMENT)),
        dossier(budget(income_statement={**STATEMENT, "jamforelsestorande": row(1, 1, 1), "result": row(1, 1, 1)})),
        dossier(budget(sign="cost-negative",
                       income_statement={"revenue": row(100), "costs": row(-90), "result": row(10)})),
        dossier(budget(income_statement={"revenue": row(100), "costs": row(), "result": row(10)})),
    ),
    fires("negative-result", dossier(budget(income_statement={"result": row(5, 0, -3)})),
          "budget.income-statement.result.2024", "budget.income-statement.result.2025"),
    *quiet(
        "negative-result",
        dossier(budget(income_statement={"result": row(5, 1, 3)})),
        dossier(budget(income_statement={"result": row(-5)}, meta={"balance-exception": "Synnerliga skäl: flytt."})),
    ),
    fires("money-for-unknown-goal", dossier(budget(links={"a": [], "aa": [], "a-matt": []})), "budget.links.aa",
          "budget.links.a-matt", suggestion="a"),
    *quiet("money-for-unknown-goal", dossier(budget(links={"a": []})), dossier(budget(links={"b": []}), unread=["b"])),
    fires("unknown-budget-line",
          dossier(budget(operations={"skolnamnden": YEARS}, links={"a": ["skolnamden", "skolnamnden"]})),
          "budget.links.a.0", suggestion="skolnamnden"),
    *quiet(
        "unknown-budget-line",
        dossier(budget(
            operations={"sn": YEARS}, links={"a": ["sn", "bro", "grants"]}, income_statement={"grants": YEARS},
            investments=[{"id": "bro", "title": "Bro", "body": "sn"}],
        )),
        dossier(budget(links={"a": ["x"]}), unread=["x"]),
    ),
    fires("goal-without-money", dossier({**budget(links={"a": []}), "goals": [goal("a"), goal("b")]}), "b"),
    *quiet("goal-without-money", dossier(budget()), dossier(budget(links={"a": []}))),
    # The organisation
    fires("body-listed-twice", dossier(plan(), organization=organization(body("x"), body("y"), body("x"))),
          "organization.bodies.2.id"),
    *quiet("body-listed-twice", dossier(plan(), organization=KS_ORG), dossier(plan())),
    fires("party-listed-twice",
          dossier(plan(), organization=organization(parties=[{"id": "s", "name": "S"}, {"id": "s", "name": "S"}])),
          "organization.parties.1.id"),
    *quiet("party-listed-twice", dossier(plan(), organization=organization(parties=[{"id": "s", "name": "S"}]))),
    fires(
        "rating-listed-twice",
        dossier(plan(), organization=organization(scale=[
            {"id": "helt", "word": "Helt", "symbol": "●"}, {"id": "helt", "word": "Delvis", "symbol": "◐"},
        ])),
        "organization.scale.1.id",
    ),
    *quiet("rating-listed-twice",
           dossier(plan(), organization=organization(scale=[{"id": "helt", "word": "Helt", "symbol": "●"}]))),
    fires("body-validity-order",
          dossier(plan(), organization=organization(body("x", valid_from="2023-01-01", valid_to="2022-12-31"))),
          "organization.bodies.0.valid-to"),
    *quiet("body-validity-order",
           dossier(plan(), organization=organization(body("x", valid_from="2023-01-01", valid_to="2023-01-01")))),
    fires(
        "threshold-listed-twice",
        dossier(plan(), organization=organization(scale=[
            {"id": "helt", "word": "Helt", "symbol": "●", "at-least": 1},
            {"id": "delvis", "word": "Delvis", "symbol": "◐", "at-least": 1.0},
        ])),
        "organization.scale.1.at-least",
    ),
    *quiet(
        "threshold-listed-twice",
        dossier(plan(), organization=organization(scale=[
            {"id": "helt", "word": "Helt", "symbol": "●", "at-least": 1},
            {"id": "ej", "word": "Ej", "symbol": "○"}, {"id": "oklart", "word": "Ej bedömbart", "symbol": "–"},
        ])),
    ),
    fires(
        "scale-without-lowest-step",
        dossier(plan(), organization=organization(scale=[
            {"id": "helt", "word": "Helt", "symbol": "●", "at-least": 1},
            {"id": "delvis", "word": "Delvis", "symbol": "◐", "at-least": 0.8},
        ])),
        "organization.scale.1.at-least",
    ),
    *quiet(
        "scale-without-lowest-step",
        dossier(plan(), organization=organization(scale=[{"id": "ej", "word": "Ej", "symbol": "○", "at-least": 0}])),
        dossier(plan(), organization=organization(scale=[{"id": "nej", "word": "Nej", "symbol": "○"}])),
    ),
]
