"""The rows of the program: the money, the target mix and the limits of the whole portfolio, as the checker has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor_tui.rules.allocation.problem import WHOLE, Candidate, Problem, Want
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.portfolio.facts import PlannedLine
from advisor_tui.rules.portfolio.limits import TERMS, limits

MONEY = "money"
MIX_LOW, MIX_HIGH = "mix_low", "mix_high"
HORIZON = "portfolio_horizon"


@dataclass(frozen=True, slots=True)
class Bound:
    """The lines of some products have together at least and at most so much, in 分; None is no bound.

    Attributes:
        rule: The rule's id, or one of `MONEY`, `MIX_LOW`, `MIX_HIGH`.
        subject: What it is about: a product, an issuer, a class of the mix; "" where there is one only.
    """

    rule: str
    subject: str
    products: frozenset[str]
    least_fen: int | None = None
    most_fen: int | None = None

    def used_fen(self, amounts: Mapping[str, int]) -> int:
        """What these amounts (分 by product) come to in it."""
        return sum(amounts.get(product, 0) for product in self.products)

    def slack_fen(self, amounts: Mapping[str, int]) -> int | None:
        """How much more these lines may have, in 分; None where there is no upper bound."""
        return None if self.most_fen is None else self.most_fen - self.used_fen(amounts)

    def holds(self, amounts: Mapping[str, int]) -> bool:
        """Whether these amounts keep it."""
        used = self.used_fen(amounts)
        return (self.least_fen is None or used >= self.least_fen) and (self.most_fen is None or used <= self.most_fen)


def fixed_amounts(problem: Problem) -> dict[str, int]:
    """What every line has before anything is bought, in 分 by product."""
    amounts = {one.product: one.held_fen for one in problem.candidates}
    return amounts | {pin.product: pin.amount_fen for pin in problem.pins}


def bounds_of(problem: Problem) -> tuple[Bound, ...]:
    """Every row, what is nearest to the client first: the money, the mix, the limits of the whole portfolio.

    A pinned line is the advisor's choice: where it goes beyond a limit that only warns, that limit asks for no more
    than that nothing is added. What is held already never has to be given back.
    """
    fixed = fixed_amounts(problem)
    pinned = {pin.product for pin in problem.pins}
    rows = [Bound(MONEY, "", frozenset(fixed), most_fen=problem.situation.investable_fen), *_mix(problem)]
    for cap in limits(problem.situation, problem.lines(), problem.values):
        ceiling = cap.ceiling_fen
        if cap.verdict is not Verdict.FORBIDDEN and cap.keys & pinned:
            ceiling = max(ceiling, cap.used_fen(fixed))
        if cap.rule != HORIZON or cap.verdict is Verdict.FORBIDDEN:
            rows.append(Bound(cap.rule, cap.subject, cap.keys, most_fen=ceiling))
    return tuple(rows)


def _mix(problem: Problem) -> Iterable[Bound]:
    sorts = problem.sorts
    held = {one.product: one.held_fen for one in problem.candidates}
    whole = problem.situation.investable_fen
    for share in problem.mix:
        products = frozenset(product for product, sort in sorts.items() if sort == share.sort)
        if share.low:
            yield Bound(MIX_LOW, share.sort, products, least_fen=-(-share.low * whole // WHOLE))
        if share.high < WHOLE:
            most = max(share.high * whole // WHOLE, sum(held.get(product, 0) for product in products))
            yield Bound(MIX_HIGH, share.sort, products, most_fen=most)


def serving(problem: Problem) -> dict[str, tuple[Candidate, ...]]:
    """By need, the products that may serve it: of a class that does, and free again when it is due."""
    return {want.id: _free_in_time(problem, want) for want in problem.wants}


def _free_in_time(problem: Problem, want: Want) -> tuple[Candidate, ...]:
    fitting = [one for one in problem.candidates if want.most.get(one.sort, 0) > 0]
    if want.due_on is None or HORIZON not in problem.values or TERMS not in problem.values:
        return tuple(fitting)
    values = {name: problem.values[name] for name in (TERMS, HORIZON)}
    lines = [PlannedLine(one.product, one.place, due_on=want.due_on) for one in fitting]
    late = {key for cap in limits(problem.situation, lines, values) for key in cap.keys}
    return tuple(one for one in fitting if one.product not in late)
