"""When a position changed in a way that matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.positions import Held, PositionDrift, moved

FIVE = PositionDrift(5)
ONE = {"H-1": 10_000}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Held(), Held(), False),
        (Held(), Held(1, ONE), True),
        (Held(100_00, ONE), Held(), True),
        (Held(100_00, ONE), Held(100_00, ONE), False),
        (Held(100_00, ONE), Held(105_00, ONE), False),
        (Held(100_00, ONE), Held(105_01, ONE), True),
        (Held(100_00, ONE), Held(95_00, ONE), False),
        (Held(100_00, ONE), Held(94_99, ONE), True),
        (Held(100_00, ONE), Held(100_00, {"H-1": 10_001}), True),
        (Held(100_00, ONE), Held(100_00, {"H-2": 10_000}), True),
        (Held(100_00, ONE), Held(100_00, {**ONE, "H-2": None}), True),
        (Held(100_00, {"H-1": None}), Held(101_00, ONE), False),
        (Held(100_00), Held(101_00, ONE), False),
        (Held(100_00), Held(106_00, ONE), True),
    ],
)
def test_what_was_bought_or_given_back_counts_and_a_small_drift_does_not(
    before: Held, now: Held, expected: bool
) -> None:
    assert moved(before, now, FIVE) is expected


@pytest.mark.parametrize(
    ("before", "now", "within"),
    [(0, 0, False), (0, 1, False), (1, 0, False), (1, 1, True), (2, 1, True), (1, 3, False)],
)
def test_nothing_held_never_only_drifts(before: int, now: int, within: bool) -> None:
    assert PositionDrift(100).within(before, now) is within


values = st.integers(0, 10**12)


@given(values, values)
def test_without_a_policy_every_other_value_counts(before: int, now: int) -> None:
    assert moved(Held(before, ONE), Held(now, ONE), PositionDrift(0)) is (before != now)


@given(values, values, st.integers(0, 100), st.integers(0, 100))
def test_a_wider_limit_never_finds_more(before: int, now: int, percent: int, more: int) -> None:
    wide, narrow = PositionDrift(percent + more), PositionDrift(percent)
    assert moved(Held(before, ONE), Held(now, ONE), wide) <= moved(Held(before, ONE), Held(now, ONE), narrow)
