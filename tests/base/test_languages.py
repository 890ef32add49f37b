"""Lists and labels carry the marks of the language in use."""

from advisor_tui.base.languages import join_list, join_sentences, labelled, translate, use_language


def test_lists_sentences_and_labels_are_set_in_the_language_in_use() -> None:
    use_language("zh")
    assert (join_list(["甲", "乙"]), join_sentences(["甲", "乙"])) == ("甲、乙", "甲；乙")
    assert labelled("甲", "乙") == "甲：乙"
    use_language("en")
    assert (join_list(["a", "b"]), join_sentences(["a", "b"]), labelled("a", "b")) == ("a, b", "a; b", "a: b")


def test_a_message_is_read_in_another_language_without_changing_the_one_in_use() -> None:
    use_language("en")
    assert (translate("Help", "zh"), translate("Help")) == ("帮助", "Help")
