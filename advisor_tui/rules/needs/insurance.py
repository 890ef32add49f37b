"""Classes of insurance that the family's situation asks for and that nobody has."""

from advisor_tui.rules.needs.books import Books
from advisor_tui.rules.needs.need import InsuranceClass, Need, NeedLimits, once
from advisor_tui.rules.profile import Facts, evidence, number, words

CLASSES = ("life", "critical", "medical", "accident", "pension")
SITUATIONS = ("always", "earner", "dependants", "debts", "retirement")
"""When a class is wanted: in any case, by someone who earns and has not retired, where others depend on the income,
where debts are owed, where the client wants to provide for retirement."""
_FACTS = {
    "life": "life_cover",
    "critical": "health_cover",
    "medical": "health_cover",
    "accident": "accident_cover",
    "pension": "pension_cover",
}


def missing_insurance(facts: Facts, limits: NeedLimits, books: Books) -> list[Need]:
    """Every class that is wanted and not there; its size is the cover to think of.

    Whether a class is there has to be known; whether the family's situation asks for it too.
    """
    income = number(facts, "family_annual_income") or 0
    found = []
    for kind in limits.insurance:
        if _covered(facts, kind.kind) is not False:
            continue
        reason, seen, members = _wanted(facts, books, kind)
        if not reason:
            continue
        guide = max(kind.least_fen, income * kind.income_years)
        from_income = evidence(facts, "family_annual_income") if guide > kind.least_fen else ()
        evidences = once(evidence(facts, _FACTS[kind.kind]), seen, from_income)
        params: dict[str, int | str] = {"insurance": kind.kind, "reason": reason, "guide_fen": guide}
        found.append(Need("insurance_missing", guide, evidences, params, members=members))
    return found


def _covered(facts: Facts, kind: str) -> bool | None:
    """Whether a class is there; None where nobody said."""
    if kind == "life":
        cover = number(facts, "life_cover")
        return None if cover is None else cover > 0
    said = words(facts, _FACTS[kind])
    if not said:
        return None
    return said[0] in (kind, "both") if _FACTS[kind] == "health_cover" else said[0] == "yes"


def _wanted(facts: Facts, books: Books, kind: InsuranceClass) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The first situation that asks for a class, with the questions and members that show it; "" for none."""
    for situation in kind.wanted_by:
        questions, members = _shown_by(facts, books, situation)
        if situation == "always" or questions or members:
            return situation, questions, members
    return "", (), ()


def _shown_by(facts: Facts, books: Books, situation: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The questions and members that show a situation; none where it is not known to hold."""
    if situation == "earner":
        age, retiring = number(facts, "age"), number(facts, "retirement_age")
        retired = "retired" in words(facts, "occupation") or (
            age is not None and retiring is not None and age >= retiring
        )
        earns = bool(number(facts, "family_annual_income")) and not retired
        return (evidence(facts, "family_annual_income") if earns else ()), ()
    if situation == "dependants":
        names = [name for name in ("children", "dependants", "partner_years") if number(facts, name)]
        members = tuple(member.name for member in books.members if member.dependent and member.role != "self")
        return evidence(facts, *names), members
    if situation == "debts":
        return (evidence(facts, "total_debts") if number(facts, "total_debts") else ()), ()
    return (evidence(facts, "goals") if situation in words(facts, "goals") else ()), ()
