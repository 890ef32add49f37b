"""Loan support: the case, its papers, and the risk department's decision."""

from datetime import date

from sqlmodel import Field

from advisor_tui.store.tables.columns import Row, at_least, is_bool, is_date, one_of, reference, synced

LOAN_KINDS = ("mortgage", "consumer", "business", "car", "student")
LOAN_STATUSES = (
    "enquiry",
    "collecting",
    "submitted",
    "approved",
    "refused",
    "signed",
    "paid_out",
    "withdrawn",
)
CREDIT_DECISIONS = ("approved", "approved_with_conditions", "refused", "returned")


class LoanCase(Row, table=True):
    """A loan that a client asks for; amounts in 分, `rate` per year in 10⁻⁴ percent."""

    __table_args__ = synced(
        one_of("kind", LOAN_KINDS),
        one_of("status", LOAN_STATUSES),
        at_least("number", 1),
        at_least("amount"),
        at_least("term_months", 1),
        at_least("rate"),
        *is_date("applied_on"),
    )
    client_id: str = reference("client", cascade=True)
    advisor_id: str = reference("advisor", index=False)
    interview_id: str | None = reference("interview", nullable=True, index=False)
    number: int
    kind: str
    amount: int
    term_months: int | None = None
    rate: int | None = None
    purpose: str = ""
    status: str = "enquiry"
    applied_on: date


class LoanDocument(Row, table=True):
    """A paper that a loan case needs."""

    __table_args__ = synced(is_bool("required"), *is_date("received_on"))
    loan_case_id: str = reference("loan_case", cascade=True)
    client_id: str = reference("client", cascade=True, index=False)
    kind: str
    required: bool = True
    received_on: date | None = None
    remark: str = ""


class CreditDecision(Row, table=True):
    """What the risk department decided; head office owns it."""

    __table_args__ = synced(
        one_of("decision", CREDIT_DECISIONS), at_least("amount"), at_least("rate"), at_least("term_months", 1),
        *is_date("decided_on"),
    )  # fmt: skip
    loan_case_id: str = reference("loan_case", cascade=True)
    client_id: str = reference("client", cascade=True, index=False)
    decision: str
    amount: int | None = None
    term_months: int | None = None
    rate: int | None = None
    conditions: str = ""
    decided_by: str = ""
    decided_on: date = Field(index=True)
