"""Rules of thumb by which a loan enquiry is looked at early; every one warns, none decides (the bank's practice)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from advisor_tui.rules.facts import LoanType
from advisor_tui.rules.findings import Finding, Param, Verdict
from advisor_tui.rules.rule import NoThresholds, Rule, any_of, at_least

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class CreditEnquiry:
    """A loan that a client asks about, as far as it is known; amounts in 分, by month where they recur.

    Attributes:
        income_fen: The borrowers' verified net income a month.
        property_fee_fen: Property fee a month; of a mortgage it has to be known, else None is nothing.
        other_instalments_fen: What is paid on all other debts in a month.
        annual_rate: The yearly rate as an exact fraction.
        age: The borrower's age in years.
        job_months: Months in the present job or business.
        overdue_run: The most months overdue in a row within the months that the rule looks at.
        overdue_times: Months overdue in all within them.
        queries: Queries of the credit report by lenders in the last months that the rule looks at.
        card_percent: Used part of all card limits, in percent.
    """

    type: LoanType = LoanType.ANY
    amount_fen: int | None = None
    term_months: int | None = None
    annual_rate: Fraction | None = None
    income_fen: int | None = None
    property_fee_fen: int | None = None
    other_instalments_fen: int | None = None
    age: int | None = None
    job_months: int | None = None
    overdue_run: int | None = None
    overdue_times: int | None = None
    queries: int | None = None
    card_percent: int | None = None


@dataclass(frozen=True, slots=True)
class OverdueMarks:
    """连三累六: from so many months overdue in a row, or in all, within `months` (limits included) it warns."""

    run: int
    times: int
    months: int


@dataclass(frozen=True, slots=True)
class CreditQueries:
    """More than `most` queries of lenders within `months` warn."""

    most: int
    months: int


@dataclass(frozen=True, slots=True)
class CardUse:
    """Card limits used by more than so many percent warn."""

    percent: int


@dataclass(frozen=True, slots=True)
class JobDuration:
    """Fewer months in the present job warn."""

    months: int


@dataclass(frozen=True, slots=True)
class AgeAndTerm:
    """Age and term together above so many years warn."""

    years: int


@dataclass(frozen=True, slots=True)
class PrimeRate:
    """The loan prime rates (LPR), yearly, in 10⁻⁴ percent: of one year, and of five years and more."""

    one_year: int
    five_years: int

    def for_term(self, months: int) -> int:
        """The rate that a term is priced from: the longer one from 5 years on."""
        return self.five_years if months >= 5 * _MONTHS else self.one_year


def judge_preliminary(_enquiry: CreditEnquiry, _values: NoThresholds) -> Finding:
    """The label of every first look: it is preliminary, and the risk department decides."""
    return Finding("credit_preliminary", Verdict.WARN)


def judge_overdue(enquiry: CreditEnquiry, values: OverdueMarks) -> Finding | None:
    """Months overdue in a row or in all: one is enough to warn, both have to be known to say that all is well."""
    run, times = enquiry.overdue_run, enquiry.overdue_times
    over = any_of(at_least(run, values.run), at_least(times, values.times))
    if over is None:
        return None
    known: dict[str, Param] = {"run": "—" if run is None else run, "times": "—" if times is None else times}
    limits = {"most_run": values.run, "most_times": values.times, "months": values.months}
    return _flag("credit_overdue", over, {**known, **limits})


def judge_queries(enquiry: CreditEnquiry, values: CreditQueries) -> Finding | None:
    """Many queries within a few months say that money is sought everywhere."""
    if enquiry.queries is None:
        return None
    params = {"queries": enquiry.queries, "most": values.most, "months": values.months}
    return _flag("credit_queries", enquiry.queries > values.most, params)


def judge_card_use(enquiry: CreditEnquiry, values: CardUse) -> Finding | None:
    """Card limits that are nearly used up."""
    if enquiry.card_percent is None:
        return None
    params = {"used": enquiry.card_percent, "percent": values.percent}
    return _flag("credit_card_use", enquiry.card_percent > values.percent, params)


def judge_job(enquiry: CreditEnquiry, values: JobDuration) -> Finding | None:
    """A job or business that is too young to rest a repayment on."""
    if enquiry.job_months is None:
        return None
    params = {"held": enquiry.job_months, "months": values.months}
    return _flag("credit_job", enquiry.job_months < values.months, params)


def judge_age_and_term(enquiry: CreditEnquiry, values: AgeAndTerm) -> Finding | None:
    """The borrower's age at the end of the loan; a part of a year counts as a year when it is shown."""
    if enquiry.age is None or enquiry.term_months is None:
        return None
    together = enquiry.age * _MONTHS + enquiry.term_months
    params = {"together": -(-together // _MONTHS), "years": values.years}
    return _flag("credit_age_term", together > values.years * _MONTHS, params)


def _flag(rule: str, over: bool, params: Mapping[str, Param]) -> Finding:
    return Finding(rule, Verdict.WARN if over else Verdict.ALLOWED, params=params)


CREDIT_RULES: tuple[Rule[CreditEnquiry, Any], ...] = (
    Rule("credit_preliminary", NoThresholds, judge_preliminary),
    Rule("credit_overdue", OverdueMarks, judge_overdue),
    Rule("credit_queries", CreditQueries, judge_queries),
    Rule("credit_card_use", CardUse, judge_card_use),
    Rule("credit_job", JobDuration, judge_job),
    Rule("credit_age_term", AgeAndTerm, judge_age_and_term),
)
