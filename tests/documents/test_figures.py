"""Figures on paper: always two places, signs and rounding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.documents.figures import change, exact, yearly


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (1_234_50, "1,234.50"),
        (100_000_000_00, "100,000,000.00"),
        (-20_00, "-20.00"),
        (-1, "-0.01"),
    ],
)
def test_an_amount_has_two_places(fen: int, text: str) -> None:
    assert exact(fen) == text


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "—"), (1_234_50, "+1,234.50"), (-20_00, "-20.00"), (-5, "-0.05"), (1, "+0.01")]
)
def test_a_change_has_its_sign(fen: int, text: str) -> None:
    assert change(fen) == text


@pytest.mark.parametrize(
    ("rate", "places", "text"),
    [
        (35_000, 2, "3.50%"), (35_000, 4, "3.5000%"), (35_649, 2, "3.56%"), (35_650, 2, "3.57%"), (0, 2, "0.00%"),
        (52_500, 4, "5.2500%"), (1, 4, "0.0001%"), (49, 2, "0.00%"), (50, 2, "0.01%"), (999_950, 2, "100.00%"),
        (35_000, 0, "4%"), (34_999, 0, "3%"),
    ],
)  # fmt: skip
def test_a_yearly_rate_is_rounded_half_up(rate: int, places: int, text: str) -> None:
    assert yearly(rate, places) == text


@given(st.integers(-(10**15), 10**15))
def test_an_amount_reads_back(fen: int) -> None:
    assert int(exact(fen).replace(",", "").replace(".", "")) == fen
