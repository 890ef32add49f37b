"""What each doubt says: its rule, the facts that it is about, and what is known instead."""

from datetime import date

import pytest

from advisor_tui.rules.plausibility import Doubt, OnFile, Told, age_on, concerns, doubts, told_by
from advisor_tui.rules.questionnaire import Item, Option, Question
from advisor_tui.rules.said import Figure, Figures

TODAY = date(2026, 11, 24)
BOTH = {"zh": "", "en": ""}
BORN, PAPER = date(1980, 11, 25), date(1980, 11, 24)
LOANS = OnFile(mortgage_fen=80, debts_fen=90, instalment_fen=5, debts_as_of=date(2026, 10, 31))
OCTOBER = {"as_of": "2026-10-31"}


@pytest.mark.parametrize(
    ("told", "on_file", "doubt"),
    [
        ({}, OnFile(name="白一鸣", told_name="白鸣"), Doubt("name_differs", ("full_name",), {"name": "白一鸣"})),
        (
            {"age": 46}, OnFile(born_on=BORN),
            Doubt("age_differs", ("age",), {"born_on": "1980-11-25", "age": 45}),
        ),
        (
            {"age": 45}, OnFile(paper_born_on=PAPER),
            Doubt("age_differs_from_paper", ("age",), {"born_on": "1980-11-24", "age": 46}),
        ),
        (
            {}, OnFile(born_on=BORN, paper_born_on=PAPER),
            Doubt("born_differs", ("id_number",), {"paper_on": "1980-11-24", "born_on": "1980-11-25"}),
        ),
        ({}, OnFile(sex="male", paper_sex="female"), Doubt("paper_says_female", ("id_number",))),
        ({"age": 46, "retirement_age": 45}, OnFile(), Doubt("retired_before", ("retirement_age",), {"age": 46})),
        ({"total_debts": 0}, LOANS, Doubt("mortgage_on_file", ("total_debts",), {"owed_fen": 80, **OCTOBER})),
        (
            {"total_debts": 0}, OnFile(debts_fen=9),
            Doubt("debts_on_file", ("total_debts",), {"owed_fen": 9, "as_of": ""}),
        ),
        ({"total_debts": 89}, LOANS, Doubt("more_debts_on_file", ("total_debts",), {"owed_fen": 90, **OCTOBER})),
        (
            {"monthly_debt_payment": 4}, LOANS,
            Doubt("more_payments_on_file", ("monthly_debt_payment",), {"owed_fen": 5, **OCTOBER}),
        ),
        (
            {"financial_assets": 1}, OnFile(assets_fen=2, assets_as_of=date(2026, 9, 30)),
            Doubt("more_assets_on_file", ("financial_assets",), {"held_fen": 2, "as_of": "2026-09-30"}),
        ),
        (
            {"cash_assets": 1}, OnFile(ready_fen=2, ready_as_of=date(2026, 9, 30)),
            Doubt("more_ready_on_file", ("cash_assets",), {"held_fen": 2, "as_of": "2026-09-30"}),
        ),
        (
            {"child_cost": 3, "education_amount": 2}, OnFile(),
            Doubt("education_below_a_year", ("child_cost", "education_amount"), {"year_fen": 3, "goal_fen": 2}),
        ),
        (
            {"family_annual_income": 11, "monthly_expense": 1}, OnFile(),
            Doubt(
                "spends_more", ("family_annual_income", "monthly_expense", "monthly_debt_payment"),
                {"spent_fen": 12, "income_fen": 11},
            ),
        ),
        (
            {"family_annual_income": 47, "monthly_expense": 1, "monthly_debt_payment": 3}, OnFile(),
            Doubt(
                "spends_more", ("family_annual_income", "monthly_expense", "monthly_debt_payment"),
                {"spent_fen": 48, "income_fen": 47},
            ),
        ),
        (
            {"annual_income_3y": 3, "family_annual_income": 2}, OnFile(),
            Doubt("own_above_family", ("annual_income_3y", "family_annual_income"), {"whole_fen": 2, "part_fen": 3}),
        ),
        (
            {"cash_assets": 3, "financial_assets": 2}, OnFile(),
            Doubt("part_above_assets", ("cash_assets", "financial_assets"), {"whole_fen": 2, "part_fen": 3}),
        ),
        (
            {"largest_holding": 3, "financial_assets": 2}, OnFile(),
            Doubt("part_above_assets", ("largest_holding", "financial_assets"), {"whole_fen": 2, "part_fen": 3}),
        ),
    ],
)  # fmt: skip
def test_a_doubt_tells_what_it_is_about_and_what_is_known(told: Told, on_file: OnFile, doubt: Doubt) -> None:
    assert doubts(told, on_file, TODAY) == (doubt,)


