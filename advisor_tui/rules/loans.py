"""Personal loans: terms, who pays out, repayment ratios, the cost sheet (个人贷款管理办法 2024 and others)."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from advisor_tui.rules.facts import Capacity, LoanFacts, LoanType, Payment
from advisor_tui.rules.findings import Decision, Finding, Param, Verdict, missing
from advisor_tui.rules.rule import LOWER, MORE, NoThresholds, Rule, RuleValues, judge
from advisor_tui.rules.suitability.conduct import word


@dataclass(frozen=True, slots=True)
class LoanTerm:
    """Months, both included: the ordinary longest term, and the longest that special grounds allow."""

    ordinary_months: int = field(metadata=LOWER)
    longest_months: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class SelfPayment:
    """The largest single drawdown in 分 that the borrower may pay out alone, included."""

    most_fen: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class InternetLoan:
    """The largest consumer loan in 分, included, that is granted through these channels."""

    most_fen: int = field(metadata=LOWER)
    channels: tuple[str, ...] = field(metadata=MORE)


@dataclass(frozen=True, slots=True)
class RatioCap:
    """The highest share of monthly income in percent, included."""

    percent: int = field(metadata=LOWER)


def percent_text(ratio: Fraction) -> str:
    """A ratio as percent with up to two places, rounded away from the cap so that 50.001 never reads as 50."""
    hundredths = -(-ratio.numerator * 10_000 // ratio.denominator)
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}" if part else f"{whole}"


def _term(rule: str, loan: LoanFacts, values: LoanTerm) -> Finding:
    if loan.term_months is None:
        return missing(rule, "product.term_months")
    params: dict[str, Param] = {
        "months": loan.term_months,
        "ordinary": values.ordinary_months,
        "longest": values.longest_months,
    }
    if loan.term_months > values.longest_months:
        return Finding(rule, Verdict.FORBIDDEN, params=params)
    above = loan.term_months > values.ordinary_months
    return Finding(rule, Verdict.WARN if above else Verdict.ALLOWED, params=params)


def judge_consumer_term(loan: LoanFacts, values: LoanTerm) -> Finding | None:
    """A consumer loan runs at most 5 years; while the 2025 notice holds, 7 on its grounds."""
    return _term("loan_consumer_term", loan, values) if loan.type is LoanType.CONSUMER else None


def judge_business_term(loan: LoanFacts, values: LoanTerm) -> Finding | None:
    """A business loan normally runs at most 5 years, 10 where the cash cycle is long."""
    return _term("loan_business_term", loan, values) if loan.type is LoanType.BUSINESS else None


def judge_mortgage_term(loan: LoanFacts, values: LoanTerm) -> Finding | None:
    """A mortgage runs at most 30 years."""
    return _term("loan_mortgage_term", loan, values) if loan.type is LoanType.MORTGAGE else None


def _pays_alone(rule: str, loan: LoanFacts, values: SelfPayment, granted: bool) -> Finding | None:
    """Self-payment on grounds that hold up to an amount; a counterparty that takes only cash has no cap."""
    if loan.payment is None:
        return missing(rule, "product.payment")
    if loan.payment is Payment.ENTRUSTED or not loan.counterparty_noncash:
        return None
    if granted and loan.amount_fen is None:
        return missing(rule, "amount")
    params: dict[str, Param] = {"amount_fen": loan.amount_fen or 0, "most_fen": values.most_fen}
    allowed = granted and loan.amount_fen is not None and loan.amount_fen <= values.most_fen
    return Finding(rule, Verdict.ALLOWED if allowed else Verdict.FORBIDDEN, params=params)


def judge_consumer_self_payment(loan: LoanFacts, values: SelfPayment) -> Finding | None:
    """Self-payment of a consumer loan: the counterparty is not known beforehand and the drawdown is within the cap."""
    if loan.type is not LoanType.CONSUMER:
        return None
    return _pays_alone("loan_consumer_self_payment", loan, values, not loan.counterparty_known)


def judge_internet_amount(loan: LoanFacts, values: InternetLoan) -> Finding | None:
    """A consumer loan through the internet is capped, the cap included; nothing is said of no channel."""
    if loan.type is not LoanType.CONSUMER or loan.channel is None or word(loan.channel) not in values.channels:
        return None
    if loan.amount_fen is None:
        return missing("loan_internet_amount", "amount")
    params: dict[str, Param] = {"amount_fen": loan.amount_fen, "most_fen": values.most_fen}
    verdict = Verdict.ALLOWED if loan.amount_fen <= values.most_fen else Verdict.FORBIDDEN
    return Finding("loan_internet_amount", verdict, params=params)


def judge_business_self_payment(loan: LoanFacts, values: SelfPayment) -> Finding | None:
    """Self-payment of a business loan: the single drawdown is within the cap."""
    if loan.type is not LoanType.BUSINESS:
        return None
    return _pays_alone("loan_business_self_payment", loan, values, True)


def _ratio(rule: str, fact: str, loan: LoanFacts, ratio: Fraction | None, values: RatioCap) -> Finding | None:
    if loan.type not in (LoanType.MORTGAGE, LoanType.ANY) or (loan.type is LoanType.ANY and ratio is None):
        return None
    if ratio is None:
        return missing(rule, fact)
    params: dict[str, Param] = {"ratio": percent_text(ratio), "percent": values.percent}
    if ratio * 100 > values.percent:
        return Finding(rule, Verdict.FORBIDDEN, params=params)
    # Without the property fee a share is only known from below: too high stays too high, within is not yet within.
    return Finding(rule, Verdict.ALLOWED if loan.property_fee_known else Verdict.WARN, params=params)


def judge_house_ratio(loan: LoanFacts, values: RatioCap) -> Finding | None:
    """House costs take at most 50 % of monthly income (银监发〔2004〕57号 art. 36)."""
    return _ratio("loan_house_ratio", "product.house_ratio", loan, loan.house_ratio, values)


def judge_total_ratio(loan: LoanFacts, values: RatioCap) -> Finding | None:
    """All debts take at most 55 % of monthly income (银监发〔2004〕57号 art. 36)."""
    return _ratio("loan_total_ratio", "product.total_ratio", loan, loan.total_ratio, values)


def judge_cost_sheet(loan: LoanFacts, _values: NoThresholds) -> Finding | None:
    """Before signing, the borrower sees and signs the sheet of the all-in cost (金规〔2026〕2号)."""
    sheet = ("cost_sheet",)
    if loan.cost_sheet_confirmed is None:
        return missing("loan_cost_sheet", "product.cost_sheet_confirmed", must_do=sheet)
    verdict = Verdict.ALLOWED if loan.cost_sheet_confirmed else Verdict.FORBIDDEN
    return Finding("loan_cost_sheet", verdict, sheet)


def judge_borrower_capacity(loan: LoanFacts, _values: NoThresholds) -> Finding | None:
    """A borrower has full civil capacity."""
    if loan.borrower_capacity is None:
        return missing("loan_capacity", "client.capacity")
    return Finding("loan_capacity", Verdict.FORBIDDEN) if loan.borrower_capacity is not Capacity.FULL else None


LOAN_RULES: tuple[Rule[LoanFacts, Any], ...] = (
    Rule("loan_consumer_term", LoanTerm, judge_consumer_term),
    Rule("loan_business_term", LoanTerm, judge_business_term),
    Rule("loan_mortgage_term", LoanTerm, judge_mortgage_term),
    Rule("loan_consumer_self_payment", SelfPayment, judge_consumer_self_payment),
    Rule("loan_business_self_payment", SelfPayment, judge_business_self_payment),
    Rule("loan_internet_amount", InternetLoan, judge_internet_amount),
    Rule("loan_house_ratio", RatioCap, judge_house_ratio),
    Rule("loan_total_ratio", RatioCap, judge_total_ratio),
    Rule("loan_cost_sheet", NoThresholds, judge_cost_sheet),
    Rule("loan_capacity", NoThresholds, judge_borrower_capacity),
)


def evaluate_loan(loan: LoanFacts, values: RuleValues) -> Decision:
    """Judge a personal loan or one drawdown of it."""
    return judge(LOAN_RULES, loan, values)
