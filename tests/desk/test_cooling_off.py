"""The time in which a client may step back: its clock, stepping back, the call-back after it; and a senior's walk."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from advisor_tui.base.clock import business_date
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import change_line
from advisor_tui.desk.views.cooling_off import CoolingOffRow
from advisor_tui.desk.work.figures import reached
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.rules.workdays import previous_workday
from advisor_tui.rules.workflow import cooling_off_end
from advisor_tui.store.tables import Client, Disclosure, Task
from tests.desk.proposal_case import ACCEPTED, CASH, ask, assess, build, present, show_all, start
from tests.support import NOW, client_id, refused

COVER = "ins-par-10"


def accepted(desk: Desk, **beside: int) -> tuple[CoolingOffRow, ...]:
    """A client who signed cover with a cooling-off, beside products without."""
    proposal = start(desk, assess(desk, "C0001", 3))
    draft = build(desk, proposal, ins_par_10=20_000_00, **beside)
    desk.proposals.save(proposal, change_line(draft, COVER, pay="annual", pay_years=5))
    for fact, value in (("family_annual_income", 500_000_00), ("premium_budget", 100_000_00)):
        ask(desk, proposal, fact, value)
    desk.proposals.present(proposal)
    show_all(desk, proposal)
    form = desk.proposals.confirmations.form(proposal)
    signed = replace(ACCEPTED, ticks=frozenset(tick.key for tick in form.ticks))
    desk.proposals.confirmations.confirm(proposal, signed)
    return desk.proposals.presentations.sheet(proposal).cooling_offs


def received(desk: Desk) -> tuple[CoolingOffRow, datetime]:
    """The same client, who got the policy on the day of the signature; and the end of the cooling-off."""
    (row,) = accepted(desk, wmp_cash_a=100_000_00)
    ends = desk.proposals.cooling_offs.receive(row.id, desk.office.today)
    (row,) = desk.proposals.presentations.sheet(row.proposal).cooling_offs
    assert row.ends_at == ends
    return row, ends


def tasks(desk: Desk, status: str) -> set[str]:
    with desk.office.read() as session:
        return {task.kind for task in session.exec(select(Task).where(Task.status == status)).all()}


def at(desk: Desk, moment: datetime) -> None:
    clock = desk.office.clock
    clock.move(moment - clock.now())  # type: ignore[attr-defined]  # tests stand on a clock that can be moved


def granted(desk: Desk) -> int:
    """The days that the contract grants, from the receipt of the policy."""
    hours = desk.office.reference.products.latest(COVER, desk.office.today).cooling_off_hours
    assert hours is not None
    return hours // 24


def test_the_clock_of_insurance_has_no_end_before_the_policy_is_received(desk: Desk) -> None:
    (row,) = accepted(desk, wmp_cash_a=100_000_00)
    assert (row.starts_at, row.ends_at, row.received_on, row.state) == (NOW, None, None, "running")
    assert row.days == granted(desk)
    at(desk, NOW + timedelta(days=3 * granted(desk)))
    refused("cooling_off_running", lambda: desk.proposals.cooling_offs.settle(row.id))
    assert desk.proposals.cooling_offs.step_back(row.id, "B-0001") == 2


@pytest.mark.parametrize("days_later", [0, 1, 9])
def test_its_days_count_from_the_receipt_to_the_end_of_the_last_one(desk: Desk, days_later: int) -> None:
    (row,) = accepted(desk, wmp_cash_a=100_000_00)
    at(desk, NOW + timedelta(days=days_later))
    ends = desk.proposals.cooling_offs.receive(row.id, desk.office.today)
    # The end of the last day in UTC+8 is 16:00 UTC of that day.
    last = desk.office.today + timedelta(days=granted(desk))
    assert ends == datetime(last.year, last.month, last.day, 16, tzinfo=UTC)
    (row,) = desk.proposals.presentations.sheet(row.proposal).cooling_offs
    assert (row.ends_at, row.received_on, row.state) == (ends, desk.office.today, "running")


def test_the_receipt_closes_the_delivery_and_moves_what_comes_at_the_end(desk: Desk) -> None:
    (row,) = accepted(desk, wmp_cash_a=100_000_00)
    assert "deliver" in tasks(desk, "open")
    at(desk, NOW + timedelta(days=5))
    ends = desk.proposals.cooling_offs.receive(row.id, desk.office.today)
    assert "deliver" in tasks(desk, "done")
    with desk.office.read() as session:
        due = {task.kind: task.due_on for task in session.exec(select(Task).where(Task.status == "open"))}
    last = business_date(ends - timedelta(seconds=1))
    for kind in ("callback", "cooling_reminder"):
        day = due[kind]
        assert day is not None
        assert last - timedelta(days=7) < day < last  # one and two working days before


def publish(desk: Desk, path: str, *changes: tuple[str, str]) -> None:
    """Head office publishes a shipped file with changes."""
    text = (data_root() / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    desk.move(desk.office.with_reference(load_reference(data_root(), [Source(path, text)])))


def due(desk: Desk, kind: str) -> tuple[date | None, date | None]:
    """When an open task is due, and until when it waits."""
    with desk.office.read() as session:
        task = session.exec(select(Task).where(Task.kind == kind, Task.status == "open")).one()
        return task.due_on, task.snoozed_until


def test_tasks_are_known_by_what_they_are_for_and_not_by_their_names(desk: Desk) -> None:
    waits = ('start = "cooling_off_end"\nworkdays = -1', 'start = "cooling_off_end"\nworkdays = 1\nwait = true')
    names = (('id = "deliver"', 'id = "hand_over"'), ('id = "callback"', 'id = "ring_up"'))
    publish(desk, "workflows/insurance.toml", waits, *names)
    (row,) = accepted(desk, wmp_cash_a=100_000_00)
    at(desk, NOW + timedelta(days=5))
    ends = desk.proposals.cooling_offs.receive(row.id, desk.office.today)
    assert "hand_over" in tasks(desk, "done")
    assert due(desk, "cooling_reminder")[1] == business_date(ends) - timedelta(
        days=1
    )  # the last day, not the first plan
    at(desk, ends)
    desk.proposals.cooling_offs.settle(row.id)
    assert "ring_up" in tasks(desk, "done")


def test_days_of_the_rule_beyond_the_contracts_count_for_the_tasks_too(desk: Desk) -> None:
    planned = cooling_off_end(desk.office.today, 20 * 24)
    publish(desk, "rules/deadlines.toml", ("thresholds.days = { value = 15", "thresholds.days = { value = 20"))
    (row,) = accepted(desk, wmp_cash_a=100_000_00)
    assert row.days == 20
    day, _ = due(desk, "cooling_reminder")
    assert day == previous_workday(desk.office.reference.work_calendar, planned - timedelta(days=1))


def test_a_wrong_day_of_receipt_is_refused_and_a_day_can_be_corrected(desk: Desk) -> None:
    (row,) = accepted(desk, wmp_cash_a=100_000_00)
    cooling_offs, today = desk.proposals.cooling_offs, desk.office.today
    refused("receipt_before_signature", lambda: cooling_offs.receive(row.id, today - timedelta(days=1)))
    refused("receipt_in_future", lambda: cooling_offs.receive(row.id, today + timedelta(days=1)))
    first = cooling_offs.receive(row.id, today)
    at(desk, NOW + timedelta(days=2))
    assert cooling_offs.receive(row.id, today + timedelta(days=1)) == first + timedelta(days=1)


def test_who_steps_back_in_time_has_the_purchase_undone(desk: Desk) -> None:
    row, ends = received(desk)
    before = tasks(desk, "open")
    assert "application" in before
    at(desk, ends - timedelta(seconds=1))
    refused("form_number_missing", lambda: desk.proposals.cooling_offs.step_back(row.id, " "))
    assert desk.proposals.cooling_offs.step_back(row.id, "B-0001") == 2
    assert {"withdrawal_notice", "withdrawal_refund"} <= tasks(desk, "open")
    assert "application" in tasks(desk, "cancelled")
    assert "purchase" in tasks(desk, "open")  # of the other product
    refused("cooling_off_settled", lambda: desk.proposals.cooling_offs.step_back(row.id, "B-0002"))
    (after,) = desk.proposals.presentations.sheet(row.proposal).cooling_offs
    assert (after.state, after.form_number) == ("revoked", "B-0001")


def sold(desk: Desk) -> int | None:
    """分 that the scorecard of the month counts as sold."""
    today = desk.office.today
    with desk.office.rows() as connection:
        return reached(connection, desk.office.me.id, "product_sales", today.replace(day=1), today)


def told(desk: Desk, client: str) -> tuple[object, object]:
    """What the client's history says of the proposal: its amount, and what the client stepped back from."""
    [line] = [line for line in desk.client_page.page(client).history if line.kind == "proposal"]
    return line.facts["amount"], line.facts.get("undone")


