"""Writing in another language than the screen's: for one thread, for as long as it takes."""

from threading import Thread

import pytest

from advisor_tui.base.languages import Lang, language, pick, translate, translate_in, use_language, writing_in

BOTH = {"zh": "中", "en": "mid"}


@pytest.mark.parametrize(("screen", "paper", "text"), [("zh", "en", "Print"), ("en", "zh", "打印")])
def test_everything_is_said_in_it_and_the_screens_language_comes_back(screen: Lang, paper: Lang, text: str) -> None:
    use_language(screen)
    with writing_in(paper):
        assert language() == paper
        assert translate("Print") == text
        assert pick(BOTH) == BOTH[paper]
        assert (translate_in("purpose", "Home") == "Home") is (paper == "en")
    assert language() == screen


def test_a_refusal_ends_it_too() -> None:
    use_language("zh")
    with pytest.raises(ValueError, match="no"), writing_in("en"):
        raise ValueError("no")
    assert language() == "zh"


def test_another_thread_is_not_touched() -> None:
    use_language("zh")
    heard: list[str] = []
    with writing_in("en"):
        other = Thread(target=lambda: heard.append(language()))
        other.start()
        other.join()
    assert heard == ["zh"]
