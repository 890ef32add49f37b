"""The loan that a client asked about in a completed interview: the first look at it, and the case opened from it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.interview.asking import asking
from advisor_tui.desk.interview.credit import first_credit_look
from advisor_tui.desk.interview.doubting import remarks_on
from advisor_tui.desk.interview.records import Held, Shelf, load, load_completed
from advisor_tui.desk.loans import Loans
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.debts import debts_of
from advisor_tui.desk.views.credit import InterviewCredit, UnknownFigure
from advisor_tui.desk.views.loans import OPEN_STATUSES, NewLoan
from advisor_tui.rules.credit_flags import CreditEnquiry, PrimeRate
from advisor_tui.rules.credit_look import RATE_UNIT, enquiry_of
from advisor_tui.rules.profile import Facts, facts_of, number, words
from advisor_tui.store.tables import LoanCase

TOLD_BY: Mapping[str, str] = {
    "amount_fen": "loan_amount",
    "term_months": "loan_term_months",
    "annual_rate": "loan_rate",
    "income_fen": "loan_income",
    "property_fee_fen": "property_fee",
    "other_instalments_fen": "monthly_debt_payment",
    "age": "age",
    "job_months": "job_months",
    "overdue_run": "overdue_run",
    "overdue_times": "overdue_times",
    "queries": "credit_queries",
    "card_percent": "card_use",
}
"""The fact that tells each field of an enquiry."""


_DEBTS = frozenset({"total_debts", "monthly_debt_payment"})
"""Facts that tell what is owed elsewhere."""


class CreditCases:
    """First looks at loans, and the cases that come of them."""

    def __init__(self, office: Office, loans: Loans) -> None:
        self._office = office
        self._loans = loans
        self._shelf = Shelf(office)

    def look(self, interview_id: str) -> InterviewCredit:
        """The first look at the loan of a completed interview, by today's figures.

        Raises:
            DeskError: `interview_unknown`, `interview_open`, `no_loan_asked`.
        """
        with self._office.read() as session:
            held = load_completed(session, self._shelf, interview_id)
            found = interview_credit(session, self._office, self._shelf, held)
        if found is None:
            raise DeskError("no_loan_asked", mark("The client asked about no loan in this interview."))
        return found

    def open_case(self, interview_id: str) -> str:
        """Open a loan case with its papers and the task to collect them; the id of the one under way if there is one.

        Raises:
            DeskError: As `look`; `amount_missing`; `unknown_client`.
        """
        found = self.look(interview_id)
        if found.case_id:
            return found.case_id
        enquiry = found.view.look.enquiry
        with self._office.read() as session:
            facts = _facts(load(session, self._shelf, interview_id))
        return self._loans.add(
            NewLoan(
                found.head.client.id,
                found.kind,
                enquiry.amount_fen or 0,
                enquiry.term_months,
                number(facts, "loan_rate"),
            )
        )


def interview_credit(
    session: Session, office: Office, shelf: Shelf, held: Held, day: date | None = None
) -> InterviewCredit | None:
    """The first look at the loan of an interview by the figures of a day, else of today.

    Other debts are what was told, but never less than what the bank's books know now, as in a loan case.
    None where the client asked about no loan.
    """
    facts = _facts(held)
    enquiry = enquiry_of(facts)
    if enquiry is None:
        return None
    told, counted = enquiry.other_instalments_fen, debts_of(session, held.client.id, facts).instalments_fen
    enquiry = replace(enquiry, other_instalments_fen=counted)
    on = day or office.today
    prime = _prime_rate(office, enquiry, on)
    view = first_credit_look(office, enquiry if prime is None else replace(enquiry, annual_rate=prime), on)
    kind = words(facts, "loan_kind")[0]
    guessed = enquiry.income_fen is not None and "loan_income" not in facts
    stood_for = (("loan_rate",) if prime is not None else (), ("loan_income",) if guessed else ())
    names = [TOLD_BY[field] for field in view.look.missing] + [name for names in stood_for for name in names]
    return InterviewCredit(
        held.head,
        kind,
        view,
        tuple(_unknown(shelf, held, name) for name in names),
        prime is not None,
        guessed,
        _case(session, held, kind, enquiry.amount_fen),
        None if told == counted else told,
        tuple(remark for remark in remarks_on(session, office, held) if _DEBTS.issuperset(remark.doubt.facts)),
    )


def _prime_rate(office: Office, enquiry: CreditEnquiry, day: date) -> Fraction | None:
    """The loan prime rate of the term, where the rate was not told; None where it was, or nothing is known."""
    prime: PrimeRate | None = office.reference.rulebook.as_of(day).get("loan_prime_rate")
    if enquiry.annual_rate is not None or enquiry.term_months is None or prime is None:
        return None
    return Fraction(prime.for_term(enquiry.term_months), RATE_UNIT)


def _facts(held: Held) -> Facts:
    return facts_of(held.questionnaire, held.answers)


def _unknown(shelf: Shelf, held: Held, fact: str) -> UnknownFigure:
    own = asking(held.questionnaire, fact)
    if own is not None:
        return UnknownFigure(fact, own, held.numbers.get(own.id))
    for offered in shelf.offered():
        question = asking(offered, fact)
        if question is not None:
            return UnknownFigure(fact, question, None, offered.title)
    return UnknownFigure(fact, None)


def _case(session: Session, held: Held, kind: str, amount_fen: int | None) -> str:
    """A case under way since the interview, for the same kind and amount."""
    row = session.exec(
        select(LoanCase.id)
        .where(
            LoanCase.client_id == held.client.id,
            LoanCase.kind == kind,
            LoanCase.amount == amount_fen,
            col(LoanCase.status).in_(OPEN_STATUSES),
        )
        .order_by(col(LoanCase.number).desc())
    ).first()
    return row or ""
