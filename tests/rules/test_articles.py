"""Every article that rules a sale, a promotion, an assessment or a loan, and the rules that carry it out."""

from datetime import date

import pytest

from advisor_tui.rules.assessment import ASSESSMENT_RULES
from advisor_tui.rules.catalogue import OWN_POLICY, PORTFOLIO, THRESHOLDS
from advisor_tui.rules.loans import LOAN_RULES
from advisor_tui.rules.suitability.evaluate import PROMOTION_RULES, SALE_RULES
from advisor_tui.rules.suitability.staff import STAFF
from tests.rules.builders import RULEBOOK

LAW7, LAW2023, FUNDS = "总局令2025年第7号", "令2023年第2号", "证监会令第130号"
ARTICLES: list[tuple[str, str, tuple[str, ...]]] = [
    # 《金融机构产品适当性管理办法》
    (LAW7, "第三条", ("deposit_not_covered",)),
    (LAW7, "第十条", ("consent",)),
    (LAW7, "第十二条", ("level", "otherwise_unsuitable", "insurance_suitable")),
    (LAW7, "第十三条", ("active_recommendation", "claims", "own_answers", "assessed_before_sale")),
    (LAW7, "第十六条", ("staff_qualification", "staff_training")),
    (LAW7, "第十七条", ("recording", "retention_suitability")),
    (LAW7, "第十八条", ("senior_care",)),
    (LAW7, "第十九条", ("capacity",)),
    (LAW7, "第二十二条", ("rating_difference",)),
    (LAW7, "第二十八条", ("disclosure",)),
    (
        LAW7,
        "第二十九条",
        ("assessments_per_day", "assessments_per_year", "assessments_counted", "level_change", "assessment_valid",
         "changes_reported"),
    ),
    (LAW7, "第三十条", ("no_splitting", "private_promotion")),
    (LAW7, "第三十一条", ("disclosure",)),
    (LAW7, "第三十二条", ("insurance_needs",)),
    (LAW7, "第三十六条", ("insurance_suitable", "insurance_needs")),
    (LAW7, "第三十七条", ("insurance_disclosure",)),
    (LAW7, "第三十八条", ("insurance_suitable",)),
    (
        LAW7,
        "第三十九条",
        ("insurance_single_premium", "insurance_annual_premium", "insurance_pay_age", "insurance_budget"),
    ),
    (LAW7, "第四十条", ("insurance_needs",)),
    (LAW7, "第四十六条", ("senior_care",)),
    # Bank wealth products and private products
    ("银发〔2018〕106号", "第五条", ("qualified_investor", "private_minimum")),
    ("银保监会令2018年第6号", "第二十九条", ("cooling_off",)),
    ("银保监会令2018年第6号", "第三十条", ("minimum_amount",)),
    ("证监会令第105号", "第十二条", ("private_fund_investor", "private_fund_minimum")),
    ("私募投资基金募集行为管理办法", "第二十九条", ("cooling_off", "private_fund_callback")),
    # Funds
    (FUNDS, "第十九条", ("fund_level",)),
    (FUNDS, "第二十二条", ("fund_recommendation", "fund_lowest_class")),
    (FUNDS, "第三十二条", ("retention_fund",)),
    ("中基协发〔2017〕4号", "匹配表", ("fund_level",)),
    ("中基协2026年6月", "", ("fund_assessment_valid",)),
    # Insurance
    (LAW2023, "第二十二条", ("insurance_disclosure",)),
    (LAW2023, "第二十五条", ("insurance_disclosure",)),
    ("保监会令2010年第4号", "第十五条", ("insurance_callback",)),
    ("保监发〔2017〕54号", "第六条", ("insurance_recording",)),
    ("保监发〔2017〕54号", "第十三条", ("retention_insurance_short", "retention_insurance_long")),
    ("保监发〔2014〕3号", "", ("insurance_cooling_off",)),
    # Recording, channels, identity
    ("银监办发〔2017〕110号", "第二条、第三条", ("recording",)),
    ("金融产品网络营销管理办法", "", ("third_party_channel",)),
    ("反洗钱法", "第二十八条", ("identity_expired",)),
    # Loans
    ("令2024年第3号", "", ("loan_consumer_term", "loan_business_term", "loan_consumer_self_payment",
                        "loan_business_self_payment", "loan_capacity")),
    ("2025年3月", "", ("loan_consumer_term", "loan_consumer_self_payment", "loan_internet_amount")),
    ("个人住房贷款期限规定", "", ("loan_mortgage_term",)),
    ("银监发〔2004〕57号", "第三十六条", ("loan_house_ratio", "loan_total_ratio")),
    ("金规〔2026〕2号", "", ("loan_cost_sheet",)),
]  # fmt: skip
"""Law, article ("" where none is confirmed) and rules.

Left out is what rules no single case: 令2025年第7号 arts. 7 and 14 (the system itself, which refuses), 20 (complaints),
21 (who assesses), 23 to 25 (rating and questionnaires), 26 and 27 (institutions; every person is ordinary, art. 28),
33 to 35 (the insurer's grading), 43 (fines); 令2023年第2号 arts. 19 and 23 (such claims are refused by art. 13's rule),
28 (see `BEFORE`), 29, 32, 35, 36 (staff and insurer); 人行·总局·证监会令〔2025〕第11号 (one-off services: a client of
the bank is none); the down payment and the age at the end of a mortgage, of which no article is confirmed
(`credit_age_term` warns at the first look).
"""
BEFORE: list[tuple[str, str, date, tuple[str, ...]]] = [
    (LAW2023, "第二十八条", date(2026, 1, 31), ("insurance_suitable",)),
    ("银保监会令2018年第6号", "第二十六条至第二十九条", date(2026, 1, 31), ("level",)),
    ("银保监会令2021年第4号", "", date(2026, 1, 31), ("assessment_valid",)),
    (
        "保监发〔2014〕3号",
        "",
        date(2026, 1, 31),
        ("insurance_single_premium", "insurance_annual_premium", "insurance_pay_age", "insurance_budget"),
    ),
]
"""Laws that newer ones took the place of: the last day on which each held."""
TODAY = date(2026, 11, 24)
POLICY = {"insurance_manual_underwriting"} | PORTFOLIO.keys() | OWN_POLICY.keys()
"""Rules that carry out no article in force: the bank's own, or one that is switched off until it is verified."""


