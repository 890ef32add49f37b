"""A task that a person writes down."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.tasks import NewTask
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.work.day_entry import day_complaint, hour_complaint, parse_day, parse_hour
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
        today = self.shell.clock.today()
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
                FieldSpec(
                    "due_on",
                    mark("Due on"),
                    today.isoformat(),
                    kind="date",
                    required=True,
                    check=lambda typed: day_complaint(typed, today, least=today),
                    hint=mark("2026-12-01, 12-1, +3, 明天, 下周五"),
                ),
                FieldSpec("time", mark("Time"), kind="date", check=hour_complaint),
                FieldSpec("client", mark("About client"), about[0][0], options=about),
                FieldSpec("priority", mark("Priority"), "5", options=priorities),
                FieldSpec("note", mark("Note")),
            )
        )

    def unsaved(self) -> bool:
        """Whether something was typed."""
        return any(form.dirty for form in self.query(Form))

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write it and close."""
        values = event.values
        new = NewTask(
            values["title"],
            parse_day(values["due_on"], self.shell.clock.today()),
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
