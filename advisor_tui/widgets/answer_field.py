"""The field for amounts, numbers, dates and texts of a questionnaire."""

from textual import events
from textual.message import Message

from advisor_tui.widgets.answer_layout import LaidOutOnce
from advisor_tui.widgets.fields import Field


class AnswerField(Field, LaidOutOnce):
    """A field that gives its text at Enter; digits are text here, so nothing else listens to them."""

    class Given(Message):
        """Enter was pressed; `text` is what was typed."""

        def __init__(self, field: "AnswerField", text: str) -> None:
            super().__init__()
            self.field, self.text = field, text

    async def _on_key(self, event: events.Key) -> None:
        """Enter gives what stands here."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Given(self, self.value))
