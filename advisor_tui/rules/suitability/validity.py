"""Whether the client's assessment can carry a sale (令2025年第7号 arts. 13, 29)."""

from dataclasses import dataclass, field

from advisor_tui.rules.deadlines import valid_through
from advisor_tui.rules.facts import Sale
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import LOWER, NoThresholds, Rule


@dataclass(frozen=True, slots=True)
class Validity:
    """How long an assessment holds, in months."""

    months: int = field(metadata=LOWER)


def judge_assessed_before_sale(sale: Sale, _values: NoThresholds) -> Finding | None:
    """Assess first, sell afterwards (art. 13): none on file, one dated after the sale, or one made up for it."""
    if not sale.product.risk_rated:
        return None
    client = sale.client
    later = client.assessed_on is not None and client.assessed_on > sale.on
    if sale.context.sold_before_assessment or client.assessed is False or later:
        return Finding("assessed_before_sale", Verdict.FORBIDDEN, ("assess_first",))
    return None


def judge_assessment_valid(sale: Sale, values: Validity) -> Finding | None:
    """An assessment holds for twelve months, the last day included (art. 29); an older one is made again."""
    return None if sale.product.type.is_fund else _valid("assessment_valid", sale, values)


def judge_fund_assessment_valid(sale: Sale, values: Validity) -> Finding | None:
    """The same for funds, which follow the rules of CSRC and 中基协 (令2025年第7号 art. 3)."""
    return _valid("fund_assessment_valid", sale, values) if sale.product.type.is_fund else None


def _valid(rule: str, sale: Sale, values: Validity) -> Finding | None:
    assessed_on = sale.client.assessed_on
    if not sale.product.risk_rated or sale.client.assessed is False:
        return None
    if assessed_on is None:
        return missing(rule, "client.assessed_on", must_do=("assess_first",))
    if assessed_on > sale.on:
        return None
    through = valid_through(assessed_on, values.months)
    params: dict[str, Param] = {
        "assessed_on": assessed_on.isoformat(),
        "through": through.isoformat(),
        "months": values.months,
    }
    if sale.on > through:
        return Finding(rule, Verdict.FORBIDDEN, ("reassess",), params)
    return Finding(rule, Verdict.ALLOWED, params=params)


def judge_changes_reported(sale: Sale, _values: NoThresholds) -> Finding | None:
    """A client who reports a change is assessed again before the sale (art. 29)."""
    if not sale.product.risk_rated:
        return None
    if sale.client.changes_reported is None:
        return missing("changes_reported", "client.changes_reported")
    if sale.client.changes_reported:
        return Finding("changes_reported", Verdict.FORBIDDEN, ("reassess",))
    return None


ASSESSED_BEFORE_SALE = Rule("assessed_before_sale", NoThresholds, judge_assessed_before_sale)
ASSESSMENT_VALID = Rule("assessment_valid", Validity, judge_assessment_valid)
FUND_ASSESSMENT_VALID = Rule("fund_assessment_valid", Validity, judge_fund_assessment_valid)
CHANGES_REPORTED = Rule("changes_reported", NoThresholds, judge_changes_reported)
