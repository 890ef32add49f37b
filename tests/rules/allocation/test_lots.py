"""The round amounts in which the automatic proposal buys, by hand."""

from typing import Any

import pytest

from advisor_tui.rules.allocation.lots import Lots, grain, lots_of, quantum
from advisor_tui.rules.facts import Pay
from tests.rules.allocation.builders import YUAN, candidate


@pytest.mark.parametrize(
    ("money", "size"),
    [
        (0, 1),
        (499, 1),
        (500 * YUAN, 1),
        (999 * YUAN, 1),
        (1_000 * YUAN, 2),
        (2_499 * YUAN, 2),
        (2_500 * YUAN, 5),
        (4_999 * YUAN, 5),
        (5_000 * YUAN, 10),
        (100_000 * YUAN, 200),
        (1_000_000 * YUAN, 2_000),
        (49_999_999 * YUAN, 50_000),
        (50_000_000 * YUAN, 100_000),
    ],
)
def test_a_grain_is_about_a_five_hundredth_of_the_money_and_round(money: int, size: int) -> None:
    assert grain(money) == size * YUAN


@pytest.mark.parametrize(
    ("first", "step", "values", "money", "expected"),
    [
        (100, 100, {}, 99, None),
        (100, 100, {}, 100, Lots(100, 100, 0)),
        (100, 100, {}, 1_000, Lots(100, 100, 9)),
        (100, 100, {"most_fen": 500}, 1_000, Lots(100, 100, 4)),
        (100, 100, {"most_fen": 50}, 1_000, None),
        (100, 100, {"most_fen": 5_000}, 1_000, Lots(100, 100, 9)),
        (50, 50, {}, 1_000, Lots(100, 100, 9)),  # whole grains
        (150, 50, {}, 1_000, Lots(200, 100, 8)),
        (150, 50, {"most_fen": 180}, 1_000, Lots(150, 100, 0)),  # rounded up it would be too much
        (150, 50, {"most_fen": 200}, 1_000, Lots(200, 100, 0)),
        (130, 50, {}, 1_000, Lots(130, 100, 8)),  # no round least amount
        (30, 30, {}, 1_000, Lots(30, 120, 8)),  # as many steps as make up a grain
        (1, 1, {}, 1_000, Lots(100, 100, 9)),
        (300, 300, {}, 1_000, Lots(300, 300, 2)),
        (70, 10, {"pay": Pay.ANNUAL}, 1_999, Lots(70, 10, 192)),  # a small premium goes by its own steps
        (70, 10, {"pay": Pay.ANNUAL}, 2_000, Lots(100, 100, 19)),
        (70, 10, {"pay": Pay.SINGLE, "most_fen": 300}, 9_000, Lots(70, 10, 23)),
    ],
)
def test_lots_begin_at_the_least_amount_and_go_up_in_round_steps(
    first: int, step: int, values: dict[str, Any], money: int, expected: Lots | None
) -> None:
    assert lots_of(candidate("a", "cash", first, step, **values), money, 100) == expected


def test_every_amount_is_the_first_and_lots_beyond_it() -> None:
    assert list(Lots(30, 120, 2).amounts()) == [30, 150, 270]
    assert list(Lots(30, 120, 0).amounts()) == [30]
    assert list(Lots(1, 1, 2).amounts()) == [1, 2, 3]


@pytest.mark.parametrize(
    ("lots", "expected"),
    [([], 1), ([Lots(30, 120, 2)], 30), ([Lots(30, 120, 2), Lots(50, 100, 1)], 10), ([Lots(7, 3, 1)], 1)],
)
def test_every_sum_is_a_multiple_of_the_quantum(lots: list[Lots], expected: int) -> None:
    assert quantum(lots) == expected
