"""What the rules say of a draft: the same `evaluate_sale` as `advisor-tui check`, and the products' own terms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from advisor_tui.base.money import YUAN
from advisor_tui.desk.proposal.draft import Asked, Draft, DraftLine
from advisor_tui.desk.proposal.whole import Whole, judge_whole
from advisor_tui.desk.views.staff_words import qualification_name
from advisor_tui.reference.products import LOAN, PRODUCT_TYPES, Product
from advisor_tui.reference.rulebook import RulesInForce
from advisor_tui.rules.facts import ClientFacts, Initiator, Pay, SaleContext
from advisor_tui.rules.findings import Decision, Finding, Param, Verdict, combine
from advisor_tui.rules.positions import PositionDrift
from advisor_tui.rules.suitability.evaluate import evaluate_sale
from advisor_tui.rules.suitability.own_policy import deposit_not_covered, judge_product_level
from advisor_tui.rules.suitability.staff import (
    StaffFacts,
    judge_staff_known,
    judge_staff_qualification,
    judge_staff_training,
)

ASKABLE: Mapping[str, str] = {
    "changes_reported": "yes_no",
    "guardian_consent": "yes_no",
    "financial_assets": "money",
    "net_financial_assets": "money",
    "annual_income_3y": "money",
    "family_annual_income": "money",
    "premium_budget": "money",
    "experience_years": "number",
    "monthly_expense": "money",
    "monthly_debt_payment": "money",
    "cash_assets": "money",
    "annual_premium": "money",
    "loan_money": "money",
}
"""Facts that can be asked for in the builder, without `client.`, and how they are answered; the rest are asked
elsewhere: a level by an interview, an age and a capacity on the client's page."""
FACT_FIELDS = {
    "changes_reported": "changes_reported",
    "guardian_consent": "guardian_consent",
    "financial_assets": "financial_assets_fen",
    "net_financial_assets": "net_financial_assets_fen",
    "annual_income_3y": "annual_income_fen",
    "family_annual_income": "family_annual_income_fen",
    "premium_budget": "premium_budget_fen",
    "experience_years": "experience_years",
}
"""The field of each in `ClientFacts`."""


TOKEN_AMOUNT = 100 * YUAN
"""What is less, in 分, is smaller than the last figure of an amount in 万元, and nobody proposes it."""


@dataclass(frozen=True)
class Basis:
    """What a draft is judged by.

    Attributes:
        client: What is known of the client apart from this proposal.
        on: The business date.
        rules: The rules in force on it.
        products: The catalogue of that day by id.
        whole: What the rules of the whole portfolio know; None leaves them out.
        staff: The papers of the advisor who proposes; None where head office sent none.
    """

    client: ClientFacts
    on: date
    rules: RulesInForce
    products: Mapping[str, Product]
    whole: Whole | None = None
    staff: StaffFacts | None = None

    @property
    def drift(self) -> PositionDrift:
        """How far the value of a position may move by itself; not at all where the bank has no such policy."""
        drift: PositionDrift = self.rules.get("position_drift", PositionDrift(0))
        return drift


@dataclass(frozen=True)
class Judged:
    """The answer for a draft: a decision per line, by product, one for the whole, and all joined."""

    lines: Mapping[str, Decision]
    whole: Decision
    joined: Decision


@dataclass(frozen=True)
class Offer:
    """A product of the catalogue for this client: what the rules say if the advisor proposes its least amount."""

    product: Product
    decision: Decision

    @property
    def suits(self) -> bool:
        """Whether it may be offered, as far as the facts are known."""
        return self.decision.verdict is not Verdict.FORBIDDEN

    @property
    def reason(self) -> Finding | None:
        """The strongest finding, where it is not simply allowed."""
        first = self.decision.findings[0] if self.decision.findings else None
        return None if first is None or first.verdict is Verdict.ALLOWED else first


def with_asked(client: ClientFacts, asked: Asked, on: date) -> ClientFacts:
    """The client's facts with what was asked in the proposal, which is newer.

    Who was assessed on the business date has told the bank everything on that day: a change is not asked for again.
    """
    known: dict[str, object] = {"changes_reported": False} if client.assessed_on == on else {}
    for fact, value in asked.items():
        if fact in FACT_FIELDS:
            known[FACT_FIELDS[fact]] = Fraction(value) if fact == "experience_years" else value
    return replace(client, **known) if known else client  # type: ignore[arg-type]  # the fields of FACT_FIELDS, by their kinds


def judge_line(line: DraftLine, client: ClientFacts, basis: Basis) -> Decision:
    """The decision on one line; what is only kept or given back is no sale and has nothing to answer for."""
    if not line.bought:
        empty = not line.amount and not line.held
        kept = basis.products.get(line.product)
        said = _deposit(kept, basis.rules) if kept is not None else []
        return combine([*said, *([Finding("no_amount", Verdict.FORBIDDEN)] if empty else [])])
    product = basis.products.get(line.product)
    if product is None:
        return combine([Finding("product_gone", Verdict.FORBIDDEN)])
    if product.type == LOAN:
        return combine([Finding("product_loan", Verdict.FORBIDDEN)])
    pay = Pay(line.pay) if line.pay else None
    facts = product.facts(pay, line.pay_years)
    own = [*_own_terms(product, line, basis.on), *_qualified(product, basis)]
    if facts is None:
        return combine([*own, *_own_policy(product, client, basis.rules)])
    context = SaleContext(
        initiated_by=Initiator.ADVISOR if line.origin == "advisor" else Initiator.CLIENT,
        client_insists=True if line.origin == "insists" else None,
    )
    return combine([*own, *evaluate_sale(client, facts, line.amount, basis.on, context, basis.rules).findings])


