"""Beginning an interview: in a talk, or from a paper form that the client filled in."""

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width, one_line
from advisor_tui.desk.interview.listing import find_client
from advisor_tui.desk.interview.records import Shelf, client_interviews
from advisor_tui.desk.office import Office
from advisor_tui.rules.interview import next_question
from advisor_tui.store.tables import Client, Interview

LONGEST_NUMBER = 40
"""Characters of a form's number."""


def begin(
    session: Session, office: Office, shelf: Shelf, client_id: str, questionnaire_id: str, form_number: str
) -> Interview:
    """The parked interview that is gone on with, or a new one with the version that holds today.

    Args:
        session: Of the unit of work.
        office: The desk.
        shelf: Its questionnaires.
        client_id: Whose interview it is.
        questionnaire_id: What it is held with.
        form_number: The number of the paper form, as `checked_number` gives it; "" for a talk.

    Raises:
        DeskError: `client_unknown`, `client_closed`, `form_number_used`, `reference_unknown`, `questionnaire_changed`.
    """
    client = find_client(session, client_id)
    if client.status == "closed":
        raise DeskError("client_closed", mark("{name} is no longer a client of this branch."), name=client.name)
    before = client_interviews(session, client_id)
    for interview in before:
        held = shelf.stored(session, interview.questionnaire_id)
        if interview.status == "open" and held.id == questionnaire_id and interview.form_number == form_number:
            return interview
    _refuse_used(session, form_number)
    questionnaire = office.reference.questionnaires.latest(questionnaire_id, office.today)
    first = next_question(questionnaire, {}, None)
    made = Interview(
        id=office.ids.new(),
        client_id=client_id,
        advisor_id=office.me.id,
        questionnaire_id=shelf.keep(session, questionnaire),
        number=max((row.number for row in before), default=0) + 1,
        question="" if first is None else first.id,
        started_at=office.clock.now(),
        medium="paper" if form_number else "talk",
        form_number=form_number,
    )
    session.add(made)
    session.flush()
    return made


def checked_number(typed: str) -> str:
    """A form's number as it is kept: half-width, capitals, one line.

    Raises:
        DeskError: `form_number_missing`, `form_number_long`.
    """
    number = one_line(half_width(typed)).strip().upper()
    if not number:
        raise DeskError("form_number_missing", mark("Write the number of the paper form."), where="form_number")
    if len(number) > LONGEST_NUMBER:
        raise DeskError("form_number_long", mark("At most {high} characters"), where="form_number", high=LONGEST_NUMBER)
    return number


def _refuse_used(session: Session, form_number: str) -> None:
    """A form is keyed in once in a home; one whose interview was given up may be keyed in anew."""
    if not form_number:
        return
    used = session.exec(
        select(Interview, Client)
        .join(Client, col(Interview.client_id) == col(Client.id))
        .where(Interview.form_number == form_number, Interview.status != "abandoned")
    ).first()
    if used is not None:
        interview, client = used
        raise DeskError(
            "form_number_used",
            mark("Form {form} was keyed in already: interview {number} of {name} ({client})."),
            where=interview.id,
            form=form_number,
            number=interview.number,
            name=client.name,
            client=client.number,
        )
