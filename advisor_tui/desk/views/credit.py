"""A first credit look as screens receive it; amounts in 分, rates in 10⁻⁴ percent. Always preliminary."""

from dataclasses import dataclass
from datetime import date

from advisor_tui.desk.views.interviews import InterviewHead, Remark
from advisor_tui.rules.credit_look import CreditLook, Repayment
from advisor_tui.rules.questionnaire import Both, Question


@dataclass(frozen=True, slots=True)
class CreditFinding:
    """What a rule says of an enquiry, in both languages, with its source."""

    rule: str
    verdict: str
    title: Both
    sentence: Both
    law: Both


@dataclass(frozen=True, slots=True)
class RepaymentView:
    """One method of repayment with what the rules on both shares of the income say."""

    repayment: Repayment
    findings: tuple[CreditFinding, ...]


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """A paper that the loan needs; `holder` is whose it is."""

    id: str
    name: Both
    holder: str
    required: bool
    note: Both | None


@dataclass(frozen=True, slots=True)
class PrimeRateView:
    """The loan prime rate of the term asked for, as far as it is known: from when, and whether it was confirmed."""

    rate: int
    since: date | None
    source: Both
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CreditLookView:
    """A first look with its sentences.

    Attributes:
        look: The figures.
        label: Preliminary, the risk department decides: stands on top of whatever is shown of it.
        repayments: By both methods.
        findings: On the term, and the flags.
        prime_rate: None where the term is not known.
        papers: What the loan needs; `papers_source` and `papers_confirmed` tell where the list comes from.
    """

    look: CreditLook
    label: CreditFinding
    repayments: tuple[RepaymentView, ...]
    findings: tuple[CreditFinding, ...]
    prime_rate: PrimeRateView | None
    papers: tuple[WantedPaper, ...]
    papers_source: str
    papers_confirmed: bool


@dataclass(frozen=True, slots=True)
class UnknownFigure:
    """What an interview did not tell of a loan.

    Attributes:
        fact: The fact of `rules.profile.FACTS` that is not known.
        question: The question that tells it; None where no questionnaire on offer has one.
        place: Its number in this interview, where it was asked and not answered with a value; else None.
        questionnaire: The title of the questionnaire that asks it, where this one does not.
    """

    fact: str
    question: Question | None
    place: int | None = None
    questionnaire: Both | None = None


@dataclass(frozen=True, slots=True)
class InterviewCredit:
    """The first look at the loan that a client asked about in an interview.

    Attributes:
        kind: `mortgage`, `consumer` or `business`.
        unknown: What is missing for more.
        prime_rate_taken: The loan prime rate stands for the rate, which was not told.
        instalments_told_fen: What the client told of the instalments of other debts (分) where the bank's books know
            more and are counted instead; None where what was told is counted.
        remarks: What was told of debts and does not fit the books.
        income_unverified: The income is a twelfth of what the client says the family has in a year.
        case_id: A case under way for the same kind and amount, "" where there is none.
    """

    head: InterviewHead
    kind: str
    view: CreditLookView
    unknown: tuple[UnknownFigure, ...]
    prime_rate_taken: bool
    income_unverified: bool
    case_id: str
    instalments_told_fen: int | None = None
    remarks: tuple[Remark, ...] = ()
