"""What holds of every decided case: order, nulls, money and forgotten facts."""

import json
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from advisor_tui.reference.case_reader import read_cases
from advisor_tui.reference.cases import judge_case
from advisor_tui.rules.findings import Finding, Verdict
from tests.reference.case_tables import BOOK, CASES, answer, answers

_FACTS = {
    "client": (
        "age", "capacity", "guardian_consent", "risk_level", "lowest_class", "assessed_on", "changes_reported",
        "financial_assets", "net_financial_assets", "annual_income_3y", "experience_years", "family_annual_income",
        "premium_budget", "name",
    ),
    "product": (
        "subtype", "risk_level", "issuer_risk_level", "seller_risk_level", "min_amount", "cooling_off_hours",
        "benefit_uncertain", "pay", "pay_years", "term_years", "term_months", "payment", "house_ratio", "total_ratio",
        "cost_sheet_confirmed", "counterparty_known", "counterparty_noncash", "note",
    ),
    "context": (
        "initiated_by", "channel", "client_signed_waiver", "client_insists", "unsuitable", "shared_by_persons",
        "sold_before_assessment", "answered_by", "done_today", "done_12m", "new_level", "last_level", "claims",
    ),
}  # fmt: skip
PLACES = [(part, name) for part, names in _FACTS.items() for name in names]
NEVER_ASSESSED = {"risk_level", "assessed_on"}
"""Written as null together they say that there was no assessment, which is a fact, not a gap."""
MONEY = [
    ("client", "financial_assets"), ("client", "net_financial_assets"), ("client", "annual_income_3y"),
    ("client", "family_annual_income"), ("client", "premium_budget"),
]  # fmt: skip
LEVEL_RULES = {"level", "active_recommendation", "fund_level", "fund_recommendation", "fund_lowest_class"}
PERMITTING = {
    ("capacity", "capacity", "forbidden"),  # at 16 or 17, who lives on own income
    ("insurance_suitable", "client_insists", "forbidden"),
    ("loan_business_self_payment", "counterparty_noncash", "forbidden"),
    ("loan_consumer_self_payment", "counterparty_noncash", "forbidden"),
    ("loan_consumer_self_payment", "counterparty_known", "forbidden"),
}
"""Rule, fact and verdict without it, where the fact lifts a prohibition: what is not reported did not happen."""

STOOD_FOR = {"age": "capacity", "issuer_risk_level": "risk_level", "seller_risk_level": "risk_level"}
"""Facts from which another one followed, which is asked for when they are gone."""

cases = st.sampled_from(CASES)
sales = st.sampled_from([case for case in CASES if case["kind"] == "sale"])


def copy_of(case: dict[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(case))
    return copied


def findings(case: dict[str, Any]) -> dict[str, Finding]:
    (read,), _ = read_cases(json.dumps([case]))
    return {finding.rule: finding for finding in judge_case(read, BOOK.as_of(read.on)).findings}


def known_facts(case: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (part, name) for part in _FACTS for name, value in case[part].items() if value is not None and name != "type"
    ]


def by_rule(decided: dict[str, Any]) -> dict[str, str]:
    return {finding["rule"]: finding["verdict"] for finding in decided["findings"]}


@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_fields_changes_nothing(case: dict[str, Any], random: Any) -> None:
    def shuffled(values: dict[str, Any]) -> dict[str, Any]:
        names = list(values)
        random.shuffle(names)
        return {name: shuffled(values[name]) if isinstance(values[name], dict) else values[name] for name in names}

    assert answer(shuffled(case)) == answer(case)


@given(st.lists(cases, max_size=12))
def test_the_order_of_cases_changes_nothing(order: list[dict[str, Any]]) -> None:
    assert answers(order) == [answer(case) for case in order]


@given(cases, st.sets(st.sampled_from(PLACES), min_size=1))
def test_a_null_is_the_same_as_an_absent_fact(case: dict[str, Any], places: set[tuple[str, str]]) -> None:
    filled = copy_of(case)
    for part, name in places:
        filled[part].setdefault(name, None)
    written = {name for name in NEVER_ASSESSED if filled["client"].get(name, "") is None}
    assume(written != NEVER_ASSESSED or all(case["client"].get(name, "") is None for name in NEVER_ASSESSED))
    assert answer(filled) == answer(case)


@given(sales, st.integers(1, 10**9), st.sets(st.sampled_from(MONEY)))
def test_more_money_never_lifts_what_a_level_rule_forbids(
    case: dict[str, Any], more: int, places: set[tuple[str, str]]
) -> None:
    richer = copy_of(case)
    # to the fen: the sum of two floats need not be one
    richer["amount"] = round(case["amount"] + more, 2)
    for part, name in places:
        richer[part][name] = round((case[part].get(name) or 0) + more, 2)
    before, after = by_rule(answer(case)), by_rule(answer(richer))
    assert {rule: before.get(rule) for rule in LEVEL_RULES} == {rule: after.get(rule) for rule in LEVEL_RULES}
    if any(before.get(rule) == "forbidden" for rule in LEVEL_RULES):
        assert answer(richer)["verdict"] == "forbidden"


def test_forgetting_a_fact_leaves_out_the_rules_that_need_it_and_makes_none_stricter() -> None:
    """Every known fact of every case in turn: a rule that becomes missing names the fact; one alone may forbid more."""
    weight = {Verdict.FORBIDDEN: 2, Verdict.WARN: 1}
    stricter = set()
    for case in CASES:
        before = findings(case)
        for part, name in known_facts(case):
            forgetful = copy_of(case)
            del forgetful[part][name]
            after = findings(forgetful)
            for rule in before.keys() | after.keys():
                was, now = before.get(rule), after.get(rule)
                if now and now.verdict is Verdict.MISSING and (not was or was.verdict is not Verdict.MISSING):
                    asked = {f"{part}.{name}", f"{part}.{STOOD_FOR.get(name, name)}"}
                    assert not asked.isdisjoint(now.facts), (case["id"], rule)
                elif now and weight.get(now.verdict, 0) > (weight.get(was.verdict, 0) if was else 0):
                    stricter.add((rule, name, now.verdict.value))
    assert stricter == PERMITTING
