"""The queue as a ranked list whose items are only built when they are shown."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.tasks import DueCounts, Filter, Place, State, WorkItem
from advisor_tui.desk.work.sources import Event
from advisor_tui.rules.ranking import PRIORITY, Due, Kind, RankKey, Stage, rank_key, reasons


@dataclass(frozen=True, slots=True)
class Entry:
    """An item's place in the queue; the item itself is only built when it is shown."""

    due: Due
    rank: RankKey
    state: State
    build: Callable[[], WorkItem]


class Queue:
    """All entries in the queue's order, as of a business date."""

    def __init__(self, today: date, entries: list[Entry], horizon_days: int) -> None:
        self.today = today
        self._horizon = today + timedelta(days=horizon_days)
        self.entries = sorted(entries, key=lambda entry: entry.rank)
        self.places = {entry.due.key: place for place, entry in enumerate(self.entries)}
        states = Counter(entry.state for entry in self.entries)
        self.counts = DueCounts(states["today"], states["overdue"])
        self._filtered: dict[Filter, list[Entry]] = {"all": self.entries}

    def filtered(self, which: Filter) -> list[Entry]:
        """The entries that a filter leaves, in their order."""
        if which not in self._filtered:
            self._filtered[which] = [entry for entry in self.entries if self._shows(which, entry)]
        return self._filtered[which]

    def _shows(self, which: Filter, entry: Entry) -> bool:
        if which == "overdue":
            return entry.state == "overdue"
        if which == "today":
            return entry.state != "later"
        return entry.due.from_on <= self._horizon


def entry_of(due: Due, today: date, item: Callable[[Due, date], WorkItem]) -> Entry:
    """An entry whose item is made by `item` of what is due and today."""
    return Entry(due, rank_key(due, today), state_of(due, today), partial(item, due, today))


def event_entry(event: Event, stage: Stage, today: date) -> Entry:
    """The entry of a contact around an event, as long as no task stands for it."""
    due = Due(
        f"{event.subject}:{stage.offset}",
        event.kind,
        stage.from_on,
        stage.due_on,
        priority=PRIORITY[event.kind],
        amount_fen=event.amount_fen,
    )
    return entry_of(due, today, partial(_event_item, event, stage))


def state_of(due: Due, today: date) -> State:
    """Whether its last day has passed, it may be done today, or it comes later."""
    return "overdue" if due.due_on < today else "later" if due.from_on > today else "today"


def _event_item(event: Event, stage: Stage, due: Due, today: date) -> WorkItem:
    facts = {**event.facts, "day": event.day.isoformat(), "offset": stage.offset}
    place = "interview" if event.kind is Kind.ASSESSMENT else "client"
    return plain_item(due, today, client=ClientRef(*event.client), facts=facts, place=Place(place, event.client[0]))


def plain_item(
    due: Due,
    today: date,
    *,
    client: ClientRef | None,
    facts: Mapping[str, int | str],
    place: Place,
    kind: str = "",
    title: Mapping[str, str] | None = None,
    note: str = "",
    law: str = "",
) -> WorkItem:
    """An item of what is due and what is known of it."""
    return WorkItem(
        due.key,
        kind or due.kind.value,
        state_of(due, today),
        due.from_on,
        due.due_on,
        due.time,
        client,
        title,
        facts,
        reasons(due, today),
        place,
        note,
        law,
    )
