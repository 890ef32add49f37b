"""What is owed with every sale of cover: needs and ability to pay, what is told, what is recorded."""

from dataclasses import dataclass, field

from advisor_tui.rules.facts import ProductType, Sale
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import LOWER, NoThresholds, Rule


@dataclass(frozen=True, slots=True)
class LongerThan:
    """Owed for cover that lasts longer than this many years."""

    years: int = field(metadata=LOWER)


def for_long_cover(rule: str, word: str, sale: Sale, longer_than_years: int) -> Finding | None:
    """What is owed, a `must_do` word, with cover that lasts longer than so many years."""
    if sale.product.type is not ProductType.INSURANCE:
        return None
    term = sale.product.term_years
    if term is None:
        return missing(rule, "product.term_years", must_do=(word,))
    if term <= longer_than_years:
        return None
    params: dict[str, Param] = {"years": longer_than_years}
    return Finding(rule, Verdict.ALLOWED, (word,), params)


def judge_insurance_needs(sale: Sale, values: LongerThan) -> Finding | None:
    """The client's needs and ability to pay are assessed (arts. 32-36); cover of a year or less may do without (40)."""
    return for_long_cover("insurance_needs", "assess_needs", sale, values.years)


def judge_insurance_disclosure(sale: Sale, _values: NoThresholds) -> Finding | None:
    """Cash value, cooling-off, surrender loss, total premium are told (art. 37), uncertainty too (令2023-2 art. 22)."""
    if sale.product.type is not ProductType.INSURANCE:
        return None
    return Finding("insurance_disclosure", Verdict.ALLOWED, ("disclose_art37",))


def judge_insurance_recording(sale: Sale, values: LongerThan) -> Finding | None:
    """Bank-sold cover of over a year is recorded on the spot with consent, each case (保监发〔2017〕54号 art. 6)."""
    return for_long_cover("insurance_recording", "recording_consent", sale, values.years)


INSURANCE_NEEDS = Rule("insurance_needs", LongerThan, judge_insurance_needs)
INSURANCE_DISCLOSURE = Rule("insurance_disclosure", NoThresholds, judge_insurance_disclosure)
INSURANCE_RECORDING = Rule("insurance_recording", LongerThan, judge_insurance_recording)
