"""The client list and the client page as screens receive them; amounts in 分."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from advisor_tui.desk.views.common import ClientRef

Both = Mapping[str, str]
Sort = Literal["match", "name", "tier", "assets", "risk", "contact", "due"]
SORTS: tuple[Sort, ...] = ("match", "name", "tier", "assets", "risk", "contact", "due")
DESCENDING_FIRST: frozenset[Sort] = frozenset({"match", "tier", "assets", "risk"})
"""Sorts that begin with the greatest."""
Span = tuple[int, int]
Standing = Literal["none", "valid", "expired"]
DueState = Literal["", "overdue", "today", "later"]


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """Which clients a list holds; every given condition must hold.

    Attributes:
        tier: A tier's id, or "".
        follow_up_due: A planned follow-up is due today or was due earlier.
        maturing_days: A position matures within so many days from today on, or None.
        assessment_expired: The latest risk assessment is no longer valid.
        no_contact_days: No contact is on record for so many days, or None.
    """

    tier: str = ""
    follow_up_due: bool = False
    maturing_days: int | None = None
    assessment_expired: bool = False
    no_contact_days: int | None = None

    @property
    def empty(self) -> bool:
        """Whether it lets everyone through."""
        return self == ClientFilter()


@dataclass(frozen=True, slots=True)
class ClientQuery:
    """What the client list shows.

    Attributes:
        text: What was typed to search for, or "".
        sort: The column; `match` without a text means by assets.
        descending: The greatest first; `match` has one direction.
        filter: Conditions.
    """

    text: str = ""
    sort: Sort = "match"
    descending: bool = True
    filter: ClientFilter = ClientFilter()


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One line of the client list.

    Attributes:
        tier: The tier's name.
        standing: Whether the latest risk assessment still holds.
        last_contact: None where no contact is on record.
        next_due: The earliest open task or follow-up.
        spans: Which part of the name the search found.
        found_by: The number that the search found, masked but for what was typed, or "".
    """

    ref: ClientRef
    tier: Both
    assets: int
    debts: int
    risk_level: int
    standing: Standing
    last_contact: date | None
    next_due: date | None
    due: DueState
    spans: tuple[Span, ...] = ()
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A date that comes, for the preview.

    Attributes:
        kind: `maturity`, `assessment`, `identity` or `birthday`.
        text: What matures, the level, or "".
        amount: In 分 of a maturity.
    """

    on: date
    kind: Literal["maturity", "assessment", "identity", "birthday"]
    text: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A contact, for the preview."""

    on: date
    channel: str
    summary: str


@dataclass(frozen=True, slots=True)
class ClientPreview:
    """What stands beside the list of the client under the cursor.

    Attributes:
        phone: Masked.
        by_kind: Assets by kind of position, the largest first.
        open_tasks: Tasks and planned follow-ups.
    """

    ref: ClientRef
    age: int | None
    occupation: str
    phone: str
    household: tuple[str, ...]
    assets: int
    debts: int
    by_kind: tuple[tuple[str, int], ...]
    risk_level: int
    standing: Standing
    assessed_until: date | None
    ahead: tuple[Ahead, ...]
    said: tuple[Said, ...]
    open_tasks: int
    open_proposals: int


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named filter and sort of the list."""

    id: str
    name: str
    query: ClientQuery


@dataclass(frozen=True, slots=True)
class TierChoice:
    """A tier that can be chosen."""

    id: str
    name: Both


@dataclass(frozen=True, slots=True)
class ManyDone:
    """What an action on the marked clients did."""

    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class PlanForMany:
    """A follow-up to plan for every marked client; `channel` is one of the contact channels."""

    planned_on: date
    channel: str
    purpose: str


HistoryKind = Literal[
    "contact", "interview", "assessment", "proposal", "confirmation", "task", "follow_up", "complaint", "feedback",
    "life_event", "loan", "change", "access",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something that happened with a client.

    Attributes:
        key: `kind:id`, unique.
        on: Its business date; for what is planned the planned day.
        at: Its instant where known, for the order within a day.
        status: A word of the record (open, done, accepted, …), or "".
        text: What a person wrote, or a title; outside text.
        facts: Further values: `number`, `level`, `channel`, `amount`, `by`, `table`, `action`, `score`; of a task its
            `kind` and what its sentence is made of.
        title: Of a task in both languages, where a person or the template named it; else None and `facts` tell.
        can_delete: Whether it is a life event, which can be taken away.
        can_correct: Whether it is a contact note of one's own that no newer one corrects yet.
    """

    key: str
    kind: HistoryKind
    on: date
    at: datetime | None
    status: str
    text: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    title: Both | None = None
    can_delete: bool = False
    can_correct: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A holding or a debt on the client page; `rate` in 10⁻⁴ percent a year, `as_of` the day of its amount."""

    key: str
    kind: str
    name: str
    amount: int
    currency: str = "CNY"
    risk_level: int | None = None
    matures_on: date | None = None
    rate: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """An identity paper; `number` is masked unless it was revealed."""

    id: str
    kind: str
    number: str
    expires_on: date | None
    long_term: bool
    expired: bool


@dataclass(frozen=True, slots=True)
class HeldByHeadOffice:
    """That head office has locked a client: nothing of it can be changed here.

    Attributes:
        why: Handed over to another advisor, or kept only because a law still requires the records.
        until: The last day of the legal retention period, where it is known.
    """

    why: Literal["reassigned", "restricted"]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ClientPage:
    """Everything known of a client.

    Attributes:
        phone: Masked unless revealed, as are `email`, `address` and the papers' numbers.
        assets: What all holdings are worth, insurance and property too; `holdings` tell the parts.
        revealed: Whether they are shown in full.
        held: That head office has locked the client, or None.
    """

    ref: ClientRef
    sex: str | None
    born_on: date | None
    age: int | None
    phone: str
    email: str
    address: str
    occupation: str
    employer: str
    tier: Both
    status: str
    capacity: str
    opened_on: date | None
    remark: str
    advisor: str
    papers: tuple[Paper, ...]
    household: tuple[str, ...]
    assets: int
    debts: int
    risk_level: int
    standing: Standing
    assessed_until: date | None
    holdings: tuple[Position, ...]
    liabilities: tuple[Position, ...]
    ahead: tuple[Ahead, ...]
    history: tuple[HistoryLine, ...]
    revealed: bool = False
    held: HeldByHeadOffice | None = None


@dataclass(frozen=True, slots=True)
class ClientForm:
    """What the client form holds, as text; checked when it is saved.

    Attributes:
        number: The client number; "" gives the next free one.
        id_kind: Kind of the main identity paper.
        id_number: Its number, "" for none.
        id_expires: A date, "" for unknown; `id_long_term` for 长期.
    """

    name: str = ""
    number: str = ""
    sex: str = ""
    born_on: str = ""
    phone: str = ""
    id_kind: str = "resident_id"
    id_number: str = ""
    id_expires: str = ""
    id_long_term: bool = False
    email: str = ""
    address: str = ""
    occupation: str = ""
    employer: str = ""
    education: str = ""
    tier: str = ""
    status: str = "active"
    capacity: str = "full"
    guardian: str = ""
    opened_on: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A client was written; `warnings` are message ids of what is odd but may be right."""

    ref: ClientRef
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactNote:
    """A contact to note down; `on` is a date as typed, "" for now."""

    channel: str
    summary: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class NewLifeEvent:
    """An event of the client's life, past or expected; `on` is a date as typed."""

    kind: str
    on: str
    yearly: bool = False
    lunar: bool = False
    remark: str = ""
