"""First credit look: instalments by both methods, ratios, the largest affordable loan, rule-of-thumb flags.

It is preliminary in every case: the risk department decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from advisor_tui.rules.affordability import (
    Instalment,
    Ratios,
    equal_payment,
    equal_principal,
    largest_by_equal_payment,
    largest_by_equal_principal,
    repayment_ratios,
    room,
)
from advisor_tui.rules.credit_flags import CREDIT_RULES, CreditEnquiry
from advisor_tui.rules.facts import LoanFacts, LoanType
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.loans import LOAN_RULES, RatioCap
from advisor_tui.rules.profile import Facts, number, words
from advisor_tui.rules.rule import RuleValues, judge

Method = Literal["equal_payment", "equal_principal"]
"""等额本息 and 等额本金."""
RATE_UNIT = 1_000_000
"""A rate of 100 % in 10⁻⁴ percent."""
LOAN_KINDS = {"mortgage": LoanType.MORTGAGE, "consumer": LoanType.CONSUMER, "business": LoanType.BUSINESS}
_MONTHS = 12
_RATIOS = ("loan_house_ratio", "loan_total_ratio")
_TERMS = ("loan_consumer_term", "loan_business_term", "loan_mortgage_term")
_PLANS: dict[Method, Callable[[int, Fraction, int], list[Instalment]]] = {
    "equal_payment": equal_payment,
    "equal_principal": equal_principal,
}
_LARGEST: dict[Method, Callable[[int, Fraction, int], int]] = {
    "equal_payment": largest_by_equal_payment,
    "equal_principal": largest_by_equal_principal,
}


@dataclass(frozen=True, slots=True)
class LargestLoan:
    """The largest loan in 分 that each cap allows.

    Attributes:
        by_house_fen: By the share of house costs; None for a loan that is no mortgage.
        by_total_fen: By the share of all debts.
    """

    by_house_fen: int | None
    by_total_fen: int

    @property
    def fen(self) -> int:
        """What both caps allow."""
        return self.by_total_fen if self.by_house_fen is None else min(self.by_house_fen, self.by_total_fen)


@dataclass(frozen=True, slots=True)
class Repayment:
    """The loan paid back by one method, in 分.

    Attributes:
        first_fen: The first month, the dearest but for what rounding leaves to the last.
        last_fen: The last month.
        interest_fen: All interest.
        payments_fen: What is paid each month, in order.
        ratios: Shares of the income that the first month takes; None without income or other instalments. Where a
            mortgage's property fee is not known they are without it (`CreditLook.fee_left_out`), hence too low.
        findings: What the rules on both shares say.
    """

    method: Method
    first_fen: int
    last_fen: int
    interest_fen: int
    payments_fen: tuple[int, ...]
    ratios: Ratios | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CreditLook:
    """The first look.

    Attributes:
        label: That it is preliminary and the risk department decides; shown with whatever is shown of it.
        repayments: By both methods; none while amount, term or rate is not known.
        largest: The largest affordable loan by method; none while income, instalments, term, rate or a mortgage's
            property fee is not known.
        findings: On the term, and the flags that what is known allows.
        missing: Fields of the enquiry that are not known.
    """

    enquiry: CreditEnquiry
    label: Finding
    repayments: tuple[Repayment, ...]
    largest: tuple[tuple[Method, LargestLoan], ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]

    @property
    def fee_left_out(self) -> bool:
        """Whether the shares of a mortgage are without its property fee, which is not known."""
        return _fee_unknown(self.enquiry)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What stands against it, flags and ratios, each once."""
        ratios = (finding for repayment in self.repayments for finding in repayment.findings)
        against = (finding for finding in (*self.findings, *ratios) if finding.verdict is not Verdict.ALLOWED)
        return tuple({finding.rule: finding for finding in against}.values())


def enquiry_of(facts: Facts) -> CreditEnquiry | None:
    """The loan that the client asks about in an interview; None where none is asked about.

    Without the borrowers' verified income a twelfth of what the client says of the family's stands for it. An amount
    or a term of 0 is none.
    """
    kind = words(facts, "loan_kind")
    if not kind or kind[0] not in LOAN_KINDS:
        return None
    rate, family = number(facts, "loan_rate"), number(facts, "family_annual_income")
    verified = number(facts, "loan_income")
    return CreditEnquiry(
        type=LOAN_KINDS[kind[0]],
        amount_fen=number(facts, "loan_amount") or None,
        term_months=number(facts, "loan_term_months") or None,
        annual_rate=None if rate is None else Fraction(rate, RATE_UNIT),
        income_fen=verified if verified is not None or family is None else family // _MONTHS,
        property_fee_fen=number(facts, "property_fee"),
        other_instalments_fen=number(facts, "monthly_debt_payment"),
        age=number(facts, "age"),
        job_months=number(facts, "job_months"),
        overdue_run=number(facts, "overdue_run"),
        overdue_times=number(facts, "overdue_times"),
        queries=number(facts, "credit_queries"),
        card_percent=number(facts, "card_use"),
    )


