"""The balance sheet adds up whatever the order, and what does not fit is pointed out with its rows."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.balance_sheet import (
    CONTRADICTIONS,
    SIDES,
    BalanceRow,
    Period,
    Side,
    Source,
    balance_sheet,
    contradictions,
    rows_of,
)
from advisor_tui.rules.profile import Fact, Facts
from advisor_tui.rules.questionnaire import Value

WAN = 1_000_000
DAY = date(2026, 11, 24)
TABLE = load_reference(data_root()).needs
FAMILY = {
    "financial_assets": 100 * WAN,
    "cash_assets": 20 * WAN,
    "total_debts": 60 * WAN,
    "family_annual_income": 30 * WAN,
    "annual_income_3y": 20 * WAN,
    "monthly_expense": 1 * WAN,
    "annual_premium": 2 * WAN,
    "monthly_debt_payment": 500_000,
}


def known(**values: Value) -> Facts:
    return {name: Fact(name, value, f"q_{name}") for name, value in values.items()}


def sums(rows: list[BalanceRow]) -> tuple[int, int, int, int]:
    sheet = balance_sheet(rows)
    return sheet.assets_fen, sheet.debts_fen, sheet.income_year_fen, sheet.spending_year_fen


def test_an_interview_s_figures_add_up_and_parts_count_once() -> None:
    sheet = balance_sheet(rows_of(known(**FAMILY), DAY))
    assert (sheet.assets_fen, sheet.debts_fen, sheet.net_fen) == (100 * WAN, 60 * WAN, 40 * WAN)
    assert (sheet.income_year_fen, sheet.spending_year_fen, sheet.surplus_year_fen) == (30 * WAN, 18 * WAN, 12 * WAN)
    assert (sheet.income_month_fen, sheet.spending_month_fen) == (2_500_000, 1_500_000)
    assert [(total.kind, total.total_fen) for total in sheet.side("asset")] == [("financial", 100 * WAN), ("ready", 0)]
    assert [total.kind for total in sheet.side("spending")] == ["living", "premium", "instalment"]


def test_a_part_whose_whole_is_not_known_stands_for_itself() -> None:
    (row,) = rows_of(known(cash_assets=5), DAY)
    assert (row.part_of, row.counted_fen) == ("", 5)
    assert balance_sheet([row]).assets_fen == 5


def test_a_row_keeps_its_source_and_its_date() -> None:
    rows = rows_of(known(**FAMILY), DAY, {"total_debts": "document"})
    assert {row.source for row in rows if row.id == "total_debts"} == {"document"}
    assert {row.source for row in rows if row.id != "total_debts"} == {"client"}
    assert {row.as_of for row in rows} == {DAY}
    assert [row.id for row in rows] == [name for name in rows_order() if name in FAMILY]


def rows_order() -> list[str]:
    return [
        "financial_assets", "cash_assets", "largest_holding", "total_debts", "family_annual_income",
        "annual_income_3y", "monthly_expense", "annual_premium", "monthly_debt_payment",
    ]  # fmt: skip


def test_nothing_known_is_an_empty_sheet() -> None:
    sheet = balance_sheet(rows_of({}, None))
    assert (sheet.classes, sheet.net_fen, sheet.surplus_year_fen) == ((), 0, 0)


ROWS = st.lists(
    st.builds(
        BalanceRow,
        st.uuids().map(str),
        st.sampled_from(SIDES),
        st.sampled_from(("financial", "debts", "family", "living", "property", "other")),
        st.integers(0, 10**13),
        st.sampled_from(("client", "document", "head_office")),
        st.none() | st.just(DAY),
        st.sampled_from(("", "month", "year")),
        st.sampled_from(("", "", "whole")),
    ),
    max_size=12,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_sum(rows: list[BalanceRow], random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    assert sums(mixed) == sums(rows)
    by_class = {(total.side, total.kind): total.total_fen for total in balance_sheet(rows).classes}
    assert {(t.side, t.kind): t.total_fen for t in balance_sheet(mixed).classes} == by_class


@given(ROWS, st.data())
def test_without_a_row_its_side_changes_by_exactly_that_row(rows: list[BalanceRow], data: st.DataObject) -> None:
    if not rows:
        return
    gone = data.draw(st.integers(0, len(rows) - 1))
    row = rows[gone]
    expected = list(sums(rows))
    expected[SIDES.index(row.side)] -= 0 if row.part_of else row.amount_fen * (12 if row.period == "month" else 1)
    assert sums(rows[:gone] + rows[gone + 1 :]) == tuple(expected)


@given(ROWS)
def test_the_classes_add_up_to_their_side_and_the_sides_to_the_net(rows: list[BalanceRow]) -> None:
    sheet = balance_sheet(rows)
    totals = {side: sum(total.total_fen for total in sheet.side(side)) for side in SIDES}
    assert tuple(totals.values()) == sums(rows)
    assert sheet.net_fen == totals["asset"] - totals["debt"]
    assert 0 <= sheet.income_year_fen - 12 * sheet.income_month_fen < 12
    assert 0 <= 12 * sheet.spending_month_fen - sheet.spending_year_fen < 12
    assert sorted(row.id for total in sheet.classes for row in total.rows) == sorted(row.id for row in rows)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (FAMILY, {}),
        ({}, {}),
        (
            {"family_annual_income": 12 * WAN, "monthly_expense": WAN + 1},
            {"spends_more": {"family_annual_income", "monthly_expense"}},
        ),
        ({"family_annual_income": 12 * WAN, "monthly_expense": WAN}, {}),
        (
            {"family_annual_income": 12 * WAN, "monthly_expense": WAN, "monthly_debt_payment": 1},
            {"spends_more": {"family_annual_income", "monthly_expense", "monthly_debt_payment"}},
        ),
        (
            {"family_annual_income": 12, "annual_income_3y": 13},
            {"own_above_family": {"family_annual_income", "annual_income_3y"}},
        ),
        ({"financial_assets": 5, "cash_assets": 6}, {"part_above_assets": {"financial_assets", "cash_assets"}}),
        ({"financial_assets": 5, "cash_assets": 5}, {}),
        (
            {"total_debts": 1, "monthly_debt_payment": 0},
            {"debts_without_instalments": {"total_debts", "monthly_debt_payment"}},
        ),
        ({"total_debts": 1}, {}),
        (
            {"total_debts": 0, "monthly_debt_payment": 1},
            {"instalments_without_debts": {"total_debts", "monthly_debt_payment"}},
        ),
        ({"monthly_debt_payment": 1}, {}),
        ({"total_debts": 0, "monthly_debt_payment": 0}, {}),
        (
            {"family_annual_income": 11, "monthly_debt_payment": 1},
            {"instalments_above_income": {"family_annual_income", "monthly_debt_payment"}},
        ),
        ({"family_annual_income": 12, "monthly_debt_payment": 1}, {}),
        (
            {"family_annual_income": 5, "annual_premium": 6},
            {"premium_above_income": {"family_annual_income", "annual_premium"}},
        ),
        ({"family_annual_income": 5, "annual_premium": 5}, {}),
        (
            {"monthly_expense": 1, "annual_premium": 13},
            {"premium_above_spending": {"monthly_expense", "annual_premium"}},
        ),
        ({"monthly_expense": 1, "annual_premium": 12}, {}),
    ],
)
def test_what_does_not_fit_names_its_rows(facts: dict[str, int], expected: dict[str, set[str]]) -> None:
    found = contradictions(rows_of(known(**facts), DAY))
    assert {hint.rule: set(hint.rows) for hint in found} == expected
    for hint in found:
        assert set(hint.params) == set(CONTRADICTIONS[hint.rule])
        assert "{" not in TABLE.contradiction(hint, "zh") + TABLE.contradiction(hint, "en")


def row(
    row_id: str, side: Side, kind: str, amount: int, period: Period = "", source: Source = "document"
) -> BalanceRow:
    return BalanceRow(row_id, side, kind, amount, source, DAY, period)


def test_several_rows_of_a_class_are_looked_at_together() -> None:
    rows = [
        row("salary", "income", "family", 600, "month"),
        row("rent", "income", "family", 4_800, "year"),
        row("home", "spending", "living", 12_000, "year"),
        row("loan", "debt", "mortgage", 1),
        row("card", "debt", "card", 1),
        row("paid", "spending", "instalment", 0, "month"),
    ]
    assert [hint.rule for hint in contradictions(rows)] == ["debts_without_instalments"]
    assert contradictions(rows)[0].rows == ("loan", "card", "paid")
    dearer = [replace(one, amount_fen=12_012) if one.id == "home" else one for one in rows]
    assert "spends_more" in {hint.rule for hint in contradictions(dearer)}
