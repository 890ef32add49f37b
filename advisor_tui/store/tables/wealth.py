"""What a client has, owes, earns and spends."""

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field

from advisor_tui.store.tables.columns import Row, at_least, is_date, not_empty, one_of, reference, synced

HOLDING_KINDS = (
    "current", "deposit", "structured", "wmp", "fund", "insurance", "trust", "bond", "bullion", "stock", "property",
    "business", "other",
)  # fmt: skip
LIABILITY_KINDS = ("mortgage", "consumer", "business", "car", "card", "student", "private", "other")
SOURCES = ("client", "document", "head_office", "core_banking", "interview")
PERIODS = ("month", "year", "once")
DIRECTIONS = ("in", "out")


class Holding(Row, table=True):
    """A position.

    `amount` and `cost` (what was paid) are in the currency's minor unit, `value` is the amount in 分 at the rate of
    `as_of`, `units` are in 10⁻⁴.
    """

    __table_args__ = synced(
        one_of("kind", HOLDING_KINDS),
        not_empty("name"),
        at_least("amount"),
        at_least("value"),
        at_least("units"),
        at_least("cost"),
        at_least("risk_level", 1, 5),
        *is_date("starts_on", "matures_on", "as_of"),
        one_of("source", SOURCES),
        Index("ux_holding_reference", "client_id", "reference", unique=True),
        Index("ix_holding_product", "product_code", sqlite_where=text("product_code <> ''")),
    )
    client_id: str = reference("client", cascade=True)
    reference: str
    kind: str
    name: str
    product_code: str = ""
    currency: str = "CNY"
    amount: int
    value: int
    units: int | None = None
    cost: int | None = None
    risk_level: int | None = None
    starts_on: date | None = None
    matures_on: date | None = Field(default=None, index=True)
    source: str = "core_banking"
    as_of: date | None = None


class Liability(Row, table=True):
    """A debt; amounts in 分, `rate` per year in 10⁻⁴ percent."""

    __table_args__ = synced(
        one_of("kind", LIABILITY_KINDS),
        at_least("principal"),
        at_least("balance"),
        at_least("instalment"),
        at_least("rate"),
        *is_date("starts_on", "ends_on", "as_of"),
        one_of("source", SOURCES),
        Index("ux_liability_reference", "client_id", "reference", unique=True),
    )
    client_id: str = reference("client", cascade=True)
    reference: str
    kind: str
    lender: str = ""
    principal: int | None = None
    balance: int
    instalment: int | None = None
    rate: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    source: str = "core_banking"
    as_of: date | None = None


class CashFlowItem(Row, table=True):
    """Regular or single income and spending, in 分 a period."""

    __table_args__ = synced(
        one_of("direction", DIRECTIONS),
        one_of("period", PERIODS),
        at_least("amount"),
        one_of("source", SOURCES),
        *is_date("as_of"),
    )
    client_id: str = reference("client", cascade=True)
    direction: str
    kind: str
    amount: int
    period: str = "month"
    source: str = "client"
    as_of: date | None = None
