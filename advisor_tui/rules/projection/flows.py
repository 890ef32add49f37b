"""Month by month: prices, what comes in and goes out, what is wanted, and what stands beside the investments."""

from dataclasses import dataclass

import numpy as np

from advisor_tui.rules.projection.assumptions import UNIT, Assumptions, Stress
from advisor_tui.rules.projection.mix import MONTHS, Array
from advisor_tui.rules.projection.plan import Debt, Household, Plan, Policy

CALM = Stress("")
"""No stress test."""


@dataclass(frozen=True)
class Flows:
    """Everything but returns, in 分 of the day but for `wants`.

    Attributes:
        prices: What today's yuan buys costs at the end of each month.
        net: What comes in less what goes out, at the end of each month.
        wants: By goal, in today's money, at the end of each month.
        beside: What policies are worth, now and at the end of each month.
        property, debt: What stands beside the money, now and at the end of each month.
    """

    prices: Array
    net: Array
    wants: Array
    beside: Array
    property: Array
    debt: Array


def flows_of(plan: Plan, assumptions: Assumptions, stress: Stress = CALM, *, inflation: bool = True) -> Flows:
    """The flows of a plan under a stress test; without `inflation` prices stay as they are.

    Raises:
        ValueError: The stress test comes when the plan is over, or before it begins: it would test nothing.
    """
    months = plan.months
    if not 1 <= stress.start_month <= months:
        raise ValueError(f"a stress test in month {stress.start_month} of {months}")
    prices = _prices(assumptions, stress, months) if inflation else np.ones(months)
    household = plan.household
    working = np.arange(months) < household.working_months
    earned = np.where(working, household.income_fen - _lost(household, stress, months), 0.0)
    spent = household.spending_fen * (1 + stress.spending * hit(stress, months) / UNIT)
    net = (earned - np.where(working, spent, 0.0)) * prices
    net -= np.where(working, household.instalments_fen, 0)
    if stress.life_cover:
        net[stress.start_month - 1] += household.life_cover_fen
    debt = np.zeros(months + 1)
    for owed in household.debts:
        paid, left = _paid_back(owed, stress, months)
        net -= paid
        debt += left
    beside = np.zeros(months + 1)
    for policy in plan.policies:
        paid, worth = _policy(policy, months)
        net += paid
        beside += worth
    wants = np.zeros((len(plan.wants), months))
    for number, want in enumerate(plan.wants):
        wants[number, want.month - 1 : want.last] = want.amount_fen
    return Flows(prices, net, wants, beside, _property(household, assumptions, stress, months), debt)


def hit(stress: Stress, months: int) -> Array:
    """1 in the months in which what a stress test changes for a time is changed, else 0."""
    end = months if stress.months == 0 else stress.start_month - 1 + stress.months
    found = np.zeros(months)
    found[stress.start_month - 1 : end] = 1
    return found


def _prices(assumptions: Assumptions, stress: Stress, months: int) -> Array:
    yearly = (assumptions.inflation + stress.inflation * hit(stress, months)) / UNIT
    prices: Array = np.exp(np.cumsum(np.log1p(yearly)) / MONTHS)
    return prices


def _lost(household: Household, stress: Stress, months: int) -> Array:
    whose = household.own_fen if stress.whose == "client" else household.income_fen
    return hit(stress, months) * whose * stress.income_lost / UNIT


def _property(household: Household, assumptions: Assumptions, stress: Stress, months: int) -> Array:
    growth = np.log1p(assumptions.property_growth / UNIT) / MONTHS * np.arange(months + 1)
    worth: Array = household.property_fen * np.exp(growth)
    worth[stress.start_month :] *= 1 + stress.property / UNIT
    return worth


def _paid_back(debt: Debt, stress: Stress, months: int) -> tuple[Array, Array]:
    """What is paid each month, and what is owed now and after it; another rate keeps the remaining term."""
    paid, left = np.zeros(months), np.full(months + 1, float(debt.balance_fen))
    rates = np.maximum(0, debt.rate + stress.loan_rate * hit(stress, months)) / UNIT / MONTHS
    rate, instalment, owed = debt.rate / UNIT / MONTHS, float(debt.instalment_fen), float(debt.balance_fen)
    for month, asked in enumerate(rates.tolist()):
        if asked != rate:
            instalment = _instalment(owed, rate, instalment, asked)
            rate = asked
        owed *= 1 + rate
        paid[month] = min(instalment, owed)
        owed -= paid[month]
        left[month + 1] = owed
    return paid, left


def _instalment(owed: float, rate: float, instalment: float, asked: float) -> float:
    """The instalment at another rate over the months that the old one would have taken."""
    if owed <= 0 or instalment <= owed * rate:  # never paid back: the interest is what changes
        return instalment + owed * (asked - rate)
    term = owed / instalment if rate == 0 else -np.log1p(-owed * rate / instalment) / np.log1p(rate)
    return float(owed / term if asked == 0 else -owed * asked / np.expm1(-term * np.log1p(asked)))


def _policy(policy: Policy, months: int) -> tuple[Array, Array]:
    """What a policy takes (below 0) and pays out each month, and what it is worth now and at the end of each."""
    flow, worth = np.zeros(months), np.zeros(months + 1)
    growth = 1.0 if policy.yearly_return is None else (1 + policy.yearly_return / UNIT) ** (1 / MONTHS)
    value = worth[0] = float(policy.value_fen)
    for month in range(months):
        if policy.ends and month >= policy.ends:
            break
        if month % MONTHS == 0 and month // MONTHS < policy.payments:
            flow[month] -= policy.premium_fen
            value += 0 if policy.yearly_return is None else policy.premium_fen
        value *= growth
        if policy.ends == month + 1:
            flow[month] += value
            value = 0
        worth[month + 1] = value
    return flow, worth
