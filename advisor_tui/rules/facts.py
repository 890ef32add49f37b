"""The facts that the rules of sale, assessment and loan look at; None is "not known", never assumed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Capacity(StrEnum):
    """A natural person's civil capacity (民事行为能力)."""

    FULL = "full"
    LIMITED = "limited"
    NONE = "none"


class ProductType(StrEnum):
    """What is sold, as far as the rules differ."""

    WMP_PUBLIC = "wmp_public"
    WMP_PRIVATE = "wmp_private"
    FUND_PUBLIC = "fund_public"
    FUND_PRIVATE = "fund_private"
    TRUST = "trust"
    INSURANCE = "insurance"

    @property
    def is_fund(self) -> bool:
        """Whether CSRC rules hold instead of 令2025年第7号 (its art. 3)."""
        return self in (ProductType.FUND_PUBLIC, ProductType.FUND_PRIVATE)

    @property
    def is_private(self) -> bool:
        """Whether it is offered privately, to qualified investors only."""
        return self in (ProductType.WMP_PRIVATE, ProductType.FUND_PRIVATE, ProductType.TRUST)


class Subtype(StrEnum):
    """The investment nature of a private product (资管新规 art. 4)."""

    FIXED = "fixed"
    MIXED = "mixed"
    EQUITY = "equity"
    DERIVATIVE = "derivative"


class Initiator(StrEnum):
    """Who brought the product up."""

    CLIENT = "client"
    ADVISOR = "advisor"


class Pay(StrEnum):
    """How a premium is paid: once (趸交) or every year (期交)."""

    SINGLE = "single"
    ANNUAL = "annual"


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """A natural person. Amounts are 分; levels are 1 to 5.

    Attributes:
        assessed: False when it is known that no assessment is on file, True when one is, None when not known.
        lowest_class: Whether the person is of the lowest class of fund investors (C1 最低类别).
        annual_income_fen: Own yearly income, averaged over the last three years.
    """

    age: int | None = None
    capacity: Capacity | None = None
    guardian_consent: bool | None = None
    risk_level: int | None = None
    lowest_class: bool | None = None
    assessed: bool | None = None
    assessed_on: date | None = None
    changes_reported: bool | None = None
    financial_assets_fen: int | None = None
    net_financial_assets_fen: int | None = None
    annual_income_fen: int | None = None
    experience_years: Fraction | None = None
    family_annual_income_fen: int | None = None
    premium_budget_fen: int | None = None


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product. Amounts are 分; levels are 1 to 5; for insurance the amount is one premium."""

    type: ProductType
    subtype: Subtype | None = None
    risk_level: int | None = None
    issuer_risk_level: int | None = None
    seller_risk_level: int | None = None
    min_amount_fen: int | None = None
    cooling_off_hours: Fraction | None = None
    benefit_uncertain: bool | None = None
    pay: Pay | None = None
    pay_years: int | None = None
    term_years: Fraction | None = None

    @property
    def level(self) -> int | None:
        """The level that holds: the highest one given (令2025年第7号 art. 22), None when none is."""
        given = (self.risk_level, self.issuer_risk_level, self.seller_risk_level)
        return max((level for level in given if level is not None), default=None)

    @property
    def risk_rated(self) -> bool:
        """Whether its level is matched with the client's: always, but for insurance only where it has one."""
        return self.type is not ProductType.INSURANCE or self.level is not None


@dataclass(frozen=True, slots=True)
class SaleContext:
    """How a sale comes about; what is not reported did not happen."""

    initiated_by: Initiator | None = None
    channel: str | None = None
    client_signed_waiver: bool | None = None
    client_insists: bool | None = None
    unsuitable: bool = False
    """Unsuitable for a reason that no figure shows (ability to pay, need, duplicate cover)."""
    shared_by_persons: int = 1
    sold_before_assessment: bool = False
    answered_by: str | None = None
    claims: tuple[str, ...] = ()

    @property
    def insists(self) -> bool | None:
        """Whether the client insists after being warned: as stated, else as a signed waiver says; None if neither."""
        return self.client_signed_waiver if self.client_insists is None else self.client_insists


NO_CONTEXT = SaleContext()


@dataclass(frozen=True, slots=True)
class Sale:
    """One client, one product, one amount in 分, on one business date."""

    client: ClientFacts
    product: ProductFacts
    amount_fen: int | None
    on: date
    context: SaleContext = NO_CONTEXT

    @property
    def above_level(self) -> bool | None:
        """Whether the product's level is above the client's; None when either is not known."""
        level = self.product.level
        if level is None or self.client.risk_level is None:
            return None
        return level > self.client.risk_level

    @property
    def unknown_levels(self) -> tuple[str, ...]:
        """Which of the two levels is not known."""
        client = () if self.client.risk_level is not None else ("client.risk_level",)
        return client if self.product.level is not None else (*client, "product.risk_level")


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """An attempt to assess a client's risk level.

    Attributes:
        done_today: Assessments that computed a level today at this institution, before this one.
        done_12m: The same within twelve months.
        new_level: The level that this one computed, None before it is done.
        last_level: The level of the latest one before.
        answered_by: Who gives the answers.
        consent: Whether the client lets the bank collect and use what is said.
        channel: Through what it is made.
    """

    done_today: int | None = None
    done_12m: int | None = None
    new_level: int | None = None
    last_level: int | None = None
    answered_by: str | None = None
    consent: bool | None = None
    channel: str | None = None


class LoanType(StrEnum):
    """A personal loan by purpose; `ANY` where only what holds for every loan is asked."""

    CONSUMER = "loan_consumer"
    BUSINESS = "loan_business"
    MORTGAGE = "loan_mortgage"
    ANY = "loan_any"


class Payment(StrEnum):
    """Who pays the loan out to the counterparty: the borrower (自主支付) or the bank (受托支付)."""

    SELF = "self"
    ENTRUSTED = "entrusted"


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """A loan or one drawdown of it; the amount is 分, ratios are exact fractions of monthly income.

    Attributes:
        counterparty_known: Whether the borrower knows beforehand whom the money goes to.
        counterparty_noncash: Whether that one can take payment other than cash.
        house_ratio: (monthly repayment + property fee) / monthly income.
        total_ratio: The same with all other debts' monthly repayments.
        property_fee_known: Whether both ratios hold the property fee; without it they are too low.
        cost_sheet_confirmed: Whether the borrower signed the 综合融资成本明示表.
        borrower_capacity: The borrower's civil capacity.
        channel: Through what it is granted; None where nobody says.
    """

    type: LoanType
    amount_fen: int | None = None
    term_months: int | None = None
    payment: Payment | None = None
    counterparty_known: bool = True
    counterparty_noncash: bool = True
    house_ratio: Fraction | None = None
    total_ratio: Fraction | None = None
    property_fee_known: bool = True
    cost_sheet_confirmed: bool | None = None
    borrower_capacity: Capacity | None = None
    channel: str | None = None