@pytest.mark.parametrize(
    ("told", "on_file"),
    [
        ({"age": 46}, OnFile()),
        ({"retirement_age": 45}, OnFile()),
        ({"age": 46}, OnFile(sex="male")),
        ({}, LOANS),
        ({"total_debts": 1}, OnFile()),
        ({"total_debts": 1}, OnFile(mortgage_fen=80)),
        ({"monthly_debt_payment": 1}, OnFile()),
        ({"monthly_debt_payment": 0, "total_debts": 90}, OnFile(debts_fen=90)),
        ({"financial_assets": 0}, OnFile()),
        ({"cash_assets": 2}, OnFile(ready_fen=2)),
        ({"financial_assets": 1}, OnFile(ready_fen=2)),
        ({"child_cost": 2, "education_amount": 2}, OnFile()),
        ({"child_cost": 2}, OnFile()),
        ({"education_amount": 2}, OnFile()),
        ({"family_annual_income": 1}, OnFile()),
        ({"cash_assets": 3}, OnFile()),
        ({"cash_assets": 2, "financial_assets": 2}, OnFile()),
        ({"annual_income_3y": 2, "family_annual_income": 2}, OnFile()),
    ],
)
def test_what_fits_or_is_not_known_is_not_doubted(told: Told, on_file: OnFile) -> None:
    assert doubts(told, on_file, TODAY) == ()


@pytest.mark.parametrize(
    ("born_on", "today", "age"),
    [
        (date(1980, 11, 24), TODAY, 46),
        (date(1980, 11, 25), TODAY, 45),
        (date(1980, 12, 1), TODAY, 45),
        (date(1980, 10, 31), TODAY, 46),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (TODAY, TODAY, 0),
    ],
)
def test_age_is_counted_in_whole_years(born_on: date, today: date, age: int) -> None:
    assert age_on(born_on, today) == age


def test_figures_tell_the_fact_of_each_row_and_their_sum() -> None:
    rows = (Item("cash", BOTH, "cash_assets"), Item("funds", BOTH), Item("cover", BOTH, "life_cover"))
    said = Figures((Figure("cash", 30), Figure("funds", 70)))
    whole = Question("money", "s", "figures", BOTH, fact="financial_assets", items=rows)
    assert told_by(whole, said) == {"cash_assets": 30, "financial_assets": 100}
    assert told_by(Question("money", "s", "figures", BOTH, items=rows), said) == {"cash_assets": 30}
    counted = Question("money", "s", "figures", BOTH, fact="children", items=rows)
    assert told_by(counted, said) == {"cash_assets": 30, "children": 100}
    of_words = Question("money", "s", "figures", BOTH, fact="occupation", items=rows)
    assert told_by(of_words, said) == {"cash_assets": 30}


def test_an_answer_without_an_option_or_a_number_tells_nothing() -> None:
    choice = Question("c", "s", "choice", BOTH, options=(Option("a", BOTH, fact=3),))
    assert told_by(choice, "a") == {}
    assert told_by(choice, "b") == {}
    assert told_by(choice, None) == {}
    assert told_by(choice, date(2026, 1, 1)) == {}


def test_a_doubt_concerns_every_question_that_tells_one_of_its_facts() -> None:
    doubt = Doubt("spends_more", ("family_annual_income", "monthly_expense"))
    implied = Option("none", BOTH, implies={"monthly_expense": 0})
    assert concerns(doubt, Question("a", "s", "amount", BOTH, fact="monthly_expense"), 1)
    assert concerns(doubt, Question("b", "s", "choice", BOTH, options=(implied,)), "none")
    assert not concerns(doubt, Question("c", "s", "amount", BOTH, fact="cash_assets"), 1)
