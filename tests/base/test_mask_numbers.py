"""Long numbers in a text that nobody knows the kind of."""

import pytest

from advisor_tui.base.text import mask_numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("11010519491231002X is wrong", "1****************X is wrong"),
        ("a 138 0013-8000, b", "a 1***********0, b"),
        ("１３８００１３８０００", "１*********０"),
        ("2026-13-01", "2026-13-01"),
        ("12,345,678.90", "12,345,678.90"),
        ("12345678", "12345678"),
        ("张三丰", "张三丰"),
        ("", ""),
    ],
)
def test_a_number_of_nine_digits_is_masked_and_a_date_or_an_amount_is_not(text: str, shown: str) -> None:
    assert mask_numbers(text) == shown
