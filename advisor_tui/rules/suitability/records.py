"""What every sale leaves behind or tells, and the product's own least amount."""

from advisor_tui.rules.facts import ProductType, Sale
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.rule import NoThresholds, Rule
from advisor_tui.rules.suitability.private import reaches


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
    found = reaches("minimum_amount", sale, least)
    return None if found.verdict is Verdict.ALLOWED else found


RECORDING = Rule("recording", NoThresholds, judge_recording)
DISCLOSURE = Rule("disclosure", NoThresholds, judge_disclosure)
MINIMUM_AMOUNT = Rule("minimum_amount", NoThresholds, judge_minimum_amount)
