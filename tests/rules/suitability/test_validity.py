from datetime import date, timedelta

import pytest

from advisor_tui.rules.facts import ProductFacts
from advisor_tui.rules.findings import Verdict
from tests.rules.builders import FUND, INSURANCE, TODAY, WMP, of, sell


@pytest.mark.parametrize(
    ("assessed_on", "on", "verdict"),
    [
        (date(2025, 11, 25), date(2026, 11, 24), Verdict.ALLOWED),
        (date(2025, 11, 24), date(2026, 11, 24), Verdict.ALLOWED),
        (date(2025, 11, 23), date(2026, 11, 24), Verdict.FORBIDDEN),
        (date(2026, 2, 28), date(2027, 2, 28), Verdict.ALLOWED),
        (date(2026, 2, 28), date(2027, 3, 1), Verdict.FORBIDDEN),
        (date(2028, 2, 29), date(2029, 2, 28), Verdict.ALLOWED),
        (date(2028, 2, 29), date(2029, 3, 1), Verdict.FORBIDDEN),
        (date(2027, 2, 28), date(2028, 2, 28), Verdict.ALLOWED),
        (date(2027, 2, 28), date(2028, 2, 29), Verdict.FORBIDDEN),
        (TODAY, TODAY, Verdict.ALLOWED),
    ],
)
def test_an_assessment_holds_twelve_months_the_last_day_included(assessed_on: date, on: date, verdict: Verdict) -> None:
    decision = sell(WMP, on=on, client={"assessed_on": assessed_on})
    assert of(decision, "assessment_valid") is verdict
    assert decision.verdict is verdict
    assert ("reassess" in decision.must_do) is (verdict is Verdict.FORBIDDEN)


@pytest.mark.parametrize("product", [WMP, FUND])
def test_a_reported_change_asks_for_a_new_assessment(product: ProductFacts) -> None:
    decision = sell(product, client={"changes_reported": True})
    assert decision.verdict is Verdict.FORBIDDEN
    assert decision.must_do == ("reassess",)


@pytest.mark.parametrize(
    ("client", "context"),
    [
        ({}, {"sold_before_assessment": True}),
        ({"assessed": False, "risk_level": None, "assessed_on": None}, {}),
        ({"assessed_on": TODAY + timedelta(days=1)}, {}),
    ],
    ids=["sold first", "never assessed", "assessed later"],
)
def test_nothing_is_sold_before_the_assessment(client: dict[str, object], context: dict[str, object]) -> None:
    decision = sell(WMP, client=client, context=context)
    assert decision.verdict is Verdict.FORBIDDEN
    assert "assess_first" in decision.must_do


def test_unknown_facts_of_the_assessment_are_asked_for() -> None:
    unknown = {"assessed": None, "assessed_on": None, "changes_reported": None}
    decision = sell(WMP, client=unknown)
    assert decision.verdict is Verdict.ALLOWED
    assert set(decision.unknown_facts) == {"client.assessed_on", "client.changes_reported"}


def test_cover_without_a_risk_rating_needs_no_risk_assessment() -> None:
    expired = {"assessed_on": date(2020, 1, 1), "changes_reported": True}
    assert sell(INSURANCE, 1_000, client=expired).verdict is Verdict.ALLOWED
    assert sell(INSURANCE, 1_000, client=expired, risk_level=2).verdict is Verdict.FORBIDDEN
