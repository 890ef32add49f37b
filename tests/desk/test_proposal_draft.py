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
    remove_line,
    rest_for,
    stepped,
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
    ("amount", "by", "expected"),
    [
        (0, 1, 100),
        (50, 1, 100),
        (100, 1, 110),
        (105, 1, 110),
        (110, -1, 100),
        (105, -1, 100),
        (100, -1, 0),
        (99, -1, 0),
    ],
)
def test_steps_follow_the_products_minimum_and_step(amount: int, by: int, expected: int) -> None:
    assert stepped(amount, by, 100, 10) == expected


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
