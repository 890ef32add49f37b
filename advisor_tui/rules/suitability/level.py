"""Matching a product's risk level with the client's (令2025年第7号 arts. 12, 13, 22)."""

from advisor_tui.rules.facts import Initiator, ProductType, Sale
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import NoThresholds, Rule


def levels(sale: Sale) -> dict[str, Param]:
    """The levels that are known, as parameters of a finding."""
    both = (("client_level", sale.client.risk_level), ("product_level", sale.product.level))
    return {name: level for name, level in both if level is not None}


def brought_up(rule: str, sale: Sale) -> Finding | None:
    """What a rule says of staff who bring up a product above the client's level; nothing of any other product."""
    if not sale.above_level:
        return None
    if sale.context.initiated_by is None:
        return missing(rule, "context.initiated_by")
    if sale.context.initiated_by is not Initiator.ADVISOR:
        return None
    return Finding(rule, Verdict.FORBIDDEN, params=levels(sale))


def judge_level(sale: Sale, _values: NoThresholds) -> Finding | None:
    """A product above the client's level is never sold, whatever the client signs (art. 12).

    The exception for insurance (art. 38) is `insurance_suitable`; funds follow CSRC's matrix, `fund_level`.
    """
    if sale.product.type.is_fund or sale.product.type is ProductType.INSURANCE:
        return None
    above = sale.above_level
    if above is None:
        first = ("assess_first",) if sale.client.risk_level is None else ()
        return missing("level", *sale.unknown_levels, must_do=first)
    return Finding("level", Verdict.FORBIDDEN if above else Verdict.ALLOWED, params=levels(sale))


def judge_active_recommendation(sale: Sale, _values: NoThresholds) -> Finding | None:
    """Staff may not bring up a product above the client's level (art. 13), insurance included."""
    if sale.product.type.is_fund or not sale.product.risk_rated:
        return None
    return brought_up("active_recommendation", sale)


def judge_rating_difference(sale: Sale, _values: NoThresholds) -> Finding | None:
    """Where issuer and seller rate differently, the higher level holds and is disclosed (art. 22)."""
    product = sale.product
    issuer, seller = product.issuer_risk_level, product.seller_risk_level
    if issuer == seller or product.type.is_fund:
        return None
    if issuer is None:
        return missing("rating_difference", "product.issuer_risk_level")
    if seller is None:
        return missing("rating_difference", "product.seller_risk_level")
    params: dict[str, Param] = {"issuer_level": issuer, "seller_level": seller, "level": max(issuer, seller)}
    return Finding("rating_difference", Verdict.ALLOWED, ("disclose_art31",), params)


def judge_otherwise_unsuitable(sale: Sale, _values: NoThresholds) -> Finding | None:
    """A product that is unsuitable for another reason is not sold either (art. 12), insurance and funds apart."""
    if not sale.context.unsuitable or sale.product.type.is_fund or sale.product.type is ProductType.INSURANCE:
        return None
    return Finding("otherwise_unsuitable", Verdict.FORBIDDEN)


LEVEL = Rule("level", NoThresholds, judge_level)
ACTIVE_RECOMMENDATION = Rule("active_recommendation", NoThresholds, judge_active_recommendation)
RATING_DIFFERENCE = Rule("rating_difference", NoThresholds, judge_rating_difference)
OTHERWISE_UNSUITABLE = Rule("otherwise_unsuitable", NoThresholds, judge_otherwise_unsuitable)
