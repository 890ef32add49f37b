"""Every finding of the whole portfolio has all that its sentence asks for, whatever is nothing or not known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from advisor_tui.base.languages import Lang
from advisor_tui.desk.proposal.terms import show_finding
from advisor_tui.rules.facts import Pay
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.portfolio.facts import PlannedLine, PlannedOutlay, Situation
from advisor_tui.rules.portfolio.limits import PORTFOLIO_RULES, judge_portfolio
from tests.rules.builders import RULEBOOK, rules
from tests.rules.portfolio.builders import TODAY, line, situation

NOTHING_OR_MORE = {
    "investable_fen": (0, 1_000),
    "financial_assets_fen": (None, 0, 1_000),
    "yearly_income_fen": (None, 0, 1_000),
    "yearly_premium_fen": (None, 0, 10),
    "monthly_debts_fen": (0, 1),
    "debts_fen": (0, 1),
    "borrowed_fen": (0, 900),
}
"""Figures in 分, each of which may be nothing."""
LINES = (
    line("fund", 0, kind="fund", level=3, free_in_days=400, due_on=TODAY),
    line("dollars", 0, currency="USD", free_in_days=400),
    line("cover", 0, kind="insurance", pay=Pay.ANNUAL, level=None, free_in_days=None),
)


def situations() -> Iterator[Situation]:
    """A client of whom each figure is told as nothing, as little, or not at all."""
    soon = (PlannedOutlay(5, TODAY + timedelta(days=30)),)
    for values in product(*NOTHING_OR_MORE.values()):
        known = dict(zip(NOTHING_OR_MORE, values, strict=True))
        yield situation(ready_fen=0, monthly_spending_fen=1, outlays=soon, **known)
    every = [*NOTHING_OR_MORE, "ready_fen", "monthly_spending_fen"]
    for nothing in (0, None):
        told: dict[str, Any] = {**dict.fromkeys(every, nothing), "investable_fen": 0}
        yield situation(outlays=soon, **told)
        yield situation(outlays=(), **told)


def findings() -> Iterator[Finding]:
    """What is said of them, whether the bank warns or forbids, of lines of nothing, of one 分 and of ten."""
    for verdict in (Verdict.WARN, Verdict.FORBIDDEN):
        values = {
            rule: replace(value, verdict=verdict) if rule in PORTFOLIO_RULES else value
            for rule, value in rules().items()
        }
        for of, fen in product(situations(), (0, 1, 10)):
            yield from judge_portfolio(of, [replace(one, amount_fen=fen) for one in LINES], values)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sentence_of_the_whole_portfolio_can_be_said(lang: Lang) -> None:
    said: set[tuple[str, Verdict]] = set()
    for finding in findings():
        view = show_finding(finding, rules(), lang)
        assert "{" not in view.title + view.text + view.source
        said.add((finding.rule, finding.verdict))
    written = {(rule, verdict) for rule in PORTFOLIO_RULES for verdict in RULEBOOK.texts[rule].messages}
    assert written - said == set()


def told(rule: str, of: Situation, *lines: PlannedLine) -> str:
    """The English sentence of the one finding of a rule."""
    [found] = [finding for finding in judge_portfolio(of, lines, rules()) if finding.rule == rule]
    return show_finding(found, rules(), "en").text


def test_a_premium_of_a_household_without_income_is_an_endless_share() -> None:
    of = situation(yearly_income_fen=0, yearly_premium_fen=0)
    assert "∞ %" in told("portfolio_premiums", of, line("cover", 1, kind="insurance", pay=Pay.ANNUAL))


def test_a_share_of_assets_of_nothing_is_endless_too() -> None:
    of = situation(financial_assets_fen=0, investable_fen=0)
    assert "∞ %" in told("portfolio_product", of, line("fund", 1, kind="fund"))
