"""The lots in which the automatic proposal buys: round amounts that the product takes."""

from dataclasses import dataclass
from math import gcd

from advisor_tui.rules.allocation.problem import Candidate

_YUAN = 100
_PART = 500
"""A lot of what is sold by the yuan is about this part of the money: finer amounts only look exact."""
_FEW = 20
"""A premium of fewer grains than this goes by the steps of its product: a need for cover is small beside the money, and
in whole grains it would take two policies to meet it."""


@dataclass(frozen=True, slots=True)
class Lots:
    """What may be bought: `first_fen`, and up to `count` lots of `lot_fen` more; nothing at all is always possible."""

    first_fen: int
    lot_fen: int
    count: int

    def amounts(self) -> range:
        """Every amount above nothing, in 分."""
        return range(self.first_fen, self.first_fen + self.lot_fen * self.count + 1, self.lot_fen)


def grain(money_fen: int) -> int:
    """The round amount that lots are made of, in 分: 1, 2 or 5 with zeros, a yuan at least."""
    wanted = max(_YUAN, money_fen // _PART)
    size = int("1".ljust(len(str(wanted)), "0"))
    return next(part * size for part in (5, 2, 1) if part * size <= wanted)


def lots_of(candidate: Candidate, money_fen: int, grain_fen: int) -> Lots | None:
    """The lots of a product for so much money; None where not even its least amount is there.

    A product with steps below the grain is bought in whole grains where its least amount is round, else in as many
    steps as make up a grain. A small premium goes by its own steps.
    """
    most = money_fen if candidate.most_fen is None else min(money_fen, candidate.most_fen)
    first, step = candidate.first_fen, candidate.step_fen
    if most < first:
        return None
    lot = step * -(-grain_fen // step)
    if candidate.pay is not None and most < _FEW * grain_fen:
        lot = step
    elif lot == grain_fen and first % step == 0:
        rounded = -(-first // lot) * lot
        first = rounded if rounded <= most else first
    return Lots(first, lot, (most - first) // lot)


def quantum(lots: list[Lots]) -> int:
    """What every sum of these amounts is a multiple of, in 分."""
    return gcd(*(part for one in lots for part in (one.first_fen, one.lot_fen))) or 1
