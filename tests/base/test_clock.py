from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.clock import instant_text, parse_instant

_FIRST, _LAST = datetime(1000, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001  (Hypothesis adds the zone)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(_FIRST, _LAST, timezones=zones))
def test_an_instant_comes_back_from_its_text(instant: datetime) -> None:
    text = instant_text(instant)
    assert parse_instant(text) == instant
    assert parse_instant(text).tzinfo is UTC
    assert parse_instant(text) == datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-24",
        "2026-11-24T01:41:00Z",
        "2026-11-24T01:41:00.000000",
        "2026-11-24T01:41:00.000000+00:00",
        "2026-11-24 01:41:00.000000Z",
        "2026-02-30T01:41:00.000000Z",
        "2026-11-24T25:00:00.000000Z",
        "２026-11-24T01:41:00.000000Z",
    ],
)
def test_only_our_own_text_is_an_instant(text: str) -> None:
    with pytest.raises(ValueError, match=r"instant|day|hour"):
        parse_instant(text)
