"""How prose is broken into lines: nothing lost, nothing too wide, no mark at the wrong end, no number in two."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content

from advisor_tui.widgets.prose import Prose, broken
from advisor_tui.widgets.wrapping import NEVER_FIRST, NEVER_LAST, breaks, wrapped

NUMBERS = (
    "56.1 万",
    "1,500,000 元",
    "2026-11-29",
    "09:30",
    "3.5 %",
    "180 天",
    "第二十条",
    "第 3 号",
    "15 个工作日",
    "¥21,000",
)
WORDS = (
    "客户",
    "风险测评到期",
    "理财",
    "C3",
    "A risk assessment",
    "适当性匹配意见",
    "（经批准）",
    "《办法》",
    "“说明”",
    "ok",
)
MARKS = ("，", "。", "；", "：", "、", "！", "％", " ", ". ", "")
SENTENCES = st.lists(
    st.tuples(st.sampled_from(NUMBERS + WORDS), st.sampled_from(MARKS)).map("".join), min_size=1, max_size=30
).map("".join)
ANY_TEXT = st.text(
    st.sampled_from("a1 .,:，。、（）《》“”…—汉字万元%-/\u0301\u200dé😀")
    | st.characters(exclude_categories=["Cs", "Cc"])
)


def pieces(text: str, cells: int) -> list[str]:
    cuts = [0, *breaks(text, cells), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


@given(ANY_TEXT, st.integers(2, 40))
def test_the_lines_are_the_text_and_none_is_too_wide(text: str, cells: int) -> None:
    lines = pieces(text, cells)
    assert "".join(lines) == text
    assert all(lines) or not text
    assert all(cell_len(line.rstrip(" ")) <= cells for line in lines)


@given(SENTENCES, st.integers(16, 80))
def test_no_line_begins_or_ends_with_a_mark_that_may_not_stand_there(text: str, cells: int) -> None:
    lines = wrapped(text, cells)
    assert not [line for line in lines[1:] if line[:1] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line[-1:] in NEVER_LAST]


@given(SENTENCES, st.integers(24, 80), st.sampled_from(NUMBERS))
def test_no_number_is_parted_from_its_unit(text: str, cells: int, number: str) -> None:
    whole = f"{text}为 {number}，{text}"
    assume(len(whole) > cells // 2)
    lines = wrapped(whole, cells)
    assert sum(line.count(number) for line in lines) == whole.count(number)


@given(
    st.lists(st.sampled_from(("word", "plain", "C3", "risk-level", "x")), min_size=1).map(" ".join), st.integers(10, 40)
)
def test_words_are_broken_at_spaces_alone(text: str, cells: int) -> None:
    assert " ".join(wrapped(text, cells)) == text


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("法定期限，剩余", 8, ["法定期", "限，剩余"]),
        ("办理（复杂）", 6, ["办理", "（复", "杂）"]),
        ("金额 56.1 万到期", 10, ["金额", "56.1 万到", "期"]),
        ("第十八条、第二十条", 14, ["第十八条、", "第二十条"]),
        ("一\n\n二", 10, ["一", "", "二"]),
        ("a-very-long-path/that/ends", 10, ["a-very-lon", "g-path/tha", "t/ends"]),
        ("", 10, [""]),
    ],
)
def test_cases(text: str, cells: int, lines: list[str]) -> None:
    assert wrapped(text, cells) == lines


def test_styles_survive_the_cuts() -> None:
    content = Content.assemble("金额为", ("一百五十万元整", "bold"), "，到期")
    cut = broken(content, 10)
    bold = "".join(cut.plain[span.start : span.end] for span in cut.spans if span.style == "bold")
    assert re.sub(r"\s", "", bold) == "一百五十万元整"
    assert cut.plain.replace("\n", "") == content.plain


class Page(App[None]):
    CSS = "Prose { width: 10; height: auto; }"

    def compose(self) -> ComposeResult:
        yield Prose("法定期限，剩余[b]", id="text")


async def test_a_prose_widget_is_as_high_as_its_lines_and_reads_no_markup() -> None:
    app = Page()
    async with app.run_test() as pilot:
        await pilot.pause()
        text = app.query_one("#text", Prose)
        assert text.size.height == 2
        lines = app.screen._compositor.render_strips()
        assert [strip.text.strip() for strip in lines[:2]] == ["法定期限，", "剩余[b]"]
        text.styles.width = 8
        await pilot.pause()
        assert text.size.height == 3


@given(st.text(st.sampled_from("甲乙，。 ab1"), max_size=60), st.integers(0, 6), st.integers(10, 30))
def test_a_hanging_line_goes_on_below_its_text(text: str, indent: int, cells: int) -> None:
    line = " " * indent + text.strip()
    pieces = broken(Content(line), cells, hanging=True).plain.split("\n")
    assert all(cell_len(piece) <= cells for piece in pieces if piece)
    if text.strip() and len(pieces) > 1:
        assert all(piece.startswith(" " * indent) for piece in pieces)
    assert "".join(pieces).replace(" ", "") == line.replace(" ", "")
