from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.dates import add_months
from advisor_tui.rules.deadlines import (
    CHINA,
    ComplaintTerms,
    Complexity,
    CoolingOffDays,
    IdCardTerm,
    IdExpiry,
    IdState,
    Retention,
    complaint_due,
    cooling_off_days,
    cooling_off_ends,
    id_card_years,
    id_state,
    keep_through,
    review_decision_due,
    review_request_due,
    valid_through,
    withdrawal_ends,
)
from tests.rules.builders import rules

COMPLAINTS = rules().terms("complaint_terms", ComplaintTerms)


@given(st.dates(date(1970, 1, 1), date(2200, 1, 1)), st.integers(0, 600))
def test_months_are_counted_as_an_independent_library_counts_them(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@pytest.mark.parametrize(
    ("complexity", "excluded", "due"),
    [
        (Complexity.SIMPLE, 0, date(2026, 12, 9)),
        (Complexity.COMPLEX, 0, date(2026, 12, 24)),
        (Complexity.EXTENDED, 0, date(2027, 1, 23)),
        (Complexity.SIMPLE, 10, date(2026, 12, 19)),
    ],
)
def test_a_complaint_is_decided_within_15_30_or_60_calendar_days(
    complexity: Complexity, excluded: int, due: date
) -> None:
    assert complaint_due(date(2026, 11, 24), complexity, COMPLAINTS, excluded) == due
    assert excluded or complaint_due(date(2026, 11, 24), complexity, COMPLAINTS) == due


def test_a_review_is_asked_for_and_decided_within_30_days_each() -> None:
    assert review_request_due(date(2026, 12, 9), COMPLAINTS) == date(2027, 1, 8)
    assert review_decision_due(date(2027, 1, 8), COMPLAINTS) == date(2027, 2, 7)


def test_the_longest_retention_holds() -> None:
    ended = date(2028, 2, 29)
    suitability = rules().terms("retention_suitability", Retention)
    identity = rules().terms("retention_due_diligence", Retention)
    assert keep_through(ended, suitability) == date(2033, 2, 28)
    assert keep_through(ended, suitability, identity) == date(2038, 2, 28)
    with pytest.raises(ValueError, match="empty"):
        keep_through(ended)


def test_a_private_contract_waits_a_full_day_after_signing() -> None:
    signed = datetime(2026, 11, 24, 16, 30, tzinfo=CHINA)
    assert cooling_off_ends(signed, 24) == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    assert cooling_off_ends(signed, 24).tzinfo is UTC
    with pytest.raises(ValueError, match=r"^signed_at needs a time zone$"):
        cooling_off_ends(signed.replace(tzinfo=None), 24)


def test_an_insurance_may_be_withdrawn_through_the_fifteenth_day_in_china() -> None:
    terms = rules().terms("insurance_cooling_off", CoolingOffDays)
    end = withdrawal_ends(date(2026, 11, 24), terms)
    assert end.tzinfo is UTC
    assert end.astimezone(CHINA) == datetime(2026, 12, 10, tzinfo=CHINA)
    assert (end - timedelta(microseconds=1)).astimezone(CHINA).date() == date(2026, 12, 9)


@pytest.mark.parametrize(
    ("product_hours", "rule_days", "days"),
    [
        (0, None, 0),
        (1, None, 1),
        (24, None, 1),
        (25, None, 2),
        (480, None, 20),
        (480, 15, 20),
        (240, 15, 15),
        (361, 15, 16),
    ],
)
def test_the_longer_of_the_products_and_the_rules_cooling_off_holds_and_a_begun_day_is_whole(
    product_hours: int, rule_days: int | None, days: int
) -> None:
    terms = None if rule_days is None else CoolingOffDays(rule_days)
    assert cooling_off_days(product_hours, terms) == CoolingOffDays(days)


@pytest.mark.parametrize(
    ("assessed_on", "months", "last"),
    [
        (date(2025, 11, 24), 12, date(2026, 11, 24)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_an_assessment_holds_through_the_same_day_of_the_last_month(assessed_on: date, months: int, last: date) -> None:
    assert valid_through(assessed_on, months) == last


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (91, IdState.VALID),
        (90, IdState.EXPIRING),
        (0, IdState.EXPIRING),
        (-1, IdState.IN_GRACE),
        (-90, IdState.IN_GRACE),
        (-91, IdState.EXPIRED),
    ],
)
def test_an_identity_document_is_valid_on_its_last_day(left: int, state: IdState) -> None:
    today = date(2026, 11, 24)
    terms = rules().terms("id_expiry", IdExpiry)
    assert id_state(today + timedelta(days=left), today, terms) is state
    assert id_state(None, today, terms) is IdState.VALID


@pytest.mark.parametrize(
    ("age", "years"), [(0, 5), (15, 5), (16, 10), (25, 10), (26, 20), (45, 20), (46, None), (90, None)]
)
def test_an_id_card_runs_by_the_age_at_issue(age: int, years: int | None) -> None:
    assert id_card_years(age, rules().terms("id_card_term", IdCardTerm)) == years


def test_a_table_of_ages_without_as_many_years_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        id_card_years(30, IdCardTerm((16, 26), (5,)))


@pytest.mark.parametrize(
    ("months", "day"),
    [(0, date(9998, 12, 15)), (1, date(9999, 1, 15)), (12, date(9999, 12, 15)), (13, date.max), (10**4, date.max)],
)
def test_a_day_beyond_the_calendar_is_its_last_one(months: int, day: date) -> None:
    assert add_months(date(9998, 12, 15), months) == day
