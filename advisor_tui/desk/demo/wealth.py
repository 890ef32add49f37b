"""What the demo's people have and owe."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from advisor_tui.base.money import share
from advisor_tui.desk.demo.people import Person
from advisor_tui.desk.demo.rows import Rows
from advisor_tui.reference.demo import DemoWords
from advisor_tui.reference.products import Product
from advisor_tui.store.tables import CashFlowItem, Holding, Liability

_KINDS = {
    "deposit": "deposit", "structured_deposit": "structured", "wmp_public": "wmp", "wmp_private": "wmp",
    "fund_public": "fund", "fund_private": "fund", "insurance": "insurance", "trust": "trust", "bond": "bond",
    "treasury": "bond", "bullion": "bullion",
}  # fmt: skip
_PRIVATE = {"wmp_private", "fund_private", "trust"}
_RICH = 3_000_000_00
_SOON_DAYS = 46
"""Ahead of a maturity by so many days nothing is due yet."""


@dataclass(frozen=True)
class Offer:
    """A product that the demo's people may hold, with what decides it at hand: each of them looks at every one."""

    product: Product
    kind: str
    level: int
    private: bool


def offers_of(products: Iterable[Product]) -> tuple[Offer, ...]:
    """What of the catalogue is held as an asset in yuan; a product without a level has none to be suited to."""
    return tuple(
        Offer(product, _KINDS[product.type], product.level or 1, product.type in _PRIVATE)
        for product in products
        if product.type in _KINDS and product.currency == "CNY"
    )


def add_income(rows: Rows, random: Random, person: Person, client_id: str, words: DemoWords, today: date) -> None:
    """The regular income and spending, and for some a loan."""
    as_of = today - timedelta(days=random.randrange(1, 40))
    rows.add(
        CashFlowItem,
        client_id=client_id,
        direction="in",
        kind="salary",
        amount=person.income,
        period="year",
        as_of=as_of,
    )
    spending = person.income * random.randrange(35, 90) // 1200
    rows.add(CashFlowItem, client_id=client_id, direction="out", kind="living", amount=spending, as_of=as_of)
    if 25 <= person.age(today) <= 60 and random.random() < 0.35:
        _loan(rows, random, client_id, words, today)


def add_holdings(
    rows: Rows,
    random: Random,
    person: Person,
    client_id: str,
    words: DemoWords,
    offers: Sequence[Offer],
    today: date,
    level: int,
) -> None:
    """An account and products that add up to the person's assets, none of them above the person's risk level."""
    level, most, rich = max(level, 1), person.assets // 3, person.assets >= _RICH
    fit = [
        offer
        for offer in offers
        if offer.level <= level and (rich or not offer.private) and offer.product.min_amount <= most
    ]
    count = min(len(fit), 1 + (person.assets > 60_000_00) + (person.assets > 500_000_00) * 2)
    # The second term keeps two products of a client from the same amount to the cent.
    parts = share(person.assets, [random.randrange(1, 6) * 20 + place * 7 for place in range(count + 1)])
    rows.add(
        Holding, client_id=client_id, reference=f"A{person.number[1:]}", kind="current", name=words.current_account,
        amount=parts[0], value=parts[0], risk_level=1, as_of=today,
    )  # fmt: skip
    for place, (offer, part) in enumerate(zip(random.sample(fit, count), parts[1:], strict=True), start=1):
        product = offer.product
        starts_on, matures_on = _term(random, product, today)
        rows.add(
            Holding, client_id=client_id, reference=f"H{person.number[1:]}{place}", kind=offer.kind,
            name=product.name[words.lang], product_code=product.id, amount=part, value=part, cost=part,
            risk_level=product.level, starts_on=starts_on, matures_on=matures_on, as_of=today,
        )  # fmt: skip


def _term(random: Random, product: Product, today: date) -> tuple[date, date | None]:
    if not product.term_days:
        return today - timedelta(days=random.randrange(30, 900)), None
    # A few mature within the next weeks, so that the queue of the demo has something to do, but not all at once.
    if random.random() < 0.06:
        passed = max(1, product.term_days - random.randrange(0, _SOON_DAYS))
    else:
        passed = random.randrange(1, max(2, product.term_days - _SOON_DAYS))
    starts_on = today - timedelta(days=passed)
    return starts_on, starts_on + timedelta(days=product.term_days)


def _loan(rows: Rows, random: Random, client_id: str, words: DemoWords, today: date) -> None:
    principal = random.randrange(30, 300) * 10_000_00
    months, paid = 360, random.randrange(6, 200)
    rows.add(
        Liability, client_id=client_id, reference="M1", kind="mortgage", lender=words.lender, principal=principal,
        balance=principal * (months - paid) // months, instalment=principal // 220, rate=3_5000,
        starts_on=today - timedelta(days=paid * 30), ends_on=today + timedelta(days=(months - paid) * 30), as_of=today,
    )  # fmt: skip
