"""The fan in characters: what stands where, in both sets of signs, at any size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from advisor_tui.widgets.fan_chart import BESIDE, INNER, MIDDLE, OUTER, Fan, draw_fan, fan_rows, scale_bottom
from advisor_tui.widgets.glyphs import use_ascii

FLAT = Fan(((20,) * 5, (40,) * 5, (50,) * 5, (60,) * 5, (80,) * 5), (), 100)


def column(fan: Fan, place: int, cells: int = 5, lines: int = 11) -> str:
    """A column of the drawing from the bottom up."""
    return "".join(row[place] for row in reversed(fan_rows(fan, cells, lines)))


def test_every_percentile_stands_at_its_height() -> None:
    expected = "  " + OUTER * 2 + INNER + MIDDLE + INNER + OUTER * 2 + "  "
    assert [column(FLAT, place) for place in range(5)] == [expected] * 5


def test_another_line_marks_every_second_column() -> None:
    marked = Fan(FLAT.lines, (100,) * 5, 100)
    assert [column(marked, place)[-1] for place in range(5)] == [BESIDE, " "] * 2 + [BESIDE]


def test_lines_are_drawn_between_their_places() -> None:
    rising = Fan(((0, 100),) * 5, (), 100)
    assert [column(rising, place).index(MIDDLE) for place in range(5)] == [0, 3, 5, 8, 10]


def test_the_signs_have_ascii_twins() -> None:
    use_ascii(True)
    try:
        text = draw_fan(FLAT, 2026, 40, 8, ("100", "50", "0")).plain
    finally:
        use_ascii(False)
    assert text.isascii()
    assert {".", "=", "-", "|"} <= set(text)


def test_amounts_and_years_stand_at_the_edges() -> None:
    lines = draw_fan(Fan(((0,) * 31,) * 5, (), 100), 2026, 60, 8, ("9,000", "4,500", "0")).plain.split("\n")
    assert len(lines) == 8
    assert lines[0].startswith("9,000 │")
    assert lines[-2].startswith("    0 │")
    years = lines[-1].split()
    assert (years[0], years[-1]) == ("2026", "2056")
    assert years == sorted(set(years))


@given(
    st.lists(st.lists(st.integers(0, 10**12), min_size=3, max_size=3), min_size=5, max_size=5),
    st.integers(22, 120),
    st.integers(5, 30),
    st.integers(1, 50),
)
def test_a_drawing_fills_its_room_and_no_more(raw: list[list[int]], cells: int, lines: int, years: int) -> None:
    sorted_lines = [sorted(values)[place] for values in zip(*raw, strict=True) for place in range(5)]
    fan = [tuple(sorted_lines[place::5]) * (years // 2 + 1) for place in range(5)]
    fan = [line[: years + 1] for line in fan]
    top = max(1, *fan[-1])
    drawn = draw_fan(Fan(fan, (), top), 2026, cells, lines, ("1", "", "0"))
    rows = drawn.split("\n", allow_blank=True)
    assert len(rows) == lines
    assert all(row.cell_length <= max(cells, 23) for row in rows)
    assert all(MIDDLE in "".join(row.plain[place + 3] for row in rows[:-1]) for place in range(cells - 3))
    assert isinstance(drawn, Content)


@pytest.mark.parametrize(
    ("lowest", "top", "bottom"),
    [(0, 100, 0), (49, 100, 0), (50, 100, 50), (59, 100, 50), (99, 100, 90), (100, 100, 100)],
)
def test_a_scale_that_would_be_half_empty_begins_higher(lowest: int, top: int, bottom: int) -> None:
    assert scale_bottom(lowest, top) == bottom


def test_a_raised_scale_spreads_what_lies_above_it() -> None:
    fan = Fan(((50,) * 5, (60,) * 5, (75,) * 5, (90,) * 5, (100,) * 5), (), 100, 50)
    rows = fan_rows(fan, 20, 11)
    assert [row[0] for row in rows] == ["░", "░", "▒", "▒", "▒", "─", "▒", "▒", "▒", "░", "░"]
