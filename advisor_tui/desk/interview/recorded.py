"""What the client's record says of a fact: the client, the identity paper, consents, household, holdings and debts."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from advisor_tui.desk.interview.books import household_of
from advisor_tui.desk.interview.checking import main_paper
from advisor_tui.rules.needs.books import FINANCIAL_KINDS
from advisor_tui.rules.plausibility import age_on
from advisor_tui.rules.questionnaire import Question, Value
from advisor_tui.rules.said import ROLES, Relative, Relatives
from advisor_tui.store.tables import Client, Consent, Holding, IdentityDocument, Liability

FINANCIAL = FINANCIAL_KINDS
"""Kinds of holdings that are financial assets which can be sold or called; 分 in `Holding.value`."""
READY = ("current",)
"""Kinds of holdings that are money on accounts."""
_HELD: Mapping[str, tuple[str, ...]] = {"financial_assets": FINANCIAL, "cash_assets": READY}
_OWED: Mapping[str, int | None] = {
    "total_debts": Liability.balance,
    "monthly_debt_payment": Liability.instalment,
}
_CLIENT: Mapping[str, str] = {
    "full_name": "name",
    "phone": "phone",
    "address": "address",
    "nationality": "nationality",
    "tax_residence": "tax_residence",
    "occupation": "occupation",
    "guardian_name": "guardian",
}
"""Facts that are columns of the client."""
_PAPER = ("id_kind", "id_number", "id_long_term", "id_expires")
_CONSENT: Mapping[str, tuple[str, str]] = {
    "consent_form": ("sensitive_data", "form"),
    "marketing": ("marketing", "given"),
    "marketing_form": ("marketing", "form"),
}
KEPT = frozenset({*_CLIENT, *_PAPER, *_CONSENT, "age", "members"})
"""Facts that the record keeps: what it says is at least as new as any interview, which writes it there."""
HOME = "CN"
_HOME_WORDS = ("cn", "china")
"""Ids of options that say what the record calls `CN`."""
_CODE = 2

Recorded = tuple[Value, date]
"""A value and the day that it is from."""


def recorded(session: Session, client: Client, question: Question, today: date) -> Recorded | None:
    """What the record says of the fact that a question asks for, as a value; whether it fits is not judged here."""
    fact = question.fact
    found: Recorded | None = None
    if fact in _CLIENT:
        text = str(getattr(client, _CLIENT[fact]))
        found = (text, today) if text else None
    elif fact in _PAPER:
        paper = main_paper(session, client.id)
        found = None if paper is None else _of_paper(paper, fact, today)
    elif fact in _CONSENT:
        found = _of_consent(session, client, fact)
    elif fact == "members":
        rows = relatives_on_file(session, client)
        found = (Relatives(rows), today) if rows else None
    else:
        number = _number(session, client, fact, today)
        found = None if number is None else (number, today)
    if found is None or question.kind != "choice":
        return found
    word = option_of(question, str(found[0]))
    return None if not word else (word, found[1])


def option_of(question: Question, text: str) -> str:
    """The option that a text of the record stands for, or ""."""
    wanted = _HOME_WORDS if text == HOME else (text.casefold(),)
    options = question.options
    return next((option.id for option in options if option.id.casefold() in wanted or option.text["zh"] == text), "")


def record_text(question: Question, option_id: str) -> str:
    """What the record holds for an option: a country's code, else the Chinese text; `option_of` reads it back."""
    if option_id.casefold() in _HOME_WORDS:
        return HOME
    option = question.option(option_id)
    if option is None:
        return ""
    return option_id.upper() if len(option_id) == _CODE and option_id.isalpha() else option.text["zh"]


def relatives_on_file(session: Session, client: Client) -> tuple[Relative, ...]:
    """The others of the client's household."""
    return tuple(
        Relative(member.name, role, member.born_on, member.dependent)
        for member in household_of(session, client)
        for role in ROLES
        if role == member.role
    )


def held_value(session: Session, client: Client, kinds: tuple[str, ...]) -> tuple[int | None, date | None]:
    """What the client's holdings of these kinds are worth together, and the newest day that the books say it of.

    In 分 and in every currency: `Holding.value` is converted already. Both are None where nothing is held.
    """
    return session.exec(
        select(func.sum(Holding.value), func.max(Holding.as_of)).where(
            Holding.client_id == client.id, col(Holding.kind).in_(kinds)
        )
    ).one()


def last_consent(session: Session, client_id: str, kind: str) -> Consent | None:
    """The client's latest word on a purpose, None where there is none."""
    return session.exec(
        select(Consent)
        .where(Consent.client_id == client_id, Consent.kind == kind)
        .order_by(col(Consent.decided_on).desc(), col(Consent.id).desc())
    ).first()


def _of_paper(paper: IdentityDocument, fact: str, today: date) -> Recorded | None:
    endless = paper.long_term or paper.expires_on is None
    told: dict[str, Value | None] = {
        "id_kind": paper.kind,
        "id_number": paper.number,
        "id_long_term": "yes" if paper.long_term else "no" if paper.expires_on is not None else None,
        "id_expires": None if endless else paper.expires_on,
    }
    value = told[fact]
    return None if value is None else (value, paper.seen_on or today)


def _of_consent(session: Session, client: Client, fact: str) -> Recorded | None:
    kind, what = _CONSENT[fact]
    consent = last_consent(session, client.id, kind)
    if consent is None:
        return None
    if what == "given":
        return "yes" if consent.given and consent.withdrawn_on is None else "no", consent.decided_on
    holds = consent.given and consent.withdrawn_on is None and consent.form_number
    return (consent.form_number, consent.decided_on) if holds else None


def _number(session: Session, client: Client, fact: str, today: date) -> int | None:
    if fact == "age":
        return None if client.born_on is None else age_on(client.born_on, today)
    if fact in _HELD:
        return held_value(session, client, _HELD[fact])[0]
    if fact in _OWED:
        return session.exec(select(func.sum(_OWED[fact])).where(Liability.client_id == client.id)).one()
    return None