def judge(draft: Draft, basis: Basis) -> Judged:
    """Judge a draft; the order of its lines does not matter."""
    client = with_asked(basis.client, draft.facts(), basis.on)
    lines = {line.product: judge_line(line, client, basis) for line in draft.lines}
    together = judge_whole(draft, basis.products, basis.whole, basis.rules)
    whole = combine([*_sums(draft), *together, *(_papers(basis) if draft.lines else [])])
    every = [finding for decision in (*lines.values(), whole) for finding in decision.findings]
    return Judged(lines, whole, combine(every))


def first_line(product: Product, held: int = 0) -> DraftLine:
    """The line that a product starts with: its least amount, and the first way in which its premium may be paid."""
    pay = product.pays[0] if product.pays else ""
    years = None if not pay else 1 if pay == Pay.SINGLE else product.pay_years[0]
    return DraftLine(product.id, max(held, product.min_amount), held, pay, years)


def opening_line(product: Product, held: int = 0) -> DraftLine:
    """The line that a draft takes up: `first_line`, but without an amount where the least one is a mere token.

    A yuan is what a product takes, never what is proposed: there the advisor has to say how much.
    """
    line = first_line(product, held)
    return line if line.amount >= TOKEN_AMOUNT else replace(line, amount=held)


def offers(draft: Draft, basis: Basis) -> tuple[Offer, ...]:
    """The whole catalogue of the day for this client, what suits first, by type."""
    client = with_asked(basis.client, draft.facts(), basis.on)
    found = [Offer(product, judge_line(first_line(product), client, basis)) for product in basis.products.values()]
    return tuple(sorted(found, key=lambda offer: (not offer.suits, PRODUCT_TYPES.index(offer.product.type))))


def _own_policy(product: Product, client: ClientFacts, rules: RulesInForce) -> list[Finding]:
    """What the bank's own policy, where it is in force, says of structured deposits, bonds and bullion."""
    found = judge_product_level(product.level, client.risk_level) if "product_level" in rules else None
    return [*_deposit(product, rules), *([] if found is None else [found])]


def _qualified(product: Product, basis: Basis) -> list[Finding]:
    """That the advisor may sell this product at all (令2025年第7号 art. 16)."""
    if "staff_qualification" not in basis.rules:
        return []
    needed = product.qualification
    values = basis.rules["staff_qualification"]
    found = judge_staff_qualification(needed, qualification_name(needed), basis.staff, basis.on, values)
    return [] if found is None else [found]


def _papers(basis: Basis) -> list[Finding]:
    """Whether the advisor may give advice at all, as far as head office sent papers (令2025年第7号 art. 16)."""
    found = []
    if "staff_qualification" in basis.rules:
        found.append(judge_staff_known(basis.staff, basis.rules["staff_qualification"]))
    if "staff_training" in basis.rules:
        found.append(judge_staff_training(basis.staff, basis.on, basis.rules["staff_training"]))
    return [finding for finding in found if finding is not None]


def _deposit(product: Product, rules: RulesInForce) -> list[Finding]:
    """That the rules of suitability leave deposits out, so that none looks like a line that nobody judged."""
    return [deposit_not_covered()] if product.type == "deposit" and "deposit_not_covered" in rules else []


def _own_terms(product: Product, line: DraftLine, on: date) -> list[Finding]:
    found = []
    if not product.on_sale(on):
        first, last = product.sale_from, product.sale_to
        params: dict[str, Param] = {
            "first": first.isoformat() if first else "…",
            "last": last.isoformat() if last else "…",
            "today": on.isoformat(),
        }
        found.append(Finding("product_window", Verdict.FORBIDDEN, params=params))
    if product.currency != "CNY":
        found.append(Finding("product_currency", Verdict.FORBIDDEN, params={"currency": product.currency}))
    terms: dict[str, Param] = {"amount_fen": line.amount, "least_fen": product.min_amount, "step_fen": product.step}
    if line.amount < product.min_amount:
        if product.facts() is None:  # else the rule `minimum_amount` says so
            found.append(Finding("product_least", Verdict.FORBIDDEN, params=terms))
    elif not (product.takes(line.amount) or (line.held and line.bought % product.step == 0)):
        found.append(Finding("product_step", Verdict.FORBIDDEN, params=terms))
    if product.pays and (line.pay not in product.pays or not line.pay_years):
        found.append(Finding("no_pay", Verdict.FORBIDDEN))
    return found


def _sums(draft: Draft) -> list[Finding]:
    if not draft.lines:
        return [Finding("no_lines", Verdict.FORBIDDEN)]
    if draft.left >= 0:
        return []
    params: dict[str, Param] = {
        "used_fen": draft.used,
        "over_fen": -draft.left,
        "investable_fen": draft.investable,
    }
    return [Finding("over_investable", Verdict.FORBIDDEN, params=params)]
