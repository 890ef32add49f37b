"""Clients: who they are, their household, papers and consents."""

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field

from advisor_tui.store.tables.columns import Row, is_bool, is_date, not_empty, one_of, reference, synced

SEXES = ("male", "female")
CAPACITIES = ("full", "limited", "none")
CLIENT_STATUSES = ("prospect", "active", "restricted", "closed")
DOCUMENT_KINDS = (
    "resident_id", "passport", "hk_macau_permit", "taiwan_permit", "foreigner_permit", "military_id",
    "household_register", "other",
)  # fmt: skip
CONSENT_KINDS = ("sensitive_data", "marketing", "credit_query", "recording", "sharing")
HOUSEHOLD_ROLES = ("self", "spouse", "child", "parent", "sibling", "other")


class Client(Row, table=True):
    """A client of the branch."""

    __table_args__ = synced(
        not_empty("name"),
        not_empty("number"),
        one_of("sex", SEXES, nullable=True),
        one_of("capacity", CAPACITIES),
        one_of("status", CLIENT_STATUSES),
        *is_date("born_on", "opened_on"),
        Index("ix_client_name_phone", "name", "phone"),
        Index("ix_client_birthday", text("substr(born_on, 6)")),
    )
    number: str = Field(unique=True)
    name: str
    sex: str | None = None
    born_on: date | None = None
    phone: str = Field(default="", index=True)
    email: str = ""
    address: str = ""
    occupation: str = ""
    employer: str = ""
    nationality: str = "CN"
    tax_residence: str = "CN"
    education: str = ""
    tier: str = ""
    capacity: str = "full"
    status: str = "active"
    advisor_id: str = reference("advisor")
    branch_id: str = reference("branch", index=False)
    opened_on: date | None = None
    guardian: str = ""
    remark: str = ""


class Household(Row, table=True):
    """People who share a purse."""

    __table_args__ = synced()
    name: str


class HouseholdMember(Row, table=True):
    """A member of a household, a client or not."""

    __table_args__ = synced(one_of("role", HOUSEHOLD_ROLES), *is_date("born_on"), is_bool("dependent"))
    household_id: str = reference("household", cascade=True)
    client_id: str | None = reference("client", nullable=True, cascade=True)
    name: str
    role: str
    born_on: date | None = None
    dependent: bool = False


class ClientRelation(Row, table=True):
    """How one client is related to another: spouse, employer, introducer, guardian."""

    __table_args__ = synced(
        not_empty("kind"), Index("ux_client_relation", "client_id", "other_id", "kind", unique=True)
    )
    client_id: str = reference("client", cascade=True, index=False)
    other_id: str = reference("client", cascade=True)
    kind: str


class IdentityDocument(Row, table=True):
    """An identity paper; without `expires_on` it is valid for good (长期)."""

    __table_args__ = synced(
        one_of("kind", DOCUMENT_KINDS),
        not_empty("number"),
        *is_date("issued_on", "expires_on", "seen_on"),
        is_bool("main"),
    )
    client_id: str = reference("client", cascade=True)
    kind: str = "resident_id"
    number: str = Field(index=True)
    issued_on: date | None = None
    expires_on: date | None = Field(default=None, index=True)
    long_term: bool = False
    seen_on: date | None = None
    main: bool = True


class Consent(Row, table=True):
    """A consent given or refused, one purpose each (个人信息保护法 第十四、二十九条)."""

    __table_args__ = synced(one_of("kind", CONSENT_KINDS), is_bool("given"), *is_date("decided_on", "withdrawn_on"))
    client_id: str = reference("client", cascade=True)
    kind: str
    given: bool
    decided_on: date
    form_number: str = ""
    withdrawn_on: date | None = None
