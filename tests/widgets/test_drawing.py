"""Drawing is measured in cells, and every sign has an ASCII twin of the same width."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color, ColorSystem
from textual.theme import Theme

from advisor_tui.base.languages import use_language
from advisor_tui.desk.views.common import Anchor, StatusView
from advisor_tui.widgets.bar import bar
from advisor_tui.widgets.glyphs import signs, use_ascii
from advisor_tui.widgets.key_line import key_name
from advisor_tui.widgets.pager import ListPager
from advisor_tui.widgets.plain import clip, matched, pad, pad_left, plain
from advisor_tui.widgets.status_line import moment, status_text
from advisor_tui.widgets.theme import THEMES

SIGNS = "─│·…—▌▏▇█▓▒░✓✗●○×▸▲▼→←↑↓"
LETTERS = st.text(st.sampled_from("ab张三丰，（"), max_size=30)


@pytest.fixture(autouse=True)
def plain_signs() -> Iterator[None]:
    use_language("zh")
    use_ascii(False)
    yield
    use_ascii(False)


def test_every_sign_has_an_ascii_twin_one_cell_wide() -> None:
    use_ascii(True)
    for sign in SIGNS:
        assert signs(sign).isascii()
        assert len(signs(sign)) == 1
    use_ascii(False)
    assert signs(SIGNS) == SIGNS


@given(text=LETTERS, cells=st.integers(0, 40))
def test_padding_gives_exactly_the_cells_and_clipping_at_most(text: str, cells: int) -> None:
    assert cell_len(pad(text, cells)) == cells
    assert cell_len(pad_left(text, cells)) == cells
    assert cell_len(clip(text, cells)) <= cells
    if cell_len(text) <= cells:
        assert clip(text, cells) == text


@given(text=st.text(max_size=60))
def test_outside_text_never_becomes_markup_or_a_control(text: str) -> None:
    shown = plain(text)
    assert shown.spans == []
    assert not any(ord(char) < 32 and char != "\n" for char in shown.plain)


def test_a_match_is_marked_by_more_than_colour() -> None:
    assert [(span.start, span.end, span.style) for span in matched("张三丰", [(0, 2)]).spans] == [
        (0, 2, "bold underline")
    ]


@pytest.mark.parametrize(
    ("part", "whole", "drawn"),
    [
        (0, 10, "░░░░"),
        (1, 100, "█░░░"),
        (5, 10, "██░░"),
        (10, 10, "████"),
        (15, 10, "████"),
        (3, 0, "░░░░"),
        (-1, 5, "░░░░"),
    ],
)
def test_a_bar_shows_anything_above_zero_and_never_more_than_all(part: int, whole: int, drawn: str) -> None:
    assert bar(part, whole, 4) == drawn


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("f2", "F2"),
        ("ctrl+n", "Ctrl+N"),
        ("escape", "Esc"),
        ("1", "1"),
        ("pagedown", "PgDn"),
        ("ctrl+pageup", "Ctrl+PgUp"),
        ("left_square_bracket", "["),
    ],
)
def test_keys_are_named_as_on_the_keyboard(key: str, name: str) -> None:
    assert key_name(key) == name


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_the_cursor_row_and_the_fields_stand_out_in_sixteen_colours(theme: Theme) -> None:
    def nearest(colour: str | None) -> int | None:
        return Color.parse(colour or "").downgrade(ColorSystem.STANDARD).number

    screen = nearest(theme.background)
    assert nearest(theme.variables["block-cursor-background"]) not in (screen, nearest(theme.panel))
    assert nearest(theme.panel) != screen
    assert nearest(theme.foreground) not in (screen, nearest(theme.panel))


NOW = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)


def test_the_moment_is_in_china() -> None:
    assert moment(NOW) == "11-25 周三 00:01"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("cells", [80, 120])
def test_the_status_line_fits_and_loses_none_of_its_figures(lang: str, cells: int) -> None:
    use_language("zh" if lang == "zh" else "en")
    status = StatusView("杭州滨江高新技术开发区支行", "欧阳王敏", today=123, overdue=45, unsealed=12_345)
    place = "F6 安排回访" if lang == "zh" else "F6 Plan a follow-up"
    line = status_text(status, place, NOW, cells)
    assert cell_len(line) == cells
    assert place in line
    for figure in ("123", "45", "12345", "00:01"):
        assert figure in line


@given(count=st.integers(0, 50), size=st.integers(1, 20), place=st.integers(0, 49))
def test_a_list_pager_gives_consecutive_rows_at_their_place(count: int, size: int, place: int) -> None:
    rows = [str(number) for number in range(count)]
    pager = ListPager(rows, lambda row: row)
    anchors = [Anchor("start"), Anchor("end")]
    if place < count:
        anchors += [Anchor("after", str(place)), Anchor("before", str(place)), Anchor("around", str(place))]
    for anchor in anchors:
        page = pager.page(anchor, size)
        assert list(page.rows) == rows[page.first_index : page.first_index + len(page.rows)]
        assert page.total == count
        if anchor.kind == "around":
            assert str(place) in page.rows
        if anchor.kind == "after" and page.rows:
            assert page.first_index == place + 1
        if anchor.kind == "before" and page.rows:
            assert page.first_index + len(page.rows) == place
