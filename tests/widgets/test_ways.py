"""The areas' keys in the rule below the status line."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.languages import LANGUAGES, Lang, translate, use_language
from advisor_tui.desk.views.common import StatusView
from advisor_tui.screens.areas import AREAS, Area
from advisor_tui.widgets.plain import width
from advisor_tui.widgets.status_line import Way, status_text, ways_text


def ways(here: str = "") -> list[Way]:
    return [Way(each.key.upper(), translate(each.word), each.name == here, each.spare) for each in AREAS if each.key]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("here", [area.name for area in AREAS])
def test_at_80_cells_every_area_has_its_key(lang: Lang, here: str) -> None:
    use_language(lang)
    line = ways_text(ways(here), 80)
    shown = [f"{area.key.upper()} {translate(area.word)}" in line for area in AREAS if area.key]
    assert shown == [True] * 8


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name)
def test_at_80_cells_the_bank_the_advisor_and_the_figures_stand_whole_over_every_area(lang: Lang, area: Area) -> None:
    use_language(lang)
    place = f"{area.key.upper()} {translate(area.load().HEADING)}".strip()
    status = StatusView("滨江支行", "王敏", today=115, overdue=24, unsealed=13_448)
    line = status_text(status, place, datetime(2026, 11, 24, 1, 41, tzinfo=UTC), 80)
    for part in (" 滨江支行 · 王敏 ", f" {place} ", "11-24", "09:41", " 115 ", " 24 ", " 13448 "):
        assert part in line


@given(st.integers(0, 140), st.sampled_from(["", *(area.name for area in AREAS)]), st.sampled_from(LANGUAGES))
def test_the_line_is_as_wide_as_the_screen_and_no_key_is_cut(cells: int, here: str, lang: Lang) -> None:
    use_language(lang)
    line = ways_text(ways(here), cells)
    assert width(line) == cells
    left = line.rstrip("─")
    for way in ways(here):
        left = left.replace(f"{way.key} {way.name}", "", 1)
    assert left.strip() == ""


def test_the_area_that_one_is_in_gives_way_first_then_what_is_spared() -> None:
    few = [Way("F2", "aa"), Way("F3", "bb", here=True), Way("F7", "cc", spare=1), Way("F8", "dd", spare=2)]
    shown = [ways_text(few, cells).rstrip("─").split() for cells in (30, 20, 15, 10)]
    assert [line[::2] for line in shown] == [["F2", "F3", "F7", "F8"], ["F2", "F7", "F8"], ["F2", "F7"], ["F2"]]
