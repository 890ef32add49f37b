"""A desk with clients who can be proposed to, for the tests of proposals."""

from datetime import date, timedelta

import pytest

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.check import first_line
from advisor_tui.desk.proposal.draft import Draft, add_line, answer, change_line
from advisor_tui.desk.views.proposals import Decision, Sheet
from advisor_tui.rules.allocation import solve as solving
from advisor_tui.store.tables import Goal, Holding, RiskAssessment
from tests.support import TODAY, client_id

CASH, FIXED, EQUITY_FUND = "wmp-cash-a", "wmp-fixed-90", "fund-equity-tech"
MONEY = 2_000_000_00
"""What the client invests, in 分."""
ACCEPTED = Decision("accepted", "F-0001", "赵六", "REC-0001")


@pytest.fixture
def searched_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches that no busy machine cuts off: an answer that was cut off need not repeat."""
    real = solving.solve
    monkeypatch.setattr(solving, "solve", lambda of, **values: real(of, seconds=30.0, **values))


def assess(desk: Desk, number: str, level: int, *, on: date = TODAY, months: int = 12) -> str:
    """Give a client a risk assessment and answer the client's id."""
    office, client = desk.office, client_id(desk, number)
    with office.write("test.assess") as session:
        session.add(
            RiskAssessment(
                id=office.ids.new(),
                client_id=client,
                level=level,
                assessed_on=on,
                valid_until=on + timedelta(days=30 * months),
            )
        )
        session.commit()
    return client


def add_goal(desk: Desk, client: str) -> str:
    """Give a client a goal and answer its id."""
    office = desk.office
    goal = Goal(
        id=office.ids.new(), client_id=client, kind="education", amount=800_000_00, due_on=date(2030, 9, 1), saved=0
    )
    with office.write("test.goal") as session:
        session.add(goal)
        session.commit()
    return goal.id


def hold(desk: Desk, client: str, code: str, value: int) -> None:
    """Give a client a position of a product of the catalogue."""
    office = desk.office
    with office.write("test.hold") as session:
        session.add(
            Holding(
                id=office.ids.new(),
                client_id=client,
                reference=f"H-{code}",
                kind="wmp",
                name=code,
                product_code=code,
                amount=value,
                value=value,
                risk_level=2,
                as_of=TODAY,
            )
        )
        session.commit()


def start(desk: Desk, client: str, money: int = MONEY) -> str:
    """Start a proposal with a client who reports no change."""
    return desk.proposals.start(client, money, {"changes_reported": False})


def build(desk: Desk, proposal: str, **amounts: int) -> Draft:
    """Save a draft with these products, `wmp_cash_a=100` for wmp-cash-a, in 分."""
    bench = desk.proposals.bench(proposal)
    draft = bench.draft
    for name, amount in amounts.items():
        code = name.replace("_", "-")
        product = bench.product(code)
        assert product is not None
        draft = change_line(add_line(draft, first_line(product)), code, amount=amount)
    desk.proposals.save(proposal, draft)
    return draft


def ask(desk: Desk, proposal: str, fact: str, value: int | bool) -> None:
    """Save what the client was asked."""
    desk.proposals.save(proposal, answer(desk.proposals.bench(proposal).draft, fact, value))


def present(desk: Desk, number: str = "C0001", level: int = 3) -> str:
    """A presented proposal with two lines of one million."""
    proposal = start(desk, assess(desk, number, level))
    build(desk, proposal, wmp_cash_a=1_000_000_00, wmp_fixed_90=1_000_000_00)
    desk.proposals.present(proposal)
    return proposal


def show_all(desk: Desk, proposal: str, seconds: int = 60) -> Sheet:
    """Walk the client through every step, each so many seconds."""
    presentations = desk.proposals.presentations
    for step in presentations.sheet(proposal).steps:
        presentations.walked(proposal, step.kind, step.product_id, seconds)
    return presentations.sheet(proposal)
