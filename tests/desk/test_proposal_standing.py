"""What the client has and what is owed are read on the day of each step, never taken from an earlier one."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from advisor_tui.base.clock import FixedClock
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import Draft, DraftLine, History, change_line, with_held
from advisor_tui.desk.proposal.records import find, stored_lines
from advisor_tui.rules.positions import PositionDrift
from advisor_tui.store.tables import Client, Holding, Task
from tests.desk.proposal_case import ACCEPTED, CASH, EQUITY_FUND, ask, assess, build, hold, show_all, start
from tests.support import NOW, TODAY, make_desk, refused

BOUGHT = 200_000_00
DRIFT = PositionDrift(5)


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


DAY_LATER = 205_000_00
"""A position of 200,000 yuan after a day of the market, inside the bank's five percent."""


def _position(client: str) -> SelectOfScalar[Holding]:
    return select(Holding).where(Holding.client_id == client, Holding.product_code == CASH)


def revalue(desk: Desk, client: str, value: int, units: int | None = None) -> None:
    """The client's position is worth something else, and is of other units where some are given."""
    with desk.office.write("test.revalue") as session:
        for holding in session.exec(_position(client)):
            holding.value, holding.units = value, holding.units if units is None else units
        session.commit()


def shown_beside_a_holding(desk: Desk) -> tuple[str, str]:
    """A client who holds 200,000 yuan in units of a product and was shown a proposal of more of it."""
    client = assess(desk, "C0001", 3)
    hold(desk, client, CASH, BOUGHT)
    revalue(desk, client, BOUGHT, 2_000_000)
    proposal = start(desk, client)
    line = DraftLine(CASH, 2 * BOUGHT, BOUGHT)
    desk.proposals.save(proposal, replace(desk.proposals.bench(proposal).draft, lines=(line,)))
    return client, shown(desk, proposal)


@pytest.mark.parametrize("value", [DAY_LATER, BOUGHT - 1, BOUGHT * 105 // 100, BOUGHT * 95 // 100])
def test_a_days_drift_of_the_value_does_not_stop_the_acceptance(desk: Desk, value: int) -> None:
    client, proposal = shown_beside_a_holding(desk)
    revalue(desk, client, value)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    assert desk.proposals.presentations.sheet(proposal).proposal.status == "accepted"


@pytest.mark.parametrize(
    ("value", "units"),
    [(BOUGHT * 105 // 100 + 1, None), (BOUGHT * 95 // 100 - 1, None), (BOUGHT, 1_999_999), (DAY_LATER, 2_050_000)],
    ids=["rose too far", "fell too far", "a little given back", "a little more bought"],
)
def test_other_units_or_a_large_move_stop_it(desk: Desk, value: int, units: int | None) -> None:
    client, proposal = shown_beside_a_holding(desk)
    revalue(desk, client, value, units)
    refused("positions_changed", lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))


def test_a_second_holding_of_the_same_worth_stops_it(desk: Desk) -> None:
    client, proposal = shown_beside_a_holding(desk)
    with desk.office.write("test.swap") as session:
        session.exec(_position(client)).one().reference = "H-other"
        session.commit()
    error = refused("positions_changed", lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))
    assert error.message.startswith("The client's holdings of {product} are not those of when this was shown")


def test_a_kept_position_stays_kept_when_its_value_drifts(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    hold(desk, client, CASH, BOUGHT)
    proposal = start(desk, client)
    kept = DraftLine(CASH, BOUGHT, BOUGHT)
    desk.proposals.save(proposal, replace(desk.proposals.bench(proposal).draft, investable=BOUGHT, lines=(kept,)))
    revalue(desk, client, DAY_LATER)
    bench = desk.proposals.bench(proposal)
    assert (bench.draft.lines[0], bench.draft.left, bench.moved) == (DraftLine(CASH, DAY_LATER, DAY_LATER), 0, ())
    carried = desk.proposals.confirmations.confirm(shown(desk, proposal), ACCEPTED)
    assert (carried.tasks, held(desk, proposal)) == (0, [DAY_LATER])


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
    history = History(draft).do(change_line(draft, CASH, amount=2 * BOUGHT)).undo().with_held({CASH: BOUGHT}, DRIFT)
    assert history.now == with_held(draft, {CASH: BOUGHT}, DRIFT)
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
