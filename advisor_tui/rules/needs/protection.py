"""Who depends on the family's income, for how long and for how much, and how far life cover carries it."""

from collections.abc import Iterable
from dataclasses import dataclass

from advisor_tui.rules.needs.books import Books, Member
from advisor_tui.rules.needs.need import HUNDRED, Need, NeedLimits, once
from advisor_tui.rules.plausibility import age_on
from advisor_tui.rules.profile import Facts, evidence, number

ROLES = ("child", "dependant", "partner")
"""Who may depend on the income, in the order in which cover is counted towards them."""
BASES = ("said", "on_file", "assumed")
"""Where the years of support come from: the client, the household on file, the bank's assumption."""


@dataclass(frozen=True)
class Dependant:
    """One who depends on the family's income.

    Attributes:
        who: One of `ROLES`.
        name: The member's name on file, else a number.
        years: Years of support still to come.
        basis: One of `BASES`.
        yearly_fen: What a year of it takes, in 分.
        evidence: The questions that it comes from.
        members: The member on file that it comes from.
    """

    who: str
    name: str
    years: int
    basis: str
    yearly_fen: int
    evidence: tuple[str, ...]
    members: tuple[str, ...] = ()

    @property
    def target_fen(self) -> int:
        """What all the years take together."""
        return self.years * self.yearly_fen


@dataclass(frozen=True)
class Covered:
    """A claim on the cover, with the part of the cover that is counted towards it: `who` is None for the debts."""

    who: Dependant | None
    target_fen: int
    cover_fen: int

    @property
    def gap_fen(self) -> int:
        """What is not covered."""
        return self.target_fen - self.cover_fen


@dataclass(frozen=True)
class _Support:
    """One who needs support, before anybody has said what a year of it takes."""

    who: str
    name: str
    years: int
    basis: str
    evidence: tuple[str, ...]
    members: tuple[str, ...] = ()


def protection(facts: Facts, limits: NeedLimits, books: Books) -> list[Need]:
    """The whole gap, and its parts: the debts, and each dependant. The parts add up to the whole."""
    claims = protection_claims(facts, limits, books)
    cover = number(facts, "life_cover")
    target, gap = sum(claim.target_fen for claim in claims), sum(claim.gap_fen for claim in claims)
    if cover is None or not gap:
        return []
    seen = once(
        evidence(facts, "family_annual_income", "life_cover"),
        *(claim.who.evidence for claim in claims if claim.who is not None),
        evidence(facts, "total_debts"),
    )
    members = once(*(claim.who.members for claim in claims if claim.who is not None))
    params: dict[str, int | str] = {"cover_fen": cover, "target_fen": target, "gap_fen": gap}
    whole = Need("protection_gap", gap, seen, params, members=members)
    return [whole, *(_part(facts, claim) for claim in claims if claim.gap_fen)]


def protection_claims(facts: Facts, limits: NeedLimits, books: Books) -> tuple[Covered, ...]:
    """What life cover has to carry and how far it does: first the debts, then the dependants in order.

    Empty where nobody depends on the income, or income or cover is not known.
    """
    cover, dependants = number(facts, "life_cover"), dependants_of(facts, limits, books)
    if cover is None or not dependants:
        return ()
    claims: list[tuple[Dependant | None, int]] = [(None, number(facts, "total_debts") or 0)]
    claims += [(dependant, dependant.target_fen) for dependant in dependants]
    found = []
    for who, target in claims:
        counted = min(cover, target)
        cover -= counted
        found.append(Covered(who, target, counted))
    return tuple(found)


def dependants_of(facts: Facts, limits: NeedLimits, books: Books) -> tuple[Dependant, ...]:
    """Everyone who depends on the family's income; nobody while that income is not known.

    A year of support takes what the client said of such a person, else the bank's share of the income; where the
    shares together are more than the income, each is cut in proportion.
    """
    income = number(facts, "family_annual_income")
    if income is None:
        return ()
    supported = _supported(facts, limits, books)
    costs = {who: number(facts, f"{who}_cost") for who in ROLES}
    percents: dict[str, int] = {who: getattr(limits, f"{who}_share") for who in ROLES}
    together = sum(percents[one.who] for one in supported if costs[one.who] is None)
    found = []
    for one in supported:
        said = costs[one.who]
        share = income * percents[one.who] // max(HUNDRED, together)
        source = "family_annual_income" if said is None else f"{one.who}_cost"
        seen = once(one.evidence, evidence(facts, source))
        found.append(
            Dependant(one.who, one.name, one.years, one.basis, share if said is None else said, seen, one.members)
        )
    return tuple(found)


