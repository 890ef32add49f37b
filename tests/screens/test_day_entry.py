"""What forms say of days, hours and rates as they are typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.languages import use_language
from advisor_tui.desk.views.loan_words import rate_text
from advisor_tui.screens.entry import DayEntry, amount_understood, hour_complaint, hour_understood, written_day
from advisor_tui.screens.loan.words import parse_rate
from advisor_tui.screens.more.facts import fact_lines

TODAY = date(2026, 11, 24)
"""A Tuesday."""


@pytest.mark.parametrize("typed", ["25:00", "9:60", "noon", "9"])
def test_what_is_not_an_hour_is_refused(typed: str) -> None:
    use_language("en")
    assert hour_complaint(typed) == "An hour such as 9:30 or 1430"


def test_a_day_outside_its_bounds_is_named() -> None:
    use_language("en")
    assert DayEntry(TODAY, least=TODAY).complaint("2026-11-23") == "Not before 2026-11-24"
    assert DayEntry(TODAY, most=TODAY).complaint("+1") == "Not after 2026-11-24"
    assert DayEntry(TODAY).complaint("soon") == "A day such as 2026-12-01, 12-1, +3 or 明天"
    assert DayEntry(TODAY, least=TODAY).complaint("+1") is None


@pytest.mark.parametrize(
    ("entry", "typed", "understood"),
    [
        (DayEntry(TODAY), "下周五", "2026-12-04 Fri"),
        (DayEntry(TODAY, least=TODAY), "11-20", "2027-11-20 Sat"),
        (DayEntry(TODAY, most=TODAY), "11-20", "2026-11-20 Fri"),
        (DayEntry(TODAY, most=TODAY), "周五", "2026-11-20 Fri"),
        (DayEntry(TODAY), "11-", ""),
    ],
)
def test_what_was_understood_of_a_day_is_told_with_its_weekday(entry: DayEntry, typed: str, understood: str) -> None:
    """A day that has been means the last such day, one to come the next."""
    use_language("en")
    assert entry.understood(typed) == understood


def test_hours_amounts_and_whole_dates_are_told_as_understood() -> None:
    use_language("en")
    assert hour_understood("下午3点半") == "15:30"
    assert hour_understood("3:6") == ""
    assert amount_understood("１.２亿") == "120,000,000 yuan"
    assert amount_understood("many") == ""
    assert written_day("1980年5月6日") == "1980-05-06 Tue"
    assert written_day("5-6") == ""


@given(st.integers(0, 360_000))
def test_a_rate_reads_back(rate: int) -> None:
    assert parse_rate(rate_text(rate)) == rate


@pytest.mark.parametrize("typed", ["", "-1", "3.55555", "40", "3,5", "abc"])
def test_what_is_not_a_rate_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_rate(typed)


def test_facts_stand_under_each_other_and_unknown_ones_are_left_out() -> None:
    assert fact_lines([("Law", "甲乙丙丁戊己庚辛"), ("Grade", ""), ("Days", "15")], 26) == (
        "Law           甲乙丙丁戊己\n              庚辛\nDays          15"
    )
