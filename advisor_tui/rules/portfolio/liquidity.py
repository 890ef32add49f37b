"""Money that has to stay at hand: the emergency fund, what is surely to be paid, goals (bank policy, not law)."""

from dataclasses import dataclass
from datetime import date

from advisor_tui.rules.findings import Param, Verdict
from advisor_tui.rules.portfolio.cap import Cap, held_of, keys_of
from advisor_tui.rules.portfolio.facts import PlannedLine, Situation
from advisor_tui.rules.portfolio.money import PortfolioTerms, fresh_fen, held_free_in, ready_before

Lines = tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class EmergencyFund:
    """Months of spending and instalments that stay ready, and what less than it means."""

    months: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class KnownOutlays:
    """Days ahead, included, within which what is surely to be paid has to be free on its day."""

    days: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Horizon:
    """What it means that a line is locked beyond the day of what it serves."""

    verdict: Verdict


def emergency_caps(situation: Situation, lines: Lines, terms: PortfolioTerms, values: EmergencyFund) -> list[Cap]:
    """What is locked or risky leaves the emergency fund: months of spending and instalments (bank policy)."""
    counted = tuple(line for line in lines if not terms.is_ready(line.place))
    spending, instalments = situation.monthly_spending_fen, situation.monthly_debts_fen
    if instalments is None and situation.debts_fen == 0:
        instalments = 0
    unknown = (
        ("client.monthly_expense", spending),
        ("client.monthly_debt_payment", instalments),
        ("client.cash_assets", situation.ready_fen),
    )
    ready = ready_before(situation, lines, terms)
    month = (spending or 0) + (instalments or 0)
    needed = values.months * month
    before = held_of(counted)
    params: dict[str, Param] = {"months": values.months, "needed_fen": needed, "ready_fen": ready}
    return [
        Cap(
            "portfolio_emergency",
            keys_of(counted),
            ready + before - needed,
            before,
            values.verdict,
            facts=tuple(fact for fact, value in unknown if value is None),
            sure_within=spending is not None and instalments is not None,
            sure_broken=situation.ready_fen is not None,
            params=params,
        )
    ]


def outlay_caps(situation: Situation, lines: Lines, terms: PortfolioTerms, values: KnownOutlays) -> list[Cap]:
    """What is surely to be paid soon can be paid on its day, the nearest outlays before it paid too (bank policy).

    One row a day; an outlay whose day has passed is still to be paid, today.
    """
    last = values.days
    due: dict[int, int] = {}
    for outlay in situation.outlays:
        days = max(0, (outlay.due_on - situation.on).days)
        if days <= last and outlay.amount_fen > 0:
            due[days] = due.get(days, 0) + outlay.amount_fen
    found, needed = [], 0
    for days in sorted(due):
        needed += due[days]
        found.append(_outlay_cap(situation, lines, terms, values, days, needed))
    return found


def _outlay_cap(
    situation: Situation, lines: Lines, terms: PortfolioTerms, values: KnownOutlays, days: int, needed: int
) -> Cap:
    counted = tuple(line for line in lines if _locked(terms.free_in(line.place), days))
    kept = tuple(line for line in lines if line not in counted)
    free = [held for held in situation.holdings if not _locked(held_free_in(held, situation, terms), days)]
    on_file = sum(held.value_fen for held in free)
    later = sum(held.value_fen for held in free if held_free_in(held, situation, terms) != 0)
    told = situation.ready_fen
    available = max((told or 0) + later, on_file, fresh_fen(situation, lines) + held_of(kept))
    before = held_of(counted)
    day = date.fromordinal(situation.on.toordinal() + days).isoformat()
    return Cap(
        "portfolio_outlays",
        keys_of(counted),
        available + before - needed,
        before,
        values.verdict,
        day,
        facts=() if told is not None else ("client.cash_assets",),
        sure_broken=told is not None,
        params={"on": day, "needed_fen": needed, "free_fen": available},
    )


def horizon_caps(situation: Situation, lines: Lines, terms: PortfolioTerms, values: Horizon) -> list[Cap]:
    """A line is free again by the day of what it serves, that day included (bank policy).

    An annuity pays by its contract and is left out: its end is not when its money comes back.
    """
    found = []
    for line in lines:
        if line.due_on is None or line.place.pays_income:
            continue
        days, free_in = (line.due_on - situation.on).days, terms.free_in(line.place)
        if free_in is not None and free_in <= max(0, days):
            continue
        params: dict[str, Param] = {
            "due_on": line.due_on.isoformat(),
            "days": free_in or 0,
            **{f"name_{lang}": text for lang, text in line.place.name.items()},
        }
        known = free_in is not None
        facts = () if known else ("product.free_in_days",)
        found.append(
            Cap(
                "portfolio_horizon",
                frozenset({line.key}),
                0,
                line.held_fen,
                values.verdict,
                line.key,
                facts=facts,
                sure_broken=known,
                params=params,
            )
        )
    return found


def _locked(free_in: int | None, days: int) -> bool:
    return free_in is None or free_in > days
