"""Complaints as screens receive them."""

from dataclasses import dataclass
from datetime import date

from advisor_tui.desk.views.common import ClientRef

GRADES = ("simple", "complex")


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint in the list.

    Attributes:
        due_on: The last day to decide and tell the complainant, the extension included.
        left: Days until then; negative when it has passed, 0 on the day itself.
    """

    id: str
    number: int
    client: ClientRef | None
    subject: str
    received_on: date
    due_on: date
    left: int
    grade: str
    status: str
    extended: bool
    handler: str


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint with all that is known.

    Attributes:
        law: Law and articles of the terms, as they hold on the day it was received.
        days: The days of the present term.
        can_extend: Whether it may still be extended once.
        extended_due: The last day after an extension.
        review_until: The last day on which the complainant may ask for a review; None before the decision.
    """

    row: ComplaintRow
    text: str
    channel: str
    law: str
    days: int
    can_extend: bool
    extended_due: date
    decided_on: date | None
    decision: str
    told_on: date | None
    review_until: date | None


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """A complaint as it was received."""

    subject: str
    text: str
    received_on: date
    channel: str = "visit"
    grade: str = "simple"
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the law gives for a complaint received on a day."""

    due_on: date
    days: int
    law: str
