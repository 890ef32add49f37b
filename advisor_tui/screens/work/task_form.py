"""A task that a person writes down."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from advisor_tui.base.days import parse_hour
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.tasks import NewTask
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.entry import DayEntry, hour_field
from advisor_tui.widgets.form import FieldSpec, Form


class TaskFormScreen(DeskScreen):
    """Writes a task; it is about the client at the desk if the form says so."""

    AREA = "tasks"
    HEADING = mark("New task")
    HELP = mark("Say what is to be done and by when. Enter goes to the next field, Ctrl+S saves, Esc closes.")
    FIRST_FOCUS = "#field-title"
    BINDINGS: ClassVar[list[BindingType]] = []

    def compose_body(self) -> ComposeResult:
        """The form."""
        client = self.shell.current_client
        about = [("", translate(mark("nobody")))]
        if client is not None:
            about.insert(0, (client.id, f"{client.name}  {client.number}"))
        priorities = (
            ("5", translate(mark("normal"))),
            ("2", translate(mark("high"))),
            ("8", translate(mark("low"))),
        )
        yield Form(
            (
                FieldSpec("title", mark("What"), required=True),
                self._day.field("due_on", mark("Due on"), self._day.today.isoformat(), required=True),
                hour_field("time", mark("Time")),
                FieldSpec("client", mark("About client"), about[0][0], options=about),
                FieldSpec("priority", mark("Priority"), "5", options=priorities),
                FieldSpec("note", mark("Note")),
            )
        )

    @property
    def _day(self) -> DayEntry:
        today = self.shell.clock.today()
        return DayEntry(today, least=today)

    def unsaved(self) -> bool:
        """Whether something was typed."""
        return any(form.dirty for form in self.query(Form))

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write it and close."""
        values = event.values
        new = NewTask(
            values["title"],
            self._day.read(values["due_on"]),
            values["client"] or None,
            parse_hour(values["time"]),
            int(values["priority"]),
            values["note"],
        )

        def saved(_: str) -> None:
            event.form.mark_saved()
            self.say(mark("Written down. Ctrl+Z takes it back."))
            self.close()

        self.act(lambda desk: desk.tasks.add(new), saved)
