"""Too much in one holding or one kind, told or on file; deposits are left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.needs.books import NO_BOOKS, Books, HeldMoney
from advisor_tui.rules.profile import Facts
from tests.rules.needs.support import TABLE, WAN, find, known, sizes

HUNDRED = known(financial_assets=100 * WAN)


def held(name: str, value: int, kind: str = "fund") -> HeldMoney:
    return HeldMoney(name, value, None, kind)


@pytest.mark.parametrize(
    ("facts", "holdings", "size"),
    [
        (known(financial_assets=100 * WAN, largest_holding=50 * WAN), (), None),
        (known(financial_assets=100 * WAN, largest_holding=50 * WAN + 1), (), 1),
        (known(financial_assets=100 * WAN, largest_holding=58 * WAN), (), 8 * WAN),
        (known(largest_holding=58 * WAN), (), None),
        (known(financial_assets=0, largest_holding=0), (), None),
        (HUNDRED, (held("甲", 60 * WAN),), 10 * WAN),
        (HUNDRED, (held("甲", 30 * WAN), held("甲", 30 * WAN)), 10 * WAN),
        (HUNDRED, (held("甲", 30 * WAN), held("乙", 30 * WAN)), None),
        (HUNDRED, (held("甲", 60 * WAN, "deposit"),), None),
        (HUNDRED, (held("甲", 60 * WAN), held("乙", 60 * WAN, "deposit")), None),
        (known(), (held("甲", 60 * WAN),), None),
    ],
)
def test_one_holding(facts: Facts, holdings: tuple[HeldMoney, ...], size: int | None) -> None:
    assert sizes(facts, "concentration", Books(holdings=holdings)) == ([] if size is None else [size])


def test_the_evidence_is_what_was_told_or_the_holding_on_file() -> None:
    (told,) = find(known(financial_assets=100 * WAN, largest_holding=60 * WAN), "concentration", NO_BOOKS)
    assert (told.evidence, told.holdings) == (("q_largest_holding", "q_financial_assets"), ())
    facts = known(financial_assets=100 * WAN, largest_holding=60 * WAN)
    (on_file,) = find(facts, "concentration", Books(holdings=(held("甲", 61 * WAN),)))
    assert (on_file.evidence, on_file.holdings) == (("q_financial_assets",), ("甲",))


@pytest.mark.parametrize(("each", "size"), [(35 * WAN, None), (36 * WAN, 2 * WAN)])
def test_one_kind(each: int, size: int | None) -> None:
    books = Books(holdings=(held("甲", each, "wmp"), held("乙", each, "wmp"), held("丙", 10 * WAN)))
    found = find(HUNDRED, "concentration_kind", books)
    assert [(need.size_fen, need.holdings) for need in found] == ([] if size is None else [(size, ("甲", "乙"))])
    assert all("理财产品占金融资产 72%" in TABLE.sentence(need, "zh") for need in found)


@given(value=st.integers(0, 10**12), assets=st.integers(1, 10**12), more=st.integers(0, 10**12))
def test_more_assets_never_raise_the_concentration(value: int, assets: int, more: int) -> None:
    books = Books(holdings=(held("甲", value),))
    for kind in ("concentration", "concentration_kind"):
        before = sizes(known(financial_assets=assets), kind, books)
        assert sum(sizes(known(financial_assets=assets + more), kind, books)) <= sum(before)


def test_the_largest_holding_is_the_one_worth_most_whatever_its_name() -> None:
    (need,) = find(HUNDRED, "concentration", Books(holdings=(held("z", 10 * WAN), held("a", 60 * WAN))))
    assert (need.size_fen, need.holdings) == (10 * WAN, ("a",))


def test_a_holding_that_is_told_as_it_is_on_file_is_the_client_s_word() -> None:
    facts = known(financial_assets=100 * WAN, largest_holding=60 * WAN)
    (need,) = find(facts, "concentration", Books(holdings=(held("a", 60 * WAN),)))
    assert (need.evidence, need.holdings) == (("q_largest_holding", "q_financial_assets"), ())
    assert find(known(financial_assets=1), "concentration") == []


def test_one_kind_is_found_whatever_stands_behind_it() -> None:
    books = Books(holdings=(held("a", 80 * WAN), held("b", 5 * WAN, "wmp"), held("c", 1 * WAN, "bond")))
    assert [need.params["holding_kind"] for need in find(HUNDRED, "concentration_kind", books)] == ["fund"]
