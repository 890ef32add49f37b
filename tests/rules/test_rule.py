"""What a rule is judged by: which way a threshold is tighter, and facts that are not known."""

from typing import Any

import pytest

from advisor_tui.rules.findings import Decision, Finding, Verdict
from advisor_tui.rules.rule import NoThresholds, Rule, Tighter, any_of, at_least, judge, looser

LOWER, HIGHER, FEWER, MORE, FORBIDDING = (
    Tighter.LOWER,
    Tighter.HIGHER,
    Tighter.FEWER,
    Tighter.MORE,
    Tighter.FORBIDDING,
)
FORBIDDEN, WARN, ALLOWED = Verdict.FORBIDDEN, Verdict.WARN, Verdict.ALLOWED


@pytest.mark.parametrize(
    ("new", "floor", "direction", "expected"),
    [
        (3, 2, LOWER, True),
        (2, 2, LOWER, False),
        (1, 2, LOWER, False),
        (1, 2, HIGHER, True),
        (2, 2, HIGHER, False),
        (3, 2, HIGHER, False),
        ((1, 2), (1, 2), LOWER, False),
        ((1, 3), (1, 2), LOWER, True),
        ((2, 1), (1, 2), LOWER, True),
        ((0, 1), (1, 2), LOWER, False),
        ((1, 1), (1, 2), HIGHER, True),
        ((1,), (1, 2), LOWER, True),
        ((1, 2, 3), (1, 2), HIGHER, True),
        (("a",), ("a", "b"), FEWER, False),
        (("b", "a"), ("a", "b"), FEWER, False),
        (("a", "c"), ("a", "b"), FEWER, True),
        (("a", "b", "c"), ("a", "b"), MORE, False),
        (("a", "b"), ("a", "b"), MORE, False),
        (("a", "c"), ("a", "b"), MORE, True),
        (WARN, FORBIDDEN, FORBIDDING, True),
        (FORBIDDEN, FORBIDDEN, FORBIDDING, False),
        (FORBIDDEN, WARN, FORBIDDING, False),
        (WARN, WARN, FORBIDDING, False),
    ],
)
def test_a_threshold_is_looser_where_it_lets_through_what_the_floor_stops(
    new: Any, floor: Any, direction: Tighter, expected: bool
) -> None:
    assert looser(new, floor, direction) is expected


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ((), False),
        ((False, False), False),
        ((False, True), True),
        ((None, True), True),
        ((None, False), None),
        ((None,), None),
    ],
)
def test_an_unknown_condition_matters_only_if_none_holds(
    conditions: tuple[bool | None, ...], expected: bool | None
) -> None:
    assert any_of(*conditions) is expected


@pytest.mark.parametrize(("value", "expected"), [(None, None), (0, False), (4, False), (5, True), (6, True)])
def test_a_limit_is_reached_at_it(value: int | None, expected: bool | None) -> None:
    assert at_least(value, 5) is expected


def test_each_rule_is_judged_by_its_own_thresholds() -> None:
    def answer(case: str, values: int) -> Finding | None:
        return Finding(case, WARN, params={"most": values})

    rules = [Rule("a", int, answer), Rule("b", int, answer)]
    found = judge(rules, "this", {"a": 1, "b": 2, "c": 3}).findings
    assert [one.params for one in found] == [{"most": 1}, {"most": 2}]


def test_only_the_rules_in_force_judge_and_one_may_have_nothing_to_say() -> None:
    def answering(verdict: Verdict | None) -> Rule[str, NoThresholds]:
        def answer(case: str, _values: NoThresholds) -> Finding | None:
            return None if verdict is None else Finding(f"{verdict}", verdict, params={"case": case})

        return Rule("silent" if verdict is None else f"{verdict}", NoThresholds, answer)

    rules = [answering(None), answering(WARN), answering(FORBIDDEN)]
    in_force = {"silent": NoThresholds(), "warn": NoThresholds()}
    found = Finding("warn", WARN, params={"case": "this"})
    assert judge(rules, "this", in_force) == Decision(WARN, (), (found,))
    assert judge(rules, "this", {}) == Decision(ALLOWED, (), ())
