"""A client with a few figures, products as places, and the rules in force, for the tests of the whole portfolio."""

from dataclasses import replace
from datetime import date
from typing import Any

from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.portfolio.facts import HeldPlace, Place, PlannedLine, Situation
from advisor_tui.rules.portfolio.limits import judge_portfolio
from tests.rules.builders import rules

TODAY = date(2026, 11, 24)
WAN = 10_000_00
"""Ten thousand yuan, in 分."""


def names(text: str) -> dict[str, str]:
    """A name in both languages."""
    return {"zh": text, "en": text}


def place(product: str, kind: str = "wmp", issuer: str = "澄湖", **values: Any) -> Place:
    """A product: a wealth product at level 2, free at once, unless said otherwise."""
    given: dict[str, Any] = {"level": 2, "name": names(product), "issuer_name": names(issuer), "kind_name": names(kind)}
    return Place(product, kind, issuer, **{**given, **values})


def line(product: str, wan: int, *, held: int = 0, **values: Any) -> PlannedLine:
    """A line of so many times ten thousand yuan; see `place` for the rest."""
    own = {name: values.pop(name) for name in ("pay", "due_on") if name in values}
    return PlannedLine(product, place(product, **values), wan * WAN, held * WAN, **own)


def held(product: str, wan: int, free_on: date | None = None, **values: Any) -> HeldPlace:
    """A holding on file."""
    return HeldPlace(place(product, **values), wan * WAN, free_on)


RICH = Situation(
    on=TODAY,
    investable_fen=100 * WAN,
    financial_assets_fen=1_000 * WAN,
    ready_fen=200 * WAN,
    monthly_spending_fen=1 * WAN,
    monthly_debts_fen=0,
    yearly_income_fen=50 * WAN,
    yearly_premium_fen=0,
    debts_fen=0,
    borrowed_fen=0,
)
"""Ten million of assets, two at hand, a million to invest, ten thousand spent a month, and no debts."""


def situation(**values: Any) -> Situation:
    """`RICH` with some facts changed."""
    return replace(RICH, **values)


def found(rule: str, of: Situation, *lines: PlannedLine, values: Any = None) -> list[Finding]:
    """What one rule says."""
    judged = judge_portfolio(of, lines, rules() if values is None else values)
    return [finding for finding in judged if finding.rule == rule]


def verdict(rule: str, of: Situation, *lines: PlannedLine, values: Any = None) -> Verdict | None:
    """The verdict of a rule with one finding; None where it is silent."""
    every = found(rule, of, *lines, values=values)
    assert len(every) <= 1
    return every[0].verdict if every else None
