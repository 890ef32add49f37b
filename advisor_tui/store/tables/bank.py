"""The branch, its staff, and what they are held to."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from advisor_tui.store.tables.columns import (
    Row,
    at_least,
    is_bool,
    is_date,
    is_json,
    not_empty,
    one_of,
    ordered,
    reference,
    synced,
)

ROLES = ("advisor", "lead")
METRICS = ("satisfaction", "new_loans", "product_sales", "follow_ups", "interviews")
AGREEMENT_KINDS = ("confidentiality", "code_of_conduct", "service", "data_processing")


class Branch(Row, table=True):
    """A branch (支行)."""

    __table_args__ = synced(not_empty("code"), not_empty("name"))
    code: str = Field(unique=True)
    name: str


class Advisor(Row, table=True):
    """A financial advisor (理财经理) or the branch lead (支行主管)."""

    __table_args__ = synced(not_empty("staff_no"), one_of("role", ROLES), is_bool("active"))
    staff_no: str = Field(unique=True)
    name: str
    branch_id: str = reference("branch")
    role: str = "advisor"
    active: bool = True


class StaffQualification(Row, table=True):
    """A sales qualification that a product may require (令2025年第7号 第十六条)."""

    __table_args__ = synced(*is_date("valid_from", "valid_until"), ordered("valid_from", "valid_until"))
    advisor_id: str = reference("advisor", cascade=True)
    kind: str
    certificate: str = ""
    valid_from: date
    valid_until: date | None = None


class Training(Row, table=True):
    """A training that was passed."""

    __table_args__ = synced(*is_date("completed_on", "valid_until"), at_least("score", 0, 100))
    advisor_id: str = reference("advisor", cascade=True)
    topic: str
    required: bool = True
    completed_on: date | None = None
    valid_until: date | None = None
    score: int | None = None


class Target(Row, table=True):
    """A performance target of a period; amounts in 分, satisfaction in hundredths of a point."""

    __table_args__ = synced(
        one_of("metric", METRICS),
        *is_date("starts_on", "ends_on"),
        ordered("starts_on", "ends_on"),
        at_least("goal"),
    )
    advisor_id: str = reference("advisor", cascade=True)
    metric: str
    starts_on: date
    ends_on: date
    goal: int
    formula: str = ""


class Agreement(Row, table=True):
    """A signed paper: an advisor's confidentiality agreement or a client's service agreement."""

    __table_args__ = synced(one_of("kind", AGREEMENT_KINDS), *is_date("signed_on", "ends_on"))
    advisor_id: str | None = reference("advisor", nullable=True)
    client_id: str | None = reference("client", nullable=True, cascade=True)
    kind: str
    form_number: str
    signed_on: date
    ends_on: date | None = None


class Assignment(Row, table=True):
    """Which advisor looks after a client, and since when."""

    __table_args__ = synced(*is_date("starts_on", "ends_on"), ordered("starts_on", "ends_on"))
    client_id: str = reference("client", cascade=True)
    advisor_id: str = reference("advisor")
    starts_on: date
    ends_on: date | None = None
    reason: str = ""


class SavedView(Row, table=True):
    """A named filter and sort of a list."""

    __table_args__ = synced(
        is_json("definition"), not_empty("name"), Index("ux_saved_view", "screen", "name", unique=True)
    )
    screen: str
    name: str
    definition: str = "{}"


class Setting(Row, table=True):
    """A choice that belongs to the desk and not to the terminal."""

    __table_args__ = synced(not_empty("name"))
    name: str = Field(unique=True)
    value: str