def test_the_list_tells_of_how_many_lines_the_client_stepped_back_and_what_stands_without_them(desk: Desk) -> None:
    row, _ = received(desk)
    client = client_id(desk, "C0001")
    [before] = desk.proposals.of_client(client).rows
    assert (before.revoked, before.undone, before.standing) == (0, 0, 120_000_00)
    assert (sold(desk), *told(desk, client)) == (120_000_00, 120_000_00, None)
    desk.proposals.cooling_offs.step_back(row.id, "W-0001")
    assert (sold(desk), *told(desk, client)) == (100_000_00, 120_000_00, 20_000_00)
    [after] = desk.proposals.of_client(client).rows
    assert (after.status, after.revoked) == ("accepted", 1)
    assert (after.amount, after.undone, after.standing) == (120_000_00, 20_000_00, 100_000_00)


def test_after_the_end_nobody_steps_back_and_the_call_back_settles_it(desk: Desk) -> None:
    row, ends = received(desk)
    refused("cooling_off_running", lambda: desk.proposals.cooling_offs.settle(row.id))
    at(desk, ends)
    refused("cooling_off_over", lambda: desk.proposals.cooling_offs.step_back(row.id, "B-0001"))
    (ended,) = desk.proposals.cooling_offs.of_client(client_id(desk, "C0001"))
    assert ended.state == "ended"
    assert "callback" in tasks(desk, "open")
    desk.proposals.cooling_offs.settle(row.id)
    assert "callback" in tasks(desk, "done")
    assert desk.proposals.cooling_offs.of_client(client_id(desk, "C0001")) == ()
    (after,) = desk.proposals.presentations.sheet(row.proposal).cooling_offs
    assert after.state == "over"


