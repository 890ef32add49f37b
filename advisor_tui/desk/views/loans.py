"""Loan cases as screens receive them; amounts in 分, rates in 10⁻⁴ percent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from advisor_tui.desk.views.common import ClientRef

KINDS = ("mortgage", "consumer", "business", "car", "student")
STATUSES = ("enquiry", "collecting", "submitted", "approved", "refused", "signed", "paid_out", "withdrawn")
OPEN_STATUSES = ("enquiry", "collecting", "submitted", "approved", "signed")


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan case in the list; `missing` counts required papers that are not there."""

    id: str
    number: int
    client: ClientRef
    kind: str
    amount_fen: int
    status: str
    applied_on: date
    missing: int
    papers: int
    decision: str


@dataclass(frozen=True, slots=True)
class LoanPaper:
    """A paper that the case needs, named in both languages."""

    id: str
    name: Mapping[str, str]
    holder: str
    note: Mapping[str, str] | None
    required: bool
    received_on: date | None
    remark: str


@dataclass(frozen=True, slots=True)
class CreditView:
    """What the risk department decided."""

    decision: str
    amount_fen: int | None
    term_months: int | None
    rate: int | None
    conditions: str
    decided_by: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class LoanFinding:
    """What a rule says about the case, in both languages, with law and article.

    Attributes:
        method: The method of repayment that it is about, `equal_payment` or `equal_principal`; "" for any.
    """

    verdict: str
    sentence: Mapping[str, str]
    law: str
    method: str = ""


@dataclass(frozen=True, slots=True)
class Affordability:
    """A preliminary look; the risk department decides.

    Attributes:
        level_fen: The monthly payment by equal payments (等额本息); None without term or rate.
        first_fen: The first month by equal principal (等额本金).
        income_fen: Monthly income on file; 0 when none is known.
        debts_fen: Monthly instalments of other debts.
        findings: On the term, of the flags that the file tells, and on the ratios by method; those of equal principal
            only where they judge otherwise. A ratio is left out while income, term or rate is not known.
        missing: What is not known: `income`, `term`, `rate`.
    """

    level_fen: int | None
    first_fen: int | None
    income_fen: int
    debts_fen: int
    findings: tuple[LoanFinding, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoanView:
    """A loan case with all that is known."""

    row: LoanRow
    purpose: str
    term_months: int | None
    rate: int | None
    papers: tuple[LoanPaper, ...]
    decisions: tuple[CreditView, ...]
    affordability: Affordability
    source: str


@dataclass(frozen=True, slots=True)
class NewLoan:
    """A loan that a client asks for."""

    client_id: str
    kind: str
    amount_fen: int
    term_months: int | None = None
    rate: int | None = None
    purpose: str = ""
