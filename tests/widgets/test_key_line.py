"""The line of keys: every hint whole, help and leaving at every width."""

from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.widgets.key_line import KeyHint, fitting
from advisor_tui.widgets.plain import width

HINT = st.builds(
    KeyHint, st.sampled_from(("Enter", "1", "Ctrl+N", "↑")), st.text("办结顺延abc ", min_size=1, max_size=9)
)
HELP, LEAVE = KeyHint("F1", "帮助"), KeyHint("Ctrl+Q", "退出")


def drawn(hints: list[KeyHint]) -> str:
    return "  ".join(f"{hint.key} {hint.text}" for hint in hints)


@given(st.lists(HINT, max_size=12), st.integers(20, 120))
def test_no_hint_is_cut_and_help_and_leaving_always_stand_there(hints: list[KeyHint], cells: int) -> None:
    shown = fitting([*hints, HELP], [LEAVE], cells, HELP.text)
    assert width(drawn(shown)) <= cells
    assert shown[-2:] == [HELP, LEAVE]
    assert shown[:-2] == hints[: len(shown) - 2]


def test_as_many_as_fit_stand_there() -> None:
    hints = [KeyHint("1", "a"), KeyHint("2", "b"), HELP]
    assert fitting(hints, [], 17, "全部") == hints
    assert fitting(hints, [], 16, "全部") == [hints[0], KeyHint("F1", "全部")]
    assert fitting(hints, [LEAVE], 7, "全部") == [KeyHint("F1", "全部")]
    assert fitting([], [], 10, "全部") == []


@given(st.lists(HINT, max_size=12), st.integers(26, 120))
def test_f1_says_that_it_tells_all_keys_when_and_only_when_one_is_left_out(hints: list[KeyHint], cells: int) -> None:
    shown = fitting([*hints, HELP], [LEAVE], cells, "全部按键")
    left_out = len(shown) - 2 < len(hints)
    assert shown[-2] == (KeyHint("F1", "全部按键") if left_out else HELP)


def test_a_spare_hint_is_left_out_without_a_word() -> None:
    hints = [KeyHint("1", "a"), KeyHint("Esc", "back", spare=True), HELP]
    assert fitting(hints, [], 15, "全部") == [hints[0], HELP]
