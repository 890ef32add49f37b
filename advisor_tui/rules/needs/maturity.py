"""What falls due when, against what is to be paid when: a ladder of holdings and planned outlays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from advisor_tui.rules.dates import add_months
from advisor_tui.rules.goals import goals_of
from advisor_tui.rules.needs.books import Books, HeldMoney
from advisor_tui.rules.needs.need import Need, NeedLimits, once
from advisor_tui.rules.profile import Facts, evidence, number

_MONTHS = 12
WITHIN_A_YEAR = "within_a_year"
"""The outlay that the client says is surely needed within a year."""


@dataclass(frozen=True)
class Outlay:
    """Money that is to be paid on a day, in 分; `purpose` is a goal's kind or `WITHIN_A_YEAR`."""

    purpose: str
    amount_fen: int
    due_on: date
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Rung:
    """What falls due, and what is to be paid, from `first_day` up to `days` from today, both included, in 分."""

    first_day: int
    days: int
    due: tuple[HeldMoney, ...]
    outlays: tuple[Outlay, ...]

    @property
    def due_fen(self) -> int:
        """What falls due."""
        return sum(held.value_fen for held in self.due)

    @property
    def outlay_fen(self) -> int:
        """What is to be paid."""
        return sum(outlay.amount_fen for outlay in self.outlays)


@dataclass(frozen=True)
class Squeeze:
    """An outlay that comes before the money for it is free.

    Attributes:
        free_fen: What is free on that day after the outlays before it.
        gap_fen: What falls due only later and would have paid the rest, in 分.
        late: The holdings that fall due only later, the nearest first, as many as it takes.
    """

    outlay: Outlay
    free_fen: int
    gap_fen: int
    late: tuple[HeldMoney, ...]


def maturity(facts: Facts, limits: NeedLimits, books: Books) -> list[Need]:
    """Money that falls due within the windows, and outlays that come before their money is free."""
    if books.today is None:
        return []
    outlays = outlays_of(facts, limits, books.today)
    found = []
    for rung in ladder(books.holdings, outlays, books.today, limits.windows):
        if rung.due_fen:
            names = once(held.name for held in rung.due)
            params: dict[str, int | str] = {
                "first_day": rung.first_day,
                "days": rung.days,
                "count": len(rung.due),
                "amount_fen": rung.due_fen,
            }
            found.append(Need("maturing_money", rung.due_fen, (), params, names))
    ready = number(facts, "cash_assets")
    for squeeze in squeezes(books.holdings, outlays, ready or 0, limits.free_kinds, books.today):
        outlay = squeeze.outlay
        params = {
            "goal": outlay.purpose,
            "on": outlay.due_on.isoformat(),
            "needed_fen": outlay.amount_fen,
            "free_fen": squeeze.free_fen,
            "gap_fen": squeeze.gap_fen,
        }
        seen = once(outlay.evidence, evidence(facts, "cash_assets"))
        found.append(Need("early_need", squeeze.gap_fen, seen, params, once(held.name for held in squeeze.late)))
    return found


def outlays_of(facts: Facts, limits: NeedLimits, today: date) -> tuple[Outlay, ...]:
    """What is to be paid, the nearest first: goals of a known amount and time, and what is needed within a year.

    The latter is due on the day that the client said, else at the year's end: not earlier than anybody knows.
    Retirement is an income and no outlay.
    """
    found = []
    needed = number(facts, "liquidity_need")
    if needed:
        said = facts.get("liquidity_on")
        due = said.value if said is not None and isinstance(said.value, date) else add_months(today, _MONTHS)
        found.append(Outlay(WITHIN_A_YEAR, needed, due, evidence(facts, "liquidity_need", "liquidity_on")))
    for goal in goals_of(facts, limits.retirement_years, limits.goal_years):
        if goal.kind != "retirement" and goal.amount_fen and goal.years is not None:
            due = add_months(today, goal.years * _MONTHS)
            found.append(Outlay(goal.kind, goal.amount_fen, due, goal.evidence))
    return tuple(sorted(found, key=lambda outlay: outlay.due_on))


def ladder(
    holdings: Iterable[HeldMoney], outlays: Iterable[Outlay], today: date, windows: Iterable[int]
) -> tuple[Rung, ...]:
    """The rungs of a ladder: each holds what comes after the window before it, the last day of its own included.

    What fell due before today is free already and stands on no rung; an outlay before today is still to be paid.
    """
    held, planned = tuple(holdings), tuple(outlays)
    rungs = []
    after: date | None = None
    first = 0
    for days in windows:
        until = today + timedelta(days=days)
        due = [
            one
            for one in held
            if one.matures_on is not None and (after or today - timedelta(days=1)) < one.matures_on <= until
        ]
        due.sort(key=lambda one: one.matures_on or until)
        paid = tuple(one for one in planned if (after is None or after < one.due_on) and one.due_on <= until)
        rungs.append(Rung(first, days, tuple(due), paid))
        after, first = until, days + 1
    return tuple(rungs)


def squeezes(
    holdings: Iterable[HeldMoney], outlays: Iterable[Outlay], ready_fen: int, free_kinds: Iterable[str], today: date
) -> tuple[Squeeze, ...]:
    """The outlays, the nearest first, that come before money of the client's own is free for them.

    Free at once is the ready money that the client names, or what is on file without an end if that is more: the
    same money may be in both. An outlay takes what is free and then, early, what falls due later; what nothing pays
    is a goal's shortfall and no squeeze.
    """
    kinds = tuple(free_kinds)
    held = sorted(holdings, key=lambda one: one.matures_on or today)
    at_hand = sum(one.value_fen for one in held if one.matures_on is None and one.kind in kinds)
    ending = [(one, one.matures_on) for one in held if one.matures_on is not None]
    start = max(ready_fen, at_hand)
    found = []
    spent = 0
    for outlay in sorted(outlays, key=lambda one: one.due_on):
        day = max(outlay.due_on, today)
        left = start + sum(one.value_fen for one, end in ending if end <= day) - spent
        late = [one for one, end in ending if end > day]
        free = max(0, left)
        paid = max(0, min(outlay.amount_fen, left + sum(one.value_fen for one in late)))
        if paid > free:
            found.append(Squeeze(outlay, free, paid - free, _first(late, paid - left)))
        spent += paid
    return tuple(found)


def _first(late: Iterable[HeldMoney], amount_fen: int) -> tuple[HeldMoney, ...]:
    """The holdings that fall due next, as many as an amount takes."""
    found: list[HeldMoney] = []
    for one in late:
        if amount_fen <= 0:
            break
        found.append(one)
        amount_fen -= one.value_fen
    return tuple(found)
