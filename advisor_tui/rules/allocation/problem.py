"""What the automatic proposal is given. Amounts are 分, shares and rates 10⁻⁴, days are dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from advisor_tui.rules.facts import Pay
from advisor_tui.rules.portfolio.facts import Place, PlannedLine, Situation
from advisor_tui.rules.rule import RuleValues

WHOLE = 10_000
"""A share of all, in 10⁻⁴."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that may be bought.

    Attributes:
        place: The product with its kind, issuer, currency, level and lock-up.
        sort: Its class in the target mix.
        first_fen: The least that may be bought; with a position, the least that may be added to it.
        step_fen: What is bought beyond that comes in whole steps.
        most_fen: The most that may be bought; None where only the limits say so.
        most_rule: The rule that would say more of a larger amount, or "".
        held_fen: The client's position, which stays.
        pay: How its premium is paid; None for everything else.
        cost: Its fees in a year, and what a warning is weighed with.
        barred: Rules (and facts that are not known) for which it may not be bought at all.
    """

    place: Place
    sort: str
    first_fen: int
    step_fen: int
    most_fen: int | None = None
    most_rule: str = ""
    held_fen: int = 0
    pay: Pay | None = None
    cost: int = 0
    barred: tuple[str, ...] = ()

    @property
    def product(self) -> str:
        """The product's id."""
        return self.place.product


@dataclass(frozen=True, slots=True)
class Want:
    """A need or a goal, and what may serve it.

    Attributes:
        size_fen: What it still takes.
        due_on: When it has to be paid; None where it has no day.
        most: The highest share of what serves it by class; a class that is not named does not serve it.
    """

    id: str
    size_fen: int
    most: Mapping[str, int] = field(hash=False)
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The share of the money that one class of the target mix has: at least, by choice, at most."""

    sort: str
    low: int
    target: int
    high: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A line that stays as it is."""

    place: Place
    sort: str
    amount_fen: int
    held_fen: int = 0
    pay: Pay | None = None
    due_on: date | None = None

    @property
    def product(self) -> str:
        """The product's id."""
        return self.place.product


@dataclass(frozen=True, slots=True)
class Problem:
    """The whole question.

    Attributes:
        candidates: Each product once, and none that is pinned.
        wants: In the order of priority.
        situation: The client's money; `investable_fen` is what all lines share out.
        values: Thresholds by rule id, as the checker has them.
        mix: The target mix of the client's level.
        line_cost: What one more line is weighed with, in 10⁻⁴ of the money.
    """

    candidates: tuple[Candidate, ...]
    wants: tuple[Want, ...]
    situation: Situation
    values: RuleValues = field(hash=False)
    mix: tuple[Share, ...] = ()
    pins: tuple[Pin, ...] = ()
    line_cost: int = 0

    @property
    def free_fen(self) -> int:
        """New money to place, in 分: without pinned lines and positions that stay; negative where these take more."""
        fixed = sum(pin.amount_fen for pin in self.pins) + sum(one.held_fen for one in self.candidates)
        return self.situation.investable_fen - fixed

    @property
    def sorts(self) -> dict[str, str]:
        """The class of every product."""
        chosen = {one.product: one.sort for one in self.candidates}
        return chosen | {pin.product: pin.sort for pin in self.pins}

    def lines(self) -> tuple[PlannedLine, ...]:
        """Every line there may be, as the limits of the whole portfolio take them."""
        chosen = (PlannedLine(one.product, one.place, 0, one.held_fen, one.pay) for one in self.candidates)
        pinned = (PlannedLine(pin.product, pin.place, 0, pin.held_fen, pin.pay, pin.due_on) for pin in self.pins)
        return (*chosen, *pinned)
