"""What a need is, which kinds there are, and the figures by which they are found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HUNDRED = 100


@dataclass(frozen=True)
class InsuranceClass:
    """A class of insurance and when a family is without something that it should have.

    Attributes:
        kind: One of `insurance.CLASSES`.
        wanted_by: Situations (`insurance.SITUATIONS`) of which one is enough.
        least_fen: The cover to think of at least, in 分.
        income_years: The cover to think of, in years of the family's income; the larger of both counts.
    """

    kind: str
    wanted_by: tuple[str, ...]
    least_fen: int
    income_years: int


@dataclass(frozen=True)
class NeedLimits:
    """The bank's figures; none of them is law. Shares are percent.

    Attributes:
        emergency_months: Months of expense and debt payments that ready money should cover.
        child_share, dependant_share, partner_share: What one of them costs a year, in percent of the family's income,
            where the client has not said.
        child_years, dependant_years, partner_years: Years of support where nobody knows them.
        independence_age: The age at which a child stands on its own.
        debt_share: Debt payments as a share of income, from which (excluded) the load is a need.
        idle_months: Ready money beyond so many months of expense lies idle.
        concentration_share: One holding's share of all financial assets, from which (excluded) it is a need.
        kind_share: The same for all holdings of one kind.
        premium_share: Premiums as a share of income, from which (excluded) they weigh heavily.
        retirement_years: Years of retirement to be paid for.
        goal_years: Years until a goal whose time the client has not said.
        windows: Days ahead within which maturing money is counted, rising.
        free_kinds: Kinds of holdings that are money at hand unless they mature on a day.
        spread_kinds: Kinds of holdings that concentration looks at: deposits are left out.
        insurance: The classes of insurance.
    """

    emergency_months: int
    child_share: int
    dependant_share: int
    partner_share: int
    child_years: int
    dependant_years: int
    partner_years: int
    independence_age: int
    debt_share: int
    idle_months: int
    concentration_share: int
    kind_share: int
    premium_share: int
    retirement_years: int
    goal_years: int
    windows: tuple[int, ...]
    free_kinds: tuple[str, ...]
    spread_kinds: tuple[str, ...]
    insurance: tuple[InsuranceClass, ...]


@dataclass(frozen=True)
class Need:
    """One need that was found.

    Attributes:
        kind: The id of its sentence in data/needs/.
        size_fen: How large it is, in 分.
        evidence: The questions that it comes from.
        params: What fills the sentence; names that end in `_fen` are amounts, others numbers or words of data/needs/.
        holdings: The names of the holdings on file that it comes from.
        members: The names of the household's members on file that it comes from.
    """

    kind: str
    size_fen: int
    evidence: tuple[str, ...]
    params: Mapping[str, int | str]
    holdings: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


NEED_KINDS: Mapping[str, tuple[str, ...]] = {
    "emergency_fund": ("months", "target", "gap_fen"),
    "liquidity": ("needed_fen", "ready_fen", "gap_fen"),
    "early_need": ("goal", "on", "needed_fen", "free_fen", "gap_fen"),
    "protection_gap": ("cover_fen", "target_fen", "gap_fen"),
    "protection_debts": ("target_fen", "cover_fen", "gap_fen"),
    "protection_person": ("who", "name", "years", "basis", "yearly_fen", "target_fen", "cover_fen", "gap_fen"),
    "health_cover": ("budget_fen",),
    "insurance_missing": ("insurance", "reason", "guide_fen"),
    "goal_shortfall": ("goal", "amount_fen", "years", "gap_fen"),
    "retirement_gap": ("amount_fen", "years", "gap_fen"),
    "debt_load": ("share", "limit", "excess_fen"),
    "idle_cash": ("months", "idle_fen"),
    "maturing_money": ("first_day", "days", "count", "amount_fen"),
    "concentration": ("share", "limit", "excess_fen"),
    "concentration_kind": ("holding_kind", "share", "limit", "excess_fen"),
    "premium_load": ("share", "limit", "excess_fen"),
}
"""Every kind of need with the places of its sentence, in the order in which they are shown.

`health_cover` is told for interviews that were held before the classes of insurance were told apart; it is found no
more.
"""


def above(
    kind: str,
    part: int,
    whole: int,
    limit: int,
    seen: tuple[str, ...],
    *,
    holdings: tuple[str, ...] = (),
    holding_kind: str = "",
) -> list[Need]:
    """What lies above a share (which itself is still within); the share is shown rounded up, never at the limit."""
    if part * HUNDRED <= whole * limit:
        return []
    excess = part - whole * limit // HUNDRED
    params: dict[str, int | str] = {"share": -(-part * HUNDRED // whole), "limit": limit, "excess_fen": excess}
    if holding_kind:
        params["holding_kind"] = holding_kind
    return [Need(kind, excess, seen, params, holdings)]


def once(*parts: Iterable[str]) -> tuple[str, ...]:
    """All of these, each once, in order."""
    return tuple(dict.fromkeys(item for part in parts for item in part))
