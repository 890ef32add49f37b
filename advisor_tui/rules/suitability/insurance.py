"""Insurance: unsuitable cover, call-back and underwriting (令2025年第7号 arts. 12, 32-38)."""

from dataclasses import dataclass, field

from advisor_tui.rules.facts import Pay, ProductType, Sale
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import LOWER, NoThresholds, Rule
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
    context = sale.context
    if not (context.unsuitable or sale.above_level):
        if not sale.product.risk_rated:
            return None
        if sale.above_level is None:
            return missing("insurance_suitable", *sale.unknown_levels, must_do=("assess_first",))
        return Finding("insurance_suitable", Verdict.ALLOWED, params=levels(sale))
    insists = context.client_signed_waiver if context.client_insists is None else context.client_insists
    if insists:
        return Finding("insurance_suitable", Verdict.WARN, ("advise_stop", "written_confirm"))
    return Finding("insurance_suitable", Verdict.FORBIDDEN, ("advise_stop",))


def judge_insurance_callback(sale: Sale, values: Callback) -> Finding | None:
    """The insurer calls back within the cooling-off period for personal cover of more than a year."""
    if sale.product.type is not ProductType.INSURANCE:
        return None
    years = sale.product.term_years
    asked = ("callback_in_cooling_off",)
    if years is None:
        return missing("insurance_callback", "product.term_years", must_do=asked)
    if years <= values.longer_than_years:
        return None
    params: dict[str, Param] = {"years": values.longer_than_years}
    return Finding("insurance_callback", Verdict.ALLOWED, asked, params)


def judge_manual_underwriting(sale: Sale, values: ManualUnderwriting) -> Finding | None:
    """Older policyholders of uncertain-benefit cover: no automatic acceptance (保监发〔2014〕3号)."""
    age, product = sale.client.age, sale.product
    if product.type is not ProductType.INSURANCE or not product.benefit_uncertain or age is None:
        return None
    limit = values.regular_pay_older_than if product.pay is Pay.ANNUAL else values.older_than
    if age <= limit:
        return None
    return Finding("insurance_manual_underwriting", Verdict.WARN, params={"age": age, "limit": limit})


INSURANCE_SUITABLE = Rule("insurance_suitable", NoThresholds, judge_insurance_suitable)
INSURANCE_CALLBACK = Rule("insurance_callback", Callback, judge_insurance_callback)
INSURANCE_MANUAL_UNDERWRITING = Rule("insurance_manual_underwriting", ManualUnderwriting, judge_manual_underwriting)
