"""The limits of the whole portfolio, as the solver takes them and as the checker judges by them: the same rows.

    rows = limits(situation, lines, values)          # Σ amount[key] for key in row.keys ≤ row.ceiling_fen
    findings = judge_portfolio(situation, lines, values)

`lines` are the lines of a draft, or every choice that the solver has, with `amount_fen` 0 there: rows never look at
amounts. A choice that is one product for two needs is two lines with keys of their own and the same `place`; what the
client holds of it stands in one of them. `values` is `Rulebook.as_of(day)`; a rule that the bank does not apply has no
row, and without `portfolio_terms` there are none.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from advisor_tui.rules.findings import Finding, Verdict, missing
from advisor_tui.rules.portfolio import concentration, leverage, liquidity
from advisor_tui.rules.portfolio.cap import Cap
from advisor_tui.rules.portfolio.facts import PlannedLine, Situation
from advisor_tui.rules.portfolio.money import PortfolioTerms
from advisor_tui.rules.rule import RuleValues

Rows = Callable[[Situation, tuple[PlannedLine, ...], PortfolioTerms, Any], list[Cap]]

TERMS = "portfolio_terms"
PORTFOLIO_RULES: Mapping[str, tuple[type, Rows]] = {
    "portfolio_emergency": (liquidity.EmergencyFund, liquidity.emergency_caps),
    "portfolio_outlays": (liquidity.KnownOutlays, liquidity.outlay_caps),
    "portfolio_horizon": (liquidity.Horizon, liquidity.horizon_caps),
    "portfolio_loan_money": (leverage.LoanMoney, leverage.loan_money_caps),
    "portfolio_debt_load": (leverage.DebtLoad, leverage.debt_load_caps),
    "portfolio_premiums": (leverage.PremiumLoad, leverage.premium_caps),
    "portfolio_product": (concentration.ShareCap, concentration.product_caps),
    "portfolio_issuer": (concentration.ShareCap, concentration.issuer_caps),
    "portfolio_kind": (concentration.ShareCap, concentration.kind_caps),
    "portfolio_currency": (concentration.ShareCap, concentration.currency_caps),
}
"""Every rule of the whole portfolio: the type of its figures, and what gives its rows; what protects first."""


def limits(situation: Situation, lines: Iterable[PlannedLine], values: RuleValues) -> tuple[Cap, ...]:
    """Every row that is in force; see the module.

    Args:
        situation: The client's money apart from the lines.
        lines: The lines of a draft, or every choice that the solver has.
        values: Thresholds by rule id, `Rulebook.as_of(day)`.
    """
    terms = values.get(TERMS)
    if not isinstance(terms, PortfolioTerms):
        return ()
    planned = tuple(sorted(lines, key=lambda line: line.key))
    return tuple(
        row
        for rule, (_, rows) in PORTFOLIO_RULES.items()
        if rule in values
        for row in rows(situation, planned, terms, values[rule])
    )


def judge_portfolio(situation: Situation, lines: Iterable[PlannedLine], values: RuleValues) -> list[Finding]:
    """What the rows say of the lines' amounts, the same whatever the order of the lines.

    Every row that is broken is told; of a rule that holds, the row that is nearest to its bound, where a line counts
    in it at all; what cannot be judged names its facts once a rule.
    """
    planned = tuple(lines)
    amounts = {line.key: line.amount_fen for line in planned}
    found: list[Finding] = []
    by_rule: dict[str, list[Cap]] = {}
    for row in limits(situation, planned, values):
        by_rule.setdefault(row.rule, []).append(row)
    for rule, rows in by_rule.items():
        judged = [(row, row.judge(amounts)) for row in rows]
        broken = [finding for _, finding in judged if finding.verdict in (Verdict.FORBIDDEN, Verdict.WARN)]
        touched = [(row, finding) for row, finding in judged if row.used_fen(amounts)]
        unknown = dict.fromkeys(fact for _, finding in touched for fact in finding.facts)
        within = [(row, finding) for row, finding in touched if finding.verdict is Verdict.ALLOWED]
        found += broken
        if unknown:
            found.append(missing(rule, *sorted(unknown)))
        elif within and not broken:
            found.append(max(within, key=lambda pair: (pair[0].fullness(amounts), pair[0].subject))[1])
    return found
