"""What promises principal or return, and what denies it (令2025年第7号 art. 13)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.languages import LANGUAGES
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.promises import Promises, promised

DAY = date(2026, 11, 24)
REFERENCE = load_reference(data_root())
WORDS: Promises = REFERENCE.rulebook.as_of(DAY).terms("promises", Promises)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("本产品保本保收益", ("保本保收益",)),
        ("保 本 保 收 益", ("保本保收益",)),
        ("保\u200b本\u2060保\u00ad收益", ("保本保收益",)),
        ("risk\u200b-free", ("risk-free",)),
        ("保本，保证收益", ("保本", "保证收益")),
        ("保本又保本", ("保本",)),
        ("不亏。保本", ("保本",)),
        ("本金安全，旱涝保收", ("本金安全", "旱涝保收")),
        ("买了不会亏损", ("不会亏损",)),
        ("绝不亏本，本金有保障", ("不亏本", "本金有保障")),
        ("保证本息", ("保证本息",)),
        ("All returns are guaranteed", ("returns are guaranteed",)),
        ("You never lose", ("never lose",)),
        ("收益不错，保本保收益", ("保本保收益",)),
        ("无论涨跌，保本保收益", ("保本保收益",)),
        ("稳定不断，保本", ("保本",)),
        ("不保证收益,保本", ("保本",)),
        ("不保本、保收益", ("保收益",)),
        ("本行不承诺：保本", ("保本",)),
        ("不承诺收益（保本）", ("保本",)),
        ("不承诺\n保本", ("保本",)),
        ("保\n本", ("保本",)),
        ("收益不错保本", ("保本",)),
        ("无论涨跌保本保收益", ("保本保收益",)),
        ("未来可期保本", ("保本",)),
        ("无忧保本", ("保本",)),
        ("不保收益但保本", ("保本",)),
        ("不承诺高收益而是保本", ("保本",)),
        ("不得不承诺保本", ("保本",)),
        ("没有一款不保本", ("保本",)),
        ("无非保本", ("保本",)),
        ("没有风险保本", ("没有风险", "保本")),
        ("不存在风险的保本产品", ("保本",)),
        ("切勿错过保本产品", ("保本",)),
        ("Enjoy another guaranteed return", ("guaranteed return",)),
        ("Note: guaranteed return", ("guaranteed return",)),
        ("Note guaranteed return", ("guaranteed return",)),
        ("Northern guaranteed return", ("guaranteed return",)),
        ("A notable guaranteed return", ("guaranteed return",)),
        ("No. 1 guaranteed return", ("guaranteed return",)),
        ("no fees, guaranteed return", ("guaranteed return",)),
        ("not only risk-free", ("risk-free",)),
        ("no doubt risk-free", ("risk-free",)),
        ("not new but risk-free", ("risk-free",)),
        ("without risk guaranteed return", ("without risk", "guaranteed return")),
        ("不必担心，这个产品一直都是保本的", ("保本",)),
        ("不仅保本，还有收益", ("保本",)),
        ("非常稳，保本", ("保本",)),
        ("不仅不保本", ()),
        ("无风险等级", ()),
        ("无风险等级的无风险产品", ("无风险",)),
        ("Ｒｉｓｋ－ｆｒｅｅ", ("risk-free",)),
        ("A RISK FREE return", ("risk free",)),
        ("不保证本金安全", ()),
        ("不保证本息", ()),
        ("不保证不亏本", ()),
        ("本产品不承诺保本和最低收益", ()),
        ("非保本浮动收益", ()),
        ("不得承诺保本保收益", ()),
        ("it is never risk-free", ()),
        ("投资有风险", ()),
        ("不承诺保本", ()),
        ("不 承 诺 保 本", ()),
        ("不保证本金和收益", ()),
        ("不保证本金，不保证收益", ()),
        ("不保本、不保收益", ()),
        ("不构成保本承诺", ()),
        ("业绩比较基准不代表保证收益", ()),
        ("不以任何形式承诺保本", ()),
        ("并非无风险", ()),
        ("请勿轻信保本", ()),
        ("严禁承诺收益", ()),
        ("ＮＯ guaranteed return", ()),
        ("This is not a guaranteed return", ()),
        ("a non-guaranteed return", ()),
        ("without guaranteed return", ()),
        ("no guaranteed return nor guaranteed principal", ()),
        ("neither principal nor return is promised", ()),
        ("neither risk-free nor capital guaranteed", ()),
        ("", ()),
    ],
)
def test_a_promise_is_found_and_a_denied_one_is_none(text: str, phrases: tuple[str, ...]) -> None:
    assert promised(text, WORDS) == phrases


def test_a_denial_reaches_so_far_and_no_further() -> None:
    words = Promises(("保本",), (), ("不承诺",), (), (), 5)
    assert promised("不承诺甲乙保本", words) == ()
    assert promised("不承诺甲乙丙保本", words) == ("保本",)
    assert promised("不承诺甲乙丙保本", replace(words, reach=6)) == ()


@pytest.mark.parametrize("stop", "，、,;；。.!！?？：:…（）()—\n")
def test_every_end_of_a_clause_ends_what_is_denied(stop: str) -> None:
    assert promised(f"不承诺{stop}保本", WORDS) == ("保本",)
    assert promised(f"it is not{stop}risk-free", WORDS) == ("risk-free",)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1), st.sampled_from(["no", "not", "never", "nor"]))
def test_a_denial_within_a_longer_latin_word_denies_nothing(more: str, denial: str) -> None:
    words = Promises(("risk-free",), (), (denial,), (), (), 100)
    assert promised(f"{denial} risk-free", words) == ()
    assert promised(f"{denial}{more} risk-free", words) == ("risk-free",)
    assert promised(f"{more}{denial} risk-free", words) == ("risk-free",)


@pytest.mark.parametrize("denial", WORDS.denials)
def test_every_listed_denial_denies_what_follows_it(denial: str) -> None:
    words = replace(WORDS, phrases=("甲乙",))
    assert promised(f"{denial} 甲乙", words) == ()
    assert promised(f"{denial}，甲乙", words) == ("甲乙",)


@pytest.mark.parametrize("affirmation", WORDS.affirmations)
def test_no_listed_affirmation_denies_anything(affirmation: str) -> None:
    words = replace(WORDS, phrases=("保本",))
    assert promised(f"{affirmation} 保本", words) == ("保本",)


def test_no_shipped_product_promises_anything() -> None:
    products = REFERENCE.products.on(DAY)
    assert products
    for product in products:
        for text in (product.name, product.risks, product.disclosure.text):
            for lang in LANGUAGES:
                assert promised(text[lang], WORDS) == (), product.id
