"""Is the budget a budget? Years, frames, sums, result, tax rate, and the link between money and goals.

Source: Kommunallagen 11:5 (revenue above cost), 11:6 (tax rate, appropriations, financial goals, three years).
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import BodyPlan, Budget, Goal
from strategiplan.rules.known import known
from strategiplan.rules.nearest import Names
from strategiplan.rules.rule import Rule

YEARS = 3
# How the rows of an income statement count towards the result when costs are positive numbers.
_ROWS = {
    "revenue": 1, "costs": -1, "depreciation": -1, "tax": 1, "grants": 1, "equalisation": 1,
    "financial-revenue": 1, "financial-costs": -1,
}
_RESULT, _NET_COST = "result", "net-cost"
EXCEPTION = "balance-exception"


def _is_off(stated: int, computed: int, rows: int) -> bool:
    """Whether a sum is wrong by more than the rounding of its rows can explain."""
    return abs(stated - computed) * 2 > rows


def budget_not_three_years(dossier: Dossier) -> Iterator[Finding]:
    """The budget is not for three years; the plan for the economy must be (Kommunallagen 11:6).

    Fix: write the budget year and the two after it under `years`.
    """
    budget = dossier.plan.budget
    if budget and len(budget.years) != YEARS:
        yield Finding(Address("budget", "years"), {"count": len(budget.years)})


def budget_year_not_first(dossier: Dossier) -> Iterator[Finding]:
    """The budget's first year is not the plan's. The budget year is always the first (Kommunallagen 11:6).

    Fix: let `years` begin with the year that the plan begins.
    """
    budget, start = dossier.plan.budget, dossier.plan.period.start.year
    if budget and budget.years and budget.years[0] != start:
        yield Finding(Address("budget", "years.0"), {"year": budget.years[0], "start": start})


def budget_years_not_in_a_row(dossier: Dossier) -> Iterator[Finding]:
    """The budget's years do not follow one another.

    Fix: write the years in order, each one more than the last.
    """
    budget = dossier.plan.budget
    years = budget.years if budget else ()
    for number, (before, year) in enumerate(pairwise(years), 1):
        if year != before + 1:
            yield Finding(Address("budget", f"years.{number}"), {"year": year, "before": before})


def tax_rate_missing(dossier: Dossier) -> Iterator[Finding]:
    """The budget does not state the tax rate of its year, which it must (Kommunallagen 11:6).

    Fix: write the rate under `tax-rate`, in quotes: `{2025: "22.27"}`.
    """
    budget = dossier.plan.budget
    if budget and budget.years and budget.years[0] not in budget.tax_rate:
        yield Finding(Address("budget", "tax-rate"), {"year": budget.years[0]})


def budget_without_financial_goals(dossier: Dossier) -> Iterator[Finding]:
    """The plan has a budget but no financial goals, which it must have (Kommunallagen 11:6).

    Fix: write `financial-goals` in the budget, or give the goals that are financial `family: financial`.
    """
    budget = dossier.plan.budget
    if budget and not budget.financial_goals and not any(g.family == "financial" for g in known(dossier).of(Goal)):
        yield Finding(Address("budget"))


def _rows(budget: Budget) -> Iterator[tuple[Address, Mapping[int, int]]]:
    """Each row of money that every year must have an amount in, with where it stands."""
    for table in ("income-statement", "operations", "totals"):
        rows: Mapping[str, Mapping[int, int]] = getattr(budget, table.replace("-", "_"))
        for name, row in rows.items():
            yield Address("budget", f"{table}.{name}"), row


def amount_outside_budget(dossier: Dossier) -> Iterator[Finding]:
    """An amount is for a year that the budget does not cover, so no sum counts it.

    Fix: correct the year, or add it to `years`.
    """
    budget = dossier.plan.budget
    if budget is None or not budget.years:
        return
    covered = set(budget.years)
    rows = list(_rows(budget))
    rows += [(Address(investment.id, "amounts"), investment.amounts) for investment in budget.investments]
    for at, row in rows:
        for year in row:
            if year not in covered:
                yield Finding(Address(at.id, f"{at.field}.{year}"), {"year": year, "row": _row_name(at)})


def amount_missing(dossier: Dossier) -> Iterator[Finding]:
    """A row has no amount for one of the budget's years. What is absent is not the same as 0.

    Fix: write the amount, 0 if there is none.
    """
    budget = dossier.plan.budget
    if budget is None:
        return
    for at, row in _rows(budget):
        for year in budget.years:
            if year not in row:
                yield Finding(at, {"year": year, "row": _row_name(at)})


def _row_name(at: Address) -> str:
    return at.id if at.id != "budget" else (at.field or "").partition(".")[2]


def frame_for_unknown_body(dossier: Dossier) -> Iterator[Finding]:
    """The budget gives money to a body that the organisation does not have.

    Fix: write the id of a body in `organization.yaml`, or add the body there.
    """
    index = known(dossier)
    budget = dossier.plan.budget
    for body in budget.operations if budget else ():
        if index.is_unknown_body(body):
            yield Finding(Address("budget", f"operations.{body}"), {"body": body}, index.body_names.nearest(body))


def body_without_frame(dossier: Dossier) -> Iterator[Finding]:
    """The budget gives other bodies money but not this one, whose plan stands beside it.

    Fix: write the body's frame under `operations`, 0 if it has none.
    """
    index = known(dossier)
    budget = dossier.plan.budget
    if budget is None or not budget.operations:
        return
    for body_plan in index.of(BodyPlan):
        body = index.bodies.get(body_plan.id)
        if body_plan.id not in budget.operations and (body is None or body.kind == "board"):
            yield Finding(
                Address("budget", "operations"), {"body": body.name if body else body_plan.id},
                related=(Address(body_plan.id),),
            )


def totals_do_not_sum(dossier: Dossier) -> Iterator[Finding]:
    """A stated total is not the sum of its rows, beyond what rounding explains. `operations` sums the frames,
    `investments` the investments.

    Fix: correct the total or the row that is wrong.
    """
    budget = dossier.plan.budget
    if budget is None:
        return
    summed = {
        "operations": list(budget.operations.values()),
        "investments": [investment.amounts for investment in budget.investments],
    }
    for name, rows in summed.items():
        for year, stated in budget.totals.get(name, {}).items():
            computed = sum(row.get(year, 0) for row in rows)
            if rows and _is_off(stated, computed, len(rows)):
                yield Finding(
                    Address("budget", f"totals.{name}.{year}"),
                    {"row": name, "year": year, "stated": stated, "computed": computed},
                )


def _each_year(budget: Budget, name: str, counts: Callable[[str], bool]) -> Iterator[tuple[int, int, int, int]]:
    """(year, stated, computed, rows) of a sum in the income statement; nothing where a row is not known to the rule."""
    statement = budget.income_statement
    if any(row not in _ROWS and row not in (_RESULT, _NET_COST) for row in statement):
        return
    rows = [row for row in statement if row in _ROWS and counts(row)]
    for year, stated in statement.get(name, {}).items():
        if rows and all(year in statement[row] for row in rows):
            sign = {row: _ROWS[row] if budget.sign == "cost-positive" else 1 for row in rows}
            yield year, stated, sum(sign[row] * statement[row][year] for row in rows), len(rows)


def result_does_not_add_up(dossier: Dossier) -> Iterator[Finding]:
    """The stated result is not revenue less cost. Checked where every row of the income statement has a known name.

    Fix: correct the row that is wrong; mind that `sign` says whether costs are positive numbers.
    """
    budget = dossier.plan.budget
    for year, stated, computed, rows in _each_year(budget, _RESULT, lambda row: True) if budget else ():
        if rows > 1 and _is_off(stated, computed, rows):
            yield Finding(
                Address("budget", f"income-statement.{_RESULT}.{year}"),
                {"year": year, "stated": stated, "computed": computed},
            )


def negative_result(dossier: Dossier) -> Iterator[Finding]:
    """Revenue is not above cost. The budget must have a surplus (Kommunallagen 11:5) unless an exception is named.

    Fix: balance the year, or name the exception under `meta: {balance-exception: …}` in the budget.
    """
    budget = dossier.plan.budget
    if budget is None or budget.meta.get(EXCEPTION):
        return
    for year, result in budget.income_statement.get(_RESULT, {}).items():
        if result <= 0:
            yield Finding(Address("budget", f"income-statement.{_RESULT}.{year}"), {"year": year, "result": result})


def money_for_unknown_goal(dossier: Dossier) -> Iterator[Finding]:
    """The budget links money to a goal that is not in the plan.

    Fix: write the id of a goal in the plan.
    """
    index = known(dossier)
    budget = dossier.plan.budget
    for goal in budget.links if budget else ():
        if index.is_no_goal(goal):
            yield Finding(Address("budget", f"links.{goal}"), {"goal": goal}, index.goal_names.nearest(goal))


def unknown_budget_line(dossier: Dossier) -> Iterator[Finding]:
    """The budget links a goal to a line of money that is not in it.

    Fix: write the id of an investment, the body of a frame, or the name of a row in the income statement.
    """
    budget, index = dossier.plan.budget, known(dossier)
    if budget is None:
        return
    investments = [investment.id for investment in budget.investments]
    lines = Names([*budget.operations, *budget.income_statement, *budget.totals, *investments])
    held = set(lines.names) | index.unread
    for goal, named in budget.links.items():
        for number, line in enumerate(named):
            if line not in held:
                yield Finding(
                    Address("budget", f"links.{goal}.{number}"), {"goal": goal, "line": line}, lines.nearest(line)
                )


def goal_without_money(dossier: Dossier) -> Iterator[Finding]:
    """The budget says what money serves which goal, and none serves this one.

    Fix: add the goal to `links` in the budget, with an empty list if it needs no money of its own.
    """
    index, budget = known(dossier), dossier.plan.budget
    if budget is None or not budget.links:
        return
    own = {goal.id for goal in budget.financial_goals}
    for goal in index.council_goals:
        if goal.id not in budget.links and goal.id not in own:
            yield Finding(Address(goal.id), {"title": goal.title})


RULES = (
    Rule(budget_not_three_years, Severity.WARNING),
    Rule(budget_year_not_first, Severity.WARNING),
    Rule(budget_years_not_in_a_row, Severity.ERROR),
    Rule(tax_rate_missing, Severity.WARNING),
    Rule(budget_without_financial_goals, Severity.WARNING),
    Rule(amount_outside_budget, Severity.ERROR),
    Rule(amount_missing, Severity.WARNING),
    Rule(frame_for_unknown_body, Severity.ERROR, links=True),
    Rule(body_without_frame, Severity.WARNING),
    Rule(totals_do_not_sum, Severity.ERROR),
    Rule(result_does_not_add_up, Severity.ERROR),
    Rule(negative_result, Severity.WARNING),
    Rule(money_for_unknown_goal, Severity.ERROR, links=True),
    Rule(unknown_budget_line, Severity.ERROR, links=True),
    Rule(goal_without_money, Severity.INFO),
)