@pytest.mark.parametrize(("law", "article", "rules"), ARTICLES, ids=lambda value: str(value)[:40])
def test_an_article_is_carried_out_by_rules_that_name_it(law: str, article: str, rules: tuple[str, ...]) -> None:
    for rule in rules:
        named = RULEBOOK.as_of(TODAY).law(rule)
        assert law in named
        assert all(covers(named, part) for part in article.split("、"))


@pytest.mark.parametrize(("law", "article", "last", "rules"), BEFORE, ids=lambda value: str(value)[:40])
def test_a_law_holds_to_its_last_day_and_is_then_replaced(
    law: str, article: str, last: date, rules: tuple[str, ...]
) -> None:
    for rule in rules:
        assert law in RULEBOOK.as_of(last).law(rule)
        assert article in RULEBOOK.as_of(last).law(rule)
        assert law not in RULEBOOK.as_of(TODAY).law(rule)


def test_no_rule_of_a_case_is_without_an_article() -> None:
    judged = {rule.id for rules in (SALE_RULES, PROMOTION_RULES, ASSESSMENT_RULES, LOAN_RULES) for rule in rules}
    listed = {rule for _, _, rules in ARTICLES for rule in rules}
    assert judged | STAFF.keys() <= listed | POLICY
    assert listed <= THRESHOLDS.keys()


def test_what_is_the_banks_own_is_never_called_law() -> None:
    for text in RULEBOOK.texts.values():
        for edition in text.editions:
            assert edition.policy is edition.law.startswith("本行")
            assert not (edition.policy and edition.confirmed)


def covers(named: str, article: str) -> bool:
    """Whether an article is named, alone or within a range: 第二十九条至第三十一条."""
    if article in named or not article.startswith("第"):
        return article in named
    number = chinese_number(article)
    ranges = [part.split("至") for part in named.split("、") if "至" in part]
    return any(chinese_number(first) <= number <= chinese_number(last) for first, last in ranges)


def chinese_number(article: str) -> int:
    """The number of 第三十六条."""
    digits = "零一二三四五六七八九"
    text = article[article.rindex("第") + 1 :].split("条")[0]
    tens, _, ones = text.rpartition("十")
    return (digits.index(tens) if tens else int("十" in text)) * 10 + (digits.index(ones) if ones else 0)
