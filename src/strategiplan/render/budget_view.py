"""The plan's money as plain tables; sums and checks are the budget report's business."""

from collections.abc import Callable, Mapping

from strategiplan.model.plan import Budget, Goal
from strategiplan.render import numbers
from strategiplan.render.deltas import money_unit
from strategiplan.render.views import BudgetView, GoalView, Table
from strategiplan.render.words import Words


def budget_view(budget: Budget, words: Words, goal: Callable[[Goal], GoalView]) -> BudgetView:
    """The tables of a budget: income statement, frames per body, totals, investments and the tax rate."""
    years = tuple(str(year) for year in budget.years)
    parts = (
        ("income-statement", {name: dict(row) for name, row in budget.income_statement.items()}),
        ("operations", {words.body(name): dict(row) for name, row in budget.operations.items()}),
        ("totals", {name: dict(row) for name, row in budget.totals.items()}),
        ("investments", {f"{i.title} ({words.body(i.body)})": dict(i.amounts) for i in budget.investments}),
    )
    tables = [
        Table(f"_budget-{key}", words.say(f"budget.{key}"), years, _rows(rows, budget, words))
        for key, rows in parts if rows
    ]
    if budget.tax_rate:
        cells = tuple(_rate(budget.tax_rate.get(year), words.lang) for year in budget.years)
        caption = words.say("budget.tax-rate")
        tables.append(Table("_budget-tax-rate", caption, years, ((words.say("budget.tax-rate-unit"), cells),)))
    return BudgetView(
        words.say("budget.title"), _note(budget, words), tuple(tables), tuple(map(goal, budget.financial_goals))
    )


def body_budget(budget: Budget, body: str, words: Words) -> BudgetView | None:
    """The money that one body has: its frame and its investments; None when the budget gives it nothing."""
    years = tuple(str(year) for year in budget.years)
    frames = {words.body(body): dict(budget.operations[body])} if body in budget.operations else {}
    held = {i.title: dict(i.amounts) for i in budget.investments if i.body == body}
    parts = (("operations", frames), ("investments", held))
    tables = tuple(
        Table(f"_budget-{key}", words.say(f"budget.{key}"), years, _rows(rows, budget, words))
        for key, rows in parts if rows
    )
    return BudgetView(words.say("body-page.money"), _note(budget, words), tables, ()) if tables else None


def _note(budget: Budget, words: Words) -> str:
    sign = words.say(f"word.sign.{budget.sign}")
    return words.say("budget.scale", unit=money_unit({"currency": budget.currency, "scale": budget.scale}), sign=sign)


def _rows(
    rows: Mapping[str, Mapping[int, int]], budget: Budget, words: Words
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    def cell(row: Mapping[int, int], year: int) -> str:
        return numbers.number(row[year], words.lang) if year in row else words.say("none")

    return tuple((_line(name, words), tuple(cell(row, year) for year in budget.years)) for name, row in rows.items())


def _line(name: str, words: Words) -> str:
    """A line of the statement: its common name when it has one, else the id read as words."""
    shown = words.value("line", name)
    return shown if shown != name or " " in name else name.replace("-", " ").capitalize()


def _rate(rate: str | None, lang: str) -> str:
    return "–" if rate is None else rate.replace(".", ",") if lang == "sv" else rate
