"""The task queue as screens receive it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from advisor_tui.desk.views.common import ClientRef
from advisor_tui.rules.ranking import Reason

State = Literal["overdue", "today", "later"]
Filter = Literal["all", "today", "overdue", "week"]
FILTERS: tuple[Filter, ...] = ("all", "today", "overdue", "week")


@dataclass(frozen=True, slots=True)
class DueCounts:
    """What the status line says: items for today, and items whose last day has passed."""

    today: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item is done.

    Attributes:
        kind: `client`, `interview`, `proposal`, `loan`, `complaint`, `follow_up` or `task`.
        ref: The id of that.
    """

    kind: str
    ref: str


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line of the queue.

    Attributes:
        key: `task:ID`, `follow_up:ID`, `complaint:ID`, or the subject of an item that is no row yet.
        kind: A kind of `rules.ranking.Kind`; for tasks the kind of the task.
        from_on: The first day to do it.
        due_on: The last day for it.
        time: `HH:MM` or "".
        title: In both languages, where a person or the template named it; else None and `facts` tell.
        facts: What the sentence is made of: `amount_fen`, `name`, `offset`, `level`, `number`, `age`, ….
        why: Why it stands where it does, the weightiest first.
        law: Law and article of a legal deadline, else "".
    """

    key: str
    kind: str
    state: State
    from_on: date
    due_on: date
    time: str
    client: ClientRef | None
    title: Mapping[str, str] | None
    facts: Mapping[str, int | str]
    why: tuple[Reason, ...]
    place: Place
    note: str = ""
    law: str = ""

    @property
    def is_complaint(self) -> bool:
        """Whether it is a complaint, which is done by deciding it."""
        return self.kind == "complaint"

    @property
    def is_follow_up(self) -> bool:
        """Whether it is a planned follow-up, which is done by logging its outcome."""
        return self.kind == "follow_up"


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that a person writes down; `time` is `HH:MM` or ""."""

    title: str
    due_on: date
    client_id: str | None = None
    time: str = ""
    priority: int = 5
    note: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """An advisor of the branch to whom work can be handed over."""

    id: str
    name: str
    staff_no: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back: the action's word, such as `task.done`."""

    action: str
    params: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SnoozeDays:
    """The days that snoozing offers."""

    tomorrow: date
    three_days: date
    next_workday: date
