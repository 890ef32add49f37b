"""A draft as a value: what an amount may be typed as, steps, and going back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.desk.proposal.draft import (
    Draft,
    DraftLine,
    History,
    add_line,
    answer,
    change_line,
    keep_holding,
    move_amount,
    moved_amount,
    remove_line,
    rest_for,
    stepped,
    stride,
    typed_amount,
)

DRAFT = Draft(1_000_000_00, (DraftLine("a", 200_000_00), DraftLine("b", 300_000_00)))
LINES = st.lists(
    st.builds(DraftLine, st.sampled_from("abcdef"), st.integers(0, 10**12), st.integers(0, 10**12)),
    max_size=6,
    unique_by=lambda line: line.product,
).map(tuple)
DRAFTS = st.builds(Draft, st.integers(1, 10**13), LINES)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("20万", 200_000_00),
        ("２０万", 200_000_00),
        ("1,234.56", 1_234_56),
        ("30%", 300_000_00),
        ("３０％", 300_000_00),
        ("12.5%", 125_000_00),
        ("100%", 1_000_000_00),
        ("rest", 700_000_00),
        ("余", 700_000_00),
        ("剩余", 700_000_00),
        ("+5万", 250_000_00),
        ("-5万", 150_000_00),
        ("0", 0),
    ],
)
def test_an_amount_is_typed_in_many_ways(typed: str, fen: int) -> None:
    assert typed_amount(DRAFT, "a", typed) == fen


@pytest.mark.parametrize("typed", ["", "abc", "101%", "-20.01万", "-1%", "1e5", "9" * 20])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        typed_amount(DRAFT, "a", typed)


@pytest.mark.parametrize(
    ("amount", "by", "least", "step", "stride_", "expected"),
    [
        (0, 1, 1_00, 1_00, 20_000_00, 1_00),
        (1_00, 1, 1_00, 1_00, 20_000_00, 20_000_00),
        (20_000_00, 1, 1_00, 1_00, 20_000_00, 40_000_00),
        (19_500_00, 1, 1_00, 1_00, 20_000_00, 20_000_00),
        (19_500_00, -1, 1_00, 1_00, 20_000_00, 1_00),
        (40_000_00, -1, 1_00, 1_00, 20_000_00, 20_000_00),
        (20_000_00, -1, 1_00, 1_00, 20_000_00, 1_00),
        (1_00, -1, 1_00, 1_00, 20_000_00, 0),
        (0, -1, 1_00, 1_00, 20_000_00, 0),
        (300_000_00, 1, 300_000_00, 10_000_00, 20_000_00, 320_000_00),
        (300_000_00, -1, 300_000_00, 10_000_00, 20_000_00, 0),
        (100, 1, 100, 10, 10, 110),
        (105, 1, 100, 10, 10, 110),
        (105, -1, 100, 10, 10, 100),
        (650, 1, 650, 650, 1950, 1950),
    ],
)
def test_keys_go_by_round_amounts_that_the_product_takes(
    amount: int, by: int, least: int, step: int, stride_: int, expected: int
) -> None:
    assert stepped(amount, by, least, step, stride_) == expected


@pytest.mark.parametrize(
    ("investable", "step", "share", "expected"),
    [
        (2_000_000_00, 1_00, 1, 20_000_00),
        (2_000_000_00, 1_00, 10, 200_000_00),
        (90_000_00, 1_00, 1, 500_00),
        (2_000_000_00, 100_000_00, 1, 100_000_00),
        (2_000_000_00, 650_00, 1, 19_500_00),
        (10_00, 1_00, 1, 1_00),
        (0, 1, 1, 1_00),
    ],
)
def test_a_stride_is_a_round_part_of_the_money(investable: int, step: int, share: int, expected: int) -> None:
    assert stride(investable, step, share) == expected


products = st.tuples(st.integers(1, 10**8), st.integers(1, 10**6), st.integers(1, 10**9))


@given(st.integers(0, 10**10), products)
def test_a_key_always_moves_to_what_the_product_takes(amount: int, product: tuple[int, int, int]) -> None:
    least, step, money = product
    by = stride(money, step, 1)
    up, down = stepped(amount, 1, least, step, by), stepped(amount, -1, least, step, by)
    assert down < amount < up or (amount == 0 == down < up)
    for found in (up, down):
        assert found == 0 or (found >= least and (found - least) % step == 0)


@given(DRAFTS, st.integers(0, 100))
def test_shares_and_the_rest_add_up_to_the_fen(draft: Draft, share: int) -> None:
    draft = Draft(draft.investable, (DraftLine("a", 0), DraftLine("b", 0)))
    draft = change_line(draft, "a", amount=typed_amount(draft, "a", f"{share}%"))
    draft = change_line(draft, "b", amount=typed_amount(draft, "b", "rest"))
    assert draft.left == 0
    assert draft.used == draft.investable


@given(DRAFTS, LINES)
def test_what_is_left_is_the_money_less_the_lines(draft: Draft, lines: tuple[DraftLine, ...]) -> None:
    for line in lines:
        draft = add_line(draft, line)
    assert draft.left == draft.investable - sum(line.amount for line in draft.lines)
    assert all(rest_for(draft, line.product) == max(0, draft.left + line.amount) for line in draft.lines)


def test_a_position_brings_its_value_with_it() -> None:
    kept = keep_holding(DRAFT, DraftLine("c", 50_00, 50_00))
    assert kept.left == DRAFT.left
    assert keep_holding(kept, DraftLine("c", 1, 1)) == kept
    assert remove_line(kept, "c") == DRAFT


def test_a_product_stands_in_a_draft_once() -> None:
    assert add_line(DRAFT, DraftLine("a", 1)) == DRAFT


@given(st.lists(DRAFTS, min_size=1, max_size=8))
def test_undo_and_redo_are_each_others_inverse(drafts: list[Draft]) -> None:
    history = History(DRAFT)
    steps = [history]
    for draft in drafts:
        history = history.do(draft)
        steps.append(history)
    assert history.undo().redo().now == history.now
    back = history
    for _ in range(len(back.past)):
        back = back.undo()
    assert back.now == DRAFT
    assert back.undo() == back
    forward = back
    for _ in range(len(history.past)):
        forward = forward.redo()
    assert forward == history
    assert forward.redo() == forward


def test_a_change_after_undo_forgets_what_was_taken_back() -> None:
    history = History(DRAFT).do(remove_line(DRAFT, "a")).undo().do(answer(DRAFT, "changes_reported", value=False))
    assert history.redo() == history
    assert history.undo().now == DRAFT


def test_the_same_draft_is_no_change() -> None:
    assert History(DRAFT).do(DRAFT).past == ()


@given(draft=DRAFTS, amount=st.integers(-1, 10**12), source=st.sampled_from("abcdef"), target=st.sampled_from("abcdef"))
def test_moving_changes_two_lines_and_neither_the_sum_nor_the_money(
    draft: Draft, amount: int, source: str, target: str
) -> None:
    giving, taking = draft.find(source), draft.find(target)
    if giving is None or taking is None or source == target or not 0 < amount <= giving.amount:
        with pytest.raises(ValueError, match=r".*"):
            move_amount(draft, source, target, amount)
        return
    moved = move_amount(draft, source, target, amount)
    assert (moved.used, moved.investable) == (draft.used, draft.investable)
    assert [line for line in moved.lines if line.product not in (source, target)] == [
        line for line in draft.lines if line.product not in (source, target)
    ]
    assert move_amount(moved, target, source, amount) == draft


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("5万", 50_000_00), ("25%", 50_000_00), ("100%", 200_000_00), ("all", 200_000_00), ("全部", 200_000_00)],
)
def test_what_moves_is_an_amount_or_a_share_of_the_line(typed: str, fen: int) -> None:
    assert moved_amount(DRAFT, "a", typed) == fen


@pytest.mark.parametrize("typed", ["", "0", "-1", "20.01万", "101%", "0%", "rest"])
def test_what_cannot_move_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moved_amount(DRAFT, "a", typed)
