"""Who of those told may be someone on file under another name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.said import ROLES, Relative, Relatives, alike

BORN = date(2015, 6, 1)
LEI, HAN = Relative("李雷", "spouse", date(1980, 5, 1)), Relative("韩梅", "spouse")
XIAO, DA = Relative("李小", "child", BORN), Relative("李大", "child", BORN)


@pytest.mark.parametrize(
    ("told", "on_file", "found"),
    [
        ((LEI,), (LEI,), []),
        ((HAN,), (LEI,), [(0, LEI)]),
        ((LEI, HAN), (LEI,), []),
        ((DA,), (XIAO,), [(0, XIAO)]),
        ((Relative("李大", "child", date(2016, 6, 1)),), (XIAO,), []),
        ((Relative("李大", "child"),), (Relative("李小", "child"),), []),
        ((Relative("李大", "parent", BORN),), (XIAO,), []),
        ((DA, XIAO), (XIAO,), []),
        ((Relative("韩梅", "spouse", on_file_as="李雷"),), (LEI,), []),
        ((HAN, DA), (XIAO, LEI), [(0, LEI), (1, XIAO)]),
        ((XIAO, HAN), (XIAO, LEI), [(1, LEI)]),
        ((Relative("李大", "child", BORN, on_file_as="李小"),), (XIAO, Relative("李三", "child", BORN)), []),
    ],
)
def test_the_spouse_or_who_was_born_that_day_may_be_the_same(
    told: tuple[Relative, ...], on_file: tuple[Relative, ...], found: list[tuple[int, Relative]]
) -> None:
    assert list(alike(Relatives(told), on_file)) == found


PEOPLE = st.lists(
    st.builds(Relative, st.sampled_from("甲乙丙丁"), st.sampled_from(ROLES), st.none() | st.just(BORN)), max_size=5
)


@given(PEOPLE, PEOPLE)
def test_nobody_is_asked_about_twice_nor_whom_the_file_knows(told: list[Relative], on_file: list[Relative]) -> None:
    found = alike(Relatives(tuple(told)), on_file)
    assert len({place for place, _ in found}) == len(found)
    known = {(row.name, row.role) for row in on_file}
    for place, twin in found:
        assert (told[place].name, told[place].role) not in known
        assert twin in on_file
        assert twin.role == told[place].role
        assert (twin.name, twin.role) not in {(row.name, row.role) for row in told}
