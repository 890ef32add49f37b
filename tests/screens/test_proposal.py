"""The builder: every key, saved at once and judged at once."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import change_line
from advisor_tui.screens.proposal.proposal import ProposalScreen
from tests.desk.proposal_case import CASH, FIXED, add_goal, assess, build, hold, start
from tests.screens.proposal_stage import SIZES, ProposalStage, proposal_stage
from tests.support import TODAY
from tests.waiting import until

LANGS: tuple[Lang, ...] = ("en", "zh")


def stored(stage: ProposalStage) -> dict[str, int]:
    """Amounts by product as they are in the store."""
    screen = stage.app.screen
    assert isinstance(screen, ProposalScreen)
    return {line.product: line.amount for line in stage.desk.proposals.bench(screen.proposal_id).draft.lines}


def said(stage: ProposalStage) -> str:
    """The findings at the bottom."""
    return str(stage.app.screen.query_one("#proposal-said", Static).content)


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """A client of C3 with a draft of two lines over two million."""
    client = assess(desk, "C0001", 3)
    add_goal(desk, client)
    hold(desk, client, "wmp-fixed-180", 500_000_00)
    build(desk, start(desk, client), wmp_cash_a=600_000_00, wmp_fixed_90=400_000_00)
    return desk


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES)
async def test_everything_needed_is_on_screen(tmp_path: Path, drafted: Desk, lang: Lang, size: tuple[int, int]) -> None:
    async with proposal_stage(tmp_path, drafted, lang, size) as stage:
        await stage.press("enter")
        lines = stage.text.splitlines()
        assert len(lines) == size[1]
        for word in ("张三丰", "200.0", "100.0", "60.00*", "40.00*", "30%", "20%", "50.0", "R1", "R2", "C3"):
            assert word in stage.text, word
        for word in (
            "PgDn",
            *{"en": ("0-9 amount", "* changed"), "zh": ("按数字输入金额", "* 与现有不同")}[lang],
        ):
            assert word in said(stage), word
        wanted = ("Enter", "Ctrl+N", "+/-", "</>", "Ctrl+O", "F1")
        await until(stage.pilot, lambda: all(key in stage.text.splitlines()[-1] for key in wanted), "the key line")
        assert ("Seven-day" in stage.text or "七天通知" in stage.text) is (size[0] >= 110)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("20万", 200_000_00), ("30%", 600_000_00), ("rest", 1_600_000_00), ("余", 1_600_000_00), ("+5万", 650_000_00)],
)
async def test_an_amount_is_typed_and_saved(tmp_path: Path, drafted: Desk, typed: str, fen: int) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "equals_sign")
        await stage.type(typed)
        assert stored(stage)[CASH] == fen


@pytest.mark.parametrize("key", ["7", "余"])
async def test_a_digit_on_a_line_begins_an_amount(tmp_path: Path, drafted: Desk, key: str) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", key)
        if key == "7":
            await stage.press("5", "万")
        await stage.press("enter")
        assert stored(stage)[CASH] == (750_000_00 if key == "7" else 1_600_000_00)


async def test_what_is_no_amount_is_complained_of(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "equals_sign")
        await stage.type("much")
        assert "Write an amount such as" in stage.text
        await stage.press("escape")
        assert stored(stage)[CASH] == 600_000_00


async def test_plus_minus_remove_undo_redo(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "plus")
        assert stored(stage)[CASH] == 620_000_00
        await stage.press("minus", "minus")
        assert stored(stage)[CASH] == 580_000_00
        await stage.press("delete")
        assert CASH not in stored(stage)
        await stage.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        assert stored(stage) == {CASH: 600_000_00, FIXED: 400_000_00}
        await stage.press("ctrl+y", "ctrl+y", "ctrl+y", "ctrl+y")
        assert stored(stage) == {FIXED: 400_000_00}


@pytest.mark.parametrize(
    ("more", "less"),
    [("greater_than_sign", "less_than_sign"), ("right_double_angle_bracket", "left_double_angle_bracket")],
)
async def test_a_second_pair_of_keys_goes_ten_times_as_far(tmp_path: Path, drafted: Desk, more: str, less: str) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", more)
        assert stored(stage)[CASH] == 800_000_00
        await stage.press(less, less)
        assert stored(stage)[CASH] == 400_000_00


@pytest.mark.parametrize(
    ("lang", "near", "far"), [("en", "+/- next 20k", "</> next 200k"), ("zh", "+/- 到整2万", "</> 到整20万")]
)
async def test_the_key_line_says_how_far_a_key_goes(
    tmp_path: Path, drafted: Desk, lang: Lang, near: str, far: str
) -> None:
    async with proposal_stage(tmp_path, drafted, lang) as stage:

        def says(words: str) -> bool:
            return words in stage.text.splitlines()[-1]

        await stage.press("enter")
        await until(stage.pilot, lambda: says(near) and says(far), "the steps of the first line")
        await stage.press("end")
        await until(stage.pilot, lambda: says(near), "the step of the last line")
        await stage.press("up", "up")
        await until(stage.pilot, lambda: says(far), "the far step")


async def test_amounts_stand_under_their_decimal_point(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "equals_sign")
        await stage.type("19500")
        await stage.press("down", "equals_sign")
        await stage.type("1")
        screen = stage.app.screen
        assert isinstance(screen, ProposalScreen)
        rows = [line for line in stage.text.splitlines() if re.search(r"\d\*", line)]
        assert [row[: row.index("*")].split()[-1] for row in rows] == ["1.95", "<0.01"]
        assert len({row.index("*") for row in rows}) == 1


@pytest.mark.parametrize("lang", LANGS)
async def test_at_120_columns_the_key_line_leads_to_the_projection_and_to_the_findings(
    tmp_path: Path, drafted: Desk, lang: Lang
) -> None:
    async with proposal_stage(tmp_path, drafted, lang, (120, 40)) as stage:
        await stage.press("enter")
        wanted = ("Ctrl+O", "Ctrl+G", "F12", "PgDn", "F1 ")
        await until(stage.pilot, lambda: all(key in stage.text.splitlines()[-1] for key in wanted), "the key line")


async def test_keys_in_a_row_lose_nothing(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter")
        proposal = stage.app.screen
        assert isinstance(proposal, ProposalScreen)
        await stage.pilot.press(*["plus"] * 20, "escape")
        await stage.settle()
        assert stage.screen == "ProposalsScreen"
        draft = drafted.proposals.bench(proposal.proposal_id).draft
        assert draft.lines[0].amount == 1_000_000_00


@pytest.mark.parametrize("size", SIZES)
async def test_a_product_is_added_from_the_catalogue(tmp_path: Path, drafted: Desk, size: tuple[int, int]) -> None:
    async with proposal_stage(tmp_path, drafted, "en", size) as stage:
        await stage.press("enter", "ctrl+n")
        assert re.search(r"All types: \d\d of 92 suit", stage.text)
        await stage.press("right")
        assert "Deposits: 9 of 12 suit" in stage.text
        await stage.press("left", "left")
        assert "Loans: 6" in stage.text
        await stage.press("right", "home", "enter")
        assert stored(stage)["dep-demand"] == 0
        assert "No amount yet" in said(stage)
        assert "Demand deposit: No level is matched" in said(stage)
        (row,) = [line for line in stage.text.splitlines() if "▌ Demand deposit" in line]
        assert "—" in row.split("Demand deposit")[1].split("  —", 1)[1]
        assert "<0.01" not in row
        await stage.press("5", "万", "enter")
        assert stored(stage)["dep-demand"] == 50_000_00


@pytest.mark.parametrize("lang", LANGS)
async def test_what_does_not_suit_is_greyed_and_says_why(tmp_path: Path, drafted: Desk, lang: Lang) -> None:
    async with proposal_stage(tmp_path, drafted, lang) as stage:
        await stage.press("enter", "ctrl+n", "left", "left", "end")
        assert "✗" in stage.text
        await stage.press("enter")
        assert ("may not be proposed" in stage.text) if lang == "en" else ("不适合推荐" in stage.text)
        await stage.press("1")
        assert stage.screen == "FindingsScreen"
        assert len(stored_after_back := await _back(stage)) == 2, stored_after_back


async def _back(stage: ProposalStage) -> dict[str, int]:
    await stage.press("escape")
    return stored(stage)


async def test_a_fund_above_the_level_comes_only_on_the_clients_own_wish(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "ctrl+n", *["right"] * 5)
        assert "Public funds" in stage.text
        await stage.press("end", "enter")
        assert "The client asked for it" in stage.text
        await stage.press("2")
        assert any(code.startswith("fund-") for code in stored(stage))
        await stage.press("1", "万", "enter")
        assert "! 1" in said(stage)
        await stage.press("enter", "3", "1")
        assert "✗ 2" in said(stage)


async def test_a_line_has_a_purpose_and_a_way_of_payment(tmp_path: Path, drafted: Desk) -> None:
    client = drafted.proposals.open_drafts()[0].client
    proposal = start(drafted, client.id)
    build(drafted, proposal, ins_par_10=20_000_00)
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "enter", "2", "2")
        assert "Education 2030" in stage.text
        await stage.press("enter", "4", "3")
        line = drafted.proposals.bench(proposal).draft.lines[0]
        assert (line.pay, line.pay_years) == ("annual", 5)
        assert line.goal
        await stage.press("enter", "6")
        assert stored(stage) == {}


async def test_a_position_becomes_a_line_when_its_amount_is_touched(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "end", "equals_sign")
        await stage.type("30万")
        await stage.press("2")  # yes: less than what is held
        assert stored(stage)["wmp-fixed-180"] == 300_000_00
        assert "250.00" in stage.text
        await stage.press("home", "down", "down", "delete")
        assert "wmp-fixed-180" not in stored(stage)


async def test_a_position_outside_the_catalogue_stays(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "down", "down", "plus")
        assert "none of the products that the bank offers" in stage.notices
        assert len(stored(stage)) == 2


async def test_the_money_can_be_changed(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "ctrl+b")
        await stage.type("90万")
        assert "-10.00" in stage.text
        assert "✗ 1" in said(stage)
        await stage.press("ctrl+o")
        assert "more than" in stage.notices
        assert stage.screen == "ProposalScreen"


async def test_findings_are_read_in_full(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted, "zh") as stage:
        await stage.press("enter", "pagedown")
        assert stage.screen == "FindingsScreen"
        assert "令2025年第7号" in stage.text
        await stage.press("enter")
        assert stage.screen == "ProposalScreen"


async def test_what_is_missing_is_asked_for_before_it_is_shown(tmp_path: Path, desk: Desk) -> None:
    client = assess(desk, "C0001", 3, on=TODAY - timedelta(days=1))
    proposal = desk.proposals.start(client, 2_000_000_00)
    build(desk, proposal, ins_par_10=20_000_00)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        assert "? " in said(stage)
        await stage.press("ctrl+o", "1")
        for amount in ("30万", "5万"):
            await stage.type(amount)
        assert re.search(r"becomes version\W+1\W", stage.text)
        await stage.press("enter")
        assert stage.screen == "ProposalPresentScreen", stage.notices
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "presented"


async def test_a_forbidden_line_is_not_shown_to_the_client(tmp_path: Path, drafted: Desk) -> None:
    client = drafted.proposals.open_drafts()[0].client
    proposal = start(drafted, client.id)
    build(drafted, proposal, wmp_equity_a=100_000_00)
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter")
        assert "第十二条" in said(stage)
        await stage.press("ctrl+o")
        assert stage.screen == "ProposalScreen"
        assert "may not be proposed" in stage.notices
        assert "令2025年第7号" in stage.notices


async def test_tab_and_escape_go_between_draft_and_catalogue(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "tab")
        assert stage.app.focused is not None
        assert stage.app.focused.id == "catalogue-table"
        await stage.press("escape")
        assert stage.app.focused is not None
        assert stage.app.focused.id == "draft-table"
        await stage.press("tab", "tab")
        assert stage.app.focused.id == "draft-table"


async def test_hostile_names_are_literal_text(tmp_path: Path, drafted: Desk) -> None:
    with drafted.office.write("test.rename") as session:
        session.connection().exec_driver_sql("UPDATE client SET name = '[/][@click=app.quit]x' WHERE number = 'C0001'")
        session.commit()
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter")
        assert "[/][@click=app.quit]x" in stage.text


async def test_parking_goes_back_to_the_list(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "plus", "ctrl+s")
        assert stage.screen == "ProposalsScreen"
        assert "The draft is saved" in stage.notices


async def test_the_language_changes_under_a_draft(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "plus")
        stage.app.change_settings(replace(stage.app.settings, lang="zh"))
        await stage.settle()
        assert "加产品" in stage.text
        assert stage.app.focused is not None
        assert stage.app.focused.id == "draft-table"
        await stage.press("ctrl+z")
        assert stored(stage)[CASH] == 600_000_00


async def test_what_could_not_be_saved_is_not_lost_silently(
    tmp_path: Path, drafted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter")
        proposals, save = drafted.proposals, drafted.proposals.save

        def full(*_: object) -> None:
            raise DeskError("disk_full", "Nothing here")

        monkeypatch.setattr(proposals, "save", full)
        await stage.press("plus", "escape")
        assert "Close without saving" in stage.text
        await stage.press("1")
        monkeypatch.setattr(proposals, "save", save)
        await stage.press("plus")
        assert stored(stage)[CASH] == 640_000_00
        await stage.press("escape")
        assert stage.screen == "ProposalsScreen"


@pytest.mark.parametrize("keys", [("backslash",), ("ctrl+o", "1"), ("f12",)])
async def test_what_is_written_before_going_on_is_not_lost_where_it_cannot_be(
    tmp_path: Path, drafted: Desk, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter")
        screen = stage.app.screen
        assert isinstance(screen, ProposalScreen)
        assert screen._saver is not None

        def full(*_: object) -> None:
            raise DeskError("disk_full", "Nothing here")

        monkeypatch.setattr(drafted.proposals, "save", full)
        screen._saver.put(change_line(screen.draft, CASH, amount=0))
        await stage.press(*keys)
        assert stage.screen == "ProposalScreen"
        assert "Nothing here" in stage.notices
        assert screen.unsaved()


async def test_a_draft_is_judged_again_after_the_desk_was_locked(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "plus")
        screen = stage.app.screen
        assert isinstance(screen, ProposalScreen)
        stage.app.desk = None
        await stage.press("plus")
        assert stage.notices == ""  # nothing is told over the lock screen
        stage.app.desk = drafted
        screen.refresh_data()
        await stage.settle()
        assert stored(stage)[CASH] == 640_000_00


async def test_an_empty_draft_says_which_key_adds_a_product(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", *["home", "delete"] * 4)
        assert stored(stage) == {}
        assert "No product yet: Ctrl+N adds one." in said(stage)


async def test_a_draft_stays_one_until_showing_it_is_confirmed(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "ctrl+o", "2")
        assert stage.screen == "ProposalScreen"
        await stage.press("plus", "ctrl+o", "escape", "minus")
        assert stored(stage)[CASH] == 600_000_00
        await stage.press("ctrl+o", "enter")
        assert stage.screen == "ProposalPresentScreen", stage.notices
