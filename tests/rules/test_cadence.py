from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.cadence import (
    ANCHORS,
    RHYTHM,
    Anchor,
    event_contacts,
    next_birthday,
    next_contact,
    next_follow_up,
)
from advisor_tui.rules.dates import add_months
from advisor_tui.rules.workdays import next_workday

REFERENCE = load_reference(data_root())
CADENCE, WORKDAYS = REFERENCE.cadence, REFERENCE.work_calendar
TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2025, 1, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-24", 1, "2026-12-24"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-24", 12, "2027-11-24"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("tier", "last", "on"),
    [
        ("private", "2026-11-24", "2026-12-24"),
        ("diamond", "2026-11-28", "2026-12-28"),
        ("platinum", "2026-09-12", "2026-12-11"),
        ("gold", "2026-06-14", "2026-12-14"),
        ("standard", "2025-12-01", "2026-12-01"),
        ("private", "2026-01-05", "2026-11-24"),
    ],
)
def test_the_tier_says_when_to_speak_again(tier: str, last: str, on: str) -> None:
    due = next_contact(CADENCE, WORKDAYS, tier, date.fromisoformat(last), TODAY)
    assert (due.on, due.event, due.provisional) == (date.fromisoformat(on), RHYTHM, False)


def test_a_date_beyond_the_published_calendar_says_provisional() -> None:
    assert next_contact(CADENCE, WORKDAYS, "gold", TODAY, TODAY).provisional


def test_a_tier_that_the_table_does_not_name_has_the_longest_interval() -> None:
    assert next_contact(CADENCE, WORKDAYS, "?", TODAY, TODAY) == next_contact(
        CADENCE, WORKDAYS, "standard", TODAY, TODAY
    )


@pytest.mark.parametrize(
    ("anchor", "day", "on"),
    [
        ("relation_start", "2026-11-24", ["2026-11-25", "2026-12-01", "2026-12-24"]),
        ("maturity", "2026-12-28", ["2026-11-27", "2026-12-21", "2026-12-25", "2026-12-29"]),
        ("maturity", "2026-11-25", ["2026-11-24", "2026-11-26"]),
        ("assessment_expiry", "2026-12-31", ["2026-12-01"]),
        ("id_expiry", "2026-12-26", ["2026-11-26", "2026-12-28"]),
        ("birthday", "1980-12-05", ["2026-12-07"]),
    ],
)
def test_contacts_around_an_event_fall_on_working_days(anchor: Anchor, day: str, on: list[str]) -> None:
    """Before the event they move forward in the week, after it they wait; two on one day are one."""
    found = event_contacts(CADENCE, WORKDAYS, anchor, date.fromisoformat(day), TODAY)
    assert [due.on.isoformat() for due in found] == on


def test_a_birthday_on_29_february_is_kept_every_year() -> None:
    assert next_birthday(date(1984, 2, 29), date(2027, 1, 1)) == date(2027, 2, 28)
    assert next_birthday(date(1984, 2, 29), date(2027, 3, 1)) == date(2028, 2, 29)
    assert next_birthday(date(1984, 2, 29), date(2028, 2, 29)) == date(2028, 2, 29)


def test_a_maturity_before_the_rhythm_is_proposed_first() -> None:
    due = next_follow_up(CADENCE, WORKDAYS, "platinum", TODAY, TODAY, {"maturity": date(2026, 12, 10)})
    assert (due.on, due.event, due.offset) == (date(2026, 12, 3), "maturity", -7)


def test_what_is_proposed_next_lies_after_today() -> None:
    """A contact of today is being held; the next one is tomorrow's at the earliest."""
    overdue = next_follow_up(CADENCE, WORKDAYS, "private", date(2026, 1, 5), TODAY, {})
    assert (overdue.on, overdue.event) == (date(2026, 11, 25), RHYTHM)
    assert overdue.anchor == date(2026, 1, 5)
    today_too = next_follow_up(CADENCE, WORKDAYS, "standard", TODAY, TODAY, {"maturity": date(2026, 11, 25)})
    assert today_too.on == date(2026, 11, 26)


def test_the_tier_decides_about_the_next_follow_up() -> None:
    months = {tier: next_follow_up(CADENCE, WORKDAYS, tier, TODAY, TODAY, {}).on for tier in ("private", "platinum")}
    assert months["private"] < months["platinum"]


def test_an_event_stands_before_the_rhythm_on_the_same_day_and_events_by_name() -> None:
    on = next_follow_up(CADENCE, WORKDAYS, "private", TODAY, TODAY, {}).on
    (offset,) = CADENCE.events["assessment_expiry"].offsets
    events: dict[Anchor, date] = {"assessment_expiry": on - timedelta(days=offset)}
    assert next_follow_up(CADENCE, WORKDAYS, "private", TODAY, TODAY, events).event == "assessment_expiry"
    assert min(event_contacts(CADENCE, WORKDAYS, "assessment_expiry", events["assessment_expiry"], TODAY)).on == on


def test_a_contact_of_today_is_due_today() -> None:
    assert next_contact(CADENCE, WORKDAYS, "private", date(2026, 10, 24), TODAY).on == TODAY


@pytest.mark.parametrize(("less", "large"), [(1, False), (0, True), (-1, True)])
def test_money_that_moves_is_large_from_the_banks_figure_on(less: int, large: bool) -> None:
    assert CADENCE.is_large(CADENCE.events["balance_move"].least_fen - less) is large


def test_no_move_is_large_and_nothing_lapses_where_the_bank_plans_no_contact() -> None:
    bare = replace(CADENCE, events={})
    assert not bare.is_large(10**15)
    assert bare.lapse_days("maturity") == 0
    assert CADENCE.lapse_days("maturity") == CADENCE.events["maturity"].lapse_days > 0


@given(st.sampled_from(sorted(CADENCE.months)), DAYS, st.integers(0, 400))
def test_what_is_proposed_is_a_working_day_not_before_today(tier: str, last: date, later: int) -> None:
    today = last + timedelta(days=later)
    due = next_contact(CADENCE, WORKDAYS, tier, last, today)
    assert due.on >= today
    assert WORKDAYS.is_workday(due.on)
    assert due.provisional is WORKDAYS.is_provisional(due.on)


@given(st.sampled_from(ANCHORS), DAYS, DAYS)
def test_every_contact_of_an_event_is_a_working_day_from_today_on(anchor: Anchor, day: date, today: date) -> None:
    found = event_contacts(CADENCE, WORKDAYS, anchor, day, today)
    assert [due.on for due in found] == sorted({due.on for due in found})
    for due in found:
        assert due.on >= today
        assert WORKDAYS.is_workday(due.on)
        if due.offset is not None and due.offset < 0:
            wanted = due.anchor + timedelta(days=due.offset)
            assert due.on <= wanted or due.on == next_workday(WORKDAYS, today), "a warning never comes late"


def test_every_tier_of_the_bank_has_a_rhythm() -> None:
    assert set(CADENCE.months) == {tier.id for tier in REFERENCE.tiers}
