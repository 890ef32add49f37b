"""What the client has and what is owed are read on the day of each step, never taken from an earlier one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import Draft, DraftLine, History, change_line, with_held
from advisor_tui.desk.proposal.records import find, stored_lines
from advisor_tui.store.tables import Client, Holding, Task
from tests.desk.proposal_case import ACCEPTED, CASH, EQUITY_FUND, ask, assess, build, hold, show_all, start
from tests.support import NOW, TODAY, make_desk

BOUGHT = 200_000_00


def refused(code: str, job: Callable[[], object]) -> DeskError:
    """The refusal of a job, with this code."""
    with pytest.raises(DeskError) as caught:
        job()
    assert caught.value.code == code
    return caught.value


def shown(desk: Desk, proposal: str) -> str:
    """The proposal, presented and seen by the client to the end."""
    desk.proposals.present(proposal)
    show_all(desk, proposal)
    return proposal


def redeem(desk: Desk, client: str) -> None:
    """Every position of the client is given back."""
    with desk.office.write("test.redeem") as session:
        for holding in session.exec(select(Holding).where(Holding.client_id == client)):
            session.delete(holding)
        session.commit()


def held(desk: Desk, proposal: str) -> list[int]:
    """What the stored lines say is held."""
    with desk.office.read() as session:
        return [line.row.held for line in stored_lines(session, find(session, proposal).id)]


def test_what_an_earlier_version_bought_is_not_bought_again(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    first = start(desk, client)
    build(desk, first, wmp_cash_a=BOUGHT)
    desk.proposals.confirmations.confirm(shown(desk, first), ACCEPTED)
    hold(desk, client, CASH, BOUGHT)
    with desk.office.read() as session:
        before = len(session.exec(select(Task)).all())
    assert before > 0

    second = desk.proposals.new_version(first)
    bench = desk.proposals.bench(second)
    line = bench.draft.lines[0]
    assert (line.amount, line.held, line.bought, bench.moved) == (BOUGHT, BOUGHT, 0, (CASH,))
    ask(desk, second, "changes_reported", value=False)
    assert desk.proposals.bench(second).moved == ()
    carried = desk.proposals.confirmations.confirm(shown(desk, second), replace(ACCEPTED, form_number="F-0002"))
    assert carried.tasks == 0
    with desk.office.read() as session:
        assert len(session.exec(select(Task)).all()) == before


def test_a_position_that_was_given_back_meanwhile_is_a_sale_and_judged_as_one(desk: Desk) -> None:
    client = assess(desk, "C0001", 2)
    hold(desk, client, EQUITY_FUND, 300_000_00)
    proposal = start(desk, client)
    kept = DraftLine(EQUITY_FUND, 300_000_00, 300_000_00)
    desk.proposals.save(proposal, replace(desk.proposals.bench(proposal).draft, lines=(kept,)))
    bench = desk.proposals.bench(proposal)
    assert bench.judge(bench.draft).lines[EQUITY_FUND].findings == ()
    redeem(desk, client)
    bench = desk.proposals.bench(proposal)
    assert (bench.draft.lines[0].bought, bench.moved) == (300_000_00, (EQUITY_FUND,))
    error = refused("line_forbidden", lambda: desk.proposals.present(proposal))
    assert error.where == EQUITY_FUND


def test_a_draft_built_on_older_positions_is_presented_with_todays(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    proposal = start(desk, client)
    build(desk, proposal, wmp_cash_a=BOUGHT)
    hold(desk, client, CASH, 50_000_00)
    desk.proposals.present(proposal)
    assert held(desk, proposal) == [50_000_00]
    assert desk.proposals.presentations.sheet(proposal).lines[0].held == 50_000_00


@pytest.mark.parametrize("before", [0, 50_000_00], ids=["bought elsewhere", "given back"])
def test_positions_that_changed_since_the_presentation_stop_the_acceptance(desk: Desk, before: int) -> None:
    client = assess(desk, "C0001", 3)
    if before:
        hold(desk, client, CASH, before)
    proposal = start(desk, client)
    build(desk, proposal, wmp_cash_a=BOUGHT)
    shown(desk, proposal)
    if before:
        redeem(desk, client)
    else:
        hold(desk, client, CASH, BOUGHT)
    error = refused("positions_changed", lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))
    assert error.where == CASH
    assert desk.proposals.presentations.sheet(proposal).proposal.status == "presented"


def test_a_policy_is_no_position_of_its_product(desk: Desk) -> None:
    client = assess(desk, "C0001", 4)
    proposal = start(desk, client)
    build(desk, proposal, ins_unit_1=50_000_00)
    hold(desk, client, "ins-unit-1", 80_000_00)
    bench = desk.proposals.bench(proposal)
    assert (bench.draft.lines[0].held, bench.moved) == (0, ())


def test_what_is_held_is_never_undone() -> None:
    line = DraftLine(CASH, BOUGHT)
    draft = Draft(BOUGHT, (line,))
    history = History(draft).do(change_line(draft, CASH, amount=2 * BOUGHT)).undo().with_held({CASH: BOUGHT})
    assert history.now == with_held(draft, {CASH: BOUGHT})
    assert history.redo().now.lines == (replace(line, amount=2 * BOUGHT, held=BOUGHT),)
    assert (history.now.investable, history.now.lines[0].amount) == (BOUGHT, BOUGHT)


@pytest.fixture
def later(tmp_path: Path) -> tuple[Desk, FixedClock]:
    """A desk whose clock the test moves."""
    clock = FixedClock(NOW)
    return make_desk(tmp_path / "later", clock=clock), clock


def test_who_turns_65_after_the_presentation_is_owed_the_care_of_a_senior(later: tuple[Desk, FixedClock]) -> None:
    desk, clock = later
    client = assess(desk, "C0001", 4)
    birthday = TODAY + timedelta(days=3)
    with desk.office.write("test.born") as session:
        session.get_one(Client, client).born_on = date(birthday.year - 65, birthday.month, birthday.day)
        session.commit()
    proposal = start(desk, client)
    build(desk, proposal, wmp_equity_a=100_000_00)
    shown(desk, proposal)
    assert not any(tick.key.endswith("senior_care") for tick in desk.proposals.confirmations.form(proposal).ticks)
    clock.move(timedelta(days=3))
    error = refused("owed_more", lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))
    rules = desk.office.reference.rulebook.as_of(desk.office.today)
    assert error.where == "wmp-equity-a"
    assert error.params["duty"] == rules.must_do("senior_care")
    assert str(error.params["article"]) in str(error)
    assert error.params["article"]

    version = desk.proposals.new_version(proposal)
    ask(desk, version, "changes_reported", value=False)
    shown(desk, version)
    ticks = frozenset(tick.key for tick in desk.proposals.confirmations.form(version).ticks)
    assert "wmp-equity-a:senior_care:senior_care" in ticks
    desk.proposals.confirmations.confirm(version, replace(ACCEPTED, ticks=ticks))
    desk.close()
