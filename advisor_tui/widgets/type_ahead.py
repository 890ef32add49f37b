"""Keys typed faster than an answer is saved: kept, and typed again into the next question."""

from textual import events
from textual.message import Message
from textual.widget import Widget


class TypedAhead(Message):
    """A key or a paste arrived while the editor waits for its answer to be saved."""

    def __init__(self, event: events.Key | events.Paste) -> None:
        super().__init__()
        self.event = event


class TypeAhead:
    """Mixed into an editor that locks itself the moment its answer is given.

    The screen collects `TypedAhead` and, when the next question stands, posts the copies to the app.

    Attributes:
        waiting: An answer was given and is not saved yet.
    """

    waiting = False

    def kept(self, event: events.Key | events.Paste) -> bool:
        """Whether the editor waits; if so the event goes to the screen and no further."""
        if not self.waiting or not isinstance(self, Widget):
            return False
        event.stop()
        event.prevent_default()
        self.post_message(TypedAhead(event))
        return True


def again(event: events.Key | events.Paste) -> events.Key | events.Paste:
    """A fresh copy of an event, as the terminal would send it."""
    return events.Key(event.key, event.character) if isinstance(event, events.Key) else events.Paste(event.text)
