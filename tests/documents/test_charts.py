"""The fan on paper: valid SVG with the fan's points, round amounts, years that do not touch, and nothing unescaped."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.money import wan
from advisor_tui.documents.charts import HEIGHT, WIDTH, fan_svg, scale_top

LEGEND = ("八成情形", "一半情形", "中位数", '现有持仓 <b> & "x"')
YEARS = 30
FAN = [[1_000_000_00 + place * year * 5_000_000 for year in range(YEARS + 1)] for place in range(1, 6)]
NS = "{http://www.w3.org/2000/svg}"


def drawn(beside: list[int] | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(fan_svg(FAN, 2026, lambda fen: wan(fen, 0), LEGEND, beside or []))


def test_two_bands_and_the_middle_are_drawn_and_what_is_compared_is_dashed() -> None:
    assert len(drawn().findall(f"{NS}polygon")) == 2
    assert [line.get("stroke-dasharray") for line in drawn().findall(f"{NS}polyline")] == [None]
    both = drawn(FAN[0]).findall(f"{NS}polyline")
    assert [line.get("stroke-dasharray") for line in both] == [None, "5 3"]


def test_every_point_lies_on_the_page_and_higher_amounts_lie_higher() -> None:
    for shape in drawn(FAN[0]).iter():
        for x, y in re.findall(r"([\d.]+),([\d.]+)", shape.get("points", "")):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= HEIGHT
    middle = drawn().find(f"{NS}polyline")
    assert middle is not None
    heights = [float(y) for _, y in re.findall(r"([\d.]+),([\d.]+)", str(middle.get("points")))]
    assert heights == sorted(heights, reverse=True)
    assert len(heights) == YEARS + 1


def test_the_legend_says_what_is_what_and_keeps_outside_text_text() -> None:
    texts = [element.text for element in drawn(FAN[0]).findall(f"{NS}text")]
    assert set(LEGEND) <= set(texts)
    assert LEGEND[3] not in [element.text for element in drawn().findall(f"{NS}text")]
    assert "2026" in texts
    assert "2056" in texts


@pytest.mark.parametrize(
    ("highest", "top"), [(1, 40), (39, 40), (40, 40), (41, 80), (1_000, 1_000), (123_456, 200_000)]
)
def test_the_scale_ends_on_a_round_amount(highest: int, top: int) -> None:
    assert scale_top(highest) == top


@given(st.integers(1, 10**15))
def test_the_scale_holds_the_highest_amount_and_is_not_three_times_as_high(highest: int) -> None:
    assert highest <= scale_top(highest) <= max(40, 3 * highest)
