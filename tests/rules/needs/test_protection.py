"""Each dependant by years and yearly amount; cover goes to debts, children, others and partner in that order."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.needs.books import NO_BOOKS, Books, Member
from advisor_tui.rules.needs.protection import Dependant, dependants_of, protection_claims
from advisor_tui.rules.profile import Facts
from tests.rules.needs.support import LIMITS, TABLE, TODAY, WAN, find, known, sizes

SON = Member("小明", "child", date(2016, 11, 24), dependent=True)
FAMILY = Books(TODAY, members=(SON, Member("李母", "parent", None, True), Member("王芳", "spouse", None, True)))


def who(facts: Facts, books: Books = NO_BOOKS) -> list[tuple[str, str, int, str, int]]:
    found = dependants_of(facts, LIMITS, books)
    return [(one.who, one.name, one.years, one.basis, one.yearly_fen) for one in found]


@pytest.mark.parametrize(
    ("facts", "books", "expected"),
    [
        (known(children=1), NO_BOOKS, []),
        (known(family_annual_income=10 * WAN, children=0, dependants=0), NO_BOOKS, []),
        (known(family_annual_income=10 * WAN, children=1), NO_BOOKS, [("child", "1", 10, "assumed", 3 * WAN)]),
        (
            known(family_annual_income=10 * WAN, children=2, child_years=8, child_cost=4 * WAN),
            NO_BOOKS,
            [("child", "1", 8, "said", 4 * WAN), ("child", "2", 8, "said", 4 * WAN)],
        ),
        (
            known(family_annual_income=10 * WAN, dependants=1, dependant_years=0),
            NO_BOOKS,
            [("dependant", "1", 0, "said", 2 * WAN)],
        ),
        (known(family_annual_income=10 * WAN, partner_years=0), FAMILY, [
            ("child", "小明", 12, "on_file", 3 * WAN), ("dependant", "李母", 10, "assumed", 2 * WAN),
        ]),
        (known(family_annual_income=10 * WAN), Books(TODAY, members=(Member("我", "self", None, True),)), []),
        (known(family_annual_income=10 * WAN, partner_years=7), NO_BOOKS, [("partner", "", 7, "said", 5 * WAN)]),
        (known(family_annual_income=10 * WAN, children=2), FAMILY, [
            ("child", "小明", 12, "on_file", 2_307_692), ("child", "2", 10, "assumed", 2_307_692),
            ("dependant", "李母", 10, "assumed", 1_538_461), ("partner", "王芳", 10, "assumed", 3_846_153),
        ]),
    ],
)  # fmt: skip
def test_who_depends_on_the_income(facts: Facts, books: Books, expected: list[Any]) -> None:
    assert who(facts, books) == expected


@pytest.mark.parametrize(
    ("born_on", "years"),
    [
        (date(2004, 11, 25), 1),
        (date(2004, 11, 24), None),
        (date(2026, 11, 24), 22),
        (None, 10),
    ],
)
def test_a_child_on_file_depends_until_it_stands_on_its_own(born_on: date | None, years: int | None) -> None:
    books = Books(TODAY, members=(Member("小红", "child", born_on, dependent=True),))
    found = dependants_of(known(family_annual_income=WAN), LIMITS, books)
    assert [one.years for one in found] == ([] if years is None else [years])


BABY = Member("小丽", "child", date(2024, 11, 24))
GROWN = Member("大明", "child", date(2000, 11, 24))
JUST_GROWN = Member("二明", "child", date(2004, 11, 24))
UNDATED = Member("小雨", "child")


@pytest.mark.parametrize(
    ("told", "on_file", "expected"),
    [
        ({"children": 1}, (BABY,), [("小丽", 20, "on_file")]),
        ({"children": 1}, (GROWN,), []),
        ({"children": 1, "child_years": 3}, (GROWN,), [("大明", 3, "said")]),
        ({"children": 1}, (GROWN, BABY), [("小丽", 20, "on_file")]),
        ({"children": 1}, (GROWN, UNDATED), [("小雨", 10, "assumed")]),
        ({"children": 2}, (SON, BABY), [("小丽", 20, "on_file"), ("小明", 12, "on_file")]),
        ({"children": 3}, (SON, BABY), [("小丽", 20, "on_file"), ("小明", 12, "on_file"), ("3", 10, "assumed")]),
        ({"children": 1}, (SON, BABY), [("小丽", 20, "on_file"), ("小明", 12, "on_file")]),
        ({"children": 0}, (BABY, UNDATED), []),
        ({}, (BABY, SON), [("小明", 12, "on_file")]),
        ({"children": 1}, (UNDATED, BABY), [("小丽", 20, "on_file")]),
        ({"children": 1}, (JUST_GROWN, UNDATED), [("小雨", 10, "assumed")]),
        ({"children": 1, "child_years": 3}, (BABY, replace(GROWN, dependent=True)), [("小丽", 20, "on_file")]),
    ],
)
def test_the_children_counted_are_those_on_file_the_youngest_first(
    told: dict[str, int], on_file: tuple[Member, ...], expected: list[tuple[str, int, str]]
) -> None:
    found = dependants_of(known(family_annual_income=10 * WAN, **told), LIMITS, Books(TODAY, members=on_file))
    assert [(one.name, one.years, one.basis) for one in found] == expected


def test_the_debts_come_first_and_the_rest_of_the_cover_goes_to_the_dependants_in_order() -> None:
    facts = known(family_annual_income=10 * WAN, life_cover=60 * WAN, children=2, total_debts=20 * WAN)
    claims = protection_claims(facts, LIMITS, NO_BOOKS)
    assert [(claim.target_fen, claim.cover_fen) for claim in claims] == [
        (20 * WAN, 20 * WAN), (30 * WAN, 30 * WAN), (30 * WAN, 10 * WAN),
    ]  # fmt: skip
    (part,) = find(facts, "protection_person")
    assert (part.params["name"], part.size_fen) == ("2", 20 * WAN)
    assert part.evidence == ("q_children", "q_family_annual_income", "q_life_cover")
    assert sizes(facts, "protection_debts") == []
    (whole,) = find(facts, "protection_gap")
    assert whole.params == {"cover_fen": 60 * WAN, "target_fen": 80 * WAN, "gap_fen": 20 * WAN}


@pytest.mark.parametrize(("cover", "gap"), [(30 * WAN, None), (30 * WAN - 1, 1), (30 * WAN + 1, None), (0, 30 * WAN)])
def test_cover_that_is_enough_leaves_no_gap(cover: int, gap: int | None) -> None:
    facts = known(family_annual_income=10 * WAN, life_cover=cover, children=1)
    assert sizes(facts, "protection_gap") == ([] if gap is None else [gap])


def test_nobody_who_depends_on_it_asks_for_no_cover_and_an_unknown_cover_says_nothing() -> None:
    assert (
        sizes(known(family_annual_income=30 * WAN, life_cover=0, children=0, total_debts=WAN), "protection_gap") == []
    )
    assert sizes(known(family_annual_income=30 * WAN, children=1), "protection_gap") == []


def test_a_cost_that_is_said_takes_nothing_from_the_shares_of_the_others() -> None:
    facts = known(family_annual_income=10 * WAN, children=4, child_cost=WAN, partner_years=1)
    assert [one[4] for one in who(facts)] == [WAN, WAN, WAN, WAN, 5 * WAN]


def test_one_without_a_name_is_told_without_one() -> None:
    (part,) = find(known(family_annual_income=WAN, life_cover=0, partner_years=1), "protection_person")
    assert TABLE.sentence(part, "zh").startswith("配偶：还需供养 1 年")
    (part,) = find(known(family_annual_income=WAN, life_cover=0, children=1), "protection_person")
    assert TABLE.sentence(part, "en").startswith("Child 1: 10 more years")


def test_a_member_on_file_is_evidence_and_is_named_in_the_sentence() -> None:
    (part,) = find(known(family_annual_income=WAN, life_cover=0), "protection_person", Books(TODAY, members=(SON,)))
    assert part.members == ("小明",)
    assert "小明" in TABLE.sentence(part, "zh")
    assert "12 more years" in TABLE.sentence(part, "en")


COUNTS = st.fixed_dictionaries(
    {
        "family_annual_income": st.integers(0, 10**12),
        "children": st.integers(0, 12),
        "dependants": st.integers(0, 12),
    },
    optional={
        "total_debts": st.integers(0, 10**12),
        "child_years": st.integers(0, 30),
        "child_cost": st.integers(0, 10**10),
        "partner_years": st.integers(0, 40),
    },
)
BOOKS = st.sampled_from([NO_BOOKS, FAMILY, Books(TODAY, members=(SON,))])


@given(values=COUNTS, cover=st.integers(0, 10**13), books=BOOKS)
def test_the_parts_add_up_to_the_whole(values: dict[str, int], cover: int, books: Books) -> None:
    facts = known(**values, life_cover=cover)
    parts = sizes(facts, "protection_person", books) + sizes(facts, "protection_debts", books)
    assert sum(parts) == sum(sizes(facts, "protection_gap", books))
    claims = protection_claims(facts, LIMITS, books)
    assert sum(claim.cover_fen for claim in claims) == min(cover, sum(claim.target_fen for claim in claims))


@given(values=COUNTS, cover=st.integers(0, 10**13), more=st.integers(0, 10**12), books=BOOKS)
def test_more_cover_never_raises_a_gap(values: dict[str, int], cover: int, more: int, books: Books) -> None:
    before = protection_claims(known(**values, life_cover=cover), LIMITS, books)
    after = protection_claims(known(**values, life_cover=cover + more), LIMITS, books)
    assert all(late.gap_fen <= early.gap_fen for early, late in zip(before, after, strict=True))


@given(values=COUNTS)
def test_the_bank_s_shares_never_come_to_more_than_the_income(values: dict[str, int]) -> None:
    values.pop("child_cost", None)
    found = dependants_of(known(**values), LIMITS, FAMILY)
    assert sum(one.yearly_fen for one in found) <= values["family_annual_income"]


def test_each_dependant_names_the_answers_and_the_member_that_tell_of_it() -> None:
    facts = known(family_annual_income=10 * WAN, dependant_years=4, child_cost=WAN, children=2)
    assert dependants_of(facts, LIMITS, FAMILY) == (
        Dependant("child", "小明", 12, "on_file", WAN, ("q_children", "q_child_cost"), ("小明",)),
        Dependant("child", "2", 10, "assumed", WAN, ("q_children", "q_child_cost")),
        Dependant("dependant", "李母", 4, "said", 2 * WAN, ("q_dependant_years", "q_family_annual_income"), ("李母",)),
        Dependant("partner", "王芳", 10, "assumed", 5 * WAN, ("q_family_annual_income",), ("王芳",)),
    )
    undated = Books(TODAY, members=(Member("小雨", "child"),))
    assert dependants_of(known(family_annual_income=WAN, children=1, child_years=3), LIMITS, undated) == (
        Dependant("child", "小雨", 3, "said", 300_000, ("q_child_years", "q_family_annual_income"), ("小雨",)),
    )
    unnamed = ("q_children", "q_child_years", "q_family_annual_income")
    assert dependants_of(known(family_annual_income=WAN, children=1, child_years=3), LIMITS, NO_BOOKS) == (
        Dependant("child", "1", 3, "said", 300_000, unnamed),
    )
