"""Curves in characters: ends at their heights, every column filled, nothing outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.widgets.curves import draw_curves

VALUES = st.lists(st.integers(0, 10**9), min_size=1, max_size=400)


def test_a_flat_and_a_falling_curve_cross() -> None:
    assert draw_curves([("-", [2, 2, 2, 2, 2]), ("x", [4, 3, 2, 1, 0])], 5, 5) == (
        "x    ",
        " x   ",
        "--x--",
        "   x ",
        "    x",
    )


def test_one_value_lies_at_the_bottom_and_no_value_nowhere() -> None:
    assert draw_curves([("-", [7])], 3, 2) == ("   ", "---")
    assert draw_curves([("-", [])], 3, 1) == ("   ",)


@pytest.mark.parametrize(("cells", "lines"), [(0, 1), (1, 0)])
def test_without_room_there_is_no_drawing(cells: int, lines: int) -> None:
    with pytest.raises(ValueError, match="needs a line"):
        draw_curves([("-", [1])], cells, lines)


@given(values=VALUES, cells=st.integers(1, 90), lines=st.integers(1, 12))
def test_every_column_carries_its_curve_once(values: list[int], cells: int, lines: int) -> None:
    drawn = draw_curves([("x", values)], cells, lines)
    assert [len(line) for line in drawn] == [cells] * lines
    assert ["".join(line[column] for line in drawn).count("x") for column in range(cells)] == [1] * cells


@given(values=VALUES, cells=st.integers(2, 90), lines=st.integers(2, 12))
def test_the_ends_of_a_curve_are_its_first_and_last_value(values: list[int], cells: int, lines: int) -> None:
    falling = sorted(values, reverse=True)
    drawn = draw_curves([("x", falling)], cells, lines)
    assert drawn[0][0] == "x" or falling[0] == falling[-1]
    assert drawn[-1][-1] == "x"
