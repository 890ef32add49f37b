"""Ready money, debts and premiums: a size beyond the limit, nothing at it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.profile import Facts
from tests.rules.needs.support import WAN, find, known, sizes

AMOUNTS = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("kind", "facts", "size"),
    [
        ("emergency_fund", known(cash_assets=5 * WAN, monthly_expense=1 * WAN), 1 * WAN),
        ("emergency_fund", known(cash_assets=6 * WAN, monthly_expense=1 * WAN), None),
        ("emergency_fund", known(cash_assets=6 * WAN - 1, monthly_expense=1 * WAN), 1),
        ("emergency_fund", known(cash_assets=6 * WAN, monthly_expense=1 * WAN, monthly_debt_payment=WAN), 6 * WAN),
        ("emergency_fund", known(cash_assets=0, monthly_expense=0), None),
        ("idle_cash", known(cash_assets=12 * WAN, monthly_expense=1 * WAN), None),
        ("idle_cash", known(cash_assets=12 * WAN + 1, monthly_expense=1 * WAN), 1),
        ("idle_cash", known(cash_assets=20 * WAN, monthly_expense=1 * WAN), 8 * WAN),
        ("idle_cash", known(cash_assets=20 * WAN, monthly_expense=1 * WAN, liquidity_need=3 * WAN), 5 * WAN),
        ("liquidity", known(cash_assets=2 * WAN, liquidity_need=3 * WAN), 1 * WAN),
        ("liquidity", known(cash_assets=3 * WAN, liquidity_need=3 * WAN), None),
        ("liquidity", known(liquidity_need=3 * WAN), None),
        ("debt_load", known(family_annual_income=12 * WAN, monthly_debt_payment=400_000), None),
        ("debt_load", known(family_annual_income=12 * WAN, monthly_debt_payment=400_001), 12),
        ("debt_load", known(family_annual_income=0, monthly_debt_payment=400_001), None),
        ("premium_load", known(family_annual_income=25 * WAN, annual_premium=5 * WAN), None),
        ("premium_load", known(family_annual_income=25 * WAN, annual_premium=6 * WAN), 1 * WAN),
    ],
)
def test_a_need_has_a_size_and_none_at_its_limit(kind: str, facts: Facts, size: int | None) -> None:
    assert sizes(facts, kind) == ([] if size is None else [size])


def test_a_need_names_the_answers_that_it_comes_from() -> None:
    (need,) = find(known(cash_assets=5 * WAN, monthly_expense=1 * WAN), "emergency_fund")
    assert need.evidence == ("q_cash_assets", "q_monthly_expense")
    (need,) = find(known(cash_assets=20 * WAN, monthly_expense=1 * WAN, liquidity_need=3 * WAN), "idle_cash")
    assert need.evidence == ("q_cash_assets", "q_monthly_expense", "q_liquidity_need")


@given(ready=AMOUNTS, more=AMOUNTS, month=AMOUNTS, needed=AMOUNTS)
def test_more_ready_money_never_raises_what_is_missing(ready: int, more: int, month: int, needed: int) -> None:
    for kind in ("emergency_fund", "liquidity"):
        before = sizes(known(cash_assets=ready, monthly_expense=month, liquidity_need=needed), kind)
        after = sizes(known(cash_assets=ready + more, monthly_expense=month, liquidity_need=needed), kind)
        assert sum(after) <= sum(before)


@given(income=st.integers(1, 10**12), more=AMOUNTS, payment=AMOUNTS)
def test_more_income_never_raises_the_load(income: int, more: int, payment: int) -> None:
    def load(earned: int) -> int:
        facts = known(family_annual_income=earned, monthly_debt_payment=payment, annual_premium=payment)
        return sum(sizes(facts, "debt_load")) + sum(sizes(facts, "premium_load"))

    assert load(income + more) <= load(income)
