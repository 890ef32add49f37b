"""Every rule id that `data/rules/` has to fill, with the type of its thresholds."""

from advisor_tui.rules.assessment import ASSESSMENT_RULES, AssessmentsCounted
from advisor_tui.rules.credit_flags import CREDIT_RULES, PrimeRate
from advisor_tui.rules.deadlines import ComplaintTerms, CoolingOffDays, IdCardTerm, IdExpiry, Retention
from advisor_tui.rules.interview_events import EVENTS
from advisor_tui.rules.loans import LOAN_RULES
from advisor_tui.rules.portfolio.limits import PORTFOLIO_RULES
from advisor_tui.rules.portfolio.limits import TERMS as PORTFOLIO_TERMS
from advisor_tui.rules.portfolio.money import PortfolioTerms
from advisor_tui.rules.positions import PositionDrift
from advisor_tui.rules.practice import PRACTICE
from advisor_tui.rules.promises import Promises
from advisor_tui.rules.rule import NoThresholds
from advisor_tui.rules.suitability.evaluate import PROMOTION_RULES, SALE_RULES
from advisor_tui.rules.suitability.staff import STAFF

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
    "position_drift": PositionDrift,
    "loan_prime_rate": PrimeRate,
    "promises": Promises,
    PORTFOLIO_TERMS: PortfolioTerms,
    **PRACTICE,
}
"""Figures that are looked up, not judged."""

INTERVIEW: dict[str, type] = {
    "assessments_counted": AssessmentsCounted,
    "identity_expired": NoThresholds,
    "capacity_child": NoThresholds,
    "capacity_minor": NoThresholds,
    "capacity_own_income": NoThresholds,
}
"""What an interview is told by `rules.assessment`, and by `suitability.age` with the ages of `capacity`."""

OWN_POLICY: dict[str, type] = {"product_level": NoThresholds, "deposit_not_covered": NoThresholds}
"""What the bank judges by its own policy beside the law, and what the law leaves out."""

PORTFOLIO: dict[str, type] = {rule: kind for rule, (kind, _) in PORTFOLIO_RULES.items()}
"""What the bank says of a whole portfolio."""

THRESHOLDS: dict[str, type] = {
    **{rule.id: rule.thresholds for rule in SALE_RULES},
    **{rule.id: rule.thresholds for rule in PROMOTION_RULES},
    **{rule.id: rule.thresholds for rule in ASSESSMENT_RULES},
    **{rule.id: rule.thresholds for rule in LOAN_RULES},
    **{rule.id: rule.thresholds for rule in CREDIT_RULES},
    **INTERVIEW,
    **OWN_POLICY,
    **PORTFOLIO,
    **STAFF,
    **EVENTS,
    **TERMS,
}
"""The type of the thresholds of every rule, by id."""
