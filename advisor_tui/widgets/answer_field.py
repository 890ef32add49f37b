"""The field for amounts, numbers, dates and texts of a questionnaire."""

from textual import events
from textual.message import Message

from advisor_tui.widgets.fields import Field
from advisor_tui.widgets.type_ahead import TypeAhead


class AnswerField(Field, TypeAhead):
    """A field that locks itself at Enter; digits are text here, so nothing else listens to them."""

    class Given(Message):
        """Enter was pressed; `text` is what was typed."""

        def __init__(self, field: "AnswerField", text: str) -> None:
            super().__init__()
            self.field, self.text = field, text

    async def _on_key(self, event: events.Key) -> None:
        """Take Enter before anything typed after it."""
        if self.kept(event):
            return
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.waiting = True
            self.post_message(self.Given(self, self.value))

    def _on_paste(self, event: events.Paste) -> None:
        """Keep a paste that comes too early; `Field` takes every other one."""
        self.kept(event)
