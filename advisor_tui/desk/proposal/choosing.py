"""What the automatic proposal may choose among: the catalogue with each product's verdict, and the lines that stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from advisor_tui.desk.proposal.bench import Workbench
from advisor_tui.desk.proposal.check import first_line, judge_line, with_asked
from advisor_tui.desk.proposal.draft import Draft, DraftLine
from advisor_tui.desk.proposal.whole import Whole, place_of, planned_line
from advisor_tui.reference.allocation import TargetMix
from advisor_tui.reference.products import LOAN, Product
from advisor_tui.rules.allocation.problem import Candidate, Pin, Want
from advisor_tui.rules.facts import Pay
from advisor_tui.rules.findings import Decision, Verdict
from advisor_tui.rules.portfolio.facts import Place

FACT = "client."
"""What the names of facts that the client can be asked for begin with."""
ONLY_FOR_NEEDS = "only_for_needs"
"""What binds a premium: cover is bought for a need, never to place money."""


@dataclass(frozen=True)
class Choosing:
    """The choice for one draft.

    Attributes:
        barred: Rules beside the rulebook that bar a product, by product: what the checker said of an earlier answer.
    """

    bench: Workbench
    draft: Draft
    mix: TargetMix
    wants: tuple[Want, ...]
    barred: Mapping[str, tuple[str, ...]]

    @property
    def whole(self) -> Whole:
        """What is known of the whole portfolio."""
        whole = self.bench.basis.whole
        assert whole is not None
        return whole

    def stays(self, line: DraftLine) -> bool:
        """Whether a line is left as it is: pinned, or its product is none that is ever proposed."""
        product = self.bench.product(line.product)
        return line.pinned or product is None or product.type == LOAN or self.mix.class_of(product) is None

    def pins(self) -> tuple[Pin, ...]:
        """The lines that stay; one of a product that left the catalogue is a place of its own."""
        return tuple(self._pin(line) for line in self.draft.lines if self.stays(line) and (line.pinned or line.held))

    def _pin(self, line: DraftLine) -> Pin:
        product = self.bench.product(line.product)
        if product is None:
            return Pin(Place(line.product, "other", free_in_days=None), "", line.amount, line.held)
        planned = planned_line(line, product, self.whole)
        return Pin(planned.place, self.mix.class_of(product) or "", line.amount, line.held, planned.pay, planned.due_on)

    def candidates(self) -> tuple[Candidate, ...]:
        """Every product that may be bought, with what bars those that may not.

        One that the client holds outside the draft is left out where its class has another: its position would join
        the money that is shared out, which nobody asked for.
        """
        pinned = {line.product for line in self.draft.lines if self.stays(line)}
        found = (self._candidate(product) for product in self.bench.basis.products.values() if product.id not in pinned)
        chosen = tuple(one for one in found if one is not None)
        drafted = {line.product for line in self.draft.lines}
        apart = {one.product for one in chosen if one.product not in drafted and self.bench.held(one.product)}
        sorts = {one.sort for one in chosen if one.product not in apart and not one.barred}
        return tuple(one for one in chosen if one.product not in apart or one.sort not in sorts)

    def line_for(self, product: Product, amount: int = 0) -> DraftLine:
        """The line that a product has, or would get: what is held and how a premium is paid."""
        own = self.draft.find(product.id)
        held = self.bench.held(product.id) if own is None else own.held
        return replace(own or first_line(product, held), amount=amount, held=held)

    def _candidate(self, product: Product) -> Candidate | None:
        sort = self.mix.class_of(product)
        own = self.draft.find(product.id)
        if product.type == LOAN or sort is None:
            return None
        needed = sum(want.size_fen for want in self.wants if want.most.get(sort))
        line = self.line_for(product)
        first = _least(product, line.held)
        if product.pays and not needed and not (own and own.held):
            return None
        decision = self._decision(line, first)
        most, rule = self._most(product, line, first, decision)
        no_need = (ONLY_FOR_NEEDS,) if product.pays and not needed else ()
        if product.pays:
            cover = first + max(0, -(-(needed - first) // product.step)) * product.step
            most, rule = (most, rule) if most is not None and most <= cover else (cover, ONLY_FOR_NEEDS)
        return Candidate(
            place_of(product, self.whole.kinds),
            sort,
            first,
            product.step,
            most,
            rule,
            0 if own is None else own.held,
            Pay(line.pay) if line.pay else None,
            product.fee("yearly") + (self.mix.warning_cost if decision.verdict is Verdict.WARN else 0),
            (*_barring(decision), *no_need, *self.barred.get(product.id, ())),
        )

    def _decision(self, line: DraftLine, bought: int) -> Decision:
        basis = self.bench.basis
        client = with_asked(basis.client, self.draft.facts(), basis.on)
        return judge_line(replace(line, amount=line.held + bought), client, basis)

    def _most(self, product: Product, line: DraftLine, first: int, decision: Decision) -> tuple[int | None, str]:
        """The most that is bought before a rule says more than of the least amount, and that rule; None if none does.

        More money never makes a verdict milder, so the step where it changes is found by halving.
        """
        said = _said(decision)
        steps = max(0, (self.draft.investable - first) // product.step)
        harsher = _said(self._decision(line, first + steps * product.step)) - said
        if not harsher:
            return None, ""
        low, high = 0, steps
        while high - low > 1:
            middle = (low + high) // 2
            worse = _said(self._decision(line, first + middle * product.step)) - said
            low, high, harsher = (low, middle, worse) if worse else (middle, high, harsher)
        return first + low * product.step, min(harsher)


def _least(product: Product, held: int) -> int:
    """The least that can be bought, in 分: with a position, the whole steps that reach the least amount."""
    if not held:
        return product.min_amount
    lacking = product.min_amount - held
    return product.step * max(1, -(-lacking // product.step))


def _said(decision: Decision) -> frozenset[str]:
    """The rules that forbid, warn or lack a fact."""
    return frozenset(finding.rule for finding in decision.findings if finding.verdict is not Verdict.ALLOWED)


def _barring(decision: Decision) -> Iterable[str]:
    """The rules that forbid, and the client's facts without which nobody can say."""
    rules = [finding.rule for finding in decision.findings if finding.verdict is Verdict.FORBIDDEN]
    return dict.fromkeys([*rules, *(fact for fact in decision.unknown_facts if fact.startswith(FACT))])
