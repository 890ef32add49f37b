"""The whole portfolio as its rules take it: products and holdings as places, a draft's lines, the client's money."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from advisor_tui.desk.proposal.draft import Asked, Draft, DraftLine
from advisor_tui.reference.products import ANNUITIES, Product
from advisor_tui.reference.rulebook import RulesInForce
from advisor_tui.reference.toml import Both
from advisor_tui.rules.facts import Pay
from advisor_tui.rules.findings import Finding
from advisor_tui.rules.portfolio.facts import TREASURY, Place, PlannedLine, Situation
from advisor_tui.rules.portfolio.limits import judge_portfolio

_KINDS = {
    "deposit": "deposit",
    "structured_deposit": "structured",
    "wmp_public": "wmp",
    "wmp_private": "wmp",
    "fund_public": "fund",
    "fund_private": "fund",
    "insurance": "insurance",
    "trust": "trust",
    "bond": "bond",
    "treasury": TREASURY,
    "bullion": "bullion",
}
"""The kind of holding that a product becomes, by its type."""
_INSTALMENTS = "monthly_debts_fen"
_ASKED = {
    "financial_assets": "financial_assets_fen",
    "cash_assets": "ready_fen",
    "monthly_expense": "monthly_spending_fen",
    "monthly_debt_payment": _INSTALMENTS,
    "family_annual_income": "yearly_income_fen",
    "annual_premium": "yearly_premium_fen",
    "loan_money": "borrowed_fen",
}
"""Facts that can be asked for in the builder, and where they stand in a situation."""


@dataclass(frozen=True)
class Whole:
    """What the rules of the whole portfolio know apart from the draft.

    Attributes:
        money: The client's money; what is to be invested stands in the draft.
        kinds: How kinds of holdings are read.
        due: When a goal or a need has to be paid, by its id.
        instalments_on_file_fen: What is paid a month on debts on file, whatever the client is asked later.
    """

    money: Situation
    kinds: Mapping[str, Both] = field(default_factory=dict)
    due: Mapping[str, date] = field(default_factory=dict)
    instalments_on_file_fen: int = 0


def place_of(product: Product, kinds: Mapping[str, Both]) -> Place:
    """A product of the catalogue as a place for money.

    What can be given back early only at a loss, or sold early only at the market's price, is locked for its term; what
    has no term and does not open every day is locked until nobody knows when.
    """
    kind = "current" if product.subtype == "demand" else _KINDS.get(product.type, "other")
    return Place(
        product.id,
        kind,
        product.issuer_id,
        product.currency,
        product.level,
        0 if product.liquidity == "daily" else product.term_days,
        product.liquidity == "open_periodically",
        product.subtype in ANNUITIES,
        product.name,
        product.issuer,
        kinds.get(kind, {}),
    )


def planned_line(line: DraftLine, product: Product, whole: Whole) -> PlannedLine:
    """A line of a draft as the rules of the whole portfolio take it."""
    due_on = whole.due.get(line.goal) or whole.due.get(line.need)
    place, pay = place_of(product, whole.kinds), Pay(line.pay) if line.pay else None
    return PlannedLine(line.product, place, line.amount, line.held, pay, due_on)


def situation_for(draft: Draft, whole: Whole) -> Situation:
    """The client's money with what this draft shares out, and what the client was asked for it, which is newer.

    Instalments are what was asked, but never less than on file.
    """
    asked: Asked = draft.facts()
    known = {_ASKED[fact]: value for fact, value in asked.items() if fact in _ASKED}
    if _INSTALMENTS in known:
        known[_INSTALMENTS] = max(known[_INSTALMENTS], whole.instalments_on_file_fen)
    return replace(whole.money, investable_fen=draft.investable, **known)  # type: ignore[arg-type]  # 分, all of them


def judge_whole(
    draft: Draft, products: Mapping[str, Product], whole: Whole | None, rules: RulesInForce
) -> list[Finding]:
    """What the rules of the whole portfolio say of a draft; nothing of one without lines."""
    lines = [
        planned_line(line, product, whole)
        for line in draft.lines
        if whole is not None and (product := products.get(line.product)) is not None
    ]
    return [] if whole is None or not lines else judge_portfolio(situation_for(draft, whole), lines, rules)
