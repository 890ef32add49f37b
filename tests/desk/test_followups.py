"""Follow-ups: planning over working days, what came of them, what comes next, and the calendar file."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import use_language
from advisor_tui.desk.followups import FollowUps
from advisor_tui.desk.views.followups import NewFollowUp, Outcome
from advisor_tui.store.tables import AccessLog, Feedback, FollowUp, Task
from tests.desk.work_desk import TODAY, WorkDesk, work_desk


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    use_language("en")
    with work_desk(tmp_path / "home") as desk:
        yield desk


@pytest.fixture
def followups(desk: WorkDesk) -> FollowUps:
    return FollowUps(desk.office)


def planned(client: str, on: date = TODAY, **values: object) -> NewFollowUp:
    return NewFollowUp(client, on, **values)  # type: ignore[arg-type]  # keywords of the dataclass


def test_a_span_tells_working_days_holidays_and_make_up_days(followups: FollowUps) -> None:
    span = followups.span(date(2026, 10, 1), date(2026, 10, 31))
    by_day = {cell.on.day: cell for cell in span.days}
    assert (by_day[1].holiday or {})["zh"] == "国庆节"
    assert by_day[10].makeup
    assert by_day[10].workday
    assert not by_day[11].workday
    assert span.workdays == 18
    assert not span.provisional


def test_a_year_without_notice_is_provisional(followups: FollowUps) -> None:
    span = followups.span(date(2026, 12, 31), date(2027, 1, 2))
    assert [cell.provisional for cell in span.days] == [False, True, True]
    assert (span.days[1].holiday or {})["zh"] == "元旦"
    assert followups.day_note(date(2027, 1, 2)).next_workday == date(2027, 1, 4)


def test_the_follow_ups_of_a_day_stand_by_the_hour(desk: WorkDesk, followups: FollowUps) -> None:
    client = desk.client()
    for time in ("", "14:30", "09:00"):
        followups.plan(planned(client, day(1), time=time))
    span = followups.span(day(1), day(1))
    assert [row.time for row in span.rows] == ["09:00", "14:30", ""]
    assert span.days[0].planned == 3


def test_late_ones_of_the_whole_book_are_counted(desk: WorkDesk, followups: FollowUps) -> None:
    client = desk.client()
    desk.follow_up(client, day(-40))
    desk.follow_up(client, TODAY)
    assert followups.span(TODAY, TODAY).late == 1


def test_nothing_is_planned_or_moved_into_the_past(desk: WorkDesk, followups: FollowUps) -> None:
    client = desk.client()
    with pytest.raises(DeskError) as refusal:
        followups.plan(planned(client, day(-1)))
    assert refusal.value.code == "in_the_past"
    made = followups.plan(planned(client))
    with pytest.raises(DeskError) as moved:
        followups.move(made, day(-1))
    assert moved.value.code == "in_the_past"


def test_moving_and_cancelling_can_be_undone(desk: WorkDesk, followups: FollowUps) -> None:
    made = followups.plan(planned(desk.client(), day(1)))
    followups.move(made, day(2))
    assert followups.get(made).on == day(2)
    followups.cancel(made, "client is abroad")
    assert followups.span(day(2), day(2)).rows == ()
    followups.undo()
    assert followups.get(made).status == "planned"
    followups.undo()
    assert followups.get(made).on == day(1)
    followups.undo()
    assert followups.span(day(1), day(2)).rows == ()
    assert followups.undo() is None


@pytest.mark.parametrize(
    ("assets", "expected"),
    [(0, date(2027, 11, 24)), (6_000_000_00, date(2026, 12, 24)), (600_000_00, date(2027, 2, 24))],
)
def test_the_next_one_follows_the_tiers_rhythm(
    desk: WorkDesk, followups: FollowUps, assets: int, expected: date
) -> None:
    client = desk.client()
    desk.holding(client, None, value=assets)
    made = followups.plan(planned(client))
    logged = followups.log(made, Outcome("phone", "confirmed", 5))
    assert logged.next.on == expected
    assert logged.next.event == "rhythm"
    assert logged.next.after_id == made
    assert logged.next.provisional is (expected.year == 2027)


def test_an_event_before_the_rhythm_comes_first(desk: WorkDesk, followups: FollowUps) -> None:
    client = desk.client()
    desk.holding(client, day(10))
    proposed = followups.propose(client)
    assert (proposed.event, proposed.on) == ("maturity", day(3))


@pytest.mark.parametrize(("score", "opened"), [(1, True), (2, True), (3, False), (5, False), (None, False)])
def test_low_satisfaction_opens_a_task_for_the_next_working_day(
    desk: WorkDesk, followups: FollowUps, score: int | None, opened: bool
) -> None:
    made = followups.plan(planned(desk.client()))
    logged = followups.log(made, Outcome("phone", "waited too long", score, comment="slow"))
    assert logged.task_opened is opened
    with desk.office.read() as session:
        scores = [row.score for row in session.exec(select(Feedback))]
        due = [row.due_on for row in session.exec(select(Task))]
    assert scores == ([] if score is None else [score])
    assert due == ([day(1)] if opened else [])


def test_undoing_an_outcome_takes_feedback_and_task_back(desk: WorkDesk, followups: FollowUps) -> None:
    made = followups.plan(planned(desk.client()))
    followups.log(made, Outcome("visit", "angry", 1))
    followups.undo()
    with desk.office.read() as session:
        assert session.exec(select(Feedback)).all() == []
        assert session.exec(select(Task)).all() == []
        row = session.get_one(FollowUp, made)
    assert (row.status, row.outcome, row.satisfaction, row.channel) == ("planned", "", None, "phone")


def test_a_client_who_was_not_reached_gives_no_score(desk: WorkDesk, followups: FollowUps) -> None:
    made = followups.plan(planned(desk.client()))
    logged = followups.log(made, Outcome("phone", "no answer", 1, reached=False))
    assert not logged.task_opened
    assert followups.get(made).status == "missed"


def test_an_outcome_needs_words_and_is_logged_once(desk: WorkDesk, followups: FollowUps) -> None:
    made = followups.plan(planned(desk.client()))
    with pytest.raises(DeskError) as silent:
        followups.log(made, Outcome("phone", "  "))
    assert silent.value.code == "outcome_missing"
    followups.log(made, Outcome("phone", "done"))
    with pytest.raises(DeskError) as twice:
        followups.log(made, Outcome("phone", "again"))
    assert twice.value.code == "not_planned"


@pytest.mark.parametrize(("masked", "name"), [(True, "张**"), (False, "张三丰")])
def test_the_calendar_file_is_masked_and_its_export_is_logged(
    desk: WorkDesk, followups: FollowUps, masked: bool, name: str
) -> None:
    client = desk.client()
    timed = followups.plan(planned(client, day(1), time="09:30", minutes=45, purpose="maturity"))
    followups.plan(planned(client, day(2)))
    followups.plan(planned(client, day(40)))
    written = followups.export(TODAY, day(7), masked=masked)
    assert written.count == 2
    file = Path(written.path)
    assert file.parent == desk.office.home.print
    assert file.stat().st_mode & 0o777 == 0o600
    events: list[Any] = list(Calendar.from_ical(file.read_bytes()).walk("VEVENT"))
    assert str(events[0]["uid"]) == f"{timed}@advisor-tui"
    assert str(events[0]["summary"]) == f"{name} Maturing money (Phone)"
    assert events[0]["dtstart"].dt.isoformat() == "2026-11-25T01:30:00+00:00"
    assert events[0]["dtend"].dt - events[0]["dtstart"].dt == timedelta(minutes=45)
    assert events[1]["dtstart"].dt == day(2)
    with desk.office.read() as session:
        logged = session.exec(select(AccessLog)).one()
    assert (logged.kind, logged.advisor_id) == ("export", desk.me)
    assert ("masked" if masked else "whole") in logged.what


def test_an_empty_range_writes_no_file(desk: WorkDesk, followups: FollowUps) -> None:
    with pytest.raises(DeskError) as refusal:
        followups.export(TODAY, day(7))
    assert refusal.value.code == "nothing_to_export"
    assert list(desk.office.home.print.iterdir()) == []
