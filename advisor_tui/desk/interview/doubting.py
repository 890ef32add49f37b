"""Answers that do not fit the bank's books or each other: what is on file, and what stays open of an interview."""

from dataclasses import replace

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from advisor_tui.base.clock import business_date
from advisor_tui.desk.interview.person import told_identity
from advisor_tui.desk.interview.recorded import FINANCIAL, READY, held_value
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interviews import Remark
from advisor_tui.rules.plausibility import OnFile, concerns, doubts, names_spouse
from advisor_tui.rules.profile import Facts, facts_of, words
from advisor_tui.store.tables import Client, Liability

# Built once: building it takes longer than SQLite takes to answer it.
_OWED = select(
    func.sum(Liability.balance).filter(col(Liability.kind) == "mortgage"),
    func.sum(Liability.balance),
    func.sum(Liability.instalment),
    func.max(Liability.as_of),
).where(Liability.client_id == bindparam("client"))


def remarks_on(session: Session, office: Office, held: Held) -> tuple[Remark, ...]:
    """What does not fit, each with the questions that it is about, in the order of the interview.

    An interview that is completed stays judged by the day on which it was; the books are those of now.
    """
    done = held.interview.completed_at
    day = office.today if done is None else business_date(done)
    told = numbers_of(facts_of(held.questionnaire, held.answers))
    found = doubts(told, on_file_now(session, office, held), day)
    said = [(question, held.answers.get(question.id)) for question in held.asked]
    remarks = (
        Remark(doubt, tuple(q.id for q, answer in said if answer is not None and concerns(doubt, q, answer.value)))
        for doubt in found
    )
    return tuple(remark for remark in remarks if remark.questions)


def numbers_of(facts: Facts) -> dict[str, int]:
    """The facts that are numbers or money (分)."""
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, int)}


def on_file_now(session: Session, office: Office, held: Held) -> OnFile:
    """What is on file, with the name, and what the number of the identity paper says, as told in this interview."""
    on_file, facts = on_file_of(session, held.client), facts_of(held.questionnaire, held.answers)
    paper = told_identity(office, facts)
    members = facts.get("members")
    on_file = replace(
        on_file,
        told_name=next(iter(words(facts, "full_name")), None),
        told_marital=next(iter(words(facts, "marital")), None),
        told_spouse=None if members is None else names_spouse(members.value),
    )
    return on_file if paper is None else replace(on_file, paper_born_on=paper.born_on, paper_sex=paper.sex)


def on_file_of(session: Session, client: Client) -> OnFile:
    """What the bank's books say of the client, in 分."""
    assets, valued_on = held_value(session, client, FINANCIAL)
    ready, counted_on = held_value(session, client, READY)
    owed = session.execute(_OWED, {"client": client.id}).one()
    return OnFile(
        name=client.name,
        born_on=client.born_on,
        sex=client.sex,
        mortgage_fen=owed[0],
        debts_fen=owed[1],
        instalment_fen=owed[2],
        assets_fen=assets,
        debts_as_of=owed[3],
        assets_as_of=valued_on,
        ready_fen=ready,
        ready_as_of=counted_on,
    )
