"""What each need says: its size, the answers it comes from, the figures of its sentence, holdings and members."""

from datetime import date, timedelta

import pytest

from advisor_tui.rules.needs.books import NO_BOOKS, Books, HeldMoney, Member
from advisor_tui.rules.needs.need import Need, above, once
from advisor_tui.rules.profile import Facts
from tests.rules.needs.support import TODAY, WAN, find, known

FUND = HeldMoney("甲", 80 * WAN, None, "fund")
SON = Member("小明", "child", date(2016, 11, 24), dependent=True)
MOTHER = Member("李母", "parent", None, dependent=True)


def due_in(days: int, fen: int, name: str) -> HeldMoney:
    return HeldMoney(name, fen, TODAY + timedelta(days=days), "deposit")


NEEDS: list[tuple[Facts, Books, list[Need]]] = [
    (
        known(cash_assets=5 * WAN, monthly_expense=WAN, monthly_debt_payment=WAN), NO_BOOKS,
        [Need(
            "emergency_fund", 7 * WAN, ("q_cash_assets", "q_monthly_expense", "q_monthly_debt_payment"),
            {"months": 2, "target": 6, "gap_fen": 7 * WAN},
        )],
    ),
    (
        known(cash_assets=30 * WAN, monthly_expense=WAN, monthly_debt_payment=WAN, liquidity_need=WAN), NO_BOOKS,
        [Need(
            "idle_cash", 5 * WAN,
            ("q_cash_assets", "q_monthly_expense", "q_monthly_debt_payment", "q_liquidity_need"),
            {"months": 15, "idle_fen": 5 * WAN},
        )],
    ),
    (
        known(cash_assets=WAN, liquidity_need=3 * WAN), NO_BOOKS,
        [Need(
            "liquidity", 2 * WAN, ("q_liquidity_need", "q_cash_assets"),
            {"needed_fen": 3 * WAN, "ready_fen": WAN, "gap_fen": 2 * WAN},
        )],
    ),
    (
        known(family_annual_income=24 * WAN, monthly_debt_payment=WAN), NO_BOOKS,
        [Need(
            "debt_load", 12 * WAN - 24 * WAN * 40 // 100, ("q_monthly_debt_payment", "q_family_annual_income"),
            {"share": 50, "limit": 40, "excess_fen": 2_400_000},
        )],
    ),
    (
        known(family_annual_income=30 * WAN, annual_premium=7 * WAN), NO_BOOKS,
        [Need(
            "premium_load", WAN, ("q_annual_premium", "q_family_annual_income"),
            {"share": 24, "limit": 20, "excess_fen": WAN},
        )],
    ),
    (
        known(financial_assets=100 * WAN), Books(holdings=(FUND,)),
        [
            Need(
                "concentration", 30 * WAN, ("q_financial_assets",),
                {"share": 80, "limit": 50, "excess_fen": 30 * WAN}, ("甲",),
            ),
            Need(
                "concentration_kind", 10 * WAN, ("q_financial_assets",),
                {"share": 80, "limit": 70, "excess_fen": 10 * WAN, "holding_kind": "fund"}, ("甲",),
            ),
        ],
    ),
    (
        known(financial_assets=10 * WAN), Books(holdings=(FUND, HeldMoney("存", 80 * WAN, None, "deposit"))), [],
    ),
    (
        known(financial_assets=10 * WAN), Books(holdings=(FUND, HeldMoney("寿", 80 * WAN, None, "insurance"))),
        [
            Need(
                "concentration", 40 * WAN, ("q_financial_assets",),
                {"share": 100, "limit": 50, "excess_fen": 40 * WAN}, ("甲",),
            ),
            Need(
                "concentration_kind", 24 * WAN, ("q_financial_assets",),
                {"share": 100, "limit": 70, "excess_fen": 24 * WAN, "holding_kind": "fund"}, ("甲",),
            ),
        ],
    ),
    (
        known(life_cover=0), Books(TODAY, members=(MOTHER, Member("本人", "self", None, dependent=True))),
        [Need(
            "insurance_missing", 50 * WAN, ("q_life_cover",),
            {"insurance": "life", "reason": "dependants", "guide_fen": 50 * WAN}, members=("李母",),
        )],
    ),
    (
        known(life_cover=0, total_debts=WAN, family_annual_income=20 * WAN), NO_BOOKS,
        [Need(
            "insurance_missing", 100 * WAN, ("q_life_cover", "q_total_debts", "q_family_annual_income"),
            {"insurance": "life", "reason": "debts", "guide_fen": 100 * WAN},
        )],
    ),
    (
        known(goals=("house",), house_amount=9 * WAN, house_years=2, goal_savings=4 * WAN), NO_BOOKS,
        [Need(
            "goal_shortfall", 5 * WAN, ("q_goals", "q_house_amount", "q_house_years", "q_goal_savings"),
            {"goal": "house", "amount_fen": 9 * WAN, "years": 2, "gap_fen": 5 * WAN},
        )],
    ),
    (
        known(
            goals=("retirement",), age=50, retirement_age=60, retirement_spend=WAN, family_annual_income=24 * WAN,
            monthly_expense=WAN, monthly_debt_payment=0,
        ), NO_BOOKS,
        [Need(
            "retirement_gap", 120 * WAN,
            (
                "q_goals", "q_age", "q_retirement_age", "q_retirement_spend", "q_family_annual_income",
                "q_monthly_expense", "q_monthly_debt_payment",
            ),
            {"amount_fen": 240 * WAN, "years": 10, "gap_fen": 120 * WAN},
        )],
    ),
    (known(goals=("house",), house_amount=9 * WAN), NO_BOOKS, []),
    (known(goals=("house", "free"), house_amount=9 * WAN, free_amount=WAN, free_years=1), NO_BOOKS, [Need(
        "goal_shortfall", WAN, ("q_goals", "q_free_amount", "q_free_years"),
        {"goal": "free", "amount_fen": WAN, "years": 1, "gap_fen": WAN},
    )]),
    (known(), Books(TODAY, (due_in(3, WAN, "甲"), due_in(40, WAN, "乙"), due_in(50, WAN, "乙"))), [
        Need(
            "maturing_money", WAN, (), {"first_day": 0, "days": 30, "count": 1, "amount_fen": WAN}, ("甲",)
        ),
        Need(
            "maturing_money", 2 * WAN, (), {"first_day": 31, "days": 90, "count": 2, "amount_fen": 2 * WAN}, ("乙",)
        ),
    ]),
    (
        known(cash_assets=WAN, goals=("house",), house_amount=3 * WAN, house_years=1, goal_savings=3 * WAN),
        Books(TODAY, (due_in(400, 9 * WAN, "丙"),)),
        [Need(
            "early_need", 2 * WAN, ("q_goals", "q_house_amount", "q_house_years", "q_cash_assets"),
            {"goal": "house", "on": "2027-11-24", "needed_fen": 3 * WAN, "free_fen": WAN, "gap_fen": 2 * WAN}, ("丙",),
        )],
    ),
    (
        known(family_annual_income=20 * WAN, life_cover=0, total_debts=WAN), Books(TODAY, members=(SON,)),
        [
            Need(
                "protection_gap", 73 * WAN, ("q_family_annual_income", "q_life_cover", "q_total_debts"),
                {"cover_fen": 0, "target_fen": 73 * WAN, "gap_fen": 73 * WAN}, members=("小明",),
            ),
            Need(
                "protection_debts", WAN, ("q_total_debts", "q_life_cover"),
                {"target_fen": WAN, "cover_fen": 0, "gap_fen": WAN},
            ),
            Need(
                "protection_person", 72 * WAN, ("q_family_annual_income", "q_life_cover"),
                {
                    "who": "child", "name": "小明", "years": 12, "basis": "on_file", "yearly_fen": 6 * WAN,
                    "target_fen": 72 * WAN, "cover_fen": 0, "gap_fen": 72 * WAN,
                }, members=("小明",),
            ),
            Need(
                "insurance_missing", 100 * WAN, ("q_life_cover", "q_family_annual_income"),
                {"insurance": "life", "reason": "dependants", "guide_fen": 100 * WAN}, members=("小明",),
            ),
        ],
    ),
    (
        known(family_annual_income=20 * WAN, life_cover=0, partner_years=3, partner_cost=2 * WAN), NO_BOOKS,
        [
            Need(
                "protection_gap", 6 * WAN,
                ("q_family_annual_income", "q_life_cover", "q_partner_years", "q_partner_cost"),
                {"cover_fen": 0, "target_fen": 6 * WAN, "gap_fen": 6 * WAN},
            ),
            Need(
                "protection_person", 6 * WAN, ("q_partner_years", "q_partner_cost", "q_life_cover"),
                {
                    "who": "partner", "name": "", "years": 3, "basis": "said", "yearly_fen": 2 * WAN,
                    "target_fen": 6 * WAN, "cover_fen": 0, "gap_fen": 6 * WAN,
                },
            ),
            Need(
                "insurance_missing", 100 * WAN, ("q_life_cover", "q_partner_years", "q_family_annual_income"),
                {"insurance": "life", "reason": "dependants", "guide_fen": 100 * WAN},
            ),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "books", "needs"), NEEDS)
def test_a_need_tells_its_size_its_evidence_and_its_figures(facts: Facts, books: Books, needs: list[Need]) -> None:
    kinds = dict.fromkeys(need.kind for need in needs) or ("concentration", "goal_shortfall")
    assert [need for kind in kinds for need in find(facts, kind, books)] == needs


@pytest.mark.parametrize(
    ("part", "whole", "limit", "expected"),
    [
        (50, 100, 50, None),
        (51, 100, 50, (51, 1)),
        (501, 1000, 50, (51, 1)),
        (1, 3, 33, (34, 1)),
        (200, 100, 50, (200, 150)),
    ],
)
def test_a_share_is_shown_rounded_up_and_within_its_limit_nothing_is(
    part: int, whole: int, limit: int, expected: tuple[int, int] | None
) -> None:
    found = above("debt_load", part, whole, limit, ("q",))
    assert [(need.params["share"], need.size_fen) for need in found] == ([] if expected is None else [expected])
    assert all(need.params["limit"] == limit and need.params["excess_fen"] == need.size_fen for need in found)


def test_each_is_named_once_in_order() -> None:
    assert once(("b", "a"), ("a", "c"), (), ("b",)) == ("b", "a", "c")


def test_a_goal_that_is_reached_is_no_need_and_the_next_one_still_is() -> None:
    facts = known(goals=("house", "free"), house_amount=3, house_years=1, free_amount=9, free_years=2, goal_savings=5)
    assert [(need.params["goal"], need.size_fen) for need in find(facts, "goal_shortfall")] == [("free", 7)]


@pytest.mark.parametrize(
    ("ready", "kind", "size"),
    [(59, "emergency_fund", 1), (60, "emergency_fund", None), (120, "idle_cash", None), (121, "idle_cash", 1)],
)
def test_ready_money_is_too_little_below_six_months_and_idle_beyond_twelve(
    ready: int, kind: str, size: int | None
) -> None:
    found = find(known(cash_assets=ready, monthly_expense=10), kind)
    assert [need.size_fen for need in found] == ([] if size is None else [size])


def test_what_is_needed_within_a_year_is_missing_beyond_what_is_at_hand() -> None:
    assert [need.size_fen for need in find(known(liquidity_need=9, cash_assets=8), "liquidity")] == [1]
    assert find(known(liquidity_need=9, cash_assets=9), "liquidity") == []
    assert find(known(liquidity_need=9), "liquidity") == find(known(cash_assets=9), "liquidity") == []
