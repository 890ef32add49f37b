from fractions import Fraction
from typing import Any

import pytest

from advisor_tui.rules.facts import Initiator, ProductFacts, Subtype
from advisor_tui.rules.findings import Verdict
from tests.rules.builders import PRIVATE_FUND, PRIVATE_WMP, RICH, TRUST, WMP, YUAN, of, promote, sell

FORBIDDEN, ALLOWED, MISSING = Verdict.FORBIDDEN, Verdict.ALLOWED, Verdict.MISSING


def wealth(net: int | None, assets: int | None, income: int | None, years: float | None = 2) -> dict[str, Any]:
    amounts = {"net_financial_assets_fen": net, "financial_assets_fen": assets, "annual_income_fen": income}
    fen = {name: None if yuan is None else yuan * YUAN for name, yuan in amounts.items()}
    return {**fen, "experience_years": None if years is None else Fraction(years)}


@pytest.mark.parametrize("product", [PRIVATE_WMP, TRUST])
@pytest.mark.parametrize(
    ("client", "verdict"),
    [
        (wealth(3_000_000, 0, 0), ALLOWED),
        (wealth(2_999_999, 0, 0), FORBIDDEN),
        (wealth(0, 5_000_000, 0), ALLOWED),
        (wealth(0, 4_999_999, 0), FORBIDDEN),
        (wealth(0, 0, 400_000), ALLOWED),
        (wealth(0, 0, 399_999), FORBIDDEN),
        (wealth(3_000_000, 5_000_000, 400_000, 1.99), FORBIDDEN),
        (wealth(3_000_000, None, None), ALLOWED),
        (wealth(0, None, 0), MISSING),
        (wealth(3_000_000, 0, 0, None), MISSING),
        (wealth(0, 0, 0, None), FORBIDDEN),
        (wealth(None, None, None, 1), FORBIDDEN),
    ],
)
def test_a_private_product_is_for_qualified_investors(
    product: ProductFacts, client: dict[str, Any], verdict: Verdict
) -> None:
    decision = sell(product, 1_000_000, client=client)
    assert of(decision, "qualified_investor") is verdict
    assert ("qualified_investor_proof" in decision.must_do) is (verdict is not FORBIDDEN)


def test_only_the_facts_that_could_still_help_are_asked_for() -> None:
    decision = sell(PRIVATE_WMP, 300_000, client=wealth(0, None, 0, None))
    assert decision.unknown_facts == ("client.experience_years", "client.financial_assets")


@pytest.mark.parametrize(
    ("subtype", "yuan", "verdict"),
    [
        (Subtype.FIXED, 299_999.99, FORBIDDEN),
        (Subtype.FIXED, 300_000, ALLOWED),
        (Subtype.MIXED, 399_999.99, FORBIDDEN),
        (Subtype.MIXED, 400_000, ALLOWED),
        (Subtype.EQUITY, 999_999.99, FORBIDDEN),
        (Subtype.EQUITY, 1_000_000, ALLOWED),
        (Subtype.DERIVATIVE, 999_999.99, FORBIDDEN),
        (Subtype.DERIVATIVE, 1_000_000, ALLOWED),
        (None, 1_000_000, MISSING),
        (Subtype.FIXED, None, MISSING),
    ],
)
def test_the_least_amount_follows_the_products_nature(
    subtype: Subtype | None, yuan: float | None, verdict: Verdict
) -> None:
    assert of(sell(PRIVATE_WMP, yuan, client=RICH, subtype=subtype), "private_minimum") is verdict


@pytest.mark.parametrize("product", [PRIVATE_WMP, PRIVATE_FUND, TRUST])
def test_a_private_product_is_not_shared_among_persons(product: ProductFacts) -> None:
    assert of(sell(product, 1_000_000, client=RICH, context={"shared_by_persons": 2}), "no_splitting") is FORBIDDEN
    assert of(sell(product, 1_000_000, client=RICH, context={"shared_by_persons": 1}), "no_splitting") is None


@pytest.mark.parametrize(
    ("product", "hours", "verdict"),
    [
        (PRIVATE_WMP, Fraction(24), ALLOWED),
        (PRIVATE_WMP, Fraction(48), ALLOWED),
        (PRIVATE_WMP, Fraction("23.9"), FORBIDDEN),
        (PRIVATE_WMP, None, MISSING),
        (PRIVATE_FUND, Fraction(0), FORBIDDEN),
        (TRUST, Fraction(24), ALLOWED),
        (TRUST, None, None),
        (WMP, None, None),
    ],
)
def test_a_private_product_has_24_hours_of_cooling_off(
    product: ProductFacts, hours: Fraction | None, verdict: Verdict | None
) -> None:
    decision = sell(product, 1_000_000, client=RICH, cooling_off_hours=hours)
    assert of(decision, "cooling_off") is verdict
    assert ("cooling_off_24h" in decision.must_do) is (verdict is not None)


@pytest.mark.parametrize(
    ("assets", "income", "yuan", "verdict"),
    [
        (3_000_000, 0, 1_000_000, ALLOWED),
        (2_999_999, 499_999, 1_000_000, FORBIDDEN),
        (0, 500_000, 1_000_000, ALLOWED),
        (3_000_000, 0, 999_999.99, FORBIDDEN),
    ],
)
def test_a_private_fund_asks_for_assets_or_income_and_a_million(
    assets: int, income: int, yuan: float, verdict: Verdict
) -> None:
    decision = sell(PRIVATE_FUND, yuan, client=wealth(0, assets, income, 0))
    assert decision.verdict is verdict


def test_a_private_fund_asks_for_the_unknown_half_of_the_wealth() -> None:
    decision = sell(PRIVATE_FUND, 1_000_000, client=wealth(None, None, 499_999, None))
    assert of(decision, "private_fund_investor") is MISSING
    assert decision.unknown_facts == ("client.financial_assets",)


@pytest.mark.parametrize(
    "channel",
    ["branch", "app", "APP", "website", "media", "branch_lobby", "mobile app", "网点", "private wechat group"],
)
@pytest.mark.parametrize("product", [PRIVATE_WMP, PRIVATE_FUND, TRUST])
def test_a_private_product_is_not_promoted_to_the_public(channel: str, product: ProductFacts) -> None:
    assert promote(product, client=RICH, context={"channel": channel}).verdict is FORBIDDEN


def test_a_specified_qualified_person_may_be_approached() -> None:
    decision = promote(PRIVATE_WMP, client=RICH, context={"channel": "one-to-one"})
    assert decision.verdict is ALLOWED
    assert decision.must_do == ("qualified_investor_proof",)
    assert promote(PRIVATE_WMP, client=RICH, context={"channel": "private room"}).verdict is ALLOWED
    poor = promote(PRIVATE_WMP, context={"channel": "one-to-one"})
    assert poor.verdict is FORBIDDEN


def test_an_unknown_channel_is_a_warning_and_an_absent_one_is_asked_for() -> None:
    assert promote(PRIVATE_WMP, client=RICH, context={"channel": "pigeon"}).verdict is Verdict.WARN
    assert of(promote(PRIVATE_WMP, client=RICH, context={"channel": None}), "private_promotion") is MISSING


def test_a_public_product_may_be_promoted_in_the_branch_up_to_the_clients_level() -> None:
    assert promote(WMP, risk_level=4).verdict is ALLOWED
    by_advisor = {"initiated_by": Initiator.ADVISOR}
    assert promote(WMP, context=by_advisor, risk_level=3).verdict is ALLOWED
    assert promote(WMP, context=by_advisor, risk_level=4).verdict is FORBIDDEN
