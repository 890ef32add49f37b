"""How a listed word may be written, and which of several that begin alike is found: with lists of our own."""

import pytest

from advisor_tui.rules.promises import Promises, promised


def words(
    *phrases: str,
    harmless: tuple[str, ...] = (),
    denials: tuple[str, ...] = (),
    affirmations: tuple[str, ...] = (),
    contrasts: tuple[str, ...] = (),
    reach: int = 9,
) -> Promises:
    return Promises(phrases, harmless, denials, affirmations, contrasts, reach)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("risk free", "risk free", True),
        ("risk free", "risk   free", True),
        ("risk free", "risk\tfree", True),
        ("risk free", "riskfree", False),
        ("risk  free", "risk free", True),
        ("Risk Free", "RISK free", True),
        ("riskfree", "risk free", False),
        ("保本", "保本", True),
        ("保本", "保 本", True),
        ("保 本", "保本", True),
        ("保 本", "保  本", True),
        ("保本金", "保 本 金", True),
        ("保A级", "保 a 级", True),
        ("保a级", "保A级", True),
        ("ab级", "a b级", False),
        ("ab级", "ab 级", True),
        ("a 级", "a级", True),
        ("级 a", "级a", True),
        ("级 ab", "级 a b", False),
        ("1 2", "12", False),
        ("1 2", "1 2", True),
        ("a.b", "a.b", True),
        ("a.b", "axb", False),
        ("a.b", "a . b", True),
        ("保本(1)", "保本（1）", True),
        ("ｒｉｓｋ", "risk", True),
        (" 保本 ", "保本", True),
        ("x y z", "x y z", True),
        ("x y z", "x yz", False),
    ],
)
def test_blanks_between_latin_letters_stay_and_elsewhere_any_may_stand(phrase: str, text: str, found: bool) -> None:
    assert promised(text, words(phrase)) == ((phrase,) if found else ())


def test_the_longest_of_the_phrases_that_begin_alike_is_found() -> None:
    for phrases in (("甲", "甲乙", "甲乙丙"), ("甲乙丙", "甲", "甲乙"), ("甲乙", "甲乙丙", "甲")):
        assert promised("甲乙丙", words(*phrases)) == ("甲乙丙",)
        assert promised("甲乙。甲。甲乙", words(*phrases)) == ("甲乙", "甲")


def test_the_longest_of_the_words_that_turn_a_denial_is_taken() -> None:
    """不得不 is longer than 不得: the denial that begins at its second 不 lies within it."""
    for affirmations in (("不得", "不得不"), ("不得不", "不得")):
        assert promised("不得不保本", words("保本", denials=("不",), affirmations=affirmations)) == ("保本",)


@pytest.mark.parametrize(
    ("text", "denial", "denied"),
    [
        ("no gain", "no", True),
        ("a no gain", "no", True),
        ("ano gain", "no", False),
        ("nob gain", "no", False),
        ("no1 gain", "no", False),
        ("1no gain", "no", False),
        ("no-gain", "no", True),
        ("不gain", "不", True),
        ("a不gain", "不", True),
        ("不a gain", "不", True),
        ("not ever gain", "not ever", True),
        ("cannot ever gain", "not ever", False),
        ("gain no", "no", False),
    ],
)
def test_a_latin_word_denies_as_a_whole_word_and_a_chinese_one_anywhere(text: str, denial: str, denied: bool) -> None:
    assert promised(text, words("gain", denials=(denial,))) == (() if denied else ("gain",))


def test_empty_lists_find_and_deny_nothing() -> None:
    assert promised("保本 no (?!) XX", words()) == ()
    assert promised("不保本", words("保本")) == ("保本",)
    assert promised("XX(?!)XX 保本", words("保本", denials=("不",))) == ("保本",)
    assert promised("不XX(?!)XX保本", words("保本", denials=("不",), reach=99)) == ("保本",)


def test_a_contrast_ends_what_was_denied() -> None:
    of = words("保本", denials=("不",), contrasts=("但", "but"))
    assert promised("不但保本", of) == ("保本",)
    assert promised("不 but 保本", of) == ("保本",)
    assert promised("不 butter 保本", of) == ()
    assert promised("不甲保本", of) == ()


def test_each_phrase_is_told_once_in_order_and_one_within_a_harmless_word_not_at_all() -> None:
    of = words("乙", "甲", harmless=("甲级",))
    assert promised("甲 乙 甲 乙", of) == ("甲", "乙")
    assert promised("甲级乙", of) == ("乙",)
    assert promised("甲级甲", of) == ("甲",)


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\ufeff", "\u00ad"])
def test_what_nobody_sees_hides_no_promise(unseen: str) -> None:
    assert promised(f"保{unseen}本", words("保本")) == ("保本",)
