"""A preliminary look at whether a client can carry a loan, from what is on file; the risk department decides."""

from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select

from advisor_tui.base.languages import LANGUAGES
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.loans import Affordability, LoanFinding
from advisor_tui.rules.affordability import equal_principal, monthly_payment, repayment_ratios
from advisor_tui.rules.facts import LoanFacts, LoanType
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.loans import evaluate_loan
from advisor_tui.store.tables import metadata

_RULES = ("loan_consumer_term", "loan_business_term", "loan_mortgage_term", "loan_house_ratio", "loan_total_ratio")
_RATE_UNIT = 1_000_000
"""A stored rate is a yearly one in 10⁻⁴ percent."""
LOAN_TYPES = {"mortgage": LoanType.MORTGAGE, "consumer": LoanType.CONSUMER, "business": LoanType.BUSINESS}
_flow = metadata.tables["cash_flow_item"].c
_debt = metadata.tables["liability"].c
_INCOME: Select[Any] = select(
    func.coalesce(func.sum(case((_flow.period == "month", _flow.amount * 12), else_=_flow.amount)), 0)
).where(_flow.client_id == bindparam("client"), _flow.direction == "in", _flow.period.in_(("month", "year")))
_DEBTS: Select[Any] = select(func.coalesce(func.sum(_debt.instalment), 0)).where(
    _debt.client_id == bindparam("client"), _debt.balance > 0
)


def affordability(
    office: Office,
    connection: Connection,
    client_id: str,
    kind: str,
    amount_fen: int,
    term_months: int | None,
    rate: int | None,
) -> Affordability:
    """The monthly payments of a loan and what the rules on term and ratios say; all in 分 a month."""
    income = int(connection.execute(_INCOME, {"client": client_id}).scalar_one()) // 12
    debts = int(connection.execute(_DEBTS, {"client": client_id}).scalar_one())
    known = {"income": income or None, "term": term_months, "rate": rate}
    missing = tuple(name for name, value in known.items() if value is None)
    level = first = ratios = None
    if term_months is not None and rate is not None:
        yearly = Fraction(rate, _RATE_UNIT)
        level = monthly_payment(amount_fen, yearly, term_months)
        first = equal_principal(amount_fen, yearly, term_months)[0].payment_fen
        ratios = repayment_ratios(level, 0, debts, income)
    loan = LoanFacts(
        LOAN_TYPES.get(kind, LoanType.ANY),
        amount_fen,
        term_months,
        house_ratio=ratios.house if ratios and kind == "mortgage" else None,
        total_ratio=ratios.total if ratios else None,
    )
    rules = office.reference.rulebook.as_of(office.today)
    findings = []
    for finding in evaluate_loan(loan, rules).findings:
        if finding.rule in _RULES and finding.verdict is not Verdict.MISSING:
            sentence: dict[str, str] = {lang: rules.sentence(finding, lang) for lang in LANGUAGES}
            findings.append(LoanFinding(finding.verdict.value, sentence, rules.article(finding)))
    return Affordability(level, first, income, debts, tuple(findings), missing)