def test_no_cooling_off_of_that_name(desk: Desk) -> None:
    refused("cooling_off_unknown", lambda: desk.proposals.cooling_offs.settle("nothing"))


# A senior client


def born(desk: Desk, years: int, days: int) -> None:
    """The client turns so many years so many days before today."""
    today = desk.office.today
    day = (today - timedelta(days=days)).replace(year=(today - timedelta(days=days)).year - years)
    with desk.office.write("test.born") as session:
        session.get_one(Client, client_id(desk, "C0001")).born_on = day
        session.commit()


@pytest.mark.parametrize(("years", "days", "senior"), [(65, 0, True), (65, -1, False), (64, 0, False), (80, 5, True)])
def test_from_sixty_five_on_each_page_takes_its_time(desk: Desk, years: int, days: int, senior: bool) -> None:
    proposal = present(desk)
    born(desk, years, days)
    sheet = desk.proposals.presentations.sheet(proposal)
    least = {step.least for step in sheet.steps}
    assert sheet.senior is senior
    assert least == ({20} if senior else {0})
    if not senior:
        return
    presentations = desk.proposals.presentations
    for step in sheet.steps:
        hurried = min(least) - 1
        refused("read_too_fast", lambda: presentations.walked(proposal, step.kind, step.product_id, hurried))  # noqa: B023  # called at once
    assert show_all(desk, proposal, 20).unread == ()
    with desk.office.read() as session:
        rows = session.exec(select(Disclosure)).all()
    assert {row.read_seconds for row in rows} == {20}
    assert CASH in {line.code for line in sheet.lines}
