"""What is to be done: tasks, follow-ups, feedback, complaints."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from advisor_tui.store.tables.columns import (
    Row,
    at_least,
    instant,
    is_bool,
    is_date,
    is_json,
    not_empty,
    one_of,
    reference,
    synced,
)
from advisor_tui.store.tables.contact import CHANNELS

TASK_STATUSES = ("open", "done", "cancelled")
FOLLOW_UP_STATUSES = ("planned", "done", "missed", "cancelled")
COMPLAINT_STATUSES = ("open", "decided", "withdrawn", "closed")
COMPLAINT_GRADES = ("simple", "complex")


class Task(Row, table=True):
    """Something to do by a date; `kind` names its template, `title` what a person wrote (else the template's)."""

    __table_args__ = synced(
        one_of("status", TASK_STATUSES),
        not_empty("kind"),
        *is_date("due_on", "snoozed_until"),
        at_least("priority", 1, 9),
        is_json("params"),
        Index("ix_task_status_due", "status", "due_on"),
    )
    client_id: str | None = reference("client", nullable=True, cascade=True)
    advisor_id: str = reference("advisor", index=False)
    kind: str
    title: str = ""
    params: str = "{}"
    due_on: date
    due_time: str = ""
    priority: int = 5
    status: str = "open"
    snoozed_until: date | None = None
    note: str = ""
    proposal_id: str | None = reference("proposal", nullable=True)
    loan_case_id: str | None = reference("loan_case", nullable=True)
    subject: str = Field(default="", index=True)
    created_at: datetime = instant()
    done_at: datetime | None = instant(nullable=True)


class FollowUp(Row, table=True):
    """A planned contact and what came of it; satisfaction 1–5."""

    __table_args__ = synced(
        one_of("status", FOLLOW_UP_STATUSES),
        one_of("channel", CHANNELS),
        *is_date("planned_on"),
        at_least("satisfaction", 1, 5),
        at_least("minutes", 5, 600),
        Index("ix_follow_up_status_on", "status", "planned_on"),
        Index("ix_follow_up_client_on", "client_id", "planned_on"),
    )
    client_id: str = reference("client", cascade=True, index=False)
    advisor_id: str = reference("advisor", index=False)
    planned_on: date
    planned_time: str = ""
    minutes: int = 30
    channel: str = "phone"
    purpose: str
    title: str = ""
    status: str = "planned"
    outcome: str = ""
    satisfaction: int | None = None
    done_at: datetime | None = instant(nullable=True)
    proposal_id: str | None = reference("proposal", nullable=True)
    after_id: str | None = reference("follow_up", nullable=True)


class Feedback(Row, table=True):
    """What a client said about the service; `score` 1–5."""

    __table_args__ = synced(at_least("score", 1, 5), *is_date("given_on"))
    client_id: str = reference("client", cascade=True)
    follow_up_id: str | None = reference("follow_up", nullable=True, cascade=True)
    score: int
    comment: str = ""
    given_on: date = Field(index=True)


class Complaint(Row, table=True):
    """A complaint; deadlines in calendar days from receipt (令2020年第3号 第十八条)."""

    __table_args__ = synced(
        one_of("status", COMPLAINT_STATUSES),
        one_of("grade", COMPLAINT_GRADES),
        at_least("number", 1),
        *is_date("received_on", "due_on", "extended_until", "decided_on", "told_on"),
        Index("ix_complaint_status_due", "status", "due_on"),
        is_bool("extended"),
    )
    client_id: str | None = reference("client", nullable=True, cascade=True)
    number: int
    received_on: date
    channel: str = "visit"
    subject: str
    text: str = ""
    grade: str = "simple"
    status: str = "open"
    handler_id: str | None = reference("advisor", nullable=True, index=False)
    due_on: date
    extended: bool = False
    extended_until: date | None = None
    decided_on: date | None = None
    decision: str = ""
    told_on: date | None = None
