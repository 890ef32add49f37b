"""Assets, debts, income and spending as rows with their source, what they add up to, and what does not fit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from advisor_tui.rules.plausibility import OnFile, Told, doubts
from advisor_tui.rules.profile import Facts, number

Side = Literal["asset", "debt", "income", "spending"]
Source = Literal["client", "document", "head_office"]
Period = Literal["", "month", "year"]

SIDES: tuple[Side, ...] = ("asset", "debt", "income", "spending")
_MONTHS = 12


@dataclass(frozen=True)
class BalanceRow:
    """One figure of a balance sheet.

    Attributes:
        id: What names it: a fact of the interview, or a record.
        side: On which side it stands.
        kind: Its class, such as `financial`, `mortgage`, `family`, `living`.
        amount_fen: In 分; of a month or a year where it has a period.
        source: Who says so: the client, a document, head office.
        as_of: The date of the figure, None where it bears none.
        period: `month` or `year` for income and spending, "" for what stands on a day.
        part_of: The id of the row that it is a part of: such a row is shown, not added.
    """

    id: str
    side: Side
    kind: str
    amount_fen: int
    source: Source
    as_of: date | None = None
    period: Period = ""
    part_of: str = ""

    @property
    def yearly_fen(self) -> int:
        """What it is in a year; the amount itself where it has no period."""
        return self.amount_fen * _MONTHS if self.period == "month" else self.amount_fen

    @property
    def counted_fen(self) -> int:
        """What it adds to its side: of a year where it has a period, nothing where it is part of another row."""
        return 0 if self.part_of else self.yearly_fen


@dataclass(frozen=True)
class ClassTotal:
    """The rows of one class on one side and what they add to it, in 分 (of a year for income and spending)."""

    side: Side
    kind: str
    total_fen: int
    rows: tuple[BalanceRow, ...]


@dataclass(frozen=True)
class BalanceSheet:
    """What rows add up to, in 分; the classes of a side in the order in which their first rows came."""

    classes: tuple[ClassTotal, ...]
    assets_fen: int
    debts_fen: int
    income_year_fen: int
    spending_year_fen: int

    @property
    def net_fen(self) -> int:
        """Assets less debts."""
        return self.assets_fen - self.debts_fen

    @property
    def surplus_year_fen(self) -> int:
        """A year's income less a year's spending."""
        return self.income_year_fen - self.spending_year_fen

    @property
    def income_month_fen(self) -> int:
        """A twelfth of a year's income, rounded down."""
        return self.income_year_fen // _MONTHS

    @property
    def spending_month_fen(self) -> int:
        """A twelfth of a year's spending, rounded up: it is never shown smaller than it is."""
        return -(-self.spending_year_fen // _MONTHS)

    def side(self, side: Side) -> tuple[ClassTotal, ...]:
        """The classes of one side."""
        return tuple(total for total in self.classes if total.side == side)


@dataclass(frozen=True)
class Contradiction:
    """Figures that do not fit together: a hint, never a refusal.

    Attributes:
        rule: A word of `CONTRADICTIONS`.
        rows: The ids of the rows that it rests on.
        params: What fills its sentence, in 分.
    """

    rule: str
    rows: tuple[str, ...]
    params: Mapping[str, int | str] = field(default_factory=dict, hash=False)


CONTRADICTIONS: Mapping[str, tuple[str, ...]] = {
    "spends_more": ("spent_fen", "income_fen"),
    "own_above_family": ("part_fen", "whole_fen"),
    "part_above_assets": ("part_fen", "whole_fen"),
    "debts_without_instalments": ("debts_fen",),
    "instalments_without_debts": ("paid_fen",),
    "instalments_above_income": ("paid_fen", "income_fen"),
    "premium_above_income": ("premium_fen", "income_fen"),
    "premium_above_spending": ("premium_fen", "spent_fen"),
}
"""Every rule of what does not fit, with the places of its sentence; the first three are those of `plausibility`."""


@dataclass(frozen=True)
class _Class:
    """Where a fact stands: its side, class and period, and the fact that it is a part of."""

    side: Side
    kind: str
    period: Period = ""
    part_of: str = ""


_FACTS: Mapping[str, _Class] = {
    "financial_assets": _Class("asset", "financial"),
    "cash_assets": _Class("asset", "ready", part_of="financial_assets"),
    "largest_holding": _Class("asset", "largest", part_of="financial_assets"),
    "property_assets": _Class("asset", "property"),
    "total_debts": _Class("debt", "debts"),
    "family_annual_income": _Class("income", "family", "year"),
    "annual_income_3y": _Class("income", "own", "year", part_of="family_annual_income"),
    "monthly_expense": _Class("spending", "living", "month"),
    "annual_premium": _Class("spending", "premium", "year", part_of="monthly_expense"),
    "monthly_debt_payment": _Class("spending", "instalment", "month"),
}
"""Facts that are figures of a balance sheet; the spending that is asked for includes the premiums."""
_Found = tuple[str, tuple[str, ...], Mapping[str, int | str]]
_MONTHLY = ("monthly_expense", "monthly_debt_payment")


def balance_sheet(rows: Iterable[BalanceRow]) -> BalanceSheet:
    """Add rows up; their order changes the order of the classes and nothing else."""
    grouped: dict[tuple[Side, str], list[BalanceRow]] = {}
    for row in rows:
        grouped.setdefault((row.side, row.kind), []).append(row)
    classes = [
        ClassTotal(side, kind, sum(row.counted_fen for row in found), tuple(found))
        for (side, kind), found in grouped.items()
    ]
    sums = {side: sum(total.total_fen for total in classes if total.side == side) for side in SIDES}
    return BalanceSheet(
        tuple(sorted(classes, key=lambda total: SIDES.index(total.side))),
        sums["asset"],
        sums["debt"],
        sums["income"],
        sums["spending"],
    )


def rows_of(facts: Facts, as_of: date | None, sources: Mapping[str, Source] | None = None) -> tuple[BalanceRow, ...]:
    """The rows that an interview tells, each named by its fact.

    A part whose whole is not known stands for itself.

    Args:
        facts: What the interview told.
        as_of: The day of the interview.
        sources: Who says a figure, by fact; the client where nothing else is noted.
    """
    said = sources or {}
    found = []
    for name, place in _FACTS.items():
        amount = number(facts, name)
        if amount is None:
            continue
        whole = "" if number(facts, place.part_of) is None else place.part_of
        source = said.get(name, "client")
        found.append(BalanceRow(name, place.side, place.kind, amount, source, as_of, place.period, whole))
    return tuple(found)


def contradictions(rows: Iterable[BalanceRow]) -> tuple[Contradiction, ...]:
    """What does not fit in these rows, as far as both sides of it are there."""
    by_fact: dict[str, list[BalanceRow]] = {}
    for row in rows:
        name = _fact_of(row)
        if name:
            by_fact.setdefault(name, []).append(row)
    yearly = {name: sum(row.yearly_fen for row in found) for name, found in by_fact.items()}
    # A twelfth is rounded down: nothing is pointed out that is not there.
    told: Told = {name: fen // _MONTHS if name in _MONTHLY else fen for name, fen in yearly.items()}
    doubtful = (doubt for doubt in doubts(told, OnFile(), date.min) if doubt.rule in CONTRADICTIONS)
    found = [(doubt.rule, doubt.facts, doubt.params) for doubt in doubtful]
    return tuple(
        Contradiction(rule, tuple(row.id for name in facts for row in by_fact.get(name, ())), params)
        for rule, facts, params in (*found, *_further(yearly))
    )


def _fact_of(row: BalanceRow) -> str:
    """The fact that a row tells, alone or with others; "" for none."""
    if row.side == "debt":
        return "total_debts"
    return next((name for name, place in _FACTS.items() if (place.side, place.kind) == (row.side, row.kind)), "")


def _further(yearly: Told) -> Iterator[_Found]:
    """What the doubts of single answers do not know; flows are of a year."""
    income, spent = yearly.get("family_annual_income"), yearly.get("monthly_expense")
    debts, paid = yearly.get("total_debts"), yearly.get("monthly_debt_payment")
    premium = yearly.get("annual_premium")
    owed = ("total_debts", "monthly_debt_payment")
    if debts and paid == 0:
        yield "debts_without_instalments", owed, {"debts_fen": debts}
    if debts == 0 and paid:
        yield "instalments_without_debts", owed, {"paid_fen": paid}
    if income is not None and spent is None and paid is not None and paid > income:
        facts = ("family_annual_income", "monthly_debt_payment")
        yield "instalments_above_income", facts, {"paid_fen": paid, "income_fen": income}
    if income is not None and premium is not None and premium > income:
        facts = ("family_annual_income", "annual_premium")
        yield "premium_above_income", facts, {"premium_fen": premium, "income_fen": income}
    if spent is not None and premium is not None and premium > spent:
        facts = ("monthly_expense", "annual_premium")
        yield "premium_above_spending", facts, {"premium_fen": premium, "spent_fen": spent}
