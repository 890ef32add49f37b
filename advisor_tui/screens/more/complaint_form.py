"""A complaint as it is received; the legal deadline stands under the form while it is typed."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.complaints import GRADES, Deadline, NewComplaint
from advisor_tui.desk.views.followup_words import channel_name
from advisor_tui.desk.views.followups import CONTACT_CHANNELS
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.entry import DayEntry
from advisor_tui.screens.more.complaints import grade_name
from advisor_tui.widgets.fields import ChoiceField
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class ComplaintFormScreen(DeskScreen):
    """Writes a new complaint."""

    AREA = "more"
    HEADING = mark("New complaint")
    HELP = mark(
        "Register the complaint on the day it is received: the legal term counts from there, in calendar days. A "
        "complex complaint has the longer term. Enter goes to the next field, Ctrl+S saves."
    )
    FIRST_FOCUS = "#field-subject"
    CSS_PATH = "../records.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def compose_body(self) -> ComposeResult:
        """The form and the deadline."""
        client = self.shell.current_client
        about = [("", translate(mark("not a client")))]
        if client is not None:
            about.insert(0, (client.id, f"{client.name}  {client.number}"))
        yield Form(
            (
                FieldSpec("subject", mark("About"), required=True),
                FieldSpec("text", mark("What happened"), max_length=1000),
                FieldSpec("client", mark("Complainant"), about[0][0], options=about),
                self._day.field("received_on", mark("Received on"), self._day.today.isoformat(), required=True),
                FieldSpec(
                    "channel",
                    mark("Channel"),
                    "visit",
                    options=[(channel, channel_name(channel)) for channel in CONTACT_CHANNELS],
                ),
                FieldSpec("grade", mark("Grade"), options=[(grade, grade_name(grade)) for grade in GRADES]),
            )
        )
        yield Prose("", classes="compliance--note", id="complaint-deadline")

    def refresh_data(self) -> None:
        """Read the deadline of what is typed."""
        self._deadline()

    @property
    def _day(self) -> DayEntry:
        today = self.shell.clock.today()
        return DayEntry(today, most=today)

    @on(Input.Changed, "#field-received_on")
    @on(ChoiceField.Changed)
    def _deadline(self) -> None:
        form = self.query_one(Form)
        try:
            day = self._day.read(form.field("received_on").text)
        except ValueError:
            return
        grade = form.field("grade").text
        self.ask(lambda desk: desk.complaints.deadline(day, grade), self._show)

    def _show(self, deadline: Deadline) -> None:
        asked = translate(mark("Decide and tell the complainant by {day} ({days} calendar days)"))
        text = f"{asked.format(day=deadline.due_on, days=deadline.days)}\n{deadline.law}"
        self.query_one("#complaint-deadline", Static).update(plain(text))

    def unsaved(self) -> bool:
        """Whether something was typed."""
        return any(form.dirty for form in self.query(Form))

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write it and close."""
        values = event.values
        new = NewComplaint(
            values["subject"],
            values["text"],
            self._day.read(values["received_on"]),
            values["channel"],
            values["grade"],
            values["client"] or None,
        )

        def saved(_: str) -> None:
            event.form.mark_saved()
            self.say(mark("Registered. Ctrl+Z takes it back."))
            self.close()

        self.act(lambda desk: desk.complaints.add(new), saved)
