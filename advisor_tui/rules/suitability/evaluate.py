"""May this client buy this product: every rule of sale and of promotion together."""

from datetime import date
from typing import Any

from advisor_tui.rules.facts import ClientFacts, ProductFacts, Sale, SaleContext
from advisor_tui.rules.findings import Decision
from advisor_tui.rules.rule import Rule, RuleValues, judge
from advisor_tui.rules.suitability import (
    age,
    channel,
    conduct,
    fund,
    insurance,
    insurance_duties,
    level,
    premium,
    private,
    private_fund,
    records,
    validity,
)

SALE_RULES: tuple[Rule[Sale, Any], ...] = (
    level.LEVEL,
    level.ACTIVE_RECOMMENDATION,
    level.RATING_DIFFERENCE,
    level.OTHERWISE_UNSUITABLE,
    validity.ASSESSED_BEFORE_SALE,
    validity.ASSESSMENT_VALID,
    validity.FUND_ASSESSMENT_VALID,
    validity.CHANGES_REPORTED,
    conduct.OWN_ANSWERS,
    conduct.CLAIMS,
    channel.THIRD_PARTY_CHANNEL,
    age.CAPACITY,
    age.SENIOR_CARE,
    private.QUALIFIED_INVESTOR,
    private.PRIVATE_MINIMUM,
    private.NO_SPLITTING,
    private.COOLING_OFF,
    private_fund.PRIVATE_FUND_INVESTOR,
    private_fund.PRIVATE_FUND_MINIMUM,
    private_fund.PRIVATE_FUND_CALLBACK,
    fund.FUND_LEVEL,
    fund.FUND_RECOMMENDATION,
    fund.FUND_LOWEST_CLASS,
    insurance.INSURANCE_SUITABLE,
    insurance.INSURANCE_CALLBACK,
    insurance.INSURANCE_MANUAL_UNDERWRITING,
    insurance_duties.INSURANCE_NEEDS,
    insurance_duties.INSURANCE_DISCLOSURE,
    insurance_duties.INSURANCE_RECORDING,
    premium.INSURANCE_SINGLE_PREMIUM,
    premium.INSURANCE_ANNUAL_PREMIUM,
    premium.INSURANCE_PAY_AGE,
    premium.INSURANCE_BUDGET,
    records.RECORDING,
    records.DISCLOSURE,
    records.MINIMUM_AMOUNT,
)

PROMOTION_RULES: tuple[Rule[Sale, Any], ...] = (
    level.ACTIVE_RECOMMENDATION,
    conduct.CLAIMS,
    private.PRIVATE_PROMOTION,
    private.QUALIFIED_INVESTOR,
    private.NO_SPLITTING,
    private_fund.PRIVATE_FUND_INVESTOR,
    fund.FUND_RECOMMENDATION,
)


def evaluate_sale(
    client: ClientFacts,
    product: ProductFacts,
    amount_fen: int | None,
    on: date,
    context: SaleContext,
    values: RuleValues,
) -> Decision:
    """Judge a sale to a natural person.

    Args:
        client: Who buys.
        product: What is bought.
        amount_fen: The amount, for insurance one premium, in 分.
        on: The business date; `values` are the thresholds in force on it.
        context: How the sale comes about.
        values: Thresholds by rule id, `Rulebook.as_of(on)`.
    """
    return judge(SALE_RULES, Sale(client, product, amount_fen, on, context), values)


def evaluate_promotion(
    client: ClientFacts,
    product: ProductFacts,
    on: date,
    context: SaleContext,
    values: RuleValues,
) -> Decision:
    """Judge the promotion of a product to a natural person through `context.channel` (arts. 13, 30)."""
    return judge(PROMOTION_RULES, Sale(client, product, None, on, context), values)
