from datetime import date

import pytest

from advisor_tui.rules.facts import ProductFacts
from advisor_tui.rules.findings import Verdict
from tests.rules.builders import FUND, INSURANCE, PRIVATE_WMP, RICH, TRUST, WMP, YUAN, of, sell


@pytest.mark.parametrize(("yuan", "verdict"), [(9_999.99, Verdict.FORBIDDEN), (10_000, None), (10_000.01, None)])
def test_the_amount_reaches_the_products_own_least_amount(yuan: float, verdict: Verdict | None) -> None:
    assert of(sell(WMP, yuan, min_amount_fen=10_000 * YUAN), "minimum_amount") is verdict


def test_an_unknown_amount_is_asked_for() -> None:
    assert "amount" in sell(WMP, None).unknown_facts


@pytest.mark.parametrize("product", [WMP, FUND, PRIVATE_WMP, TRUST, INSURANCE])
def test_every_sale_is_recorded(product: ProductFacts) -> None:
    assert "record" in sell(product, 300_000, client={**RICH, "family_annual_income_fen": 10**12}).must_do


@pytest.mark.parametrize(("product", "told"), [(WMP, True), (PRIVATE_WMP, True), (TRUST, True), (INSURANCE, False)])
def test_article_31_is_disclosed_for_investment_products(product: ProductFacts, told: bool) -> None:
    assert ("disclose_art31" in sell(product, 300_000, client=RICH).must_do) is told


def test_article_31_holds_from_february_2026() -> None:
    fresh = {"assessed_on": date(2026, 1, 1)}
    assert "disclose_art31" not in sell(WMP, on=date(2026, 1, 31), client=fresh).must_do
    assert "disclose_art31" in sell(WMP, on=date(2026, 2, 1), client=fresh).must_do
