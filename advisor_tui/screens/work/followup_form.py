"""A follow-up to plan: with whom, when, how, what for."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from advisor_tui.base.days import parse_hour
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.followup_words import channel_name, purpose_name
from advisor_tui.desk.views.followups import (
    CONTACT_CHANNELS,
    PURPOSES,
    DayNote,
    NewFollowUp,
    NextContact,
)
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.entry import DayEntry, hour_field
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

if TYPE_CHECKING:
    from advisor_tui.screens.jump import Target


def minutes_complaint(typed: str) -> str | None:
    """What is wrong with typed minutes, in the language in use, or None."""
    if typed.isdecimal() and 5 <= int(typed) <= 600:
        return None
    return translate(mark("Minutes from 5 to 600"))


class FollowUpFormScreen(DeskScreen):
    """Plans a follow-up; says when the day is not worked; offers what the cadence proposes.

    Args:
        client_id: With whom; "" asks.
        on: The day that stands there at first.
        proposed: What an outcome was followed by; its day, purpose and predecessor are taken over.
    """

    AREA = "calendar"
    HEADING = mark("Plan a follow-up")
    HELP = mark(
        "Enter goes to the next field, Ctrl+S saves, Esc closes. A day may be typed as 2026-12-01, 12-1, +3, 明天 or "
        "下周五; under it stands whether it is worked. Ctrl+R chooses another client."
    )
    FIRST_FOCUS = "#field-on"
    CSS_PATH = "followup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "choose_client", mark("Choose client"), id="followup.client"),
    ]

    def __init__(self, client_id: str, on: date, proposed: NextContact | None = None) -> None:
        super().__init__()
        self._client_id = client_id
        self._client: ClientRef | None = proposed.client if proposed else None
        self._on = proposed.on if proposed else on
        self._proposed = proposed

    def compose_body(self) -> ComposeResult:
        """The client and the form."""
        proposed = self._proposed
        yield Prose("", id="followup-client")
        yield Form(
            (
                self._day.field("on", mark("Day"), self._on.isoformat(), required=True),
                hour_field("time", mark("Time")),
                FieldSpec(
                    "channel",
                    mark("Channel"),
                    options=[(channel, channel_name(channel)) for channel in CONTACT_CHANNELS],
                ),
                FieldSpec(
                    "purpose",
                    mark("What for"),
                    proposed.event if proposed else "rhythm",
                    options=[(purpose, purpose_name(purpose)) for purpose in PURPOSES],
                ),
                FieldSpec("title", mark("In your own words")),
                FieldSpec("minutes", mark("Minutes"), "30", kind="digits", required=True, check=minutes_complaint),
            )
        )
        yield Prose("", id="followup-day")

    def on_mount(self) -> None:
        """Ask who it is, and what the day is."""
        super().on_mount()
        if self._client is None and not self._client_id:
            self.call_after_refresh(self.action_choose_client)
        self._note(self._on)

    def refresh_data(self) -> None:
        """Read the client and what the cadence proposes."""
        if self._client_id:
            self.ask(lambda desk: desk.followups.propose(self._client_id), self._show_client)
        elif self._client is not None:
            self._show_name(self._client, "")

    def _show_client(self, proposal: NextContact) -> None:
        self._client = proposal.client
        asked = mark("the cadence proposes {day}: {purpose}")
        words = translate(asked).format(day=proposal.on, purpose=purpose_name(proposal.event))
        self._show_name(proposal.client, f"{pick(proposal.tier)}   {words}")

    def _show_name(self, client: ClientRef, more: str) -> None:
        self.query_one("#followup-client", Static).update(plain(f"{one_line(client.name)}  {client.number}   {more}"))

    def action_choose_client(self) -> None:
        """Choose with whom."""
        from advisor_tui.screens.jump import JumpScreen

        self.app.push_screen(JumpScreen(clients_only=True), self._chosen)

    def _chosen(self, target: "Target | None") -> None:
        if target is not None and target.client is not None:
            self._client_id, self._proposed = target.client.ref.id, None
            self.shell.current_client = target.client.ref
            self.refresh_data()
        elif self._client is None and not self._client_id:
            self.close()

    @property
    def _day(self) -> DayEntry:
        today = self.shell.clock.today()
        return DayEntry(today, least=today)

    @on(Input.Changed, "#field-on")
    def _day_typed(self, event: Input.Changed) -> None:
        try:
            day = self._day.read(event.value)
        except ValueError:
            return
        self._note(day)

    def _note(self, day: date) -> None:
        self.ask(lambda desk: desk.followups.day_note(day), self._show_day, group="day")

    def _show_day(self, note: DayNote) -> None:
        words = []
        if not note.workday:
            why = pick(note.holiday) if note.holiday else translate(mark("weekend"))
            asked = mark("! {day} is not worked ({why}); the next working day is {next}")
            words.append(translate(asked).format(day=note.on, why=why, next=note.next_workday))
        if note.provisional:
            words.append(translate(mark("? The working days of that year are not published yet")))
        self.query_one("#followup-day", Static).update(plain("\n".join(words)))

    def unsaved(self) -> bool:
        """Whether something was typed."""
        return any(form.dirty for form in self.query(Form))

    def on_form_saved(self, event: Form.Saved) -> None:
        """Plan it and close."""
        if self._client is None:
            self.action_choose_client()
            return
        values = event.values
        after = self._proposed.after_id if self._proposed else None
        new = NewFollowUp(
            self._client.id,
            self._day.read(values["on"]),
            parse_hour(values["time"]),
            int(values["minutes"]),
            values["channel"],
            values["purpose"],
            values["title"],
            after,
        )
        self.act(lambda desk: desk.followups.plan(new), partial(self._planned, event.form, new.on))

    def _planned(self, form: Form, day: date, _: str) -> None:
        form.mark_saved()
        self.say(mark("Planned for {day}. Ctrl+Z takes it back."), day=day)
        self.close()
