"""What a stress test changes, each of its fields alone, where nothing else varies."""

from decimal import Decimal

import pytest

from advisor_tui.rules.projection.assumptions import Stress
from advisor_tui.rules.projection.outcome import LIVING, Outcome
from advisor_tui.rules.projection.plan import Debt, Plan
from advisor_tui.rules.projection.project import CALM, project
from tests.rules.projection.builders import MILLION, SHIPPED, assume, part, plan


def under(stress: Stress, found: Plan, inflation: int = 0) -> Outcome:
    return project([found], assume(inflation, cash=(0, 0), deposit=(0, 0)), seed=1, paths=2, stress=stress)[0]


def test_a_fall_hits_the_share_that_is_in_the_class_once_and_for_good() -> None:
    found = plan(part("cash", MILLION), part("deposit", 3 * MILLION))
    outcome = under(Stress("", start_month=13, assets={"deposit": -4000}), found)
    assert outcome.fan[2] == (4 * MILLION, 4 * MILLION, *[4 * MILLION * 7 // 10] * 9)


def test_a_type_of_product_is_hit_whatever_its_class() -> None:
    outcome = under(Stress("", products={"fund_public": -500, "wmp_public": -9000}), plan(part()))
    assert outcome.fan[2][1:] == (MILLION * 95 // 100,) * 10


def test_money_never_falls_below_nothing() -> None:
    stress = Stress("", assets={"cash": -8000}, products={"fund_public": -8000})
    assert set(under(stress, plan(part())).fan[2][1:]) == {0}


def test_property_falls_and_the_money_stays() -> None:
    outcome = under(Stress("", property=-2000), plan(part(), property_fen=10 * MILLION))
    assert outcome.property_fen == (10 * MILLION, *[8 * MILLION] * 10)
    assert set(outcome.fan[2]) == {MILLION}


def test_a_raised_rate_keeps_the_term_and_raises_the_instalments() -> None:
    rate, raised = Decimal("0.036") / 12, Decimal("0.046") / 12
    instalment = MILLION * rate / (1 - (1 + rate) ** -120)
    debt = plan(part(fen=3 * MILLION), debts=(Debt(MILLION, round(instalment), 360),))
    calm, hard = under(CALM, debt), under(Stress("", loan_rate=100), debt)
    higher = MILLION * raised / (1 - (1 + raised) ** -120)
    assert abs((calm.fan[2][1] - hard.fan[2][1]) - 12 * (higher - instalment)) < 100
    assert calm.debt_fen[9] < hard.debt_fen[9]
    assert hard.debt_fen[10] < 5_000


def test_a_raised_rate_on_a_debt_that_only_bears_interest_adds_that_interest() -> None:
    debt = plan(part(), debts=(Debt(12_000_000, 30_000, 300),))
    hard = under(Stress("", loan_rate=100), debt)
    assert hard.debt_fen[10] == 12_000_000
    assert MILLION - hard.fan[2][1] == 12 * 40_000


def test_a_raised_rate_ends_with_its_months_and_the_term_is_kept_again() -> None:
    calm, raised = Decimal("0.036") / 12, Decimal("0.046") / 12

    def annuity(owed: Decimal, rate: Decimal, months: int) -> Decimal:
        return owed * rate / (1 - (1 + rate) ** -months)

    first = annuity(Decimal(MILLION), raised, 108)
    owed = MILLION * (1 + raised) ** 12 - first * ((1 + raised) ** 12 - 1) / raised
    debt = plan(part(fen=3 * MILLION), debts=(Debt(MILLION, round(annuity(Decimal(MILLION), calm, 108)), 360),))
    hard = under(Stress("", months=12, loan_rate=100), debt)
    assert abs(hard.debt_fen[1] - owed) < 1_000
    assert abs(hard.fan[2][0] - hard.fan[2][1] - 12 * first) < 1_000
    assert abs(hard.fan[2][1] - hard.fan[2][2] - 12 * annuity(owed, calm, 96)) < 1_000
    assert hard.debt_fen[8] > 1_000_000 > 5_000 > hard.debt_fen[9]


@pytest.mark.parametrize(("start", "months", "years"), [(1, 12, [0]), (13, 24, [1, 2]), (25, 0, [*range(2, 10)])])
def test_a_debt_that_only_bears_interest_bears_more_for_the_months_of_the_stress(
    start: int, months: int, years: list[int]
) -> None:
    hard = under(Stress("", start, months, loan_rate=100), plan(part(), debts=(Debt(12_000_000, 30_000, 300),)))
    paid = [before - after for before, after in zip(hard.fan[2], hard.fan[2][1:], strict=False)]
    assert paid == [12 * (40_000 if year in years else 30_000) for year in range(10)]
    assert set(hard.debt_fen) == {12_000_000}


@pytest.mark.parametrize(("whose", "lost"), [("family", 900_000), ("client", 600_000)])
def test_a_lost_income_stops_for_its_months(whose: str, lost: int) -> None:
    found = plan(part(fen=20_000_000), income_fen=900_000, own_fen=600_000, spending_fen=500_000)
    calm, hard = under(CALM, found), under(Stress("", 1, 12, income_lost=10_000, whose=whose), found)
    assert [one - other for one, other in zip(calm.fan[2], hard.fan[2], strict=True)] == [0, *[12 * lost] * 10]


def test_without_savings_a_lost_income_leaves_the_household_short() -> None:
    found = plan(part(fen=0), income_fen=900_000, own_fen=900_000, spending_fen=500_000)
    assert under(CALM, found).wants == ()
    (living,) = under(Stress("", 1, 12, income_lost=10_000), found).wants
    assert (living.id, living.mean_short_fen) == (LIVING, 12 * 500_000)


def test_a_death_ends_the_income_for_good_and_pays_the_cover() -> None:
    found = plan(part(fen=0), income_fen=500_000, own_fen=500_000, life_cover_fen=MILLION)
    outcome = under(Stress("", 13, 0, income_lost=10_000, whose="client", life_cover=True), found)
    assert outcome.fan[2] == (0, 6_000_000, *[6_000_000 + MILLION] * 9)


def test_a_longer_illness_stops_the_income_and_raises_what_is_spent_for_its_months() -> None:
    found = plan(
        part(fen=40_000_000), income_fen=900_000, own_fen=600_000, spending_fen=500_000, life_cover_fen=MILLION
    )
    ill = Stress("", 13, 24, income_lost=10_000, whose="client", spending=2_000)
    calm, hard = under(CALM, found), under(ill, found)
    lacking = [one - other for one, other in zip(calm.fan[2], hard.fan[2], strict=True)]
    assert lacking == [0, 0, 12 * 700_000, *[24 * 700_000] * 8], "own income and a fifth of the spending"


def test_spending_that_rises_grows_with_prices_and_ends_with_work() -> None:
    found = plan(part(fen=40_000_000), spending_fen=500_000, working_months=18)
    calm, hard = (under(stress, found, inflation=200) for stress in (CALM, Stress("", spending=2_000)))
    lacking = [one - other for one, other in zip(calm.fan[2], hard.fan[2], strict=True)]
    prices = [Decimal("1.02") ** (Decimal(month) / 12) for month in range(1, 19)]
    for years, months in ((1, 12), (2, 18), (3, 18)):
        assert abs(lacking[years] - 100_000 * sum(prices[:months]) / Decimal("1.02") ** years) <= 2


@pytest.mark.parametrize("month", [-3, 0, 121, 361])
def test_a_stress_test_that_comes_in_no_month_of_the_plan_is_refused_not_passed(month: int) -> None:
    for stress in (Stress("", month, property=-2000), Stress("", month, 12, life_cover=True)):
        with pytest.raises(ValueError, match=f"in month {month} of 120"):
            under(stress, plan(part()))


def test_a_stress_test_in_the_last_month_still_comes() -> None:
    outcome = under(Stress("", 120, assets={"cash": -5000}, life_cover=True), plan(part(), life_cover_fen=MILLION))
    assert outcome.fan[2][9:] == (MILLION, MILLION // 2 + MILLION)


def test_a_year_of_inflation_takes_from_what_money_buys_afterwards() -> None:
    outcome = under(Stress("", 1, 12, inflation=600), plan(part()), inflation=200)
    assert abs(outcome.fan[2][1] - MILLION / Decimal("1.08")) <= 1
    assert abs(outcome.fan[2][2] - MILLION / Decimal("1.08") / Decimal("1.02")) <= 1


def test_a_stress_test_runs_through_the_futures_of_the_base_case() -> None:
    found = plan(part("equity_cn"), months=24)
    calm, hard = (
        project([found], SHIPPED, seed=1, paths=500, stress=stress)[0]
        for stress in (CALM, Stress("", assets={"equity_cn": -4000}))
    )
    assert all(
        abs(other - one * 6 // 10) <= 1
        for line, hit in zip(calm.fan, hard.fan, strict=True)
        for one, other in list(zip(line, hit, strict=True))[1:]
    )
