"""Reads data/products/: what the branch may offer, with the disclosure that goes with it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Both, Document, Table
from advisor_tui.rules.facts import Pay, ProductFacts, ProductType, Subtype

PRODUCT_TYPES = (
    "deposit", "structured_deposit", "wmp_public", "wmp_private", "fund_public", "fund_private", "insurance",
    "trust", "bond", "treasury", "bullion",
)  # fmt: skip
SUBTYPES: dict[str, tuple[str, ...]] = {
    "deposit": ("demand", "term", "large_certificate", "notice"),
    "wmp_public": ("cash", "fixed", "mixed", "equity", "derivative"),
    "wmp_private": ("fixed", "mixed", "equity", "derivative"),
    "fund_public": ("money", "fixed", "mixed", "equity", "index", "qdii"),
    "fund_private": ("fixed", "mixed", "equity", "derivative"),
    "trust": ("fixed", "mixed", "equity"),
    "insurance": ("protection", "savings", "participating", "unit_linked", "annuity", "health"),
}
LIQUIDITY = ("daily", "open_periodically", "term", "early_with_loss")
INVESTORS = ("anyone", "ordinary", "qualified")
QUALIFICATIONS = ("deposits", "wealth", "funds", "insurance", "private", "bullion")
_RATED = {"wmp_public", "wmp_private", "fund_public", "fund_private", "trust"}
_PRIVATE = {"wmp_private", "fund_private", "trust"}


@dataclass(frozen=True)
class Disclosure:
    """A text that is read to and signed by the client."""

    id: str
    version: int
    text: Both

    @property
    def hash(self) -> str:
        """SHA-256 (hex) over version and both texts: what a confirmation stores as proof of what was disclosed."""
        content = f"{self.id}/{self.version}\n{self.text['zh']}\n{self.text['en']}"
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class Fee:
    """One fee: a rate a year or once, in 10⁻⁴ (basis points of the amount are 1)."""

    name: Both
    rate: int


@dataclass(frozen=True)
class Product:
    """One version of a product. Amounts are 分 (of the currency's minor unit), rates 10⁻⁴, levels 1 to 5.

    Attributes:
        issuer_risk_level, seller_risk_level: The two ratings; the higher holds (令2025年第7号 art. 22).
        term_days: None where there is no term.
        cooling_off_hours: After signing; insurance counts its days in hours too.
        benefit_uncertain: Insurance whose benefits depend on results (participating, universal, unit-linked).
        pays, pay_years: How a premium may be paid; the choices of years for annual premiums.
        sale_from, sale_to: The sale window, both included; None is open.
        fictional: An example of the shipped data, not to be offered to anyone.
    """

    id: str
    version: int
    effective_from: date
    name: Both
    type: str
    subtype: str
    issuer: Both
    issuer_risk_level: int | None
    seller_risk_level: int | None
    currency: str
    term_days: int | None
    liquidity: str
    min_amount: int
    step: int
    fees: tuple[Fee, ...]
    investor: str
    cooling_off_hours: int | None
    benefit_uncertain: bool
    pays: tuple[str, ...]
    pay_years: tuple[int, ...]
    sale_from: date | None
    sale_to: date | None
    qualification: str
    disclosure: Disclosure
    risks: Both
    fictional: bool

    @property
    def level(self) -> int | None:
        """The level that holds: the higher of the two ratings."""
        given = [level for level in (self.issuer_risk_level, self.seller_risk_level) if level is not None]
        return max(given, default=None)

    @property
    def key(self) -> str:
        """Id and version, as a proposal names it."""
        return f"{self.id}/{self.version}"

    def on_sale(self, day: date) -> bool:
        """Whether a day lies within the sale window."""
        return (self.sale_from or date.min) <= day <= (self.sale_to or date.max)

    def takes(self, amount: int) -> bool:
        """Whether an amount in 分 reaches the minimum and keeps the step above it."""
        return amount >= self.min_amount and (amount - self.min_amount) % self.step == 0

    def facts(self, pay: Pay | None = None, pay_years: int | None = None) -> ProductFacts | None:
        """What the rules of suitability look at; None for a type that they do not cover (deposits, treasury…).

        Args:
            pay: How the premium is paid, of insurance; the only way where there is one.
            pay_years: For how many years; 1 for a single premium.
        """
        if self.type not in set(ProductType):
            return None
        if pay is None and len(self.pays) == 1:
            pay = Pay(self.pays[0])
        if pay is Pay.SINGLE:
            pay_years = 1
        elif pay is Pay.ANNUAL and pay_years is None and len(self.pay_years) == 1:
            pay_years = self.pay_years[0]
        return ProductFacts(
            type=ProductType(self.type),
            subtype=Subtype(self.subtype) if self.subtype in set(Subtype) else None,
            issuer_risk_level=self.issuer_risk_level,
            seller_risk_level=self.seller_risk_level,
            risk_level=self.level,
            min_amount_fen=self.min_amount,
            cooling_off_hours=None if self.cooling_off_hours is None else Fraction(self.cooling_off_hours),
            benefit_uncertain=self.benefit_uncertain if self.type == "insurance" else None,
            pay=pay,
            pay_years=pay_years,
            term_years=None if self.term_days is None else Fraction(self.term_days, 365),
        )


def read_products(document: Document) -> list[Product]:
    """Read and check the products of one file; texts shared by several stand once, as disclosures."""
    root = document.root
    root.only("disclosure", "product")
    disclosures: dict[str, Disclosure] = {}
    for table in root.tables("disclosure", least=1):
        table.only("id", "version", "text")
        disclosure = Disclosure(table.text("id"), table.integer("version", low=1), table.both("text"))
        if disclosure.id in disclosures:
            table.wrong("id", mark("{id} stands here a second time"), id=disclosure.id)
        disclosures[disclosure.id] = disclosure
    products = []
    for table in root.tables("product", least=1):
        product = _product(table, disclosures)
        _check(table, product)
        products.append(product)
    return products


def _product(table: Table, disclosures: dict[str, Disclosure]) -> Product:
    table.only(
        "id", "version", "effective_from", "name", "type", "subtype", "issuer", "issuer_risk_level",
        "seller_risk_level", "currency", "term_days", "liquidity", "min_amount", "step", "fees", "investor",
        "cooling_off_hours", "benefit_uncertain", "pays", "pay_years", "sale_from", "sale_to", "qualification",
        "disclosure", "risks", "fictional",
    )  # fmt: skip
    kind = table.word("type", PRODUCT_TYPES)
    return Product(
        id=table.text("id"),
        version=table.integer("version", low=1),
        effective_from=table.day("effective_from"),
        name=table.both("name"),
        type=kind,
        subtype=table.word("subtype", SUBTYPES[kind]) if kind in SUBTYPES else "",
        issuer=table.both("issuer"),
        issuer_risk_level=table.optional_integer("issuer_risk_level", low=1, high=5),
        seller_risk_level=table.optional_integer("seller_risk_level", low=1, high=5),
        currency=table.word("currency", ("CNY", "USD", "HKD", "EUR"), "CNY"),
        term_days=table.optional_integer("term_days", low=1),
        liquidity=table.word("liquidity", LIQUIDITY),
        min_amount=table.integer("min_amount", low=1),
        step=table.integer("step", low=1),
        fees=tuple(_fee(fee) for fee in table.tables("fees")),
        investor=table.word("investor", INVESTORS),
        cooling_off_hours=table.optional_integer("cooling_off_hours", low=1, high=24 * 60),
        benefit_uncertain=table.flag("benefit_uncertain", False),
        pays=table.words("pays", list(Pay)),
        pay_years=table.integers("pay_years"),
        sale_from=table.optional_day("sale_from"),
        sale_to=table.optional_day("sale_to"),
        qualification=table.word("qualification", QUALIFICATIONS),
        disclosure=_disclosure(table, disclosures),
        risks=table.both("risks"),
        fictional=table.flag("fictional", False),
    )


def _fee(table: Table) -> Fee:
    table.only("name", "rate")
    return Fee(table.both("name"), table.integer("rate", low=0, high=10_000))


def _disclosure(table: Table, disclosures: dict[str, Disclosure]) -> Disclosure:
    name = table.text("disclosure")
    if name not in disclosures:
        table.wrong("disclosure", mark("{value} is not one of {known}"), value=name, known=", ".join(disclosures))
        return Disclosure("", 1, {"zh": "", "en": ""})
    return disclosures[name]


def _check(table: Table, product: Product) -> None:
    if product.type in _RATED and (product.issuer_risk_level is None or product.seller_risk_level is None):
        table.wrong(None, mark("The issuer's and the seller's risk level are both needed"))
    if product.type in _PRIVATE and product.investor != "qualified":
        table.wrong("investor", mark("A private product is only for qualified investors"))
    if product.type == "insurance" and not product.pays:
        table.wrong(None, mark("The key {name} is missing"), name="pays")
    if "annual" in product.pays and not product.pay_years:
        table.wrong("pays", mark("An annual premium needs pay_years"))
    if product.liquidity == "term" and product.term_days is None:
        table.wrong("liquidity", mark("The key {name} is missing"), name="term_days")
    if product.sale_from and product.sale_to and product.sale_from > product.sale_to:
        table.wrong("sale_to", mark("The sale ends before it begins"))
