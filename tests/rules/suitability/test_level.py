from dataclasses import replace
from datetime import date

import pytest

from advisor_tui.rules.facts import Initiator, ProductFacts
from advisor_tui.rules.findings import Verdict
from tests.rules.builders import FUND, INSURANCE, RICH, TRUST, WMP, of, sell


@pytest.mark.parametrize("client_level", range(1, 6))
@pytest.mark.parametrize("product_level", range(1, 6))
def test_a_product_above_the_clients_level_is_forbidden_and_one_at_it_is_not(
    client_level: int, product_level: int
) -> None:
    decision = sell(WMP, client={"risk_level": client_level}, risk_level=product_level)
    forbidden = product_level > client_level
    assert decision.verdict is (Verdict.FORBIDDEN if forbidden else Verdict.ALLOWED)
    assert of(decision, "level") is decision.verdict


@pytest.mark.parametrize("product", [WMP, TRUST])
@pytest.mark.parametrize(
    "context", [{"client_signed_waiver": True}, {"client_insists": True, "client_signed_waiver": True}]
)
def test_no_waiver_makes_a_mismatched_wmp_or_trust_suitable(product: ProductFacts, context: dict[str, bool]) -> None:
    decision = sell(product, 1_000_000, client={**RICH, "risk_level": 3}, context=context, risk_level=4)
    assert of(decision, "level") is Verdict.FORBIDDEN
    assert decision.verdict is Verdict.FORBIDDEN


def test_wealth_does_not_lift_a_natural_person_above_the_level() -> None:
    wealth = {"financial_assets_fen": 10**13, "net_financial_assets_fen": 10**13, "annual_income_fen": 10**12}
    assert sell(WMP, client={**wealth, "risk_level": 2}, risk_level=3).verdict is Verdict.FORBIDDEN


@pytest.mark.parametrize(
    ("issuer", "seller", "verdict"),
    [(2, 4, Verdict.FORBIDDEN), (4, 2, Verdict.FORBIDDEN), (2, 3, Verdict.ALLOWED), (3, 2, Verdict.ALLOWED)],
)
def test_the_higher_of_issuers_and_sellers_level_holds(issuer: int, seller: int, verdict: Verdict) -> None:
    product = replace(WMP, risk_level=None, issuer_risk_level=issuer, seller_risk_level=seller)
    decision = sell(product, client={"risk_level": 3})
    assert decision.verdict is verdict
    difference = next(f for f in decision.findings if f.rule == "rating_difference")
    assert difference.params["level"] == max(issuer, seller)


def test_a_rating_that_only_one_side_gave_asks_for_the_other() -> None:
    decision = sell(WMP, risk_level=None, issuer_risk_level=2)
    assert of(decision, "rating_difference") is Verdict.MISSING
    assert decision.unknown_facts == ("product.seller_risk_level",)
    assert decision.verdict is Verdict.ALLOWED


def test_staff_may_not_bring_up_a_product_above_the_level() -> None:
    by_advisor = {"initiated_by": Initiator.ADVISOR}
    assert of(sell(WMP, context=by_advisor, risk_level=4), "active_recommendation") is Verdict.FORBIDDEN
    assert of(sell(WMP, context=by_advisor, risk_level=3), "active_recommendation") is None
    assert of(sell(WMP, risk_level=4), "active_recommendation") is None


def test_insistence_does_not_cure_an_active_recommendation_of_insurance() -> None:
    context = {"initiated_by": Initiator.ADVISOR, "client_insists": True}
    assert sell(INSURANCE, context=context, risk_level=4).verdict is Verdict.FORBIDDEN


@pytest.mark.parametrize("product", [WMP, TRUST])
def test_a_product_found_unsuitable_for_another_reason_is_forbidden(product: ProductFacts) -> None:
    decision = sell(product, 1_000_000, client=RICH, context={"unsuitable": True, "client_insists": True})
    assert of(decision, "otherwise_unsuitable") is Verdict.FORBIDDEN


def test_an_unknown_level_is_asked_for_and_never_assumed() -> None:
    decision = sell(WMP, client={"risk_level": None}, risk_level=5)
    assert of(decision, "level") is Verdict.MISSING
    assert "client.risk_level" in decision.unknown_facts
    assert "assess_first" in decision.must_do


def test_funds_do_not_fall_under_the_banks_level_rule() -> None:
    assert of(sell(FUND, risk_level=4), "level") is None


def test_before_february_2026_the_older_measure_matched_levels() -> None:
    decision = sell(WMP, on=date(2026, 1, 31), client={"assessed_on": date(2026, 1, 5)}, risk_level=4)
    assert of(decision, "level") is Verdict.FORBIDDEN
    assert of(decision, "active_recommendation") is None


def test_no_fund_is_brought_up_under_the_measure_of_banks() -> None:
    assert of(sell(FUND, context={"initiated_by": Initiator.ADVISOR}, risk_level=4), "active_recommendation") is None
    assert of(sell(INSURANCE, context={"initiated_by": Initiator.ADVISOR}), "active_recommendation") is None
