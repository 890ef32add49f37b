"""A job of several steps under way: which one it is at, and Esc to stop behind it."""

from collections.abc import Callable

from textual.app import ComposeResult

from advisor_tui.base.languages import mark, translate
from advisor_tui.widgets.dialog import Dialog
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class Progress(Dialog):
    """Says how far a job is; who runs it asks `stopped` between two steps, and dismisses it at the end.

    Args:
        text: What is under way at first, in the language in use.
        stopping: What Esc is answered with, in the language in use: the present step is not broken off.
        begin: Called once it can be seen.

    Attributes:
        stopped: Whether Esc was pressed.
    """

    def __init__(self, text: str, stopping: str, begin: Callable[[], None]) -> None:
        super().__init__(text)
        self._stopping = stopping
        self._begin = begin
        self.stopped = False

    def compose_answer(self) -> ComposeResult:
        """Nothing is asked."""
        yield from ()

    def keys(self) -> list[KeyHint]:
        """Only stopping."""
        return [KeyHint("Esc", translate(mark("Stop")))]

    def on_mount(self) -> None:
        """Begin."""
        self._begin()

    def tell(self, text: str) -> None:
        """Say what is under way now, in the language in use."""
        self.query(Prose).first().update(plain(text))

    def action_cancel(self) -> None:
        """Stop behind the present step."""
        self.stopped = True
        self.tell(self._stopping)
