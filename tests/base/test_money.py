"""Amounts as they are read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.money import WAN, capitals, wan


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


CAPITALS = [
    # 《支付结算办法》附一「正确填写票据和结算凭证的基本规定」, its own examples
    (1_409_50, "壹仟肆佰零玖元伍角"),
    (6_007_14, "陆仟零柒元壹角肆分"),
    (1_680_32, "壹仟陆佰捌拾元零叁角贰分"),
    (107_000_53, "壹拾万柒仟元零伍角叁分"),
    (16_409_02, "壹万陆仟肆佰零玖元零贰分"),
    (325_04, "叁佰贰拾伍元零肆分"),
    # nothing, and less than a yuan
    (0, "零元整"),
    (1, "壹分"),
    (10, "壹角"),
    (11, "壹角壹分"),
    (50, "伍角"),
    (99, "玖角玖分"),
    # every place alone
    (1_00, "壹元整"),
    (10_00, "壹拾元整"),
    (100_00, "壹佰元整"),
    (1_000_00, "壹仟元整"),
    (10_000_00, "壹万元整"),
    (100_000_00, "壹拾万元整"),
    (1_000_000_00, "壹佰万元整"),
    (10_000_000_00, "壹仟万元整"),
    (100_000_000_00, "壹亿元整"),
    (1_000_000_000_00, "壹拾亿元整"),
    (1_000_000_000_000_00, "壹万亿元整"),
    (9_999_999_999_999_999_99, "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    # none between two places, and several side by side
    (15_00, "壹拾伍元整"),
    (101_00, "壹佰零壹元整"),
    (110_00, "壹佰壹拾元整"),
    (1_001_00, "壹仟零壹元整"),
    (1_010_00, "壹仟零壹拾元整"),
    (10_001_00, "壹万零壹元整"),
    (10_010_00, "壹万零壹拾元整"),
    (10_101_00, "壹万零壹佰零壹元整"),
    (11_000_00, "壹万壹仟元整"),
    (100_001_00, "壹拾万零壹元整"),
    (1_000_001_00, "壹佰万零壹元整"),
    (20_030_400_00, "贰仟零叁万零肆佰元整"),
    (100_000_001_00, "壹亿零壹元整"),
    (100_010_000_00, "壹亿零壹万元整"),
    (120_000_000_00, "壹亿贰仟万元整"),
    (1_020_304_050_00, "壹拾亿贰仟零叁拾万肆仟零伍拾元整"),
    (1_200_000_000_000_00, "壹万贰仟亿元整"),
    # none before 角 and 分
    (10_05, "壹拾元零伍分"),
    (10_50, "壹拾元零伍角"),
    (11_05, "壹拾壹元零伍分"),
    (11_50, "壹拾壹元伍角"),
    (100_000_01, "壹拾万元零壹分"),
    (800_000_00, "捌拾万元整"),
    (1_234_567_89, "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
]


@pytest.mark.parametrize(("fen", "text"), CAPITALS)
def test_an_amount_in_capital_numerals(fen: int, text: str) -> None:
    assert capitals(fen) == f"人民币{text}"


@pytest.mark.parametrize("fen", [-1, 10**18])
def test_what_no_form_can_hold_has_no_capitals(fen: int) -> None:
    with pytest.raises(ValueError, match=str(fen)):
        capitals(fen)


def read_back(text: str) -> int:
    """An amount in capital numerals in 分: every digit by the units behind it, as a reader adds them up."""
    total = section = digit = 0
    for char in text.removeprefix("人民币"):
        if char in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(char)
        elif char in "拾佰仟":
            section += digit * 10 ** ("拾佰仟".index(char) + 1)
            digit = 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        elif char == "元":
            total, section, digit = (total + section + digit) * 100, 0, 0
        elif char in "角分":
            total, digit = total + digit * (10 if char == "角" else 1), 0
    return total


@given(st.one_of(st.integers(0, 10**18 - 1), st.integers(0, 10**7), st.integers(0, 10**14).map(lambda wan: wan * 1000)))
def test_capitals_read_back_as_the_amount_and_no_two_of_none_stand_together(fen: int) -> None:
    text = capitals(fen)
    assert read_back(text) == fen
    assert "零零" not in text
    assert text.endswith("整") is (fen % 100 == 0)
    assert "零" not in text[-2:] or fen == 0
