"""What the branch may offer, with the disclosure that goes with it; `product_files` reads it from data/products/."""

import hashlib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from advisor_tui.reference.toml import Both
from advisor_tui.rules.facts import Pay, ProductFacts, ProductType, Subtype

PRODUCT_TYPES = (
    "deposit", "structured_deposit", "wmp_public", "wmp_private", "fund_public", "fund_private", "insurance",
    "trust", "bond", "treasury", "bullion", "loan",
)  # fmt: skip
LOAN = "loan"
"""The other side: a loan stands in the catalogue, but leads to a loan case instead of into a proposal."""
ANNUITIES = ("annuity", "pension_annuity", "education_annuity", "immediate_annuity")
"""Insurance that pays an income by its contract: for old age, for schooling, from the start; `annuity` is any other."""
SUBTYPES: dict[str, tuple[str, ...]] = {
    "deposit": ("demand", "term", "large_certificate", "notice"),
    "wmp_public": ("cash", "fixed", "mixed", "equity", "derivative"),
    "wmp_private": ("fixed", "mixed", "equity", "derivative"),
    "fund_public": ("money", "fixed", "mixed", "equity", "index", "qdii"),
    "fund_private": ("fixed", "mixed", "equity", "derivative"),
    "trust": ("fixed", "mixed", "equity"),
    "insurance": ("protection", "savings", "participating", "unit_linked", *ANNUITIES, "health"),
    "loan": ("consumer", "business", "mortgage"),
}
LIQUIDITY = ("daily", "open_periodically", "market", "term", "early_with_loss")
"""When money comes back. `market` is sold on any day at a price that may be lower, and paid in full only at its end."""
INVESTORS = ("anyone", "ordinary", "qualified")
QUALIFICATIONS = ("deposits", "wealth", "funds", "insurance", "private", "bullion", "credit")
REPAYMENTS = ("equal_payment", "equal_principal", "interest_first", "at_end")


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


FEE_TIMES = ("yearly", "entry", "exit", "gain")
"""When a fee is charged: of the value every year, of what is bought, of what is sold, or of what was gained."""


@dataclass(frozen=True)
class Fee:
    """One fee: a rate in 10⁻⁴ (basis points of the amount are 1), and when it is charged, a word of `FEE_TIMES`."""

    name: Both
    rate: int
    when: str = "yearly"


@dataclass(frozen=True)
class LoanTerms:
    """What only a loan has.

    Attributes:
        most: The largest amount, in 分.
        repayment: The ways of `REPAYMENTS` in which it may be paid back.
        purpose: What the money is for.
    """

    most: int
    repayment: tuple[str, ...]
    purpose: Both


@dataclass(frozen=True)
class Product:
    """One version of a product. Amounts are 分 (of the currency's minor unit), rates 10⁻⁴, levels 1 to 5.

    Attributes:
        issuer_id: A short name of the issuer, the same in all its products: what concentration is counted by.
        issuer_risk_level, seller_risk_level: The two ratings; the higher holds (令2025年第7号 art. 22).
        term_days: None where there is no term; of a loan the longest one.
        rate: The yearly rate by contract (155 is 1.55 %), None where the return follows a market.
        tax_rate: What is taxed off each year's gain.
        assumption: The asset class of data/projection/ that it is projected with; "" where it has no value to project.
        cooling_off_hours: After signing; of insurance its days in hours, after receipt of the policy.
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
    issuer_id: str
    issuer_risk_level: int | None
    seller_risk_level: int | None
    currency: str
    term_days: int | None
    liquidity: str
    min_amount: int
    step: int
    fees: tuple[Fee, ...]
    rate: int | None
    tax_rate: int
    assumption: str
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
    loan: LoanTerms | None = None

    @property
    def level(self) -> int | None:
        """The level that holds: the higher of the two ratings."""
        given = [level for level in (self.issuer_risk_level, self.seller_risk_level) if level is not None]
        return max(given, default=None)

    def fee(self, when: str) -> int:
        """What is charged at such a time, all fees together."""
        return sum(fee.rate for fee in self.fees if fee.when == when)

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
