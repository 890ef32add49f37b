"""What a client's spouse told of the household that both share: offered, so that it need not be told twice."""

from sqlmodel import Session, col, select

from advisor_tui.desk.interview.books import COUPLE
from advisor_tui.desk.interview.earlier import Said, told_before, total_told
from advisor_tui.desk.interview.recorded import last_consent
from advisor_tui.desk.interview.records import Shelf
from advisor_tui.desk.views.interviews import Known
from advisor_tui.rules.questionnaire import Question
from advisor_tui.rules.said import Figures
from advisor_tui.store.tables import Client, HouseholdMember

SHARED_FACTS = frozenset(
    {
        "family_annual_income",
        "monthly_expense",
        "monthly_debt_payment",
        "total_debts",
        "children",
        "dependants",
        "child_years",
        "child_cost",
    }
)
"""Facts of the household as a whole, which either of a couple tells of both: one purse, one home, the same children.

Nothing of one person alone is among them: not the own income, what is held and where, cover, goals, or the answers on
risk. Those are sensitive data of that person, also before the spouse (个人信息保护法 arts. 6, 28, 29).
The members need no place here: they stand in the household's record, which both have in common.
"""


def told_by_spouse(session: Session, shelf: Shelf, client: Client, question: Question) -> Known | None:
    """The newest answer of the spouse to a question of the household, from a completed interview under consent.

    What rests on the bank's books of the spouse is left out: it would show what is held or owed there.
    """
    if question.fact not in SHARED_FACTS:
        return None
    found: list[Known] = []
    for spouse in _spouses(session, client):
        consent = last_consent(session, spouse.id, "sensitive_data")
        if consent is None or not consent.given or consent.withdrawn_on is not None:
            continue
        for said in told_before(session, shelf, spouse.id, question, statuses=("completed",)):
            value = said.value_for(question)
            total = total_told(said, question) if value is None else None
            if (value is not None or total is not None) and not _from_books(said):
                known = total if value is None else value
                assert known is not None
                found.append(Known(known, "household", said.on, whose=spouse.name, only_total=value is None))
                break
    return max(found, key=lambda known: known.on, default=None)


def _from_books(said: Said) -> bool:
    answer = said.answer()
    if answer is None or answer.source == "head_office":
        return True
    return isinstance(answer.value, Figures) and any(row.source == "head_office" for row in answer.value.rows)


def _spouses(session: Session, client: Client) -> list[Client]:
    own = select(HouseholdMember.household_id).where(
        HouseholdMember.client_id == client.id, col(HouseholdMember.role).in_(COUPLE)
    )
    statement = (
        select(Client)
        .join(HouseholdMember)
        .where(
            col(HouseholdMember.household_id).in_(own),
            col(HouseholdMember.role).in_(COUPLE),
            Client.id != client.id,
        )
        .order_by(col(Client.id))
    )
    return list(session.exec(statement))
