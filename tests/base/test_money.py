"""Amounts as they are read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.money import WAN, wan


@pytest.mark.parametrize(
    ("fen", "places", "text"),
    [
        (0, 1, "0.0"),
        (6_124_000_00, 1, "612.4"),
        (612_450_00, 1, "61.2"),
        (500_00, 1, "0.1"),
        (499_99, 1, "<0.1"),
        (-1, 1, ">-0.1"),
        (1_00, 2, "<0.01"),
        (19_500_00, 2, "1.95"),
        (200_000_00, 2, "20.00"),
        (-100_000_00, 2, "-10.00"),
        (123_456_789_00, 2, "12,345.68"),
    ],
)
def test_an_amount_has_its_places_and_never_reads_as_nothing(fen: int, places: int, text: str) -> None:
    assert wan(fen, places) == text


@given(st.integers(-(10**15), 10**15), st.integers(1, 4))
def test_what_is_read_is_the_amount_to_half_a_place(fen: int, places: int) -> None:
    text = wan(fen, places)
    assert len(text.partition(".")[2]) == places
    shown = Decimal(text.lstrip("<>").replace(",", ""))
    assert abs(shown * WAN - fen) <= WAN * Decimal(1).scaleb(-places) / (1 if text[0] in "<>" else 2)
    assert (shown == 0) is (fen == 0)
