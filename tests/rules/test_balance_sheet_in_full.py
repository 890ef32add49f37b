"""What each row and each contradiction of a balance sheet says."""

from datetime import date

import pytest

from advisor_tui.rules.balance_sheet import BalanceRow, Contradiction, balance_sheet, contradictions, rows_of
from tests.rules.needs.support import known

DAY = date(2026, 11, 24)


def test_an_interview_s_rows_stand_in_order_each_with_its_class_its_period_and_what_it_is_part_of() -> None:
    names = (
        "financial_assets", "cash_assets", "largest_holding", "property_assets", "total_debts",
        "family_annual_income", "annual_income_3y", "monthly_expense", "annual_premium", "monthly_debt_payment",
    )  # fmt: skip
    facts = known(**{name: place for place, name in enumerate(names, 1)})
    assert rows_of(facts, DAY, {"total_debts": "document"}) == (
        BalanceRow("financial_assets", "asset", "financial", 1, "client", DAY),
        BalanceRow("cash_assets", "asset", "ready", 2, "client", DAY, part_of="financial_assets"),
        BalanceRow("largest_holding", "asset", "largest", 3, "client", DAY, part_of="financial_assets"),
        BalanceRow("property_assets", "asset", "property", 4, "client", DAY),
        BalanceRow("total_debts", "debt", "debts", 5, "document", DAY),
        BalanceRow("family_annual_income", "income", "family", 6, "client", DAY, "year"),
        BalanceRow("annual_income_3y", "income", "own", 7, "client", DAY, "year", "family_annual_income"),
        BalanceRow("monthly_expense", "spending", "living", 8, "client", DAY, "month"),
        BalanceRow("annual_premium", "spending", "premium", 9, "client", DAY, "year", "monthly_expense"),
        BalanceRow("monthly_debt_payment", "spending", "instalment", 10, "client", DAY, "month"),
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"family_annual_income": 23, "monthly_expense": 1, "monthly_debt_payment": 1},
            [Contradiction(
                "spends_more", ("family_annual_income", "monthly_expense", "monthly_debt_payment"),
                {"spent_fen": 24, "income_fen": 23},
            )],
        ),
        (
            {"annual_income_3y": 13, "family_annual_income": 12},
            [Contradiction(
                "own_above_family", ("annual_income_3y", "family_annual_income"), {"whole_fen": 12, "part_fen": 13}
            )],
        ),
        (
            {"total_debts": 7, "monthly_debt_payment": 0},
            [Contradiction(
                "debts_without_instalments", ("total_debts", "monthly_debt_payment"), {"debts_fen": 7}
            )],
        ),
        (
            {"total_debts": 0, "monthly_debt_payment": 2},
            [Contradiction(
                "instalments_without_debts", ("total_debts", "monthly_debt_payment"), {"paid_fen": 24}
            )],
        ),
        (
            {"family_annual_income": 0, "monthly_debt_payment": 1},
            [Contradiction(
                "instalments_above_income", ("family_annual_income", "monthly_debt_payment"),
                {"paid_fen": 12, "income_fen": 0},
            )],
        ),
        (
            {"family_annual_income": 0, "annual_premium": 1},
            [Contradiction(
                "premium_above_income", ("family_annual_income", "annual_premium"), {"premium_fen": 1, "income_fen": 0}
            )],
        ),
        (
            {"monthly_expense": 0, "annual_premium": 1},
            [Contradiction(
                "premium_above_spending", ("monthly_expense", "annual_premium"), {"premium_fen": 1, "spent_fen": 0}
            )],
        ),
        ({"monthly_debt_payment": 3, "total_debts": 5}, []),
        ({"total_debts": 5, "retirement_age": 30, "age": 40}, []),
        ({"family_annual_income": 12, "monthly_debt_payment": 1, "monthly_expense": 0}, []),
    ],
)  # fmt: skip
def test_a_contradiction_tells_its_rows_and_its_figures(facts: dict[str, int], expected: list[Contradiction]) -> None:
    assert list(contradictions(rows_of(known(**facts), DAY))) == expected


def test_a_row_of_no_fact_contradicts_nothing_and_any_debt_counts_as_debts() -> None:
    rows = [
        BalanceRow("car", "asset", "car", 9, "document"),
        BalanceRow("card", "debt", "card", 3, "document"),
        BalanceRow("loan", "debt", "mortgage", 4, "document"),
        BalanceRow("paid", "spending", "instalment", 0, "document", period="month"),
    ]
    (found,) = contradictions(rows)
    assert found == Contradiction("debts_without_instalments", ("card", "loan", "paid"), {"debts_fen": 7})


def test_a_part_of_a_month_less_than_a_fen_is_not_pointed_out() -> None:
    rows = [
        BalanceRow("pay", "income", "family", 12, "client", period="year"),
        BalanceRow("living", "spending", "living", 23, "client", period="year"),
    ]
    assert contradictions(rows) == ()
    assert [one.rule for one in contradictions([rows[0], BalanceRow("x", "spending", "living", 24, "client")])] == [
        "spends_more"
    ]


def test_the_sides_stand_in_order_and_the_classes_in_that_of_their_rows() -> None:
    rows = [
        BalanceRow("a", "spending", "living", 1, "client", period="month"),
        BalanceRow("b", "income", "family", 30, "client", period="year"),
        BalanceRow("c", "asset", "property", 5, "client"),
        BalanceRow("d", "asset", "financial", 6, "client"),
        BalanceRow("e", "debt", "card", 4, "client"),
        BalanceRow("f", "asset", "property", 2, "client"),
    ]
    sheet = balance_sheet(rows)
    assert [(one.side, one.kind, one.total_fen, [row.id for row in one.rows]) for one in sheet.classes] == [
        ("asset", "property", 7, ["c", "f"]), ("asset", "financial", 6, ["d"]), ("debt", "card", 4, ["e"]),
        ("income", "family", 30, ["b"]), ("spending", "living", 12, ["a"]),
    ]  # fmt: skip
    assert (sheet.net_fen, sheet.surplus_year_fen, sheet.income_month_fen, sheet.spending_month_fen) == (9, 18, 2, 1)
