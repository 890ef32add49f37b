"""Where nothing varies a projection is arithmetic: compound interest, annuities, instalments, all to the 分."""

from decimal import Decimal, getcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.projection.outcome import LIVING, Outcome
from advisor_tui.rules.projection.plan import Debt, Plan, Policy, Want
from advisor_tui.rules.projection.project import CALM, project
from tests.rules.projection.builders import MILLION, assume, part, plan

getcontext().prec = 40
TWELFTH = Decimal(1) / 12


def certain(rate: int = 300, inflation: int = 0, found: Plan | None = None, **values: object) -> Outcome:
    """What a plan in cash comes to that yields so much for certain."""
    return project([found or plan(part(), **values)], assume(inflation, cash=(rate, 0)), seed=1, paths=3)[0]  # type: ignore[arg-type]


def end(outcome: Outcome) -> int:
    """The money at the end, which is the same in every percentile."""
    assert len({line[-1] for line in outcome.fan}) == 1
    return outcome.fan[0][-1]


def near(fen: int, exact: Decimal) -> bool:
    return abs(fen - exact) <= 1


@pytest.mark.parametrize("rate", [-200, 0, 5, 300, 1200])
def test_a_sum_grows_by_compound_interest(rate: int) -> None:
    outcome = certain(rate)
    for year, fen in enumerate(outcome.fan[0]):
        assert near(fen, MILLION * (1 + Decimal(rate) / 10_000) ** year)


@pytest.mark.parametrize("rate", [5, 300, 900])
def test_equal_contributions_come_to_the_future_value_of_an_annuity(rate: int) -> None:
    monthly = (1 + Decimal(rate) / 10_000) ** TWELFTH - 1
    expected = MILLION * (1 + monthly) ** 120 + 300_000 * ((1 + monthly) ** 120 - 1) / monthly
    assert near(end(certain(rate, income_fen=900_000, spending_fen=600_000)), expected)


@pytest.mark.parametrize(("rate", "inflation"), [(300, 0), (300, 200), (100, 400), (0, 200)])
def test_the_present_value_of_an_annuity_pays_it_and_a_yuan_less_does_not(rate: int, inflation: int) -> None:
    growth = ((1 + Decimal(rate) / 10_000) / (1 + Decimal(inflation) / 10_000)) ** TWELFTH
    needed = int(sum(Decimal(500_000) / growth**month for month in range(1, 121))) + 1
    wants = (Want("income", 1, 500_000, 120),)
    for fen, met in ((needed, 3), (needed - 100, 0)):
        (found,) = certain(rate, inflation, plan(part(fen=fen), wants=wants)).wants
        assert found.met == met
        assert found.wanted_fen == 60_000_000
    assert 99 * growth**120 - 1 <= found.mean_short_fen <= 100 * growth**120 + 1


def test_money_is_shown_in_what_it_buys_today() -> None:
    outcome = certain(300, 200)
    for year, fen in enumerate(outcome.fan[2]):
        assert near(fen, MILLION * (Decimal("1.03") / Decimal("1.02")) ** year)


def test_income_and_spending_grow_with_prices_and_end_with_work() -> None:
    outcome = certain(200, 200, plan(part(fen=0), income_fen=500_000, spending_fen=200_000, working_months=24))
    assert [near(fen, Decimal(300_000 * 12 * min(year, 2))) for year, fen in enumerate(outcome.fan[0])] == [True] * 11


@pytest.mark.parametrize(
    ("values", "net"),
    [
        ({"fee": 100}, Decimal("1.03") * Decimal("0.99")),
        ({"tax": 2000}, Decimal("1.024")),
        ({"rate": 500}, Decimal("1.05")),
        ({"rate": 0}, Decimal(1)),
        ({"rate": 500, "tax": 2000, "fee": 100}, Decimal("1.04") * Decimal("0.99")),
        ({"rate": -100, "tax": 2000, "gain_fee": 2000}, Decimal("0.99")),
        ({"gain_fee": 2000}, Decimal("1.024")),
        ({"gain_fee": 2000, "tax": 5000}, Decimal("1.012")),
    ],
)
def test_fees_tax_and_contract_rates_change_what_a_year_brings(values: dict[str, int], net: Decimal) -> None:
    assert near(end(certain(300, 0, plan(part("cash", MILLION, **values)))), MILLION * net**10)


def test_what_is_charged_at_the_beginning_is_gone_at_once() -> None:
    outcome = certain(0, 0, plan(part(entry_fen=1_000_000)))
    assert outcome.fan[0] == (MILLION - 1_000_000,) * 11


def test_a_contract_rate_holds_for_its_term_and_varies_by_nothing_till_then() -> None:
    held = plan(part("equity_cn", rate=200, rate_months=36), months=60)
    outcome = project([held], assume(equity_cn=(700, 2400)), seed=1, paths=500)[0]
    assert all(near(line[3], MILLION * Decimal("1.02") ** 3) for line in outcome.fan)
    assert outcome.fan[0][4] < outcome.fan[4][4]


def test_money_in_two_parts_grows_as_their_weighted_mean_in_logarithms() -> None:
    found = plan(part("cash", fen=MILLION, fee=100), part("deposit", fen=3 * MILLION, fee=50))
    outcome = project([found], assume(cash=(100, 0), deposit=(400, 0)), seed=1, paths=2)[0]
    cash, deposit = Decimal("1.01") * Decimal("0.99"), Decimal("1.04") * Decimal("0.995")
    assert near(end(outcome), 4 * MILLION * cash ** Decimal("2.5") * deposit ** Decimal("7.5"))


