from datetime import date

import pytest

from advisor_tui.rules.facts import Capacity, ClientFacts
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.suitability.age import CapacityLimits, judge_stated_capacity
from tests.rules.builders import FUND, INSURANCE, WMP, of, rules, sell

FULL, LIMITED, NONE = Capacity.FULL, Capacity.LIMITED, Capacity.NONE


@pytest.mark.parametrize(
    ("age", "level", "verdict"),
    [
        (64, 5, Verdict.ALLOWED),
        (65, 5, Verdict.WARN),
        (65, 4, Verdict.WARN),
        (65, 3, Verdict.ALLOWED),
        (66, 4, Verdict.WARN),
    ],
)
def test_a_client_of_65_or_older_gets_special_care_for_high_risk(age: int, level: int, verdict: Verdict) -> None:
    decision = sell(WMP, client={"age": age, "risk_level": 5}, risk_level=level)
    assert decision.verdict is verdict
    assert ("senior_care" in decision.must_do) is (verdict is Verdict.WARN)


def test_special_care_came_with_the_measure_of_2026() -> None:
    senior = {"age": 70, "risk_level": 5, "assessed_on": date(2026, 1, 1)}
    assert of(sell(WMP, on=date(2026, 1, 31), client=senior, risk_level=5), "senior_care") is None
    assert of(sell(WMP, on=date(2026, 2, 1), client=senior, risk_level=5), "senior_care") is Verdict.WARN


def test_special_care_covers_rated_insurance_and_not_funds() -> None:
    senior = {"age": 65, "risk_level": 5}
    assert of(sell(INSURANCE, client=senior, risk_level=4), "senior_care") is Verdict.WARN
    assert of(sell(FUND, client=senior, risk_level=5), "senior_care") is None


def test_an_unknown_age_is_asked_for_only_where_it_matters() -> None:
    assert of(sell(WMP, client={"age": None, "risk_level": 5}, risk_level=4), "senior_care") is Verdict.MISSING
    assert of(sell(WMP, client={"age": None, "risk_level": 5}, risk_level=3), "senior_care") is None


@pytest.mark.parametrize(
    ("age", "capacity", "consent", "level", "verdict"),
    [
        (40, FULL, False, 2, None),
        (40, NONE, True, 1, Verdict.FORBIDDEN),
        (40, LIMITED, True, 1, Verdict.ALLOWED),
        (40, LIMITED, True, 2, Verdict.FORBIDDEN),
        (40, LIMITED, False, 1, Verdict.FORBIDDEN),
        (40, LIMITED, None, 1, Verdict.MISSING),
        (40, LIMITED, None, 2, Verdict.FORBIDDEN),
        (40, LIMITED, True, None, Verdict.MISSING),
        (40, None, True, 1, Verdict.MISSING),
        (7, FULL, True, 1, Verdict.FORBIDDEN),
        (8, None, True, 1, Verdict.ALLOWED),
        (15, FULL, True, 2, Verdict.FORBIDDEN),
        (16, FULL, False, 2, None),
        (17, None, False, 1, Verdict.FORBIDDEN),
        (18, None, False, 1, Verdict.MISSING),
    ],
)
def test_capacity_decides_what_may_be_sold(
    age: int, capacity: Capacity | None, consent: bool | None, level: int | None, verdict: Verdict | None
) -> None:
    client = {"age": age, "capacity": capacity, "guardian_consent": consent}
    assert of(sell(WMP, client=client, risk_level=level), "capacity") is verdict


def test_consent_to_a_low_risk_product_goes_on_file() -> None:
    decision = sell(WMP, client={"capacity": LIMITED, "guardian_consent": True}, risk_level=1)
    assert decision.verdict is Verdict.ALLOWED
    assert "guardian_consent_on_file" in decision.must_do


@pytest.mark.parametrize(
    ("age", "stated", "rule"),
    [
        (7, Capacity.NONE, None),
        (7, Capacity.LIMITED, "capacity_child"),
        (8, Capacity.LIMITED, None),
        (8, Capacity.FULL, "capacity_minor"),
        (15, Capacity.FULL, "capacity_minor"),
        (16, Capacity.FULL, "capacity_own_income"),
        (17, Capacity.LIMITED, None),
        (18, Capacity.FULL, None),
        (None, Capacity.FULL, None),
        (10, None, None),
    ],
)
def test_a_capacity_that_does_not_go_with_the_age_is_found(
    age: int | None, stated: Capacity | None, rule: str | None
) -> None:
    limits = rules().terms("capacity", CapacityLimits)
    found = judge_stated_capacity(ClientFacts(age=age, capacity=stated), limits)
    assert (None if found is None else found.rule) == rule
    assert found is None or (found.verdict is Verdict.FORBIDDEN) is (rule == "capacity_child")


def test_a_capacity_that_does_not_go_with_the_age_is_told_with_the_ages_of_the_law() -> None:
    limits = rules().terms("capacity", CapacityLimits)
    child = judge_stated_capacity(ClientFacts(age=7, capacity=FULL), limits)
    assert child == Finding("capacity_child", Verdict.FORBIDDEN, params={"age": 7, "under": 8})
    ages = {"adult": 18, "own_income": 16}
    assert judge_stated_capacity(ClientFacts(age=15, capacity=FULL), limits) == Finding(
        "capacity_minor", Verdict.WARN, params={"age": 15, **ages}
    )
    assert judge_stated_capacity(ClientFacts(age=16, capacity=FULL), limits) == Finding(
        "capacity_own_income", Verdict.WARN, params={"age": 16, **ages}
    )
    assert judge_stated_capacity(ClientFacts(age=7, capacity=NONE), limits) is None
