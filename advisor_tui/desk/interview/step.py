"""Where an interview stands: the question, its answer, what was known before and what does not fit."""

from dataclasses import replace

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from advisor_tui.desk.interview.assessment import after_expiry, without_consent
from advisor_tui.desk.interview.events import events_for
from advisor_tui.desk.interview.known import known_figures, known_for
from advisor_tui.desk.interview.person import told_identity
from advisor_tui.desk.interview.recorded import FINANCIAL, held_value, relatives_on_file
from advisor_tui.desk.interview.records import Held, Shelf
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interviews import EventNote, Figures, InterviewStep, RefusalView
from advisor_tui.rules.goals import monthly_surplus
from advisor_tui.rules.interview import progress
from advisor_tui.rules.plausibility import OnFile, concerns, doubts
from advisor_tui.rules.profile import Facts, facts_of, number, words
from advisor_tui.rules.questionnaire import Question
from advisor_tui.rules.said import Figure, Relative
from advisor_tui.store.tables import Client, Liability

# Built once: building it takes longer than SQLite takes to answer it.
_OWED = select(
    func.sum(Liability.balance).filter(col(Liability.kind) == "mortgage"),
    func.sum(Liability.balance),
    func.sum(Liability.instalment),
    func.max(Liability.as_of),
).where(Liability.client_id == bindparam("client"))


def step_of(session: Session, office: Office, shelf: Shelf, held: Held) -> InterviewStep:
    """Where the interview stands."""
    question = held.position()
    asked = held.asked
    facts = facts_of(held.questionnaire, held.answers)
    known, on_file = None, OnFile()
    events: tuple[EventNote, ...] = ()
    figures: dict[str, Figure] = {}
    members: tuple[Relative, ...] = ()
    if question is not None and held.interview.status == "open":
        known = known_for(session, shelf, held, question, office.today)
        figures = known_figures(session, shelf, held, question)
        members = relatives_on_file(session, held.client) if question.kind == "members" else ()
        on_file = _with_paper(office, held, on_file_of(session, held.client))
        events = events_for(session, office, held.client, question)
    return InterviewStep(
        head=held.head,
        question=question,
        place=len(asked) + 1 if question is None else asked.index(question) + 1,
        answer=None if question is None else held.answers.get(question.id),
        note="" if question is None else held.note(question.id),
        known=known,
        progress=progress(held.questionnaire, held.answers),
        figures=Figures(number(facts, "financial_assets"), number(facts, "total_debts"), monthly_surplus(facts)),
        asked=tuple((q, q.id in held.answers and held.answers[q.id].status != "later") for q in asked),
        refusing=_refusing(office, question),
        told=_numbers(facts),
        on_file=on_file,
        known_figures=figures,
        known_members=members,
        events=events,
        judged=question is not None and question.id in held.questionnaire.judged,
    )


def _refusing(office: Office, question: Question | None) -> RefusalView | None:
    if question is None or question.fact not in ("consent", "id_expires"):
        return None
    return without_consent(office) if question.fact == "consent" else after_expiry(office)


def told(held: Held) -> dict[str, int]:
    """The numeric facts that the answers tell."""
    return _numbers(facts_of(held.questionnaire, held.answers))


def _numbers(facts: Facts) -> dict[str, int]:
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, int)}


def doubtful(session: Session, office: Office, held: Held) -> tuple[str, ...]:
    """The questions whose answers do not fit the books or each other, in the order of the interview."""
    found = doubts(told(held), _with_paper(office, held, on_file_of(session, held.client)), office.today)
    answers = ((question, held.answers.get(question.id)) for question in held.asked)
    return tuple(
        question.id
        for question, answer in answers
        if answer is not None and any(concerns(doubt, question, answer.value) for doubt in found)
    )


def _with_paper(office: Office, held: Held, on_file: OnFile) -> OnFile:
    """With the name, and what the number of the identity paper says, that were told in this interview."""
    facts = facts_of(held.questionnaire, held.answers)
    paper = told_identity(office, facts)
    on_file = replace(on_file, told_name=next(iter(words(facts, "full_name")), None))
    return on_file if paper is None else replace(on_file, paper_born_on=paper.born_on, paper_sex=paper.sex)


def on_file_of(session: Session, client: Client) -> OnFile:
    """What the bank's books say of the client, in 分."""
    assets, valued_on = held_value(session, client, FINANCIAL)
    owed = session.execute(_OWED, {"client": client.id}).one()
    dates = [day for day in (valued_on, owed[3]) if day is not None]
    return OnFile(
        name=client.name,
        born_on=client.born_on,
        sex=client.sex,
        mortgage_fen=owed[0],
        debts_fen=owed[1],
        instalment_fen=owed[2],
        assets_fen=assets,
        as_of=max(dates, default=None),
    )