@given(
    start=st.integers(0, 10**12),
    income=st.integers(0, 10**8),
    spending=st.integers(0, 10**8),
    wants=st.lists(st.tuples(st.integers(1, 37), st.integers(1, 10**11), st.integers(1, 24)), max_size=4),
)
def test_no_fen_is_lost(start: int, income: int, spending: int, wants: list[tuple[int, int, int]]) -> None:
    """Without returns what is left is what came in less what was paid, and what was not paid is told."""
    goals = tuple(Want(str(place), *want) for place, want in enumerate(wants))
    found = plan(part(fen=start), months=60, wants=goals, income_fen=income, spending_fen=spending)
    outcome = certain(0, 0, found)
    due = sum(want.total_fen for want in goals)
    missing = sum(want.mean_short_fen for want in outcome.wants)
    assert start + 60 * (income - spending) - due + missing == end(outcome)
    assert end(outcome) >= 0


@pytest.mark.parametrize("late", [Want("a", 61, 1), Want("a", 60, 1, 2), Want("a", 1, 1, 61)])
def test_what_is_wanted_later_than_a_plan_looks_is_refused_not_counted_as_paid(late: Want) -> None:
    with pytest.raises(ValueError, match="wanted after month 60"):
        plan(part(), months=60, wants=(late,))


def test_instalments_on_debts_of_an_unknown_sum_go_on_until_work_ends_and_do_not_grow_with_prices() -> None:
    found = plan(part(fen=MILLION), months=24, working_months=18, instalments_fen=100_000)
    outcome = certain(0, 200, found)
    assert outcome.debt_fen == (0, 0, 0)
    left = [MILLION - paid * 100_000 for paid in (0, 12, 18)]
    assert outcome.fan[2] == tuple(round(fen / Decimal("1.02") ** year) for year, fen in enumerate(left))


@given(st.permutations([Want("a", 12, 60 * MILLION // 100), Want("b", 24, 50 * MILLION // 100)]))
def test_what_is_due_first_is_paid_first(order: list[Want]) -> None:
    outcome = certain(0, 0, plan(part(), wants=tuple(order)))
    short = {want.id: want.mean_short_fen for want in outcome.wants}
    assert short == {"a": 0, "b": 10 * MILLION // 100}


def test_a_goal_paid_in_part_lacks_the_rest_in_todays_money() -> None:
    (found,) = certain(200, 200, plan(part(fen=600_000), wants=(Want("a", 60, 1_000_000),))).wants
    assert (found.met, found.median_short_fen, found.mean_short_fen) == (0, 400_000, 400_000)


def test_what_the_household_itself_lacks_is_told_as_such() -> None:
    outcome = certain(0, 0, plan(part(fen=1_000), spending_fen=100, months=24))
    (living,) = outcome.wants
    assert (living.id, living.met, living.mean_short_fen) == (LIVING, 0, 1_400)
    assert certain(0, 0, plan(part(fen=2_400), spending_fen=100, months=24)).wants == ()


def test_a_debt_is_paid_back_by_its_instalments_and_then_takes_nothing() -> None:
    rate = Decimal("0.036") / 12
    instalment = 10_000_000 * rate / (1 - (1 + rate) ** -60)
    debt = Debt(10_000_000, int(instalment), 360)
    outcome = certain(0, 0, plan(part(), debts=(debt,)))
    left = 10_000_000 * (1 + rate) ** 24 - int(instalment) * ((1 + rate) ** 24 - 1) / rate
    assert near(outcome.debt_fen[2], left)
    assert outcome.debt_fen[0] == 10_000_000
    assert outcome.debt_fen[6:] == (0,) * 5
    assert abs(MILLION - end(outcome) - instalment * 60) < 100


def test_a_debt_whose_instalments_only_pay_interest_stays() -> None:
    outcome = certain(0, 0, plan(part(), debts=(Debt(12_000_000, 30_000, 300),)))
    assert outcome.debt_fen == (12_000_000,) * 11


def test_property_grows_as_assumed_and_is_shown_in_todays_money() -> None:
    outcome = certain(0, 200, plan(part(), property_fen=3 * MILLION))
    assert near(outcome.property_fen[10], 3 * MILLION / Decimal("1.02") ** 10)


def test_premiums_leave_the_money_and_come_back_as_the_policys_value() -> None:
    policy = Policy(premium_fen=1_000_000, payments=3, yearly_return=200, ends=60)
    found = Plan((part(),), plan().household, (), 120, (policy,))
    outcome = certain(0, 0, found)
    value = Decimal(1_000_000) * sum((Decimal("1.02") ** (5 - year) for year in range(3)), Decimal(0))
    assert near(outcome.fan[0][5], MILLION - 3_000_000 + value)
    assert near(outcome.fan[0][10], MILLION - 3_000_000 + value)
    assert near(outcome.fan[0][1], MILLION - 1_000_000 + 1_000_000 * Decimal("1.02"))


def test_what_a_policy_is_worth_counts_from_the_first_day() -> None:
    found = Plan((part(),), plan().household, (), 120, (Policy(0, 0, value_fen=500_000, yearly_return=1200),))
    assert certain(0, 0, found).fan[2][:2] == (MILLION + 500_000, MILLION + 560_000)


def test_protection_costs_its_premiums_and_is_worth_nothing_else() -> None:
    found = Plan((part(),), plan().household, (), 120, (Policy(500_000, 20),))
    outcome = certain(0, 0, found)
    assert [MILLION - fen for fen in outcome.fan[0]] == [0, *(500_000 * year for year in range(1, 11))]


def test_without_any_money_nothing_grows() -> None:
    assert end(project([plan()], assume(), seed=1, paths=2, stress=CALM)[0]) == 0
