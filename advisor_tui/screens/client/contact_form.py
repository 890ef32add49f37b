"""A contact that was made, or an event of a client's life, to note down."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.clients import ContactNote, HistoryLine, NewLifeEvent
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.followup_words import channel_name
from advisor_tui.desk.views.followups import CONTACT_CHANNELS
from advisor_tui.desk.views.life_words import LIFE_EVENTS
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.entry import DayEntry
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
    """Notes a contact down.

    Args:
        client: Whom it was with.
        corrects: The note on the client's page that the new one corrects.
    """

    HEADING = mark("Contact note")
    HELP = mark("How the client was reached and what was said. An empty day means now. Ctrl+S saves, Esc closes.")
    FIRST_FOCUS = "#field-summary"

    def __init__(self, client: ClientRef, corrects: HistoryLine | None = None) -> None:
        super().__init__(client)
        self._corrects = corrects

    @property
    def heading(self) -> str:
        """What is written: a note, or the correction of one."""
        return translate(mark("Correction of a contact note")) if self._corrects else super().heading

    def specs(self) -> tuple[FieldSpec, ...]:
        """Channel, what was said, day; a correction begins with what the wrong note says."""
        wrong = self._corrects
        channel = str(wrong.facts["channel"]) if wrong else CONTACT_CHANNELS[0]
        channels = [(channel, channel_name(channel)) for channel in CONTACT_CHANNELS]
        said, on = (wrong.text, wrong.on.isoformat()) if wrong else ("", "")
        return (
            FieldSpec("channel", mark("Channel"), channel, options=channels),
            FieldSpec("summary", mark("What it was about"), said, required=True, max_length=2000),
            self._day.field("on", mark("Day"), on, hint=mark("Empty: today")),
        )

    @property
    def _day(self) -> DayEntry:
        today = self.shell.clock.today()
        return DayEntry(today, most=today)

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write the note."""
        values, client_id = event.values, self._client.id
        on = self._day.read(values["on"]).isoformat() if values["on"] else ""
        note = ContactNote(values["channel"], values["summary"], on)
        corrects = self._corrects.key.partition(":")[2] if self._corrects else None
        self.write(event.form, lambda desk: desk.client_edit.add_note(client_id, note, corrects))


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
                "kind", mark("Life event"), options=[(key, translate(text)) for key, text in LIFE_EVENTS.items()]
            ),
            self._day.field("on", mark("Day"), required=True),
            FieldSpec("yearly", mark("Every year"), options=no_yes),
            FieldSpec("lunar", mark("By the lunar calendar"), options=no_yes),
            FieldSpec("remark", mark("Remark on it"), max_length=500),
        )

    @property
    def _day(self) -> DayEntry:
        return DayEntry(self.shell.clock.today())

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write the event."""
        values, client_id = event.values, self._client.id
        new = NewLifeEvent(
            values["kind"],
            self._day.read(values["on"]).isoformat(),
            yearly=values["yearly"] == "yes",
            lunar=values["lunar"] == "yes",
            remark=values["remark"],
        )
        self.write(event.form, lambda desk: desk.client_edit.add_life_event(client_id, new))
