"""Sales to build tests from: an ordinary one that is allowed, changed fact by fact."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from advisor_tui.reference.rulebook import RulesInForce, load_rulebook
from advisor_tui.rules.facts import (
    Capacity,
    ClientFacts,
    Initiator,
    Pay,
    ProductFacts,
    ProductType,
    SaleContext,
    Subtype,
)
from advisor_tui.rules.findings import Decision, Verdict
from advisor_tui.rules.suitability.evaluate import evaluate_promotion, evaluate_sale

RULEBOOK = load_rulebook()
TODAY = date(2026, 11, 24)
YUAN = 100

CLIENT = ClientFacts(
    age=40,
    capacity=Capacity.FULL,
    guardian_consent=False,
    risk_level=3,
    lowest_class=False,
    assessed=True,
    assessed_on=date(2026, 3, 2),
    changes_reported=False,
    financial_assets_fen=800_000 * YUAN,
    net_financial_assets_fen=600_000 * YUAN,
    annual_income_fen=200_000 * YUAN,
    experience_years=Fraction(3),
    family_annual_income_fen=300_000 * YUAN,
    premium_budget_fen=100_000 * YUAN,
)
CONTEXT = SaleContext(initiated_by=Initiator.CLIENT, channel="branch")
WMP = ProductFacts(ProductType.WMP_PUBLIC, risk_level=2, min_amount_fen=YUAN)
FUND = ProductFacts(ProductType.FUND_PUBLIC, risk_level=3, min_amount_fen=10 * YUAN)
PRIVATE_WMP = ProductFacts(ProductType.WMP_PRIVATE, subtype=Subtype.FIXED, risk_level=3, cooling_off_hours=Fraction(24))
PRIVATE_FUND = ProductFacts(ProductType.FUND_PRIVATE, risk_level=3, cooling_off_hours=Fraction(24))
TRUST = ProductFacts(ProductType.TRUST, subtype=Subtype.FIXED, risk_level=3)
INSURANCE = ProductFacts(
    ProductType.INSURANCE, benefit_uncertain=True, pay=Pay.ANNUAL, pay_years=10, term_years=Fraction(20)
)
RICH: dict[str, Any] = {"financial_assets_fen": 5_000_000 * YUAN, "net_financial_assets_fen": 3_000_000 * YUAN}


def rules(on: date = TODAY) -> RulesInForce:
    """The shipped rules in force on a day."""
    return RULEBOOK.as_of(on)


def sell(
    product: ProductFacts = WMP,
    yuan: float | None = 10_000,
    on: date = TODAY,
    client: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
    **changes: Any,
) -> Decision:
    """Judge a sale; `client` and `context` change their facts, other names the product's."""
    return evaluate_sale(
        replace(CLIENT, **(client or {})),
        replace(product, **changes),
        None if yuan is None else round(yuan * YUAN),
        on,
        replace(CONTEXT, **(context or {})),
        rules(on),
    )


def promote(
    product: ProductFacts,
    on: date = TODAY,
    client: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
    **changes: Any,
) -> Decision:
    """Judge a promotion, built as in `sell`."""
    return evaluate_promotion(
        replace(CLIENT, **(client or {})),
        replace(product, **changes),
        on,
        replace(CONTEXT, **(context or {})),
        rules(on),
    )


def of(decision: Decision, rule: str) -> Verdict | None:
    """What one rule answered, None where it had nothing to say."""
    return next((finding.verdict for finding in decision.findings if finding.rule == rule), None)
