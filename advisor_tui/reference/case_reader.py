"""Reads decision cases from JSON into the facts that the rules judge; amounts in the file are yuan."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, NoReturn

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.reference.case_fields import Fields, JsonObject
from advisor_tui.rules import facts
from advisor_tui.rules.facts import AssessmentFacts, ClientFacts, LoanFacts, ProductFacts, Sale, SaleContext


class Kind(StrEnum):
    """What is to be judged."""

    SALE = "sale"
    PROMOTION = "promotion"
    ASSESSMENT = "assessment"
    LOAN = "loan"


class _AssessmentType(StrEnum):
    RISK_ASSESSMENT = "risk_assessment"


_CLIENT = (
    "age", "capacity", "guardian_consent", "risk_level", "lowest_class", "assessed_on", "changes_reported",
    "financial_assets", "net_financial_assets", "annual_income_3y", "experience_years", "family_annual_income",
    "premium_budget",
)  # fmt: skip
_PRODUCT = (
    "type", "subtype", "risk_level", "issuer_risk_level", "seller_risk_level", "min_amount", "cooling_off_hours",
    "benefit_uncertain", "pay", "pay_years", "term_years", "term_months", "payment", "house_ratio", "total_ratio",
    "cost_sheet_confirmed", "counterparty_known", "counterparty_noncash",
)  # fmt: skip
_CONTEXT = (
    "initiated_by", "channel", "client_signed_waiver", "client_insists", "unsuitable", "shared_by_persons",
    "sold_before_assessment", "answered_by", "done_today", "done_12m", "new_level", "last_level", "claims",
)  # fmt: skip
_DESCRIPTIVE = ("name", "note")
"""What a person may add to tell cases apart; no rule reads it."""
_MOST_RATIO = 3
"""A ratio above it is meant in percent: nobody owes three times the income every month."""


@dataclass(frozen=True)
class Case:
    """One case, its facts read and checked: a sale or promotion, an assessment, or a loan."""

    id: str
    kind: Kind
    on: date
    subject: Sale | AssessmentFacts | LoanFacts


def read_cases(text: str, file: str = "") -> tuple[list[Case], bool]:
    """The cases of a JSON text, and whether it holds a list (else one object).

    Args:
        text: What the file holds.
        file: Its name, for what is wrong with the whole of it.

    Raises:
        DeskError: `case_unreadable` for what is no JSON, `where` naming the file and the line; `case_invalid`, `where`
            naming the case and the field.
    """
    try:
        values = json.loads(
            text, parse_float=_decimal, parse_constant=_no_constant, object_pairs_hook=JsonObject.of_pairs
        )
    except json.JSONDecodeError as error:
        message = mark("This is not JSON: see line {line}, column {column}.")
        where = f"{file}:{error.lineno}" if file else ""
        raise DeskError("case_unreadable", message, where=where, line=error.lineno, column=error.colno) from error
    except ValueError as error:
        raise DeskError("case_unreadable", mark("A number in it is none, or far too long."), where=file) from error
    except RecursionError as error:
        raise DeskError("case_unreadable", mark("It is nested too deeply."), where=file) from error
    several = isinstance(values, list)
    items = values if several else [values]
    return [_case(place, item) for place, item in enumerate(items, 1)], several


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except ArithmeticError as error:
        raise ValueError(digits[:40]) from error


def _case(place: int, item: Any) -> Case:
    if not isinstance(item, dict):
        raise DeskError("case_invalid", mark("A case is an object with id, kind, date and facts"), where=f"#{place}")
    unnamed = Fields(f"#{place}", "", item)
    case_id = unnamed.text("id") or ""
    if not case_id.strip():
        unnamed.refuse("id", mark("This field is missing"))
    top = Fields(case_id, "", item)
    top.each_once()
    kind, on = top.needed_word("kind", Kind), top.needed_day("date")
    client, product, context = top.nested("client"), top.nested("product"), top.nested("context")
    client.only((*_CLIENT, *_DESCRIPTIVE))
    product.only((*_PRODUCT, *_DESCRIPTIVE))
    context.only((*_CONTEXT, *_DESCRIPTIVE))
    person, how, answers = _client(client), _context(context), _assessment(context)
    amount_fen = top.money("amount")
    if kind is Kind.LOAN:
        _product(product, facts.ProductType.WMP_PUBLIC)
        return Case(
            case_id,
            kind,
            on,
            _loan(product, product.needed_word("type", facts.LoanType), amount_fen, person, how.channel),
        )
    # What no rule of this kind reads has to be what it says all the same: a case with a mistake in it is not decided.
    _loan(product, facts.LoanType.ANY, amount_fen, person, how.channel)
    if kind is Kind.ASSESSMENT:
        product.word("type", _AssessmentType)
        _product(product, facts.ProductType.WMP_PUBLIC)
        return Case(case_id, kind, on, answers)
    sold = _product(product, product.needed_word("type", facts.ProductType))
    top.required("client")
    return Case(case_id, kind, on, Sale(person, sold, amount_fen, on, how))


def _client(fields: Fields) -> ClientFacts:
    risk_level, assessed_on = fields.whole("risk_level", 1, 5), fields.day("assessed_on")
    return ClientFacts(
        age=fields.whole("age", 0, 150),
        capacity=fields.word("capacity", facts.Capacity),
        guardian_consent=fields.flag("guardian_consent"),
        risk_level=risk_level,
        lowest_class=fields.flag("lowest_class"),
        assessed=_assessed(fields, risk_level, assessed_on),
        assessed_on=assessed_on,
        changes_reported=fields.flag("changes_reported"),
        financial_assets_fen=fields.money("financial_assets"),
        net_financial_assets_fen=fields.signed_money("net_financial_assets"),
        annual_income_fen=fields.money("annual_income_3y"),
        experience_years=fields.number("experience_years"),
        family_annual_income_fen=fields.money("family_annual_income"),
        premium_budget_fen=fields.money("premium_budget"),
    )


def _assessed(fields: Fields, risk_level: int | None, assessed_on: date | None) -> bool | None:
    """A level or a date tells of an assessment; null written for both tells that there was none."""
    if risk_level is not None or assessed_on is not None:
        return True
    return False if fields.has_null("risk_level") and fields.has_null("assessed_on") else None


def _product(fields: Fields, kind: facts.ProductType) -> ProductFacts:
    said = fields.text("subtype")  # of what is offered publicly, a word of the bank's own
    subtype = fields.word("subtype", facts.Subtype) if said is not None and kind.is_private else None
    return ProductFacts(
        type=kind,
        subtype=subtype,
        risk_level=fields.whole("risk_level", 1, 5),
        issuer_risk_level=fields.whole("issuer_risk_level", 1, 5),
        seller_risk_level=fields.whole("seller_risk_level", 1, 5),
        min_amount_fen=fields.money("min_amount"),
        cooling_off_hours=fields.number("cooling_off_hours"),
        benefit_uncertain=fields.flag("benefit_uncertain"),
        pay=fields.word("pay", facts.Pay),
        pay_years=fields.whole("pay_years", 0, 150),
        term_years=fields.number("term_years"),
    )


def _context(fields: Fields) -> SaleContext:
    return SaleContext(
        initiated_by=fields.word("initiated_by", facts.Initiator),
        channel=fields.text("channel"),
        client_signed_waiver=fields.flag("client_signed_waiver"),
        client_insists=fields.flag("client_insists"),
        unsuitable=fields.flag("unsuitable") or False,
        shared_by_persons=fields.whole("shared_by_persons") or 1,
        sold_before_assessment=fields.flag("sold_before_assessment") or False,
        answered_by=fields.text("answered_by"),
        claims=fields.texts("claims"),
    )


def _assessment(fields: Fields) -> AssessmentFacts:
    return AssessmentFacts(
        done_today=fields.whole("done_today"),
        done_12m=fields.whole("done_12m"),
        new_level=fields.whole("new_level", 1, 5),
        last_level=fields.whole("last_level", 1, 5),
        answered_by=fields.text("answered_by"),
        channel=fields.text("channel"),
    )


def _loan(
    fields: Fields, kind: facts.LoanType, amount_fen: int | None, borrower: ClientFacts, channel: str | None
) -> LoanFacts:
    known, noncash = fields.flag("counterparty_known"), fields.flag("counterparty_noncash")
    return LoanFacts(
        type=kind,
        amount_fen=amount_fen,
        term_months=fields.whole("term_months", 1),
        payment=fields.word("payment", facts.Payment),
        counterparty_known=known is not False,
        counterparty_noncash=noncash is not False,
        house_ratio=_ratio(fields, "house_ratio"),
        total_ratio=_ratio(fields, "total_ratio"),
        cost_sheet_confirmed=fields.flag("cost_sheet_confirmed"),
        borrower_capacity=borrower.capacity,
        channel=channel,
    )


def _ratio(fields: Fields, name: str) -> Fraction | None:
    ratio = fields.number(name)
    return ratio / 100 if ratio is not None and ratio > _MOST_RATIO else ratio
