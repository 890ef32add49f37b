"""The follow-up calendar as screens receive it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from advisor_tui.desk.views.common import ClientRef

PURPOSES = (
    "rhythm",
    "maturity",
    "assessment_expiry",
    "id_expiry",
    "birthday",
    "relation_start",
    "balance_move",
    "proposal",
    "service",
    "other",
)
"""What a follow-up is for; the anchors of the cadence among them."""
CONTACT_CHANNELS = ("phone", "visit", "wechat", "video", "home_visit", "message", "letter", "other")


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A planned or finished follow-up; `title` is what a person wrote, else `purpose` tells."""

    id: str
    client: ClientRef
    on: date
    time: str
    minutes: int
    channel: str
    purpose: str
    title: str
    status: str
    outcome: str
    satisfaction: int | None
    phone: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the calendar.

    Attributes:
        workday: Whether it is worked.
        makeup: A day of the weekend that is worked in exchange.
        holiday: The public holiday's name in both languages, or None.
        provisional: That year's notice is not published yet.
        planned: Follow-ups still planned.
        done: Follow-ups done.
    """

    on: date
    workday: bool
    makeup: bool
    holiday: Mapping[str, str] | None
    provisional: bool
    planned: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive days with their follow-ups in order.

    Attributes:
        workdays: How many of the days are worked.
        late: Follow-ups planned for a day before today, in the whole book.
    """

    days: tuple[DayCell, ...]
    rows: tuple[FollowUpRow, ...]
    workdays: int
    late: int

    @property
    def provisional(self) -> bool:
        """Whether a day of it lies after the last published calendar."""
        return any(day.provisional for day in self.days)


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """A follow-up to plan; `time` is `HH:MM` or ""."""

    client_id: str
    on: date
    time: str = ""
    minutes: int = 30
    channel: str = "phone"
    purpose: str = "rhythm"
    title: str = ""
    after_id: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a follow-up.

    Attributes:
        reached: False when the client was not reached: the follow-up counts as missed.
        satisfaction: 1–5, or None where the client was not asked.
    """

    channel: str
    text: str
    satisfaction: int | None = None
    reached: bool = True
    comment: str = ""


@dataclass(frozen=True, slots=True)
class NextContact:
    """The follow-up that the cadence proposes next.

    Attributes:
        event: A purpose: `rhythm` or an anchor of the cadence.
        anchor: The day that it is about.
        tier: The client's tier in both languages.
    """

    client: ClientRef
    on: date
    event: str
    anchor: date
    tier: Mapping[str, str]
    provisional: bool
    after_id: str | None


@dataclass(frozen=True, slots=True)
class Logged:
    """What followed from an outcome: the next contact, and whether a task was opened for low satisfaction."""

    next: NextContact
    task_opened: bool


@dataclass(frozen=True, slots=True)
class DayNote:
    """What a chosen day is, for the form: whether it is worked, and why not."""

    on: date
    workday: bool
    holiday: Mapping[str, str] | None
    provisional: bool
    next_workday: date


@dataclass(frozen=True, slots=True)
class Exported:
    """A calendar file that was written in clear on purpose."""

    path: str
    count: int
    masked: bool
