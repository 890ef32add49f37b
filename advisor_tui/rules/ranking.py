"""How due items are ranked, and why: the one order of the task queue."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from advisor_tui.rules.cadence import Anchor
from advisor_tui.rules.cadence import Due as Contact


class Kind(StrEnum):
    """Where a due item comes from."""

    COMPLAINT = "complaint"
    FOLLOW_UP = "follow_up"
    MATURITY = "maturity"
    ASSESSMENT = "assessment"
    ID_DOCUMENT = "id_document"
    TASK = "task"
    BIRTHDAY = "birthday"


PRIORITY: Mapping[Kind, int] = {
    Kind.COMPLAINT: 1,
    Kind.FOLLOW_UP: 3,
    Kind.MATURITY: 3,
    Kind.ASSESSMENT: 4,
    Kind.ID_DOCUMENT: 4,
    Kind.TASK: 5,
    Kind.BIRTHDAY: 7,
}
"""1 comes first, 9 last; a task of a person carries its own."""
ANCHORS: Mapping[Kind, Anchor] = {
    Kind.MATURITY: "maturity",
    Kind.ASSESSMENT: "assessment_expiry",
    Kind.ID_DOCUMENT: "id_expiry",
    Kind.BIRTHDAY: "birthday",
}
"""The events of the cadence that stand in the queue without anybody writing them down."""


class Band(IntEnum):
    """The parts of the queue, from the top."""

    DEADLINE = 0
    OVERDUE = 1
    TIMED = 2
    TODAY = 3
    LATER = 4


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do.

    Attributes:
        key: What it is known by; unique in the queue.
        from_on: The first day to do it.
        due_on: The last day for it, included.
        time: `HH:MM` where an hour is agreed, else "".
        priority: 1 (first) to 9.
        amount_fen: The money that it is about, in 分; 0 where there is none.
        statutory: Whether the last day is set by law.
        urgent_days: How near a last day set by law has to be for the item to stand above everything else.
    """

    key: str
    kind: Kind
    from_on: date
    due_on: date
    time: str = ""
    priority: int = 5
    amount_fen: int = 0
    statutory: bool = False
    urgent_days: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item stands where it does: a word, and the days or the hour that fill its sentence."""

    word: str
    params: Mapping[str, int | str] = field(default_factory=dict, hash=False)


def band(item: Due, today: date) -> Band:
    """The part of the queue that an item belongs to."""
    if item.statutory and (item.due_on - today).days <= item.urgent_days:
        return Band.DEADLINE
    if item.due_on < today:
        return Band.OVERDUE
    if item.from_on > today:
        return Band.LATER
    return Band.TIMED if item.time and item.from_on == today else Band.TODAY


RankKey = tuple[int, date, str, int, date, int, str]


def rank_key(item: Due, today: date) -> RankKey:
    """What the queue is sorted by; two items never tie, because the key is the last part.

    Within a band: what comes later by its day, what has an hour by the hour; then priority, the nearer last day, the
    larger amount.
    """
    part = band(item, today)
    day = item.from_on if part is Band.LATER else date.min
    hour = (item.time or "24:00") if part in (Band.TIMED, Band.LATER) else ""
    return (part, day, hour, item.priority, item.due_on, -item.amount_fen, item.key)


def rank(items: Iterable[Due], today: date) -> list[Due]:
    """The queue's order; the same for every order of the input."""
    return sorted(items, key=lambda item: rank_key(item, today))


def reasons(item: Due, today: date) -> tuple[Reason, ...]:
    """Why the item is in the queue and stands there, the weightiest first."""
    found = []
    left = (item.due_on - today).days
    if item.statutory:
        found.append(Reason("legal_late", {"days": -left}) if left < 0 else Reason("legal", {"days": left}))
    elif left < 0:
        found.append(Reason("late", {"days": -left}))
    elif item.from_on > today:
        found.append(Reason("begins", {"days": (item.from_on - today).days}))
    elif item.time and item.from_on == today:
        found.append(Reason("at", {"time": item.time}))
    elif left == 0:
        found.append(Reason("today"))
    else:
        found.append(Reason("until", {"days": left}))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the contacts around an event.

    Attributes:
        offset: Days from the event as the cadence asks for them.
        from_on: The working day on which it is to be done.
        due_on: The event itself for a contact before it: until then it may still be made.
    """

    offset: int
    from_on: date
    due_on: date


def stages(contacts: Iterable[Contact], day: date) -> tuple[Stage, ...]:
    """The contacts around the event of a day, as `rules.cadence.event_contacts` gives them, earliest first."""
    return tuple(
        Stage(contact.offset, contact.on, max(day, contact.on)) for contact in contacts if contact.offset is not None
    )


def current_stage(
    all_stages: Sequence[Stage], today: date, handled: Collection[int], lapse_days: int, horizon_days: int
) -> Stage | None:
    """The one contact that matters today: the last that has begun, else the next if it begins soon.

    A contact that was handled settles all earlier ones. None when all are handled, none begins within the horizon,
    or the last one lapsed: its last day is more than `lapse_days` past.
    """
    last = max(handled, default=None)
    remaining = [stage for stage in all_stages if last is None or stage.offset > last]
    begun = [stage for stage in remaining if stage.from_on <= today]
    stage = begun[-1] if begun else next(iter(remaining), None)
    if stage is None or stage.from_on > today + timedelta(days=horizon_days):
        return None
    return None if stage.due_on < today - timedelta(days=lapse_days) else stage
