"""Every rule id that `data/rules/` has to fill, with the type of its thresholds."""

from advisor_tui.rules.assessment import ASSESSMENT_RULES
from advisor_tui.rules.deadlines import ComplaintTerms, CoolingOffDays, IdCardTerm, IdExpiry, Retention
from advisor_tui.rules.loans import LOAN_RULES
from advisor_tui.rules.suitability.evaluate import PROMOTION_RULES, SALE_RULES

TERMS: dict[str, type] = {
    "complaint_terms": ComplaintTerms,
    "insurance_cooling_off": CoolingOffDays,
    "id_expiry": IdExpiry,
    "id_card_term": IdCardTerm,
    "retention_suitability": Retention,
    "retention_due_diligence": Retention,
    "retention_insurance_short": Retention,
    "retention_insurance_long": Retention,
    "retention_wmp": Retention,
    "retention_fund": Retention,
    "retention_impact_assessment": Retention,
}
"""Periods that are looked up, not judged."""

THRESHOLDS: dict[str, type] = {
    **{rule.id: rule.thresholds for rule in SALE_RULES},
    **{rule.id: rule.thresholds for rule in PROMOTION_RULES},
    **{rule.id: rule.thresholds for rule in ASSESSMENT_RULES},
    **{rule.id: rule.thresholds for rule in LOAN_RULES},
    **TERMS,
}
"""The type of the thresholds of every rule, by id."""
