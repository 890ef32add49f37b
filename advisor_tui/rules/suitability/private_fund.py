"""Private funds: who may buy, and from which amount (证监会令105 art. 12)."""

from dataclasses import dataclass, field

from advisor_tui.rules.facts import ProductType, Sale
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import HIGHER, NoThresholds, Rule, any_of, at_least
from advisor_tui.rules.suitability.private import reaches


@dataclass(frozen=True, slots=True)
class PrivateFundInvestor:
    """One of two amounts in 分, each included."""

    financial_assets_fen: int = field(metadata=HIGHER)
    annual_income_fen: int = field(metadata=HIGHER)


@dataclass(frozen=True, slots=True)
class PrivateFundMinimum:
    """The least amount in a single fund, in 分."""

    least_fen: int = field(metadata=HIGHER)


def judge_private_fund_investor(sale: Sale, values: PrivateFundInvestor) -> Finding | None:
    """Financial assets of 3 million yuan or a three-year average income of 500,000 (art. 12)."""
    if sale.product.type is not ProductType.FUND_PRIVATE:
        return None
    assets, income = sale.client.financial_assets_fen, sale.client.annual_income_fen
    qualified = any_of(at_least(assets, values.financial_assets_fen), at_least(income, values.annual_income_fen))
    proof = ("qualified_investor_proof",)
    params: dict[str, Param] = {
        "assets_fen": values.financial_assets_fen,
        "income_fen": values.annual_income_fen,
    }
    if qualified:
        return Finding("private_fund_investor", Verdict.ALLOWED, proof, params)
    if qualified is False:
        return Finding("private_fund_investor", Verdict.FORBIDDEN, params=params)
    known = (("client.financial_assets", assets), ("client.annual_income_3y", income))
    facts = (name for name, value in known if value is None)
    return missing("private_fund_investor", *facts, must_do=proof)


def judge_private_fund_minimum(sale: Sale, values: PrivateFundMinimum) -> Finding | None:
    """At least 1 million yuan in a single private fund (art. 12)."""
    if sale.product.type is not ProductType.FUND_PRIVATE:
        return None
    return reaches("private_fund_minimum", sale, values.least_fen)


def judge_private_fund_callback(sale: Sale, _values: NoThresholds) -> Finding | None:
    """After the cooling-off period the client is called back (《私募投资基金募集行为管理办法》 arts. 29-31)."""
    if sale.product.type is not ProductType.FUND_PRIVATE:
        return None
    return Finding("private_fund_callback", Verdict.ALLOWED, ("callback_after_cooling_off",))


PRIVATE_FUND_CALLBACK = Rule("private_fund_callback", NoThresholds, judge_private_fund_callback)
PRIVATE_FUND_INVESTOR = Rule("private_fund_investor", PrivateFundInvestor, judge_private_fund_investor)
PRIVATE_FUND_MINIMUM = Rule("private_fund_minimum", PrivateFundMinimum, judge_private_fund_minimum)
