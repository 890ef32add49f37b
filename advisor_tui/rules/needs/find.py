"""All needs of a client, found by one rule a subject."""

from collections.abc import Callable

from advisor_tui.rules.needs.books import NO_BOOKS, Books
from advisor_tui.rules.needs.concentration import concentration
from advisor_tui.rules.needs.goals import goal_gaps
from advisor_tui.rules.needs.insurance import missing_insurance
from advisor_tui.rules.needs.loads import debt_load, premium_load
from advisor_tui.rules.needs.maturity import maturity
from advisor_tui.rules.needs.need import NEED_KINDS, Need, NeedLimits
from advisor_tui.rules.needs.protection import protection
from advisor_tui.rules.needs.ready_money import liquidity, ready_money
from advisor_tui.rules.profile import Facts

_RULES: tuple[Callable[[Facts, NeedLimits, Books], list[Need]], ...] = (
    ready_money,
    liquidity,
    maturity,
    protection,
    missing_insurance,
    goal_gaps,
    debt_load,
    concentration,
    premium_load,
)


def needs_of(facts: Facts, limits: NeedLimits, books: Books = NO_BOOKS) -> tuple[Need, ...]:
    """The needs of a client, what protects first; a fact that is not known leaves out what hangs on it.

    Args:
        facts: What the interview told.
        limits: The bank's figures.
        books: Holdings and household on file.
    """
    found = [need for rule in _RULES for need in rule(facts, limits, books)]
    order = {kind: place for place, kind in enumerate(NEED_KINDS)}
    return tuple(sorted(found, key=lambda need: order[need.kind]))