def credit_look(enquiry: CreditEnquiry, values: RuleValues) -> CreditLook:
    """Look at an enquiry with the figures in force on a day.

    Args:
        enquiry: What is known.
        values: The thresholds of the rules in force.

    Raises:
        ValueError: A negative amount or rate, or a term without a month.
    """
    flags = judge(CREDIT_RULES, enquiry, values).findings
    label = next((flag for flag in flags if flag.rule == "credit_preliminary"), _LABEL)
    loan = LoanFacts(enquiry.type, enquiry.amount_fen, enquiry.term_months)
    term = judge([rule for rule in LOAN_RULES if rule.id in _TERMS], loan, values).findings
    known = (*term, *(flag for flag in flags if flag.rule != label.rule))
    return CreditLook(
        enquiry,
        label,
        tuple(_repayment(enquiry, method, values) for method in _PLANS) if _planned(enquiry) else (),
        _largest(enquiry, values),
        tuple(finding for finding in known if finding.verdict is not Verdict.MISSING),
        _missing(enquiry),
    )


_LABEL = Finding("credit_preliminary", Verdict.WARN)


def _planned(enquiry: CreditEnquiry) -> bool:
    return None not in (enquiry.amount_fen, enquiry.term_months, enquiry.annual_rate)


def _repayment(enquiry: CreditEnquiry, method: Method, values: RuleValues) -> Repayment:
    amount, term, rate = enquiry.amount_fen or 0, enquiry.term_months or 0, enquiry.annual_rate or Fraction(0)
    plan = _PLANS[method](amount, rate, term)
    interest = sum(instalment.interest_fen for instalment in plan)
    first = plan[0].payment_fen
    ratios = _ratios(enquiry, first)
    payments = tuple(instalment.payment_fen for instalment in plan)
    findings = _ratio_findings(enquiry, ratios, values)
    return Repayment(method, first, payments[-1], interest, payments, ratios, findings)


def _fee_unknown(enquiry: CreditEnquiry) -> bool:
    return enquiry.type is LoanType.MORTGAGE and enquiry.property_fee_fen is None


def _ratios(enquiry: CreditEnquiry, first_fen: int) -> Ratios | None:
    others, income = enquiry.other_instalments_fen, enquiry.income_fen
    if others is None or income is None:
        return None
    return repayment_ratios(first_fen, enquiry.property_fee_fen or 0, others, income)


def _ratio_findings(enquiry: CreditEnquiry, ratios: Ratios | None, values: RuleValues) -> tuple[Finding, ...]:
    """Both shares of a mortgage; of any other loan the share of all debts, as an orientation."""
    if ratios is None:
        return ()
    loan = LoanFacts(
        LoanType.ANY,
        house_ratio=ratios.house if enquiry.type is LoanType.MORTGAGE else None,
        total_ratio=ratios.total,
        property_fee_known=not _fee_unknown(enquiry),
    )
    return judge([rule for rule in LOAN_RULES if rule.id in _RATIOS], loan, values).findings


def _largest(enquiry: CreditEnquiry, values: RuleValues) -> tuple[tuple[Method, LargestLoan], ...]:
    rate, term, income, others = (
        enquiry.annual_rate,
        enquiry.term_months,
        enquiry.income_fen,
        enquiry.other_instalments_fen,
    )
    if rate is None or term is None or income is None or others is None or _fee_unknown(enquiry):
        return ()
    house, total = _cap(values, "loan_house_ratio"), _cap(values, "loan_total_ratio")
    if house is None or total is None:
        return ()
    fee = enquiry.property_fee_fen or 0
    found: list[tuple[Method, LargestLoan]] = []
    for method, largest in _LARGEST.items():
        by_house = largest(room(income, fee, house), rate, term) if enquiry.type is LoanType.MORTGAGE else None
        found.append((method, LargestLoan(by_house, largest(room(income, fee + others, total), rate, term))))
    return tuple(found)


def _cap(values: RuleValues, rule: str) -> int | None:
    cap = values.get(rule)
    return cap.percent if isinstance(cap, RatioCap) else None


def _missing(enquiry: CreditEnquiry) -> tuple[str, ...]:
    names = [name for name in CreditEnquiry.__dataclass_fields__ if getattr(enquiry, name) is None]
    if enquiry.type is not LoanType.MORTGAGE:
        names = [name for name in names if name != "property_fee_fen"]
    return tuple(names)
