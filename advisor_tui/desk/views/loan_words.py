"""Loans in words, for screens and for paper: kinds, methods of repayment, holders of papers, rates and terms."""

from collections.abc import Mapping

from advisor_tui.base.languages import counted, mark, translate
from advisor_tui.base.rates import percent_of
from advisor_tui.base.text import one_line

KINDS: Mapping[str, str] = {
    "mortgage": mark("Mortgage"),
    "consumer": mark("Consumer loan"),
    "business": mark("Business loan"),
    "car": mark("Car loan"),
    "student": mark("Student loan"),
}
HOLDERS: Mapping[str, str] = {
    "borrower": mark("Borrower"),
    "spouse": mark("Spouse"),
    "co_borrower": mark("Co-borrower"),
    "co_owner": mark("Co-owner"),
    "guarantor": mark("Guarantor"),
    "counterparty": mark("Counterparty"),
}
METHODS: Mapping[str, str] = {
    "equal_payment": mark("Equal payments"),
    "equal_principal": mark("Equal principal"),
}


def word(table: Mapping[str, str], name: str) -> str:
    """A word of one of the tables; an unknown one stands for itself."""
    return translate(table[name]) if name in table else one_line(name)


def rate_text(rate: int | None) -> str:
    """A yearly rate of 10⁻⁴ percent: `3.5 %`."""
    return "" if rate is None else f"{percent_of(rate)} %"


def months_text(months: int | None) -> str:
    """A term: `30 years`, `18 months`."""
    if months is None:
        return ""
    if months % 12 == 0:
        return counted(mark("1 year"), mark("{count} years"), months // 12)
    return counted(mark("1 month"), mark("{count} months"), months)
