"""What a rule is: an id, the type of its thresholds, and a pure function that judges."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from advisor_tui.rules.findings import Decision, Finding, combine

Case = TypeVar("Case")
Thresholds = TypeVar("Thresholds")

RuleValues = Mapping[str, Any]
"""The thresholds of every rule in force on a day, by rule id; a rule that is not in force is absent."""


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


def any_of(*conditions: bool | None) -> bool | None:
    """Whether one condition holds, where None is not known: an unknown one matters only if none holds."""
    if any(conditions):
        return True
    return None if None in conditions else False


def at_least(value: int | None, limit: int) -> bool | None:
    """Whether a value reaches a limit, the limit included; None when the value is not known."""
    return None if value is None else value >= limit
