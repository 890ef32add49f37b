"""What can be said instead of an answer: one line below the field, reached with Down."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import width

_WAYS = ("↓ ← → Enter  ", "↓ ← →  ", "↓  ")
"""The keys that choose, as many as there is room for."""


class AnswerMenu(Widget, can_focus=True):
    """A row of actions: left and right move, Enter does, Up or Esc goes back to the answer.

    Digits do nothing here: they only ever answer.
    """

    DEFAULT_CSS = """
    AnswerMenu { height: 1; width: 1fr; }
    """

    class Chosen(Message):
        """Enter was pressed on an action."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Left(Message):
        """Back to the answer."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: tuple[tuple[str, str], ...] = ()
        self._at = 0

    def offer(self, items: Sequence[tuple[str, str]]) -> None:
        """Show these actions: name, and text in the language in use."""
        if (tuple(items), 0) != (self._items, self._at):
            self._items, self._at = tuple(items), 0
            self.refresh()

    async def _on_key(self, event: events.Key) -> None:
        """Move, do, leave."""
        if event.key in ("left", "right"):
            self._at = (self._at + (1 if event.key == "right" else -1)) % len(self._items)
            self.refresh()
        elif event.key == "enter":
            self.post_message(self.Chosen(self._items[self._at][0]))
        elif event.key in ("up", "escape"):
            self.post_message(self.Left())
        else:
            return
        event.stop()
        event.prevent_default()

    def on_focus(self) -> None:
        """Show the cursor, on the first action."""
        self._at = 0
        self.refresh()

    def on_blur(self) -> None:
        """Show no cursor."""
        self.refresh()

    def render(self) -> Content:
        """How one gets there, and the actions; the one under the cursor stands out, also without colour."""
        parts = []
        for place, (_, text) in enumerate(self._items):
            here = self.has_focus and place == self._at
            parts.append(Content.styled(f"[{text}]", "bold reverse") if here else Content.styled(text, "dim"))
        row = Content(signs(" · ")).join(parts)
        ways = [signs("← →  ")] if self.has_focus else [signs(way) for way in _WAYS]
        way = next((way for way in ways if width(way) + row.cell_length <= self.size.width), ways[-1])
        return Content.assemble((way, "dim"), row)
