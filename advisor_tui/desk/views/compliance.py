"""Journal, access log, training, agreements and scorecard as screens receive them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from advisor_tui.desk.views.day import Figure

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One entry: who changed what, when.

    Attributes:
        kind: `insert`, `update`, `delete`, or `blank` for what an erasure took away.
        fields: The names of the changed columns.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    table: str
    row_id: str
    origin: str
    kind: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A column's old and new value as they may be shown: masked where they tell who somebody is."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class JournalView:
    """One entry with its changes."""

    row: JournalRow
    changes: tuple[FieldChange, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What walking the chain found; see `store.audit.AuditResult`."""

    entries: int
    ok: bool
    first_bad: int | None
    reason: str
    sealed: int


@dataclass(frozen=True, slots=True)
class AccessRow:
    """Something that was shown in full or left in clear."""

    id: str
    at: datetime
    staff: str
    client: str
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training or a qualification; `state` is `valid`, `expiring`, `expired` or `open`."""

    id: str
    staff: str
    kind: str
    topic: str
    number: str
    on: date | None
    until: date | None
    score: int | None
    state: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A signed paper of an advisor or a client."""

    id: str
    party: str
    is_client: bool
    kind: str
    form_number: str
    signed_on: date
    ends_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of a period with what was reached; `formula` is how the bank counts it."""

    id: str
    starts_on: date
    ends_on: date
    figure: Figure
    formula: str
