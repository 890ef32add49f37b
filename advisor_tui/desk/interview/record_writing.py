"""What an interview writes to the client's record: the person, the identity paper and the consents.

Everything may be written twice: the second time nothing changes.
"""

from datetime import date

from sqlmodel import Session, col, select

from advisor_tui.desk.interview.checking import main_paper, paper_kind
from advisor_tui.desk.interview.person import capacity_now, told_identity
from advisor_tui.desk.interview.recorded import last_consent, record_text
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.rules.profile import Facts, words
from advisor_tui.store.tables import Consent, IdentityDocument

_AS_TOLD = {"full_name": "name", "phone": "phone", "address": "address", "guardian_name": "guardian"}
_AS_CHOSEN = {"nationality": "nationality", "tax_residence": "tax_residence"}
_CONSENTS = (("sensitive_data", "consent", "consent_form"), ("marketing", "marketing", "marketing_form"))
"""Kinds of consent, each of its own, with the fact that gives or refuses it and the one that names the form."""


def write_client(session: Session, office: Office, held: Held, facts: Facts) -> None:
    """The person as told; what was not told stays.

    Capacity is kept as age and answer allow it; an occupation only where none is on file, for the record is finer;
    birth date and sex by the resident identity number only where none is on file.
    """
    client = held.client
    for name, column in _AS_TOLD.items():
        text = _text(facts, name)
        if text:
            setattr(client, column, text)
    for name, column in _AS_CHOSEN.items():
        text = _option_text(held, facts, name)
        if text:
            setattr(client, column, text)
    capacity = capacity_now(office, held)
    if capacity is not None and "capacity" in facts:
        client.capacity = capacity.value
    client.occupation = client.occupation or _option_text(held, facts, "occupation")
    identity = told_identity(office, facts)
    if identity is not None:
        client.born_on = client.born_on or identity.born_on
        client.sex = client.sex or identity.sex
    session.add(client)


def write_paper(session: Session, office: Office, held: Held, facts: Facts) -> None:
    """The identity paper that was shown today.

    A new number is a new paper and the main one from now on; the old one stays on file. Without a number it is the
    main paper whose last day is told.
    """
    number, until, endless = _text(facts, "id_number"), facts.get("id_expires"), _text(facts, "id_long_term")
    if not number and until is None and endless != "yes":
        return
    paper = _paper(session, office, held, number) if number else main_paper(session, held.client.id)
    if paper is None:
        return
    if endless == "yes":
        paper.long_term, paper.expires_on = True, None
    elif until is not None and isinstance(until.value, date):
        paper.long_term, paper.expires_on = False, until.value
    paper.seen_on = office.today
    session.add(paper)


def write_consents(session: Session, office: Office, held: Held, facts: Facts) -> None:
    """Each consent that was given or refused, with its day and its form (个人信息保护法 arts. 14, 29).

    A consent that stands already is not written again, unless another form was signed.
    """
    for kind, fact, form_fact in _CONSENTS:
        said, form = _text(facts, fact), _text(facts, form_fact)
        if said not in ("yes", "no"):
            continue
        given = said == "yes"
        form = form if given else ""
        last = last_consent(session, held.client.id, kind)
        stands = last is not None and last.given == given and last.withdrawn_on is None
        if stands and last is not None and form in ("", last.form_number):
            continue
        session.add(
            Consent(
                id=office.ids.new(),
                client_id=held.client.id,
                kind=kind,
                given=given,
                decided_on=office.today,
                form_number=form,
            )
        )


def _paper(session: Session, office: Office, held: Held, number: str) -> IdentityDocument:
    """The paper of this number, on file or new, as the main one."""
    kind = paper_kind(session, held)
    papers = session.exec(select(IdentityDocument).where(col(IdentityDocument.client_id) == held.client.id)).all()
    found = next((paper for paper in papers if (paper.kind, paper.number) == (kind, number)), None)
    if found is None:
        found = IdentityDocument(id=office.ids.new(), client_id=held.client.id, kind=kind, number=number)
    for paper in papers:
        if paper is not found and paper.main:
            paper.main = False
            session.add(paper)
    found.main = True
    return found


def _text(facts: Facts, name: str) -> str:
    told = words(facts, name)
    return told[0].strip() if told else ""


def _option_text(held: Held, facts: Facts, name: str) -> str:
    fact = facts.get(name)
    return "" if fact is None else record_text(held.questionnaire.by_id[fact.question], str(fact.value))
