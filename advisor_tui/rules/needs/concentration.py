"""Too much of the financial assets in one holding, or in holdings of one kind; deposits are left out."""

from collections import defaultdict
from collections.abc import Callable

from advisor_tui.rules.needs.books import FINANCIAL_KINDS, Books, HeldMoney
from advisor_tui.rules.needs.need import Need, NeedLimits, above, once
from advisor_tui.rules.profile import Facts, evidence, number


def concentration(facts: Facts, limits: NeedLimits, books: Books) -> list[Need]:
    """The largest holding, as the client tells it or as it is on file, and every kind on file.

    The whole is what the client has everywhere; where more than that is on file, it is what is on file. Several lots
    of one name are one holding.
    """
    said = number(facts, "financial_assets")
    on_file = sum(held.value_fen for held in books.holdings if held.kind in FINANCIAL_KINDS)
    if said is None or not (whole := max(said, on_file)):
        return []
    return [*_largest(facts, limits, books, whole), *_kinds(facts, limits, books, whole)]


def _largest(facts: Facts, limits: NeedLimits, books: Books, whole: int) -> list[Need]:
    told = number(facts, "largest_holding")
    sums = _sums(books, limits, lambda held: held.name)
    name, on_file = max(sums.items(), key=lambda item: item[1], default=("", 0))
    if told is not None and told >= on_file:
        seen = evidence(facts, "largest_holding", "financial_assets")
        return above("concentration", told, whole, limits.concentration_share, seen)
    seen = evidence(facts, "financial_assets")
    holdings = (name,) if name else ()
    return above("concentration", on_file, whole, limits.concentration_share, seen, holdings=holdings)


def _kinds(facts: Facts, limits: NeedLimits, books: Books, whole: int) -> list[Need]:
    found = []
    for kind, value in sorted(_sums(books, limits, lambda held: held.kind).items()):
        seen = evidence(facts, "financial_assets")
        names = once(held.name for held in books.holdings if held.kind == kind)
        found += above("concentration_kind", value, whole, limits.kind_share, seen, holdings=names, holding_kind=kind)
    return found


def _sums(books: Books, limits: NeedLimits, by: Callable[[HeldMoney], str]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for held in books.holdings:
        if held.kind in limits.spread_kinds:
            found[by(held)] += held.value_fen
    return found
