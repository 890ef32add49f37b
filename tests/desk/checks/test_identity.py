"""GB 11643-1999 and the other identity papers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.checks.identity import AGE_WARNING, REGION_WARNING, check_identity

TODAY = date(2026, 11, 24)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_check_digit(head: str) -> str:
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, WEIGHTS, strict=True)) % 11]


def test_the_standards_example_carries_birth_date_and_sex() -> None:
    found = check_identity("resident_id", "１１０１０５ 19491231-002x", today=TODAY)
    assert (found.number, found.born_on, found.sex, found.warnings) == (
        "11010519491231002X", date(1949, 12, 31), "female", (),
    )  # fmt: skip


def test_an_abolished_region_passes_and_a_great_age_warns() -> None:
    assert check_identity("resident_id", "440524188001010014", today=TODAY).warnings == (AGE_WARNING,)
    assert check_identity("resident_id", with_check_digit("44052419500101001"), today=TODAY).warnings == ()


def test_an_unknown_region_warns() -> None:
    found = check_identity("resident_id", with_check_digit("44998819800101001"), today=TODAY)
    assert found.warnings == (REGION_WARNING,)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("", "missing"),
        ("1101051949123100", "18 digits"),
        ("110105491231002", "18 digits"),
        ("110105194912310021", "check digit"),
        (with_check_digit("11010519990230001"), "does not exist"),
        (with_check_digit("11010520261125001"), "future"),
        (with_check_digit("99000019800101001"), "demo"),
    ],
)
def test_a_wrong_resident_number_is_refused_with_the_reason(number: str, says: str) -> None:
    with pytest.raises(DeskError) as refused:
        check_identity("resident_id", number, today=TODAY)
    assert refused.value.code == "identity_invalid"
    assert says in refused.value.message


def test_only_a_demo_home_knows_people_of_the_region_that_does_not_exist() -> None:
    assert check_identity("resident_id", with_check_digit("99000019800101001"), today=TODAY, demo=True).warnings == ()


@given(st.dates(date(1910, 1, 1), TODAY), st.integers(0, 999))
def test_every_single_changed_digit_is_noticed(born: date, sequence: int) -> None:
    number = with_check_digit(f"110105{born:%Y%m%d}{sequence:03d}")
    assert check_identity("resident_id", number, today=TODAY).born_on == born
    for place in range(14, 17):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        with pytest.raises(DeskError):
            check_identity("resident_id", wrong, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "number", "good"),
    [
        ("passport", "e12345678", True),
        ("passport", "E-1", False),
        ("hk_macau_permit", "H12345678", True),
        ("hk_macau_permit", "K12345678", False),
        ("taiwan_permit", "12345678", True),
        ("taiwan_permit", "1234567", False),
        ("foreigner_permit", "USA110180010112", True),
        ("foreigner_permit", "911101198001010012", True),
        ("foreigner_permit", "811101198001010012", False),
        ("military_id", "军字第1234567号", True),
        ("other", "x", False),
        ("other", "a\u202eb", False),
    ],
)
def test_each_kind_of_paper_has_its_shape(kind: str, number: str, good: bool) -> None:
    if good:
        assert check_identity(kind, number, today=TODAY).number == number.upper()
    else:
        with pytest.raises(DeskError):
            check_identity(kind, number, today=TODAY)
