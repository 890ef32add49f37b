"""What the day page and the task queue share: a list of due items and what is done with the one under the cursor."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.tasks import Colleague, SnoozeDays, Undone, WorkItem
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.entry import DayEntry
from advisor_tui.screens.work import text as work_text
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import ask_text, pick_one
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_table import LineTable

QUEUE_COLUMNS = (
    Column("mark", "", 1),
    Column("when", mark("When"), 10),
    Column("title", mark("What"), 20, flex=4),
    Column("client", mark("Client"), 8),
    Column("why", mark("Why"), 19),
    Column("note", mark("Note"), 12, flex=1, min_screen_width=110),
)


class QueueScreen(DeskScreen):
    """A screen whose table `#queue` holds work items."""

    ENTER = mark("Do it")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "done", mark("Done"), id="queue.done"),
        Binding(digit_key(2), "snooze", mark("Put off"), id="queue.snooze"),
        Binding(digit_key(3), "hand_over", mark("Hand over"), id="queue.hand-over"),
        Binding(digit_key(4), "note", mark("Note"), id="queue.note"),
        Binding("ctrl+z", "undo", mark("Undo"), id="queue.undo"),
    ]

    @property
    def today(self) -> date:
        """The business date."""
        return self.shell.clock.today()

    @property
    def queue(self) -> LineTable[WorkItem]:
        """The table of items."""
        return self.query_one("#queue", LineTable)

    def chosen_item(self) -> WorkItem | None:
        """The item under the cursor."""
        return self.queue.cursor_row

    def draw_item(self, item: WorkItem) -> Line:
        """An item as a line."""
        client = item.client.name if item.client else ""
        note = item.note.splitlines()[-1] if item.note else ""
        cells = (
            "!" if work_text.urgent(item) else "",
            work_text.when(item, self.today),
            work_text.title(item, self.today),
            client,
            work_text.why(item, self.today),
            note,
        )
        return Line(item.key, cells, dim=item.state == "later")

    def whole_line(self, item: WorkItem) -> str:
        """What the item is about, with its client and why, however long."""
        client = f"{one_line(item.client.name)} {item.client.number}" if item.client else ""
        parts = (self._title(item), client, work_text.why(item, self.today))
        return signs(" · ").join(part for part in parts if part)

    # Going to the doing

    def go(self, item: WorkItem) -> None:
        """Open where the item is done, with its client at the desk."""
        if item.client is not None:
            self.shell.current_client = item.client
        place = item.place
        if place.kind == "client":
            self.shell.open_area("clients", "open", place.ref)
        elif place.kind == "interview":
            self.shell.open_area("interview", "new", place.ref)
        elif place.kind == "proposal":
            self.shell.open_area("proposals", "open", place.ref)
        elif place.kind == "loan":
            from advisor_tui.screens.loan.loan import LoanScreen

            self.app.push_screen(LoanScreen(place.ref))
        elif place.kind == "complaint":
            from advisor_tui.screens.more.complaint import ComplaintScreen

            self.app.push_screen(ComplaintScreen(place.ref))
        elif place.kind == "follow_up":
            from advisor_tui.screens.work.followup_outcome import FollowUpOutcomeScreen

            self.app.push_screen(FollowUpOutcomeScreen(place.ref))
        else:
            self.action_note()

    # Doing

    def action_done(self) -> None:
        """Mark the item as done; a follow-up asks for its outcome, a complaint for its decision."""
        item = self.chosen_item()
        if item is None:
            return
        if item.is_follow_up or item.is_complaint:
            self.go(item)
            return

        def write(note: str) -> None:
            self.act(lambda desk: desk.tasks.done(item.key, note), self._wrote(mark("Done. Ctrl+Z takes it back.")))

        ask_text(self, mark("Done: {title}. What came of it? (may stay empty)"), write, title=self._title(item))

    def action_snooze(self) -> None:
        """Put the item off."""
        item = self.chosen_item()
        if item is not None:
            self.ask(lambda desk: desk.tasks.snooze_days(), partial(self._snooze, item), group="snooze")

    def _snooze(self, item: WorkItem, days: SnoozeDays) -> None:
        options = [
            (days.tomorrow.isoformat(), translate(mark("one day: {day}")).format(day=days.tomorrow)),
            (days.three_days.isoformat(), translate(mark("three days: {day}")).format(day=days.three_days)),
            (f"{days.next_workday} ", translate(mark("next working day: {day}")).format(day=days.next_workday)),
            ("", signs(translate(mark("another day …")))),
        ]

        def until(day: date) -> None:
            self.act(
                lambda desk: desk.tasks.snooze(item.key, day),
                self._wrote(mark("Put off to {day}. Ctrl+Z takes it back."), day=day),
            )

        entry = DayEntry(self.today, least=days.tomorrow)

        def chosen(value: str) -> None:
            if value:
                until(date.fromisoformat(value.strip()))
            else:
                ask_text(
                    self,
                    mark("Until which day?"),
                    lambda typed: until(entry.read(typed)),
                    check=entry.complaint,
                    read=entry.understood,
                )

        pick_one(self, mark("Put off: {title}"), options, chosen, title=self._title(item))

    def action_hand_over(self) -> None:
        """Hand the item over to a colleague."""
        item = self.chosen_item()
        if item is not None:
            self.ask(lambda desk: desk.tasks.colleagues(), partial(self._hand_over, item), group="colleagues")

    def _hand_over(self, item: WorkItem, colleagues: tuple[Colleague, ...]) -> None:
        if not colleagues:
            self.say(mark("No other advisor of the branch is known to this desk."))
            return
        names = {colleague.id: colleague.name for colleague in colleagues}
        options = [(colleague.id, f"{colleague.name}  {colleague.staff_no}") for colleague in colleagues]

        def write(advisor: str, note: str) -> None:
            self.act(
                lambda desk: desk.tasks.hand_over(item.key, advisor, note),
                self._wrote(mark("Handed over to {name}. Ctrl+Z takes it back."), name=names[advisor]),
            )

        def chosen(advisor: str) -> None:
            ask_text(self, mark("A word for {name}? (may stay empty)"), partial(write, advisor), name=names[advisor])

        pick_one(self, mark("Hand over: {title}"), options, chosen, title=self._title(item))

    def action_note(self) -> None:
        """Add a note to the item."""
        item = self.chosen_item()
        if item is None:
            return

        def write(note: str) -> None:
            self.act(lambda desk: desk.tasks.note(item.key, note), self._wrote(mark("Noted.")))

        ask_text(
            self,
            mark("Note on: {title}"),
            write,
            check=lambda typed: None if typed.strip() else translate(mark("A note needs words.")),
            title=self._title(item),
        )

    def action_undo(self) -> None:
        """Take the last action back."""
        self.act(lambda desk: desk.undo_log.undo(), self._undone)

    def _undone(self, undone: Undone | None) -> None:
        self.notify(work_text.undone_text(undone.action) if undone else translate(mark("Nothing to take back.")))
        self.refresh_data()

    def _wrote(self, message: str, **params: object) -> Callable[[None], None]:
        """What follows a write: say it, read again."""

        def wrote(_: None) -> None:
            self.say(message, **params)
            self.refresh_data()

        return wrote

    def _title(self, item: WorkItem) -> str:
        return work_text.title(item, self.today)
