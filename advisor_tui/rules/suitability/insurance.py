"""Insurance: unsuitable cover, call-back and underwriting (令2025年第7号 arts. 12, 32-38)."""

from dataclasses import dataclass, field

from advisor_tui.rules.facts import Pay, ProductType, Sale
from advisor_tui.rules.findings import Finding, Verdict, missing
from advisor_tui.rules.rule import LOWER, NoThresholds, Rule
from advisor_tui.rules.suitability.insurance_duties import for_long_cover
from advisor_tui.rules.suitability.level import levels


@dataclass(frozen=True, slots=True)
class Callback:
    """Call-back is due for personal cover that lasts longer than this many years."""

    longer_than_years: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class ManualUnderwriting:
    """Policyholders older than these ages are underwritten by hand."""

    older_than: int = field(metadata=LOWER)
    regular_pay_older_than: int = field(metadata=LOWER)


def judge_insurance_suitable(sale: Sale, _values: NoThresholds) -> Finding | None:
    """Unsuitable cover: advise to stop; sold only to a client who insists and confirms in writing (art. 38).

    Cover that has a risk level, such as unit-linked, is matched with the client's like an investment (art. 36).
    A signed waiver is such an insistence unless it is known that the client does not insist.
    """
    if sale.product.type is not ProductType.INSURANCE:
        return None
    if not (sale.context.unsuitable or sale.above_level):
        if not sale.product.risk_rated:
            return None
        if sale.above_level is None:
            return missing("insurance_suitable", *sale.unknown_levels, must_do=("assess_first",))
        return Finding("insurance_suitable", Verdict.ALLOWED, params=levels(sale))
    if sale.context.insists:
        return Finding("insurance_suitable", Verdict.WARN, ("advise_stop", "written_confirm"))
    return Finding("insurance_suitable", Verdict.FORBIDDEN, ("advise_stop",))


def judge_insurance_callback(sale: Sale, values: Callback) -> Finding | None:
    """The insurer calls back within the cooling-off period for personal cover of more than a year."""
    return for_long_cover("insurance_callback", "callback_in_cooling_off", sale, values.longer_than_years)


def judge_manual_underwriting(sale: Sale, values: ManualUnderwriting) -> Finding | None:
    """Older policyholders of uncertain-benefit cover: no automatic acceptance (保监发〔2014〕3号).

    While it is not known whether the benefit is uncertain, `insurance_pay_age` asks for it.
    """
    age, product = sale.client.age, sale.product
    if product.type is not ProductType.INSURANCE or not product.benefit_uncertain:
        return None
    if age is None:
        return missing("insurance_manual_underwriting", "client.age")
    limits = {Pay.ANNUAL: values.regular_pay_older_than, Pay.SINGLE: values.older_than}
    passed = [limit for pay, limit in limits.items() if age > limit and product.pay in (pay, None)]
    if not passed:
        return None
    if product.pay is None and len(passed) < len(limits):
        return missing("insurance_manual_underwriting", "product.pay")
    return Finding("insurance_manual_underwriting", Verdict.WARN, params={"age": age, "limit": max(passed)})


INSURANCE_SUITABLE = Rule("insurance_suitable", NoThresholds, judge_insurance_suitable)
INSURANCE_CALLBACK = Rule("insurance_callback", Callback, judge_insurance_callback)
INSURANCE_MANUAL_UNDERWRITING = Rule("insurance_manual_underwriting", ManualUnderwriting, judge_manual_underwriting)
