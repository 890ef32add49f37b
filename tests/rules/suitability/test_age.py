from datetime import date

import pytest

from advisor_tui.rules.facts import Capacity
from advisor_tui.rules.findings import Verdict
from tests.rules.builders import FUND, INSURANCE, WMP, of, sell

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
