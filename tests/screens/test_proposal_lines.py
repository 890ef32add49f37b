"""Acts on a line of the builder: moving money, the rest by a letter, what is only held; the scale below the lines."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor_tui.base.languages import Lang, writing_in
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import Draft, DraftLine, add_line
from advisor_tui.screens.proposal.proposal import ProposalScreen
from advisor_tui.screens.proposal.risk_scale import HELD as HELD_SIGN
from advisor_tui.screens.proposal.risk_scale import MOST_CELLS, _axis, risk_scale
from advisor_tui.screens.proposal.risk_scale import PROPOSED as PROPOSED_SIGN
from advisor_tui.widgets.bar import LIMIT
from advisor_tui.widgets.glyphs import use_ascii
from advisor_tui.widgets.plain import width
from tests.desk.proposal_case import CASH, EQUITY_FUND, FIXED, assess, build, hold, start
from tests.screens.proposal_stage import ProposalStage, proposal_stage

HELD = "wmp-fixed-180"


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """A client of C3 who holds 500,000 yuan of one product, with a draft of two others over two million."""
    client = assess(desk, "C0001", 3)
    hold(desk, client, HELD, 500_000_00)
    build(desk, start(desk, client), wmp_cash_a=600_000_00, wmp_fixed_90=400_000_00)
    return desk


def draft_of(stage: ProposalStage) -> Draft:
    screen = stage.app.screen
    assert isinstance(screen, ProposalScreen)
    return stage.desk.proposals.bench(screen.proposal_id).draft


def amounts(stage: ProposalStage) -> dict[str, int]:
    return {line.product: line.amount for line in draft_of(stage).lines}


@pytest.mark.parametrize(
    ("typed", "moved"), [("5万", 50_000_00), ("50%", 300_000_00), ("all", 600_000_00), ("全部", 600_000_00)]
)
@pytest.mark.parametrize("key", ["tilde", "fullwidth_tilde", "grave_accent", "middle_dot"])
async def test_money_moves_from_one_line_to_another_in_one_act(
    tmp_path: Path, drafted: Desk, typed: str, moved: int, key: str
) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", key, "1")
        await stage.type(typed)
        assert amounts(stage) == {CASH: 600_000_00 - moved, FIXED: 400_000_00 + moved}
        await stage.press("ctrl+z")
        assert amounts(stage) == {CASH: 600_000_00, FIXED: 400_000_00}


async def test_more_than_a_line_has_does_not_move(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "tilde", "1")
        await stage.type("70万")
        assert "Write an amount up to 600,000" in stage.text
        await stage.press("escape")
        assert amounts(stage) == {CASH: 600_000_00, FIXED: 400_000_00}


async def test_what_is_held_moves_into_a_line_and_is_given_back(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter")
        before = draft_of(stage).left
        await stage.press("end", "tilde", "1")
        await stage.type("20万")
        draft = draft_of(stage)
        assert draft.find(HELD) == DraftLine(HELD, 300_000_00, 500_000_00)
        assert amounts(stage)[CASH] == 800_000_00
        assert draft.left == before
        await stage.press("ctrl+z")
        assert draft_of(stage).find(HELD) is None


async def test_looking_at_what_can_be_done_with_a_holding_changes_nothing(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "end", "enter")
        assert "What about" in stage.text
        assert "Remove from the proposal" not in stage.text
        await stage.press("escape")
        assert amounts(stage) == {CASH: 600_000_00, FIXED: 400_000_00}
        await stage.press("enter", "3", "2")
        found = draft_of(stage).find(HELD)
        assert found is not None
        assert found.origin == "client"


async def test_rest_is_typed_on_a_line_in_english_too(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "r", "e", "s", "t")
        assert "1,600,000 yuan" in stage.text
        await stage.press("enter")
        assert amounts(stage)[CASH] == 1_600_000_00


# The scale


@pytest.mark.parametrize("cells", [74, 80])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_scale_shows_the_clients_wall_and_both_mixes(desk: Desk, cells: int, lang: Lang, ascii_only: bool) -> None:
    client = assess(desk, "C0001", 3)
    hold(desk, client, HELD, 500_000_00)
    proposal = start(desk, client)
    draft = build(desk, proposal, wmp_cash_a=500_000_00, **{EQUITY_FUND.replace("-", "_"): 500_000_00})
    bench = desk.proposals.bench(proposal)
    use_ascii(ascii_only)
    try:
        with writing_in(lang):
            axis, held, proposed = risk_scale(bench, draft, cells).plain.split("\n")
    finally:
        use_ascii(False)
    wall = "|" if ascii_only else "▏"
    assert max(map(width, (axis, held, proposed))) < cells  # the pane has a margin
    # The wall stands at one place on all three rows, behind R3 and before R4.
    assert width(axis.split(wall)[0]) == width(held.split(wall)[0]) == width(proposed.split(wall)[0])
    assert axis.index("R3") < axis.index(wall) < axis.index("R4")
    assert "C3" in axis
    assert "50%" in proposed.split(wall)[0]
    assert "!" in proposed.split(wall)[1]
    assert "50%" in proposed.split(wall)[1]
    assert "!" not in held
    mean = bench.held_levels().mean
    assert mean is not None
    assert f"R{mean // 100}.{mean % 100 // 10}" in held
    if ascii_only:
        assert not set("▏█○●─") & set(axis + held + proposed)


def test_money_without_a_level_is_part_of_the_whole_and_in_no_column(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    draft = build(desk, proposal, wmp_cash_a=250_000_00, dep_demand=750_000_00)
    _, _, proposed = risk_scale(desk.proposals.bench(proposal), draft, 80).plain.split("\n")
    assert "25%" in proposed
    assert "75%" not in proposed
    assert "R1.0" in proposed


def test_a_mix_within_the_level_crosses_no_wall(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    draft = build(desk, proposal, wmp_cash_a=1_000_000_00)
    bench = desk.proposals.bench(proposal)
    assert bench.proposed_levels(draft).amounts.keys() <= {1, 2, 3}
    assert "!" not in risk_scale(bench, draft, 80).plain
    unrated = replace(bench, assessed=None)
    assert "C3" not in risk_scale(unrated, draft, 80).plain


AVERAGES = st.none() | st.integers(100, 500)


@given(st.integers(6, MOST_CELLS), st.integers(0, 5), AVERAGES, AVERAGES)
@example(8, 3, 350, 350)  # right behind the wall, where R4 stands: nearer to a cell before it
@example(8, 3, 340, 340)  # on the wall
def test_both_averages_stand_on_the_axis_on_their_side_of_the_wall(
    column: int, limit: int, held: int | None, proposed: int | None
) -> None:
    axis = _axis(column, limit, {HELD_SIGN: held, PROPOSED_SIGN: proposed}, "client").plain
    assert [axis.count(f"R{level}") for level in range(1, 6)] == [1] * 5
    assert axis.count(LIMIT) == bool(limit)
    for sign, average in ((HELD_SIGN, held), (PROPOSED_SIGN, proposed)):
        assert axis.count(sign) == (average is not None)
        if average is not None and limit:
            assert (axis.index(sign) > axis.index(LIMIT)) == ((average - 50) * column // 100 >= limit * column)
        if average is not None:
            assert abs(axis.index(sign) - (average - 50) * column / 100) <= 4


def test_all_the_money_in_the_clients_own_level_keeps_its_average(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 2))
    draft = build(desk, proposal, wmp_fixed_90=2_000_000_00)
    for cells in range(60, 121):
        axis = risk_scale(desk.proposals.bench(proposal), draft, cells).plain.split("\n")[0]
        assert PROPOSED_SIGN in axis, cells


# A draft that becomes another one while a dialog stands open

OTHER = "wmp-cash-b"


def changes_meanwhile(stage: ProposalStage, *, without: str = "") -> None:
    """As an automatic proposal that arrives: one more line, and one taken out."""
    screen = stage.app.screen_stack[-2]
    assert isinstance(screen, ProposalScreen)
    draft = add_line(screen.draft, DraftLine(OTHER, 123_000_00))
    screen.change(replace(draft, lines=tuple(line for line in draft.lines if line.product != without)))


@pytest.mark.parametrize(
    ("keys", "answer", "product", "field", "value"),
    [
        (("equals_sign",), "70万", CASH, "amount", 700_000_00),
        (("enter", "1"), "70万", CASH, "amount", 700_000_00),
        (("tilde", "1"), "10万", CASH, "amount", 500_000_00),
        (("enter", "3"), "2", CASH, "origin", "client"),
        (("end", "equals_sign"), "70万", HELD, "amount", 700_000_00),
        (("end", "tilde", "1"), "10万", HELD, "amount", 400_000_00),
        (("end", "enter", "3"), "2", HELD, "origin", "client"),
    ],
)
async def test_what_a_dialog_answers_is_done_with_the_draft_as_it_is_by_then(
    tmp_path: Path, drafted: Desk, keys: tuple[str, ...], answer: str, product: str, field: str, value: object
) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", *keys)
        changes_meanwhile(stage)
        await stage.settle()
        if answer == "2":
            await stage.press(answer)
        else:
            await stage.type(answer)
        line = draft_of(stage).find(product)
        assert line is not None
        assert getattr(line, field) == value
        assert amounts(stage)[OTHER] == 123_000_00


async def test_an_amount_is_read_as_what_the_draft_is_by_then(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "equals_sign")
        changes_meanwhile(stage)
        await stage.settle()
        await stage.type("rest")
        assert draft_of(stage).left == 0


@pytest.mark.parametrize("keys", [("equals_sign",), ("tilde", "1")])
async def test_a_line_that_went_meanwhile_is_not_brought_back(
    tmp_path: Path, drafted: Desk, keys: tuple[str, ...]
) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", *keys)
        changes_meanwhile(stage, without=CASH)
        await stage.settle()
        await stage.type("10万")
        assert "not in the draft any more" in stage.text
        await stage.press("escape")
        assert amounts(stage) == {FIXED: 400_000_00, OTHER: 123_000_00}


async def test_a_choice_for_a_line_that_went_meanwhile_is_refused(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "enter", "3")
        changes_meanwhile(stage, without=CASH)
        await stage.settle()
        await stage.press("2")
        assert "not in the draft any more" in stage.notices
        assert amounts(stage) == {FIXED: 400_000_00, OTHER: 123_000_00}


# What is only held


@pytest.mark.parametrize("typed", ["10%", "30万"])
async def test_less_than_what_is_held_is_sold_only_on_a_yes(tmp_path: Path, drafted: Desk, typed: str) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "end", "equals_sign")
        await stage.type(typed)
        assert stage.screen == "Ruling"
        assert "500,000" in stage.text
        await stage.press("escape")
        assert draft_of(stage).find(HELD) is None
        await stage.press("equals_sign")
        await stage.type(typed)
        await stage.press("2")
        line = draft_of(stage).find(HELD)
        assert line is not None
        assert line.amount < line.held


async def test_what_was_only_held_joins_the_money_and_that_is_said(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "end", "equals_sign")
        await stage.type("60万")
        assert draft_of(stage).investable == 2_500_000_00
        assert "join the money" in stage.notices


async def test_the_help_on_an_amount_says_what_may_be_typed(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await stage.press("enter", "equals_sign", "f1")
        assert stage.screen == "HelpScreen"
        assert "30%" in stage.text
        assert "+50k" in stage.text
