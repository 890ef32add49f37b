"""Amounts and rates in the words of a client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.money import YUAN, capitals, parse_amount, yuan
from advisor_tui.base.rates import parse_rate, percent_of

_SPOKEN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")


@pytest.mark.parametrize(
    ("typed", "worth"),
    [
        ("8千元", 8_000), ("八千", 8_000), ("八千元", 8_000), ("两千块", 2_000), ("1万5", 15_000), ("3千5", 3_500),
        ("一万五", 15_000), ("三千五", 3_500), ("两万三", 23_000), ("一百五", 150), ("1万5千", 15_000),
        ("1万5000", 15_000), ("12万5", 125_000), ("一万五千六", 15_600), ("十五", 15), ("十五万", 150_000),
        ("二十五万", 250_000), ("一百二十万", 1_200_000), ("一千零五十", 1_050), ("一万零五百", 10_500),
        ("一百零五万", 1_050_000), ("1亿2千万", 120_000_000), ("1亿2", 120_000_000), ("一亿二千万", 120_000_000),
        ("三点五万", 35_000), ("一点二亿", 120_000_000), ("3百50", 350), ("１万５", 15_000), ("¥八千", 8_000),
        ("八千块钱", 8_000), ("十", 10), ("零", 0), ("1.2亿", 120_000_000), ("300k", 300_000), ("2千万", 20_000_000),
    ],
)  # fmt: skip
def test_what_a_client_says_is_an_amount(typed: str, worth: int) -> None:
    assert parse_amount(typed) == worth * YUAN


@pytest.mark.parametrize(
    "typed",
    [
        "1万50", "1千50", "八百三万", "三千五百二万", "一二", "二十二十", "一万二万", "万", "千", "百万", "很多",
        "几千", "五十来万", "八千多", "1亿5000", "点五", "三点", "", "元", "零" * 5_000, "1.5万5", "五万三百万",
    ],
)  # fmt: skip
def test_what_may_be_more_than_one_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_amount(typed)


@given(st.integers(1, 10**12 - 1))
def test_every_amount_in_numerals_reads_back(worth: int) -> None:
    """The oracle is the writing of 《支付结算办法》, which other code makes."""
    said = capitals(worth * YUAN).removeprefix("人民币").removesuffix("元整").translate(_SPOKEN)
    assert parse_amount(said) == worth * YUAN


@given(st.integers(0, 10**15))
def test_every_amount_reads_back(fen: int) -> None:
    assert parse_amount(yuan(fen)) == fen


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("千", 1_000), ("万", 10_000), ("亿", 10**8)]))
def test_a_single_digit_behind_a_unit_is_a_tenth_of_it(many: int, rest: int, unit: tuple[str, int]) -> None:
    assert parse_amount(f"{many}{unit[0]}{rest}") == (many * 10 + rest) * unit[1] // 10 * YUAN


@pytest.mark.parametrize(
    ("typed", "rate"),
    [
        ("3.5", 35_000), ("3.5%", 35_000), ("３．５％", 35_000), ("百分之3.5", 35_000), ("百分之三点五", 35_000),
        ("4", 40_000), ("百分之四", 40_000), ("3.0501 %", 30_501), ("0", 0),
    ],
)  # fmt: skip
def test_a_rate_is_said_in_percent(typed: str, rate: int) -> None:
    assert parse_rate(typed) == rate


@pytest.mark.parametrize("typed", ["", "%", "-1", "3.55555", "3,5", "百分之", "abc"])
def test_what_is_no_rate_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_rate(typed)


@given(st.integers(0, 10**7))
def test_every_rate_reads_back(rate: int) -> None:
    assert parse_rate(percent_of(rate)) == rate
