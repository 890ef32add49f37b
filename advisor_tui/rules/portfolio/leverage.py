"""Borrowed money and the load of debts, and the premiums that are paid year by year (bank policy, not law)."""

from dataclasses import dataclass

from advisor_tui.rules.facts import Pay
from advisor_tui.rules.findings import Param, Verdict
from advisor_tui.rules.portfolio.cap import Cap, held_of, keys_of, share_text
from advisor_tui.rules.portfolio.facts import PlannedLine, Situation
from advisor_tui.rules.portfolio.money import PortfolioTerms

_MONTHS = 12
_HUNDRED = 100
_BANK_MONEY = ("current", "deposit")
Lines = tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class LoanMoney:
    """What it means that borrowed money is invested."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class DebtLoad:
    """The share of income in percent, included, that instalments may take before risk is added.

    Attributes:
        from_level: The lowest risk level, included, that counts as risk.
    """

    percent_of_income: int
    from_level: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PremiumLoad:
    """The share of the household's income in percent, included, that all yearly premiums may take together."""

    percent_of_income: int
    verdict: Verdict


def loan_money_caps(situation: Situation, lines: Lines, _terms: PortfolioTerms, values: LoanMoney) -> list[Cap]:
    """Borrowed money is not invested: it may stay in accounts and deposits (bank policy).

    Nothing is said of a client who is known to owe nothing; where nobody knows whether anything is owed, that comes
    first.
    """
    borrowed = situation.borrowed_fen
    if borrowed == 0 or (borrowed is None and situation.debts_fen == 0):
        return []
    counted = tuple(line for line in lines if line.place.kind not in _BANK_MONEY)
    known = borrowed is not None
    return [
        Cap(
            "portfolio_loan_money",
            keys_of(counted),
            situation.investable_fen - (borrowed or 0),
            held_of(counted),
            values.verdict,
            facts=() if known else ("client.total_debts" if situation.debts_fen is None else "client.loan_money",),
            sure_within=known,
            sure_broken=known,
            params={"borrowed_fen": borrowed or 0},
        )
    ]


def debt_load_caps(situation: Situation, lines: Lines, _terms: PortfolioTerms, values: DebtLoad) -> list[Cap]:
    """Whose instalments take more than their share of income adds no risk (bank policy)."""
    counted = tuple(line for line in lines if (line.place.level or 0) >= values.from_level)
    if situation.debts_fen == 0 or situation.monthly_debts_fen == 0:
        return []
    monthly, income = situation.monthly_debts_fen, situation.yearly_income_fen
    keys, before = keys_of(counted), held_of(counted)
    if monthly is None or income is None:
        unknown = (("client.monthly_debt_payment", monthly), ("client.family_annual_income", income))
        facts = tuple(fact for fact, value in unknown if value is None)
        open_bound = situation.investable_fen + before
        return [
            Cap(
                "portfolio_debt_load",
                keys,
                open_bound,
                before,
                values.verdict,
                facts=facts,
                sure_within=False,
                sure_broken=False,
            )
        ]
    paid = monthly * _MONTHS
    if paid * _HUNDRED <= values.percent_of_income * income:
        return []
    params: dict[str, Param] = {
        "paid_fen": paid,
        "income_fen": income,
        "load": share_text(paid, income),
        "percent": values.percent_of_income,
        "level": values.from_level,
    }
    return [Cap("portfolio_debt_load", keys, 0, before, values.verdict, params=params)]


def premium_caps(situation: Situation, lines: Lines, _terms: PortfolioTerms, values: PremiumLoad) -> list[Cap]:
    """All premiums of a year, old and new, take at most their share of the household's income (bank policy).

    A single premium is paid once and is no load of every year; 令2025年第7号 art. 39 measures it on its own.
    """
    counted = tuple(line for line in lines if line.pay is Pay.ANNUAL)
    if not counted:
        return []
    income, paid = situation.yearly_income_fen, situation.yearly_premium_fen
    unknown = (("client.family_annual_income", income), ("client.annual_premium", paid))
    before = held_of(counted)
    bound = situation.investable_fen + before if income is None else values.percent_of_income * income // _HUNDRED
    params: dict[str, Param] = {"income_fen": income or 0, "paid_fen": paid or 0, "percent": values.percent_of_income}
    return [
        Cap(
            "portfolio_premiums",
            keys_of(counted),
            bound - (paid or 0),
            before,
            values.verdict,
            outside_fen=paid or 0,
            whole_fen=income,
            facts=tuple(fact for fact, value in unknown if value is None),
            sure_within=income is not None and paid is not None,
            sure_broken=income is not None,
            params=params,
        )
    ]
