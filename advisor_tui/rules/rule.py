"""What a rule is: an id, the type of its thresholds, and a pure function that judges."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from advisor_tui.rules.findings import Decision, Finding, Verdict, combine

Case = TypeVar("Case")
Thresholds = TypeVar("Thresholds")

RuleValues = Mapping[str, Any]
"""The thresholds of every rule in force on a day, by rule id; a rule that is not in force is absent."""


class Tighter(StrEnum):
    """Which way a threshold gets stricter: what the bank may do, and never the other way with a figure of law."""

    LOWER = "lower"
    HIGHER = "higher"
    FEWER = "fewer"
    """A list of what is let through: taking words out."""
    MORE = "more"
    """A list of what is stopped: adding words."""
    FORBIDDING = "forbidding"
    """A verdict: forbidden instead of warn."""


DIRECTION = "tighter"
LOWER = {DIRECTION: Tighter.LOWER}
HIGHER = {DIRECTION: Tighter.HIGHER}
FEWER = {DIRECTION: Tighter.FEWER}
MORE = {DIRECTION: Tighter.MORE}
FORBIDDING = {DIRECTION: Tighter.FORBIDDING}
"""The metadata of a threshold's field; one without may be set either way."""


@dataclass(frozen=True, slots=True)
class NoThresholds:
    """For a rule that has no figure in it."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Case, Thresholds]):
    """One rule of law or practice.

    Attributes:
        id: Its table in `data/rules/`.
        thresholds: The frozen dataclass that its table fills.
        judge: The finding for a case, or None where the rule has nothing to say about it.
    """

    id: str
    thresholds: type[Thresholds]
    judge: Callable[[Case, Thresholds], Finding | None]


def judge(rules: Iterable[Rule[Case, Any]], case: Case, values: RuleValues) -> Decision:
    """The decision of those of the rules that are in force."""
    found = (rule.judge(case, values[rule.id]) for rule in rules if rule.id in values)
    return combine(finding for finding in found if finding is not None)


def looser(new: Any, floor: Any, direction: Tighter) -> bool:
    """Whether a threshold lets through what the floor stops; lists of figures are compared one by one."""
    if direction is Tighter.FORBIDDING:
        return bool(floor is Verdict.FORBIDDEN and new is not floor)
    if direction in (Tighter.FEWER, Tighter.MORE):
        more, less = (new, floor) if direction is Tighter.FEWER else (floor, new)
        return not set(more) <= set(less)
    news, floors = (new, floor) if isinstance(new, tuple) else ((new,), (floor,))
    pairs = zip(news, floors, strict=False)
    low = direction is Tighter.LOWER
    return len(news) != len(floors) or any(one > least if low else one < least for one, least in pairs)


def any_of(*conditions: bool | None) -> bool | None:
    """Whether one condition holds, where None is not known: an unknown one matters only if none holds."""
    if any(conditions):
        return True
    return None if None in conditions else False


def at_least(value: int | None, limit: int) -> bool | None:
    """Whether a value reaches a limit, the limit included; None when the value is not known."""
    return None if value is None else value >= limit
