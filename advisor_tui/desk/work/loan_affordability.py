"""A preliminary look at whether a client can carry a loan, from what is on file; the risk department decides.

The rules are those of the first credit look in the interview (`rules.credit_look`).
"""

from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select

from advisor_tui.base.languages import LANGUAGES
from advisor_tui.desk.interview.outcome import DEBT, FAMILY_INCOME, PROPERTY_FEE, VERIFIED_INCOME
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.loans import Affordability, LoanFinding
from advisor_tui.reference.rulebook import RulesInForce
from advisor_tui.rules.credit_flags import CreditEnquiry
from advisor_tui.rules.credit_look import LOAN_KINDS, RATE_UNIT, CreditLook, credit_look
from advisor_tui.rules.facts import LoanType
from advisor_tui.rules.findings import Finding
from advisor_tui.rules.plausibility import age_on
from advisor_tui.store.tables import metadata

LOAN_TYPES = LOAN_KINDS
"""Kinds of cases that have rules of their own."""
_client = metadata.tables["client"].c
_flow = metadata.tables["cash_flow_item"].c
_debt = metadata.tables["liability"].c
_yearly = case((_flow.period == "month", _flow.amount * 12), else_=_flow.amount)
_regular = _flow.period.in_(("month", "year"))
_INCOME: Select[Any] = select(
    # Verified income goes first. The family's holds every other one, such as the client's own: they are added up only
    # where it is not told.
    func.coalesce(
        func.sum(_yearly).filter(_flow.kind == VERIFIED_INCOME),
        func.sum(_yearly).filter(_flow.kind == FAMILY_INCOME),
        func.sum(_yearly),
        0,
    )
).where(_flow.client_id == bindparam("client"), _flow.direction == "in", _regular)
_SPENT: Select[Any] = select(func.sum(_yearly)).where(
    _flow.client_id == bindparam("client"), _flow.direction == "out", _regular, _flow.kind == bindparam("kind")
)
_DEBTS: Select[Any] = select(func.coalesce(func.sum(_debt.instalment), 0)).where(
    _debt.client_id == bindparam("client"), _debt.balance > 0
)
_BORN: Select[Any] = select(_client.born_on).where(_client.id == bindparam("client"))


def affordability(
    office: Office,
    connection: Connection,
    client_id: str,
    kind: str,
    amount_fen: int,
    term_months: int | None,
    rate: int | None,
) -> Affordability:
    """The monthly payments of a loan and what the rules of the first credit look say; all in 分 a month.

    Other debts are the larger of what the books say and what the client said, who may owe elsewhere too.
    """
    income = int(connection.execute(_INCOME, {"client": client_id}).scalar_one()) // 12
    fee, said = (_monthly(connection, client_id, name) for name in (PROPERTY_FEE, DEBT))
    debts = max(int(connection.execute(_DEBTS, {"client": client_id}).scalar_one()), said or 0)
    born_on: date | None = connection.execute(_BORN, {"client": client_id}).scalar()
    enquiry = CreditEnquiry(
        type=LOAN_TYPES.get(kind, LoanType.ANY),
        amount_fen=amount_fen,
        term_months=term_months,
        annual_rate=None if rate is None else Fraction(rate, RATE_UNIT),
        income_fen=income or None,
        property_fee_fen=fee,
        other_instalments_fen=debts,
        age=None if born_on is None else age_on(born_on, office.today),
    )
    rules = office.rules
    look = credit_look(enquiry, rules)
    payments = {repayment.method: repayment.first_fen for repayment in look.repayments}
    known = {"income": income or None, "term": term_months, "rate": rate}
    return Affordability(
        payments.get("equal_payment"),
        payments.get("equal_principal"),
        income,
        debts,
        tuple(_findings(look, rules)),
        tuple(name for name, value in known.items() if value is None),
    )


def _monthly(connection: Connection, client_id: str, kind: str) -> int | None:
    yearly = connection.execute(_SPENT, {"client": client_id, "kind": kind}).scalar()
    return None if yearly is None else int(yearly) // 12


def _findings(look: CreditLook, rules: RulesInForce) -> list[LoanFinding]:
    found = [_shown(rules, finding, "") for finding in look.findings]
    judged: set[tuple[str, str]] = set()
    for repayment in look.repayments:
        for finding in repayment.findings:
            if (finding.rule, finding.verdict.value) not in judged:
                judged.add((finding.rule, finding.verdict.value))
                found.append(_shown(rules, finding, repayment.method))
    return found


def _shown(rules: RulesInForce, finding: Finding, method: str) -> LoanFinding:
    sentence: dict[str, str] = {lang: rules.sentence(finding, lang) for lang in LANGUAGES}
    return LoanFinding(finding.verdict.value, sentence, rules.article(finding), method)
