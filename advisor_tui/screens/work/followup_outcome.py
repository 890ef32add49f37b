"""What came of a follow-up, and the next one that the cadence proposes."""

from datetime import date
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.text import mask, one_line
from advisor_tui.desk.views.followup_words import channel_name, purpose_name
from advisor_tui.desk.views.followups import (
    CONTACT_CHANNELS,
    FollowUpRow,
    Logged,
    NewFollowUp,
    NextContact,
    Outcome,
)
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.dialog import Choices
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class FollowUpOutcomeScreen(DeskScreen):
    """Writes the outcome; then Enter accepts the proposed next contact, or it is changed or left out."""

    AREA = "calendar"
    HEADING = mark("Outcome")
    HELP = mark(
        "Say how you reached the client and what came of it, in a few words. Satisfaction from 1 to 5 where you asked; "
        "2 or less opens a task for the next working day. After saving, the next contact is proposed by the tier's "
        "rhythm and the client's events: Enter takes it, or choose another day, or none."
    )
    FIRST_FOCUS = "#field-text"
    CSS_PATH = "followup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, follow_up_id: str) -> None:
        super().__init__()
        self._follow_up = follow_up_id
        self._saved = False

    def compose_body(self) -> ComposeResult:
        """The appointment and the form."""
        yield Prose("", id="followup-client")
        scores = [("", translate(mark("not asked"))), *((str(score), f"{score} / 5") for score in range(1, 6))]
        channels = [(channel, channel_name(channel)) for channel in CONTACT_CHANNELS]
        reached = [("yes", translate(mark("Yes"))), ("no", translate(mark("No")))]
        yield Form(
            (
                FieldSpec(
                    "text",
                    mark("What came of it"),
                    required=True,
                    form=mark("e.g. will renew; asks for a call in June"),
                ),
                FieldSpec("channel", mark("Channel"), options=channels),
                FieldSpec("reached", mark("Client reached"), options=reached),
                FieldSpec("score", mark("Satisfaction"), options=scores),
                FieldSpec("comment", mark("In the client's words")),
            )
        )

    def refresh_data(self) -> None:
        """Read the follow-up once; typing is never overwritten."""
        if not self.unsaved() and not self._saved:
            self.ask(lambda desk: desk.followups.get(self._follow_up), self._show)

    def _show(self, row: FollowUpRow) -> None:
        about = row.title or purpose_name(row.purpose)
        parts = (f"{row.on} {row.time}".strip(), one_line(row.client.name), one_line(about), mask("phone", row.phone))
        text = "   ".join(part for part in parts if part)
        if row.outcome:
            text += f"\n{row.outcome}"
        today = self.shell.clock.today()
        if row.on != today:
            dated = mark("! Planned for {planned}; the contact is logged as of today, {today}.")
            text += "\n" + translate(dated).format(planned=row.on, today=today)
        self.query_one("#followup-client", Static).update(plain(text))
        form = self.query_one(Form)
        form.set_value("channel", row.channel)
        form.mark_saved()

    def unsaved(self) -> bool:
        """Whether something was typed."""
        return not self._saved and any(form.dirty for form in self.query(Form))

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write it."""
        values = event.values
        outcome = Outcome(
            values["channel"],
            values["text"],
            int(values["score"]) if values["score"] else None,
            values["reached"] == "yes",
            values["comment"],
        )
        self.act(lambda desk: desk.followups.log(self._follow_up, outcome), self._logged)

    def _logged(self, logged: Logged) -> None:
        self._saved = True
        self.query_one(Form).mark_saved()
        if logged.task_opened:
            self.notify(
                translate(mark("Low satisfaction: a task for the next working day was opened.")), severity="warning"
            )
        offered = logged.next
        options = [
            ("take", translate(mark("plan it")) + f": {offered.on}"),
            ("change", signs(translate(mark("another day or more details …")))),
            ("none", translate(mark("plan nothing"))),
        ]

        asked = translate(mark("Saved. Next contact with {name} ({tier}): {day}, {purpose}{provisional}"))
        question = asked.format(
            name=one_line(offered.client.name),
            tier=pick(offered.tier),
            day=offered.on,
            purpose=purpose_name(offered.event),
            provisional=" ?" if offered.provisional else "",
        )
        self.app.push_screen(Choices(question, options), partial(self._follow, offered))

    def _follow(self, offered: NextContact, answer: str | None) -> None:
        """Plan what was accepted; everything else leaves, Esc too: the outcome is saved."""
        if answer == "take":
            new = NewFollowUp(offered.client.id, offered.on, purpose=offered.event, after_id=offered.after_id)
            self.act(lambda desk: desk.followups.plan(new), lambda _: self._planned(offered.on))
        elif answer == "change":
            from advisor_tui.screens.work.followup_form import FollowUpFormScreen

            form = FollowUpFormScreen(offered.client.id, offered.on, offered)
            self.app.push_screen(form, lambda _: self._leave())
        else:
            self._leave()

    def _leave(self) -> None:
        self.call_after_refresh(self.close)

    def _planned(self, day: date) -> None:
        self.say(mark("Planned for {day}. Ctrl+Z takes it back."), day=day)
        self._leave()
