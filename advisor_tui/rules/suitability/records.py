"""What every sale leaves behind or tells, and the product's own least amount."""

from advisor_tui.rules.facts import ProductType, Sale
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import NoThresholds, Rule


def judge_recording(_sale: Sale, _values: NoThresholds) -> Finding | None:
    """Every sale to an individual is recorded on sound and picture (银监办发〔2017〕110号) and traceable (art. 17)."""
    return Finding("recording", Verdict.ALLOWED, ("record",))


def judge_disclosure(sale: Sale, _values: NoThresholds) -> Finding | None:
    """Before the sale an ordinary client is told what art. 31 of 令2025年第7号 lists; every person is ordinary."""
    if sale.product.type.is_fund or sale.product.type is ProductType.INSURANCE:
        return None
    return Finding("disclosure", Verdict.ALLOWED, ("disclose_art31",))


def judge_minimum_amount(sale: Sale, _values: NoThresholds) -> Finding | None:
    """The amount reaches the least amount in the product's own terms, included."""
    least = sale.product.min_amount_fen
    if least is None:
        return None
    if sale.amount_fen is None:
        return missing("minimum_amount", "amount")
    if sale.amount_fen >= least:
        return None
    params: dict[str, Param] = {"amount_fen": sale.amount_fen, "least_fen": least}
    return Finding("minimum_amount", Verdict.FORBIDDEN, params=params)


RECORDING = Rule("recording", NoThresholds, judge_recording)
DISCLOSURE = Rule("disclosure", NoThresholds, judge_disclosure)
MINIMUM_AMOUNT = Rule("minimum_amount", NoThresholds, judge_minimum_amount)
