"""Loans in words: kinds, steps, decisions, rates, holders of papers."""

from collections.abc import Mapping

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import one_line

KINDS: Mapping[str, str] = {
    "mortgage": mark("Mortgage"),
    "consumer": mark("Consumer loan"),
    "business": mark("Business loan"),
    "car": mark("Car loan"),
    "student": mark("Student loan"),
}
STATUSES: Mapping[str, str] = {
    "enquiry": mark("Enquiry"),
    "collecting": mark("Collecting papers"),
    "submitted": mark("With the risk department"),
    "approved": mark("Approved"),
    "refused": mark("Refused"),
    "signed": mark("Signed"),
    "paid_out": mark("Paid out"),
    "withdrawn": mark("Withdrawn by the client"),
}
DECISIONS: Mapping[str, str] = {
    "approved": mark("Approved"),
    "approved_with_conditions": mark("Approved with conditions"),
    "refused": mark("Refused"),
    "returned": mark("Returned for completion"),
}
HOLDERS: Mapping[str, str] = {
    "borrower": mark("Borrower"),
    "spouse": mark("Spouse"),
    "co_borrower": mark("Co-borrower"),
    "co_owner": mark("Co-owner"),
    "guarantor": mark("Guarantor"),
    "counterparty": mark("Counterparty"),
}
MISSING: Mapping[str, str] = {
    "income": mark("income is not on file"),
    "term": mark("the term is not known"),
    "rate": mark("the rate is not known"),
}


def word(table: Mapping[str, str], name: str) -> str:
    """A word of one of the tables; an unknown one stands for itself."""
    return translate(table[name]) if name in table else one_line(name)


def rate_text(rate: int | None) -> str:
    """A yearly rate of 10⁻⁴ percent: `3.5 %`."""
    if rate is None:
        return ""
    whole, part = divmod(rate, 10_000)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".") + " %"


def parse_rate(typed: str) -> int:
    """A yearly rate as typed, `3.5` or `3.5%`, in 10⁻⁴ percent.

    Raises:
        ValueError: Not a rate from 0 to 36 percent with at most four decimals.
    """
    text = typed.strip().rstrip("%％").strip()
    whole, _, part = text.partition(".")
    if not whole.isdecimal() or (part and not part.isdecimal()) or len(part) > 4 or int(whole) > 36:
        raise ValueError(typed)
    return int(whole) * 10_000 + int((part or "0").ljust(4, "0"))


def months_text(months: int | None) -> str:
    """A term: `30 years`, `18 months`."""
    if months is None:
        return ""
    if months % 12 == 0:
        return translate(mark("{count} years")).format(count=months // 12)
    return translate(mark("{count} months")).format(count=months)
