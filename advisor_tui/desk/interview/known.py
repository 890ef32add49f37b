"""What is known of a client before a question is put: from the record, earlier interviews and the household."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, func, select

from advisor_tui.desk.interview.earlier import Said, told_before, total_told
from advisor_tui.desk.interview.recorded import KEPT, recorded
from advisor_tui.desk.interview.records import Held, Shelf
from advisor_tui.desk.interview.shared import told_by_spouse
from advisor_tui.desk.views.interview_words import masked
from advisor_tui.desk.views.interviews import Known
from advisor_tui.rules.interview import fits
from advisor_tui.rules.questionnaire import Item, Question, figure_of
from advisor_tui.rules.said import Figure
from advisor_tui.store.tables import Client, Holding, Liability

_BANK = ("core_banking", "head_office")
"""Sources of holdings and debts that are the bank's own books."""


def known_for(session: Session, shelf: Shelf, held: Held, question: Question, today: date) -> Known | None:
    """What is offered for a question.

    Of what the record keeps, the record; else the newest earlier answer to this question or to one that feeds the
    same fact, or what the spouse told later of the household; else what the record says of holdings and debts.
    """
    on_record = _recorded(session, held.client, question, today)
    if on_record is not None and question.fact in KEPT:
        return on_record
    own = _earlier(told_before(session, shelf, held.client.id, question, beside=held.interview.id), question)
    own = own or on_record
    spouse = told_by_spouse(session, shelf, held.client, question)
    return spouse if spouse is not None and (own is None or own.on < spouse.on) else own


def known_figures(session: Session, shelf: Shelf, held: Held, question: Question) -> dict[str, Figure]:
    """What is known of each item of a question for several figures.

    What the bank's books say of the item's kinds, else the newest earlier figure of the same item or fact.
    """
    if question.kind != "figures":
        return {}
    found = {}
    before: list[Said] | None = None
    for item in question.items:
        figure = _on_file(session, held.client, question, item)
        if figure is None:
            if before is None:
                before = list(told_before(session, shelf, held.client.id, question, beside=held.interview.id))
            figure = _told(before, question, item)
        if figure is not None:
            found[item.id] = figure
    return found


def _recorded(session: Session, client: Client, question: Question, today: date) -> Known | None:
    if not question.fact:
        return None
    found = recorded(session, client, question, today)
    if found is None or fits(question, found[0]):
        return None
    return Known(found[0], "record", found[1], masked=masked(question, found[0]))


def _earlier(before: Iterable[Said], question: Question) -> Known | None:
    for said in before:
        value = said.value_for(question)
        if value is not None:
            return Known(value, "interview", said.on, masked=masked(question, value))
        total = total_told(said, question)
        if total is not None:
            return Known(total, "interview", said.on, only_total=True)
    return None


def _on_file(session: Session, client: Client, question: Question, item: Item) -> Figure | None:
    """The sum of the bank's own books, with their newest day; of monthly payments it is the instalments."""
    fen: int | None = None
    as_of: date | None = None
    if item.holdings:
        fen, as_of = session.exec(
            select(func.sum(Holding.value), func.max(Holding.as_of)).where(
                Holding.client_id == client.id,
                col(Holding.kind).in_(item.holdings),
                col(Holding.source).in_(_BANK),
            )
        ).one()
    elif item.liabilities:
        pays = "monthly_debt_payment" in (question.fact, item.fact)
        fen, as_of = session.exec(
            select(func.sum(Liability.instalment if pays else Liability.balance), func.max(Liability.as_of)).where(
                Liability.client_id == client.id,
                col(Liability.kind).in_(item.liabilities),
                col(Liability.source).in_(_BANK),
            )
        ).one()
    return None if fen is None else Figure(item.id, fen, "head_office", as_of)


def _told(before: list[Said], question: Question, item: Item) -> Figure | None:
    for said in before:
        figure = _figure(said, question, item)
        if figure is not None:
            return Figure(item.id, figure.fen, figure.source, figure.as_of or said.on)
    return None


def _figure(said: Said, question: Question, item: Item) -> Figure | None:
    then = said.question
    same = then.id == question.id or bool(then.fact and then.fact == question.fact)
    names = [
        other.id for other in then.items if (same and other.id == item.id) or (item.fact and other.fact == item.fact)
    ]
    answers_fact = then.kind == "amount" and bool(item.fact) and then.fact == item.fact
    answer = said.answer() if names or answers_fact else None
    if answer is None:
        return None
    if names:
        return figure_of(answer.value, names[0])
    return Figure(item.id, answer.value, answer.source, answer.as_of) if isinstance(answer.value, int) else None
