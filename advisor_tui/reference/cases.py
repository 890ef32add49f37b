"""Judges decision cases without a screen, with the rule functions that the screens use."""

from collections.abc import Iterable
from typing import Any

from advisor_tui.base.languages import Lang
from advisor_tui.reference.case_reader import Case, Kind
from advisor_tui.reference.rulebook import Rulebook, RulesInForce
from advisor_tui.rules.assessment import evaluate_assessment
from advisor_tui.rules.facts import AssessmentFacts, LoanFacts
from advisor_tui.rules.findings import Decision
from advisor_tui.rules.loans import evaluate_loan
from advisor_tui.rules.suitability.evaluate import evaluate_promotion, evaluate_sale


def judge_case(case: Case, values: RulesInForce) -> Decision:
    """The decision of one case under the rules in force on its date."""
    subject = case.subject
    if isinstance(subject, LoanFacts):
        return evaluate_loan(subject, values)
    if isinstance(subject, AssessmentFacts):
        return evaluate_assessment(subject, values)
    if case.kind is Kind.PROMOTION:
        return evaluate_promotion(subject.client, subject.product, subject.on, subject.context, values)
    return evaluate_sale(subject.client, subject.product, subject.amount_fen, subject.on, subject.context, values)


def decide(cases: Iterable[Case], rulebook: Rulebook, lang: Lang | None = None) -> list[dict[str, Any]]:
    """The answer for every case, in order: id, verdict, must_do and findings with article and sentence."""
    return [_answer(case, rulebook.as_of(case.on), lang) for case in cases]


def _answer(case: Case, rules: RulesInForce, lang: Lang | None) -> dict[str, Any]:
    decision = judge_case(case, rules)
    return {
        "id": case.id,
        "verdict": decision.verdict.value,
        "must_do": list(decision.must_do),
        "findings": [
            {
                "rule": finding.rule,
                "verdict": finding.verdict.value,
                "article": rules.article(finding, lang),
                "message": rules.sentence(finding, lang),
            }
            for finding in decision.findings
        ],
    }
