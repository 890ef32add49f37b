"""Answers that do not fit the books or each other are pointed out, each from what is known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.plausibility import Doubt, OnFile, Told, concerns, doubts, told_by
from advisor_tui.rules.questionnaire import Option, Question

TODAY = date(2026, 11, 24)
WAN = 1_000_000
BOTH = {"zh": "", "en": ""}
BORN = OnFile(born_on=date(1980, 11, 25))
MORTGAGE = OnFile(mortgage_fen=80 * WAN, debts_fen=90 * WAN, instalment_fen=5_000_00, debts_as_of=date(2026, 10, 31))


@pytest.mark.parametrize(
    ("told", "on_file", "rules"),
    [
        ({"age": 45}, BORN, []),
        ({"age": 46}, BORN, ["age_differs"]),
        ({"age": 46}, OnFile(), []),
        ({"age": 46}, OnFile(born_on=BORN.born_on, paper_born_on=date(1980, 11, 24)), ["born_differs"]),
        ({"age": 45}, OnFile(paper_born_on=date(1980, 11, 24)), ["age_differs_from_paper"]),
        ({"age": 46}, OnFile(paper_born_on=date(1980, 11, 24)), []),
        ({}, OnFile(born_on=BORN.born_on, paper_born_on=BORN.born_on), []),
        ({}, OnFile(name="白一鸣", told_name="1"), ["name_differs"]),
        ({}, OnFile(name="白一鸣", told_name="白一鸣"), []),
        ({}, OnFile(name="白一鸣"), []),
        ({}, OnFile(told_name="白一鸣"), []),
        ({}, OnFile(sex="male", paper_sex="female"), ["paper_says_female"]),
        ({}, OnFile(sex="female", paper_sex="male"), ["paper_says_male"]),
        ({}, OnFile(sex="female", paper_sex="female"), []),
        ({}, OnFile(sex=None, paper_sex="male"), []),
        ({}, OnFile(sex="male"), []),
        ({"age": 46, "retirement_age": 45}, OnFile(), ["retired_before"]),
        ({"age": 46, "retirement_age": 46}, OnFile(), []),
        ({"total_debts": 0}, MORTGAGE, ["mortgage_on_file"]),
        ({"total_debts": 0}, OnFile(debts_fen=1), ["debts_on_file"]),
        ({"total_debts": 0}, OnFile(mortgage_fen=0, debts_fen=0), []),
        ({"total_debts": 90 * WAN - 1}, MORTGAGE, ["more_debts_on_file"]),
        ({"total_debts": 90 * WAN}, MORTGAGE, []),
        ({"monthly_debt_payment": 4_999_99}, MORTGAGE, ["more_payments_on_file"]),
        ({"monthly_debt_payment": 5_000_00}, MORTGAGE, []),
        ({"monthly_debt_payment": 0}, MORTGAGE, ["more_payments_on_file"]),
        ({"monthly_debt_payment": 0, "total_debts": 0}, MORTGAGE, ["mortgage_on_file"]),
        ({"financial_assets": 0}, OnFile(assets_fen=1), ["more_assets_on_file"]),
        ({"financial_assets": 1}, OnFile(assets_fen=1), []),
        ({"family_annual_income": 12 * WAN, "monthly_expense": WAN}, OnFile(), []),
        ({"family_annual_income": 12 * WAN, "monthly_expense": WAN + 1}, OnFile(), ["spends_more"]),
        (
            {"family_annual_income": 12 * WAN, "monthly_expense": WAN, "monthly_debt_payment": 1},
            OnFile(),
            ["spends_more"],
        ),
        ({"monthly_expense": WAN}, OnFile(), []),
        ({"annual_income_3y": 31 * WAN, "family_annual_income": 30 * WAN}, OnFile(), ["own_above_family"]),
        ({"loan_income": WAN, "family_annual_income": 12 * WAN}, OnFile(), []),
        ({"loan_income": WAN + 1, "family_annual_income": 12 * WAN}, OnFile(), ["loan_income_above_family"]),
        ({}, OnFile(told_marital="married", told_spouse=False), ["spouse_missing"]),
        ({}, OnFile(told_marital="married", told_spouse=True), []),
        ({}, OnFile(told_marital="married"), []),
        ({}, OnFile(told_marital="single", told_spouse=False), []),
        ({"cash_assets": 2, "financial_assets": 1}, OnFile(), ["part_above_assets"]),
        ({"largest_holding": 1, "financial_assets": 1}, OnFile(), []),
    ],
)
def test_what_does_not_fit_is_pointed_out(told: Told, on_file: OnFile, rules: list[str]) -> None:
    assert [doubt.rule for doubt in doubts(told, on_file, TODAY)] == rules


def test_a_doubt_names_what_is_known_and_from_when() -> None:
    (found,) = doubts({"total_debts": 0}, MORTGAGE, TODAY)
    assert found == Doubt("mortgage_on_file", ("total_debts",), {"owed_fen": 80 * WAN, "as_of": "2026-10-31"})
    (found,) = doubts({"age": 40}, BORN, TODAY)
    assert found.params == {"born_on": "1980-11-25", "age": 45}


def test_a_doubt_about_the_paper_concerns_the_question_for_its_number() -> None:
    number = Question("n", "s", "text", BOTH, fact="id_number")
    age = Question("a", "s", "number", BOTH, fact="age")
    (born,) = doubts({}, OnFile(born_on=BORN.born_on, paper_born_on=date(1980, 1, 1)), TODAY)
    assert born.params == {"paper_on": "1980-01-01", "born_on": "1980-11-25"}
    assert concerns(born, number, "110105198001010016")
    assert not concerns(born, age, 46)
    assert not concerns(born, Question("t", "s", "text", BOTH), "无")


def test_an_answer_tells_its_fact_and_what_its_option_implies() -> None:
    amount = Question("q", "s", "amount", BOTH, fact="total_debts")
    none = Option("none", BOTH, implies={"total_debts": 0, "monthly_debt_payment": 0})
    choice = Question("d", "s", "choice", BOTH, options=(none, Option("some", BOTH)))
    span = Question("x", "s", "choice", BOTH, options=(Option("mid", BOTH, fact=3),), fact="experience_years")
    assert told_by(amount, 5) == {"total_debts": 5}
    assert told_by(choice, "none") == {"total_debts": 0, "monthly_debt_payment": 0}
    assert told_by(choice, "some") == {}
    assert told_by(span, "mid") == {"experience_years": 3}
    assert told_by(amount, None) == {}


NAMES = st.sampled_from(
    ["age", "retirement_age", "total_debts", "monthly_debt_payment", "financial_assets", "cash_assets",
     "largest_holding", "family_annual_income", "annual_income_3y", "monthly_expense"]
)  # fmt: skip


@given(st.dictionaries(NAMES, st.integers(0, 10**12)))
def test_a_doubt_is_only_about_facts_that_were_told(told: Told) -> None:
    for doubt in doubts(told, MORTGAGE, TODAY):
        assert told.keys() & set(doubt.facts)


@given(st.dictionaries(NAMES, st.integers(0, 10**12)))
def test_without_a_pair_of_answers_or_books_nothing_is_doubted(told: Told) -> None:
    for name, value in told.items():
        assert doubts({name: value}, OnFile(), TODAY) == ()
