"""Month by month by hand: policies, debts at another rate, and what a stress test changes for a time."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from advisor_tui.rules.projection.assumptions import Stress, first_unsound
from advisor_tui.rules.projection.flows import Flows, flows_of, hit
from advisor_tui.rules.projection.plan import Debt, Plan, Policy, Want
from tests.rules.projection.builders import assume, part, plan


def insured(*policies: Policy, months: int = 24) -> Flows:
    return flows_of(Plan((part(),), plan().household, (), months, policies), assume())


def owing(debt: Debt, stress: Stress, months: int = 24) -> Flows:
    return flows_of(plan(part(), months=months, debts=(debt,)), assume(), stress)


def test_a_policy_without_a_return_keeps_its_value_and_one_with_it_grows_from_now() -> None:
    kept = insured(Policy(0, 0, value_fen=500))
    assert kept.beside.tolist() == [500] * 25
    assert kept.net.tolist() == [0] * 24
    grown = insured(Policy(0, 0, value_fen=10_000, yearly_return=200))
    assert grown.beside[0] == 10_000
    assert grown.beside[[12, 24]].tolist() == pytest.approx([10_200, 10_404])


@pytest.mark.parametrize(
    ("ends", "paid"),
    [
        (12, {0: -100, 11: 100}),
        (13, {0: -100, 12: 100}),
        (14, {0: -100, 12: -100, 13: 200}),
        (0, {0: -100, 12: -100}),
    ],
)
def test_premiums_are_paid_at_the_beginning_of_a_year_until_the_policy_ends(ends: int, paid: dict[int, float]) -> None:
    found = insured(Policy(100, 5, yearly_return=0, ends=ends))
    assert {month: flow for month, flow in enumerate(found.net.tolist()) if flow} == paid
    assert found.beside[-1] == (0 if ends else 200)
    assert found.beside[1] == 100


def test_as_many_premiums_are_paid_as_the_contract_asks_for() -> None:
    assert [insured(Policy(7, payments), months=36).net.sum() for payments in (0, 1, 2, 3, 9)] == [0, -7, -14, -21, -21]


def test_a_debt_without_interest_is_paid_back_by_its_instalments() -> None:
    found = owing(Debt(1_000, 300, 0), Stress(""))
    assert found.net[:5].tolist() == [-300, -300, -300, -100, 0]
    assert found.debt[:5].tolist() == [1_000, 700, 400, 100, 0]


def repaid(flows: Flows) -> list[float]:
    return [-flow for flow in flows.net.tolist()]


def test_a_rate_that_rises_keeps_the_months_of_a_debt_and_goes_back_with_the_stress() -> None:
    """Twelve months without interest; from the fourth on at 12 % a year: an annuity of 900 over nine months."""
    monthly = 0.01
    annuity = 900 * monthly / (1 - (1 + monthly) ** -9)
    found = repaid(owing(Debt(1_200, 100, 0), Stress("", start_month=4, loan_rate=1_200)))
    assert found[:3] == [100] * 3
    assert found[3:12] == pytest.approx([annuity] * 9)
    assert found[12:] == pytest.approx([0] * 12, abs=1e-6)
    for_a_time = repaid(owing(Debt(1_200, 100, 0), Stress("", start_month=4, months=2, loan_rate=1_200)))
    owed = (900 * 1.01 - annuity) * 1.01 - annuity
    assert for_a_time[5:12] == pytest.approx([owed / 7] * 7)


def test_a_rate_that_falls_to_nothing_leaves_equal_parts_of_what_is_owed() -> None:
    monthly = 0.01
    annuity = 1_000 * monthly / (1 - (1 + monthly) ** -12)
    owed = 1_000.0
    for _ in range(4):
        owed = owed * 1.01 - annuity
    debt = Debt(100_000, round(annuity * 100), 1_200)
    found = repaid(owing(debt, Stress("", start_month=5, loan_rate=-1_200)))
    assert found[4:12] == pytest.approx([100 * owed / 8] * 8, rel=1e-3)
    lower = repaid(owing(debt, Stress("", start_month=5, loan_rate=-9_000)))
    assert lower == found, "a rate never falls below nothing"


def test_a_debt_that_is_never_paid_back_changes_by_its_interest_alone() -> None:
    found = owing(Debt(120_000, 300, 600), Stress("", start_month=2, loan_rate=600))
    assert repaid(found)[0] == 300
    grown = 120_000 * 1.005 - 300
    assert repaid(found)[1] == pytest.approx(300 + grown * 0.005)
    assert all(later > before for before, later in pairwise(found.debt.tolist()[:3]))


def test_a_debt_that_is_paid_back_asks_for_nothing_at_any_rate() -> None:
    found = owing(Debt(100, 100, 0), Stress("", start_month=6, loan_rate=500))
    assert repaid(found) == [100, *[0] * 23]
    assert found.debt.tolist() == [100, *[0] * 24]


@pytest.mark.parametrize(
    ("start", "months", "hits"), [(1, 0, range(6)), (3, 0, range(2, 6)), (3, 2, (2, 3)), (6, 5, (5,)), (1, 1, (0,))]
)
def test_what_changes_for_a_time_changes_in_its_months(start: int, months: int, hits: tuple[int, ...]) -> None:
    assert [month for month, one in enumerate(hit(Stress("", start, months), 6).tolist()) if one] == list(hits)


def test_income_spending_cover_and_property_change_as_the_stress_test_says() -> None:
    household: dict[str, Any] = {
        "income_fen": 1_000, "own_fen": 400, "spending_fen": 300, "working_months": 4, "life_cover_fen": 9_000,
    }  # fmt: skip
    own = Stress("", 2, 2, income_lost=5_000, whose="client", spending=1_000, life_cover=True)
    found = flows_of(plan(part(), months=6, property_fen=1_000, **household), assume(), own)
    assert found.net.tolist() == [700, 470 + 9_000, 470, 700, 0, 0]
    family = flows_of(plan(part(), months=6, **household), assume(), Stress("", 2, 2, income_lost=5_000))
    assert family.net.tolist() == [700, 200, 200, 700, 0, 0]
    blow = flows_of(plan(part(), months=3, property_fen=1_000), assume(), Stress("", 2, property=-3_000)).property
    calm = flows_of(plan(part(), months=3, property_fen=1_000), assume()).property
    assert (blow / calm).tolist() == pytest.approx([1, 1, 0.7, 0.7])


def test_instalments_of_an_unknown_sum_end_with_work_and_do_not_grow() -> None:
    found = flows_of(plan(part(), months=4, working_months=2, instalments_fen=50), assume(1_200))
    assert found.net.tolist() == [-50, -50, 0, 0]


def test_prices_grow_month_by_month_and_stay_where_inflation_is_left_out() -> None:
    assert flows_of(plan(part(), months=24), assume(300)).prices[[11, 23]].tolist() == pytest.approx([1.03, 1.0609])
    assert flows_of(plan(part(), months=3), assume(300), inflation=False).prices.tolist() == [1, 1, 1]
    dearer = flows_of(plan(part(), months=24), assume(300), Stress("", 13, 12, inflation=200)).prices
    assert dearer[[11, 23]].tolist() == pytest.approx([1.03, 1.03 * 1.05])


def test_each_goal_is_wanted_in_its_months() -> None:
    wants = (Want("a", 2, 5, 2), Want("b", 4, 7))
    assert flows_of(plan(part(), months=4, wants=wants), assume()).wants.tolist() == [[0, 5, 5, 0], [0, 0, 0, 7]]


@pytest.mark.parametrize("start", [0, 25])
def test_a_stress_test_that_comes_in_no_month_is_refused(start: int) -> None:
    with pytest.raises(ValueError, match=f"a stress test in month {start} of 24"):
        flows_of(plan(part(), months=24), assume(), Stress("", start_month=start))


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([], None),
        ([[0]], None),
        ([[-1]], 0),
        ([[1, 0], [0, 1]], None),
        ([[1, 1], [1, 1]], None),
        ([[1, 2], [2, 1]], 1),
        ([[0, 1], [1, 5]], 1),
        ([[0, 0], [0, -1]], 1),
        ([[0, 0, 1], [0, 1, 0], [1, 0, 1]], 2),
        ([[4, 2, 0], [2, 3, 1], [0, 1, 0]], 2),
        ([[10, 9, 0], [9, 10, 9], [0, 9, 10]], 2),
        ([[10, 9, 7], [9, 10, 9], [7, 9, 10]], None),
        ([[1, 1, 0], [1, 1, 1], [0, 1, 1]], 2),
        ([[2, 1, 1], [1, 2, 1], [1, 1, 2]], None),
        ([[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 2], [0, 0, 2, 1]], 3),
    ],
)
def test_the_first_row_that_no_correlations_can_have(rows: list[list[int]], place: int | None) -> None:
    assert first_unsound(rows) == place


def test_several_debts_and_policies_add_up() -> None:
    debts = (Debt(100, 30, 0), Debt(50, 50, 0))
    policies = (Policy(7, 1), Policy(5, 1, value_fen=40))
    both = flows_of(
        Plan((part(),), plan(months=4, debts=debts).household, (), 4, policies), assume(), Stress("", start_month=4)
    )
    assert both.net.tolist() == [-30 - 50 - 7 - 5, -30, -30, -10]
    assert both.debt.tolist() == [150, 70, 40, 10, 0]
    assert both.beside.tolist() == [40] * 5


def test_income_grows_with_prices_and_property_as_assumed() -> None:
    found = flows_of(plan(part(), months=24, income_fen=100, property_fen=1_000), assume(1_200))
    assert found.net[[11, 23]].tolist() == pytest.approx([112, 125.44])
    growth = 1 + assume().property_growth / 10_000
    assert found.property[[0, 12, 24]].tolist() == pytest.approx([1_000, 1_000 * growth, 1_000 * growth**2])


def test_property_grows_by_the_year_and_policies_beside_each_other_are_worth_both() -> None:
    grown = flows_of(plan(part(), months=24, property_fen=1_000), replace(assume(), property_growth=600))
    assert grown.property[[0, 12, 24]].tolist() == pytest.approx([1_000, 1_060, 1_123.6])
    assert insured(Policy(0, 0, value_fen=40), Policy(0, 0, value_fen=2)).beside.tolist() == [42] * 25