def _supported(facts: Facts, limits: NeedLimits, books: Books) -> list[_Support]:
    others = [member for member in books.members if member.role not in ("child", "spouse", "self") and member.dependent]
    partners = [member for member in books.members if member.role == "spouse" and member.dependent]
    return [
        *_children(facts, limits, books),
        *(_other(facts, limits, "dependant", other) for other in others),
        *_unnamed(facts, limits, "dependant", "dependants", len(others)),
        *_partner(facts, limits, partners),
    ]


def _children(facts: Facts, limits: NeedLimits, books: Books) -> Iterable[_Support]:
    """The children whom the client counts are those on file, the youngest first; only the remainder has no name.

    A child on file beyond that count is supported where the file says that it depends on the income.
    """

    def age(child: Member) -> int | None:
        return None if child.born_on is None or books.today is None else age_on(child.born_on, books.today)

    def turn(child: Member) -> tuple[bool, bool, int]:
        """The youngest first, then those of unknown age, last those who are of the age to stand on their own."""
        years = age(child)
        grown = years is not None and years >= limits.independence_age
        return grown, years is None, 0 if child.born_on is None else -child.born_on.toordinal()

    told = number(facts, "children") or 0
    on_file = sorted((member for member in books.members if member.role == "child"), key=turn)
    for place, child in enumerate(on_file):
        if place < told or child.dependent:
            support = _child(facts, limits, child, age(child), counted=place < told)
            if support.years:
                yield support
    yield from _unnamed(facts, limits, "child", "children", len(on_file))


def _child(facts: Facts, limits: NeedLimits, child: Member, age: int | None, *, counted: bool) -> _Support:
    """A child on file: supported until it is of the age at which children stand on their own.

    One who is past that age and yet counted by the client is supported for the years said; none are assumed.
    """
    if age is None:
        return _other(facts, limits, "child", child)
    years = max(0, limits.independence_age - age)
    if not years and counted and number(facts, "child_years"):
        return _other(facts, limits, "child", child)
    return _Support("child", child.name, years, "on_file", evidence(facts, "children"), (child.name,))


def _other(facts: Facts, limits: NeedLimits, who: str, member: Member) -> _Support:
    years, basis = _years(facts, limits, who)
    return _Support(who, member.name, years, basis, evidence(facts, f"{who}_years"), (member.name,))


def _unnamed(facts: Facts, limits: NeedLimits, who: str, count: str, on_file: int) -> Iterable[_Support]:
    """Those whom the client counts beyond the ones on file, numbered after them."""
    years, basis = _years(facts, limits, who)
    for place in range(on_file + 1, (number(facts, count) or 0) + 1):
        yield _Support(who, str(place), years, basis, evidence(facts, count, f"{who}_years"))


def _partner(facts: Facts, limits: NeedLimits, on_file: list[Member]) -> Iterable[_Support]:
    """The partner: one at most, who depends on the income by what is said or by what is on file; 0 years is none."""
    said = number(facts, "partner_years")
    if said == 0 or (said is None and not on_file):
        return
    years, basis = _years(facts, limits, "partner")
    name = on_file[0].name if on_file else ""
    members = (name,) if name else ()
    yield _Support("partner", name, years, basis, evidence(facts, "partner_years"), members)


def _years(facts: Facts, limits: NeedLimits, who: str) -> tuple[int, str]:
    said = number(facts, f"{who}_years")
    assumed: int = getattr(limits, f"{who}_years")
    return (assumed, "assumed") if said is None else (said, "said")


def _part(facts: Facts, claim: Covered) -> Need:
    amounts: dict[str, int | str] = {
        "target_fen": claim.target_fen,
        "cover_fen": claim.cover_fen,
        "gap_fen": claim.gap_fen,
    }
    one = claim.who
    if one is None:
        return Need("protection_debts", claim.gap_fen, evidence(facts, "total_debts", "life_cover"), amounts)
    seen = once(one.evidence, evidence(facts, "life_cover"))
    params: dict[str, int | str] = {
        "who": one.who,
        "name": one.name,
        "years": one.years,
        "basis": one.basis,
        "yearly_fen": one.yearly_fen,
    }
    return Need("protection_person", claim.gap_fen, seen, {**params, **amounts}, members=one.members)
