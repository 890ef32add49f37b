"""The same follow-up for every marked client."""

from collections.abc import Callable

from textual.app import ComposeResult

from advisor_tui.base.languages import mark
from advisor_tui.desk.views.clients import ManyDone, PlanForMany
from advisor_tui.desk.views.followup_words import channel_name
from advisor_tui.desk.views.followups import CONTACT_CHANNELS
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.entry import DayEntry
from advisor_tui.widgets.form import FieldSpec, Form


class PlanManyScreen(DeskScreen):
    """Plans a follow-up for several clients.

    Args:
        client_ids: The marked clients.
        then: Called with what was done.
    """

    AREA = "clients"
    HEADING = mark("Follow-up for the marked")
    HELP = mark("Day, channel and purpose hold for every marked client. Ctrl+S plans them, Esc closes.")
    FIRST_FOCUS = "#field-on"

    def __init__(self, client_ids: frozenset[str], then: Callable[[ManyDone], None]) -> None:
        super().__init__()
        self._ids = client_ids
        self._then = then

    def compose_body(self) -> ComposeResult:
        """The form."""
        yield Form(
            (
                self._day.field("on", mark("Day"), required=True),
                FieldSpec(
                    "channel",
                    mark("Channel"),
                    options=[(channel, channel_name(channel)) for channel in CONTACT_CHANNELS],
                ),
                FieldSpec("purpose", mark("What for"), required=True),
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
        """Plan them and close."""
        values = event.values
        plan = PlanForMany(self._day.read(values["on"]), values["channel"], values["purpose"])

        def planned(done: ManyDone) -> None:
            event.form.mark_saved()
            self.close()
            self._then(done)

        self.act(lambda desk: desk.clients.plan_follow_ups(self._ids, plan), planned)
