"""A contact that was made, or an event of a client's life, to note down."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.clients import ContactNote, NewLifeEvent
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.followup_words import channel_name
from advisor_tui.desk.views.followups import CONTACT_CHANNELS
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.client import words
from advisor_tui.screens.work.day_entry import day_complaint, parse_day
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.plain import plain_line

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk


class NoteForm(DeskScreen):
    """What both forms share: whose it is, the form, saving."""

    AREA = "clients"
    DEFAULT_CSS = """
    NoteForm .note--client { padding: 0 1; }
    NoteForm Form { padding: 0 1; }
    """

    def __init__(self, client: ClientRef) -> None:
        super().__init__()
        self._client = client

    def compose_body(self) -> ComposeResult:
        """The client and the form."""
        yield Static(
            plain_line(f"{self._client.name}  {self._client.number}", "bold"), markup=False, classes="note--client"
        )
        yield Form(self.specs())

    def specs(self) -> tuple[FieldSpec, ...]:
        """The fields."""
        return ()

    def unsaved(self) -> bool:
        """Whether something was typed."""
        return any(form.dirty for form in self.query(Form))

    def action_save(self) -> None:
        """Save, as Ctrl+S does in the form."""
        self.query_one(Form).action_submit()

    def write(self, form: Form, job: "Callable[[Desk], str]") -> None:
        """Write it and close; a refusal stands under its field."""
        self.act(job, partial(self._written, form), failed=partial(self._refused, form))

    def _written(self, form: Form, _: str) -> None:
        form.mark_saved()
        self.say(mark("Written down. Ctrl+Z takes it back."))
        self.close()

    def _refused(self, form: Form, error: DeskError) -> None:
        if error.where in {spec.name for spec in form.specs}:
            form.complain(error.where, str(error))
        else:
            self.shell.show_error(error)


class ContactFormScreen(NoteForm):
    """Notes a contact down."""

    HEADING = mark("Contact note")
    HELP = mark("How the client was reached and what was said. An empty day means now. Ctrl+S saves, Esc closes.")
    FIRST_FOCUS = "#field-summary"

    def specs(self) -> tuple[FieldSpec, ...]:
        """Channel, what was said, day."""
        today = self.shell.clock.today()
        return (
            FieldSpec(
                "channel", mark("Channel"), options=[(channel, channel_name(channel)) for channel in CONTACT_CHANNELS]
            ),
            FieldSpec("summary", mark("What it was about"), required=True, max_length=2000),
            FieldSpec(
                "on", mark("Day"), kind="date", check=lambda typed: day_complaint(typed, today, most=today),
                hint=mark("Empty: today"),
            ),
        )  # fmt: skip

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write the note."""
        values, client_id = event.values, self._client.id
        on = parse_day(values["on"], self.shell.clock.today()).isoformat() if values["on"] else ""
        note = ContactNote(values["channel"], values["summary"], on)
        self.write(event.form, lambda desk: desk.client_edit.add_note(client_id, note))


class LifeEventFormScreen(NoteForm):
    """Notes an event of the client's life down, past or expected."""

    HEADING = mark("Life event")
    HELP = mark("What happens in the client's life, and when. Ctrl+S saves, Esc closes.")
    FIRST_FOCUS = "#field-kind"

    def specs(self) -> tuple[FieldSpec, ...]:
        """Kind, day, whether it comes every year, remark."""
        no_yes = (("", translate(mark("No"))), ("yes", translate(mark("Yes"))))
        return (
            FieldSpec(
                "kind", mark("Life event"), options=[(key, translate(text)) for key, text in words.LIFE_EVENTS.items()]
            ),
            FieldSpec(
                "on", mark("Day"), kind="date", required=True, check=lambda typed: day_complaint(typed, self._today)
            ),
            FieldSpec("yearly", mark("Every year"), options=no_yes),
            FieldSpec("lunar", mark("By the lunar calendar"), options=no_yes),
            FieldSpec("remark", mark("Remark on it"), max_length=500),
        )

    @property
    def _today(self) -> date:
        return self.shell.clock.today()

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write the event."""
        values, client_id = event.values, self._client.id
        new = NewLifeEvent(
            values["kind"],
            parse_day(values["on"], self._today).isoformat(),
            yearly=values["yearly"] == "yes",
            lunar=values["lunar"] == "yes",
            remark=values["remark"],
        )
        self.write(event.form, lambda desk: desk.client_edit.add_life_event(client_id, new))
