"""Proposals: the draft, its findings, and the client's decision."""

from datetime import date, datetime

from sqlalchemy import Index

from advisor_tui.store.tables.columns import (
    Row,
    added_json,
    added_number,
    added_text,
    at_least,
    instant,
    is_date,
    is_json,
    not_empty,
    one_of,
    reference,
    synced,
)

PROPOSAL_STATUSES = ("draft", "presented", "accepted", "declined", "withdrawn", "superseded")
VERDICTS = ("forbidden", "warn", "allowed", "missing")
DECISIONS = ("accepted", "declined")
PAYS = ("", "single", "annual")
ORIGINS = ("advisor", "client", "insists")
COOLING_OFF_STATUSES = ("running", "over", "revoked")


class Product(Row, table=True):
    """A version of a product, kept because a proposal was made with it."""

    __table_args__ = synced(
        *is_date("effective_from"),
        at_least("risk_level", 1, 5),
        Index("ux_product", "code", "version", unique=True),
    )
    code: str
    version: str
    effective_from: date
    kind: str
    risk_level: int | None = None
    sha256: str
    text: str


class Proposal(Row, table=True):
    """A proposal; a confirmed one never changes, a change is a new version with `based_on_id`.

    `asked` is a JSON object of the facts that the client was asked for in it, by name; `solution` one of what the
    automatic proposal found: its gap, the needs it left open, the version of the solver.
    """

    __table_args__ = synced(
        one_of("status", PROPOSAL_STATUSES),
        at_least("number", 1),
        at_least("version", 1),
        at_least("investable"),
        is_json("asked"),
        Index("ux_proposal", "client_id", "number", "version", unique=True),
        Index("ix_proposal_presented", "advisor_id", "presented_at"),
        Index("ix_proposal_decided", "advisor_id", "decided_at"),
    )
    client_id: str = reference("client", cascade=True, index=False)
    advisor_id: str = reference("advisor", index=False)
    number: int
    version: int = 1
    status: str = "draft"
    investable: int = 0
    assessment_id: str | None = reference("risk_assessment", nullable=True, index=False)
    interview_id: str | None = reference("interview", nullable=True, index=False)
    based_on_id: str | None = reference("proposal", nullable=True)
    asked: str = "{}"
    note: str = ""
    created_at: datetime = instant()
    presented_at: datetime | None = instant(nullable=True)
    decided_at: datetime | None = instant(nullable=True)
    solution: str = added_json("solution")


class ProposalLine(Row, table=True):
    """A product and an amount (分) of a proposal; of insurance the amount is one premium, paid `pay` over `pay_years`.

    `origin` says who brought the product up, and whether the client insists on it against advice. `pinned` is 1 where
    the automatic proposal leaves the line as it is; `bound` is a JSON object of what bound its amount: rule and slack.
    """

    __table_args__ = synced(
        at_least("amount"),
        at_least("held"),
        at_least("position", 1),
        at_least("pay_years", 1),
        one_of("pay", PAYS),
        one_of("origin", ORIGINS),
    )
    proposal_id: str = reference("proposal", cascade=True)
    client_id: str = reference("client", cascade=True, index=False)
    product_id: str = reference("product", index=False)
    position: int
    amount: int = 0
    held: int = 0
    pay: str = ""
    pay_years: int | None = None
    origin: str = "advisor"
    goal_id: str | None = reference("goal", nullable=True, index=False)
    need_id: str | None = reference("need", nullable=True, index=False)
    pinned: int = added_number("pinned", 0, 1)
    bound: str = added_json("bound")


class Finding(Row, table=True):
    """What a rule said about a proposal or a line when it was presented."""

    __table_args__ = synced(one_of("verdict", VERDICTS), is_json("must_do"), is_json("params"), *is_date("checked_on"))
    proposal_id: str = reference("proposal", cascade=True)
    client_id: str = reference("client", cascade=True, index=False)
    line_id: str | None = reference("proposal_line", nullable=True, cascade=True)
    rule: str
    verdict: str
    must_do: str = "[]"
    params: str = "{}"
    article: str = ""
    checked_on: date


class Confirmation(Row, table=True):
    """The client's written decision on a proposal."""

    __table_args__ = synced(one_of("decision", DECISIONS), not_empty("form_number"), not_empty("witness"))
    proposal_id: str = reference("proposal", cascade=True)
    client_id: str = reference("client", cascade=True)
    advisor_id: str = reference("advisor", index=False)
    decision: str
    form_number: str
    witness: str
    recording_ref: str = ""
    proposal_sha256: str
    confirmed_at: datetime = instant()
    remark: str = ""


class Disclosure(Row, table=True):
    """A text that was disclosed to the client, by version and hash, when it was read and for how many seconds.

    Also a step of the walk before the signature, and a paper that a warning asked for with the number of its form.
    """

    __table_args__ = synced(not_empty("kind"))
    confirmation_id: str | None = reference("confirmation", nullable=True, cascade=True)
    proposal_id: str = reference("proposal", cascade=True)
    client_id: str = reference("client", cascade=True, index=False)
    product_id: str | None = reference("product", nullable=True, index=False)
    kind: str
    version: str
    sha256: str
    disclosed_at: datetime = instant()
    read_seconds: int = added_number("read_seconds")
    form_number: str = added_text()


class CoolingOff(Row, table=True):
    """The time in which the client may step back from one line, and what came of it.

    Of insurance it counts from the receipt of the policy: as long as that is not recorded, it has no end.
    """

    __table_args__ = synced(
        one_of("status", COOLING_OFF_STATUSES),
        *is_date("received_on"),
        Index("ix_cooling_off_ends", "status", "ends_at"),
    )
    line_id: str = reference("proposal_line", cascade=True)
    confirmation_id: str = reference("confirmation", cascade=True, index=False)
    client_id: str = reference("client", cascade=True)
    starts_at: datetime = instant()
    ends_at: datetime | None = instant(nullable=True)
    status: str = "running"
    ended_at: datetime | None = instant(nullable=True)
    form_number: str = ""
    remark: str = ""
    received_on: date | None = None


class Projection(Row, table=True):
    """What a proposal may come to, as it was computed: old charts are drawn from `result`, never computed again.

    `stress` names the stress test, or is empty; `assumptions` and `result` are JSON; `input_sha256` is over the lines,
    goals and assumptions that went in; `library` names the versions that computed it. One that repeats an earlier one
    names it in `rerun_of_id`.
    """

    __table_args__ = synced(
        at_least("seed"),
        at_least("paths", 1),
        at_least("months", 1),
        is_json("assumptions"),
        is_json("result"),
        Index("ix_projection_proposal", "proposal_id", "made_at"),
    )
    proposal_id: str = reference("proposal", cascade=True, index=False)
    client_id: str = reference("client", cascade=True, index=False)
    rerun_of_id: str | None = reference("projection", nullable=True, index=False, cascade=True)
    made_at: datetime = instant()
    stress: str = ""
    seed: int
    paths: int
    months: int
    library: str
    input_sha256: str
    assumptions: str
    result: str
