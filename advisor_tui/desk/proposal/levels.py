"""How money lies over the risk levels: one computing for the builder's scale and for paper."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor_tui.desk.proposal.terms import LEVELS_HELD
from advisor_tui.desk.views.proposals import Position
from advisor_tui.rules.findings import Finding, Param, Verdict
from advisor_tui.store.tables import Finding as FindingRow

LEVELS = range(1, 6)
FULL = 10_000
"""All of it, in 10⁻⁴."""


@dataclass(frozen=True)
class LevelMix:
    """Money by risk level.

    Attributes:
        amounts: 分 by level 1 to 5; money without a level stands in none.
        whole: All of the money in 分, with what has no level.
    """

    amounts: Mapping[int, int]
    whole: int

    @property
    def mean(self) -> int | None:
        """The average level weighted by amount, in hundredths (240 is R2.4); None where nothing is rated."""
        rated = sum(self.amounts.values())
        return None if rated <= 0 else sum(level * 100 * fen for level, fen in self.amounts.items()) // rated

    @property
    def shares(self) -> tuple[int, ...]:
        """Shares of the whole by level 1 to 5 and last of what has none, in 10⁻⁴; of nothing all are 0."""
        fen = [self.amounts.get(level, 0) for level in LEVELS]
        fen.append(self.whole - sum(fen))
        return tuple(amount * FULL // self.whole if self.whole else 0 for amount in fen)


def level_mix(money: Iterable[tuple[int | None, int]]) -> LevelMix:
    """The mix of amounts (分), each with its level or None."""
    amounts: dict[int, int] = {}
    whole = 0
    for level, fen in money:
        whole += fen
        if level is not None and fen:
            amounts[level] = amounts.get(level, 0) + fen
    return LevelMix(amounts, whole)


def held_mix(positions: Iterable[Position]) -> LevelMix:
    """The mix of everything that the client has."""
    return level_mix((position.level, position.value) for position in positions)


def levels_record(mix: LevelMix) -> Finding:
    """What the client had at a presentation, by level, as a record that says nothing against the proposal."""
    levels = json.dumps({str(level): mix.amounts[level] for level in sorted(mix.amounts)})
    params: dict[str, Param] = {"held_fen": mix.whole, "levels": levels}
    return Finding(LEVELS_HELD, Verdict.ALLOWED, params=params)


def recorded_levels(rows: Iterable[FindingRow]) -> LevelMix | None:
    """The mix that a presentation recorded; None for one before such records were kept."""
    params = next((json.loads(row.params) for row in rows if row.rule == LEVELS_HELD), None)
    if params is None:
        return None
    return LevelMix({int(level): fen for level, fen in json.loads(params["levels"]).items()}, params["held_fen"])
