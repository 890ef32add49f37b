"""Answers as they are stored; texts that have to be a name, the number of an identity paper, a telephone number."""

import re
from dataclasses import replace

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width, safe_text
from advisor_tui.desk.checks.fields import check_name
from advisor_tui.desk.checks.identity import check_identity
from advisor_tui.desk.checks.phone import check_phone
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.reference.answers import check_value
from advisor_tui.rules.profile import facts_of, words
from advisor_tui.rules.questionnaire import Answer, Question
from advisor_tui.store.tables import Client, IdentityDocument
from advisor_tui.store.tables.client import DOCUMENT_KINDS

RESIDENT_ID = "resident_id"
_LIKE_RESIDENT = re.compile(r"\d{15,17}[\dXx]?")
"""What can only be meant as the number of a resident identity card, mistyped or not: no other paper has so many."""


def checked_answer(session: Session, office: Office, held: Held, question: Question, answer: Answer) -> Answer:
    """An answer as it is stored: a value that fits the question, a text made safe and in its normal form.

    Raises:
        DeskError: `answer_invalid`, saying what is wrong.
    """
    value = answer.value
    if value is None:
        return answer
    if isinstance(value, str):
        value = safe_text(value, lines=True)
    value = check_value(question, value)
    if isinstance(value, str):
        value = checked_text(session, office, held, question, value)
    return replace(answer, value=value)


def checked_text(session: Session, office: Office, held: Held, question: Question, text: str) -> str:
    """The text of an answer as it is stored: itself, or the normal form of what the question's check asks for.

    Raises:
        DeskError: `answer_invalid`, saying what is wrong.
    """
    if not question.check:
        return text
    try:
        normal = _normal(session, office, held, question, text)
    except DeskError as error:
        raise DeskError("answer_invalid", error.message, where=question.id, **error.params) from error
    return str(check_value(question, normal))


def check_texts_again(session: Session, office: Office, held: Held) -> None:
    """Check what was answered before once more: the kind of a paper may have been changed after its number.

    Raises:
        DeskError: `answer_invalid`, `where` naming the question.
    """
    for question in held.asked:
        answer = held.answers.get(question.id)
        if answer is not None and isinstance(answer.value, str):
            checked_text(session, office, held, question, answer.value)


def main_paper(session: Session, client_id: str) -> IdentityDocument | None:
    """The client's main identity paper, None where none is on file."""
    statement = (
        select(IdentityDocument)
        .where(IdentityDocument.client_id == client_id, col(IdentityDocument.main).is_(True))
        .order_by(col(IdentityDocument.id))
    )
    return session.exec(statement).first()


def paper_kind(session: Session, held: Held) -> str:
    """The kind of the client's identity paper: as it was answered, else that of the one on file."""
    told = words(facts_of(held.questionnaire, held.answers), "id_kind")
    if told:
        return told[0] if told[0] in DOCUMENT_KINDS else "other"
    paper = main_paper(session, held.client.id)
    return RESIDENT_ID if paper is None else paper.kind


def _normal(session: Session, office: Office, held: Held, question: Question, text: str) -> str:
    demo = office.settings.demo
    if question.check == "name":
        return check_name(text, where=question.id)
    if question.check == "phone":
        return check_phone(text, demo=demo)
    if question.fact != "id_number":
        return check_identity(_kind_by_shape(text), text, today=office.today, demo=demo).number
    kind = paper_kind(session, held)
    number = check_identity(kind, text, today=office.today, demo=demo).number
    _refuse_other_client(session, held, kind, number)
    return number


def _kind_by_shape(text: str) -> str:
    """Of whom nobody was asked what paper it is, such as the legal representative."""
    return RESIDENT_ID if _LIKE_RESIDENT.fullmatch(re.sub(r"[\s\-]", "", half_width(text))) else "other"


def _refuse_other_client(session: Session, held: Held, kind: str, number: str) -> None:
    found = session.exec(
        select(Client.number)
        .join(IdentityDocument)
        .where(IdentityDocument.number == number, IdentityDocument.kind == kind, Client.id != held.client.id)
    ).first()
    if found is not None:
        raise DeskError("duplicate_client", mark("Client {number} is on file with this ID number."), number=found)
