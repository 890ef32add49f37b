"""Funds under CSRC's rules: the matching matrix and what follows outside it (令130 arts. 19, 22; 中基协 2017)."""

from dataclasses import dataclass, field

from advisor_tui.rules.facts import Capacity, Initiator, Sale, SaleContext
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import FORBIDDING, LOWER, NoThresholds, Rule
from advisor_tui.rules.suitability.level import brought_up, levels


@dataclass(frozen=True, slots=True)
class FundMatrix:
    """The matrix and the switch for what lies outside it.

    Attributes:
        highest: The highest product level for client levels C1 to C5.
        mismatch: `warn` sells with a special written warning to a client who asked; `forbidden` does not.
    """

    highest: tuple[int, ...] = field(metadata=LOWER)
    mismatch: Verdict = field(metadata=FORBIDDING)


@dataclass(frozen=True, slots=True)
class LowestClass:
    """The highest product level for the lowest class of investors."""

    highest: int = field(metadata=LOWER)


def outside_matrix(sale: Sale, values: FundMatrix) -> bool | None:
    """Whether the fund lies above the client's row of the matrix; None when a level is not known."""
    level, client_level = sale.product.level, sale.client.risk_level
    if level is None or client_level is None:
        return None
    return level > values.highest[client_level - 1]


def may_ask(context: SaleContext) -> bool:
    """Whether it can still be the client's own wish: not the advisor's, and not given up after the warning."""
    return context.initiated_by is not Initiator.ADVISOR and context.insists is not False


def judge_fund_level(sale: Sale, values: FundMatrix) -> Finding | None:
    """Outside the matrix a client's own wish needs a special written warning (art. 19), where the bank allows it.

    The exception is lost where staff brought the fund up, or the client is known to have given it up after the warning.
    """
    if not sale.product.type.is_fund:
        return None
    outside = outside_matrix(sale, values)
    if sale.context.unsuitable or outside:
        if values.mismatch is not Verdict.WARN or not may_ask(sale.context):
            return Finding("fund_level", Verdict.FORBIDDEN, params=levels(sale))
        return Finding("fund_level", Verdict.WARN, ("written_confirm",), levels(sale))
    if outside is None:
        first = ("assess_first",) if sale.client.risk_level is None else ()
        return missing("fund_level", *sale.unknown_levels, must_do=first)
    return Finding("fund_level", Verdict.ALLOWED, params=levels(sale))


def judge_fund_recommendation(sale: Sale, _values: NoThresholds) -> Finding | None:
    """Staff may not bring up a fund above the client's level (art. 22)."""
    return brought_up("fund_recommendation", sale) if sale.product.type.is_fund else None


def judge_fund_lowest_class(sale: Sale, values: LowestClass) -> Finding | None:
    """The lowest class buys the lowest level only, even on its own wish (art. 22).

    To it belong persons without full capacity and those who bear no loss at all (中基协 2017).
    """
    level, client = sale.product.level, sale.client
    if not sale.product.type.is_fund or level is None or level <= values.highest:
        return None
    incapable = client.capacity in (Capacity.LIMITED, Capacity.NONE)
    params: dict[str, Param] = {"product_level": level, "highest": values.highest}
    if client.lowest_class or incapable:
        return Finding("fund_lowest_class", Verdict.FORBIDDEN, params=params)
    if client.lowest_class is None and client.risk_level in (None, 1):
        return missing("fund_lowest_class", "client.lowest_class")
    return None


FUND_LEVEL = Rule("fund_level", FundMatrix, judge_fund_level)
FUND_RECOMMENDATION = Rule("fund_recommendation", NoThresholds, judge_fund_recommendation)
FUND_LOWEST_CLASS = Rule("fund_lowest_class", LowestClass, judge_fund_lowest_class)
